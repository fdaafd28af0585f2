"""Typical mistakes: each message names the fix."""

from __future__ import annotations

import copy
import gc
import pickle
import warnings
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from journeybee import JourneyBee, JourneyBeeError, RetryPolicy
from journeybee.sandbox import Sandbox
from journeybee_api.v1.models import LabelRef

UUID = "11111111-1111-4111-8111-111111111111"


@pytest.fixture(scope="module")
def sandbox() -> Sandbox:
    return Sandbox(world="tiny", rate_limit=None)


async def enter(client: Any) -> None:
    async with client:
        pass


def enter_plainly(client: Any) -> None:
    with client:
        pass


async def enter_copy(client: Any) -> None:
    with copy.copy(client):
        pass


async def iterate(pager: Any) -> None:
    async for _ in pager:
        pass


def untyped(function: Any, *args: Any, **kwargs: Any) -> Any:
    return function(*args, **kwargs)


async def _first(client: Any, name: str) -> object:
    return getattr(await client.leads.list(), name)


# What was written, in types that no checker accepts, and what the message says.
MISTAKES: dict[str, tuple[Callable[[Any], object], str]] = {
    "for": (
        lambda client: list(client.leads.list()),
        "iterate it with `async for`, or call collect()>, or use `for` with a client of `journey",
    ),
    "with": (enter_plainly, "use `async with SandboxClient()`, or `with journeybee.blocking"),
    "page without await": (
        lambda client: client.leads.list().items,
        "this is <Pager of list_leads: await it for the first page",
    ),
    "index of a list": (
        lambda client: client.leads.list()[0],
        "a list has no [0] before it is fetched: <Pager of list_leads: await it for the first",
    ),
    "length": (lambda client: len(client.leads.list()), "count() asks the API how many items"),
    "truth": (lambda client: not client.leads.list(), "a list has no len() or truth before it"),
    "word of another client": (
        lambda client: client.leads.retrieve,
        "no attribute 'retrieve': did you mean get?",
    ),
    "argument of another client": (
        lambda client: client.leads.list(limit=5),
        "unexpected keyword argument 'limit': did you mean per_page?",
    ),
    "data of a page": (lambda client: _first(client, "data"), "did you mean items?"),
    "for over pages": (lambda client: list(client.leads.list().pages()), "with `async for`"),
    "prefetch without a block": (
        lambda client: aiter(client.leads.list().prefetch(2)),
        "use `async with pager.prefetch(2) as items: async for item in items`",
    ),
    "set for a list": (
        lambda client: client.leads.update(UUID, tag_uuids={"a"}),
        "body.tag_uuids={'a'} cannot be sent as JSON: pass a list",
    ),
    "whole model for an id": (
        lambda client: client.leads.get(LabelRef(uuid=UUID, label="x" * 99)),
        "... cannot be sent: pass its uuid",
    ),
    "one row for many": (
        lambda client: client.leads.create.many({"email": "a@b.example"}),
        "row 0: a str is not a mapping of arguments: pass a list of dicts",
    ),
    "copy": (copy.copy, "a client is neither pickled nor copied: make one where it is used"),
    "pickle": (pickle.dumps, "a client is neither pickled nor copied"),
    "number for a limiter": (
        lambda _: untyped(JourneyBee, "key", limiter=100),
        "limiter is of type int: pass TokenBucket(limit=...)",
    ),
    "blocking http_client": (
        lambda _: untyped(JourneyBee, "key", http_client=httpx.Client()),
        "http_client is of type Client: pass an httpx.AsyncClient",
    ),
    "text for seconds": (
        lambda _: untyped(JourneyBee, "key", timeout="5"),
        "timeout='5' must be a positive",
    ),
    "text for retries": (
        lambda _: untyped(RetryPolicy, max_retries="3"),
        "max_retries='3' must be an integer",
    ),
    "resource": (lambda client: client.leeds, "has no attribute 'leeds': did you mean leads?"),
    "operation": (
        lambda client: client.leads.craete,
        "has no attribute 'craete': did you mean create?",
    ),
    "operation below": (
        lambda c: c.leads.notes.lists,
        "'LeadNotes' object has no attribute 'lists': did you mean list?",
    ),
    "filter": (
        lambda client: client.leads.list(state="new"),
        "leads.list() got an unexpected keyword argument 'state': did you mean status?",
    ),
    "field": (
        lambda client: client.leads.create(emial="a@b.example"),
        "leads.create() got an unexpected keyword argument 'emial': did you mean email?",
    ),
    "field below": (
        lambda client: client.leads.notes.create(UUID, contnet="x"),
        "leads.notes.create() got an unexpected keyword argument 'contnet': did you mean content?",
    ),
    "no name": (
        lambda client: client.leads.create("a@b.example"),
        "leads.create() too many positional arguments: name the arguments, as in leads.create(",
    ),
    "no id": (lambda client: client.leads.get(), "leads.get() missing a required argument: 'uuid'"),
    "row": (
        lambda client: client.leads.create.many([{"emial": "a@b.example"}]),
        "row 0: leads.create() got an unexpected keyword argument 'emial': did you mean email?",
    ),
    "model for id": (
        lambda client: client.leads.get({"uuid": UUID}),
        "uuid={'uuid': '11111111-1111-4111-8111-111111111111'}",
    ),
    "number of retries": (
        lambda client: client.with_options(retry=3),
        "retry=3 is not a RetryPolicy: pass RetryPolicy(max_retries=...)",
    ),
    "key": (
        lambda client: client.sandbox.client(api_key="jb_wrong_key_1234").leads.get(UUID),
        "check that the key is valid for this API, and auth_scheme",
    ),
    "no key": (
        lambda _: JourneyBee(),
        "JOURNEYBEE_API_KEY",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
async def test_a_mistake_is_met_by_its_cure(
    sandbox: Sandbox, mistake: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JOURNEYBEE_API_KEY", raising=False)
    code, text = MISTAKES[mistake]
    with pytest.raises((JourneyBeeError, TypeError, AttributeError)) as caught:
        await awaited(code(sandbox.client()))
    assert text in str(caught.value)


async def awaited(result: Any) -> None:
    if isinstance(result, Awaitable):
        await result


async def test_a_base_url_without_its_version(sandbox: Sandbox) -> None:
    with sandbox.serve() as server:
        client = JourneyBee(server.api_key, base_url=server.root, retry=RetryPolicy(max_retries=0))
        with pytest.raises(
            JourneyBeeError, match=r"check the base URL, which should end with a version"
        ):
            await client.leads.get(UUID)
        await client.aclose()


async def test_a_record_that_is_not_there_is_no_reason_to_check_the_base_url(
    sandbox: Sandbox,
) -> None:
    with pytest.raises(JourneyBeeError, match=r"Lead not found \(GET [^;]*\)$"):
        await sandbox.client().leads.get(UUID)


def test_a_call_that_is_never_awaited_is_named(sandbox: Sandbox) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        sandbox.client().leads.notes.create(UUID, content="x")  # type: ignore[unused-coroutine]
        gc.collect()
    texts = [str(w.message) for w in caught if issubclass(w.category, RuntimeWarning)]
    assert texts == ["coroutine 'leads.notes.create' was never awaited"]


async def test_mistakes_with_a_blocking_client(sandbox: Sandbox) -> None:
    with sandbox.blocking_client() as client:
        blocking: Any = client
        mistakes: list[tuple[Callable[[], Awaitable[None]], str]] = [
            (lambda: enter(client), "use `with`, or a client of `journeybee` in async functions"),
            (lambda: iterate(client.leads.list()), "iterate a blocking list with `for`"),
            (lambda: enter_copy(client), "a client is neither pickled nor copied"),
            (
                lambda: awaited(blocking.leads.list()[0]),
                "no [0] before it is fetched: <Pager of list",
            ),
            (lambda: awaited(len(blocking.leads.list())), "count() asks the API"),
            (lambda: awaited(blocking.leads.list().data), "'data': did you mean collect?"),
            (lambda: awaited(client.leads.list()), "call `page()` for its first page"),
        ]
        for code, text in mistakes:
            with pytest.raises((JourneyBeeError, TypeError, AttributeError)) as caught:
                await code()
            assert text in str(caught.value)
        with pytest.raises(AttributeError, match="did you mean leads"):
            _ = client.leeds  # type: ignore[attr-defined]
        with pytest.raises(TypeError, match=r"leads\.list\(\) got an unexpected .* mean status"):
            client.leads.list(state="new")  # type: ignore[call-arg]
