"""The exact way of reading bodies, by msgspec, against the tolerant one: nothing differs.

Documents are made after the types of all three APIs, most of them spoiled in one place or more.
"""

from __future__ import annotations

import contextlib
import copy
import datetime
import importlib
import json
import math
import random
import sys
import types
from typing import Any, Literal

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeybee_api._runtime import DecodeError, Model, Reader, exact
from journeybee_api._runtime import body as bodies
from journeybee_api._runtime.annotations import resolve
from journeybee_api._runtime.body import BodyReader
from journeybee_api._runtime.codec import FieldType, compiled
from journeybee_api._runtime.reader import Differs
from scripts.codegen.surfaces import SURFACES
from tests.generated.test_codec import ALL_MODELS, build

CANONICAL = "2024-06-11T01:59:10.736Z"
SPOILT: list[Any] = [
    None, True, False, 0, 1, -5, 1.5, 5.0, -0.0, 1e300, float("inf"), float("nan"), 10**30, 2**63,
    "", "x", "new", "é\u2028", "\U0001f600", "\ud83d", "\x00\x7f", [], {}, [1], ["a", None], [[]],
    [{}], {"uuid": "u", "label": "l"}, [{"uuid": "u", "label": "l"}], {"a": {"b": [1, 2.0, None]}},
    CANONICAL, "2024-06-11T01:59:10Z", "2024-06-11 01:59:10.736Z", "2024-06-11T01:59:10.736z",
    "2024-06-11T01:59:10,736Z", "2024-06-11T01:59:10.736+02:00", "2024-06-11T01:59:10.7360000Z",
    "2024-06-11T24:00:00.000Z", "2024-06-11T23:59:60.000Z", "2024-13-11T01:59:10.736Z",
    "2024-W24-2T01:59:10.736Z", "0000-01-01T00:00:00.000Z", "\u0662024-06-11T01:59:10.736Z",
    "2024-06-11T01:59:10.7361", "2024-06-11", "20240611", "2024-13-11", 1718071150736,
    1718071150736.5, -(10**20),
]  # fmt: skip
PLAIN: dict[Any, list[Any]] = {
    str: ["x", "é"], int: [0, 7, 10**30], float: [0.5, 3.0], bool: [True], types.NoneType: [None],
}  # fmt: skip


class Documents:
    """Makes documents of a type, and spoils them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def value(self, field: FieldType, depth: int) -> Any:
        choices: list[Any] = []
        if field.takes_any:
            return self.random.choice(
                [None, True, 10**30, -0.5, "é", CANONICAL, [1, {"a": []}], {}]
            )
        for kind in field.plain - {list, dict}:
            choices += PLAIN[kind]
        choices += sorted([*field.values], key=str)
        for kinds in field.times.values():
            choices += [CANONICAL, CANONICAL, "2024-06-11"] if str in kinds else [1718071150736]
        if dict in field.plain:
            choices.append({"a": [1]})
        if depth < 6:
            choices += [model for model in field.models for _ in range(3)]
            choices += [list] * 3 if field.item else []
        elif field.item:
            choices.append([])
        chosen = self.random.choice(choices or [{}])
        if chosen is list and field.item:
            count = self.random.choice([0, 1, 1, 2])
            return [self.value(field.item, depth + 1) for _ in range(count)]
        return self.object(chosen, depth + 1) if isinstance(chosen, type) else chosen

    def object(self, model: type[Model], depth: int) -> dict[str, Any]:
        own = compiled(model)
        made = {
            field.field: self.value(field, depth)
            for field in own.fields
            if not field.optional or self.random.random() < 0.7
        }
        if own.extras and depth < 6 and self.random.random() < 0.7:
            made["of its own"] = self.value(own.extras, depth)
        return made

    def spoil(self, document: Any) -> None:
        for _ in range(self.random.choice([0, 1, 1, 2])):
            places = list(_places(document))
            if not places:
                return
            holder, key = self.random.choice(places)
            how = self.random.random()
            if how < 0.2 and isinstance(holder, dict):
                del holder[key]
                continue
            if how < 0.4 and isinstance(holder, dict):
                key = self.random.choice(["surprise", "uuid", "A b", "", "é"])
            holder[key] = copy.deepcopy(self.random.choice(SPOILT))

    def text(self, document: Any) -> bytes:
        """The document as one of the texts that servers and their faults make of it."""
        separators = self.random.choice([(",", ":"), (", ", ": ")])
        text = json.dumps(document, ensure_ascii=self.random.random() < 0.5, separators=separators)
        match self.random.randrange(40):
            case 0:
                text = text[: self.random.randrange(len(text) + 1)]
            case 1:
                text = text.replace(
                    separators[1], f'{separators[1]}1{separators[0]}"x"{separators[1]}', 1
                )
            case 2:
                return b"\xef\xbb\xbf" + text.encode(errors="surrogatepass")
            case 3:
                return text.encode("utf-16", errors="surrogatepass")
            case 4:
                text = f" \n{text}\t\r"
            case 5:
                return text.encode(errors="surrogatepass") + b"\xff"
            case _:
                pass
        return text.encode(errors="surrogatepass")


def _places(value: Any) -> Any:
    for key, child in (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    ):
        yield value, key
        yield from _places(child)


def types_of_bodies() -> list[tuple[str, str]]:
    """The package and the type expression of every body, and of every model by itself."""
    found = {(model.__module__.rpartition(".")[0], model.__name__) for model in ALL_MODELS}
    for surface in SURFACES:
        package = f"journeybee_api.{surface.name}"
        for info in importlib.import_module(f"{package}.operations").OPERATIONS:
            kinds = {*build(info).responses.values()} - {"None", "bytes", "text"}
            found |= {(f"{package}.models", expression) for expression in kinds}
    return sorted(found)


def both(field: FieldType) -> tuple[FieldType, BodyReader, BodyReader]:
    """A warm and a cold reader of a type."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bodies, "WARM_UP", 0)
        warm = BodyReader(field)
        patch.setattr(bodies, "WARM_UP", math.inf)
        return field, warm, BodyReader(field)


