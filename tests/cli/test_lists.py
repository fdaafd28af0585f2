"""How much of a list is shown, in which columns, and as JSON of one's choice."""

from __future__ import annotations

import io
import json
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from journeybee.cli import waits
from journeybee.cli.lists import DEFAULT_ROWS
from journeybee.cli.program import run
from journeybee.cli.table import by_importance
from journeybee.cli.waits import Waits
from journeybee.pipeline.hooks import HookEvent

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.harness import Prompt
    from tests.cli.raw_lists import RawLists

COUNT = 1234


@pytest.fixture
def show(
    lists: RawLists, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Runs `journeybee leads list`; returns exit code, output and messages."""
    lists.rows = [b'{"uuid": "%d", "email": "%d@example.com"}' % (n, n) for n in range(COUNT)]

    def typed(*words: str) -> tuple[int, str, str]:
        code = run(["leads", "list", *words])
        return code, *capsys.readouterr()

    return typed


@pytest.mark.parametrize("form", [(), ("--format", "table"), ("--format", "csv")])
def test_a_list_shows_thirty_rows_and_says_how_many_there_are(
    show: Callable[..., tuple[int, str, str]], lists: RawLists, form: tuple[str, ...]
) -> None:
    _, out, err = show(*form)
    assert len(out.splitlines()) == DEFAULT_ROWS + bool(form)
    assert "30 of 1,234 rows: --all shows all, -L N the first N" in err
    assert len(lists.asked) == 1


def test_quiet_does_not_hide_that_rows_are_left_out(
    lists: RawLists, capsys: pytest.CaptureFixture[str]
) -> None:
    lists.rows = [b"{}"] * 31
    run(["--quiet", "leads", "list"])
    assert "30 of 31 rows" in capsys.readouterr().err
    lists.rows = [b"{}"] * 30
    run(["leads", "list"])
    assert " rows" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "rows", "requests"),
    [
        (["--all"], COUNT, 13),
        (["-L", "120"], 120, 2),
        (["--limit", "1"], 1, 1),
        (["--page", "2"], 100, 1),
        (["--page", "13"], 34, 1),
        (["--page", "2", "-L", "3"], 3, 1),
    ],
)
def test_as_many_rows_as_the_line_asks_for(
    show: Callable[..., tuple[int, str, str]],
    lists: RawLists,
    words: list[str],
    rows: int,
    requests: int,
) -> None:
    code, out, err = show(*words)
    assert (code, len(out.splitlines()), len(lists.asked)) == (0, rows, requests)
    assert " rows" not in err


def test_a_table_says_how_many_rows_a_limit_left_out(
    show: Callable[..., tuple[int, str, str]],
) -> None:
    assert "2 of 1,234 rows" in show("-L", "2", "--format", "table")[2]


def test_all_and_a_limit_exclude_each_other(
    show: Callable[..., tuple[int, str, str]], lists: RawLists
) -> None:
    for words in (["--all", "-L", "2"], ["--all", "--page", "2"], ["-L", "0"]):
        assert show(*words)[0] == 2
    assert not lists.asked


def test_json_of_some_fields(show: Callable[..., tuple[int, str, str]]) -> None:
    _, out, _ = show("--json", "email,partner.name", "-L", "1")
    assert json.loads(out) == [{"email": "0@example.com", "partner.name": None}]
    for words in (["--fields", "email"], ["--format", "csv"]):
        assert show("--json", "email", *words)[0] == 2


def test_a_transform_selects_from_all_rows(show: Callable[..., tuple[int, str, str]]) -> None:
    pytest.importorskip("jmespath")
    code, out, _ = show("--all", "--transform", "[?ends_with(email, '33@example.com')].uuid")
    assert (code, json.loads(out)) == (0, [str(n) for n in range(33, COUNT, 100)])
    assert show("--transform", "[?")[0] == 2
    code, _, err = show("--transform", "sum([].email)")
    assert (code, "invalid type" in err) == (2, True)


def test_a_transform_that_fails_quotes_no_control_characters(
    show: Callable[..., tuple[int, str, str]], lists: RawLists
) -> None:
    pytest.importorskip("jmespath")
    lists.rows = [b'{"email": "\\u001b[2J"}']
    code, _, err = show("--transform", "[].abs(email)")
    assert code == 2
    assert err.replace("\n", "").isprintable()


def test_columns_come_by_importance_and_the_id_last(
    show: Callable[..., tuple[int, str, str]], lists: RawLists, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = {"created_at": "2026", "uuid": "u" * 36, "source": "web", "label": "", "name": "n"}
    assert by_importance([*row], [row]) == ["name", "source", "created_at", "label", "uuid"]
    lead: dict[str, Any] = {"uuid": "u" * 36, "email": "e" * 38, "status": "new"}
    lists.rows = [json.dumps(lead | {"first_name": "Ada", "company_name": "A"}).encode()]
    heads = {}
    for width in (200, 80, 60):
        monkeypatch.setenv("COLUMNS", str(width))
        heads[width] = show("--format", "table")[1].splitlines()[0].split()
    assert heads[200][:4] == ["first_name", "company_name", "email", "status"]
    assert heads[200][-1] == "uuid"
    # The id keeps its room from a wide column, unless it would take more than half.
    assert heads[80][:3] == ["first_name", "company_name", "status"]
    assert heads[80][-1] == "uuid"
    assert heads[60][:2] == ["first_name", "company_name"]
    assert "uuid" not in heads[60]


def test_no_color_and_no_bold_in_a_pipe(show: Callable[..., tuple[int, str, str]]) -> None:
    assert "\x1b" not in "".join(map(str, show("--format", "table")))


def test_a_wait_is_counted_while_it_lasts_and_erased(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waits, "_NOTEWORTHY", 0.0)
    monkeypatch.setattr(waits, "_TICK", 0.001)
    err = io.StringIO()
    monkeypatch.setattr(sys, "stderr", err)
    event = HookEvent(
        call_id=1, method="GET", base_url="", path_template="", operation=None, attempt=1
    )

    def wait_for(text: str) -> None:
        deadline = time.monotonic() + 30
        while text not in err.getvalue():
            assert time.monotonic() < deadline, err.getvalue()
            time.sleep(0.001)

    with Waits() as shown:
        hooks: Any = shown.hooks
        hooks.before_call(event)
        wait_for("waiting for the rate limit, 0 s")
        hooks.before_send(event)
        wait_for("waiting for the server, 0 s")
        hooks.after_response(event)
        assert err.getvalue().endswith(waits._ERASE)
        before = err.getvalue()
    assert err.getvalue() == before


def test_selected_values_are_written_as_a_shell_reads_them(jb: Prompt) -> None:
    for name in ("Ada", "Grace"):
        jb.rows("leads", "create", "--email", f"{name}@example.com", "--first-name", name)
    raw = ("leads", "list", "--raw", "--transform")
    assert jb(*raw, "[].first_name").out == "Ada\nGrace\n"
    assert jb(*raw, "[0].first_name").out == "Ada\n"
    assert jb(*raw, "[].{a: first_name}").out == '{"a": "Ada"}\n{"a": "Grace"}\n'
    assert jb(*raw, "[0].partner").out == "null\n"
    with_fields = ("leads", "list", "--json", "email", "--transform", "[0]")
    assert json.loads(jb(*with_fields).out) == {"email": "Ada@example.com"}
    assert json.loads(jb("leads", "list", "--json").out) == jb.rows("leads", "list")


def test_a_limit_fetches_no_more_pages_than_it_needs(jb: Prompt) -> None:
    for number in range(5):
        jb.rows("leads", "create", "--email", f"{number}@example.com")
    before = len(jb.sandbox.requests)
    assert len(jb.rows("leads", "list", "--per-page", "2", "--limit", "3")) == 3
    assert len(jb.sandbox.requests) - before == 2
    assert len(jb.rows("leads", "list", "--per-page", "2")) == 5


def test_a_page_that_is_named_is_shown_alone(jb: Prompt) -> None:
    for number in range(5):
        jb.rows("leads", "create", "--email", f"{number}@example.com")
    everything = jb.rows("leads", "list")
    before = len(jb.sandbox.requests)
    assert jb.rows("leads", "list", "--page", "2", "--per-page", "2") == everything[2:4]
    assert jb.rows("leads", "list", "--page", "2", "--per-page", "2", "--limit", "1") == [
        everything[2]
    ]
    assert len(jb.sandbox.requests) - before == 2
