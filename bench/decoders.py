"""How long does reading a page of 100 leads take, from the bytes to typed objects?"""

from __future__ import annotations

import datetime
import functools
import gc
import importlib
import json
import math
import statistics
import sys
import tempfile
import time
import types
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import attrs
import cattrs.preconf.json
import msgspec
import pydantic

from bench import stock
from bench.server import demo_page
from bench.table import Table, ratios, spread
from journeybee_api._runtime import Reader, Unset
from journeybee_api._runtime import body as bodies
from journeybee_api._runtime.annotations import ModelNames
from journeybee_api._runtime.codec import FieldType
from journeybee_api.v1.models import LeadPage

ROUNDS = 60
ROOT = Path(__file__).parent.parent

# The fields of a model with their types: those that may be missing are None instead.
Fields = dict[str, tuple[Any, bool]]
Make = Callable[[str, Fields], type[Any]]


def rebuilt(model: type[Any], make: Make, made: dict[type[Any], type[Any]]) -> type[Any]:
    """Declare a model of ours, and what it holds, with another library."""
    if model not in made:
        package = model.__module__.rpartition(".")[0]
        hints = typing.get_type_hints(model, localns=ModelNames(package))
        convert = functools.partial(translated, make=make, made=made)
        names = [a.name for a in attrs.fields(model) if a.name != "additional_properties"]
        fields = {
            model.wire_names.get(name, name): (convert(hints[name]), not takes_unset(hints[name]))
            for name in names
        }
        made[model] = make(model.__name__, fields)
    return made[model]


def takes_unset(hint: Any) -> bool:
    return Unset in typing.get_args(hint)


def translated(hint: Any, make: Make, made: dict[type[Any], type[Any]]) -> Any:
    hint = getattr(hint, "__supertype__", hint)
    members = typing.get_args(hint)
    if typing.get_origin(hint) in {types.UnionType, typing.Union}:
        # The known values of an open enum are strings like the unknown ones.
        kept = [m for m in members if m is not Unset and typing.get_origin(m) is not Literal]
        union = functools.reduce(lambda a, b: a | b, (translated(m, make, made) for m in kept))
        return union | None if takes_unset(hint) else union
    if typing.get_origin(hint) is Literal:
        return str
    if typing.get_origin(hint) is list:
        return list[translated(members[0], make, made)]  # type: ignore[misc]
    return rebuilt(hint, make, made) if attrs.has(hint) else hint


def make_struct(name: str, fields: Fields) -> type[Any]:
    ordered = [
        (field, kind) if required else (field, kind, None)
        for field, (kind, required) in fields.items()
    ]
    return msgspec.defstruct(name, ordered, kw_only=True)


def make_pydantic(name: str, fields: Fields) -> type[Any]:
    declared: dict[str, Any] = {
        field: (kind, ... if required else None) for field, (kind, required) in fields.items()
    }
    configuration = pydantic.ConfigDict(extra="allow")
    return pydantic.create_model(name, __config__=configuration, **declared)


def make_attrs(name: str, fields: Fields) -> type[Any]:
    declared = {
        field: attrs.field(type=kind, kw_only=True, **({} if required else {"default": None}))
        for field, (kind, required) in fields.items()
    }
    return attrs.make_class(name, declared)


def our_decoder(warm_up: float) -> Callable[[bytes], Any]:
    """Reads as after these bytes: with the extra `fast` from then on, without end as without it."""
    bodies.WARM_UP = warm_up
    read, reader = bodies.BodyReader(FieldType(LeadPage, "LeadPage", "$")).read, Reader()
    return lambda body: read(body, reader)


def cattrs_decoder() -> Callable[[bytes], Any]:
    page = rebuilt(LeadPage, make_attrs, {})
    converter = cattrs.preconf.json.make_converter()
    converter.register_structure_hook(
        datetime.datetime, lambda text, _: datetime.datetime.fromisoformat(text)
    )
    return lambda body: converter.structure(json.loads(body), page)


def stock_decoder(folder: Path) -> Callable[[bytes], Any]:
    stock.generate(ROOT / "openapi.yaml", folder / "stock_client")
    sys.path.insert(0, str(folder))
    page = importlib.import_module("stock_client.models.lead_page").LeadPage
    return lambda body: page.from_dict(json.loads(body))


def measure() -> list[Table]:
    """One table."""
    body = demo_page(100)
    with tempfile.TemporaryDirectory() as folder:
        decoders: dict[str, Callable[[bytes], Any]] = {
            "journeybee": our_decoder(math.inf),
            "journeybee[fast]": our_decoder(0),
            "json.loads alone": json.loads,
            "pydantic, extra allowed": rebuilt(LeadPage, make_pydantic, {}).model_validate_json,
            "msgspec": msgspec.json.Decoder(rebuilt(LeadPage, make_struct, {})).decode,
            "cattrs": cattrs_decoder(),
            "stock generator": stock_decoder(Path(folder)),
        }
    times: dict[str, list[float]] = {name: [] for name in decoders}
    for name, decode in decoders.items():
        read = decode(body)
        found = read["data"] if isinstance(read, dict) else read.data
        if len(found) != 100:
            raise AssertionError(f"{name} read {len(found)} leads of 100")
    gc.collect()
    gc.freeze()
    for number in range(ROUNDS):
        for name, decode in list(decoders.items())[:: 1 if number % 2 else -1]:
            start = time.perf_counter()
            decode(body)
            times[name].append(time.perf_counter() - start)
    table = Table(
        "Reading a page of 100 leads",
        f"From {len(body):,} bytes of the sandbox's demo world to objects, {ROUNDS} rounds in "
        "alternating order: median and quartiles. The same models, declared with each library; "
        "only journeybee, pydantic and the stock generator keep fields that the spec does not "
        "have, and only journeybee reports them and reads on where a value has another type.",
        ["", "ms", "times json.loads", "times pydantic"],
        yardstick="json.loads",
        question="A page of 100 leads, from bytes to objects: time, of that of `json.loads`",
    )
    plain, own = times["json.loads alone"], times["pydantic, extra allowed"]
    for name, taken in times.items():
        relative = ratios(taken, plain)
        table.ratios[name] = statistics.median(relative)
        milliseconds = spread([1000 * t for t in taken])
        table.rows.append([name, milliseconds, spread(relative), spread(ratios(taken, own))])
    return [table]
