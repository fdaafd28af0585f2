"""A sandbox called directly, without HTTP in between."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

from journeybee.sandbox import Sandbox
from journeybee.sandbox.handling.messages import Incoming
from journeybee.sandbox.spec.document import Operation
from journeybee.surfaces import SURFACES

NOW = datetime(2025, 8, 20, 12, 0, tzinfo=UTC)
NOW_TEXT = "2025-08-20T12:00:00.000Z"
UNKNOWN = "11111111-1111-4111-8111-111111111111"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)

    @property
    def error(self) -> tuple[int, str, str]:
        """Status, code and message of a refusal."""
        error = self.json["error"]
        assert set(self.json) == {"error"}
        assert set(error) == {"code", "message"}
        return self.status, error["code"], error["message"]


class Api:
    """Requests to a sandbox with its read and write key."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    def send(
        self,
        method: str,
        path: str,
        query: Any = (),
        body: Any = None,
        *,
        content: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        if content is None:
            content = b"" if body is None else json.dumps(body).encode()
        if headers is None:
            headers = {"authorization": f"Bearer {self.sandbox.api_key}"}
        reply = self.sandbox.handle(
            Incoming(
                method,
                f"/v1{path}",
                urlencode(query, doseq=True).encode(),
                {"content-type": "application/json", **headers},
                content,
            )
        )
        return Answer(reply.status, dict(reply.headers), reply.content)

    def get(self, path: str, **query: Any) -> Any:
        return self._good("GET", path, query)

    def post(self, path: str, **body: Any) -> Any:
        return self._good("POST", path, body=body)

    def patch(self, path: str, **body: Any) -> Any:
        return self._good("PATCH", path, body=body)

    def delete(self, path: str) -> None:
        answer = self.send("DELETE", path)
        assert (answer.status, answer.content) == (204, b""), answer

    def everything(self, path: str, **query: Any) -> list[Any]:
        """All items of a paged list."""
        items: list[Any] = []
        page = 1
        while True:
            answer = self.get(path, page=page, per_page=100, **query)
            items += answer["data"]
            if page >= answer["pagination"]["total_pages"]:
                return items
            page += 1

    def _good(self, method: str, path: str, query: Any = (), body: Any = None) -> Any:
        answer = self.send(method, path, query, body)
        assert answer.status in (200, 201), answer
        return answer.json


def listing(*codes: str) -> dict[str, Any]:
    """The spec with these errors listed for each operation, instead of those that it lists."""
    document = SURFACES["v1"].document
    for item in document["paths"].values():
        for operation in item.values():
            kept = {c: r for c, r in operation["responses"].items() if c.startswith("2")}
            errors = {code: {"description": ""} for code in codes}
            operation["responses"] = {**kept, **errors}
    return document


def filled_path(operation: Operation, path: dict[str, str]) -> str:
    """The path template with its parameters percent-encoded in."""
    filled = operation.path
    for name, value in path.items():
        filled = filled.replace(f"{{{name}}}", quote(value, safe=""))
    return filled


def lead(api: Api, **body: Any) -> Any:
    return api.post("/leads/", **{"email": "ada@example.com", **body})
