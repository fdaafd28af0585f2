"""An export under way: its spools, and the state from which it goes on."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, Self

from journeybee.cli.export.folder import PrivateFolder
from journeybee.cli.export.plan import MANIFEST, WORK, Plan
from journeybee.cli.export.state import MadeFile, OtherVersionError, Progress, State, dump, load
from journeybee.cli.failures import LocalError
from journeybee.cli.sanitize import json_text

_STATE = "state.json"
_NEW_STATE = "state.json.tmp"


class Work:
    """What an export keeps until it is complete; leaving the block lets other processes have it.

    It lies on the file system of the output, so that moving a file there is one step: in the
    folder that is written to, or beside the one file.

    Attributes:
        kept: how many rows an interruption would not lose; None where there is nothing to keep.
    """

    def __init__(self, out: Path, *, folder: bool) -> None:
        self.path = out / WORK if folder else out.parent / f".{out.name}.export"
        self._folder = PrivateFolder(self.path)
        self._new_parent = folder and not os.path.lexists(out)
        self.kept: int | None = None
        self._opened = False
        self._digests: dict[str, Any] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._folder.close()

    def read(self) -> State | None:
        """The state of an export that was interrupted, None if there is none.

        LocalError if the folder is in use, or holds what no export made.
        """
        if not os.path.lexists(self.path):
            return None
        self._open()
        try:
            with self._folder.reopen(_STATE) as file:
                state = load(file.read())
        except FileNotFoundError:
            self._folder.inspect({_NEW_STATE})
            return None
        except OtherVersionError:
            problem = "is of another version of journeybee: go on with that, or remove it"
            raise LocalError(f"{self.path} {problem}") from None
        except ValueError:
            problem = f"is damaged: remove {self.path} to start again"
            raise LocalError(f"{self.path / _STATE} {problem}") from None
        self._folder.inspect(_names(state.plan))
        return state

    def begin(self, state: State) -> None:
        """Make the folder, for an export that starts."""
        if not self._opened:
            self._open()
            self._folder.inspect(())
        try:
            self.save(state)
        except BaseException:
            self.discard(state.plan)
            raise

    def save(self, state: State) -> None:
        """Replace the state in one step."""
        with self._folder.naming(_STATE), self._folder.create(_NEW_STATE) as file:
            file.write(dump(state))
            _sync(file)
        self._folder.rename(_NEW_STATE, _STATE)
        self.kept = state.rows if state.begun else None

    def append(self, resource: str, rows: list[dict[str, Any]], progress: Progress) -> None:
        """Add rows to the spool of a resource, so that they outlive a crash, and count them."""
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

    def verify(self, resource: str, progress: Progress) -> bool:
        """Whether the spool still holds what was counted; if so, it can be appended to."""
        digest, left = hashlib.sha256(), progress.size
        with contextlib.suppress(FileNotFoundError), self._folder.reopen(_spool(resource)) as file:
            while chunk := file.read(min(left, 1 << 20)):
                digest.update(chunk)
                left -= len(chunk)
        if left or (progress.size and digest.hexdigest() != progress.digest):
            return False
        self._digests[resource] = digest
        return True

    def lines(self, resource: str, progress: Progress) -> Iterator[bytes]:
        """The rows of a spool, each as a line of JSON; LocalError at the end if any changed."""
        digest, left = hashlib.sha256(), progress.size
        with self._spool(resource, progress) as file:
            file.seek(0)
            for line in file:
                digest.update(line)
                left -= len(line)
                yield line
        if left or (progress.size and digest.hexdigest() != progress.digest):
            raise self._changed(resource)

    def make(self, name: str, write: Callable[[IO[bytes]], object]) -> MadeFile:
        """Make one of the files that will be published, which others may read once it is."""
        with self._folder.naming(name), self._folder.create(name, 0o666) as file:
            write(file)
            _sync(file)
        return self._made(name)

    def has(self, made: MadeFile) -> bool:
        """Whether a file is still here as it was made."""
        try:
            return self._made(made.name) == made
        except FileNotFoundError:
            return False

    def publish(self, made: MadeFile, target: Path) -> None:
        """Move a file to its name."""
        self._folder.move(made.name, target)

    def remove(self, plan: Plan | None) -> None:
        """Remove the folder, the state last, so that an interruption here can be made good.

        Without a plan only a folder without a state, which holds no rows.
        """
        for name in sorted(_names(plan) if plan else {_NEW_STATE}, key=_STATE.__eq__):
            self._folder.unlink(name)
        self._folder.close()
        with contextlib.suppress(OSError):  # a file that appeared meanwhile is not this export's
            self.path.rmdir()

    def discard(self, plan: Plan) -> None:
        """Remove what was made for an export of which nothing is worth keeping."""
        self.remove(plan)
        if self._new_parent:
            with contextlib.suppress(OSError):
                self.path.parent.rmdir()

    def _open(self) -> None:
        self._folder.open()
        self._folder.inspect()
        self._opened = True

    def _spool(self, resource: str, progress: Progress) -> IO[bytes]:
        """A spool, open behind the last row that is counted, without what follows that row."""
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
        return LocalError(f"{file} was changed by something else: --resume fetches it again")


def made_file(name: str, file: IO[bytes]) -> MadeFile:
    """What a file is recognised by."""
    digest = hashlib.sha256()
    while chunk := file.read(1 << 20):
        digest.update(chunk)
    return MadeFile(name, file.tell(), digest.hexdigest())


def _names(plan: Plan) -> set[str]:
    """The files that an export has in its folder at one time or another."""
    spools = {_spool(resource) for resource in plan.resources}
    made = {plan.made_name(resource) for resource in plan.resources}
    return {_STATE, _NEW_STATE, MANIFEST, *spools, *made}


def _spool(resource: str) -> str:
    return f"{resource}.rows"


def _sync(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())
