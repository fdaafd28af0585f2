"""Typical mistakes: each message names the fix."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from journeybee import JourneyBee, JourneyBeeError, RetryPolicy
from journeybee.sandbox import Sandbox

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


async def iterate(pager: Any) -> None:
    async for _ in pager:
        pass


# What was written, and what the message says.
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
    "index of a list": (lambda client: client.leads.list()[0], "'Pager' object is not subscript"),
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
        mistakes: list[tuple[Callable[[], Awaitable[None]], str]] = [
            (lambda: enter(client), "use `with`, or a client of `journeybee` in async functions"),
            (lambda: iterate(client.leads.list()), "iterate a blocking list with `for`"),
            (lambda: awaited(client.leads.list()), "call `page()` for its first page"),
        ]
        for code, text in mistakes:
            with pytest.raises(JourneyBeeError) as caught:
                await code()
            assert text in str(caught.value)
        with pytest.raises(AttributeError, match="did you mean leads"):
            _ = client.leeds  # type: ignore[attr-defined]
        with pytest.raises(TypeError, match=r"leads\.list\(\) got an unexpected .* mean status"):
            client.leads.list(state="new")  # type: ignore[call-arg]
