"""Builders: what they send, and what they refuse before anything is sent."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeybee_api._runtime import UNSET, Operation, Styled, query_pairs, to_json
from journeybee_api.v1 import models
from journeybee_api.v1.operations import OPERATIONS, analytics, leads, partners, tasks

LATE = datetime.datetime(2026, 3, 1, 23, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=-1)))


def test_what_was_not_given_is_not_sent() -> None:
    operation = leads.list_leads(page=2)
    assert operation.query == [("page", "2")]
    assert operation.body is UNSET
    assert tasks.create_task(title="Call").body == {"title": "Call"}


def test_null_is_sent_in_a_body_and_left_out_of_a_query() -> None:
    assert tasks.update_task("u", priority=None).body == {"priority": None}
    assert leads.list_leads(status=None).query == []


@pytest.mark.parametrize(
    ("body", "content"),
    [(None, b"null"), ([], b"[]"), ({"a": UNSET}, b"{}"), ({"a": "é", "b": 1}, '{"a":"é","b":1}')],
)
def test_a_json_body_in_bytes(body: object, content: bytes | str) -> None:
    operation: Operation[None] = Operation("a.b.c", "x", "PUT", "/x", responses={}, body=body)
    expected = content.encode() if isinstance(content, str) else content
    assert operation.content() == ("application/json", expected)


def test_no_body_has_no_bytes_and_nan_none_that_are_json() -> None:
    assert leads.list_leads().content() is None
    operation: Operation[None] = Operation(
        "a.b.c", "x", "PUT", "/x", responses={}, body=[float("nan")]
    )
    with pytest.raises(ValueError, match="JSON"):
        operation.content()


def test_paths_are_encoded_and_keep_their_slashes() -> None:
    assert leads.list_leads().path == "/leads/"
    assert partners.list_partners().path == "/partners"
    assert leads.get_lead("a/b ?#ü").path == "/leads/a%2Fb%20%3F%23%C3%BC"


@pytest.mark.parametrize("value", ["", ".", "..", "...", "a\x00"])
def test_a_path_parameter_that_would_name_another_resource_is_refused(value: str) -> None:
    what = "would change the path" if value else "is empty"
    with pytest.raises(ValueError, match="give the id") as caught:
        leads.get_lead(value)
    assert str(caught.value) == f"uuid={value!r} {what}: give the id of one object"


def test_a_path_parameter_may_be_json() -> None:
    operation: Operation[None] = Operation(
        "a.b.c", "x", "GET", "/x/{a}", responses={}, path={"a": Styled("json", {"b": None})}
    )
    assert operation.path == "/x/%7B%22b%22%3Anull%7D"


@given(value=st.text(min_size=1).filter(lambda v: v.strip(".") and "\x00" not in v))
def test_any_other_path_parameter_stays_one_segment(value: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError:  # half a surrogate pair has no encoding
        return
    path = leads.get_lead(value).path
    assert path.isascii()
    assert path.count("/") == 2


def test_dates_and_times_are_sent_in_iso_form() -> None:
    operation = analytics.partner_revenue_leaderboard(
        start_date=datetime.date(2026, 1, 31), end_date=LATE
    )
    assert dict(operation.query) == {
        "start_date": "2026-01-31",
        "end_date": "2026-03-02T00:30:00.000Z",
    }
    assert (
        tasks.create_task(title="x", due_date=LATE).body["due_date"] == "2026-03-02T00:30:00.000Z"
    )
    assert tasks.create_task(title="x", due_date="soon").body["due_date"] == "soon"


@pytest.mark.parametrize(
    "call",
    [
        lambda when: analytics.partner_revenue_leaderboard(end_date=when),
        lambda when: tasks.create_task(title="x", due_date=when),
    ],
)
def test_a_time_without_zone_is_refused(call: Any) -> None:
    with pytest.raises(ValueError, match=r"_date=datetime\.datetime.*no time zone"):
        call(datetime.datetime(2026, 3, 1, 12, 0))  # noqa: DTZ001


def test_lists_repeat_the_name_and_booleans_are_lower_case() -> None:
    pairs = list(
        query_pairs({"a": ["x", "y"], "b": True, "n": False, "c": 1.5, "d": [], "e": None})
    )
    assert pairs == [("a", "x"), ("a", "y"), ("b", "true"), ("n", "false"), ("c", "1.5")]


def test_what_has_no_text_is_refused_by_name() -> None:
    with pytest.raises(TypeError, match=r"filter=\{\}"):
        list(query_pairs({"filter": {}}))
    with pytest.raises(TypeError, match=r"body\.a\[1\]="):
        to_json("body", {"a": [1, object()]})


def test_models_may_stand_in_bodies() -> None:
    settings = models.RoomSettings(show_navigation=True)
    assert to_json("body", [settings]) == [{"show_navigation": True}]


def test_the_index_names_every_operation_once() -> None:
    assert len({info.id for info in OPERATIONS}) == len(OPERATIONS)
    assert len({(info.method, info.path) for info in OPERATIONS}) == len(OPERATIONS)
    for info in OPERATIONS:
        assert info.builder.__name__ == info.id
        assert info.evidence in {"documented", "mentioned", "inferred"}


def test_with_query_leaves_the_original_alone() -> None:
    first = leads.list_leads(page=1, search="x")
    second = first.with_query(page=2)
    assert dict(first.query) == {"page": "1", "search": "x"}
    assert dict(second.query) == {"page": "2", "search": "x"}
    assert first.with_query(search=None).query == [("page", "1")]


def test_members_of_a_body_can_be_changed_in_a_copy() -> None:
    operation = tasks.create_task(title="Call", priority="low")
    changed = operation.with_body(priority=UNSET, page=2)
    assert changed.body == {"title": "Call", "page": 2}
    assert operation.body == {"title": "Call", "priority": "low"}
    assert leads.list_leads().with_body(page=1).body == {"page": 1}
    listed: Operation[None] = Operation("a.b.c", "x", "PUT", "/x", responses={}, body=[1])
    with pytest.raises(ValueError, match="the body of x is not a JSON object"):
        listed.with_body(page=1)
