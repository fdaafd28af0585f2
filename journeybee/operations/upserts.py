"""Creating a record, or updating the one that is there: a call made of three operations.

Imported by the tables that have it.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Self, TypeVar, overload

from journeybee.operations.binding import (
    Awaited,
    Blocking,
    Paged,
    Resource,
    Write,
    binding_of,
)
from journeybee.operations.caller import Caller
from journeybee.operations.calls import BoundCall, PagedCall, PatchCall
from journeybee_api._runtime import Operation

if TYPE_CHECKING:
    from journeybee.blocking.calls import BlockingUpsertCall
    from journeybee.pagination import Pager

P = ParamSpec("P")
T = TypeVar("T")
# Of a call that has them besides those of the operation that creates.
_OWN = (
    inspect.Parameter("match", inspect.Parameter.KEYWORD_ONLY, annotation="str | Sequence[str]"),
    inspect.Parameter("among", inspect.Parameter.KEYWORD_ONLY, default=None, annotation="Pager"),
)


class UpsertCall(BoundCall[P], Generic[P, T]):
    """A call creates a record, or updates the one that is there, and returns it."""

    def __init__(
        self,
        builder: Callable[P, Operation[T]],
        caller: Caller,
        listed: Paged[..., T],
        update: Callable[..., Operation[T]],
    ) -> None:
        super().__init__(builder, caller)
        self._listed = PagedCall[..., T](listed.builder, caller, listed.style, listed.items)
        self._update = PatchCall[..., T, ..., T](update, caller)
        self._builders = (listed.builder, builder, update)
        self.__doc__ = type(self).__call__.__doc__

    @property
    def __name__(self) -> str:
        return self.path.rpartition(".")[2]

    @property
    def __signature__(self) -> inspect.Signature:
        """The parameters of the operation that creates, and those of the call."""
        signature = super().__signature__
        return signature.replace(parameters=[*signature.parameters.values(), *_OWN])

    async def __call__(
        self,
        match: str | Sequence[str],
        among: Pager[T] | None = None,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Create a record with these fields, or update the one whose fields `match` are equal.

        It reads the list whole, or what its parameters of the same names as `match` leave, as
        `find_only` does; then it sends one request, or none if the record has all these values.
        A field that no record shows, the `partnership_uuid` of an enrolment, is for the creation.
        The API has no such operation itself: of two clients at once, both may create a record.

        Args:
            match: the field that identifies a record, or several, among those that are passed.
            among: a narrower list to look in, such as `client.leads.list(search=email)`. A record
                that it does not list is created.
            args: the arguments of the operation that creates.
            kwargs: the same by name, the fields among them.

        Raises:
            UsageError: several records match, with their ids; a field that only the creation takes
                has another value in the record; `match` names no field that was passed.

        .. versionadded:: 0.1
        """
        create: Operation[T] = self._build(*args, **kwargs)
        passed = inspect.signature(self._builder).bind(*args, **kwargs).arguments
        upserting: Any = importlib.import_module("journeybee.items.upserting")
        upsert = upserting.Upsert(self.path, *self._builders, passed)
        found: T | None = await upsert.find(
            [match] if isinstance(match, str) else match, self._listed, among
        )
        if found is None:
            return (await self._caller.send(create))[0]
        changes: dict[str, Any] = upsert.changes(found)
        if not changes:
            return found
        result: T = await self._update(**changes)
        return result


class Upsert(Generic[P, T]):
    """Three operations of a table, of which one call is made."""

    def __init__(
        self,
        create: Callable[P, Operation[T]],
        listed: Paged[..., T],
        update: Callable[..., Operation[T]],
    ) -> None:
        self._create = create
        self._others = listed, update

    @overload
    def __get__(self, instance: None, owner: Any) -> Self: ...
    @overload
    def __get__(self, instance: Resource[Awaited], owner: Any) -> UpsertCall[P, T]: ...
    @overload
    def __get__(self, instance: Resource[Blocking], owner: Any) -> BlockingUpsertCall[P, T]: ...
    def __get__(self, instance: Resource[Any] | None, owner: Any) -> Any:
        if instance is None:
            return self
        return binding_of(instance).call(
            instance, "upsert", UpsertCall, self._create, *self._others
        )


def upserts(listed: Paged[..., T], create: Write[P, T], update: Write[..., T]) -> Upsert[P, T]:
    """One call that creates or updates, made of the operations in the lines above."""
    return Upsert(create.builder, listed, update.builder)
