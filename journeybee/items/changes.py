"""Updates by models: the arguments that send what was changed in a model since it was read."""

from __future__ import annotations

import inspect
import itertools
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from journeybee.errors import UsageError
from journeybee_api._runtime import UNSET, Model, changed_fields
from journeybee_api._runtime.annotations import type_hints, union_members

Builder = Callable[..., Any]


def arguments(
    path: str, builders: Sequence[Builder], args: Sequence[Any], kwargs: Mapping[str, Any]
) -> dict[str, Any]:
    """The arguments of an update that sends the changes of a model; none if it has no change.

    Args:
        path: the call's path on the client.
        builders: those whose results are the models it takes; the last one is the update's own.
        args: the ids of what the model is below, and the model.
        kwargs: what else the call was given, which must be nothing.

    Raises:
        UsageError: other arguments, a model that was not read, or a change that cannot be sent.
    """
    parameters = inspect.signature(builders[-1]).parameters.values()
    ids = [p.name for p in parameters if p.kind is not p.KEYWORD_ONLY]
    *parents, model = args
    example = f"{path}({', '.join([*ids[:-1], 'model'])})"
    kinds = [kind for builder in builders for kind in _models(builder)]
    if type(model) not in kinds:
        wanted = " or ".join(dict.fromkeys(kind.__name__ for kind in kinds))
        raise UsageError(f"{path} takes a {wanted}, not a {type(model).__name__}")
    if kwargs or len(args) != len(ids):
        raise UsageError(f"call {example}, and assign what is to change to fields of the model")
    key = "uuid" if ids[-1].endswith("uuid") else "id"
    call = f"{path}({', '.join([*ids[:-1], f'model.{key}'])}, field=...)"
    changed = changed_fields(model)
    if changed is None:
        raise UsageError(
            f"what was changed in this {type(model).__name__} is not known: it was not read, or as "
            f"an item of a list; list with .with_options(track=True), get it, or call {call}"
        )
    _refuse(model, changed, builders[-1], call)
    if not changed:
        return {}
    path_ids = dict(zip(ids, [*parents, getattr(model, key)], strict=True))
    return path_ids | {name: getattr(model, name) for name in changed}


def _refuse(model: Model, changed: Sequence[str], builder: Builder, call: str) -> None:
    """UsageError for changes that the update does not take, or takes in another form."""
    types = type_hints(builder)
    accepted = inspect.signature(builder).parameters
    for name in changed:
        problem, value = "", getattr(model, name)
        if name not in accepted or name in {"uuid", "id"}:
            stems = (name.removesuffix("s"), f"{name[:-3]}y")
            similar = [p for p in accepted if p.startswith(stems)]
            instead = f"; pass {', '.join(similar)} to {call}" if similar else ""
            problem = f"{builder.__name__} does not take it{instead}"
        elif value is UNSET:
            problem = "UNSET cannot be sent: null is None"
        elif others := set(_held(value)) - set(_allowed(types[name])):
            form = others.pop().__name__
            problem = f"{builder.__name__} does not take a {form} there: pass {name} to {call}"
        if problem:
            raise UsageError(f"{name} of the {type(model).__name__} was changed, and {problem}")


def _models(builder: Builder) -> Iterator[type[Model]]:
    (body,) = typing.get_args(type_hints(builder)["return"])
    yield from (kind for kind in _allowed(body) if issubclass(kind, Model))


def _allowed(hint: Any) -> Iterator[Any]:
    """The members of a type, and those of the items of its lists."""
    for member in union_members(hint):
        if typing.get_origin(member) is list:
            yield from _allowed(typing.get_args(member)[0])
        else:
            yield member


def _held(value: Any) -> Iterator[type[Any]]:
    """The models that a value is, or that are in its lists."""
    if isinstance(value, Model):
        yield type(value)
    elif isinstance(value, list):
        items = typing.cast("Sequence[Any]", value)
        yield from itertools.chain.from_iterable(map(_held, items))
