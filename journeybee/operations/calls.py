"""The calls of operations: a builder bound to the caller that sends what it describes.

Paging and bulk writes are imported by the first call that uses them.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import types
import typing
from collections.abc import Callable, Container, Coroutine, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar, overload

from journeybee.errors import UsageError
from journeybee.operations.caller import Caller
from journeybee.response import APIResponse
from journeybee_api._runtime import Model, Operation
from journeybee_api._runtime.annotations import item_type, type_hints

if TYPE_CHECKING:
    from journeybee.operations.bulk import BulkResult, BulkResults
    from journeybee.pagination import PageFetcher, Pager, Style

P = ParamSpec("P")
A = ParamSpec("A")
T = TypeVar("T")
R = TypeVar("R")


@functools.cache
def call_at(kind: Any, path: str) -> Any:
    """The class of the call at a path of the client.

    Its coroutines have that name, which Python shows for one that is never awaited.
    """
    shared = kind.__call__
    own = types.FunctionType(
        shared.__code__, shared.__globals__, shared.__name__, shared.__defaults__
    )
    own.__qualname__, own.__doc__ = path, shared.__doc__
    return type(kind.__name__, (kind,), {"__call__": own, "path": path})


class BoundCall(Generic[P]):
    """A builder bound to a caller; it looks like the builder to `help` and `inspect`."""

    path = ""
    """Where it is on the client, such as `leads.get`."""

    def __init__(self, builder: Callable[P, Operation[Any]], caller: Caller) -> None:
        self._builder = builder
        self._fill = caller.filling(builder)
        self._caller = caller
        self.__doc__ = builder.__doc__

    def _build(self, *args: P.args, **kwargs: P.kwargs) -> Any:
        try:
            return self._fill(*args, **kwargs)
        except TypeError as error:
            from journeybee.hints import explained

            path = self.path or self.__name__
            signature = inspect.signature(self._builder)
            raise explained(error, path, signature, args, kwargs) from None

    @property
    def __name__(self) -> str:
        return self._builder.__name__

    @property
    def __signature__(self) -> inspect.Signature:
        """The parameters of the builder, and what a call returns."""
        signature = inspect.signature(self._builder)
        return signature.replace(return_annotation=self._result_text(signature.return_annotation))

    def _result_text(self, operation: str) -> str:
        return operation.removeprefix("Operation[").removesuffix("]")

    def _result_type(self) -> Any:
        (result,) = typing.get_args(type_hints(self._builder)["return"])
        return result

    if not TYPE_CHECKING:  # to which it is a variable

        @property
        def __annotations__(self) -> dict[str, Any]:
            # Loads the models that the builder's annotations name.
            return {**type_hints(self._builder), "return": self._result_type()}

    def __repr__(self) -> str:
        return f"<operation {self.__name__}{self.__signature__}>"


class SingleCall(BoundCall[P], Generic[P, T]):
    """Awaiting a call sends the operation and returns its body."""

    async def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        """Send the operation; raises what `Caller.send` raises."""
        operation: Operation[T] | Unsent[T] = self._build(*args, **kwargs)
        if not isinstance(operation, Operation):
            return operation.result
        body, _ = await self._caller.send(operation)
        return body

    async def with_response(self, *args: P.args, **kwargs: P.kwargs) -> APIResponse[T]:
        """Send the operation and return the response, whose `parse()` reads the body.

        Raises what the call itself raises; a body that does not fit raises only when it is read.
        """
        operation: Operation[T] | Unsent[T] = self._build(*args, **kwargs)
        if not isinstance(operation, Operation):
            raise UsageError(f"nothing was changed in the model, so {self.path} has no response")
        plain = await self._caller.respond(operation)
        return plain.__replace__(_parser=lambda: self._caller.read(operation, plain))


class WriteCall(SingleCall[P, T], Generic[P, T]):
    """A SingleCall of an operation that writes: it can also be made for many rows."""

    async def many(
        self,
        rows: Iterable[Mapping[str, Any] | Model],
        *,
        concurrency: int = 8,
        skip: Container[int] = (),
        on_result: Callable[[BulkResult[T]], object] = lambda _: None,
    ) -> BulkResults[T]:
        """Make the call for each row; returns a result or an error per row, in the rows' order.

        Every request waits for the client's limiter, as every call does: `concurrency` hides
        latency and does not lift the limit.

        A row that fails does not stop the others. Nothing more is sent, and `.stopped` of the
        results has the reason, when the next row would fail as surely: on AuthenticationError,
        ModuleDisabledError, ConfigurationError and RateLimitWaitError. Rows under way are brought
        to their end; those not sent have that same error. They can be tried again with the same
        `rows` and `skip=results.done`. After APIConnectionError, ServerError or
        APIResponseError the server may have written a row all the same.

        Args:
            rows: the arguments of each call by parameter name, those of the path too; of an update
                also models, as in `update(model)`. Type checkers cannot look into them, so all are
                checked before any is sent. They are held whole, as are the results: at 100
                requests a minute, 6,000 take an hour.
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
        from journeybee.operations.bulk import write_many

        background = self._caller.in_background()

        async def body(operation: Operation[T] | Unsent[T]) -> T:
            if isinstance(operation, Unsent):
                return operation.result
            return (await background.send(operation))[0]

        return await write_many(
            self._build, body, rows, concurrency=concurrency, skip=skip, on_result=on_result
        )


