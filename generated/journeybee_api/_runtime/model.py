"""The base of every generated model."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable
from typing import Any, ClassVar, Self

from .codec import read_model
from .definition import define, field, field_names
from .encoder import write_model
from .reader import TOLERANT, Reader
from .styles import json_text


@define(kw_only=True, eq=False, repr=False)
class Model:
    """A JSON object of the API; its subclasses only declare fields, the codec does the rest.

    Two models are equal if their class and all fields are, ``additional_properties`` included. The
    repr shows the fields that hold something, long values shortened. pydantic and FastAPI take
    models as types of fields, arguments and return values; that FastAPI reads an argument from the
    body is declared by ``Annotated[Lead, Body()]``.
    """

    wire_names: ClassVar[dict[str, str]] = {}
    """The JSON names of the fields that have another name in Python."""

    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """What the server sent beside the declared fields, by JSON name."""

    @classmethod
    def from_dict(cls, data: dict[str, Any], reader: Reader = TOLERANT) -> Self:
        """Read a JSON object.

        A missing field becomes UNSET, an unknown one goes to ``additional_properties``, and a value
        of another type stays as it is. Raises DecodeError if ``data`` is not a dict, or, for
        a strict ``reader``, at the first such difference.
        """
        return read_model(cls, data, reader)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object: UNSET fields left out, and what was read written back unchanged."""
        return write_model(self)

    def to_json(self) -> str:
        """The text of ``to_dict()``, compact; it can always be encoded in UTF-8.

        Raises ValueError for NaN and infinities, which JSON cannot hold.

        .. versionadded:: 0.1
        """
        return json_text(type(self).__name__, self)

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        kind: Any = self.__class__
        values = _values_of(kind)
        return bool(values(self) == values(other))

    def __hash__(self) -> int:
        """By ``uuid``, or else ``id``; TypeError for a model that has neither."""
        for name in ("uuid", "id"):
            if isinstance(key := getattr(self, name, None), str | int):
                return hash((self.__class__, key))
        raise TypeError(f"{type(self).__name__} is unhashable: it has no uuid or id")

    def __repr__(self) -> str:
        from .short_repr import short_repr

        return short_repr(self)

    def __replace__(self, **changes: Any) -> Self:
        """A copy with other fields, for ``copy.replace``; ``attrs.evolve`` does the same."""
        import attrs

        return attrs.evolve(self, **changes)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        from .pydantic_schema import core_schema_of

        return core_schema_of(cls)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        from .pydantic_schema import json_schema_of

        return json_schema_of(cls)


class _MadeOnDemand:
    """A slot that holds a dict from when it is first asked for: most models never need theirs."""

    def __init__(self, slot: Any) -> None:
        self._slot = slot

    def __get__(self, model: Any, _owner: Any) -> Any:
        if model is None:
            return self
        try:
            return self._slot.__get__(model)
        except AttributeError:
            self._slot.__set__(model, {})
            return self._slot.__get__(model)

    def __set__(self, model: Any, value: Any) -> None:
        self._slot.__set__(model, value)


_MODEL: Any = Model
_MODEL._extras = _MODEL.additional_properties  # noqa: SLF001 - the slot
_MODEL.additional_properties = _MadeOnDemand(_MODEL.additional_properties)


def extras_of(model: object) -> dict[str, Any] | None:
    """`additional_properties` of a model if there are any yet: to ask the model makes them."""
    return getattr(model, "_extras", None)


@functools.cache
def _values_of(model: Any) -> Callable[[Any], Any]:
    return operator.attrgetter(*field_names(model))
