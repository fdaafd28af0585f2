"""What an error tracker records of an exception: the event of sentry-sdk, and more."""

from __future__ import annotations

import functools
import traceback
from collections.abc import Iterator, Mapping
from types import FunctionType, MethodType
from typing import Any

import sentry_sdk
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport
from sentry_sdk.utils import event_from_exception


class Memory(Transport):
    """Keeps what would be sent."""

    def __init__(self, options: Any = None) -> None:
        super().__init__(options)
        self.sent: list[bytes] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        self.sent.append(envelope.serialize())


def event_of(error: BaseException) -> str:
    """The event that sentry-sdk sends with its defaults; nothing in the process is patched."""
    transport = Memory()
    client = sentry_sdk.Client(
        dsn="http://key@127.0.0.1:1/1",
        transport=transport,
        default_integrations=False,
        auto_enabling_integrations=False,
    )
    event, hint = event_from_exception(error, client_options=client.options)
    client.capture_event(event, hint)
    client.close()
    assert len(transport.sent) == 1
    return transport.sent[0].decode()


def recorded(error: BaseException) -> str:
    """The event, and every variable of every frame without a limit of length or depth.

    Frames of the tests, which hold the key, are left out of the latter.
    """
    return event_of(error) + "\n" + "\n".join(_texts_of(error, set()))


def _texts_of(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    yield from _texts((str(error), error.args, vars(error)), 8)
    for frame, _line in traceback.walk_tb(error.__traceback__):
        if not str(frame.f_globals.get("__name__")).startswith("tests"):
            yield from _texts(dict(frame.f_locals), 8)
    members = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    for linked in (error.__cause__, error.__context__, *members):
        if linked is not None and id(linked) not in seen:
            yield from _texts_of(linked, seen)


def _texts(value: object, depth: int) -> Iterator[str]:
    yield repr(value)
    if isinstance(value, memoryview):
        yield repr(bytes(value))
    for part in _parts(value) if depth else ():
        yield from _texts(part, depth - 1)


def _parts(value: object) -> Iterator[object]:
    if isinstance(value, Mapping):
        yield from value.items()
    elif isinstance(value, list | tuple | set | frozenset):
        yield from value
    elif isinstance(value, functools.partial):
        yield from (value.func, value.args, value.keywords)
    elif isinstance(value, MethodType):
        yield value.__func__
    elif isinstance(value, FunctionType):
        yield from (value.__defaults__, value.__kwdefaults__)
        yield from (cell.cell_contents for cell in value.__closure__ or ())
