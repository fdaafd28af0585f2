"""The built documentation in a real browser: light, found by its search, readable by everyone."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from importlib import resources

import pytest

from scripts.tools.check_site import SITE
from tests.browser.chromium import Page, open_page
from tests.docs_site.site_server import opened, search, served

PAGES = ("index.html", "reference/v1/webhooks.html", "guides/cli.html", "reference/client.html")
AXE_PAGES = ("index.html", "reference/v1/tiers.html")
FIRST_RESULT = "document.querySelector('.md-search-result__link')?.href"
AXE = """axe.run(document, { resultTypes: ["violations"] })
    .then(found => found.violations.map(it => [it.id, it.nodes.map(node => node.html).join()]))"""


@pytest.fixture(scope="module")
def root() -> Iterator[str]:
    with served() as root:
        yield root


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with open_page() as page:
        still = {"name": "prefers-reduced-motion", "value": "reduce"}
        page.call("Emulation.setEmulatedMedia", features=[still])
        yield page


def fetched(page: Page) -> dict[str, float]:
    """The bytes of each response as they came over the network, by path."""
    urls = {
        event["requestId"]: event["response"]["url"]
        for event in page.events_of("Network.responseReceived")
    }
    return {
        urls[event["requestId"]]: event["encodedDataLength"]
        for event in page.events_of("Network.loadingFinished")
        if event["requestId"] in urls
    }


def test_the_first_view_is_light_and_the_search_comes_when_it_is_opened(
    page: Page, root: str
) -> None:
    opened(page, f"{root}/index.html")
    first = fetched(page)
    assert f"{root}/index.html" in first
    # The worker of the search is fetched by another part of the browser, which is not seen here.
    (worker,) = SITE.glob("assets/javascripts/workers/search.*.js")
    assert sum(first.values()) + len(gzip.compress(worker.read_bytes())) <= 100_000, first
    asked = [event["request"]["url"] for event in page.events_of("Network.requestWillBeSent")]
    assert not [url for url in asked if "search_index" in url]
    search(page, "create_lead")
    found = page.until(FIRST_RESULT)
    assert found.partition("?")[0] == f"{root}/reference/v1/leads.html"
    opened(page, found)
    assert page.until("document.querySelector('.md-content mark')?.textContent") == "Lead"


def test_the_search_works_in_a_folder(page: Page) -> None:
    opened(page, (SITE / "index.html").as_uri())
    search(page, "create_lead")
    assert page.until(FIRST_RESULT).partition("?")[0].endswith("/reference/v1/leads.html")


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_axe_finds_nothing(page: Page, root: str, scheme: str) -> None:
    axe = resources.files("axe_core_python").joinpath("axe.min.js").read_text()
    for path, width in zip(AXE_PAGES, (390, 1200), strict=True):
        opened(page, f"{root}/{path}", width)
        if page.value("document.body.dataset.mdColorScheme") != scheme:
            page.value("document.querySelector('label[for^=__palette]:not([hidden])').click()")
            page.until(f"document.body.dataset.mdColorScheme === '{scheme}'")
        if path == "index.html":
            search(page, "create lead")
            page.until(FIRST_RESULT)
        page.value(axe)
        assert page.value(AXE) == [], path


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_a_phone(page: Page, root: str, path: str) -> None:
    opened(page, f"{root}/{path}", 390)
    assert page.value("document.documentElement.scrollWidth") == 390
