"""The spools and the state of an export that is not complete."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, Self, cast

from journeybee.cli.export import state as states
from journeybee.cli.export.folder import PrivateFolder
from journeybee.cli.export.state import MANIFEST, ListProgress, MadeFile, Plan, State
from journeybee.cli.failures import LocalError
from journeybee.cli.sanitize import json_text

WORK = ".journeybee-export"
_STATE = "state.json"
_NEW_STATE = "state.json.tmp"


class Work:
    """The working folder of an export until it is complete; leaving the block unlocks it.

    It is on the file system of the output, so that moving a file there is one step: in the folder
    that is exported to, or beside the one file.

    Attributes:
        kept: how many rows an interruption would keep; None before the first page.
    """

    def __init__(self, out: Path, *, folder: bool) -> None:
        self.path = out / WORK if folder else out.parent / f".{out.name}.export"
        self._folder = PrivateFolder(self.path)
        self._new_parents = [it for it in self.path.parents if not os.path.lexists(it)]
        self.kept: int | None = None
        self._opened = False
        self._digests: dict[str, Any] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._folder.close()

    def read(self) -> State | None:
        """The state of an interrupted export, None if there is none."""
        if not os.path.lexists(self.path):
            return None
        self._open()
        try:
            with self._folder.reopen(_STATE) as file:
                state = states.load(file.read())
        except FileNotFoundError:
            self._folder.inspect({_NEW_STATE})
            return None
        except states.OtherVersionError:
            problem = "is of another version of journeybee: resume with that one, or remove it"
            raise LocalError(f"{self.path} {problem}") from None
        except ValueError:
            problem = f"is damaged: remove {self.path} to start again"
            raise LocalError(f"{self.path / _STATE} {problem}") from None
        self._folder.inspect(_names(state.plan))
        return state

    def begin(self, state: State) -> None:
        if not self._opened:
            self._open()
            self._folder.inspect(())
        try:
            self.save(state)
        except BaseException:
            self.discard(state.plan)
            raise

    def save(self, state: State) -> None:
        with self._folder.naming(_STATE), self._folder.create(_NEW_STATE) as file:
            file.write(states.dump(state))
            _sync(file)
        self._folder.rename(_NEW_STATE, _STATE)
        self.kept = state.rows if state.begun else None

    def append(self, resource: str, rows: list[dict[str, Any]], progress: ListProgress) -> None:
        """Append rows to the spool of a resource, sync it, and count them."""
        content = "".join(f"{json_text(row)}\n" for row in rows).encode()
        digest = self._digests.setdefault(resource, hashlib.sha256())
        name = _spool(resource)
        with self._folder.naming(name), self._spool(resource, progress) as file:
            file.write(content)
            _sync(file)
        digest.update(content)
        progress.digest = digest.hexdigest()
        progress.size += len(content)
        progress.rows += len(rows)

    def verify(self, resource: str, progress: ListProgress) -> bool:
        """Whether the spool still holds the counted rows, so that it can be appended to."""
        with contextlib.suppress(LocalError):
            for _ in self.lines(resource, progress):
                pass
            return True
        return False

    def lines(self, resource: str, progress: ListProgress) -> Iterator[bytes]:
        """The rows of a spool as lines of JSON; LocalError after the last if any was changed."""
        digest, left = hashlib.sha256(), progress.size
        with self._spool(resource, progress) as file:
            file.seek(0)
            for line in file:
                digest.update(line)
                left -= len(line)
                yield line
        if left or (progress.size and digest.hexdigest() != progress.digest):
            raise self._changed(resource)
        self._digests[resource] = digest

    def make(self, name: str, write: Callable[[IO[bytes]], object]) -> MadeFile:
        """Make a file to publish; the umask says which other users may read it."""
        with self._folder.naming(name), self._folder.create(name, 0o666) as file:
            write(file)
            _sync(file)
        return self._made(name)

    def has(self, made: MadeFile) -> bool:
        """Whether a file is still in the folder as it was made."""
        with contextlib.suppress(FileNotFoundError):
            return self._made(made.name) == made
        return False

    def publish(self, made: MadeFile, target: Path) -> None:
        self._folder.move(made.name, target)

    def remove(self, plan: Plan | None) -> None:
        """Remove the folder, the state last, so that an interruption leaves something to resume.

        Without a plan, only a folder without a state, which holds no rows.
        """
        for name in sorted(_names(plan) if plan else {_NEW_STATE}, key=_STATE.__eq__):
            self._folder.unlink(name)
        self._folder.close()
        with contextlib.suppress(OSError):  # a file of another program appeared meanwhile
            self.path.rmdir()

    def discard(self, plan: Plan) -> None:
        """Remove the folder of an export that fetched nothing, and those made to hold it."""
        self.remove(plan)
        for parent in self._new_parents:
            with contextlib.suppress(OSError):
                parent.rmdir()

    def _open(self) -> None:
        self._folder.open()
        self._folder.inspect()
        self._opened = True

    def _spool(self, resource: str, progress: ListProgress) -> IO[bytes]:
        """A spool, truncated after the last row that is counted and open there."""
        name = _spool(resource)
        if not progress.size:
            return self._folder.create(name)
        try:
            file = self._folder.reopen(name)
        except FileNotFoundError:
            raise self._changed(resource) from None
        if file.seek(0, os.SEEK_END) < progress.size:
            file.close()
            raise self._changed(resource)  # truncating would make it longer, with NUL bytes
        file.truncate(progress.size)
        file.seek(progress.size)
        return file

    def _made(self, name: str) -> MadeFile:
        with self._folder.reopen(name) as file:
            return made_file(name, file)

    def _changed(self, resource: str) -> LocalError:
        file = self.path / _spool(resource)
        return LocalError(f"{file} was changed by another program: --resume fetches it again")


def made_file(name: str, file: IO[bytes]) -> MadeFile:
    """The length and checksum by which a file is recognised."""
    digest = hashlib.file_digest(cast("Any", file), "sha256")
    return MadeFile(name, file.tell(), digest.hexdigest())


def _names(plan: Plan) -> set[str]:
    """Every file that an export ever has in its folder."""
    spools = {_spool(resource) for resource in plan.resources}
    made = {plan.made_name(resource) for resource in plan.resources}
    return {_STATE, _NEW_STATE, MANIFEST, *spools, *made}


def _spool(resource: str) -> str:
    return f"{resource}.rows"


def _sync(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())
