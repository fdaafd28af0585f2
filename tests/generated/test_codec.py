"""Reading and writing models: every sample of the pages, and every way of spoiling them."""

from __future__ import annotations

import contextlib
import copy
import datetime
import importlib
import json
import pickle
import sqlite3
import warnings
from pathlib import Path
from typing import Any

import attrs
import msgspec
import orjson
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from journeybee_api._runtime import UNSET, DecodeError, Drift, Model, Reader, Timestamp, Unset
from journeybee_api._runtime.codec import compiled
from journeybee_api.v1 import models
from journeybee_api.v1.operations import OPERATIONS
from scripts.codegen.surfaces import SURFACES

SAMPLES = Path(__file__).parent.parent / "samples"
# What a page shows no answer of has no sample.
DOCUMENTED = [
    info
    for surface in SURFACES
    for info in importlib.import_module(f"journeybee_api.{surface.name}.operations").OPERATIONS
    if info.evidence == "documented" and (SAMPLES / surface.name / f"{info.id}.json").exists()
]
ALL_MODELS: list[type[Model]] = [
    value
    for package in (
        importlib.import_module(f"journeybee_api.{surface.name}.models") for surface in SURFACES
    )
    for value in (getattr(package, name) for name in package.__all__)
    if isinstance(value, type)
]
STRICT = Reader(strict=True)


def build(info: Any) -> Any:
    """A call of the operation with any value for what it requires."""
    import inspect

    required = [
        name
        for name, p in inspect.signature(info.builder).parameters.items()
        if p.default is inspect.Parameter.empty
    ]
    return info.builder(**dict.fromkeys(required, "x"))


def plain(value: Any) -> Any:
    """The JSON of what an operation read."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.to_dict() if isinstance(value, Model) else value


def sample(info: Any) -> tuple[int, Any]:
    surface = info.module.split(".")[1]
    document = json.loads((SAMPLES / surface / f"{info.id}.json").read_text())
    return document["status"], document["body"]


@pytest.mark.parametrize("info", DOCUMENTED, ids=lambda info: info.id)
def test_every_documented_sample_reads_strictly_and_is_written_back(info: Any) -> None:
    status, body = sample(info)
    read = build(info).parse(status, json.dumps(body).encode(), STRICT)
    assert plain(read) == body


@pytest.mark.parametrize("info", DOCUMENTED, ids=lambda info: info.id)
def test_a_sample_with_extra_fields_everywhere_is_written_back(info: Any) -> None:
    status, body = sample(info)

    def extended(value: Any) -> Any:
        if isinstance(value, dict):
            return {**{k: extended(v) for k, v in value.items()}, "surprise": {"a": [1, None]}}
        return [extended(item) for item in value] if isinstance(value, list) else value

    read = build(info).parse(status, json.dumps(extended(body)).encode())
    assert plain(read) == extended(body)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all fields of all objects in a body."""
    found = []
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, child in items:
        if isinstance(value, dict):
            found.append((*path, key))
        if isinstance(child, dict | list):
            found += places(child, (*path, key))
    return found


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
WITH_FIELDS = [info for info in DOCUMENTED if sample(info)[1] and places(sample(info)[1])]


@given(data=st.data())
def test_a_sample_spoiled_in_one_field_is_read_and_written_back(data: st.DataObject) -> None:
    info = data.draw(st.sampled_from(WITH_FIELDS))
    status, body = sample(info)
    *way, key = data.draw(st.sampled_from(places(body)))
    parent = body
    for step in way:
        parent = parent[step]
    match data.draw(st.sampled_from(["removed", "nulled", "another value"])):
        case "removed":
            del parent[key]
        case "nulled":
            parent[key] = None
        case _:
            parent[key] = data.draw(json_values)
    read = build(info).parse(status, json.dumps(body).encode())
    assert plain(read) == body


objects = st.dictionaries(st.text(max_size=8), json_values, max_size=4)


@given(model=st.sampled_from(ALL_MODELS), data=st.data())
def test_any_object_is_read_by_any_model_and_written_back(
    model: type[Model], data: st.DataObject
) -> None:
    # Names the model knows, so that its fields meet every type of value.
    wires = [model.wire_names.get(n, n) for n in model.__annotations__ if n != "wire_names"]
    known = st.dictionaries(st.sampled_from(wires), json_values) if wires else st.just({})
    value = {**data.draw(objects), **data.draw(known)}
    read = model.from_dict(copy.deepcopy(value))
    assert read.to_dict() == value
    assert pickle.loads(pickle.dumps(read)) == read
    assert copy.deepcopy(read) == read


