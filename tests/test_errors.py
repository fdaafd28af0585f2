"""The exception tree: classes, messages, pickles and copies."""

import copy
import json
import pickle

import pytest

from journeybee import errors
from journeybee.errors import (
    APIConnectionError,
    APIResponseError,
    APIStatusError,
    APITimeoutError,
    ConfigurationError,
    JourneyBeeError,
    RateLimitWaitError,
    UnprocessableEntityError,
    WebhookVerificationError,
)
from journeybee.pipeline.error_mapping import error_from_response
from journeybee.response import APIResponse, Headers
from journeybee_api._runtime import DecodeError, Reader
from journeybee_api.v1.models import Tag

BASE = "https://api.example.test/v1"


def response(
    status: int, content: bytes | object = b"", headers: dict[str, str] | None = None
) -> APIResponse:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return APIResponse(
        status_code=status,
        headers=Headers((headers or {"X-Request-Id": "req-1"}).items()),
        content=body,
        method="GET",
        url=f"{BASE}/partners/p-1?email=ann%40example.test",
        url_template=f"{BASE}/partners/{{uuid}}",
        retries=2,
    )


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (400, "BadRequestError"),
        (401, "AuthenticationError"),
        (403, "PermissionDeniedError"),
        (404, "NotFoundError"),
        (409, "ConflictError"),
        (422, "UnprocessableEntityError"),
        (429, "RateLimitError"),
        (500, "ServerError"),
        (503, "ServerError"),
        (520, "ServerError"),
        (599, "ServerError"),
        (302, "APIStatusError"),
        (304, "APIStatusError"),
        (402, "APIStatusError"),
        (408, "APIStatusError"),
        (418, "APIStatusError"),
        (499, "APIStatusError"),
        (600, "APIStatusError"),
        (999, "APIStatusError"),
    ],
)
def test_every_status_has_its_class(status: int, name: str) -> None:
    error = error_from_response(response(status))
    assert type(error) is getattr(errors, name)
    assert isinstance(error, APIStatusError)
    assert error.status_code == status


def test_module_disabled_is_a_kind_of_permission_denied() -> None:
    error = error_from_response(
        response(403, {"error": {"code": "module_disabled", "message": "Module is off"}})
    )
    assert type(error) is errors.ModuleDisabledError
    assert isinstance(error, errors.PermissionDeniedError)
    other = error_from_response(response(404, {"error": {"code": "module_disabled"}}))
    assert type(other) is errors.NotFoundError


def test_the_tree() -> None:
    assert issubclass(ConfigurationError, JourneyBeeError)
    assert issubclass(ConfigurationError, ValueError)
    assert issubclass(APITimeoutError, APIConnectionError)
    for cls in (APIConnectionError, RateLimitWaitError, APIResponseError, APIStatusError):
        assert issubclass(cls, JourneyBeeError)
    assert not issubclass(APIConnectionError, APIStatusError)


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        (
            {"error": {"code": "not_found", "message": "Partner not found"}},
            "not_found",
            "Partner not found",
        ),
        ({"error": {"code": "not_found"}}, "not_found", "Not Found"),
        ({"error": {"message": "Partner not found"}}, None, "Partner not found"),
        ({"error": {"code": 7, "message": ["no", "never"]}}, 7, "no; never"),
        ({"error": {"code": True, "message": {"no": 1}}}, None, "Not Found"),
        ({"code": 40100, "type": "x", "message": "no sequence"}, 40100, "no sequence"),
        ({"statusCode": 404, "messages": ["no", "none"]}, None, "no; none"),
        ({"error": "Bad", "error_code": "E1", "error_message": "no header"}, "E1", "no header"),
        ({"error": 1, "error_code": 2}, 2, "Not Found"),
        ({"error": "No such partner"}, None, "No such partner"),
        ({"message": "No such partner"}, None, "No such partner"),
        (
            {"statusCode": 404, "error": "Not Found", "message": "Route GET:/x not found"},
            None,
            "Route GET:/x not found",
        ),
        ({"message": None}, None, "Not Found"),
        ({}, None, "Not Found"),
        ([1, 2], None, "Not Found"),
        (None, None, "Not Found"),
        ("gone", None, "gone"),
        (17, None, "Not Found"),
        (b"", None, "Not Found"),
        (b"<html><h1>404</h1></html>", None, "Not Found"),
        (b'{"error": {"code": "not_f', None, "Not Found"),
        (b"no such host", None, "no such host"),
        (b"x" * 5000, None, "Not Found"),
        (b"\xff\xfe\x00", None, "\ufffd\ufffd\x00"),
        (b"[" * 100_000, None, "Not Found"),
    ],
)
def test_every_kind_of_body(content: bytes | object, code: str | int | None, message: str) -> None:
    error = error_from_response(response(404, content))
    assert (error.code, error.message) == (code, message)


def test_the_body_is_decoded_json_or_capped_text_or_none() -> None:
    assert error_from_response(response(404, {"error": "x", "more": [1]})).body == {
        "error": "x",
        "more": [1],
    }
    assert error_from_response(response(502, b"<html>" + b"x" * 50_000)).body == (
        "<html>" + "x" * 9_994
    )
    assert error_from_response(response(404)).body is None


def test_what_an_error_tells() -> None:
    answer = response(404, {"error": {"code": "not_found", "message": "Partner not found"}})
    error = error_from_response(answer)
    assert str(error) == (
        "404 not_found: Partner not found "
        "(GET https://api.example.test/v1/partners/{uuid}, request id req-1)"
    )
    assert error.method == "GET"
    assert error.url == f"{BASE}/partners/p-1"
    assert error.request_id == "req-1"
    assert error.retries == 2
    assert error.response is answer


