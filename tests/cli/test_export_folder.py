"""An export neither touches files of the user nor publishes rows that are not the server's."""

from __future__ import annotations

import errno
import io
import itertools
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from journeybee.cli.export.folder import PrivateFolder
from journeybee.cli.export.state import ListProgress, Plan, State
from journeybee.cli.export.work import Work
from journeybee.cli.failures import LocalError
from journeybee.cli.program import run
from tests.cli.interruptions import JOURNEYBEE, ROOT
from tests.cli.raw_lists import RawLists, serve

ROWS = [b'{"uuid": "%d", "email": "%d@example.com"}' % (n, n) for n in range(10)]
PLAN = Plan("v1", "https://example.test", ["leads"], "jsonl", False, {}, "warn")


@pytest.fixture
def lists(monkeypatch: pytest.MonkeyPatch) -> Iterator[RawLists]:
    found = RawLists(ROWS)
    with serve(found) as url:
        monkeypatch.setenv("JOURNEYBEE_API_KEY", "jb_key")
        monkeypatch.setenv("JOURNEYBEE_BASE_URL", url)
        monkeypatch.setenv("JOURNEYBEE_REQUESTS_PER_MINUTE", "100000")
        yield found


def export(out: Path, *words: str) -> int:
    return run(["export", "leads", "--where", "per-page=4", "--out", str(out), *words])


def interrupt(lists: RawLists, out: Path) -> Path:
    """Begin an export that ends after two of three pages; returns its folder."""
    lists.refuse_from = 3
    assert export(out) == 4
    lists.refuse_from = None
    return out.parent / f".{out.name}.export"


def is_exact(out: Path) -> bool:
    found = [json.loads(line) for line in out.read_text().splitlines()]
    return found == [json.loads(row) for row in ROWS]


VICTIM = "what the user wrote"


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
    """What `lstat` gives of a path, with another owner."""
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


STATES: dict[str, bytes] = {
    "empty": b"",
    "not text": b"\xff\xfe",
    "a list": b"[]",
    "nothing in it": b'{"version": 3}',
}