@pytest.mark.parametrize("model", ALL_MODELS, ids=lambda model: model.__name__)
def test_every_model_can_be_compiled(model: type[Model]) -> None:
    read = compiled(model).function({"no such field": 1}, Reader())
    assert read.to_dict() == {"no such field": 1}


TASK = json.loads((SAMPLES / "v1" / "create_task.json").read_text())["body"]


def drift_of(body: dict[str, Any], model: type[Model] = models.Task) -> list[Drift]:
    met: list[Drift] = []
    model.from_dict(body, Reader(on_drift=met.append))
    return met


@pytest.mark.parametrize(
    ("change", "field", "problem"),
    [
        ({"title": None}, "title", "expected string, got null"),
        ({"title": 3}, "title", "expected string, got integer"),
        ({"shared": "yes"}, "shared", "expected boolean, got string"),
        ({"status": "paused"}, "status", "unknown value"),
        ({"created_at": "yesterday"}, "created_at", "not a date-time"),
        ({"created_at": "2024-05-20T14:30:15"}, "created_at", "not a date-time"),
        ({"assigned_users": {}}, "assigned_users", "expected array, got object"),
        ({"assigned_users": [None]}, "assigned_users", "expected object, got null"),
        ({"color": "red"}, "color", "not in the spec"),
    ],
)
def test_differences_are_reported_and_kept(
    change: dict[str, Any], field: str, problem: str
) -> None:
    body = {**TASK, **change}
    assert drift_of(body) == [Drift("Task", field, problem)]
    assert models.Task.from_dict(body).to_dict() == body
    with pytest.raises(DecodeError) as caught:
        models.Task.from_dict(body, STRICT)
    assert caught.value.model == "Task"
    assert caught.value.problem == problem
    assert caught.value.path.startswith(f"$.{field}")


def test_a_missing_field_is_unset() -> None:
    body = {k: v for k, v in TASK.items() if k != "title"}
    title: object = models.Task.from_dict(body).title
    assert title is UNSET
    assert drift_of(body) == [Drift("Task", "title", "missing")]


def test_a_null_where_none_was_declared_is_none() -> None:
    assert models.Task.from_dict({**TASK, "title": None}).title is None


def test_a_clean_body_reports_nothing() -> None:
    assert drift_of(TASK) == []


def test_the_path_leads_through_lists_and_models() -> None:
    page = {"data": [TASK, {**TASK, "assigned_users": [{**TASK["assigned_users"][0], "email": 7}]}]}
    page["pagination"] = {"page": 1, "per_page": 2, "total": 2, "total_pages": 1}  # type: ignore[assignment]
    with pytest.raises(DecodeError, match=r"at \$\.data\[1\]\.assigned_users\[0\]\.email"):
        models.TaskPage.from_dict(page, STRICT)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"<html>busy</html>", "not JSON"),
        (b'{"uuid": "1', "not JSON"),
        (b"", "empty body"),
        (b"[]", "expected object, got array"),
        (b"null", "expected object, got null"),
        (b"[" * 100_000, "not JSON"),
        (b"\xff\xfe", "not JSON"),
    ],
)
def test_another_kind_of_document_is_an_error_even_when_tolerant(
    content: bytes, problem: str
) -> None:
    get_task = next(info for info in OPERATIONS if info.id == "get_task")
    with pytest.raises(DecodeError, match=problem):
        build(get_task).parse(200, content)


def test_an_object_where_a_list_belongs_is_an_error() -> None:
    list_tags = next(info for info in OPERATIONS if info.id == "list_tags")
    with pytest.raises(DecodeError, match="expected array, got object"):
        build(list_tags).parse(200, b"{}")


def test_a_success_status_the_spec_does_not_name_is_read_all_the_same() -> None:
    create_task = next(info for info in OPERATIONS if info.id == "create_task")
    assert build(create_task).parse(200, json.dumps(TASK).encode()).to_dict() == TASK


