"""The working folder of an export is private, and refuses files and links of others."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import pytest

from journeybee.cli.export.work import Work
from tests.cli.small_export import VICTIM, export, interrupt, is_exact

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.raw_lists import RawLists


def link_to_file(folder: Path, victim: Path) -> None:
    folder.mkdir()
    (folder / "leads.rows").symlink_to(victim)


def link_of_the_state(folder: Path, victim: Path) -> None:
    folder.mkdir()
    (folder / "state.json.tmp").symlink_to(victim)


def hard_link(folder: Path, victim: Path) -> None:
    folder.mkdir(mode=0o700)
    (folder / "leads.rows").hardlink_to(victim)


def link_to_folder(folder: Path, victim: Path) -> None:
    folder.symlink_to(victim.parent)


def file_in_place_of_the_folder(folder: Path, victim: Path) -> None:
    victim.replace(folder)
    victim.symlink_to(folder)


def fifo(folder: Path, victim: Path) -> None:
    folder.mkdir(mode=0o700)
    os.mkfifo(folder / "leads.rows")


def fifo_of_the_state(folder: Path, victim: Path) -> None:
    folder.mkdir(mode=0o700)
    os.mkfifo(folder / "state.json")


def wide_mode(folder: Path, victim: Path) -> None:
    folder.mkdir()
    folder.chmod(0o777)


def other_file(folder: Path, victim: Path) -> None:
    folder.mkdir(mode=0o700)
    (folder / "leads.rows").write_text(VICTIM)


def folder_in_place_of_a_file(folder: Path, victim: Path) -> None:
    (folder / "state.json").mkdir(parents=True)
    folder.chmod(0o700)


MADE_BEFORE: list[Callable[[Path, Path], None]] = [
    link_to_file,
    link_of_the_state,
    hard_link,
    link_to_folder,
    file_in_place_of_the_folder,
    fifo,
    fifo_of_the_state,
    wide_mode,
    other_file,
    folder_in_place_of_a_file,
]


@pytest.mark.parametrize("make", MADE_BEFORE)
@pytest.mark.parametrize("mode", ["new", "--overwrite", "--resume"])
def test_a_folder_made_beforehand_is_refused_and_no_file_touched(
    lists: RawLists,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    make: Callable[[Path, Path], None],
    mode: str,
) -> None:
    victim, out = tmp_path / "home" / "victim", tmp_path / "leads.jsonl"
    victim.parent.mkdir()
    victim.write_text(VICTIM)
    make(tmp_path / ".leads.jsonl.export", victim)
    before = {path: path.lstat() for path in tmp_path.rglob("*")}
    code = export(out, *([] if mode == "new" else [mode]))
    said = capsys.readouterr().err
    assert code == 2
    assert "was not made by this command" in said
    assert ".leads.jsonl.export" in said
    assert not lists.asked
    assert victim.read_text() == VICTIM
    after = {path: path.lstat() for path in tmp_path.rglob("*")}
    facts = ("st_ino", "st_mode", "st_size", "st_nlink", "st_mtime_ns")
    assert after.keys() == before.keys()
    for path, about in before.items():
        assert [getattr(after[path], fact) for fact in facts if path != tmp_path] == [
            getattr(about, fact) for fact in facts if path != tmp_path
        ]


def test_a_folder_of_another_user_is_refused(
    lists: RawLists,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / ".leads.jsonl.export"
    folder.mkdir(mode=0o700)
    if os.geteuid() == 0:
        os.chown(folder, 12345, -1)
    else:
        real = os.fstat
        other = os.stat_result(real_of(folder, st_uid=12345))
        monkeypatch.setattr(os, "fstat", lambda handle: other if handle > 2 else real(handle))
    assert export(tmp_path / "leads.jsonl") == 2
    assert "belongs to another user" in capsys.readouterr().err
    assert not lists.asked


def real_of(path: Path, *, st_uid: int) -> list[float]:
    """The result of `lstat` for a path, with another owner."""
    found: list[float] = list(path.lstat())
    found[4] = st_uid
    return found


def test_a_file_system_without_modes_is_not_taken_for_an_attack(
    lists: RawLists, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.mkdir

    def mkdir(path: Any, mode: int = 0o777, **kwargs: Any) -> None:
        real(path, mode, **kwargs)
        os.chmod(path, 0o777)  # noqa: PTH101

    monkeypatch.setattr(os, "mkdir", mkdir)
    out = tmp_path / "leads.jsonl"
    interrupt(lists, out)
    assert export(out, "--resume") == 0
    assert is_exact(out)


def test_what_an_export_keeps_is_private_and_what_it_makes_is_not(
    lists: RawLists, tmp_path: Path
) -> None:
    out = tmp_path / "leads.jsonl"
    folder = interrupt(lists, out)
    modes = {path.name: path.stat().st_mode & 0o777 for path in [folder, *folder.iterdir()]}
    assert modes == {folder.name: 0o700, "leads.rows": 0o600, "state.json": 0o600}
    assert export(out, "--resume") == 0
    mask = os.umask(0)
    os.umask(mask)
    assert out.stat().st_mode & 0o777 == 0o666 & ~mask


@pytest.mark.parametrize(
    ("name", "say"),
    [("leads.rows", "it is a link"), ("state.json", "it is a link"), ("more", "of this name")],
)
def test_what_is_put_into_an_interrupted_export_is_refused(
    lists: RawLists, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, say: str
) -> None:
    out, victim = tmp_path / "leads.jsonl", tmp_path / "victim"
    folder = interrupt(lists, out)
    victim.write_bytes(b"x" * 10_000)
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(victim)
    if name == "more":
        (folder / name).unlink()
        (folder / name).touch()
    asked = len(lists.asked)
    assert export(out, "--resume") == 2
    said = capsys.readouterr().err
    assert str(folder / name) in said
    assert say in said
    assert victim.read_bytes() == b"x" * 10_000
    assert (len(lists.asked), out.exists()) == (asked, False)


@pytest.mark.skipif(sys.platform == "win32", reason="locks are those of POSIX")
def test_a_second_export_beside_one_that_runs_is_refused_as_that(
    lists: RawLists, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "leads.jsonl"
    interrupt(lists, out)
    with Work(out, folder=False) as work:
        work.read()
        for words in ([], ["--resume"]):
            capsys.readouterr()
            assert export(out, *words) == 2
            assert "under way in another process" in capsys.readouterr().err
