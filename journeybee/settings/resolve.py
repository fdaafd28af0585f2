"""The settings of a client: read from arguments and the environment, and checked at once."""

from __future__ import annotations

import math
import os
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Literal, TypeAlias
from urllib.parse import SplitResult, urlsplit

from journeybee.errors import ConfigurationError
from journeybee.immutable import Immutable, read_only_fields
from journeybee.settings.environment import Environment
from journeybee.settings.secrecy import Secret

if TYPE_CHECKING:
    from journeybee.settings.changing_keys import ChangingKey

APIKey: TypeAlias = Secret | str | Callable[[], str | Awaitable[str]]
"""A key, or a function that returns it, sync or async."""

KeyFilePath: TypeAlias = Secret | str | os.PathLike[str]

AuthScheme = Literal["Bearer", "Api-Key", "x-api-key"]
"""How requests carry the key: `Authorization: Bearer KEY`, `Authorization: Api-Key KEY`, or
`x-api-key: KEY`."""

_AUTH_SCHEMES: dict[str, tuple[str, str]] = {
    "Bearer": ("Authorization", "Bearer "),
    "Api-Key": ("Authorization", "Api-Key "),
    "x-api-key": ("x-api-key", ""),
}
_DOTS = frozenset({".", ".."})


@read_only_fields
class Settings(Immutable):
    """Checked settings; made by `resolve_settings`.

    Attributes:
        api_key: one that may change is asked for by each attempt.
        base_url: absolute, without a trailing slash.
        timeout: seconds for one attempt, from connecting to the last byte of the response.
        auth_header: name of the header that carries the key.
        auth_prefix: the text before the key in it, with its space.
    """

    api_key: Secret | ChangingKey
    base_url: str
    requests_per_minute: int
    timeout: float
    auth_header: str
    auth_prefix: str

    def __init__(
        self,
        *,
        api_key: Secret | ChangingKey,
        base_url: str,
        requests_per_minute: int,
        timeout: float,
        auth_header: str,
        auth_prefix: str,
    ) -> None:
        super().__init__(
            api_key=api_key,
            base_url=base_url,
            requests_per_minute=requests_per_minute,
            timeout=timeout,
            auth_header=auth_header,
            auth_prefix=auth_prefix,
        )


def resolve_settings(
    *,
    default_base_url: str,
    api_key: APIKey | None = None,
    api_key_file: KeyFilePath | None = None,
    base_url: Secret | str | None = None,
    requests_per_minute: int | None = None,
    timeout: float = 30.0,
    default_requests_per_minute: int = 100,
    env_prefix: str = "JOURNEYBEE",
    auth: tuple[str, str] = ("Authorization", "Bearer "),
    auth_scheme: AuthScheme | None = None,
    environ: Mapping[str, str] | None = None,
) -> Settings:
    """Resolve settings: an argument, else a variable like `<env_prefix>_API_KEY`, else a default.

    `auth`, header and prefix, applies unless `auth_scheme` or the environment names a scheme.

    Raises:
        ConfigurationError: a setting cannot be used; the message names it and the fix.
    """
    # First, so that no variable holds the key when an error is raised, or the password in a
    # refused URL.
    api_key, api_key_file = Secret.of(api_key), Secret.of(api_key_file)
    base_url = Secret.of(base_url)
    env = Environment(env_prefix, environ)
    env.warn_of_unknown_names()
    url_name, rate_name = env.name("BASE_URL"), env.name("REQUESTS_PER_MINUTE")
    if auth_scheme is not None:
        auth = _check_auth_scheme(auth_scheme, "auth_scheme")
    elif scheme := env.get("AUTH_SCHEME"):
        auth = _check_auth_scheme(scheme, env.name("AUTH_SCHEME"))
    return Settings(
        api_key=_check_key(api_key, api_key_file, env),
        base_url=(
            check_base_url(
                (env.get("BASE_URL") and env.secret("BASE_URL")) or Secret(default_base_url),
                url_name,
            )
            if base_url is None
            else check_base_url(base_url, "base_url")
        ),
        requests_per_minute=(
            _check_rate(env.get("REQUESTS_PER_MINUTE") or default_requests_per_minute, rate_name)
            if requests_per_minute is None
            else _check_rate(requests_per_minute, "requests_per_minute")
        ),
        timeout=check_seconds(timeout, "timeout"),
        auth_header=auth[0],
        auth_prefix=auth[1],
    )


