"""API keys: from the environment or a file that it names, else the keyring, else a private file.

A stored key belongs to one URL, so that it is never sent to another URL from the environment.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from journeybee.cli.failures import LocalError, NoKeyError
from journeybee.jsonvalue import is_object
from journeybee.settings.secrecy import Secret
from journeybee_api._runtime.hidden_frames import HiddenFrames

if TYPE_CHECKING:
    from journeybee.surfaces import Surface

_SERVICE = "journeybee"


def find(surface: Surface, base_url: str, login: str) -> tuple[Secret | None, str]:
    """The key for a URL and where it comes from; NoKeyError, with the line that stores one.

    None leaves it to the client to read the file that the environment names.
    """
    name = f"{surface.client.env_prefix}_API_KEY"
    if os.environ.get(f"{name}_FILE"):
        return None, f"the file that the environment's {name}_FILE names"
    if os.environ.get(name):
        return Secret(os.environ[name]), f"the environment's {name}"
    key, problem = _ask_keyring(lambda keyring: _stored(keyring, base_url))
    if key:
        return key, "the system keyring"
    note = f" ({problem})" if problem else ""
    if key := _read().get(base_url):
        return key, f"{path()}{note}"
    raise NoKeyError(
        f"There is no API key for {base_url}: set {name}, or store one with `{login}`{note}"
    )


def store(base_url: str, key: Secret) -> str:
    """Store a key; returns where, and the reason if that is not the keyring."""

    def put(keyring: Any) -> bool:
        keyring.set_password(_SERVICE, base_url, key.reveal())
        # Some backends accept a key and store nothing.
        kept: bool = keyring.get_password(_SERVICE, base_url) == key.reveal()
        return kept

    kept, problem = _ask_keyring(put)
    if kept:
        return "the system keyring"
    _write({**_read(), base_url: key})
    if kept is False:
        problem = "the system keyring stores nothing"
    return f"{path()} ({problem})" if problem else str(path())


def forget(base_url: str) -> bool:
    """Delete the key of a URL from the keyring and the file; returns whether there was one."""
    found, _ = _ask_keyring(lambda keyring: _stored(keyring, base_url))
    if found is not None:
        _, problem = _ask_keyring(lambda keyring: keyring.delete_password(_SERVICE, base_url))
        if problem:
            raise LocalError(f"could not delete the key from the system keyring: {problem}")
    keys = _read()
    if keys.pop(base_url, None) is not None:
        _write(keys)
        return True
    return found is not None


def path() -> Path:
    """The file for keys where no keyring works."""
    return Path(click.get_app_dir("journeybee")) / "keys.json"


def _ask_keyring(ask: Callable[[Any], Any]) -> tuple[Any, str]:
    """The keyring's answer, and the problem if it fails, else "".

    Backends are plugins, and raise any exception. Only its type is shown: its text may quote the
    key.
    """
    try:
        import keyring

        with HiddenFrames():
            return ask(keyring), ""
    except Exception as error:  # noqa: BLE001 - a broken plugin must not hide the key file
        # A system without a keyring is normal: there is nothing to report.
        if type(error).__name__ == "NoKeyringError":
            return None, ""
        return None, f"the system keyring fails with {type(error).__name__}"


def _stored(keyring: Any, base_url: str) -> Secret | None:
    return Secret.of(keyring.get_password(_SERVICE, base_url) or None)


def _read() -> dict[str, Secret]:
    file = path()
    try:
        with _open(file) as handle, HiddenFrames():
            keys = _parsed(handle)
    except FileNotFoundError:
        return {}
    except ValueError:
        keys = None
    if keys is None:
        raise LocalError(f"{file} is damaged: remove it and log in again")
    return keys


def _parsed(handle: IO[bytes]) -> dict[str, Secret] | None:
    keys = json.load(handle)
    if not is_object(keys):
        return None
    return {url: Secret(key) for url, key in keys.items() if isinstance(key, str)}


def _open(file: Path) -> Any:
    """The key file, open for reading; LocalError if another user may write or read it."""
    if os.name != "posix":
        return file.open("rb")
    handle = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)  # a FIFO would block
    about = os.fstat(handle)
    problem = ""
    if not stat.S_ISREG(about.st_mode):
        problem = f"{file} is not a plain file: remove it and log in again"
    elif about.st_uid not in {os.geteuid(), 0}:
        problem = f"{file} belongs to another user: remove it and log in again"
    elif about.st_mode & 0o077:
        problem = f"other users may read the keys in {file}: run `chmod 600 {file}`"
    if problem:
        os.close(handle)
        raise LocalError(problem)
    return os.fdopen(handle, "rb")


def _write(keys: dict[str, Secret]) -> None:
    folder = path().parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # mkstemp creates the file readable by its owner alone.
    handle, name = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file, HiddenFrames():
            json.dump({url: key.reveal() for url, key in keys.items()}, file)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path())
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
