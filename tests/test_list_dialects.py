"""Lists of 237 rows from the sandbox in each of its dialects, drained in every way."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any, get_args

import anyio
import pytest

from journeybee import APIResponseError, JourneyBee, Pager, TokenBucket
from journeybee.legacy import LegacyJourneyBee
from journeybee.pipeline.in_process import in_process_client
from journeybee.sandbox import Sandbox
from journeybee.sandbox.surfaces.dialects import DialectName
from journeybee.sandbox.surfaces.legacy import create

ROWS = 237
Lists = dict[str, Callable[[], Pager[Any]]]

# The most requests of a drain, the first time and once the dialect is known.
REQUESTS: dict[DialectName, tuple[int, int]] = {
    "v1": (3, 3),
    "introduction": (6, 5),
    "introduction-named": (6, 5),
    "bare": (4, 4),
    "capped": (5, 5),
    "capped-25": (11, 11),
    "strict-query": (7, 5),
    "error-text": (3, 3),
}
DEPARTING = [name for name in REQUESTS if name not in ("v1", "error-text")]


@pytest.fixture(scope="module")
def worlds() -> dict[DialectName, Sandbox]:
    """A sandbox for each dialect, with as many leads, partners, users and older users."""
    return {dialect: world(dialect) for dialect in get_args(DialectName)}


def world(dialect: DialectName) -> Sandbox:
    sandbox = Sandbox(world="empty", rate_limit=None, dialect=dialect)
    v1, older = sandbox.resources, sandbox.surfaces["legacy"].resources
    for kind, text in (("leads", "email"), ("partners", "name"), ("users", "email")):
        for number in range(ROWS - v1.store.count(kind)):
            v1.add(kind, {"uuid": v1.make.uuid(), text: f"{number}@{kind}.example"})
    for number in range(ROWS - older.store.count("users")):
        create(older, "users", {"email": f"older{number}@example.com"})
    return sandbox


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logger = logging.getLogger("journeybee.drift")
    logger.setLevel(logging.ERROR)
    yield
    logger.setLevel(logging.NOTSET)


def lists(sandbox: Sandbox, **options: Any) -> Lists:
    client = sandbox.client(**options)
    older = LegacyJourneyBee(
        sandbox.api_key,
        base_url="http://localhost/api/v1",
        http_client=in_process_client(sandbox.within),
        limiter=TokenBucket(10**7, 60.0, burst=10**7),
        **options,
    )
    return {
        "leads": client.leads.list,
        "partners": client.partners.list,
        "users": client.users.list,
        "older users": older.users.list,
    }


async def prefetched(pager: Pager[Any]) -> list[Any]:
    async with pager.prefetch(4) as items:
        return [item async for item in items]


async def resumed(pager: Pager[Any], *, every: int) -> list[Any]:
    """The rows of a drain that stops after each so many of them."""
    seen: list[Any] = []
    while True:
        items: AsyncIterator[Any] = aiter(pager)
        try:
            for _ in range(every):
                seen.append(await anext(items))  # noqa: PERF401 - it may end in between
        except StopAsyncIteration:
            return seen
        pager = pager.from_cursor(pager.cursor)


async def refetched(pager: Pager[Any]) -> list[Any]:
    return await pager.with_options(on_shift="refetch").collect()


async def plain(pager: Pager[Any]) -> list[Any]:
    return await pager.collect()


DRAINS = (plain, plain, prefetched, refetched)


def run(drain: Callable[[], Awaitable[None]], dialect: DialectName) -> None:
    """Run a long test on one of the event loops; every other dialect has the other."""
    anyio.run(drain, backend=("asyncio", "trio")[list(REQUESTS).index(dialect) % 2])


def assert_whole(rows: list[Any]) -> None:
    keys = [getattr(row, "uuid", None) or row.id for row in rows]
    assert (len(keys), len(set(keys))) == (ROWS, ROWS)


THOROUGHLY = [pytest.param(name, marks=pytest.mark.thorough) for name in ("partners", "users")]


@pytest.mark.parametrize("name", ["leads", "older users", *THOROUGHLY])
@pytest.mark.parametrize("dialect", get_args(DialectName))
def test_every_row_comes_once_in_every_way_of_draining(
    worlds: dict[DialectName, Sandbox], dialect: DialectName, name: str
) -> None:
    async def drain_all() -> None:
        sandbox = worlds[dialect]
        first, again = REQUESTS[dialect]
        made = lists(sandbox)[name]
        for number, drain in enumerate(DRAINS):
            before = len(sandbox.requests)
            assert_whole(await drain(made()))
            limit = again if number else first
            # Pages that overlap cost a sixth more.
            assert len(sandbox.requests) - before <= (limit * 7 // 6 + 1 if number == 3 else limit)
            assert limit <= 8 or dialect == "capped-25"
        for drain in (prefetched, refetched):
            assert_whole(await drain(lists(sandbox)[name]()))

    run(drain_all, dialect)


@pytest.mark.parametrize("dialect", get_args(DialectName))
@pytest.mark.parametrize("every", [32, pytest.param(1, marks=pytest.mark.thorough)])
def test_a_drain_can_stop_at_every_row(
    worlds: dict[DialectName, Sandbox], dialect: DialectName, every: int
) -> None:
    async def drain_all() -> None:
        for name in ("leads", "older users"):
            assert_whole(await resumed(lists(worlds[dialect])[name](), every=every))

    run(drain_all, dialect)


async def test_a_token_goes_on_in_a_client_that_learned_nothing_yet(
    worlds: dict[DialectName, Sandbox],
) -> None:
    for dialect in get_args(DialectName):
        sandbox = worlds[dialect]
        pager, seen = lists(sandbox)["leads"](), list[Any]()
        async for lead in pager:
            seen.append(lead)
            if len(seen) == 123:
                break
        rest = lists(sandbox)["leads"]().from_cursor(pager.cursor)
        assert_whole([*seen, *await rest.collect()])


@pytest.mark.parametrize(
    "dialect",
    [
        name if name in ("introduction", "bare") else pytest.param(name, marks=pytest.mark.thorough)
        for name in get_args(DialectName)
    ],
)
def test_a_list_starts_where_the_caller_says_whatever_the_server_makes_of_it(
    worlds: dict[DialectName, Sandbox], dialect: DialectName
) -> None:
    async def drain_all() -> None:
        sandbox = worlds[dialect]
        wanted = [lead["uuid"] for lead in sandbox.store.items("leads")]
        for page, per_page in ((3, 30), (2, 75), (11, 7), (3, 100)):
            client = sandbox.client()
            for _ in range(2):
                pager = client.leads.list(page=page, per_page=per_page)
                assert [lead.uuid for lead in await pager.collect()] == wanted[
                    (page - 1) * per_page :
                ]
            first = await client.leads.list(page=page, per_page=per_page).first()
            assert first is not None
            assert first.uuid == wanted[(page - 1) * per_page]

    run(drain_all, dialect)


async def test_the_count_is_the_one_that_is_reported_or_an_error(
    worlds: dict[DialectName, Sandbox],
) -> None:
    for dialect in get_args(DialectName):
        pager = lists(worlds[dialect])["leads"]()
        if dialect in ("bare", "capped-25"):
            with pytest.raises(APIResponseError, match="does not report how many"):
                await pager.count()
        else:
            assert await pager.count() == ROWS


@pytest.mark.parametrize("dialect", DEPARTING)
async def test_each_departure_is_logged_once_counted_and_an_error_when_strict(
    worlds: dict[DialectName, Sandbox], dialect: DialectName, caplog: pytest.LogCaptureFixture
) -> None:
    client: JourneyBee = worlds[dialect].client()
    for _ in range(2):
        await client.leads.list().collect()
    logged = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert logged
    assert len(logged) == len(set(logged))
    assert all(line.startswith("list_leads departs from the spec: ") for line in logged)
    assert any(model == "list_leads" for model, _ in client.drift)
    with pytest.raises(APIResponseError):
        await worlds[dialect].client(strict=True).leads.list().collect()


async def test_the_spec_itself_departs_from_nothing(
    worlds: dict[DialectName, Sandbox], caplog: pytest.LogCaptureFixture
) -> None:
    for dialect in ("v1", "error-text"):
        client = worlds[dialect].client(strict=True)
        assert_whole(await client.leads.list().with_options(on_shift="raise").collect())
        assert not client.drift
    assert caplog.text == ""


async def test_the_first_row_and_the_count_of_a_server_that_refuses_a_page_size() -> None:
    sandbox = Sandbox(world="tiny", rate_limit=None, dialect="strict-query")
    async with sandbox.client() as client:
        leads = await client.leads.list().collect()
        assert await client.leads.list().first() == leads[0]
        assert await client.leads.list().count() == len(leads)
