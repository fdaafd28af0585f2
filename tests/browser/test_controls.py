"""Each element of the start page that can be used is used, by mouse or keys, with an effect."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import anyio

from journeybee.sandbox import Sandbox, SandboxServer
from tests.browser.chromium import Page
from tests.browser.test_explorer import OUTCOME
from tests.browser.test_start_page import opened, page

__all__ = ["page"]

# What an element is called here: by its place where there may be several of its kind.
NAMES = """[...new Set([...document.querySelectorAll(
    "a[href], button, input, select, textarea, summary, [contenteditable]")].map((element) => {
  const { id, name, dataset, tagName, textContent } = element, tag = tagName.toLowerCase();
  for (const place of ["#chips", "#rows", "#operations", "#parameters", "#content"]) {
    const own = element.closest("#content p");
    if (element.closest(place)) return `${place} ${own ? textContent : tag}`;
  }
  if (id) return `#${id}`;
  if (dataset.copies) return `[data-copies=${dataset.copies}]`;
  if (dataset.action) return `${dataset.action} ${dataset.options ?? ""}`.trim();
  const form = element.closest("form");
  if (form) return `${form.dataset.form ?? form.id} ${name || element.type}`;
  return `${tag} ${element.getAttribute("href")}`;
}))]"""
SECRET = "00000000-0000-4000-8000-000000000000"

Use = Callable[["Visit"], None]
USES: dict[str, Use] = {}


def uses(*names: str) -> Callable[[Use], Use]:
    """Declare which elements a function uses."""

    def declare(use: Use) -> Use:
        USES.update(dict.fromkeys(names, use))
        return use

    return declare


class Visit:
    """A page beside the sandbox that it shows."""

    def __init__(self, page: Page, server: SandboxServer) -> None:
        self.page = page
        self.server = server
        self.sandbox: Sandbox = server.sandbox  # type: ignore[assignment]

    def text(self, id_: str) -> Any:
        return self.page.value(f"at({id_!r}).value ?? at({id_!r}).innerText")

    def choose(self, element: str, value: str) -> None:
        """Choose in a select by the keyboard: its first letters."""
        self.page.value(f"document.querySelector({element!r}).focus()")
        for letter in value:
            self.page.call("Input.dispatchKeyEvent", type="keyDown", key=letter, text=letter)
            self.page.call("Input.dispatchKeyEvent", type="keyUp", key=letter)
        assert self.page.value(f"document.querySelector({element!r}).value") == value

    def done(self, element: str) -> str:
        """What the page says of a control after a tap."""
        self.page.value("at('done').textContent = ''")
        self.page.tap(element)
        said: str = self.page.until("at('done').textContent")
        return said

    def dialog(self, element: str) -> str:
        """The text of the dialog that an element opens."""
        self.page.tap(element)
        self.page.until("at('dialog').open")
        return str(self.text("content"))


@uses("a #requests")
def skip_to_the_requests(visit: Visit) -> None:
    visit.page.value("document.querySelector('.skip').focus()")
    visit.page.press("Enter")
    assert visit.page.value("document.activeElement.id") == "requests"


@uses("#base", "[data-copies=base]", "#key", "#reveal", "[data-copies=key]", "[data-copies=code]")
def copy(visit: Visit) -> None:
    page = visit.page
    permissions = ["clipboardReadWrite", "clipboardSanitizedWrite"]
    page.call("Browser.grantPermissions", permissions=permissions)
    assert visit.text("base") == visit.server.url
    for name in ("base", "key", "code"):
        page.tap(f"[data-copies={name}]")
        copied = f"at({name!r}).value ?? at({name!r}).textContent"
        page.until(f"navigator.clipboard.readText().then((text) => text === ({copied}))")
    page.tap("#reveal")
    assert page.value("at('key').type + at('reveal').textContent") == "textHide"
    page.write("#key", "none")
    page.until("!at('locked').hidden")
    page.write("#key", visit.sandbox.api_key)
    page.until("at('locked').hidden")
    page.tap("#reveal")
    assert page.value("at('key').type") == "password"


@uses("a /openapi.json", "a /postman.json")
def download(visit: Visit) -> None:
    for name in ("openapi", "postman"):
        visit.page.events.clear()
        visit.page.tap(f"[href='/{name}.json']")
        assert (
            visit.page.event("Page.downloadWillBegin")["url"] == f"{visit.server.root}/{name}.json"
        )


@uses("#operation", "#body", "form submit")
def send_an_item(visit: Visit) -> None:
    page = visit.page
    page.value("at('operation').value = 'v1/create_tag'")
    page.value("at('operation').dispatchEvent(new Event('change'))")
    page.until("form.id === 'create_tag'")
    page.write("#body", '{"label": "new", "association": "lead"}')
    page.tap("#form [type=submit]")
    assert page.until(OUTCOME).startswith("201")
    assert visit.sandbox.requests[-1].body == {"label": "new", "association": "lead"}


@uses("#operations button", "#parameters input", "#parameters select", "#filter")
def choose_in_the_list_of_operations(visit: Visit) -> None:
    page = visit.page
    page.write("#filter", "list_leads")
    page.until("at('operations').rows.length === 2")
    page.tap("#operations button")
    page.until("form.id === 'list_leads'")
    assert page.value("at('explorer').getBoundingClientRect().y") >= 0
    page.write("#parameters [name=search]", "a")
    visit.choose("#parameters [name=status]", "lost")
    page.tap("#form [type=submit]")
    page.until(OUTCOME)
    assert visit.sandbox.requests[-1].query == [("search", "a"), ("status", "lost")]
    page.write("#filter", "")
    page.until("at('operations').rows.length > 100")


@uses("#tab-python", "#tab-shell", "#tab-curl")
def look_at_the_code(visit: Visit) -> None:
    page = visit.page
    for tab, begin in (("shell", "export"), ("curl", "curl"), ("python", "import")):
        page.tap(f"#tab-{tab}")
        assert visit.text("code").startswith(begin)
        assert page.value(f"at('tab-{tab}').getAttribute('aria-selected')") == "true"
    page.press("ArrowRight")
    assert page.value("document.activeElement.id") == "tab-shell"


@uses("#pause")
def pause(visit: Visit) -> None:
    visit.page.tap("#pause")
    assert visit.text("state") == "paused"
    visit.page.tap("#pause")
    visit.page.until("at('state').textContent === 'live'")


@uses("#rows button", "#close")
def open_a_request(visit: Visit) -> None:
    visit.page.until("at('rows').rows.length")
    assert "Answer" in visit.dialog("#rows button")
    visit.page.tap("#close")
    assert not visit.page.value("at('dialog').open")
    visit.page.value("at('rows').querySelector('button').focus()")
    visit.page.press("Enter")
    visit.page.until("at('dialog').open")
    visit.page.press("Escape")
    assert not visit.page.value("at('dialog').open")


@uses("#chips button", "#content Earlier", "#content Later")
@uses("#content button", "#content Back to the table")
def open_items(visit: Visit) -> None:
    page = visit.page
    for number in range(60):
        visit.sandbox.resources.add("tags", {"uuid": f"tag {number}", "name": f"tag {number}"})
    total = visit.sandbox.store.count("tags")
    page.until(f"at('chips').textContent.includes('tags {total}')")
    assert f"1 to 50 of {total}" in visit.dialog("#chips [data-subject=tags]")
    for element, shown in (("Later", f"51 to {total}"), ("Earlier", "1 to 50")):
        page.tap(f"#content [data-subject={element}]")
        page.until(f"at('content').innerText.includes('{shown} of {total}')")
        # What follows a key press needs no search for the focus.
        assert page.value("document.activeElement.closest('#content') !== null")
    item = visit.sandbox.store.items("tags")[0]
    page.tap("#content td button")
    page.until("at('content').querySelector('pre') !== null")
    assert json.loads(page.value("at('content').querySelector('pre').textContent")) == item
    assert page.value("document.activeElement.textContent") == "Back to the table"
    page.press("Enter")
    page.until("at('content').querySelector('table') !== null")
    page.tap("#close")


@uses("snapshot", "restore")
def go_back(visit: Visit) -> None:
    assert visit.done("[data-action=restore]") == "no snapshot was taken"
    assert visit.done("[data-action=snapshot]") == "done: Take a snapshot"
    store = visit.sandbox.store
    leads = store.count("leads")
    store.remove(store.items("leads")[0]["uuid"])
    assert visit.done("[data-action=restore]") == "done: Restore it"
    assert visit.sandbox.store.count("leads") == leads


@uses(*(f'advance {{"seconds": {seconds}}}' for seconds in (60, 86400)))
def move_the_clock(visit: Visit) -> None:
    for seconds in (60, 86400):
        before = visit.sandbox.clock.now()
        visit.done(f"[data-options*=': {seconds}}}']")
        assert 0 <= (visit.sandbox.clock.now() - before).total_seconds() - seconds < 60


FAULT = {"status": "503", "retry_after": "2", "latency": "0.5", "operation": "leads.list"}


@uses("clear-faults", "add-fault submit")
@uses(*(f"add-fault {name}" for name in (*FAULT, "times", "drop", "drift")))
def add_faults(visit: Visit) -> None:
    for name, value in {**FAULT, "times": "3"}.items():
        visit.page.write(f"[data-form=add-fault] [name={name}]", value)
    visit.choose("[data-form=add-fault] [name=drop]", "before")
    visit.choose("[data-form=add-fault] [name=drift]", "extra_field")
    assert visit.done("[data-form=add-fault] [type=submit]") == "done: Add the fault"
    (fault,) = visit.sandbox.faults.all()
    assert (fault.status, fault.retry_after, fault.latency, fault.times) == (503, 2, 0.5, 3)
    assert (fault.drop, fault.drift, fault.operation) == ("before", "extra_field", "leads.list")
    assert "for leads.list" in visit.text("faults")
    visit.done("[data-action=clear-faults]")
    assert visit.sandbox.faults.all() == []


@uses("#limit-field", "limit submit", "#dialect", "dialect submit")
def set_the_limit_and_the_dialect(visit: Visit) -> None:
    assert visit.text("limit-field") == "100"
    for text, limit in (("7", 7), ("", None)):
        visit.page.write("#limit-field", text)
        visit.done("[data-form=limit] [type=submit]")
        assert visit.sandbox.rate_limit == limit
    visit.choose("#dialect", "bare")
    visit.done("[data-form=dialect] [type=submit]")
    assert visit.sandbox.dialect == "bare"


@uses("subscribe url", "subscribe secret", "subscribe submit")
def subscribe_to_webhooks(visit: Visit) -> None:
    visit.page.write("[data-form=subscribe] [name=url]", "http://127.0.0.1:9/")
    visit.page.write("[data-form=subscribe] [name=secret]", SECRET)
    assert visit.done("[data-form=subscribe] [type=submit]") == "done: Subscribe"
    visit.sandbox.trigger("lead_created")
    visit.page.until("at('deliveries').rows.length === 1")
    assert "lead_created" in visit.text("webhooks")


@uses("reset")
def reset(visit: Visit) -> None:
    visit.done("[data-action=reset]")
    assert visit.sandbox.requests == []


def test_each_element_that_can_be_used_has_an_effect(page: Page) -> None:
    sandbox = Sandbox(world="tiny")
    with opened(page, sandbox) as server:
        visit = Visit(page, server)
        page.until("form !== null")
        for use in dict.fromkeys(USES.values()):
            use(visit)


def test_no_element_that_can_be_used_was_left_out(page: Page) -> None:
    sandbox = Sandbox(world="tiny")
    anyio.run(sandbox.client().leads.list().first)
    with opened(page, sandbox):
        page.until("form !== null && at('rows').rows.length === 1")
        found = set(page.value(NAMES))
        for show in (
            "showRequest(last.requests[0].id)",
            "showItems('v1', 'leads', 0)",
            "at('content').querySelector('td button').click()",
        ):
            page.value(show)
            found.update(page.value(NAMES))
    assert found == USES.keys()
