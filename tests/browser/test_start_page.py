"""The start page in a real browser: it loads, lives, keeps to itself, and escapes everything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from journeybee.sandbox import Sandbox, SandboxServer
from journeybee_api.legacy.operations import OPERATIONS as LEGACY
from journeybee_api.saleshandy.operations import OPERATIONS as SALESHANDY
from journeybee_api.v1.operations import OPERATIONS as V1
from tests.browser.chromium import Page, open_page

HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>'\"&"
DOCUMENTED = sum(info.evidence == "documented" for info in (*V1, *LEGACY, *SALESHANDY))
ROWS = "document.querySelectorAll('#rows tr').length"


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with open_page() as page:
        yield page


@contextmanager
def opened(page: Page, sandbox: Sandbox, *, keyed: bool = True) -> Iterator[SandboxServer]:
    """The start page of a sandbox; at the end it must have made no trouble."""
    page.events.clear()
    with sandbox.serve() as server:
        root = server.root
        page.call("Page.navigate", url=server.start_page if keyed else f"{server.root}/")
        try:
            page.until("document.readyState === 'complete' && last !== null")
            yield server
            page.value("1")
        finally:
            page.call("Page.navigate", url="about:blank")
    assert page.events_of("Runtime.exceptionThrown") == []
    entries = [event["entry"]["text"] for event in page.events_of("Log.entryAdded")]
    # A refusal that the explorer shows, and a sandbox that has ended, are errors to the browser.
    assert [text for text in entries if not text.startswith("Failed to load resource")] == []
    assert page.events_of("Runtime.consoleAPICalled") == []
    assert page.events_of("Page.javascriptDialogOpening") == []
    asked = {event["request"]["url"] for event in page.events_of("Network.requestWillBeSent")}
    allowed = (root, "data:,", "about:blank")
    assert {url for url in asked if not url.startswith(allowed)} == set()


def client(server: SandboxServer, key: str | None = None) -> httpx.Client:
    headers = {"authorization": f"Bearer {key or server.api_key}"}
    return httpx.Client(base_url=server.url, headers=headers, trust_env=False)


def cells(page: Page, row: int) -> list[Any]:
    expression = f"[...document.querySelectorAll('#rows tr')[{row}].cells].map((c) => c.innerText)"
    found: list[Any] = page.value(expression)
    return found


def test_it_shows_the_world_the_requests_and_the_window(page: Page) -> None:
    sandbox = Sandbox(world="demo", rate_limit=20)
    with opened(page, sandbox) as server, client(server) as http:
        assert page.value("document.getElementById('world').innerText") == "demo"
        assert "partners 400" in page.value("document.getElementById('chips').innerText")
        assert page.value(ROWS) == 0
        sandbox.faults.add(latency=0.3, operation="list_deals")
        for number in range(12):
            lane = {"priority": f"u={(1, 3, 6)[number % 3]}"}
            http.get("/leads/", params={"page": number + 1}, headers=lane)
            sandbox.clock.advance(3)
        http.get("/deals/")
        http.get("/partners/none")
        for _ in range(8):
            last = http.get("/tiers/")
        assert last.status_code == 429
        page.until(f"{ROWS} === 22")
        request, status, lane, operation, took, wait, _ = cells(page, 0)
        assert (request, status, operation) == ("GET /v1/tiers/", "429", "list_tiers")
        assert lane == "normal"
        assert wait.endswith(" s")
        assert took.endswith(" ms")
        slow = [cells(page, row) for row in range(22)][9 - 1]
        assert (slow[0], slow[6]) == ("GET /v1/partners/none", "")
        deals = cells(page, 9)
        assert float(deals[4].split()[0]) >= 300
        assert deals[6] == "latency 0.3 s"
        label = page.value("document.querySelector('#windows svg').getAttribute('aria-label')")
        lanes = "4 interactive, 12 normal, 4 background"
        assert label == f"20 of 20 requests within the last 60 seconds: {lanes}"
        assert "full, one slot is free again in" in page.value("at('windows').innerText")


def test_it_tells_the_lanes_apart(page: Page) -> None:
    sandbox = Sandbox(world="tiny")
    with opened(page, sandbox) as server, client(server) as http:
        for urgency in ("u=1", "u=6", "u=6", "u=3", "u=0, i"):
            http.get("/leads/", headers={"priority": urgency})
        page.until(f"{ROWS} === 5")
        lanes = [cells(page, row)[2] for row in range(5)]
        assert lanes == ["interactive", "normal", "background", "background", "interactive"]
        legend = page.value("document.querySelector('#windows .legend').innerText")
        assert legend.split("\n") == ["2 interactive", "1 normal", "2 background"]
        drawn = "[...document.querySelectorAll('#windows svg[role=img] rect[class]')]"
        assert page.value(f"new Set({drawn}.map((r) => r.getAttribute('class'))).size") == 3
        # Not by colour alone: the lane below is filled, the one above hollow.
        fills = page.value(f"{drawn}.map((r) => getComputedStyle(r).fill)")
        assert "none" in fills
        assert len(set(fills)) == 3


def test_rows_that_stay_are_left_alone(page: Page) -> None:
    sandbox = Sandbox(world="tiny")
    with opened(page, sandbox) as server, client(server) as http:
        http.get("/leads/")
        page.until(f"{ROWS} === 1")
        page.value("globalThis.kept = document.querySelector('#rows button'); kept.focus()")
        for _ in range(102):
            http.get("/tiers/")
        page.until("at('total').textContent === 'latest 100 of 103'")
        assert page.value(ROWS) == 100
        # The numbers of requests begin again.
        sandbox.reset()
        http.get("/deals/")
        page.until(f"{ROWS} === 1")
        assert cells(page, 0)[0] == "GET /v1/deals/"
        page.value("globalThis.kept = document.querySelector('#rows button'); kept.focus()")
        http.get("/leads/")
        page.until(f"{ROWS} === 2")
        assert page.value("document.activeElement === kept && kept.isConnected")


def test_it_asks_for_nothing_while_hidden(page: Page) -> None:
    sandbox = Sandbox(world="tiny")
    with opened(page, sandbox):
        hide = (
            "globalThis.unseen = {0}; Object.defineProperty(document, 'hidden',"
            " {{ configurable: true, get: () => unseen }});"
            " document.dispatchEvent(new Event('visibilitychange'))"
        )
        page.value(hide.format("true"))
        page.until("!asking")
        page.value("globalThis.before = last; clearTimeout(timer)")
        page.value("refresh()")
        assert page.value("!asking && last === before")
        page.value(hide.format("false"))
        page.until("last !== before")


def test_another_sandbox_at_its_address(page: Page) -> None:
    first, second = Sandbox(world="tiny"), Sandbox(world="demo", dialect="bare")
    with opened(page, first) as server:
        port = int(server.root.rpartition(":")[2])
        page.until("form !== null")
        page.value("at('body').value = 'typed'")
        server.__exit__(None, None, None)
        page.value("scrollTo(0, document.body.scrollHeight)")
        page.until("at('state').textContent === 'the sandbox does not answer'")
        assert page.value("at('state').getBoundingClientRect().y") >= 0
        with second.serve(port=port):
            page.until("at('world').textContent === 'demo'")
            page.until("at('state').className === 'quiet'")
            assert "not the key" in page.value("at('locked').innerText")
            assert page.value("document.querySelectorAll('[type=submit]:enabled').length") == 0
            assert page.value("at('dialect').value") == "bare"
            assert page.value("at('body').value") == "typed"
            page.value(
                f"at('key').value = '{second.api_key}'; at('key').dispatchEvent(new Event('input'))"
            )
            page.until("at('locked').hidden")


def test_it_lists_every_operation_with_its_evidence(page: Page) -> None:
    with opened(page, Sandbox(world="tiny")):
        count = page.value("document.querySelectorAll('#operations tr').length")
        assert count == page.value("about.operations.length") > 100
        assert f"{DOCUMENTED} documented" in page.value(
            "document.getElementById('evidence').innerText"
        )
        page.value(
            "at('filter').value = 'inferred'; at('filter').dispatchEvent(new Event('input'))"
        )
        seen = page.value(
            "[...new Set([...document.querySelectorAll('#operations tr')]"
            ".map((r) => r.cells[2].innerText))]"
        )
        assert seen == ["inferred"]


def test_it_can_be_used_by_keyboard(page: Page) -> None:
    with opened(page, Sandbox(world="tiny")) as server, client(server) as http:
        met = list[str]()
        for _ in range(90):
            page.press("Tab")
            met.append(page.value("document.activeElement.id"))
        order = ["key", "reveal", "operation", "tab-python", "pause", "requests", "filter"]
        assert [name for name in dict.fromkeys(met) if name in order] == order
        page.value("at('pause').focus()")
        page.press("Enter")
        assert page.value("at('pause').getAttribute('aria-pressed')") == "true"
        http.get("/leads/")
        assert page.value(f"new Promise((r) => setTimeout(() => r({ROWS}), 1300))") == 0
        page.press("Enter")
        page.until(f"{ROWS} === 1")


def test_it_escapes_everything(page: Page) -> None:
    sandbox = Sandbox(world="empty", rate_limit=None)
    with opened(page, sandbox) as server, client(server) as http:
        http.post("/partners", json={"name": HOSTILE})
        http.get(f"/partners/{HOSTILE}")
        http.get("/partners", params={"search": HOSTILE})
        page.until(f"{ROWS} === 3")
        assert page.value("document.querySelectorAll('img').length") == 0
        assert page.value("document.querySelectorAll('script').length") == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_texts_stand_out_in_light_and_dark(page: Page, scheme: str) -> None:
    media = [{"name": "prefers-color-scheme", "value": scheme}]
    page.call("Emulation.setEmulatedMedia", features=media)
    with opened(page, Sandbox(world="tiny")):
        page.until("getComputedStyle(document.body).backgroundColor !== ''")
        ratios = page.value(CONTRAST)
    page.call("Emulation.setEmulatedMedia", features=[])
    lanes = [ratios.pop(name) for name in ("--interactive", "--bar")]
    assert len(ratios) == 6
    # What WCAG 2 asks of text in level AA, and of what is drawn.
    assert min(ratios.values()) >= 4.5, ratios
    assert min(lanes) >= 3, lanes


CONTRAST = """(() => {
  const style = getComputedStyle(document.documentElement);
  const light = (name) => {
    const probe = document.createElement("i");
    probe.style.color = style.getPropertyValue(name);
    document.body.append(probe);
    const parts = getComputedStyle(probe).color.match(/[0-9.]+/g).map(Number);
    probe.remove();
    const [r, g, b] = parts.map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const card = light("--card");
  const ratio = (a) => (Math.max(a, card) + 0.05) / (Math.min(a, card) + 0.05);
  return Object.fromEntries(["--text", "--quiet", "--accent", "--good", "--wait", "--bad",
    "--interactive", "--bar"]
    .map((name) => [name, ratio(light(name))]));
})()"""
