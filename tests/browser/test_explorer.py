"""The explorer and the controls of the start page, each used as a person would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import partial
from importlib import resources
from pathlib import Path

import pytest

from journeybee.sandbox import Sandbox
from journeybee.surfaces import SURFACES
from tests.browser.chromium import Page
from tests.browser.test_start_page import opened, page

__all__ = ["page"]

ROOT = Path(__file__).parents[2]


# The rules take long with hundreds of rows.
FEW = SURFACES["v1"].document
FEW["paths"] = {path: entry for path, entry in FEW["paths"].items() if path.startswith("/leads/")}


def choose(page: Page, name: str) -> None:
    page.value(f"choose({name!r})")
    page.until(f"form !== null && at('operation').value === {name!r}")


def click(page: Page, element: str) -> None:
    page.value(f"document.querySelector({element!r}).click()")


def fill(page: Page, element: str, value: str) -> None:
    page.value(
        f"(() => {{ const it = document.querySelector({element!r}); it.value = {value!r};"
        " it.dispatchEvent(new Event('input', { bubbles: true })); })()"
    )


def snippet(page: Page, tab: str) -> str:
    click(page, f"#tab-{tab}")
    text: str = page.value("at('code').textContent")
    return text


# Set once the answer is there.
OUTCOME = "at('outcome').className !== 'quiet' && at('outcome').textContent"


def send(page: Page) -> str:
    page.value("at('outcome').textContent = ''")
    click(page, "#form [type=submit]")
    outcome: str = page.until(OUTCOME)
    return outcome.partition(" ")[0]


def test_a_request_is_sent_and_its_record_opened(page: Page) -> None:
    sandbox = Sandbox(world="tiny")
    with opened(page, sandbox) as server:
        page.until("form !== null")
        # What comes first is what is seen first.
        assert page.value("scrollY") == 0
        # The key is neither in the address nor shown.
        assert page.value("location.href") == f"{server.root}/"
        assert page.value("at('key').type + at('key').value") == f"password{sandbox.api_key}"
        page.until("form !== null")
        choose(page, "v1/update_lead")
        uuid = sandbox.store.items("leads")[0]["uuid"]
        assert page.value("document.querySelector('#parameters [name=uuid]').value") == uuid
        fill(page, "#body", '{"status": "qualified"}')
        assert send(page) == "200"
        assert json.loads(page.value("at('answer-text').textContent"))["status"] == "qualified"
        assert sandbox.store.get("leads", uuid or "")["status"] == "qualified"  # type: ignore[index]
        fill(page, "#body", "{")
        assert "JSON" in page.value("at('code').textContent")
        fill(page, "#body", '{"status": 3}')
        assert send(page) == "422"
        page.until("document.querySelectorAll('#rows tr').length === 2")
        click(page, "#rows tr:last-child button")
        page.until("at('dialog').open")
        shown = page.value("at('content').innerText")
        assert "qualified" in shown
        assert "authorization: hidden" in shown
        # Not an urgency of the browser's own.
        assert "priority: u=3" in shown
        assert sandbox.api_key not in shown
        click(page, "#close")
        click(page, "#chips [data-subject=leads]")
        page.until("at('dialog').open")
        assert page.value(
            "at('content').querySelectorAll('tbody tr').length"
        ) == sandbox.store.count("leads")
        click(page, "#close")


@pytest.mark.parametrize("name", ["v1/list_leads", "v1/create_lead", "legacy/list_leads"])
def test_the_snippets_run(page: Page, name: str, tmp_path: Path) -> None:
    sandbox = Sandbox(world="tiny")
    with opened(page, sandbox):
        page.until("form !== null")
        choose(page, name)
        program, command, curl = (snippet(page, tab) for tab in ("python", "shell", "curl"))
        command = command.replace("journeybee ", f"{sys.executable} -m journeybee ")
        environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
        path = f"{ROOT}{os.pathsep}{ROOT / 'generated'}"
        run = partial(
            subprocess.run,
            check=True,
            capture_output=True,
            text=True,
            timeout=60,
            env=environment | {"PYTHONPATH": path},
        )
        outputs = [run([sys.executable, "-c", program]).stdout, run(["bash", "-c", command]).stdout]
        outputs.append(run(["bash", "-c", curl.replace("curl ", "curl -sf ")]).stdout)
        email = (sandbox.surfaces[name.partition("/")[0]].resources.store.items("leads"))[0][
            "email"
        ]
        assert [email in output for output in outputs] == [True, True, True]
        operation = name.partition("/")[2]
        statuses = [r.status for r in sandbox.requests if r.operation_id == operation]
        assert statuses == [201 if operation.startswith("create") else 200] * 3


def test_without_the_key_it_only_shows(page: Page) -> None:
    page.value("sessionStorage.clear()") if page.value("location.href") != "about:blank" else None
    sandbox = Sandbox(world="tiny")
    with opened(page, sandbox, keyed=False):
        enabled = "document.querySelectorAll('#buttons :enabled, [type=submit]:enabled').length"
        assert page.value(enabled) == 0
        assert page.value("at('locked').innerText").startswith("Without the key")
        fill(page, "#key", "wrong")
        page.until("at('locked').innerText.startsWith('This is not the key')")
        assert page.value(enabled) == 0
        fill(page, "#key", sandbox.api_key)
        page.until("at('locked').hidden && form !== null")
        assert page.value(enabled) > 0


AXE = """axe.run(document, { resultTypes: ["violations"], runOnly: %s })
  .then((r) => r.violations.map((v) => [v.id, v.nodes.map((n) => n.html)]))"""
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"]


def test_axe_finds_nothing(page: Page) -> None:
    with opened(page, Sandbox(world="tiny", document=FEW)):
        page.until("form !== null")
        send(page)
        page.until("document.querySelectorAll('#rows tr').length > 0")
        page.value(resources.files("axe_core_python").joinpath("axe.min.js").read_text())
        for prepare in ("1", "showRequest(last.requests[0].id)", "showItems('v1', 'leads', 0)"):
            page.value(prepare)
            assert page.value(AXE % json.dumps(RULES)) == []
        media = [{"name": "prefers-color-scheme", "value": "dark"}]
        page.call("Emulation.setEmulatedMedia", features=media)
        page.value("at('dialog').close()")
        assert page.value(AXE % json.dumps(["color-contrast"])) == []
    page.call("Emulation.setEmulatedMedia", features=[])


def test_an_impatient_second_press_sends_nothing(page: Page) -> None:
    sandbox = Sandbox(world="tiny")
    sandbox.faults.add(latency=0.2, operation="create_lead")
    with opened(page, sandbox):
        page.until("form !== null")
        choose(page, "v1/create_lead")
        for _ in range(3):
            click(page, "#form [type=submit]")
        assert page.value("at('outcome').textContent") == "sending"
        assert page.until(OUTCOME).startswith("201")
        assert len(sandbox.requests) == 1


def test_failures_are_named_for_people(page: Page) -> None:
    sandbox = Sandbox(world="tiny")
    with opened(page, sandbox) as server:
        page.until("form !== null")
        for fault in ({"drop": "before"}, {"truncate": True}):
            sandbox.faults.clear()
            sandbox.faults.add(**fault)
            page.value("at('outcome').textContent = ''")
            click(page, "#form [type=submit]")
            assert page.until(OUTCOME) == "no answer, or a part of one: the connection was closed"
            assert page.value("at('answer').hidden")
        server.__exit__(None, None, None)
        page.until("at('state').textContent === 'the sandbox does not answer'")
        click(page, "[data-action=reset]")
        page.until("at('done').textContent === 'the sandbox does not answer'")
        click(page, "#chips button")
        page.until("at('content').innerText === 'the sandbox does not answer'")
