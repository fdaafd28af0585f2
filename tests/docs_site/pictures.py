"""Takes the pictures of the documentation and of the sandbox's start page in `docs/pictures`.

`make screens` builds the site and runs it; it needs a Chromium.
"""

from __future__ import annotations

import base64
import time
from pathlib import Path

import httpx

from journeybee.sandbox import Sandbox
from tests.browser.chromium import Page, open_page
from tests.docs_site.site_server import opened, search, served

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
# Of the lanes interactive, normal and background.
URGENCY: tuple[dict[str, str], ...] = ({"priority": "u=1"}, {}, {"priority": "u=6"})
DESKTOP, PHONE = (1280, 800), (390, 760)


def take(page: Page, name: str) -> None:
    """Take what the browser shows."""
    page.value("document.fonts.ready.then(() => true)")
    time.sleep(0.5)  # for transitions
    shot = page.call("Page.captureScreenshot", format="webp", quality=60)
    (PICTURES / f"{name}.webp").write_bytes(base64.b64decode(shot["data"]))


def take_site(page: Page) -> None:
    """Take the home page, a resource and the search."""
    with served() as root:
        opened(page, f"{root}/index.html", *DESKTOP)
        take(page, "docs-home")
        opened(page, f"{root}/reference/v1/leads.html#create_lead", *DESKTOP)
        take(page, "docs-resource")
        opened(page, f"{root}/reference/v1/leads.html#create_lead", *PHONE)
        take(page, "docs-resource-phone")
        opened(page, f"{root}/index.html", *DESKTOP)
        page.value("document.querySelector('label[for^=__palette]:not([hidden])').click()")
        take(page, "docs-home-dark")
        search(page, "create lead")
        page.until("document.querySelectorAll('.md-search-result__item').length > 3")
        take(page, "docs-search")


def take_start_page(page: Page) -> None:
    """Take the start page after some requests, and its explorer with an answer."""
    with Sandbox(world="demo", api_key="jb_sandbox_write_example").serve() as server:
        headers = {"authorization": f"Bearer {server.api_key}"}
        with httpx.Client(base_url=server.url, headers=headers, trust_env=False) as client:
            for number in range(12):
                client.get("/leads/", params={"page": number + 1}, headers=URGENCY[number % 3])
            client.get("/partners/none")
        sizes = {"start-page": DESKTOP, "start-page-phone": PHONE, "start-page-dark": DESKTOP}
        for name, (width, height) in sizes.items():
            scheme = "dark" if name.endswith("dark") else "light"
            preferred = {"name": "prefers-color-scheme", "value": scheme}
            page.call("Emulation.setEmulatedMedia", features=[preferred])
            opened(page, server.start_page, width, height)
            page.until("last !== null")
            take(page, name)
        page.value("choose('v1/create_lead')")
        page.until("form !== null")
        page.value("at('form').requestSubmit()")
        page.until("!at('answer').hidden")
        page.value("at('explorer').scrollIntoView()")
        take(page, "explorer-dark")


if __name__ == "__main__":
    with open_page() as page:
        take_site(page)
        take_start_page(page)
