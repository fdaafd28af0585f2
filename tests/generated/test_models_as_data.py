"""Models in the hands of other libraries: JSON, pydantic, FastAPI, sets and copies."""

from __future__ import annotations

import copy
import datetime
import decimal
import json
import pickle
import sqlite3
import uuid
from types import NoneType
from typing import Annotated, Any, Literal

import attrs
import httpx
import pydantic
import pytest
from fastapi import Body, FastAPI

from journeybee import UNSET, json_default
from journeybee_api._runtime import Model
from journeybee_api.v1.models import LabelRef, Lead, Stage
from tests.generated.test_codec import ALL_MODELS, DOCUMENTED, build, sample

LEAD = {
    "uuid": "1f0e",
    "email": "ada@cedar.example",
    "company_name": "C" * 100,
    "status": "new",
    "tags": [{"uuid": str(n), "label": "A"} for n in range(5)],
    "created_at": "2025-08-20T12:00:00.000Z",
    "shoe_size": 7,
}


@attrs.define
class OfAnother:
    """A class of another package, which says nothing about JSON."""

    name: str = "a"


def models_in(value: Any) -> list[Model]:
    """The models that a body was read as."""
    if isinstance(value, list):
        return [model for item in value for model in models_in(item)]
    return [value] if isinstance(value, Model) else []


@pytest.mark.parametrize("info", DOCUMENTED, ids=lambda info: info.id)
def test_a_sample_through_json_and_pydantic_is_equal(info: Any) -> None:
    status, body = sample(info)
    for model in models_in(build(info).parse(status, json.dumps(body).encode())):
        kind = type(model)
        assert json.loads(model.to_json()) == model.to_dict()
        assert kind.from_dict(json.loads(json.dumps(model, default=json_default))) == model
        adapter = pydantic.TypeAdapter(kind)
        assert adapter.validate_json(adapter.dump_json(model)) == model
        assert adapter.validate_python(model) is model
        assert attrs.evolve(model) == model


@pytest.mark.parametrize("info", DOCUMENTED, ids=lambda info: info.id)
def test_a_sample_through_sqlite_is_equal(info: Any) -> None:
    """A row a model, a column a field; booleans, objects and lists are JSON text."""
    status, body = sample(info)
    database = sqlite3.connect(":memory:")
    for model in models_in(build(info).parse(status, json.dumps(body).encode())):
        data = model.to_dict()
        texts = {n for n, v in data.items() if v.__class__ not in {str, int, float, NoneType}}
        values = {n: json.dumps(v) if n in texts else v for n, v in data.items()}
        if values:
            names = ", ".join(f'"{name}"' for name in values)
            database.execute("drop table if exists rows")
            database.execute(f"create table rows ({names})")
            marks = ", ".join("?" * len(values))
            database.execute(f"insert into rows values ({marks})", [*values.values()])
            (row,) = database.execute("select * from rows")
            read = {n: json.loads(v) if n in texts else v for n, v in zip(values, row, strict=True)}
            assert type(model).from_dict(read) == model
    database.close()


@pytest.mark.parametrize("model", ALL_MODELS, ids=lambda m: m.__module__ + "." + m.__name__)
def test_pydantic_knows_the_schema_of_every_model(model: type[Model]) -> None:
    schema = model.__get_pydantic_json_schema__(None, None)
    assert schema["title"] == model.__name__
    assert "$ref" not in json.dumps(schema)
    wires = {model.wire_names.get(f.name, f.name) for f in attrs.fields(model)}
    assert set(schema.get("properties", {})) <= wires


def test_pydantic_refuses_what_is_not_an_object() -> None:
    with pytest.raises(pydantic.ValidationError, match="expected object, got integer"):
        pydantic.TypeAdapter(list[Lead]).validate_python([3])


