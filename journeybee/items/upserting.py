"""The record that an upsert updates, and what it changes in it."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs

from journeybee import introspection
from journeybee.errors import UsageError
from journeybee.hints import did_you_mean
from journeybee.items.finding import only, same, value_of
from journeybee.pagination import Pager
from journeybee_api._runtime import UNSET

Builder = Callable[..., Any]


def _parameters(builder: Builder) -> Mapping[str, inspect.Parameter]:
    return inspect.signature(builder).parameters


@attrs.frozen
class Upsert:
    """One upsert.

    Attributes:
        path: the call's path on the client.
        listed: the parameters of the operation that lists records; `create` and `update` likewise.
        fields: what was passed, by the parameters of the operation that creates.
    """

    path: str
    listed: Mapping[str, inspect.Parameter] = attrs.field(converter=_parameters)
    create: Mapping[str, inspect.Parameter] = attrs.field(converter=_parameters)
    update: Mapping[str, inspect.Parameter] = attrs.field(converter=_parameters)
    fields: Mapping[str, Any]

    @property
    def ids(self) -> dict[str, Any]:
        """The ids of what records are below."""
        return {n: self.fields[n] for n, p in self.create.items() if p.kind is not p.KEYWORD_ONLY}

    async def find(
        self, match: Sequence[str], listed: Callable[..., Pager[Any]], among: Pager[Any] | None
    ) -> Any:
        """The record that matches, None if there is none.

        Raises:
            UsageError: several do, or none can.
        """
        wanted = self._wanted(match)
        pager = listed(**self._filters(wanted))
        if among is not None:
            expected, operation = pager.source[0], among.source[0]
            if (operation.id, operation.path) != (expected.id, expected.path):
                raise UsageError(f"{self.path} cannot look among {operation.id} {operation.path}")
            pager = among
        model: Any = introspection.list_model(*pager.source)
        if unseen := [name for name in wanted if model and not _field_of(model, name)]:
            raise UsageError(f"{self.path} cannot match by {unseen[0]}, which no record shows")
        items = [item async for item in pager if all(_has(item, n, wanted[n]) for n in wanted)]
        return only(items, wanted)

    def changes(self, found: Any) -> dict[str, Any]:
        """The arguments of the update, none if the record has all values.

        Raises:
            UsageError: no update changes one of them.
        """
        names = [n for n in self.fields if n not in self.ids and self.fields[n] is not UNSET]
        changed = {n: self.fields[n] for n in names if not _has(found, n, self.fields[n])}
        for name in [name for name in changed if name not in self.update]:
            if (there := _shown(found, name)) is not UNSET:
                raise UsageError(
                    f"{self.path} found {value_of(found, 'uuid')} with {name}={there!r}, and no "
                    f"update changes that: pass the same value, or leave {name} out"
                )
            del changed[name]
        key = list(self.update)[len(self.ids)]
        return {**self.ids, key: value_of(found, "uuid"), **changed} if changed else {}

    def _wanted(self, match: Sequence[str]) -> dict[str, Any]:
        """The values to look for."""
        if not match:
            raise UsageError(f"name the fields that identify a record: {self.path}(match=...)")
        for name in match:
            if name not in self.create:
                hint = did_you_mean(name, self.create)
                raise UsageError(f"match={name!r} is not a field of {self.path}{hint}")
            if self.fields.get(name, UNSET) is UNSET:
                raise UsageError(f"match={name!r} needs a value to look for: pass {name}=")
            if self.fields[name] is None:
                raise UsageError(f"{name}=None identifies no record: match by another field")
        return {name: self.fields[name] for name in match}

    def _filters(self, wanted: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments of the list: what it requires, and what is looked for by the same name."""
        return {
            name: self.fields[name]
            for name, parameter in self.listed.items()
            if (name in wanted and isinstance(wanted[name], str))
            or (parameter.default is parameter.empty and name in self.fields)
        }


def _has(item: Any, name: str, value: Any) -> bool:
    """Whether a record has a value already."""
    there = _shown(item, name)
    if name == "custom_fields":
        known = {field.uuid: field.value for field in there or ()}
        return all(same(known.get(f.custom_field_uuid, UNSET), f.value) for f in value)
    return same(there, sorted(value) if name.endswith("_uuids") and value else value)


def _shown(item: Any, name: str) -> Any:
    """What a record shows of an argument: `stage_uuid` is in its `stage`; UNSET if nothing."""
    field = _field_of(item.__class__, name)
    value = value_of(item, field)
    if field == name or not value:
        return value
    if not name.endswith("_uuids"):
        return value_of(value, "uuid")
    return sorted(str(value_of(reference, "uuid")) for reference in value)


@functools.cache
def _field_of(model: Any, name: str) -> str:
    """The field of a model that shows an argument, "" if none does."""
    stem, _, form = name.rpartition("_")
    others = {"uuid": [stem], "uuids": [f"{stem}s", f"{stem[:-1]}ies"]}.get(form, [])
    known = {field.name for field in attrs.fields(model)}
    return next((field for field in (name, *others) if field in known), "")
