"""A disk that is full or has other files in the way loses no row and replaces no file."""

from __future__ import annotations

import errno
import io
import itertools
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from journeybee.cli.export.folder import PrivateFolder
from tests.cli.interruptions import JOURNEYBEE, ROOT
from tests.cli.small_export import VICTIM, export, interrupt, is_exact

if TYPE_CHECKING:
    from tests.cli.raw_lists import RawLists


class FullDisk:
    """A disk that is full after so many writes."""

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
        """The file, with writes that are cut short when they fail, as on a real disk."""
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
        # The limit would also cut compiled modules, and later imports would fail.
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
        ("out", ["--format", "csv", "--overwrite"], "is a folder, but must be a file"),
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
