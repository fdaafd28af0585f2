"""Settings: their sources, refused values, and that the key is never shown."""

import copy
import pickle
from typing import Any

import pytest

from journeybee.errors import ConfigurationError
from journeybee.settings import Settings, resolve_settings
from journeybee.settings.secrecy import Secret

KEY = "jb_live_0123456789"
URL = "https://api.example.test/v1"


def resolve(environ: dict[str, str] | None = None, **arguments: Any) -> Settings:
    arguments.setdefault("default_base_url", URL)
    return resolve_settings(environ=environ or {}, **arguments)


def key_of(settings: Settings) -> str:
    assert isinstance(settings.api_key, Secret)
    return settings.api_key.reveal()


def test_defaults() -> None:
    settings = resolve(api_key=KEY)
    assert key_of(settings) == KEY
    assert settings.base_url == URL
    assert settings.requests_per_minute == 100
    assert settings.timeout == 30.0
    assert (settings.auth_header, settings.auth_prefix) == ("Authorization", "Bearer ")


def test_environment_is_read_and_arguments_win() -> None:
    environ = {
        "JOURNEYBEE_API_KEY": "from-env",
        "JOURNEYBEE_BASE_URL": "https://env.example.test",
        "JOURNEYBEE_REQUESTS_PER_MINUTE": "42",
    }
    settings = resolve(environ)
    assert key_of(settings) == "from-env"
    assert settings.base_url == "https://env.example.test"
    assert settings.requests_per_minute == 42
    settings = resolve(environ, api_key=KEY, base_url=URL, requests_per_minute=7)
    assert key_of(settings) == KEY
    assert settings.base_url == URL
    assert settings.requests_per_minute == 7


def test_the_process_environment_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOURNEYBEE_API_KEY", "from-process")
    assert key_of(resolve_settings(default_base_url=URL)) == "from-process"


def test_another_surface_has_its_own_names() -> None:
    settings = resolve(
        {"OTHER_API_KEY": "other", "JOURNEYBEE_API_KEY": "not-mine"},
        env_prefix="OTHER",
        auth=("x-api-key", ""),
    )
    assert key_of(settings) == "other"
    assert (settings.auth_header, settings.auth_prefix) == ("x-api-key", "")
    with pytest.raises(ConfigurationError, match="OTHER_API_KEY"):
        resolve({"JOURNEYBEE_API_KEY": KEY}, env_prefix="OTHER")


@pytest.mark.parametrize(
    ("scheme", "header", "prefix"),
    [
        ("Bearer", "Authorization", "Bearer "),
        ("Api-Key", "Authorization", "Api-Key "),
        ("api-key", "Authorization", "Api-Key "),
        ("x-api-key", "x-api-key", ""),
    ],
)
def test_the_scheme_of_the_key_is_a_setting(scheme: Any, header: str, prefix: str) -> None:
    given = resolve(api_key=KEY, auth_scheme=scheme)
    environ = {"JOURNEYBEE_AUTH_SCHEME": scheme, "OTHER_AUTH_SCHEME": "x-api-key"}
    read = resolve(environ, api_key=KEY)
    for settings in (given, read):
        assert (settings.auth_header, settings.auth_prefix) == (header, prefix)
    over = resolve(environ, api_key=KEY, auth_scheme="Bearer")
    assert over.auth_prefix == "Bearer "


@pytest.mark.parametrize("scheme", ["Basic", KEY, "Bearer ", 1])
def test_a_scheme_that_no_page_documents_is_refused(scheme: Any) -> None:
    with pytest.raises(ConfigurationError, match="auth_scheme must be one of Bearer, ") as error:
        resolve(api_key=KEY, auth_scheme=scheme)
    assert KEY not in str(error.value)
    if isinstance(scheme, str):
        with pytest.raises(ConfigurationError, match="JOURNEYBEE_AUTH_SCHEME must be one of"):
            resolve({"JOURNEYBEE_AUTH_SCHEME": scheme}, api_key=KEY)


def test_no_key_names_both_ways_to_give_one() -> None:
    with pytest.raises(ConfigurationError, match="no API key: pass api_key= or set JOURNEYBEE_"):
        resolve()
    with pytest.raises(ConfigurationError, match="JOURNEYBEE_API_KEY is empty"):
        resolve({"JOURNEYBEE_API_KEY": ""})
    with pytest.raises(ConfigurationError, match="api_key is empty"):
        resolve({"JOURNEYBEE_API_KEY": KEY}, api_key="")


@pytest.mark.parametrize(
    ("tail", "problem"),
    [
        ("\n", "line break"),
        ("\r\nx-evil: 1", "line break"),
        (" ", "white space"),
        ("\t", "white space"),
        ("\x00", "control"),
        ("\x7f", "control"),
        ("é", "non-ASCII"),
        ("\u200b", "non-ASCII"),
    ],
)
def test_a_key_that_cannot_be_a_header_is_refused_and_not_shown(tail: str, problem: str) -> None:
    for arguments in ({"api_key": KEY + tail}, {"environ": {"JOURNEYBEE_API_KEY": KEY + tail}}):
        with pytest.raises(ConfigurationError, match=problem) as caught:
            resolve(**arguments)
        assert KEY not in repr(caught.value)


