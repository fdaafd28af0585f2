"""A test that fails over an operation that the spec no longer has says which one."""

from __future__ import annotations

from typing import Any

import pytest

from tests import gone_operations


class Repr:
    def __init__(self) -> None:
        self.sections: list[tuple[str, str]] = []
        self.reprcrash = type("Crash", (), {"message": "assert False"})()

    def addsection(self, name: str, content: str) -> None:
        self.sections.append((name, content))


class Report:
    nodeid = "tests/test_x.py::test_x"

    def __init__(self, text: str) -> None:
        self.longreprtext = text
        self.longrepr = Repr()


@pytest.mark.parametrize(
    ("route", "operation", "text", "named"),
    [
        ("GET /currencies", "list_currencies", "client.currencies.list()", True),
        ("GET /currencies", "list_currencies", "'/v1/currencies/'", True),
        ("GET /currencies", "list_currencies", "faults.add(operation='list_currencies')", True),
        ("GET /currencies", "list_currencies", "concurrency", False),
        ("GET /custom-fields/{}", "get_custom_field", "client.custom_fields.get(x)", True),
        ("DELETE /rooms/{}", "delete_room", "writes of rooms", True),
        ("GET /", "get_root", "anything", False),
    ],
)
def test_what_a_failure_names(
    monkeypatch: pytest.MonkeyPatch, route: str, operation: str, text: str, named: bool
) -> None:
    words = {f"{route} ({operation})": gone_operations.words_for(route, operation)}
    monkeypatch.setattr(gone_operations, "gone", lambda: words)
    report: Any = Report(text)
    gone_operations.say_so(report, len)
    prefix = f"the spec no longer has {route} ({operation})"
    assert report.longrepr.sections == ([("Gone from the spec", prefix)] if named else [])
    assert report.longrepr.reprcrash.message == (f"{prefix}: " if named else "") + "assert False"