class Unsent(Generic[T]):
    """In place of the operation of an update that has nothing to send."""

    def __init__(self, result: T) -> None:
        self.result = result

    def content(self) -> None:
        """No body."""


class PatchCall(WriteCall[P, T], Generic[P, T, A, R]):
    """A WriteCall of an update, which also takes a model that was read and changed.

    Only the changed fields are sent, lists and objects changed in place included. The API has no
    versions of records: a field that another client changed meanwhile is overwritten. Without a
    change nothing is sent. What is returned is a new model; the one passed keeps its changes.
    """

    def __init__(
        self, builder: Callable[P, Operation[Any]], caller: Caller, *reads: Callable[..., Any]
    ) -> None:
        super().__init__(builder, caller)
        self._reads = reads

    def _build(self, *args: Any, **kwargs: Any) -> Any:
        build: Callable[..., Any] = super()._build
        if not any(isinstance(arg, Model) for arg in args):
            return build(*args, **kwargs)
        changes: Any = importlib.import_module("journeybee.items.changes")
        names = changes.arguments(self.path, (*self._reads, self._builder), args, kwargs)
        # Where updates return something else than the model, nothing stands for no update.
        return build(**names) if names else Unsent(None if self._reads else args[-1])

    if TYPE_CHECKING:

        @overload
        def __call__(self, *args: A.args, **kwargs: A.kwargs) -> Coroutine[Any, Any, R]: ...
        @overload
        def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Coroutine[Any, Any, T]: ...
        def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
        @overload
        async def with_response(self, *args: A.args, **kwargs: A.kwargs) -> APIResponse[T]: ...
        @overload
        async def with_response(self, *args: P.args, **kwargs: P.kwargs) -> APIResponse[T]: ...
        async def with_response(self, *args: Any, **kwargs: Any) -> Any: ...


class PagedCall(BoundCall[P], Generic[P, T]):
    """A call returns a Pager; nothing is sent before that is awaited or iterated."""

    def __init__(
        self, builder: Callable[P, Operation[Any]], caller: Caller, style: Style, items: Any = None
    ) -> None:
        super().__init__(builder, caller)
        self._style = style
        self._items = items

    def _result_text(self, operation: str) -> str:
        item = self._item_type()
        return f"Pager[{item.__name__ if inspect.isclass(item) else item}]".replace("typing.", "")

    def _result_type(self) -> Any:
        from journeybee.pagination import Pager

        return Pager[self._item_type()]  # type: ignore[misc]

    def _item_type(self) -> Any:
        return self._items or item_type(self._builder, self._style.rows_path)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Pager[T]:
        """Make the Pager; ValueError for arguments the API would refuse."""
        page_fetcher, pager = _paging()
        caller = self._caller
        send = functools.partial(caller.send_list, path=self._style.rows_path)
        operation, pipeline = self._build(*args, **kwargs), caller.pipeline
        fetcher = page_fetcher(
            operation,
            self._style,
            send,
            memory=caller.lists,
            unreadable=pipeline.unreadable,
            server=pipeline.settings.base_url,
        )
        return pager(fetcher)


@functools.cache
def _paging() -> tuple[type[PageFetcher], type[Pager[Any]]]:
    """Imported by the first call; in each call, the statements take 2.5 microseconds."""
    from journeybee.pagination.fetcher import PageFetcher
    from journeybee.pagination.pager import Pager

    return PageFetcher, Pager
