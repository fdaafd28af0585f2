"""Standard output and error that cannot be written: a reader that is gone, a full disk."""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from journeybee.cli.failures import UnwritableError
from journeybee.cli.line_file import LineFile
from journeybee.cli.program import run
from journeybee.sandbox.__main__ import main
from tests.cli.test_webhooks import SECRET, listening

if TYPE_CHECKING:
    from tests.cli.harness import Prompt

FULL = Path("/dev/full")
NO_SPACE = "journeybee: cannot write standard output: No space left on device\n"
needs_full = pytest.mark.skipif(not FULL.exists(), reason="this system has no full device")


def run_with(words: str, **files: io.TextIOWrapper) -> int:
    """Run a command line with these standard files."""
    with pytest.MonkeyPatch.context() as patch:
        for name, file in files.items():
            patch.setattr(sys, name, file)
        return run(words.split())


def without_reader() -> io.TextIOWrapper:
    reading, writing = os.pipe()
    os.close(reading)
    return io.TextIOWrapper(io.FileIO(writing, "w"))


@pytest.mark.parametrize("format_name", ["csv", "table"])
def test_a_reader_that_leaves_is_no_failure(
    jb: Prompt, capsys: pytest.CaptureFixture[str], format_name: str
) -> None:
    with without_reader() as out:
        assert run_with(f"tags list --format {format_name}", stdout=out) == 0
        assert capsys.readouterr().err.replace("No results.\n", "") == ""


@needs_full
@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        ("tags list --format csv", "utf-8"),
        ("tags list --format json", "ascii"),
        ("--version", "utf-8"),
        ("--help", "ascii"),
    ],
)
def test_a_full_disk_is_a_failure_that_is_reported_once(
    jb: Prompt, capsys: pytest.CaptureFixture[str], words: str, encoding: str
) -> None:
    with FULL.open("w", encoding=encoding) as out:
        assert run_with(words, stdout=out) == 1
    assert capsys.readouterr().err == NO_SPACE


@pytest.mark.parametrize("broken", ["full", "without a reader"])
def test_notes_that_cannot_be_written_end_no_command(
    jb: Prompt, capsys: pytest.CaptureFixture[str], broken: str
) -> None:
    (tag,) = jb.rows("tags", "create", "--label", "hot", "--association", "lead")
    if broken == "full" and not FULL.exists():
        pytest.skip("this system has no full device")
    for words, code in [("-v tags list", 0), ("tags get none", 4), ("tasg", 2)]:
        with FULL.open("w") if broken == "full" else without_reader() as err:
            assert run_with(words, stderr=err) == code
        assert (tag["uuid"] in capsys.readouterr().out) is (code == 0)


def test_a_pipe_for_changes_whose_reader_leaves_is_a_failure(tmp_path: Path) -> None:
    feed = tmp_path / "feed"
    os.mkfifo(feed)
    reader = os.open(feed, os.O_RDONLY | os.O_NONBLOCK)
    with LineFile(feed) as file:
        file.append(["one"])
        os.close(reader)
        with pytest.raises(UnwritableError, match=f"cannot write {feed}: Broken pipe"):
            file.append(["two"])


def test_lines_that_do_not_fit_are_not_cut(tmp_path: Path) -> None:
    import resource

    path = tmp_path / "feed.jsonl"
    path.write_text("before\n")
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    with LineFile(path) as file:
        resource.setrlimit(resource.RLIMIT_FSIZE, (12, limit[1]))
        try:
            with pytest.raises(UnwritableError, match="File too large"):
                file.append(["a line that does not fit"])
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        file.append(["after"])
    assert path.read_text() == "before\nafter\n"


def test_a_report_that_cannot_be_written_is_refused_before_any_request(
    jb: Prompt, tmp_path: Path
) -> None:
    result = jb("verify", "--report", str(tmp_path / "none" / "report.md"))
    assert (result.code, "report.md: No such file" in result.err) == (1, True)
    assert not jb.sandbox.requests


class Full(io.StringIO):
    """A text file on a full disk."""

    def write(self, text: str) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_sandbox_whose_address_cannot_be_shown_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", Full())
    handler = signal.getsignal(signal.SIGTERM)
    try:
        assert main(["--port", "0", "--world", "empty"]) == 1
    finally:
        signal.signal(signal.SIGTERM, handler)
    assert capsys.readouterr().err == "No space left on device\n"


@pytest.mark.thorough
def test_listening_ends_with_its_reader() -> None:
    with listening() as (url, process):
        assert process.stdout
        process.stdout.close()
        code = run(["trigger", "lead_created", "--to", url, "--secret", SECRET])
        assert (code, process.wait(timeout=30)) == (2, 0)
