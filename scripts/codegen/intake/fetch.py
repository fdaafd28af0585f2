"""Gets the bytes of a spec from a file or an https URL, and keeps what they were beside it."""

from __future__ import annotations

import hashlib
import json
import re
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from scripts.codegen.errors import SpecError
from scripts.codegen.intake.bundle import ZIP, bundled, bundled_folder, unzipped
from scripts.codegen.intake.yaml_reader import MAX_BYTES
from scripts.codegen.walk import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_REDIRECTS = 3
# For the whole of it, and for one wait on the network.
TOTAL_SECONDS = 60.0
WAIT_SECONDS = 15.0

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")
_SECRET = re.compile(r"key|token|secret|sig|pass|auth|cred|session|jwt|code", re.IGNORECASE)
_ETAG = re.compile(r'(W/)?"[\x21\x23-\x7e]{1,200}"')


@dataclass(frozen=True)
class Source:
    """Where a spec is from; ``fetched`` is the date, ``etag`` its server's name of the version."""

    source: str
    etag: str | None
    sha256: str
    fetched: str


@dataclass(frozen=True)
class Fetched:
    """A spec as it came; ``content`` is empty if it is ``unchanged`` since it was last fetched."""

    content: bytes
    source: str
    etag: str | None
    sha256: str
    unchanged: bool = False

    def record(self, date: str) -> Source:
        """What is kept of it beside the spec."""
        return Source(self.source, self.etag, self.sha256, date)


def fetch(
    source: str,
    known: Source | None = None,
    *,
    transport: httpx.BaseTransport | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Fetched:
    """The spec at a path or an https URL: a file, a zip, or a folder of this machine.

    ``known`` is what was fetched before; a server that still has it need not send it again.
    SpecError names the source that could not be fetched, without its query.
    """
    scheme = _SCHEME.match(source)
    if scheme is None:
        return _from_file(Path(source))
    if scheme[1].lower() != "https":
        raise SpecError(_without_query(source), "must be a file or an https URL")
    return _from_url(source, known, transport, clock)


def source_file(spec: Path) -> Path:
    """The file that says where a spec is from: `openapi.source.json` for `openapi.yaml`."""
    return spec.with_name(f"{spec.stem}.source.json")


def read_source(spec: Path) -> Source | None:
    """What is recorded of a spec; None if nothing is."""
    path = source_file(spec)
    if not path.exists():
        return None
    try:
        source = Source(**json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError):
        raise SpecError(f"{path.name}#", "is not what is recorded of a spec") from None
    if not all(isinstance(value, str) for value in (source.source, source.sha256, source.fetched)):
        raise SpecError(f"{path.name}#", "is not what is recorded of a spec")
    if not isinstance(source.etag, str | None):
        raise SpecError(f"{path.name}#/etag", "must be text or null")
    return source


def write_source(spec: Path, source: Source) -> None:
    """Record where a spec is from, beside it."""
    text = json.dumps(asdict(source), indent=2, ensure_ascii=False)
    source_file(spec).write_text(f"{text}\n", encoding="utf-8")


def _from_file(path: Path) -> Fetched:
    # A path outside may tell of the machine it is on.
    inside = path.resolve().is_relative_to(Path.cwd())
    name = path.resolve().relative_to(Path.cwd()).as_posix() if inside else path.name
    if path.is_dir():
        content = bundled_folder(path)
        return Fetched(content, name, None, hashlib.sha256(content).hexdigest())
    # Neither a pipe nor a device, which may never end.
    if not path.is_file():
        raise SpecError(shown(str(path)), "is neither a file nor a folder")
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise SpecError(shown(str(path)), f"cannot be read: {error.strerror}") from None
    if len(content) > MAX_BYTES:
        raise SpecError(shown(str(path)), f"is larger than {MAX_BYTES >> 20} MiB")
    content = bundled(content, path)
    return Fetched(content, name, None, hashlib.sha256(content).hexdigest())


def _from_url(
    source: str,
    known: Source | None,
    transport: httpx.BaseTransport | None,
    clock: Callable[[], float],
) -> Fetched:
    deadline = clock() + TOTAL_SECONDS
    known = known if known and known.etag and known.source == source else None
    headers = {"accept": "application/yaml, application/json, */*", "accept-encoding": "gzip"}
    if known and known.etag:
        headers["if-none-match"] = known.etag
    url = _checked_url(source)
    if _SECRET.search(f"{url.query.decode()}#{url.fragment}"):
        # The whole URL is recorded beside the spec.
        raise SpecError(_without_query(source), "seems to have a secret in its query")
    with httpx.Client(transport=transport, timeout=WAIT_SECONDS) as client:
        for _ in range(MAX_REDIRECTS + 1):
            where = _without_query(str(url))
            try:
                with client.stream("GET", url, headers=headers) as response:
                    if response.has_redirect_location:
                        url = _checked_url(str(url.join(response.headers["location"])))
                        continue
                    if response.status_code == 304 and known:
                        return Fetched(b"", source, known.etag, known.sha256, unchanged=True)
                    if response.status_code != 200:
                        raise SpecError(where, f"answers with status {response.status_code}")
                    content = b"".join(_read(response, where, deadline, clock))
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                problem = f"cannot be fetched: {type(error).__name__}"
                raise SpecError(where, problem) from None
            if content.startswith(ZIP):
                content = unzipped(content, shown(url.path.rpartition("/")[2]))
            etag = response.headers.get("etag", "")
            sha256 = hashlib.sha256(content).hexdigest()
            return Fetched(content, source, etag if _ETAG.fullmatch(etag) else None, sha256)
    raise SpecError(_without_query(source), f"leads to more than {MAX_REDIRECTS} redirects")


def _checked_url(text: str) -> httpx.URL:
    where = _without_query(text)
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL:
        raise SpecError(where, "is not a URL") from None
    if url.scheme != "https" or not url.host:
        raise SpecError(where, "must be an https URL")
    if url.userinfo:
        raise SpecError(where, "has credentials in it")
    return url


def _read(
    response: httpx.Response, where: str, deadline: float, clock: Callable[[], float]
) -> Iterator[bytes]:
    size = 0
    for chunk in response.iter_bytes():
        size += len(chunk)
        if clock() > deadline:
            raise SpecError(where, f"takes longer than {TOTAL_SECONDS:.0f} s")
        if size > MAX_BYTES:
            raise SpecError(where, f"is larger than {MAX_BYTES >> 20} MiB")
        yield chunk


def _without_query(source: str) -> str:
    """A URL for a message, in which no secret may be: neither query nor credentials."""
    plain = re.split(r"[?#]", source, maxsplit=1)[0]
    return shown(re.sub(r"(?<=//)[^/]*@", "", plain))
