"""Values of the package: compared, shown, copied and pickled by their fields, and never changed."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from journeybee import APIResponse, PagerStats, RetryPolicy
from journeybee.errors import ConfigurationError
from journeybee.pagination import LastItemCursor, PageNumbers, WholeList
from journeybee.pipeline import Headers, Options

HEADERS = Headers([("x-request-id", "r"), ("set-cookie", "hush")])
RESPONSE: APIResponse[Any] = APIResponse(
    200, HEADERS, b'{"hush": 1}', "GET", "https://h.test/leads/hush", "https://h.test/leads/{uuid}"
)
POLICY = RetryPolicy(5, deadline=9.5)
OPTIONS = Options(retry=POLICY, headers={"X-Trace": "hush"}, priority="background")
VALUES: list[Any] = [
    RESPONSE, POLICY, OPTIONS, PageNumbers(size="n", whole=True), LastItemCursor(), WholeList("a"),
]  # fmt: skip
EACH = pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)


@EACH
def test_a_value_is_equal_to_its_copies_alone(value: Any) -> None:
    copies = [copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))]
    assert copies == [value] * 3
    assert {type(each) for each in copies} == {type(value)}
    assert [other for other in VALUES if other == value] == [value]
    assert value != PageNumbers()
    assert value != vars(value)


@EACH
def test_a_value_is_not_changed(value: Any) -> None:
    name = next(iter(vars(value)))
    with pytest.raises(AttributeError, match=f"{type(value).__name__} is immutable"):
        setattr(value, name, None)
    with pytest.raises(AttributeError, match="is immutable"):
        value.other = None
    with pytest.raises(AttributeError, match="is immutable"):
        delattr(value, name)
    assert hasattr(value, name)


@pytest.mark.parametrize("value", [POLICY, PageNumbers(), LastItemCursor(), WholeList()])
def test_values_of_values_are_hashed(value: Any) -> None:
    assert {value, copy.copy(value)} == {value}
    assert hash(value) != hash(PageNumbers(page="p"))


def test_the_repr_hides_what_may_be_secret() -> None:
    assert repr(POLICY) == "RetryPolicy(max_retries=5, deadline=9.5)"
    assert repr(RESPONSE) == (
        "APIResponse(status_code=200, method='GET', url_template='https://h.test/leads/{uuid}', "
        "retries=0, waited=0.0)"
    )
    assert repr(OPTIONS) == (
        "Options(timeout=None, connect_timeout=None, "
        "retry=RetryPolicy(max_retries=5, deadline=9.5), headers=['x-trace'], max_wait=None, "
        "max_response_bytes=None, priority='background')"
    )
    assert "hush" not in repr(VALUES)


def test_the_reader_of_a_response_is_neither_shown_nor_compared() -> None:
    read = RESPONSE.__replace__(_parser=lambda: "read")
    assert read == RESPONSE
    assert repr(read) == repr(RESPONSE)
    assert (RESPONSE.parse(), read.parse()) == ({"hush": 1}, "read")


def test_a_changed_copy_is_checked_as_a_new_value_is() -> None:
    policy: Any = POLICY
    replace = getattr(copy, "replace", lambda value, **changes: value.__replace__(**changes))
    assert replace(policy, max_retries=0) == RetryPolicy(0, 9.5)
    with pytest.raises(ConfigurationError, match=r"max_retries=-1 must be an integer, 0 or more"):
        replace(policy, max_retries=-1)
    with pytest.raises(TypeError, match="attempts"):
        replace(policy, attempts=1)
    assert [replace(value) for value in VALUES] == VALUES
    assert replace(VALUES[-1], rows_path="b") == WholeList("b")


def test_values_are_matched_by_position() -> None:
    match RESPONSE:
        case APIResponse(status, Headers(), _, "GET"):
            assert status == 200
        case _:
            raise AssertionError(RESPONSE)
    match POLICY:
        case RetryPolicy(tries, deadline):
            assert (tries, deadline) == (5, 9.5)
        case _:
            raise AssertionError(POLICY)


def test_a_subscripted_response_is_a_response() -> None:
    made = APIResponse[int](204, HEADERS, b"", "DELETE", "https://h.test/x", "https://h.test/x")
    assert type(made) is APIResponse
    assert made.parse() is None


def test_the_styles_of_a_program_can_build_on_those_here() -> None:
    class Tenths(PageNumbers):
        def __init__(self, page: str = "offset") -> None:
            super().__init__(page=page, default_size=10)

    assert repr(Tenths()).startswith("Tenths(page='offset', size='per_page', default_size=10,")
    assert Tenths() == Tenths() != Tenths("at")
    assert Tenths().rows_path == "data"


def test_statistics_are_compared_shown_and_copied() -> None:
    stats = PagerStats(2, items=7)
    stats.shift = "rows came again"
    assert repr(stats) == "PagerStats(requests=2, items=7, waited=0.0, shift='rows came again')"
    for same in (copy.copy(stats), pickle.loads(pickle.dumps(stats))):
        assert same == stats
        same.waited = 1.5
        assert same != stats
    with pytest.raises(TypeError, match="unhashable"):
        hash(stats)
    with pytest.raises(AttributeError):
        stats.request = 1  # type: ignore[attr-defined]
