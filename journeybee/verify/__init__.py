"""Compares the spec with the server that a client talks to, and reports the differences.

Imports the client; nothing but the command line imports it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from journeybee.client import Client
from journeybee.operations.binding import caller_of
from journeybee.surfaces import SURFACES
from journeybee.verify.arguments import Sources
from journeybee.verify.document import Document
from journeybee.verify.report import Difference, Report, differences
from journeybee.verify.run import Run
from journeybee.verify.server import BudgetSpentError, Server
from journeybee.verify.state import State, StateFile
from journeybee.verify.writes import Trial, Writable, writable

__all__ = ["Difference", "Report", "verify"]


async def verify(
    client: Client,
    *,
    max_requests: int = 120,
    state: Path | None = None,
    writes: Sequence[str] = (),
    document: Mapping[str, Any] | None = None,
) -> Report:
    """Call the read operations of a client's surface, and compare the answers with the spec.

    Nothing is written, unless `writes` asks for it. The first row of a list names what the
    operations below it are about. All requests pass the client's limiter. The report
    holds names, types and statuses, and no value of a row.

    Args:
        client: with a key that may read.
        max_requests: the most that are sent; what is not reached is in `left` of the report.
        state: a file that keeps what is known while something is left; the next call with it goes
            on from there. It holds the ids of some rows, and only its owner may read it.
        writes: resources, by the names of their paths such as `tags`, of which a row is created,
            read, changed and deleted, once all else is done. Only that row is touched.
        document: an OpenAPI document in place of the client's own, such as that with an overlay.

    Raises AuthenticationError, APIConnectionError or RateLimitWaitError, after which `state` has
    what was found until then; ConfigurationError for a file that is not a state, or a resource of
    which no row can be created and deleted.

    .. versionadded:: 0.1
    """
    spec = Document.read(document or SURFACES[client.surface].document)
    resources = {name: writable(spec, name) for name in dict.fromkeys(writes)}
    settings = caller_of(client).pipeline.settings
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
        left = run.left or await _write(resources, server, run.sources, known)
    finally:
        save()
    if not left:
        file.remove()
    results = list(known.results.values())
    return Report(
        surface=client.surface,
        base_url=settings.base_url,
        date=datetime.now(UTC).date().isoformat(),
        requests=known.requests,
        differences=differences(spec, results, settings.requests_per_minute),
        left=left,
        results=results,
        document=spec,
    )


async def _write(
    resources: Mapping[str, Writable], server: Server, sources: Sources, known: State
) -> list[str]:
    """Try the writes of resources; returns the operations that no request was left for."""
    left: list[str] = []
    for resource in resources.values():
        if resource.create.id in known.results:
            continue
        try:
            results = await Trial(server, sources, known.rows).run(resource)
        except BudgetSpentError:
            left.append(resource.create.id)
        else:
            known.results.update({result.operation: result for result in results})
    return left
