"""Values of custom fields by label: into the form that the API takes, and back.

It sends nothing: the definitions are passed in, and kept as long as the object is.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from journeybee.errors import UsageError
from journeybee.hints import did_you_mean
from journeybee_api._runtime import UNSET
from journeybee_api.v1.models import (
    CustomFieldDefinition,
    CustomFieldInput,
    CustomFieldOption,
    CustomFieldValueObject,
    EmbeddedCustomField,
)


class CustomFields:
    """The custom fields of one category, such as those of leads.

    Made of `await client.custom_fields.list(category="lead").collect()`, which is one request.
    It does not follow later changes of the definitions: make another one then. Its types are those
    of the spec's `CustomFieldValueObject`; that page is documented, the API was not called.

    .. versionadded:: 0.1
    """

    def __init__(self, definitions: Iterable[CustomFieldDefinition]) -> None:
        self._definitions = list(definitions)

    def inputs(self, values: Mapping[str, Any]) -> list[CustomFieldInput]:
        """The `custom_fields` argument of an operation that creates or updates.

        Args:
            values: by label or uuid of the field. A select takes the label or id of an option,
                a multi_select a list of these; a date takes a `date` or YYYY-MM-DD.

        Raises:
            UsageError: an unknown label, or one of several fields; a value of another type.
        """
        return [
            CustomFieldInput(
                custom_field_uuid=self._named(name).uuid, value=self.value(name, value)
            )
            for name, value in values.items()
        ]

    def value(self, name: str, value: Any) -> CustomFieldValueObject:
        """One value, for `client.custom_field_values`; takes and raises what `inputs` does."""
        definition = self._named(name)
        kind = definition.type
        if kind in {"select", "multi_select"}:
            return _chosen(definition, value)
        if kind in {"text", "textarea"} and isinstance(value, str):
            return CustomFieldValueObject(text=value)
        if kind == "number" and _is_number(value):
            return CustomFieldValueObject(number=value)
        if kind == "boolean" and isinstance(value, bool):
            return CustomFieldValueObject(boolean=value)
        if kind == "date" and (text := _date_text(value)):
            return CustomFieldValueObject(date=text)
        raise UsageError(f"{name}={value!r} does not fit: {definition.label} is a {kind} field")

    @staticmethod
    def values(fields: Iterable[EmbeddedCustomField]) -> dict[str, Any]:
        """The values that a record carries, by label, options as their labels; None for none."""
        return {field.label: _plain(field) for field in fields}

    def _named(self, name: str) -> CustomFieldDefinition:
        found = [d for d in self._definitions if name in {d.uuid, d.label}]
        if len(found) > 1:
            uuids = ", ".join(definition.uuid for definition in found)
            raise UsageError(f"several custom fields are called {name}: name one of {uuids}")
        if not found:
            known = [definition.label for definition in self._definitions]
            raise UsageError(f"there is no custom field {name}{did_you_mean(name, known)}")
        return found[0]


def _chosen(definition: CustomFieldDefinition, value: Any) -> CustomFieldValueObject:
    """The value of a field with options."""
    if definition.type == "select":
        return CustomFieldValueObject(select=_option(definition, value).id)
    if not isinstance(value, list | tuple):
        raise UsageError(f"{definition.label}={value!r} does not fit: pass a list of options")
    items = cast("Sequence[Any]", value)
    return CustomFieldValueObject(multi_select=[_option(definition, item).id for item in items])


def _option(definition: CustomFieldDefinition, value: Any) -> CustomFieldOption:
    options = definition.options or []
    for option in options:
        if value == option.label or (_is_number(value) and value == option.id):
            return option
    known = [option.label for option in options]
    raise UsageError(
        f"{definition.label} has no option {value!r}{did_you_mean(str(value), known)} "
        f"(it has {', '.join(known) or 'none'})"
    )


def _is_number(value: Any) -> bool:
    return value.__class__ in {int, float} and math.isfinite(value)


def _date_text(value: Any) -> str | None:
    if value.__class__ is datetime.date:
        return str(value)
    try:
        return value if str(datetime.date.fromisoformat(value)) == value else None
    except (TypeError, ValueError):
        return None


def _plain(field: EmbeddedCustomField) -> Any:
    if field.value is None:
        return None
    labels = {option.id: option.label for option in field.options or []}
    if field.value.select is not UNSET:
        return labels.get(field.value.select, field.value.select)
    if field.value.multi_select is not UNSET:
        return [labels.get(item, item) for item in field.value.multi_select]
    return next(iter(field.value.to_dict().values()), None)