def test_a_key_of_another_type_is_refused_and_not_shown() -> None:
    with pytest.raises(ConfigurationError, match="must be a str") as caught:
        resolve(api_key=KEY.encode())
    assert KEY not in repr(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "https://api.example.test",
        "https://api.example.test:8443/v1",
        "HTTPS://api.example.test/v1",
        "http://localhost:8000",
        "http://LOCALHOST/v1",
        "http://127.0.0.1:8000/v1",
        "http://127.8.9.10",
        "http://[::1]:8000",
    ],
)
def test_base_urls_that_are_allowed(url: str) -> None:
    assert resolve(api_key=KEY, base_url=url).base_url == url
    assert resolve(api_key=KEY, base_url=url + "/").base_url == url


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://api.example.test/v1", "unencrypted"),
        ("http://localhost.example.test", "unencrypted"),
        ("http://127.0.0.1.example.test", "unencrypted"),
        ("http://128.0.0.1", "unencrypted"),
        ("http://0.0.0.0", "unencrypted"),
        ("http://[::2]", "unencrypted"),
        ("http://[::ffff:10.0.0.1]", "unencrypted"),
        ("ftp://api.example.test", "https://"),
        ("api.example.test/v1", "https://"),
        ("//api.example.test", "https://"),
        ("", "https://"),
        ("https://user:hunter2@api.example.test", "credentials"),
        ("https://@api.example.test", "credentials"),
        ("https://", "no host"),
        ("https:///v1", "no host"),
        ("https://:443/v1", "no host"),
        ("https://api.example.test/v1?key=1", "query"),
        ("https://api.example.test/v1?", "query"),
        ("https://api.example.test/v1#top", "fragment"),
        ("https://api.example.test/v1/../v2", r"\.\."),
        ("https://api.example.test:port", "not a valid URL"),
        ("https://[::1", "not a valid URL"),
        ("https://api.example.test/v 1", "white space"),
        ("https://api.example.test/v1\n", "white space"),
        ("https://api.example.test\\@evil.test", "backslash"),
        ("https://exämple.test", "non-ASCII"),
    ],
)
def test_base_urls_that_are_refused(url: str, problem: str) -> None:
    with pytest.raises(ConfigurationError, match=f"^base_url .*{problem}") as caught:
        resolve(api_key=KEY, base_url=url)
    assert "hunter2" not in str(caught.value)
    if url:
        with pytest.raises(ConfigurationError, match=f"^JOURNEYBEE_BASE_URL .*{problem}"):
            resolve({"JOURNEYBEE_BASE_URL": url}, api_key=KEY)


def test_a_base_url_of_another_type_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="base_url must be a str"):
        resolve(api_key=KEY, base_url=5)


def test_empty_variables_other_than_the_key_count_as_unset() -> None:
    settings = resolve(
        {"JOURNEYBEE_BASE_URL": "", "JOURNEYBEE_REQUESTS_PER_MINUTE": ""}, api_key=KEY
    )
    assert (settings.base_url, settings.requests_per_minute) == (URL, 100)


@pytest.mark.parametrize("value", [0, -1, 1.5, "ten", "0", "-3", "1e3", "٣", True, "9" * 5000])
def test_rates_that_are_refused(value: object) -> None:
    with pytest.raises(ConfigurationError, match="requests_per_minute must be a positive integer"):
        resolve(api_key=KEY, requests_per_minute=value)
    if isinstance(value, str):
        with pytest.raises(ConfigurationError, match="JOURNEYBEE_REQUESTS_PER_MINUTE must be"):
            resolve({"JOURNEYBEE_REQUESTS_PER_MINUTE": value}, api_key=KEY)


@pytest.mark.parametrize("value", [0, -1, float("inf"), float("nan"), "5", None, True])
def test_timeouts_that_are_refused(value: object) -> None:
    with pytest.raises(ConfigurationError, match=r"timeout=.* must be a positive, finite number"):
        resolve(api_key=KEY, timeout=value)


def test_the_key_is_shown_nowhere() -> None:
    settings = resolve(api_key=KEY)
    shown = f"{settings} {settings!r} {settings.api_key} {settings.api_key!r}"
    assert KEY not in shown
    assert "***" in shown


@pytest.mark.parametrize("clone", [pickle.dumps, copy.copy, copy.deepcopy])
def test_secrets_and_settings_refuse_to_be_pickled(clone: Any) -> None:
    with pytest.raises(TypeError, match="Secret cannot be pickled"):
        clone(Secret(KEY))
    if clone is not copy.copy:
        with pytest.raises(TypeError, match="Secret cannot be pickled"):
            clone(resolve(api_key=KEY))
