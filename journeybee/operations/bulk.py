"""Many calls of one write under the client's own limiter, with a result for each row."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Container, Iterable, Iterator, Mapping
from typing import Any, Generic, TypeVar, cast

import anyio
import attrs

from journeybee.concurrency.callbacks import call
from journeybee.concurrency.loops import plain
from journeybee.errors import (
    AuthenticationError,
    ConfigurationError,
    JourneyBeeError,
    ModuleDisabledError,
    RateLimitError,
    RateLimitWaitError,
    UsageError,
)
from journeybee.pipeline.delay import LONGEST_RETRY_AFTER
from journeybee_api._runtime import Model, Operation

T = TypeVar("T")

POINTLESS = (
    AuthenticationError,
    ConfigurationError,
    ModuleDisabledError,
    RateLimitWaitError,
    UsageError,
)
"""Errors that the next row would raise too: the key, account, wait or client is at fault."""


@attrs.frozen
class BulkResult(Generic[T]):
    """The result of one row.

    Attributes:
        index: the row's index in `rows`, from 0.
        error: why the row failed, None if it did not.

    .. versionadded:: 0.1
    """

    index: int
    error: JourneyBeeError | None
    _value: T | None = attrs.field(repr=False)

    @property
    def value(self) -> T:
        """What the call returned; raises the row's error if it failed."""
        if self.error is not None:
            raise self.error
        return cast("T", self._value)


class BulkResults(list[BulkResult[T]]):
    """The results in the order of the rows, one for each row that was not skipped.

    Attributes:
        stopped: the error after which no more rows were sent, None if all were.

    .. versionadded:: 0.1
    """

    stopped: JourneyBeeError | None = None

    @property
    def failed(self) -> list[BulkResult[T]]:
        """The rows with an error, in order."""
        return [result for result in self if result.error is not None]

    @property
    def done(self) -> set[int]:
        """The indexes of the rows without one: what to `skip` when the rest is tried again."""
        return {result.index for result in self if result.error is None}


@attrs.define
class Bulk(Generic[T]):
    """Rows on their way: workers take the next one until none is left or it is pointless."""

    send: Callable[[Operation[T]], Awaitable[T]]
    on_result: Callable[[BulkResult[T]], object]
    ahead: Iterator[tuple[int, Operation[T]]]
    results: dict[int, BulkResult[T]] = attrs.field(factory=dict[int, BulkResult[T]])
    stopped: Exception | None = None

    async def run(self, workers: int) -> None:
        """Send the rows; rows under way when it stops are brought to their end."""
        try:
            async with anyio.create_task_group() as group:
                for _ in range(workers):
                    group.start_soon(self._work)
        except BaseExceptionGroup as error:
            raise plain(error) from None
        if self.stopped is not None and not isinstance(self.stopped, JourneyBeeError):
            raise self.stopped

    async def _work(self) -> None:
        while self.stopped is None and (row := next(self.ahead, None)) is not None:
            # A task group would cut the other writes off and wrap the error: it is kept instead.
            try:
                await self._write(*row)
            except Exception as error:  # noqa: BLE001
                self.stopped = error

    async def _write(self, index: int, operation: Operation[T]) -> None:
        try:
            result = BulkResult(index, None, await self.send(operation))
        except JourneyBeeError as error:
            result = BulkResult[T](index, error, None)
            if isinstance(error, POINTLESS) or _is_shut_out(error):
                self.stopped = self.stopped or error
        # Nothing is awaited in between, so no cancellation can lose an answer that was read.
        self.results[index] = result
        await call(self.on_result, result)


def _is_shut_out(error: JourneyBeeError) -> bool:
    """Whether the server requires a pause that is too long to wait for."""
    return isinstance(error, RateLimitError) and (error.retry_after or 0.0) > LONGEST_RETRY_AFTER


async def write_many(
    builder: Callable[..., Operation[T]],
    send: Callable[[Operation[T]], Awaitable[T]],
    rows: Iterable[Mapping[str, Any] | Model],
    *,
    concurrency: int,
    skip: Container[int],
    on_result: Callable[[BulkResult[T]], object],
) -> BulkResults[T]:
    """Check all rows, then send them; documented for users at `WriteCall.many`."""
    if concurrency < 1:
        raise ValueError(f"concurrency={concurrency} sends nothing: give 1 or more")
    operations = {
        index: _operation(builder, index, row)
        for index, row in enumerate(rows)
        if index not in skip
    }
    bulk = Bulk(send, on_result, iter(operations.items()))
    await bulk.run(min(concurrency, len(operations)))
    results = BulkResults[T]()
    if isinstance(bulk.stopped, JourneyBeeError):
        results.stopped = bulk.stopped
    for index in operations:
        results.append(bulk.results.get(index) or BulkResult(index, results.stopped, None))
    return results


def _operation(builder: Callable[..., Operation[T]], index: int, row: Any) -> Operation[T]:
    if not isinstance(row, Mapping | Model):
        wrong = type(row).__name__
        problem = f"a {wrong} is not a mapping of arguments: pass a list of dicts"
        raise TypeError(f"row {index}: {problem}")
    try:
        operation = builder(row) if isinstance(row, Model) else builder(**row)
        operation.content()  # finds what JSON has no form for
    except UsageError as error:
        raise UsageError(f"row {index}: {error}") from None
    except (TypeError, ValueError) as error:
        kind = TypeError if isinstance(error, TypeError) else ValueError
        raise kind(f"row {index}: {error}") from None
    return operation
