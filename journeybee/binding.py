"""The typed descriptors of which the tables of resources are made.

A descriptor holds a generated builder; bound to a resource it has the builder's own signature and
returns what sending the operation returns. Nothing of the signature is written twice. Paging and
bulk writes are imported on first use.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Protocol, Self, TypeVar, overload

import attrs

from journeybee.caller import Caller
from journeybee.response import APIResponse
from journeybee_api._runtime import Operation
from journeybee_api._runtime.annotations import type_hints

if TYPE_CHECKING:
    # Type checkers bring this one along; `typing` has defaults from Python 3.13 on only.
    import typing_extensions

    from journeybee.blocking.calls import BlockingPagedCall, BlockingSingleCall, BlockingWriteCall
    from journeybee.bulk import BulkResult, BulkResults
    from journeybee.pagination import ItemPage, Pager, Style

    M = typing_extensions.TypeVar("M", bound="Awaited | Blocking", default="Awaited")
else:
    M = TypeVar("M")

P = ParamSpec("P")
T = TypeVar("T")


class Awaited:
    """The mode of a table whose calls are awaited; only type checkers see it."""


class Blocking:
    """The mode of a table whose calls block until they are done; only type checkers see it."""


class Bindable(Protocol):
    """Anything that provides a Caller: a client, or another table."""

    @property
    def caller(self) -> Caller: ...

    @property
    def adapt(self) -> Callable[[Any], Any] | None: ...


class Resource(Generic[M]):
    """A table of operations, bound to the caller that sends them.

    `adapt` makes the calls of another mode from those that are awaited; None leaves them.
    """

    def __init__(self, caller: Caller, adapt: Callable[[Any], Any] | None = None) -> None:
        self.caller = caller
        self.adapt = adapt

    def bind(self, call: Any) -> Any:
        """The call in the mode of this table."""
        return call if self.adapt is None else self.adapt(call)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class _Bound(Generic[P]):
    """A builder bound to a caller; it looks like the builder to `help` and `inspect`."""

    def __init__(self, builder: Callable[P, Operation[Any]], caller: Caller) -> None:
        self._builder = builder
        self._build = caller.filling(builder)
        self._caller = caller
        self.__doc__ = builder.__doc__

    @property
    def __name__(self) -> str:
        return self._builder.__name__

    @property
    def __signature__(self) -> inspect.Signature:
        return inspect.signature(self._builder)

    if not TYPE_CHECKING:  # to which it is a variable

        @property
        def __annotations__(self) -> dict[str, Any]:
            # Loads the models that the builder's annotations name.
            return type_hints(self._builder)

    def __repr__(self) -> str:
        return f"<operation {self.__name__}{self.__signature__}>"


class SingleCall(_Bound[P], Generic[P, T]):
    """Awaiting a call sends the operation and returns its body."""

    async def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        """Send the operation; raises what `Caller.send` raises."""
        operation: Operation[T] = self._build(*args, **kwargs)
        body, _ = await self._caller.send(operation)
        return body

    async def with_response(self, *args: P.args, **kwargs: P.kwargs) -> APIResponse[T]:
        """Send the operation and return the response, whose `parse()` reads the body.

        Raises what the call itself raises; a body that does not fit raises only when it is read.
        """
        operation: Operation[T] = self._build(*args, **kwargs)
        plain = await self._caller.respond(operation)
        return attrs.evolve(plain, parser=lambda: self._caller.read(operation, plain))


class WriteCall(SingleCall[P, T], Generic[P, T]):
    """A SingleCall of an operation that writes: it can also be made for many rows."""

    async def many(
        self,
        rows: Iterable[Mapping[str, Any]],
        *,
        concurrency: int = 8,
        skip: Container[int] = (),
        on_result: Callable[[BulkResult[T]], object] = lambda _: None,
    ) -> BulkResults[T]:
        """Make the call for each row; returns a result or an error per row, in the rows' order.

        Every request waits for the client's limiter, as every call does: `concurrency` hides
        latency and does not lift the limit.

        A row that fails does not stop the others. Nothing more is sent, and `.stopped` of the
        results says so, when the next row would fail as surely: on AuthenticationError,
        ModuleDisabledError, ConfigurationError and RateLimitWaitError. Rows under way are brought
        to their end; those not sent have that same error. They can be tried again with the same
        `rows` and `skip=results.done`. After APIConnectionError, ServerError or
        APIResponseError the server may have written a row all the same.

        Args:
            rows: the arguments of each call by parameter name, those of the path too. Type
                checkers cannot look into them, so all are checked before any is sent. They are
                held whole, as are the results: at 100 requests a minute, 6,000 take an hour.
            concurrency: rows that may be under way at once; a client has 10 connections.
            skip: indexes of rows that are done: a set, or `range(500)` for the first 500.
            on_result: called for each row sent as soon as it is done or has failed, in the order of
                that; an async function is awaited before its worker sends another row. It is the
                record that is left if the call is cancelled; then the rows under way, at most
                `concurrency`, are in doubt. What it or a hook raises, the call raises once the
                rows under way are done.

        Raises:
            TypeError: a name that no parameter has, or one that is missing, with the index of the
                row and before anything is sent.
            ValueError: a value that cannot be sent, likewise.

        .. versionadded:: 0.1
        """
        from journeybee.bulk import write_many

        return await write_many(
            self._build, self._body, rows, concurrency=concurrency, skip=skip, on_result=on_result
        )

    async def _body(self, operation: Operation[T]) -> T:
        return (await self._caller.send(operation))[0]


class PagedCall(_Bound[P], Generic[P, T]):
    """A call returns a Pager; nothing is sent before that is awaited or iterated."""

    def __init__(self, builder: Callable[P, Operation[Any]], caller: Caller, style: Style) -> None:
        super().__init__(builder, caller)
        self._style = style

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Pager[T]:
        """Make the Pager; ValueError for arguments the API would refuse."""
        from journeybee.pagination import PageFetcher, Pager

        caller = self._caller
        send = partial(caller.send_list, path=self._style.rows_path)
        operation, unreadable = self._build(*args, **kwargs), caller.pipeline.unreadable
        return Pager(PageFetcher(operation, self._style, send, caller.lists, unreadable))


@attrs.frozen
class Single(Generic[P, T]):
    """An operation that reads one object."""

    builder: Callable[P, Operation[T]]

    @overload
    def __get__(self, instance: None, owner: Any) -> Self: ...
    @overload
    def __get__(self, instance: Resource[Awaited], owner: Any) -> SingleCall[P, T]: ...
    @overload
    def __get__(self, instance: Resource[Blocking], owner: Any) -> BlockingSingleCall[P, T]: ...
    def __get__(self, instance: Resource[Any] | None, owner: Any) -> Any:
        return (
            self if instance is None else instance.bind(SingleCall(self.builder, instance.caller))
        )


@attrs.frozen
class Write(Generic[P, T]):
    """An operation that changes something and returns one object, or None."""

    builder: Callable[P, Operation[T]]

    @overload
    def __get__(self, instance: None, owner: Any) -> Self: ...
    @overload
    def __get__(self, instance: Resource[Awaited], owner: Any) -> WriteCall[P, T]: ...
    @overload
    def __get__(self, instance: Resource[Blocking], owner: Any) -> BlockingWriteCall[P, T]: ...
    def __get__(self, instance: Resource[Any] | None, owner: Any) -> Any:
        return self if instance is None else instance.bind(WriteCall(self.builder, instance.caller))


@attrs.frozen
class Paged(Generic[P, T]):
    """An operation that returns a list, in pages of a style."""

    builder: Callable[P, Operation[Any]]
    style: Style

    @overload
    def __get__(self, instance: None, owner: Any) -> Self: ...
    @overload
    def __get__(self, instance: Resource[Awaited], owner: Any) -> PagedCall[P, T]: ...
    @overload
    def __get__(self, instance: Resource[Blocking], owner: Any) -> BlockingPagedCall[P, T]: ...
    def __get__(self, instance: Resource[Any] | None, owner: Any) -> Any:
        return (
            self
            if instance is None
            else instance.bind(PagedCall(self.builder, instance.caller, self.style))
        )


class Nested:
    """A resource below a client or another resource; type checkers see the resource itself."""

    def __init__(self, resource: type[Resource[Any]]) -> None:
        self._resource = resource

    @property
    def resource(self) -> type[Resource[Any]]:
        """The class of the resource."""
        return self._resource

    def __get__(self, instance: Bindable | None, owner: Any) -> Any:
        return self if instance is None else self.resource(instance.caller, instance.adapt)


def single(builder: Callable[P, Operation[T]]) -> Single[P, T]:
    """One call that reads one object."""
    return Single(builder)


def write(builder: Callable[P, Operation[T]]) -> Write[P, T]:
    """One call that writes, or one for each of many rows."""
    return Write(builder)


def paged(builder: Callable[P, Operation[ItemPage[T] | Sequence[T]]]) -> Paged[P, T]:
    """A list in numbered pages, `{data, pagination}`."""
    from journeybee.pagination import PageNumbers

    return Paged(builder, PageNumbers())


def bare_list(builder: Callable[P, Operation[list[T]]], style: Style | None = None) -> Paged[P, T]:
    """A list whose body is a bare array: it comes whole unless a style is passed."""
    from journeybee.pagination import WholeList

    return Paged(builder, style or WholeList())


def paged_by(builder: Callable[P, Operation[Any]], style: Style, _items: type[T]) -> Paged[P, T]:
    """A list in a style of its own, which finds the items; `_items` is their type."""
    return Paged(builder, style)


def nested(resource: type[Resource[Any]]) -> Any:
    """A resource below this one.

    Its annotation gives it the mode of this one: `notes: LeadNotes[M] = nested(LeadNotes)`.
    """
    return Nested(resource)
