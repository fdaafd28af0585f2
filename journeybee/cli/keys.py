"""API keys: from the environment, else the system keyring, else a file of the user's own.

A key is kept for the URL it was given for, so that another URL in the environment never gets it.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from journeybee.cli.failures import LocalError, NoKeyError
from journeybee.jsonvalue import is_object

if TYPE_CHECKING:
    from journeybee.cli.surfaces import Surface

_SERVICE = "journeybee"


def find(surface: Surface, base_url: str) -> tuple[str, str]:
    """The key for a URL, and where it is kept; NoKeyError if there is none."""
    name = f"{surface.client.env_prefix}_API_KEY"
    if key := os.environ.get(name):
        return key, f"the environment's {name}"
    if key := _from_keyring(base_url):
        return key, "the system keyring"
    if key := _read().get(base_url):
        return key, str(path())
    raise NoKeyError(
        f"There is no API key for {base_url}: set {name}, or store one with `journeybee auth login`"
    )


def store(base_url: str, key: str) -> str:
    """Keep a key; returns where."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(_SERVICE, base_url, key)
    except KeyringError:
        _write({**_read(), base_url: key})
        return str(path())
    return "the system keyring"


def forget(base_url: str) -> bool:
    """Remove the key of a URL wherever it is kept; returns whether there was one."""
    import keyring
    from keyring.errors import KeyringError

    found = _from_keyring(base_url) is not None
    if found:
        try:
            keyring.delete_password(_SERVICE, base_url)
        except KeyringError as error:
            raise LocalError(f"the system keyring does not let go of the key: {error}") from None
    keys = _read()
    if keys.pop(base_url, None) is not None:
        found = True
        _write(keys)
    return found


def path() -> Path:
    """The file for keys where there is no keyring."""
    return Path(click.get_app_dir("journeybee")) / "keys.json"


def _from_keyring(base_url: str) -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(_SERVICE, base_url)
    except KeyringError:
        return None


def _read() -> dict[str, str]:
    file = path()
    try:
        if os.name == "posix" and file.stat().st_mode & 0o077:
            raise LocalError(f"others may read the keys in {file}: run `chmod 600 {file}`")
        keys = json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError:
        keys = None
    if not is_object(keys):
        raise LocalError(f"{file} is damaged: remove it and log in again")
    return {url: key for url, key in keys.items() if isinstance(key, str)}


def _write(keys: dict[str, str]) -> None:
    folder = path().parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # mkstemp makes the file readable by its owner alone, from the first byte on.
    handle, name = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(keys, file)
        Path(name).replace(path())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
