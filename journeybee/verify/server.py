"""Requests through a client's own pipeline, counted, and their answers before any decoding."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import attrs

from journeybee.client import Client
from journeybee.errors import APIStatusError, AuthenticationError
from journeybee.operations.binding import caller_of
from journeybee.pipeline import APIResponse, Request
from journeybee.verify.document import Operation
from journeybee_api._runtime import query_pairs

_NOT_JSON: Any = object()


class BudgetSpentError(Exception):
    """Raised before a request that would be one too many."""


@attrs.frozen
class Answer:
    """What came back: a status, headers by lower-case name, and JSON."""

    status: int
    headers: Mapping[str, str]
    _body: Any = attrs.field(repr=False)

    @property
    def is_json(self) -> bool:
        """Whether the body is JSON, or empty."""
        return self._body is not _NOT_JSON

    @property
    def body(self) -> Any:
        """The JSON value; None for an empty body or one that is not JSON."""
        return self._body if self.is_json else None


class Server:
    """Sends operations and counts the requests, repeated ones included.

    Args:
        limit: the most requests; BudgetSpentError before the next one.
    """

    def __init__(self, client: Client, limit: int) -> None:
        self.client = client
        self.limit = limit
        self.requests = 0

    async def ask(
        self,
        operation: Operation,
        path: Mapping[str, Any],
        query: Mapping[str, Any],
        body: Any = None,
    ) -> Answer:
        """Send an operation and return the answer, also one that is an error.

        Raises BudgetSpentError, AuthenticationError, and what is raised where there is no answer.
        """
        if self.requests >= self.limit:
            raise BudgetSpentError
        target = operation.path
        for name, value in path.items():
            target = target.replace(f"{{{name}}}", quote(str(value), safe=""))
        content = None if body is None else ("application/json", json.dumps(body).encode())
        request = Request(
            operation.method,
            operation.path,
            target,
            query=list(query_pairs(query)),
            content=content,
            operation=operation.id,
            idempotent=operation.is_read,
        )
        caller = caller_of(self.client)
        before = self.requests
        self.requests += 1
        try:
            response = await caller.pipeline.send(request, caller.options)
        except AuthenticationError:
            raise
        except APIStatusError as error:
            response = error.response
        self.requests = before + 1 + response.retries
        return _answer(response)


def _answer(response: APIResponse) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    try:
        body = json.loads(response.content) if response.content else None
    except (ValueError, RecursionError):
        body = _NOT_JSON
    return Answer(response.status_code, headers, body)
