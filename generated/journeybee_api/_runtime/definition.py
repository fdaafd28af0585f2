"""`attrs.define` for models, put off until something needs what attrs adds.

To read, compare, hash, write and show a model takes its slots alone. `import attrs` and its work on
ten classes were 75 of 1,016 million instructions from the import to the first list.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

__all__ = ["define", "field", "field_names", "is_model"]

# Reentrant: completing a model completes its base.
_LOCK = threading.RLock()
_ADDED = ("__attrs_attrs__", "__init__", "__match_args__", "__getstate__", "__setstate__")


class _Field(NamedTuple):
    options: dict[str, Any]


class _Added:
    """What attrs adds to a class; when first asked for, it completes the class."""

    def __init__(self, fields: tuple[str, ...], complete: Callable[[type], None]) -> None:
        self.fields = fields
        self._complete = complete

    def __set_name__(self, owner: type, name: str) -> None:
        self._owner, self._name = owner, name

    def __get__(self, instance: object, kind: type | None = None) -> Any:
        with _LOCK:
            if vars(self._owner)[self._name] is self:
                self._complete(self._owner)
        # Not by name from the instance: its class may have a method that calls this one.
        value = vars(self._owner)[self._name]
        return value.__get__(instance, kind) if hasattr(value, "__get__") else value


def _define(**options: Any) -> Callable[[type], type]:
    def decorate(cls: type) -> type:
        namespace = dict(vars(cls), __qualname__=cls.__qualname__)
        for name in ("__dict__", "__weakref__"):
            namespace.pop(name, None)
        own = [n for n, hint in cls.__annotations__.items() if not str(hint).startswith("ClassVar")]
        inherited = field_names(cls)
        weak = () if inherited else ("__weakref__",)
        slots = {"__slots__": (*(name for name in own if name not in inherited), *weak)}

        def complete(made: type) -> None:
            import attrs

            values = {n: attrs.field(**v.options) if isinstance(v, _Field) else v
                      for n, v in namespace.items()}  # fmt: skip
            twin: Any = attrs.define(**options)(type(made.__name__, made.__bases__, values))
            for name, value in vars(twin).items():
                if name not in vars(made) or isinstance(vars(made)[name], _Added):
                    setattr(made, name, value)

        fields = (*(name for name in inherited if name not in own), *own)
        added = {name: _Added(fields, complete) for name in _ADDED}
        kept = {name: value for name, value in namespace.items() if name not in own}
        return type(cls.__name__, cls.__bases__, kept | slots | added)

    return decorate


if TYPE_CHECKING:
    from attrs import define, field
else:
    define = _define

    def field(**options: Any) -> Any:
        """As `attrs.field`, for `define`."""
        return _Field(options)


def field_names(kind: Any) -> tuple[str, ...]:
    """The names of the fields, as `attrs.fields` has them, without completing the class."""
    for base in getattr(kind, "__mro__", ()):
        fields = vars(base).get("__attrs_attrs__")
        if fields is not None:
            return fields.fields if isinstance(fields, _Added) else tuple(f.name for f in fields)
    return ()


def is_model(kind: Any) -> bool:
    """Whether it is a class of models."""
    return hasattr(kind, "wire_names")