READERS = [both(FieldType(resolve(text, where), text, "$")) for where, text in types_of_bodies()]


def outcome(reader: BodyReader, content: bytes, *, strict: bool) -> tuple[list[Any], Any, str]:
    """What differs from the spec, the values with their types, and the JSON that is written."""
    reports: list[Any] = []
    try:
        read = reader.read(content, Reader(strict=strict, on_drift=reports.append))
    except DecodeError as error:
        return [*reports, (error.model, error.problem, error.path)], None, ""
    return reports, shape(read), json.dumps(written(read))


def shape(value: Any) -> Any:
    if isinstance(value, list):
        return type(value), [shape(item) for item in value]
    if isinstance(value, dict):
        return type(value), [(key, shape(item)) for key, item in value.items()]
    if isinstance(value, Model):
        names = [field.name for field in attrs.fields(type(value))]
        return type(value), {name: shape(getattr(value, name)) for name in names}
    if isinstance(value, datetime.datetime):
        kept = getattr(value, "text", None), getattr(value, "milliseconds", None)
        return type(value), value.isoformat(), kept
    return type(value), repr(value)


def written(value: Any) -> Any:
    if isinstance(value, list):
        return [written(item) for item in value]
    return value.to_dict() if isinstance(value, Model) else value


def compile_all(*, interpreted: bool) -> None:
    """Have each model read by its function, or without it."""
    for own in map(compiled, ALL_MODELS):
        own.read = own.interpret if interpreted else own.function


