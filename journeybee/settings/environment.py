"""Reads the settings of a client from environment variables, and warns of misspelt names."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping

from journeybee.settings.secrecy import Secret

_log = logging.getLogger("journeybee.settings")
_SETTINGS = ("API_KEY", "API_KEY_FILE", "AUTH_SCHEME", "BASE_URL", "REQUESTS_PER_MINUTE")
_PREFIXES = ("JOURNEYBEE", "JOURNEYBEE_LEGACY", "SALESHANDY")
# Read by the command line.
_OTHERS = {"JOURNEYBEE_REDIS_URL", "JOURNEYBEE_WEBHOOK_SECRET"}
KNOWN_NAMES = frozenset(f"{p}_{setting}" for p in _PREFIXES for setting in _SETTINGS) | _OTHERS
# Clients are often created per request or job; one line in the log is enough.
_warned: set[str] = set()


class Environment:
    """Environment variables that share a prefix, such as `JOURNEYBEE`.

    `os.environ` is not kept in a local variable, which would put all of it into tracebacks that
    show variables.
    """

    __slots__ = ("_prefix", "_values")

    def __init__(self, prefix: str, values: Mapping[str, str] | None = None) -> None:
        self._prefix = prefix
        self._values = os.environ if values is None else values

    def name(self, setting: str) -> str:
        """The variable of a setting: `JOURNEYBEE_BASE_URL` for `BASE_URL`."""
        return f"{self._prefix}_{setting}"

    def get(self, setting: str) -> str | None:
        """The value of a setting that may be shown, None when it is not set."""
        return self._values.get(self.name(setting))

    def secret(self, setting: str) -> Secret | None:
        """The value of a setting that must not be shown, None when it is not set."""
        name = self.name(setting)
        return Secret(self._values[name]) if name in self._values else None

    def warn_of_unknown_names(self) -> None:
        """Log each variable that begins with the prefix and is not read, once in the process."""
        for name in self._values:
            # Windows has no lower-case names.
            if (
                name.upper().startswith(f"{self._prefix}_")
                and name not in KNOWN_NAMES
                and name not in _warned
            ):
                _warned.add(name)
                _log.warning("%s is set but not read: did you mean %s?", name, nearest_name(name))

    def __repr__(self) -> str:
        return f"<environment {self._prefix}_*>"


def nearest_name(name: str) -> str:
    """The variable that is read and most similar to one that is not."""
    from difflib import get_close_matches

    return get_close_matches(name.upper(), sorted(KNOWN_NAMES), n=1, cutoff=0.0)[0]