async def test_fastapi_returns_models_and_describes_them() -> None:
    app = FastAPI()
    lead = Lead.from_dict(LEAD)

    async def annotated() -> list[Lead]:
        return [lead]

    async def named() -> Any:
        return lead

    async def echo(lead: Annotated[Lead, Body()]) -> Any:
        return lead

    app.post("/echo", response_model=Lead)(echo)
    app.get("/annotated")(annotated)
    app.get("/named", response_model=Lead)(named)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
        bodies = [(await client.get(f"http://a/{n}")).json() for n in ("annotated", "named")]
        bodies.append((await client.post("http://a/echo", json=LEAD)).json())
        paths = (await client.get("http://a/openapi.json")).json()["paths"]
    assert bodies == [[LEAD], LEAD, LEAD]
    described = paths["/named"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert described["properties"]["tags"]["items"]["properties"]["label"]["type"] == "string"


def test_a_repr_shows_what_is_there_and_is_short() -> None:
    assert repr(Lead.from_dict(LEAD)) == (
        f"Lead(uuid='1f0e', email='ada@cedar.example', company_name='{'C' * 60}'..., status='new', "
        "tags=[LabelRef(uuid='0', label='A'), LabelRef(uuid='1', label='A'), "
        "LabelRef(uuid='2', label='A'), ... 5 in all], created_at=2025-08-20T12:00:00+00:00, "
        "additional_properties={'shoe_size': 7})"
    )
    deep: Any = {}
    for _ in range(1000):
        deep = {"a": [deep]}
    assert len(repr(Lead.from_dict({"uuid": "x", "deep": deep}))) < 100


def test_the_same_record_has_one_hash() -> None:
    first, second = Lead.from_dict(LEAD), Lead.from_dict({**LEAD, "status": "lost"})
    assert hash(first) == hash(second)
    assert first != second
    assert {first, Lead.from_dict(LEAD)} == {first}
    assert hash(first) != hash(LabelRef.from_dict({"uuid": "1f0e"}))
    assert first != LEAD
    with pytest.raises(TypeError, match="Lead is unhashable: it has no uuid or id"):
        hash(Lead.from_dict({}))


def test_a_copy_may_have_other_fields() -> None:
    lead = Lead.from_dict(LEAD)
    assert lead.__replace__(status="lost").to_dict() == {**LEAD, "status": "lost"}
    assert lead.__replace__(phone_number=UNSET).phone_number is UNSET
    assert lead.status == "new"


def test_json_of_rows_with_other_values() -> None:
    key = uuid.UUID(int=1)
    moment = datetime.datetime(2025, 8, 20, 12, tzinfo=datetime.UTC)
    rows = {"stage": Stage.from_dict({"uuid": "s"}), "key": key, "at": moment, "on": moment.date()}
    assert json.loads(json.dumps(rows, default=json_default)) == {
        "stage": {"uuid": "s"},
        "key": str(key),
        "at": "2025-08-20T12:00:00.000Z",
        "on": "2025-08-20",
    }
    with pytest.raises(TypeError, match=r"value=.* cannot be sent as JSON"):
        json.dumps({"a": object()}, default=json_default)
    with pytest.raises(TypeError, match=r"value=.* cannot be sent as JSON"):
        json.dumps({"a": OfAnother()}, default=json_default)


def test_nan_is_refused() -> None:
    lead = Lead.from_dict({**LEAD, "shoe_size": float("nan")})
    with pytest.raises(ValueError, match="shoe_size is nan, which JSON cannot hold"):
        lead.to_json()


def test_no_encoder_writes_a_field_that_was_not_sent_as_text() -> None:
    msgspec: Any = pytest.importorskip("msgspec")
    lead: Any = Lead.from_dict({"uuid": "u"})
    assert lead.email is UNSET
    # It knows attrs and enums by itself, and would ask no hook.
    with pytest.raises(TypeError, match="cannot be sent as JSON"):
        msgspec.json.encode(lead, enc_hook=json_default)
    assert msgspec.json.decode(msgspec.json.encode(lead.to_dict())) == {"uuid": "u"}
    assert pickle.loads(pickle.dumps(UNSET)) is copy.deepcopy(UNSET) is UNSET


def test_a_subclass_may_have_fields_of_any_type() -> None:
    """Its annotations are types, and no texts, where its module does not put them off."""
    types: dict[str, Any] = {
        "score": decimal.Decimal,
        "pair": tuple[int, int],
        "due": datetime.date | None,
    }
    types |= {"copies": list[Lead] | None, "nothing": None, "kind": Literal["a", "b"]}
    fields = {name: attrs.field(type=kind, default=None) for name, kind in types.items()}
    made = attrs.make_class("Scored", fields, (Lead,), kw_only=True, eq=False, repr=False)
    kind: Any = made
    own = {"score": 1, "pair": [1, 2], "due": "2026-01-02", "copies": [LEAD], "kind": "b"}
    for read in [kind.from_dict(LEAD | own) for _ in range(120)]:
        assert (read.score, read.pair, read.kind) == (1, [1, 2], "b")
        assert read.due == datetime.date(2026, 1, 2)
        assert read.copies == [Lead.from_dict(LEAD)]
        assert read.to_dict() == LEAD | own
    schema = pydantic.TypeAdapter(kind).json_schema()
    assert schema == pydantic.TypeAdapter(Lead).json_schema() | {"title": "Scored"}
