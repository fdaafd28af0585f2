"""The differences of servers that follow a published page instead of the spec."""

from __future__ import annotations

import importlib
from functools import partial
from typing import Any

import anyio
import pytest

from journeybee import Permit, TokenBucket
from journeybee.limits import Priority
from journeybee.sandbox import Sandbox
from journeybee.surfaces import SURFACES
from journeybee.verify import Report, verify
from journeybee.verify.document import Document
from scripts.codegen.intake.overlay import apply_overlay
from scripts.codegen.intake.validate import validate
from tests.verify.introduction import KEY, Introduction
from tests.verify.servers import client_of

INTRODUCTION: set[tuple[str, ...]] = {
    ("envelope", "page.meta", "not in the spec", "object"),
    ("envelope", "page.pagination", "required", "missing"),
    ("paging", "default size", "25", "10"),
    ("paging", "largest size", "100", "50"),
    ("paging", "size", "per_page", "pageSize"),
}
DIALECTS: dict[str, set[tuple[str, ...]]] = {
    "v1": set(),
    "introduction": INTRODUCTION,
    "introduction-named": INTRODUCTION
    | {
        ("envelope", "page.data", "required", "missing"),
        ("envelope", "another member with the rows", "not in the spec", "array"),
    },
    "bare": {("envelope", "page", "object", "array")},
    "capped": {("paging", "largest size", "100", "50")},
    "capped-25": {
        ("envelope", "Pagination.total", "required", "missing"),
        ("envelope", "Pagination.total_pages", "required", "missing"),
        ("paging", "largest size", "100", "25"),
    },
    "strict-query": INTRODUCTION | {("paging", "refused", "none", "per_page")},
    # The spec has both forms of an error.
    "error-text": set(),
}
QUICK = {"introduction-named"}


def found(report: Report) -> set[tuple[str, ...]]:
    return {(d.aspect, d.where, d.declared, d.seen) for d in report.differences}


def taken_in(report: Report) -> dict[str, Any]:
    """The spec with the overlay of the report, as `make generate` reads it."""
    document: dict[str, Any] = apply_overlay(report.document.content, report.overlay())
    assert validate(document) == []
    return document


@pytest.mark.parametrize(
    "dialect",
    [d if d in QUICK else pytest.param(d, marks=pytest.mark.thorough) for d in DIALECTS],
)
def test_each_dialect_differs_in_just_what_sets_it_apart(dialect: Any) -> None:
    sandbox = Sandbox(world="demo", rate_limit=None, dialect=dialect)
    report = anyio.run(verify, sandbox.client())
    assert found(report) == DIALECTS[dialect]
    assert report.left == []
    assert set(report.skipped) == {"get_lead_note"}  # an empty list there
    assert {request.method for request in sandbox.requests} == {"GET"}
    assert report.requests == len(sandbox.requests) <= 120
    again = anyio.run(partial(verify, sandbox.client(), document=taken_in(report)))
    assert again.differences == []
    assert again.fits


async def test_each_request_takes_a_permit_of_the_clients_limiter() -> None:
    class Counting(TokenBucket):
        permits = 0

        async def acquire(self, priority: Priority = "normal") -> Permit:
            Counting.permits += 1
            return await super().acquire(priority)

    server = Introduction("data")
    await verify(client_of(server, limiter=Counting(10**6, burst=10**6)), max_requests=20)
    assert Counting.permits == len(server.requests) == 20


@pytest.mark.parametrize("wrap", ["data", "named", "in each row"])
async def test_a_server_made_from_the_introduction_alone(wrap: str) -> None:
    server = Introduction(wrap)
    report = await verify(client_of(server))
    about_users = {
        (d.aspect, d.where, d.seen) for d in report.differences if "list_users" in d.operations
    }
    assert about_users >= {
        ("paging", "size", "pageSize"),
        ("field", "User.id", "integer"),
        ("field", "User.name", "string"),
        ("field", "User.uuid", "missing"),
    }
    sizes = {d.where: d.seen for d in report.differences if d.aspect == "paging"}
    assert sizes["largest size"] == "50"
    assert sizes["default size"] == "10"
    statuses = [d for d in report.differences if d.aspect == "status"]
    assert {d.seen for d in statuses} == {"404"}
    assert "secret" not in report.to_json() + report.to_markdown() + str(report.overlay())
    again = await verify(client_of(server), document=taken_in(report))
    assert again.fits, again.differences


async def test_a_server_that_knows_no_slash_at_the_end() -> None:
    report = await verify(client_of(Introduction("data", slash=False)))
    assert {d.where for d in report.differences if d.aspect == "status"} >= {"list_users"}
    assert KEY not in report.to_json()


def test_the_spec_of_every_surface_can_be_read() -> None:
    for surface in ("v1", "legacy", "saleshandy"):
        operations = Document.read(SURFACES[surface].document).operations
        index = importlib.import_module(f"journeybee_api.{surface}.operations").OPERATIONS
        assert operations.keys() == {info.id for info in index}
        reads = {name for name, operation in operations.items() if operation.is_read}
        assert reads >= {info.id for info in index if info.method == "GET"}
