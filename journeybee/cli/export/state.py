"""The folder of an export under way: its spools, and the state from which it goes on."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any, Self

import attrs

from journeybee.cli.export.plan import Plan
from journeybee.cli.failures import LocalError
from journeybee.cli.text import json_text

_VERSION = 1
_STATE = "state.json"


@attrs.define
class Progress:
    """How far one resource has come.

    Attributes:
        size: the length of the spool, in bytes, that this tells about.
        cursor: where the pager goes on; None before the first page.
    """

    rows: int = 0
    size: int = 0
    cursor: str | None = None
    ended: bool = False


@attrs.define
class State:
    """What is known of an export under way.

    Attributes:
        written: whether all files are made, and only have to be moved to their names.
    """

    plan: Plan
    progress: dict[str, Progress]
    written: bool = False


class Work:
    """The hidden folder beside the output; leaving the block lets other processes have it."""

    def __init__(self, out: Path) -> None:
        self.folder = out.parent / f".{out.name}.export"
        self._lock: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        if self._lock is not None:
            os.close(self._lock)

    def open(self) -> None:
        """Make the folder, and keep other processes from it."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LocalError(f"cannot make {self.folder}: {error.strerror}") from None
        if sys.platform != "win32":
            import fcntl

            self._lock = os.open(self.folder, os.O_RDONLY)
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise LocalError("this export is under way in another process") from None

    def read(self) -> State | None:
        """The state that was written last, None if there is none."""
        try:
            data = json.loads((self.folder / _STATE).read_text("utf-8"))
        except FileNotFoundError:
            return None
        try:
            if data.pop("version") != _VERSION:
                raise LocalError(f"{self.folder} is of another version of journeybee: remove it")
            progress = {name: Progress(**values) for name, values in data["progress"].items()}
            return State(Plan(**data["plan"]), progress, data["written"])
        except (KeyError, TypeError, AttributeError):
            raise LocalError(f"{self.folder / _STATE} is damaged: remove {self.folder}") from None

    def save(self, state: State) -> None:
        """Replace the state in one step."""
        write_synced(self.folder / _STATE, json_text({"version": _VERSION, **attrs.asdict(state)}))

    def spool(self, resource: str) -> Path:
        """The file that holds the rows of a resource, one a line as JSON."""
        return self.folder / f"{resource}.rows"

    def append(self, resource: str, rows: list[dict[str, Any]], progress: Progress) -> None:
        """Add rows to the spool, so that they outlive a crash, and count them."""
        with self.spool(resource).open("ab") as file:
            file.truncate(progress.size)
            file.writelines(f"{json_text(row)}\n".encode() for row in rows)
            file.flush()
            os.fsync(file.fileno())
            progress.size = file.tell()
        progress.rows += len(rows)

    def remove(self) -> None:
        """Remove the folder, the state last, so that whoever is stopped here can do it again."""
        if not self.folder.exists():
            return
        for file in sorted(self.folder.iterdir(), key=lambda file: file.name == _STATE):
            file.unlink()
        self.folder.rmdir()


def write_synced(path: Path, text: str) -> None:
    """Write a file that is there either as it was or as it is to be."""
    temporary = path.with_name(f"{path.name}.tmp")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
