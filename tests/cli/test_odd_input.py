"""Odd texts and numbers on a command line and in its files are sent as they are, or refused."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

import pytest

from journeybee.cli.program import run
from tests.cli.odd_texts import strict_json

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.raw_lists import RawLists


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_json_in_files_has_any_unicode_encoding(
    lists: RawLists, tmp_path: Path, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = '{"name": "Łukasz"}'.encode(encoding)
    file = tmp_path / "body.json"
    file.write_bytes(content)
    assert run(["api", "PATCH", "/x", "-d", f"@{file}"]) == 0
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content), encoding="ascii"))
    assert run(["api", "PATCH", "/x", "-d", "@-"]) == 0
    assert [strict_json(body) for body in lists.bodies] == [{"name": "Łukasz"}] * 2


@pytest.mark.parametrize("body", ["NaN", "[Infinity]", b"\xff\xfe\xff", "1e400"])
def test_what_is_not_json_is_not_sent(lists: RawLists, tmp_path: Path, body: str | bytes) -> None:
    file = tmp_path / "body.json"
    file.write_bytes(body if isinstance(body, bytes) else body.encode())
    assert run(["api", "PATCH", "/x", "-d", f"@{file}"]) == 2
    assert not lists.asked


def test_a_text_that_was_read_can_be_written_back(lists: RawLists) -> None:
    line = ["api", "PATCH", "/x", "-d", '{"company_name": "x \\ud83d"}']
    assert run(line) == 0
    assert strict_json(lists.bodies[0]) == {"company_name": "x \ud83d"}
    assert lists.bodies[0].isascii()


def test_null_is_a_body_too(lists: RawLists) -> None:
    assert run(["api", "PATCH", "/x", "-d", "null"]) == 0
    assert lists.bodies == [b"null"]


def test_bytes_that_are_not_text_are_not_sent(
    lists: RawLists, capsys: pytest.CaptureFixture[str]
) -> None:
    undecodable = os.fsdecode(b"x\xff")
    assert run(["leads", "update", "u", "--company-name", undecodable]) == 2
    assert "company-name is not text" in capsys.readouterr().err
    assert not lists.asked


def test_what_cannot_be_encoded_is_no_wrong_usage() -> None:
    from journeybee.cli.failures import explain

    assert explain(UnicodeEncodeError("utf-8", "\ud83d", 0, 1, "surrogates not allowed"))[0] == 1
