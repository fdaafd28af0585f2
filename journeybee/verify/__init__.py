"""Compares the spec with the server that a client talks to, and says what is really there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from journeybee.client import Client
from journeybee.verify.document import Document
from journeybee.verify.report import Difference, Report, differences
from journeybee.verify.run import Run
from journeybee.verify.server import Server
from journeybee.verify.state import StateFile

__all__ = ["Difference", "Report", "verify"]


async def verify(
    client: Client,
    *,
    max_requests: int = 120,
    state: Path | None = None,
    document: Mapping[str, Any] | None = None,
) -> Report:
    """Call the read operations of a client's surface, and compare the answers with the spec.

    Nothing is written. The first row of a list names what the operations below it are about. All
    requests take their turn in the client's limiter. The report holds names, types and statuses,
    and no value of a row.

    Args:
        client: with a key that may read.
        max_requests: the most that are sent; what is not reached is in ``left`` of the report.
        state: a file that keeps what is known while something is left; the next call with it goes
            on from there. It holds the ids of some rows, and only its owner may read it.
        document: an OpenAPI document in place of the client's own, such as that with an overlay.

    Raises AuthenticationError, APIConnectionError or RateLimitWaitError, after which ``state`` has
    what was found until then; ConfigurationError for a file that is not a state.

    .. versionadded:: 0.1
    """
    spec = Document.read(document) if document else Document.of_surface(client.surface)
    settings = client.caller.pipeline.settings
    file = StateFile(state, settings.base_url, spec)
    known = file.read()
    server = Server(client, max_requests)
    before = known.requests

    def save() -> None:
        known.requests = before + server.requests
        file.save(known)

    run = Run(spec, server, known, save)
    try:
        await run.go()
    finally:
        save()
    if not run.left:
        file.remove()
    results = list(known.results.values())
    return Report(
        surface=client.surface,
        base_url=settings.base_url,
        date=datetime.now(UTC).date().isoformat(),
        requests=known.requests,
        differences=differences(spec, results, settings.requests_per_minute),
        left=run.left,
        results=results,
        document=spec,
    )