def wrong_states(right: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """States that no export has written, each with what is said of it."""
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


class FullDisk:
    """A disk that takes so many writes, and then none."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left = 0
        self.met = False
        create, reopen = PrivateFolder.create, PrivateFolder.reopen
        monkeypatch.setattr(
            PrivateFolder, "create", lambda *args: self.wrap(self.step() and create(*args))
        )
        monkeypatch.setattr(PrivateFolder, "reopen", lambda *args: self.wrap(reopen(*args)))

    def step(self) -> bool:
        self.left -= 1
        self.met = self.left <= 0
        if self.met:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return True

    def wrap(self, file: Any) -> Any:
        """The file, each of whose writes takes a part before it fails, as that of a real one."""
        disk, handle = self, os.dup(file.fileno())
        file.close()

        class Raw(io.FileIO):
            def write(self, data: Any) -> int:
                try:
                    disk.step()
                except OSError:
                    super().write(bytes(data)[: len(data) // 2])
                    raise
                return super().write(data)

        return io.BufferedRandom(Raw(handle, "r+b"))


@pytest.mark.parametrize(
    "format_name",
    [*(pytest.param(it, marks=pytest.mark.thorough) for it in ("jsonl", "parquet")), "csv.gz"],
)
def test_a_disk_that_is_full_at_any_write_loses_nothing(
    lists: RawLists,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    format_name: str,
) -> None:
    whole = tmp_path / f"whole.{format_name}"
    assert export(whole) == 0
    disk = FullDisk(monkeypatch)
    for writes in itertools.count(1):
        out = tmp_path / f"{writes}.{format_name}"
        disk.left = writes
        capsys.readouterr()
        if export(out) == 0:
            break
        assert "No space left on device" in capsys.readouterr().err
        assert not out.exists()
        disk.left = 10_000
        assert export(out, "--resume") == 0
        assert out.read_bytes() == whole.read_bytes()
    assert writes > 12
    assert not list(tmp_path.glob(".*"))


@pytest.mark.thorough
def test_a_file_that_may_not_grow_is_a_failure_with_its_name(
    lists: RawLists, tmp_path: Path
) -> None:
    import resource

    out = tmp_path / "leads.jsonl"
    lists.rows = [b'{"uuid": "%d", "email": "%s"}' % (n, b"x" * 400) for n in range(10)]
    line = [*JOURNEYBEE, "export", "leads", "--where", "per-page=4", "--out", str(out)]
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}:{ROOT / 'generated'}",
        # The interpreter does not notice that its own file was cut: later imports would fail.
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    result = subprocess.run(
        line,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000)),
    )
    assert result.returncode == 1
    assert "File too large" in result.stderr
    assert str(tmp_path / ".leads.jsonl.export" / "leads.rows") in result.stderr
    assert "4 rows are kept" in result.stderr
    assert export(out, "--resume") == 0
    assert out.read_bytes().splitlines() == lists.rows


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


def test_an_export_that_got_nothing_leaves_nothing(
    lists: RawLists, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lists.refuse_from = 1
    assert export(tmp_path / "bad.csv") == 4
    assert export(tmp_path / "folder", "--format", "csv") == 4
    assert "rows are kept" not in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_what_is_in_the_way_is_said_before_anything_is_fetched(
    lists: RawLists, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "out" / "leads.csv").mkdir(parents=True)
    (tmp_path / "file").touch()
    (tmp_path / "lost").symlink_to(tmp_path / "nowhere")
    for out, words, say in [
        ("folder.csv", [], "is a folder"),
        ("folder.csv", ["--overwrite"], "is a folder"),
        ("out", ["--format", "csv", "--overwrite"], "is a folder, where a file is to be"),
        ("out", ["--format", "csv"], "exists"),
        ("file", ["--format", "csv", "--overwrite"], "is not a folder"),
        ("lost", ["--format", "csv"], "is not a folder"),
        ("file/x.csv", [], "cannot use"),
    ]:
        capsys.readouterr()
        assert export(tmp_path / out, *words) == 2, out
        assert say in capsys.readouterr().err, out
    assert not lists.asked
    assert not list(tmp_path.rglob(".*"))


def test_a_file_that_appears_meanwhile_is_not_replaced(
    lists: RawLists,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "leads.jsonl"
    interrupt(lists, out)
    out.write_text(VICTIM)
    assert export(out, "--resume") == 2
    assert "has appeared meanwhile" in capsys.readouterr().err
    assert out.read_text() == VICTIM
    assert export(out, "--resume", "--overwrite") == 0
    assert is_exact(out)


def test_a_link_under_the_name_of_the_output_is_replaced_and_not_followed(
    lists: RawLists, tmp_path: Path
) -> None:
    out, victim = tmp_path / "leads.jsonl", tmp_path / "victim"
    victim.write_text(VICTIM)
    out.symlink_to(victim)
    assert export(out) == 2
    assert export(out, "--overwrite") == 0
    assert is_exact(out)
    assert (victim.read_text(), out.is_symlink()) == (VICTIM, False)


def test_a_folder_that_is_another_file_system_can_be_exported_to(
    lists: RawLists, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, real = tmp_path / "volume", os.replace
    out.mkdir()

    def replace(source: Any, target: Any, **handles: Any) -> None:
        at = handles.get("src_dir_fd")
        origin = Path(os.readlink(f"/proc/self/fd/{at}")) if at else Path(source).parent  # noqa: PTH115
        if out in Path(target).parents and out not in origin.parents:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        real(source, target, **handles)

    monkeypatch.setattr(os, "replace", replace)
    assert export(out, "--format", "jsonl") == 0
    assert is_exact(out / "leads.jsonl")