def test_times_keep_their_text_and_can_be_computed_with() -> None:
    task = models.Task.from_dict({**TASK, "created_at": "2024-05-20T14:30:15.100+02:00"})
    assert task.created_at == datetime.datetime(2024, 5, 20, 12, 30, 15, 100_000, datetime.UTC)
    assert task.to_dict()["created_at"] == "2024-05-20T14:30:15.100+02:00"
    later = task.created_at + datetime.timedelta(days=1)
    task.created_at = later
    assert task.to_dict()["created_at"] == "2024-05-21T12:30:15.100Z"
    moment = Timestamp.parse("2024-05-20T14:30:15Z")
    assert isinstance(moment, Timestamp)
    for again in (copy.copy(moment), pickle.loads(pickle.dumps(moment))):
        assert again == moment
        assert again.text == moment.text


CANONICAL = [
    "2025-08-20T12:00:00.000Z", "2025-08-20T23:59:59.999Z", "0001-01-01T00:00:00.000Z",
    "9999-12-31T23:59:59.001Z",
]  # fmt: skip
OTHERS = [
    "2025-08-20T12:00:00Z", "2025-08-20T12:00:00.000+00:00", "2025-08-20T12:00:00.0000Z",
    "2025-08-20T12:00:00.000001Z", "2025-08-20 12:00:00.000Z", "2025-08-20T12:00:00,000Z",
    "2025-W34-3T12:00:00.000Z", "2025-08-20T14:00:00.000+02:00",
]  # fmt: skip


@pytest.mark.parametrize("text", [*CANONICAL, *OTHERS])
def test_every_time_is_written_back_as_it_came(text: str) -> None:
    task = models.Task.from_dict({**TASK, "created_at": text})
    assert (type(task.created_at) is datetime.datetime) == (text in CANONICAL)
    assert task.created_at.tzinfo is not None
    assert task.to_dict()["created_at"] == text
    copied: Any = pickle.loads(pickle.dumps(task))
    assert copied.to_dict()["created_at"] == text


def test_other_libraries_take_a_time_as_servers_write_it() -> None:
    moment: Any = models.Task.from_dict({**TASK, "created_at": CANONICAL[1]}).created_at
    assert yaml.safe_load(yaml.safe_dump(moment)) == moment
    assert orjson.loads(orjson.dumps(moment)) == "2025-08-20T23:59:59.999000+00:00"
    assert msgspec.json.decode(msgspec.json.encode(moment), type=datetime.datetime) == moment
    with warnings.catch_warnings(), contextlib.closing(sqlite3.connect(":memory:")) as database:
        # The adapters of the standard library are deprecated from Python 3.12 on, and work.
        warnings.simplefilter("ignore", DeprecationWarning)
        (kept,) = database.execute("select ?", (moment,)).fetchone()
    assert datetime.datetime.fromisoformat(kept) == moment


def test_unset_is_one_falsy_object() -> None:
    assert not UNSET
    assert copy.deepcopy(UNSET) is UNSET
    assert pickle.loads(pickle.dumps(UNSET)) is UNSET
    assert Unset["UNSET"] is UNSET


def test_models_are_loaded_when_first_named() -> None:
    package = importlib.import_module("journeybee_api.v1.models")
    assert set(package.__all__) == set(package._MODULES)
    with pytest.raises(AttributeError, match="NoSuchModel"):
        _ = package.NoSuchModel


@attrs.define(kw_only=True, eq=False, repr=False)
class Dated(Model):
    day: datetime.date | None


@pytest.mark.parametrize("text", ["2024-05-01T00:00:00.000Z", "2024-05-01T00:00:00+02:00"])
def test_a_date_that_comes_as_a_full_time_is_read_as_one(text: str) -> None:
    drift: list[Drift] = []
    dated = Dated.from_dict({"day": text}, Reader(on_drift=drift.append))
    assert dated.day == datetime.datetime.fromisoformat(text)
    assert dated.to_dict() == {"day": text}
    assert drift == [Drift("Dated", "day", "not a date")]
    assert Dated.from_dict({"day": "2024-05-01"}).day == datetime.date(2024, 5, 1)
    assert Dated.from_dict({"day": "tomorrow"}).to_dict() == {"day": "tomorrow"}
    with pytest.raises(DecodeError, match=r"not a date at \$\.day"):
        Dated.from_dict({"day": text}, STRICT)
