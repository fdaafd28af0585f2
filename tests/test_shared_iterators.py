"""Several tasks on one iterator: each row goes to exactly one of them, and no page is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import anyio
import anyio.lowlevel
import pytest

from journeybee import Pager, UsageError
from journeybee.pagination import PageNumbers
from tests.list_server import ListServer, ids, rows

SIZE = 10


class Slow(ListServer):
    """Answers only when every task waits.

    Attributes:
        broken: numbers of the requests, from 0, that raise instead of being answered.
    """

    broken: frozenset[int] = frozenset()

    def slow(self, size: int = SIZE) -> Pager[Any]:
        sent = 0

        async def wait() -> None:
            nonlocal sent
            sent += 1
            failing = sent - 1 in self.broken
            await anyio.wait_all_tasks_blocked()
            if failing:
                raise ConnectionError(f"request {sent - 1}")

        self.wait = wait
        return self.pager(PageNumbers(), per_page=size)


async def take(iterator: AsyncIterator[Any], taken: list[Any], failures: list[Exception]) -> None:
    while True:
        try:
            taken.append(await anext(iterator))
        except StopAsyncIteration:
            return
        except ConnectionError as error:
            failures.append(error)
        await anyio.lowlevel.checkpoint()


async def share(iterator: AsyncIterator[Any], tasks: int) -> tuple[list[Any], list[Exception]]:
    taken, failures = list[Any](), list[Exception]()
    async with anyio.create_task_group() as group:
        for _ in range(tasks):
            group.start_soon(take, iterator, taken, failures)
    return taken, failures


@pytest.mark.parametrize("size", [1, 4, 10, 30])
async def test_each_row_once_however_many_tasks_take_them(size: int) -> None:
    server = Slow(rows(30))
    taken, _ = await share(aiter(server.slow(size)), 3)
    assert ids(taken) == ids(server.rows)
    assert len(server.asked) == -(-30 // size)


async def test_each_row_once_with_pages_fetched_ahead() -> None:
    server = Slow(rows(30))
    async with server.slow().prefetch(3) as items:
        taken, _ = await share(items, 3)
    assert ids(taken) == ids(server.rows)
    assert len(server.asked) == 3


async def test_each_page_once() -> None:
    server = Slow(rows(30))
    pages, _ = await share(server.slow().pages(), 4)
    assert [page.number for page in pages] == [1, 2, 3]
    assert len(server.asked) == 3


@pytest.mark.parametrize("ahead", [0, 2])
async def test_a_failure_goes_to_one_task_and_the_others_get_its_page(ahead: int) -> None:
    server = Slow(rows(30))
    server.broken = frozenset({0, 2})
    if ahead:
        async with server.slow().prefetch(ahead) as items:
            taken, failures = await share(items, 3)
    else:
        taken, failures = await share(aiter(server.slow()), 3)
    assert ids(taken) == ids(server.rows)
    assert len(failures) == 2


@pytest.mark.parametrize("ahead", [0, 2])
async def test_a_task_cancelled_while_it_fetches_leaves_the_page_to_the_next(ahead: int) -> None:
    server = Slow(rows(30))
    pager = server.slow()
    answer, waits = server.wait, anyio.Event()

    async def wait() -> None:
        if not waits.is_set():
            waits.set()
            await anyio.sleep(0.01 if ahead else 3600)
        await answer()

    server.wait = wait

    async def check(items: AsyncIterator[Any]) -> None:
        taken, failures, scope = list[Any](), list[Exception](), anyio.CancelScope()

        async def give_up() -> None:
            with scope:
                await take(items, [], [])

        async with anyio.create_task_group() as group:
            group.start_soon(give_up)
            await waits.wait()
            group.start_soon(take, items, taken, failures)
            await anyio.lowlevel.checkpoint()
            scope.cancel()
        assert ids(taken) == ids(server.rows)

    if ahead:
        async with pager.prefetch(ahead) as items:
            await check(items)
    else:
        await check(aiter(pager))


async def test_the_cursor_marks_the_row_that_was_taken_last() -> None:
    server = Slow(rows(30))
    pager = server.slow()
    iterator, taken = aiter(pager), list[Any]()

    async def take_four() -> None:
        for _ in range(4):
            taken.append(await anext(iterator))

    async with anyio.create_task_group() as group:
        for _ in range(3):
            group.start_soon(take_four)
    rest = await pager.from_cursor(pager.cursor).collect()
    assert ids([*taken, *rest]) == ids(server.rows)


def test_an_iterator_goes_on_in_the_next_event_loop() -> None:
    server = ListServer(rows(30))
    iterator = aiter(server.pager(PageNumbers(), per_page=4))
    taken: list[Any] = []

    async def take_seven() -> None:
        taken.extend([await anext(iterator) for _ in range(7)])

    for backend in ("asyncio", "trio", "asyncio", "trio"):
        anyio.run(take_seven, backend=backend)
    assert ids(taken) == ids(server.rows[:28])


async def test_two_event_loops_at_once_are_refused() -> None:
    server = ListServer(rows(30))
    pager = server.pager(PageNumbers(), per_page=10)
    iterator = aiter(pager)

    async def take_elsewhere() -> None:
        with pytest.raises(UsageError, match="make one for each loop"):
            await anext(iterator)

    async def wait() -> None:
        await anyio.to_thread.run_sync(anyio.run, take_elsewhere)

    server.wait = wait
    assert ids([row async for row in iterator]) == ids(server.rows)