@given(seed=st.integers(0, 2**32))
def test_all_ways_of_reading_agree(seed: int) -> None:
    documents = Documents(seed)
    # 300 documents by default, 20,000 in the thorough profile.
    for _ in range(settings().max_examples // 2):
        field, warm, cold = documents.random.choice(READERS)
        document = documents.value(field, 0)
        documents.spoil(document)
        content = documents.text(document)
        for strict in (False, True):
            compile_all(interpreted=True)
            expected = outcome(cold, content, strict=strict)
            compile_all(interpreted=False)
            for reader in (warm, cold):
                assert outcome(reader, content, strict=strict) == expected, (field.model, content)
            if not expected[0]:
                break


@given(seed=st.integers(0, 2**32))
def test_the_exact_way_reads_all_that_has_no_drift(seed: int) -> None:
    """Else the comparison would compare the tolerant way with itself, and nothing would be fast."""
    documents = Documents(seed)
    for _ in range(10):
        field, _, cold = documents.random.choice(READERS)
        content = json.dumps(documents.value(field, 0)).encode()
        differs = False
        try:
            exact.exact_reader(field)(content)
        except Differs:
            differs = True
        assert differs == bool(outcome(cold, content, strict=False)[0]), content


@attrs.define(kw_only=True, eq=False, repr=False)
class Cat(Model):
    kind: Literal["cat"]
    lives: int


@attrs.define(kw_only=True, eq=False, repr=False)
class Dog(Model):
    kind: Literal["dog"]
    born: datetime.datetime


@attrs.define(kw_only=True, eq=False, repr=False)
class Owner(Model):
    pets: list[Cat | Dog]
    ages: Ages | None


@attrs.define(kw_only=True, eq=False, repr=False)
class Ages(Model):
    additional_properties: dict[str, int] = attrs.field(factory=dict[str, Any])


@attrs.define(kw_only=True, eq=False, repr=False)
class Event(Model):
    at: datetime.datetime
    on: datetime.date | datetime.datetime
    begin: Literal["now"] | datetime.datetime
    by: Cat | dict[str, Any]


CAT, DOG = {"kind": "cat", "lives": 9}, {"kind": "dog", "born": CANONICAL}


@pytest.mark.parametrize(
    ("owner", "reported"),
    [
        ({"pets": [CAT, DOG], "ages": {"Tom": 3}}, 0),
        ({"pets": [], "ages": None}, 0),
        ({"pets": [{**CAT, "lives": 9.5}], "ages": None}, 1),
        ({"pets": [{**CAT, "colour": "red"}], "ages": None}, 1),
        ({"pets": [{"kind": "dog"}], "ages": None}, 1),
        ({"pets": [{**DOG, "born": "yesterday"}], "ages": None}, 1),
        ({"pets": [DOG], "ages": {"Tom": "three"}}, 1),
        ({"pets": [DOG], "ages": {}, "": 1}, 1),
    ],
)
def test_what_goes_through_the_codec_in_part_is_reported_once(owner: Any, reported: int) -> None:
    """Unions of models, and fields of any name that have a type."""
    _, warm, cold = both(FieldType(Owner, "Owner", "$"))
    content = json.dumps(owner).encode()
    found = outcome(warm, content, strict=False)
    assert found == outcome(cold, content, strict=False)
    assert len(found[0]) == reported
    assert len(outcome(warm, content, strict=True)[0]) == reported
    with pytest.raises(Differs) if reported else contextlib.nullcontext():
        exact.exact_reader(FieldType(Owner, "Owner", "$"))(content)


@pytest.mark.parametrize("value", [*SPOILT, CAT, "now"])
@pytest.mark.parametrize("model", [Dog, Event])
def test_each_value_in_each_kind_of_field(model: type[Model], value: Any) -> None:
    """Times in all forms, and fields that may hold several things of one JSON type."""
    _, warm, cold = both(FieldType(model, model.__name__, "$"))
    event = {"at": CANONICAL, "on": CANONICAL, "begin": "now", "by": {}}
    whole = DOG if model is Dog else event
    for name in [part.field for part in compiled(model).fields]:
        content = json.dumps({**whole, name: value}).encode()
        for strict in (False, True):
            expected = outcome(cold, content, strict=strict)
            assert outcome(warm, content, strict=strict) == expected, content


LABELS = FieldType(resolve("list[LabelRef]", "journeybee_api.v1.models"), "list[LabelRef]", "$")
BODY = json.dumps([{"uuid": "u", "label": "x" * 80}] * 4).encode()


@pytest.fixture
def read_by_codec(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The bodies that were not read in the exact way."""
    found: list[bytes] = []
    loads = json.loads

    def counting(content: bytes) -> Any:
        found.append(content)
        return loads(content)

    monkeypatch.setattr(bodies, "json", types.SimpleNamespace(loads=counting))
    monkeypatch.setattr(bodies, "WARM_UP", 2 * len(BODY))
    return found


def test_a_type_is_read_in_the_exact_way_once_it_is_warm(read_by_codec: list[bytes]) -> None:
    reader = BodyReader(LABELS)
    assert len({len(reader.read(BODY, Reader())) for _ in range(5)}) == 1
    assert len(read_by_codec) == 2
    reader.read(b"[{}]", Reader())
    assert len(read_by_codec) == 3


def test_without_msgspec_all_is_read_by_the_codec(
    read_by_codec: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "msgspec", None)
    monkeypatch.delitem(sys.modules, "journeybee_api._runtime.exact")
    reader = BodyReader(LABELS)
    for _ in range(5):
        reader.read(BODY, Reader())
    assert len(read_by_codec) == 5
