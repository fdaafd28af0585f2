"""Fetching: from files and over https only, bounded in size and time, without secrets."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from scripts.codegen.errors import SpecError
from scripts.codegen.intake import fetch as fetching
from scripts.codegen.intake.fetch import Source, fetch, read_source, source_file, write_source

URL = "https://example.com/openapi.json"
BODY = b'{"openapi": "3.1.0"}'
SHA256 = hashlib.sha256(BODY).hexdigest()
Handler = Callable[[httpx.Request], httpx.Response]


class Once(httpx.SyncByteStream):
    def __init__(self, content: bytes) -> None:
        self.content = content

    def __iter__(self) -> Iterator[bytes]:
        yield self.content[:10]
        yield self.content[10:]


def answer(content: bytes, **headers: str) -> httpx.Response:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(200, stream=Once(content), headers=names)


class Server:
    """Answers with ``handler``, and keeps what it was asked."""

    def __init__(self, handler: Handler) -> None:
        self.requests: list[httpx.Request] = []
        self.handler = handler

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self.handler(request)


class Stream(httpx.SyncByteStream):
    """Chunks without an end, which tell how many of them were taken."""

    def __init__(self, chunk: bytes) -> None:
        self.chunk = chunk
        self.taken = 0

    def __iter__(self) -> Iterator[bytes]:
        while True:
            self.taken += 1
            yield self.chunk


def get(handler: Handler, url: str = URL, known: Source | None = None, **options: Any) -> Any:
    return fetch(url, known, transport=httpx.MockTransport(handler), **options)


def refused(handler: Handler, url: str = URL, **options: Any) -> SpecError:
    with pytest.raises(SpecError) as caught:
        get(handler, url, **options)
    return caught.value


def ok(request: httpx.Request) -> httpx.Response:
    return answer(BODY, etag='"v1"')


def test_a_file_is_read_and_recorded_without_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sub" / "spec.json"
    path.parent.mkdir()
    path.write_bytes(BODY)
    found = fetch(str(path), None)
    assert (found.content, found.source, found.etag) == (BODY, "spec.json", None)
    assert (found.sha256, found.unchanged) == (SHA256, False)
    monkeypatch.chdir(tmp_path)
    assert fetch("sub/spec.json", None).source == "sub/spec.json"


def test_only_files_are_read_and_only_so_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe")
    for source in (tmp_path / "pipe", tmp_path / "none", Path("/dev/zero")):
        with pytest.raises(SpecError, match="is neither a file nor a folder"):
            fetch(str(source), None)
    (tmp_path / "spec").write_bytes(BODY)
    monkeypatch.setattr(fetching, "MAX_BYTES", len(BODY))
    assert fetch(str(tmp_path / "spec"), None).content == BODY
    monkeypatch.setattr(fetching, "MAX_BYTES", len(BODY) - 1)
    with pytest.raises(SpecError, match="is larger"):
        fetch(str(tmp_path / "spec"), None)


def test_a_url_is_fetched_with_its_etag_and_hash() -> None:
    server = Server(ok)
    found = get(server)
    assert (found.content, found.source, found.etag, found.sha256) == (BODY, URL, '"v1"', SHA256)
    assert "if-none-match" not in server.requests[0].headers
    assert not found.unchanged
    assert found.record("2026-01-02") == Source(URL, '"v1"', SHA256, "2026-01-02")


def test_a_zip_at_a_url_is_read_as_its_document() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("api/spec.json", BODY)
    assert json.loads(get(Server(lambda _: answer(buffer.getvalue()))).content) == json.loads(BODY)


def test_what_the_server_still_has_is_not_sent_again() -> None:
    known = Source(URL, '"v1"', SHA256, "2026-01-02")
    server = Server(lambda _: httpx.Response(304))
    found = get(server, known=known)
    assert server.requests[0].headers["if-none-match"] == '"v1"'
    assert (found.unchanged, found.content) == (True, b"")
    assert found.record("2026-02-03") == Source(URL, '"v1"', SHA256, "2026-02-03")
    # That of another URL, or none, says nothing about this one.
    for other in (Source(f"{URL}2", '"v1"', SHA256, ""), Source(URL, None, SHA256, "")):
        with pytest.raises(SpecError, match="status 304"):
            get(server, known=other)
        assert "if-none-match" not in server.requests[-1].headers


@pytest.mark.parametrize("etag", ["v1", '"a b"', '"' + "x" * 300 + '"', ""])
def test_an_etag_that_is_none_is_not_kept(etag: str) -> None:
    assert get(lambda _: answer(BODY, etag=etag)).etag is None


@pytest.mark.parametrize(
    "source",
    [
        "http://example.com/spec",
        "HTTP://example.com/spec",
        "ftp://example.com/spec",
        "file:///etc/passwd",
        "data:application/json,{}",
        "javascript:1",
        "https:/spec",
        "https://",
    ],
)
def test_other_schemes_are_refused(source: str) -> None:
    server = Server(ok)
    with pytest.raises(SpecError, match="https URL"):
        get(server, source)
    assert server.requests == []


@pytest.mark.parametrize(
    "source",
    [
        "https://user:hunter2@example.com/spec",
        "https://hunter2@example.com/spec",
        "https://example.com/spec?api_key=hunter2",
        "https://example.com/spec?a=1&X-Amz-Signature=hunter2",
        "https://example.com/spec#access_token=hunter2",
    ],
)
def test_secrets_in_a_url_are_refused_and_not_shown(source: str) -> None:
    server = Server(ok)
    error = refused(server, source)
    assert "hunter2" not in str(error)
    assert error.pointer == "https://example.com/spec"
    assert server.requests == []
    assert get(ok, "https://example.com/spec?format=json").source.endswith("?format=json")


def test_three_redirects_are_followed_and_not_more() -> None:
    def hops(count: int) -> Handler:
        def hop(request: httpx.Request) -> httpx.Response:
            step = int(request.url.params.get("n", 0))
            if step == count:
                return ok(request)
            return httpx.Response(302, headers={"location": f"/other?n={step + 1}"})

        return hop

    found = get(hops(3))
    # What was asked for is recorded: where it led may be signed.
    assert (found.content, found.source) == (BODY, URL)
    assert "3 redirects" in refused(hops(4)).problem


@pytest.mark.parametrize(
    ("location", "problem"),
    [
        ("http://example.com/spec?sig=hunter2", "must be an https URL"),
        ("file:///etc/passwd", "must be an https URL"),
        ("https://u:hunter2@example.com/spec", "credentials"),
        ("https://exa mple\x00.com", "cannot be fetched"),
    ],
)
def test_redirects_lead_to_https_only(location: str, problem: str) -> None:
    server = Server(lambda _: httpx.Response(301, headers={"location": location}))
    error = refused(server)
    assert problem in error.problem
    assert "hunter2" not in str(error)
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [204, 401, 404, 500, 206])
def test_only_a_whole_answer_is_taken(status: int) -> None:
    assert f"status {status}" in refused(lambda _: httpx.Response(status)).problem


def test_a_body_without_end_is_left_at_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MAX_BYTES", 10_000)
    stream = Stream(b"x" * 1_000)
    error = refused(lambda _: httpx.Response(200, stream=stream))
    assert "larger" in error.problem
    assert stream.taken == 11
    assert len(get(lambda _: answer(b"x" * 10_000)).content) == 10_000


def compressed(content: bytes) -> httpx.Response:
    return answer(content, content_encoding="gzip")


def test_what_counts_is_the_size_after_decompression(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MAX_BYTES", 1 << 20)
    assert get(lambda _: compressed(gzip.compress(BODY))).content == BODY
    assert len(get(lambda _: compressed(gzip.compress(bytes(1 << 20)))).content) == 1 << 20
    bomb = gzip.compress(bytes((1 << 20) + 1))
    assert len(bomb) < 2_000
    assert "larger" in refused(lambda _: compressed(bomb)).problem


def test_what_is_no_gzip_is_refused() -> None:
    problem = refused(lambda _: compressed(BODY)).problem
    assert problem == "cannot be fetched: DecodingError"


def test_time_is_bounded_in_all() -> None:
    stream = Stream(b"x")
    error = refused(lambda _: httpx.Response(200, stream=stream), clock=lambda: float(stream.taken))
    assert "takes longer than 60 s" in error.problem
    assert stream.taken == 61


def test_a_failing_network_is_told_without_the_url_it_may_hold() -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError(f"no way to {request.url}")

    error = refused(fail, f"{URL}?format=json")
    assert str(error) == f"{URL}: cannot be fetched: ConnectError"


def test_the_record_lies_beside_the_spec(tmp_path: Path) -> None:
    spec = tmp_path / "openapi.yaml"
    assert source_file(spec).name == "openapi.source.json"
    assert read_source(spec) is None
    source = Source(URL, 'W/"é"', SHA256, "2026-01-02")
    write_source(spec, source)
    assert read_source(spec) == source
    assert source_file(spec).read_bytes().endswith(b"}\n")


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "{}",
        '{"source": 1, "etag": null, "sha256": "", "fetched": ""}',
        '{"source": "", "etag": 1, "sha256": "", "fetched": ""}',
        '{"source": "", "etag": null, "sha256": "", "fetched": "", "more": 1}',
    ],
)
def test_a_record_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "s.source.json").write_text(text)
    with pytest.raises(SpecError, match=r"s.source.json#"):
        read_source(tmp_path / "s.yaml")
