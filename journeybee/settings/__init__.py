"""The settings of a client, and the API key, which stays hidden.

One reason to exist: to have all that a client is given checked before anything is sent. It may
import `concurrency` and `errors`.

`resolve` reads arguments and the `environment`, `secrecy` hides the key, and `changing_keys` has
keys of functions and files.
"""

from journeybee.settings.resolve import (
    APIKey,
    AuthScheme,
    KeyFilePath,
    Settings,
    check_base_url,
    check_seconds,
    resolve_settings,
)

__all__ = [
    "APIKey",
    "AuthScheme",
    "KeyFilePath",
    "Settings",
    "check_base_url",
    "check_seconds",
    "resolve_settings",
]
