"""An interrupted export continues from a state and spools that it can trust, or starts again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from journeybee.cli.export.state import ListProgress, Plan, State
from journeybee.cli.export.work import Work
from journeybee.cli.failures import LocalError
from journeybee.cli.program import run
from tests.cli.small_export import VICTIM, export, interrupt, is_exact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.cli.raw_lists import RawLists

PLAN = Plan("v1", "https://example.test", ["leads"], "jsonl", False, {}, "warn")


def changed_length(spool: Path) -> None:
    spool.write_bytes(spool.read_bytes()[:-1])


def changed_byte(spool: Path) -> None:
    spool.write_bytes(spool.read_bytes().replace(b"example", b"elsmape"))


def removed(spool: Path) -> None:
    spool.unlink()


def emptied(spool: Path) -> None:
    spool.write_bytes(b"")


@pytest.mark.parametrize("change", [changed_length, changed_byte, removed, emptied])
def test_a_spool_that_changed_is_fetched_again(
    lists: RawLists,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    change: Callable[[Path], None],
) -> None:
    out = tmp_path / "leads.jsonl"
    folder = interrupt(lists, out)
    change(folder / "leads.rows")
    assert export(out, "--resume") == 0
    assert "rows kept of leads were changed: fetching them again" in capsys.readouterr().err
    assert is_exact(out)
    assert list(tmp_path.iterdir()) == [out]


def test_what_follows_the_last_page_that_was_counted_is_dropped(
    lists: RawLists, tmp_path: Path
) -> None:
    out = tmp_path / "leads.jsonl"
    with (interrupt(lists, out) / "leads.rows").open("ab") as spool:
        spool.write(b'{"uuid": "torn')
    asked = len(lists.asked)
    assert export(out, "--resume") == 0
    assert is_exact(out)
    assert len(lists.asked) == asked + 1


STATES: dict[str, bytes] = {
    "empty": b"",
    "not text": b"\xff\xfe",
    "a list": b"[]",
    "nothing in it": b'{"version": 3}',
}


def wrong_states(right: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """States that an export cannot have written, each with its description."""
    progress = right["progress"]["leads"]
    yield from STATES.items()
    for change in (
        {"progress": {"../../victim": progress}},
        {"progress": {"leads": {**progress, "size": -1}}},
        {"progress": {"leads": {**progress, "rows": "2"}}},
        {"progress": {"leads": {**progress, "digest": None}}},
        {"plan": {**right["plan"], "format": "exe"}},
        {"plan": {**right["plan"], "where": [1]}},
        {"plan": {**right["plan"], "where": {"status": "new"}}},
        {"files": [{"name": "/etc/passwd", "bytes": "1", "sha256": ""}]},
        {"written": "over"},
    ):
        yield str(change), json.dumps({**right, **change}).encode()


def test_a_state_that_no_export_wrote_is_refused(
    lists: RawLists, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "leads.jsonl"
    folder = interrupt(lists, out)
    state = folder / "state.json"
    right, kept, asked = state.read_bytes(), (folder / "leads.rows").read_bytes(), len(lists.asked)
    newer = json.dumps({**json.loads(right), "version": 99}).encode()
    for what, content in [("newer", newer), *wrong_states(json.loads(right))]:
        state.write_bytes(content)
        capsys.readouterr()
        for words in (["--resume"], []):
            assert export(out, *words) == 2, what
            said = capsys.readouterr().err
            assert ("another version" if what == "newer" else "is damaged") in said, what
    for length in range(len(right)):
        state.write_bytes(right[:length])
        with pytest.raises(LocalError, match="is damaged"), Work(out, folder=False) as work:
            work.read()
    assert len(lists.asked) == asked
    assert (folder / "leads.rows").read_bytes() == kept
    state.write_bytes(right)
    assert export(out, "--resume") == 0
    assert is_exact(out)


def test_a_resource_outside_of_the_folder_is_never_opened(
    lists: RawLists, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, victim = tmp_path / "leads.jsonl", tmp_path / "victim.rows"
    victim.write_text(VICTIM)
    state = interrupt(lists, out) / "state.json"
    content = json.loads(state.read_bytes())
    content["plan"]["resources"] = ["../victim"]
    content["progress"] = {"../victim": content["progress"]["leads"]}
    state.write_text(json.dumps(content))
    assert run(["export", "--out", str(out), "--resume"]) == 2
    assert victim.read_text() == VICTIM


def test_an_export_goes_on_with_the_server_it_began_with(
    lists: RawLists, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "leads.jsonl"
    interrupt(lists, out)
    line = ["--base-url", "http://127.0.0.1:1/v1", "export", "--out", str(out), "--resume"]
    assert run(line) == 2
    assert "another export was interrupted" in capsys.readouterr().err


def test_a_spool_cut_at_any_byte_is_noticed(tmp_path: Path) -> None:
    out = tmp_path / "x.jsonl"
    progress = ListProgress()
    with Work(out, folder=False) as work:
        work.begin(State(PLAN, {"leads": progress}))
        for number in range(3):
            work.append("leads", [{"uuid": str(number)}], progress)
    spool = work.path / "leads.rows"
    content = spool.read_bytes()
    assert progress.size == len(content)
    for length in range(len(content)):
        spool.write_bytes(content[:length])
        with Work(out, folder=False) as work:
            work.read()
            assert not work.verify("leads", progress)
            with pytest.raises(LocalError, match="changed by another program"):
                list(work.lines("leads", progress))
            with pytest.raises(LocalError, match="changed by another program"):
                work.append("leads", [], progress)
    spool.write_bytes(content)
    with Work(out, folder=False) as work:
        work.read()
        assert work.verify("leads", progress)
        assert b"".join(work.lines("leads", progress)) == content
