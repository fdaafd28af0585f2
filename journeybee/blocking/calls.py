"""The calls of blocking tables: those of the tables that are awaited, run to their end."""

from __future__ import annotations

import typing
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar, cast, overload

from journeybee.blocking.loop_thread import LoopThread
from journeybee.blocking.pager import BlockingPager
from journeybee.operations.calls import PagedCall, PatchCall, SingleCall, WriteCall
from journeybee.response import APIResponse
from journeybee_api._runtime import Model

if TYPE_CHECKING:
    from journeybee.operations.bulk import BulkResult, BulkResults

P = ParamSpec("P")
A = ParamSpec("A")
R = TypeVar("R")
T = TypeVar("T")


class _BlockingCall:
    """Looks like the call that it runs, and so like its builder."""

    def __init__(self, call: Any, loop: LoopThread) -> None:
        self._call = call
        self._loop = loop
        self.__doc__ = call.__doc__

    def __repr__(self) -> str:
        return repr(self._call)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            if name in {"__name__", "__signature__", "__annotations__"}:
                return getattr(self._call, name)
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")


class BlockingSingleCall(_BlockingCall, Generic[P, T]):
    """A call sends the operation and returns its body."""

    _call: SingleCall[P, T]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        """Send the operation; raises what the client that is awaited raises."""
        return self._loop.run(self._call, *args, **kwargs)

    def with_response(self, *args: P.args, **kwargs: P.kwargs) -> APIResponse[T]:
        """Send the operation; returns the response, whose `parse()` reads the body."""
        return self._loop.run(self._call.with_response, *args, **kwargs)


class BlockingWriteCall(BlockingSingleCall[P, T]):
    """A call of an operation that writes: it can also be made for many rows."""

    def many(
        self,
        rows: Iterable[Mapping[str, Any] | Model],
        *,
        concurrency: int = 8,
        skip: Container[int] = (),
        on_result: Callable[[BulkResult[T]], object] = lambda _: None,
    ) -> BulkResults[T]:
        """Make the call for each row; returns a result or an error per row, in the rows' order.

        As `many` of a client that is awaited; `on_result` is called in the client's thread.
        """
        write = cast("WriteCall[P, T]", self._call)
        return self._loop.run(
            write.many, rows, concurrency=concurrency, skip=skip, on_result=on_result
        )


class BlockingPatchCall(BlockingWriteCall[P, T], Generic[P, T, A, R]):
    """A call of an update, which also takes a model that was read and changed.

    As the update of a client that is awaited.
    """

    if TYPE_CHECKING:

        @overload
        def __call__(self, *args: A.args, **kwargs: A.kwargs) -> R: ...
        @overload
        def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T: ...
        def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
        @overload
        def with_response(self, *args: A.args, **kwargs: A.kwargs) -> APIResponse[T]: ...
        @overload
        def with_response(self, *args: P.args, **kwargs: P.kwargs) -> APIResponse[T]: ...
        def with_response(self, *args: Any, **kwargs: Any) -> Any: ...


class BlockingUpsertCall(_BlockingCall, Generic[P, T]):
    """A call creates a record, or updates the one that is there, and returns it."""

    def __call__(
        self,
        match: str | Sequence[str],
        among: BlockingPager[T] | None = None,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Create or update; takes, costs and raises what the call that is awaited does."""
        pager: Any = None if among is None else vars(among)["_pager"]
        result: T = self._loop.run(self._call, match, pager, *args, **kwargs)
        return result


class BlockingPagedCall(_BlockingCall, Generic[P, T]):
    """A call returns a BlockingPager; nothing is sent before that is used."""

    _call: PagedCall[P, T]

    if not TYPE_CHECKING:

        @property
        def __annotations__(self) -> dict[str, Any]:
            hints = self._call.__annotations__
            return {**hints, "return": BlockingPager[typing.get_args(hints["return"])]}

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> BlockingPager[T]:
        """Make the pager; ValueError for arguments the API would refuse."""
        return BlockingPager(self._call(*args, **kwargs), self._loop)


def blocking_call(call: Any, loop: LoopThread) -> Any:
    """The blocking form of a call."""
    kind: Any = BlockingSingleCall
    if isinstance(call, PatchCall):
        kind = BlockingPatchCall
    elif isinstance(call, WriteCall):
        kind = BlockingWriteCall
    elif isinstance(call, PagedCall):
        kind = BlockingPagedCall
    elif not isinstance(call, SingleCall):
        kind = BlockingUpsertCall
    return kind(call, loop)
