"""What a model was when it was read, to find what was changed in it since."""

from __future__ import annotations

import json
from typing import Any

from .definition import field_names
from .encoder import to_json
from .model import Model
from .unset import UNSET


class _Extras(dict[str, Any]):
    """The undeclared fields of a model, and the JSON text that the model was read from.

    It lies here because copies, pickles and ``attrs.evolve`` take it along, and because models
    without it, such as the rows of lists, take no more memory.
    """

    __slots__ = ("origin",)

    origin: str | bytes


def keep_origin(model: Any, text: str | bytes | None = None) -> None:
    """Note the JSON object that a model was read from, by default what it holds.

    Does nothing for a value that is not a model.
    """
    if isinstance(model, Model):
        extras = _Extras(model.additional_properties)
        extras.origin = json.dumps(model.to_dict()) if text is None else text
        model.additional_properties = extras


def changed_fields(model: Model) -> list[str] | None:
    """The fields of a model that differ from what was read; None if that was not kept.

    Lists and objects changed in place count, and undeclared fields as ``additional_properties``.
    """
    extras = model.additional_properties
    if not isinstance(extras, _Extras):
        return None
    before = type(model).from_dict(json.loads(extras.origin))
    names = field_names(type(model))
    return [name for name in names if _json_of(model, name) != _json_of(before, name)]


def _json_of(model: Model, name: str) -> str:
    value = getattr(model, name)
    # As text, in which true is not 1 and NaN is itself.
    return "" if value is UNSET else json.dumps(to_json(name, value))
