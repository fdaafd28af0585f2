"""A private folder, safe against files and links that another program put there.

An export writes beside files of the user, in folders that may be shared or come from a repository.
A folder or file made beforehand under a name of the export must therefore neither be followed to
another file nor be taken for the export's own.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import tempfile
from collections.abc import Collection, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from journeybee.cli.failures import LocalError

# A FIFO would block the open. Windows has O_BINARY alone of these.
_FLAGS = ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY")
_SAFELY = sum(getattr(os, flag, 0) for flag in _FLAGS)  # each is a bit of its own
_ALL_OTHERS = 0o077


class PrivateFolder:
    """A folder of mode 0700; its files are opened relative to it, and never through a link.

    Windows can neither open files so nor set modes: there, links that are seen are refused.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    def open(self) -> None:
        """Make the folder unless it exists, and lock it against other processes."""
        try:
            with contextlib.suppress(FileExistsError):
                self.path.mkdir(mode=0o700, parents=True)
            about = self.path.lstat()
            if not stat.S_ISDIR(about.st_mode):
                raise _foreign(self.path, "it is not a folder")
            if sys.platform != "win32":
                self._handle = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY | _SAFELY)
                self._check_folder(os.fstat(self._handle))
                self._lock(self._handle)
        except OSError as error:
            raise LocalError(f"cannot use {self.path}: {error.strerror}") from None

    def close(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def inspect(self, known: Collection[str] | None = None) -> None:
        """LocalError if the folder holds anything but plain files, or other names than these."""
        folder = self.path if self._handle is None else self._handle
        for name in os.listdir(folder):  # noqa: PTH208 - pathlib takes no file descriptor
            self._check(name, os.lstat(self._name(name), dir_fd=self._handle))
            if known is not None and name not in known:
                raise _foreign(self.path / name, "an export has no file of this name")

    def create(self, name: str, mode: int = 0o600) -> IO[bytes]:
        """A new file, open for writing and reading; it replaces one of that name."""
        self.unlink(name)
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | _SAFELY
        with self.naming(name):
            return os.fdopen(os.open(self._name(name), flags, mode, dir_fd=self._handle), "w+b")

    def reopen(self, name: str) -> IO[bytes]:
        """A file made by `create`, open for writing and reading; FileNotFoundError if gone."""
        with self.naming(name):
            if self._handle is None:
                self._check(name, os.lstat(self._name(name)))
            flags = os.O_RDWR | _SAFELY
            file = os.fdopen(os.open(self._name(name), flags, dir_fd=self._handle), "r+b")
        try:
            self._check(name, os.fstat(file.fileno()))
        except BaseException:
            file.close()
            raise
        return file

    def rename(self, name: str, new_name: str) -> None:
        with self.naming(new_name):
            at = self._handle
            os.replace(self._name(name), self._name(new_name), src_dir_fd=at, dst_dir_fd=at)

    def move(self, name: str, target: Path) -> None:
        """Move a file out of the folder, in one step; a link of that name is replaced."""
        os.replace(self._name(name), target, src_dir_fd=self._handle)

    def unlink(self, name: str) -> None:
        with self.naming(name), contextlib.suppress(FileNotFoundError):
            os.unlink(self._name(name), dir_fd=self._handle)

    @contextmanager
    def naming(self, name: str) -> Generator[None, None, None]:
        """Put the full path of a file into errors about it."""
        try:
            yield
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(self.path / name)) from None

    def _name(self, name: str) -> str:
        return name if self._handle is not None else str(self.path / name)

    def _check_folder(self, about: os.stat_result) -> None:
        if about.st_uid == os.geteuid() and not about.st_mode & _ALL_OTHERS:
            return
        # Some file systems set owners and modes themselves: then a new folder has the same ones.
        probe = Path(tempfile.mkdtemp(dir=self.path.parent))
        try:
            new = probe.lstat()
        finally:
            probe.rmdir()
        if about.st_uid != new.st_uid:
            raise _foreign(self.path, "it belongs to another user")
        if about.st_mode & _ALL_OTHERS & ~new.st_mode:
            raise _foreign(self.path, "other users have access to it")

    def _check(self, name: str, about: os.stat_result) -> None:
        problem = ""
        if not stat.S_ISREG(about.st_mode):
            problem = "it is a link" if stat.S_ISLNK(about.st_mode) else "it is not a plain file"
        elif about.st_nlink > 1:
            problem = "it has a second name"
        elif self._handle is not None and about.st_uid != os.fstat(self._handle).st_uid:
            problem = "it belongs to another user"
        if problem:
            raise _foreign(self.path / name, problem)

    def _lock(self, handle: int) -> None:
        if sys.platform == "win32":
            return
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LocalError("this export is under way in another process") from None
        except OSError:  # some network file systems: the checksums still hold
            return
        # The other process may have removed the folder while this one was opening it.
        if not os.path.samestat(os.fstat(handle), self.path.lstat()):
            raise LocalError("this export is under way in another process")


def sync_folder(path: Path) -> None:
    """Sync the names in a folder to disk, where the system can."""
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        with contextlib.suppress(OSError):  # some network file systems
            os.fsync(handle)
    finally:
        os.close(handle)


def _foreign(path: Path, problem: str) -> LocalError:
    return LocalError(f"{path} was not made by this command: {problem}. Move it away, or remove it")
