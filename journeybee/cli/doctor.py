"""`journeybee doctor`: what a request depends on, checked one by one."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Literal

import attrs
import click

from journeybee._version import __version__
from journeybee.cli.columns import Columns
from journeybee.cli.failures import explain
from journeybee.cli.output import Output, format_options
from journeybee.cli.probe import probe
from journeybee.cli.sanitize import shown
from journeybee.cli.session import Session, pass_session
from journeybee.client import Client
from journeybee.operations.binding import caller_of
from journeybee.response import APIResponse
from journeybee.settings.environment import KNOWN_NAMES, Environment, nearest_name

_HELP = """Check what requests depend on: settings, key, proxy, certificates, clock and limits.

One request is sent, which reads a short list. No key and no password is shown. Exit code 0 when
there is no problem, else 1.
"""
_PACKAGES = ("httpx", "attrs", "anyio")
_EXTRAS = (
    "redis",
    "msgspec",
    "sniffio",
    "pyarrow",
    "pandas",
    "polars",
    "opentelemetry-api",
    "PyJWT",
    "uvicorn",
)
# Webhook signatures expire by this clock; certificates do by days.
_CLOCK_SECONDS = 30.0


@attrs.frozen
class Finding:
    """The result of one check."""

    state: Literal["ok", "problem"]
    check: str
    detail: str


@click.command(help=_HELP)
@pass_session
@click.pass_context
def doctor(context: click.Context, session: Session, /, **options: Any) -> None:
    output = Output.of(options, Columns({}))
    findings = list(_findings(session))
    if output.is_table and not output.is_reduced:
        for it in findings:
            click.echo(f"{it.state:9}{it.check:14}{shown(it.detail)}")
    else:
        output.value([attrs.asdict(finding) for finding in findings])
    context.exit(any(finding.state == "problem" for finding in findings))


doctor.params.extend(format_options())


def _findings(session: Session) -> Iterator[Finding]:
    yield Finding("ok", "versions", _versions())
    yield from _unknown_settings()
    checks: dict[str, Callable[[Session], str]] = {
        "settings": _settings,
        "proxy": _proxy,
        "certificates": _certificates,
    }
    found = [_checked(name, check, session) for name, check in checks.items()]
    yield from found
    if all(finding.state == "ok" for finding in found):
        yield from _of_a_request(session)


def _checked(name: str, check: Callable[[Session], str], session: Session) -> Finding:
    try:
        return Finding("ok", name, check(session))
    except Exception as error:  # noqa: BLE001 - a check that fails is a finding
        return Finding("problem", name, explain(error)[1])


def _versions() -> str:
    names = [*_PACKAGES, *(name for name in _EXTRAS if _version(name))]
    packages = ", ".join(f"{name} {_version(name)}" for name in names)
    python = f"Python {platform.python_version()} on {platform.system()}"
    return f"journeybee {__version__}, {python}, {packages}"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _unknown_settings() -> Iterator[Finding]:
    for name in os.environ:
        if name.startswith(("JOURNEYBEE_", "SALESHANDY_")) and name not in KNOWN_NAMES:
            near = nearest_name(name)
            yield Finding("problem", "environment", f"{name} is not read: did you mean {near}?")


def _settings(session: Session) -> str:
    session.client()  # refuses what cannot be used
    source = session.key()[1]
    return f"{session.surface.name} at {session.base_url}, the key from {source}"


def _proxy(session: Session) -> str:
    from journeybee.pipeline.proxies import proxy_name

    return proxy_name(session.base_url) or "none for this server"


def _certificates(session: Session) -> str:
    from journeybee.pipeline.proxies import tls_context

    names = [name for name in ("SSL_CERT_FILE", "SSL_CERT_DIR") if os.environ.get(name)]
    count = tls_context().cert_store_stats()["x509_ca"]
    source = f"of {names[0]}" if names else "that come with httpx"
    used = "" if session.base_url.startswith("https:") else "; not used for http://"
    return f"{count} authorities {source}{used}"


def _of_a_request(session: Session) -> Iterator[Finding]:
    responses, begun = list[APIResponse](), time.monotonic()

    async def work(client: Client) -> None:
        responses.append(await probe(client))

    def send(session: Session) -> str:
        session.run(work)
        return f"{responses[0].method} {responses[0].url_template}: the key is accepted"

    yield _checked("request", send, session)
    for response in responses:
        yield _clock(response, time.monotonic() - begun)
        yield Finding("ok", "limits", _limits(session, response))


def _clock(response: APIResponse, took: float) -> Finding:
    try:
        theirs = parsedate_to_datetime(response.headers["date"]).timestamp()
    except (KeyError, ValueError):
        return Finding("ok", "clock", "not compared: the server sends no date")
    apart = time.time() - theirs
    # The date has whole seconds, and the answer took its time.
    if abs(apart) <= _CLOCK_SECONDS + took:
        return Finding("ok", "clock", "that of the server, within seconds")
    side = "ahead of" if apart > 0 else "behind"
    return Finding("problem", "clock", f"{abs(apart):.0f} s {side} the server's: set it by NTP")


def _limits(session: Session, response: APIResponse) -> str:
    from journeybee.pipeline.server_limit import read_server_limit

    environment = Environment(session.surface.client.env_prefix)
    name = environment.name("REQUESTS_PER_MINUTE")
    given = environment.get("REQUESTS_PER_MINUTE")
    source = f"from the environment's {name}" if given else f"the default; {name} sets another"
    limit = caller_of(session.client()).pipeline.settings.requests_per_minute
    own = f"{limit} requests a minute, {source}"
    server = read_server_limit((name.lower(), value) for name, value in response.headers.items())
    if server is None or not server.policies:
        return f"{own}; the server announces none"
    texts = [f"{limit} in {window or 60:g} s" for limit, window in server.policies]
    left = "" if server.remaining is None else f", {server.remaining} left"
    return f"{own}; the server announces {' and '.join(texts)}{left}: a smaller one is followed"