def check_seconds(value: object, name: str) -> float:
    """Check that `value` is a positive, finite number of seconds, and return it.

    Raises:
        ConfigurationError: it is not.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = float(value)
        if math.isfinite(seconds) and seconds > 0:
            return seconds
    raise ConfigurationError(f"{name}={value!r} must be a positive, finite number of seconds")


def _check_key(key: Secret | None, file: Secret | None, env: Environment) -> Secret | ChangingKey:
    """The key from the arguments, else from the environment."""
    name, env_name = "api_key", env.name("API_KEY")
    if key is not None and file is not None:
        raise ConfigurationError("pass api_key= or api_key_file=, not both")
    if key is None and file is None:
        name, key = env_name, env.secret("API_KEY")
        if env.get("API_KEY_FILE"):
            file = env.secret("API_KEY_FILE")
            if key is not None and key.problem() != "is empty":
                raise ConfigurationError(f"set {env_name} or {env_name}_FILE, not both")
    if file is not None:
        from journeybee.settings.changing_keys import KeyFile

        return KeyFile(file, "api_key_file" if name == "api_key" else f"{env_name}_FILE")
    if key is None:
        raise ConfigurationError(
            f"no API key: pass api_key= or set {env_name}, or name a file that holds it with "
            f"api_key_file= or {env_name}_FILE"
        )
    if callable(key.reveal()):
        from journeybee.settings.changing_keys import KeyFunction

        return KeyFunction(key)
    # Neither the message nor a frame of the traceback contains the value.
    if problem := key.problem():
        fix = f": pass api_key= or set {env_name} to the key" if problem == "is empty" else ""
        raise ConfigurationError(f"{name} {problem}{fix}")
    return key


def check_base_url(url: Secret, name: str) -> str:
    """The URL without a trailing slash; ConfigurationError if it is not one, or has a password."""
    if problem := _url_problem(url.reveal()):
        raise ConfigurationError(f"{name} {problem}")
    return url.reveal().rstrip("/")


def _url_problem(value: object) -> str | None:
    if not isinstance(value, str):
        return "must be a str"
    if any(not "!" <= character <= "~" or character == "\\" for character in value):
        return "holds white space, a backslash, a control or a non-ASCII character: remove it"
    try:
        url = urlsplit(value)
        _ = url.port
    except ValueError:
        return "is not a valid URL: check its host and port"
    return _problem_of(url, value)


def _problem_of(url: SplitResult, value: str) -> str | None:
    host = url.hostname
    problems = {
        "must begin with https://": url.scheme not in ("http", "https"),
        "holds credentials: remove everything between // and @": "@" in url.netloc,
        "names no host: write it as https://host/path": not host,
        "has a query or a fragment: remove everything from ? or # on": "?" in value or "#" in value,
        "has a . or .. in its path: write the path out": not _DOTS.isdisjoint(url.path.split("/")),
        "would send the API key unencrypted: use https:// (http:// is for loopback only)": (
            url.scheme == "http" and not is_loopback(host or "")
        ),
    }
    return next((problem for problem, found in problems.items() if found), None)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    if host == "localhost":
        return True
    import ipaddress

    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _check_rate(value: object, name: str) -> int:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    raise ConfigurationError(f"{name} must be a positive integer, such as 100")


def _check_auth_scheme(value: object, name: str) -> tuple[str, str]:
    # The value is not quoted: a key in the wrong place would be shown.
    for scheme, auth in _AUTH_SCHEMES.items():
        if isinstance(value, str) and value.lower() == scheme.lower():
            return auth
    raise ConfigurationError(f"{name} must be one of {', '.join(_AUTH_SCHEMES)}")