def test_str_is_one_short_line_whatever_the_server_wrote() -> None:
    text = str(error_from_response(response(400, {"message": "a\nb\r\n" + "c" * 9000})))
    assert text.startswith("400: a b ccc")
    assert "\n" not in text
    assert len(text) < 700


HOSTILE = "a\x1b[2J\x9b1m\u202eb\u2066c\u200fd\x00\ud83d\ufeff"


def test_str_holds_nothing_that_acts_on_a_terminal_or_a_log() -> None:
    headers = {"x-request-id": HOSTILE}
    answer = response(400, {"error": {"code": HOSTILE, "message": HOSTILE}}, headers)
    errors = [
        error_from_response(answer),
        APIResponseError(HOSTILE, response=answer, model="Lead", path=f"$.{HOSTILE}"),
        WebhookVerificationError("entity", f"{HOSTILE} is about a lead, the body is not"),
    ]
    for error in errors:
        assert str(error).isprintable(), error
        assert "\\x1b[2J\\x9b1m\\u202eb\\u2066c\\u200fd\\x00\\ud83d\\ufeff" in str(error)
        assert repr(error).isprintable()
    # The text of the server is unchanged in the attributes.
    assert errors[0].message == HOSTILE  # type: ignore[attr-defined]


def test_the_path_to_a_name_that_the_server_made_up_is_printable() -> None:
    with pytest.raises(DecodeError) as caught:
        Tag.from_dict({"uuid": "u", HOSTILE: 1}, Reader(strict=True))
    assert caught.value.path.isprintable()
    assert str(caught.value).isprintable()


def test_unknown_status_and_redirect_say_so() -> None:
    assert "999: unexpected status" in str(error_from_response(response(999)))
    redirect = error_from_response(response(302, {"message": "Moved"}))
    assert "redirects are never followed" in str(redirect)


@pytest.mark.parametrize(
    ("message", "field"),
    [
        ("body/name: Required", "name"),
        ("body/contacts/0/email: Invalid email", "contacts/0/email"),
        ("body/name Required", "name"),
        ("querystring/page: Expected number", "page"),
        ("body/name: Required, body/email: Required", "name"),
        ("body: Required", None),
        ("The body/name is wrong", None),
        ("Quote exists", None),
        ("", None),
    ],
)
def test_field_of_a_validation_message(message: str, field: str | None) -> None:
    error = error_from_response(response(422, {"error": {"message": message}}))
    assert isinstance(error, UnprocessableEntityError)
    assert error.field == field


def test_retry_after_is_kept() -> None:
    assert error_from_response(response(429), retry_after=7.5).retry_after == 7.5
    assert error_from_response(response(429)).retry_after is None


def test_response_error_names_model_and_place() -> None:
    error = APIResponseError(
        "expected an object, got a list",
        response=response(200, b"[" + b" " * 20_000),
        model="Lead",
        path="$.data[3]",
    )
    assert str(error).startswith("Lead at $.data[3]: expected an object, got a list (GET https://")
    assert error.body == b"[" + b" " * 9_999
    assert (error.model, error.path, error.status_code) == ("Lead", "$.data[3]", 200)


def test_connection_error_tells_where() -> None:
    assert str(APIConnectionError("broken")) == "broken"
    assert str(APITimeoutError("slow", method="PUT", url=BASE)) == f"slow (PUT {BASE})"
    error = APITimeoutError("slow", method="GET", url=f"{BASE}/tags/1", url_template="T", retries=3)
    assert (str(error), error.url, error.retries) == ("slow (GET T)", f"{BASE}/tags/1", 3)


def samples() -> list[JourneyBeeError]:
    return [
        JourneyBeeError("x"),
        ConfigurationError("no key"),
        APIConnectionError("broken", method="GET", url=BASE, url_template=BASE, retries=1),
        APITimeoutError("slow", method="PUT", url=BASE),
        RateLimitWaitError("too long", max_wait=1.5),
        APIResponseError("bad", response=response(200, b"[]"), model="Lead"),
        *(
            error_from_response(response(status, {"error": {"code": "c", "message": "m"}}))
            for status in (302, 400, 401, 403, 404, 409, 422, 429, 500, 520)
        ),
        error_from_response(response(403, {"error": {"code": "module_disabled"}})),
        error_from_response(response(429), retry_after=3.0),
    ]


@pytest.mark.parametrize("error", samples(), ids=lambda error: type(error).__name__)
def test_pickle_and_copy_keep_everything(error: JourneyBeeError) -> None:
    error.add_note("while testing")
    clones: list[JourneyBeeError] = [copy.copy(error), copy.deepcopy(error)]
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        clones.append(pickle.loads(pickle.dumps(error, protocol)))  # noqa: PERF401
    for clone in clones:
        assert type(clone) is type(error)
        assert str(clone) == str(error)
        assert clone.args == error.args
        ours, theirs = dict(vars(error)), dict(vars(clone))
        old, new = ours.pop("response", None), theirs.pop("response", None)
        assert ours == theirs
        if old is not None:
            assert (new.status_code, dict(new.headers), new.content, new.url) == (
                old.status_code,
                dict(old.headers),
                old.content,
                old.url,
            )


def test_query_and_body_are_in_no_str_or_repr() -> None:
    error = error_from_response(response(404, {"secret": "body-text"}))
    shown = f"{error} {error!r} {error.response!r}"
    assert "ann" not in shown
    assert "body-text" not in shown
