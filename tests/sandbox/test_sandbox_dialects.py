"""Dialects of the sandbox: the envelope, the size of a page and the refusals of each."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest

from journeybee.sandbox import Sandbox
from journeybee.sandbox.__main__ import main
from journeybee.sandbox.handling.messages import Incoming
from journeybee.sandbox.surfaces.dialects import DIALECTS, DialectName
from tests.sandbox.driver import NOW


def sandbox(dialect: DialectName) -> Sandbox:
    served = Sandbox(world="empty", now=NOW, rate_limit=None, dialect=dialect)
    for number in range(60):
        ask(served, "/v1/leads/", body={"email": f"{number}@example.com"})
    return served


def ask(served: Sandbox, path: str, query: str = "", body: Any = None) -> tuple[int, Any]:
    headers = {"authorization": f"Bearer {served.api_key}", "content-type": "application/json"}
    content = b"" if body is None else json.dumps(body).encode()
    method = "GET" if body is None else "POST"
    reply = served.handle(Incoming(method, path, query.encode(), headers, content))
    return reply.status, json.loads(reply.content)


@pytest.mark.parametrize(
    ("dialect", "query", "rows", "size", "envelope"),
    [
        ("v1", "", "data", 25, {"page": 1, "per_page": 25, "total": 60, "total_pages": 3}),
        ("v1", "pageSize=5", "data", 25, {"page": 1, "per_page": 25, "total": 60}),
        ("introduction", "", "data", 10, {"record-count": 60, "page-count": 6}),
        ("introduction", "per_page=50", "data", 10, {"record-count": 60, "page-count": 6}),
        ("introduction", "pageSize=99", "data", 50, {"record-count": 60, "page-count": 2}),
        ("introduction", "pageSize=x", "data", 10, {"record-count": 60}),
        ("introduction-named", "pageSize=20", "leads", 20, {"record_count": 60, "page_count": 3}),
        ("capped", "per_page=100", "data", 50, {"per_page": 50, "total": 60, "total_pages": 2}),
        ("capped-25", "per_page=100&page=3", "data", 10, {"page": 3, "per_page": 25}),
        ("strict-query", "pageSize=50", "data", 50, {"record-count": 60}),
        ("error-text", "per_page=5", "data", 5, {"per_page": 5, "total": 60}),
    ],
)
def test_a_page_is_as_large_and_says_what_the_dialect_has_it_say(
    dialect: DialectName, query: str, rows: str, size: int, envelope: dict[str, int]
) -> None:
    status, body = ask(sandbox(dialect), "/v1/leads/", query)
    assert (status, len(body.pop(rows))) == (200, size)
    (counts,) = body.values()
    assert counts.items() >= envelope.items()
    if "per_page" not in envelope or dialect == "capped-25":
        assert "total" not in counts


def test_bare_pages_say_nothing() -> None:
    served = sandbox("bare")
    assert [len(ask(served, "/v1/leads/", f"page={n}")[1]) for n in (1, 2, 3, 4)] == [25, 25, 10, 0]


def test_an_unknown_parameter_is_refused_by_the_strict_dialect_alone() -> None:
    served = sandbox("strict-query")
    refused = {"error": "Unknown query parameter: per_page"}
    assert ask(served, "/v1/leads/", "per_page=5") == (400, refused)
    assert ask(served, "/v1/tags/", "colour=red")[0] == 400
    assert ask(served, "/v1/leads/", "page=2&pageSize=5&status=new")[0] == 200
    assert ask(sandbox("introduction"), "/v1/leads/", "colour=red&per_page=5")[0] == 200


@pytest.mark.parametrize("dialect", get_args(DialectName))
def test_pages_hold_each_row_once_in_every_dialect(dialect: DialectName) -> None:
    served, seen = sandbox(dialect), []
    for number in range(1, 8):
        body = ask(served, "/v1/leads/", f"page={number}")[1]
        rows = body if isinstance(body, list) else body.get("data", body.get("leads"))
        seen += [row["uuid"] for row in rows]
    assert seen == [lead["uuid"] for lead in served.store.items("leads")]


def test_lists_documented_as_arrays_stay_arrays() -> None:
    for dialect in get_args(DialectName):
        served = Sandbox(world="empty", now=NOW, dialect=dialect)
        assert isinstance(ask(served, "/v1/currencies/")[1], list)


def test_the_introduction_cuts_users_of_the_older_api_even_unasked() -> None:
    plain = ask(Sandbox(world="tiny", now=NOW), "/api/v1/users")[1]
    served = Sandbox(world="tiny", now=NOW, dialect="introduction")
    counts = {"record-count": 12, "page-count": 2}
    assert (len(plain), ask(served, "/api/v1/users")[1]) == (
        12,
        {"data": plain[:10], "meta": counts},
    )
    (first,) = ask(served, "/api/v1/users", "pageSize=1")[1]["data"]
    assert first == plain[0]


def test_refusals_are_a_text_where_the_dialect_has_them_so() -> None:
    texts = {"introduction", "introduction-named", "strict-query", "error-text"}
    for dialect in get_args(DialectName):
        served = Sandbox(world="empty", now=NOW, dialect=dialect)
        error = ask(served, "/v1/leads/nothing")[1]["error"]
        assert isinstance(error, str) == (dialect in texts)


def test_an_unknown_dialect_is_refused_with_the_names_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(ValueError, match="no dialect 'v2': give one of v1, introduction, "):
        Sandbox(dialect="v2")  # type: ignore[arg-type]
    with pytest.raises(SystemExit):
        main(["--dialect", "v2"])
    assert "invalid choice: 'v2'" in capsys.readouterr().err
    assert list(DIALECTS) == list(get_args(DialectName))
