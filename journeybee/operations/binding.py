"""The typed descriptors of which the tables of resources are made.

A descriptor holds a generated builder; bound to a resource it has the builder's own signature and
returns what sending the operation returns. Nothing of the signature is written twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Protocol, TypeVar, overload

from journeybee.operations.caller import Caller
from journeybee.operations.calls import PagedCall, PatchCall, SingleCall, WriteCall, call_at
from journeybee_api._runtime import Operation

if TYPE_CHECKING:
    from typing import Self

    # Type checkers bring this one along; `typing` has defaults from Python 3.13 on only.
    import typing_extensions

    from journeybee.blocking.calls import (
        BlockingPagedCall,
        BlockingPatchCall,
        BlockingSingleCall,
        BlockingWriteCall,
    )
    from journeybee.pagination import ItemPage, Style

    M = typing_extensions.TypeVar("M", bound="Awaited | Blocking", default="Awaited")
else:
    M = TypeVar("M")

P = ParamSpec("P")
A = ParamSpec("A")
T = TypeVar("T")
K = TypeVar("K")
R = TypeVar("R")


class Awaited:
    """The mode of a table whose calls are awaited; only type checkers see it."""


class Blocking:
    """The mode of a table whose calls block until they are done; only type checkers see it."""


class Binding:
    """What the calls of a table need.

    Attributes:
        caller: sends them.
        adapt: makes the calls of another mode from those that are awaited; None leaves them.
        path: where the table is on the client, "" for the client.
    """

    def __init__(
        self, caller: Caller, adapt: Callable[[Any], Any] | None = None, path: str = ""
    ) -> None:
        self.caller, self.adapt, self.path = caller, adapt, path

    def path_of(self, name: str) -> str:
        """The dotted path of a member."""
        return f"{self.path}.{name}" if self.path else name

    def below(self, name: str) -> Binding:
        """That of a table which is a member."""
        return Binding(self.caller, self.adapt, self.path_of(name))

    def call(self, table: object, name: str, kind: Any, *builders: Any) -> Any:
        """The call of a member, which Python finds in the table itself from then on."""
        call = call_at(kind, self.path_of(name))(*builders[:1], self.caller, *builders[1:])
        call = vars(table)[name] = call if self.adapt is None else self.adapt(call)
        return call


class Bindable(Protocol):
    """What has a Binding: a client, or a table. Its name is private, for editors to hide it."""

    @property
    def _binding(self) -> Binding: ...


def binding_of(table: Bindable) -> Binding:
    """What the calls of a client or a table are bound to."""
    return table._binding  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


def caller_of(client: Bindable) -> Caller:
    """What sends the operations of a client."""
    return binding_of(client).caller


class Resource(Generic[M]):
    """A table of operations, bound to the caller that sends them."""

    def __init__(self, binding: Binding) -> None:
        self._binding = binding

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            from journeybee.hints import unknown_attribute

            raise AttributeError(unknown_attribute(self, name))


def _set_name(descriptor: Any, _owner: type[Any], name: str) -> None:
    descriptor.name = name


class Single(Generic[P, T]):
    """An operation that reads one object."""

    name = ""

    def __init__(self, builder: Callable[P, Operation[T]]) -> None:
        self.builder = builder

    __set_name__ = _set_name

    @overload
    def __get__(self, instance: None, owner: Any) -> Self: ...
    @overload
    def __get__(self, instance: Resource[Awaited], owner: Any) -> SingleCall[P, T]: ...
    @overload
    def __get__(self, instance: Resource[Blocking], owner: Any) -> BlockingSingleCall[P, T]: ...
    def __get__(self, instance: Resource[Any] | None, owner: Any) -> Any:
        if instance is None:
            return self
        return binding_of(instance).call(instance, self.name, SingleCall, self.builder)


class Write(Generic[P, T]):
    """An operation that changes something and returns one object, or None."""

    name = ""

    def __init__(self, builder: Callable[P, Operation[T]]) -> None:
        self.builder = builder

    __set_name__ = _set_name

    @overload
    def __get__(self, instance: None, owner: Any) -> Self: ...
    @overload
    def __get__(self, instance: Resource[Awaited], owner: Any) -> WriteCall[P, T]: ...
    @overload
    def __get__(self, instance: Resource[Blocking], owner: Any) -> BlockingWriteCall[P, T]: ...
    def __get__(self, instance: Resource[Any] | None, owner: Any) -> Any:
        if instance is None:
            return self
        return binding_of(instance).call(instance, self.name, WriteCall, self.builder)


class Patch(Write[P, T], Generic[P, T, A, R]):
    """A Write of an operation that changes fields: it also takes a model that was read.

    `reads` are builders whose results are such models, beside the own one's.
    """

    def __init__(
        self,
        builder: Callable[P, Operation[T]],
        reads: tuple[Callable[..., Operation[Any]], ...] = (),
    ) -> None:
        super().__init__(builder)
        self.reads = reads

    @overload
    def __get__(self, instance: None, owner: Any) -> Self: ...
    @overload
    def __get__(self, instance: Resource[Awaited], owner: Any) -> PatchCall[P, T, A, R]: ...
    @overload
    def __get__(
        self, instance: Resource[Blocking], owner: Any
    ) -> BlockingPatchCall[P, T, A, R]: ...
    def __get__(self, instance: Resource[Any] | None, owner: Any) -> Any:
        if instance is None:
            return self
        return binding_of(instance).call(instance, self.name, PatchCall, self.builder, *self.reads)


class Paged(Generic[P, T]):
    """An operation that returns a list, in pages of a style.

    `items` is the type of the items, where the spec does not have it.
    """

    name = ""

    def __init__(
        self, builder: Callable[P, Operation[Any]], style: Style, items: Any = None
    ) -> None:
        self.builder = builder
        self.style = style
        self.items = items

    __set_name__ = _set_name

    @overload
    def __get__(self, instance: None, owner: Any) -> Self: ...
    @overload
    def __get__(self, instance: Resource[Awaited], owner: Any) -> PagedCall[P, T]: ...
    @overload
    def __get__(self, instance: Resource[Blocking], owner: Any) -> BlockingPagedCall[P, T]: ...
    def __get__(self, instance: Resource[Any] | None, owner: Any) -> Any:
        if instance is None:
            return self
        more = self.style, self.items
        return binding_of(instance).call(instance, self.name, PagedCall, self.builder, *more)


class Nested:
    """A resource below a client or another resource; type checkers see the resource itself."""

    name = ""

    def __init__(self, resource: type[Resource[Any]]) -> None:
        self._resource = resource

    __set_name__ = _set_name

    @property
    def resource(self) -> type[Resource[Any]]:
        """The class of the resource."""
        return self._resource

    def __get__(self, instance: Bindable | None, owner: Any) -> Any:
        if instance is None:
            return self
        return self.resource(binding_of(instance).below(self.name))


def single(builder: Callable[P, Operation[T]]) -> Single[P, T]:
    """One call that reads one object."""
    return Single(builder)


def write(builder: Callable[P, Operation[T]]) -> Write[P, T]:
    """One call that writes, or one for each of many rows."""
    return Write(builder)


def patch(builder: Callable[P, Operation[T]]) -> Patch[P, T, [T], T]:
    """One call that changes fields, by an id or by the model that was read and changed."""
    return Patch(builder)


def patch_below(builder: Callable[P, Operation[T]]) -> Patch[P, T, [str, T], T]:
    """The same for what is below another object, whose id comes first."""
    return Patch(builder)


@overload
def patch_of(
    builder: Callable[P, Operation[T]], rows: Callable[..., Operation[list[K]]], /
) -> Patch[P, T, [K], T | None]: ...
@overload
def patch_of(
    builder: Callable[P, Operation[T]],
    rows: Callable[..., Operation[list[K]]],
    one: Callable[..., Operation[R]],
    /,
) -> Patch[P, T, [K | R], T | None]: ...
def patch_of(builder: Callable[P, Operation[T]], /, *reads: Any) -> Patch[P, T, ..., Any]:
    """The same for models that other operations read; None if nothing was changed in one."""
    return Patch(builder, reads)


def paged(builder: Callable[P, Operation[ItemPage[T] | Sequence[T]]]) -> Paged[P, T]:
    """A list in numbered pages, `{data, pagination}`."""
    from journeybee.pagination import PageNumbers

    return Paged(builder, PageNumbers())


def bare_list(builder: Callable[P, Operation[list[T]]], style: Style | None = None) -> Paged[P, T]:
    """A list whose body is a bare array: it comes whole unless a style is passed."""
    from journeybee.pagination import WholeList

    return Paged(builder, style or WholeList())


def paged_by(builder: Callable[P, Operation[Any]], style: Style, items: type[T]) -> Paged[P, T]:
    """A list in a style of its own, which finds the items; `items` is their type."""
    return Paged(builder, style, items)


def nested(resource: type[Resource[Any]]) -> Any:
    """A resource below this one.

    Its annotation gives it the mode of this one: `notes: LeadNotes[M] = nested(LeadNotes)`.
    """
    return Nested(resource)
