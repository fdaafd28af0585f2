"""Immutable values: they are compared, shown, pickled and copied by their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, Self, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def read_only_fields(kind: type[T]) -> type[T]:
    """Declare the fields of an `Immutable` class, so that type checkers refuse to set them."""
    return kind


class Immutable:
    """A value whose `__init__` passes its fields, by the names of its arguments, to this one.

    Fields with an underscore in front are neither shown nor compared.
    """

    def __init__(self, **fields: Any) -> None:
        self.__dict__.update(fields)

    if not TYPE_CHECKING:

        def __setattr__(self, name: str, *_value: object) -> NoReturn:
            kind = type(self).__name__
            raise AttributeError(f"{kind} is immutable: make another one to change {name}")

        __delattr__ = __setattr__

    def _public(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name[0] != "_"}

    def _shown(self) -> dict[str, Any]:
        """The values that the repr shows."""
        return self._public()

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Immutable) and type(other) is type(self):
            return self._public() == other._public()
        return NotImplemented

    def __hash__(self) -> int:
        return hash((type(self), *self._public().values()))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self._shown().items())
        return f"{type(self).__name__}({shown})"

    def __replace__(self, **changes: Any) -> Self:
        """A copy with other fields, for `copy.replace`."""
        return type(self)(**{**vars(self), **changes})
