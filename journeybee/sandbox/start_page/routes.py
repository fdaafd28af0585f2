"""The requests that the start page makes, apart from those of its explorer to the API.

What changes the sandbox, and what shows the content of items and requests, needs the key that may
read and write, as the API does.
"""

from __future__ import annotations

import hmac
import json
import secrets
from typing import Any
from urllib.parse import parse_qsl, unquote

from journeybee.jsonvalue import is_object
from journeybee.sandbox.core import SandboxCore
from journeybee.sandbox.handling.messages import Incoming, Reply
from journeybee.sandbox.start_page.controls import Controls
from journeybee.sandbox.start_page.document import document
from journeybee.sandbox.start_page.exchanges import exchange_view
from journeybee.sandbox.start_page.figures import figures, unchanging
from journeybee.sandbox.start_page.items import rows
from journeybee.sandbox.start_page.postman import collection

BELOW = "/_sandbox"
_HEADERS = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
_JSON = {**_HEADERS, "content-type": "application/json"}


class StartPage:
    """Answers what is not a request to one of the APIs."""

    def __init__(self, core: SandboxCore) -> None:
        self._core = core
        self._controls = Controls(core)
        # By which a page that stays open notices another sandbox at its address.
        self._instance = secrets.token_hex(8)

    def reply(self, request: Incoming) -> Reply | None:
        """The answer, None for a request to one of the APIs."""
        if request.method in ("GET", "HEAD") and (public := self._public(request)):
            return public
        name, _, rest = request.path.removeprefix(f"{BELOW}/").partition("/")
        if not request.path.startswith(f"{BELOW}/"):
            return None
        if not self._has_key(request):
            return _failure(401, "the key that may read and write is needed")
        try:
            if request.method == "GET":
                return self._read(name, [unquote(part) for part in rest.split("/")], request)
            if request.method == "POST":
                return self._do(name, request)
        except (ValueError, TypeError, KeyError) as error:
            return _failure(400, str(error))
        return _failure(405, f"{request.method} is not possible here")

    def _public(self, request: Incoming) -> Reply | None:
        if request.path == "/":
            content, policy = document()
            html = {"content-type": "text/html; charset=utf-8", "content-security-policy": policy}
            return Reply(200, {**_HEADERS, **html}, content)
        if request.path == BELOW:
            return self._figures(request)
        if request.path == f"{BELOW}/about":
            return _reply(unchanging(self._core))
        if request.path not in ("/openapi.json", "/postman.json"):
            return None
        # Of v1, unless `?api=legacy` or `?api=saleshandy` asks for another one.
        name = request.query.decode("latin-1").removeprefix("api=") or next(
            iter(self._core.surfaces)
        )
        surface = self._core.surfaces.get(name)
        if surface is None:
            return _failure(404, f"no API {name!r}; there are {', '.join(self._core.surfaces)}")
        root = f"http://{request.headers.get('host', 'localhost')}"
        if request.path == "/openapi.json":
            return _reply(surface.spec.published(root + surface.dialect.prefix))
        return _reply(collection(surface, root))

    def _read(self, name: str, parts: list[str], request: Incoming) -> Reply:
        match name, parts:
            case "requests", [request_id]:
                found = self._core.exchange(request_id)
                return _reply(exchange_view(found)) if found else _failure(404, "it is too old")
            case "operations", [surface, operation]:
                # It loads the clients, which a sandbox does without.
                from journeybee.sandbox.start_page.forms import operation_form

                return _reply(operation_form(self._core, surface, operation))
            case "items", [surface, *kind]:
                query = dict(parse_qsl(request.query.decode("latin-1")))
                offset = int(query.get("offset", "0"))
                return _reply(rows(self._core, surface, "/".join(kind), offset))
            case _:
                return _failure(404, "there is nothing here")

    def _do(self, name: str, request: Incoming) -> Reply:
        options: Any = json.loads(request.body or b"{}")
        if not is_object(options):
            raise TypeError("the body must be a JSON object")
        self._controls.do(name, options)
        return self._figures(request)

    def _figures(self, request: Incoming) -> Reply:
        state = {"instance": self._instance, "has_key": self._has_key(request)}
        return _reply(state | figures(self._core))

    def _has_key(self, request: Incoming) -> bool:
        sent = request.headers.get("authorization", "")
        return hmac.compare_digest(sent.encode(), f"Bearer {self._core.api_key}".encode())


def _reply(value: Any) -> Reply:
    return Reply(200, _JSON, json.dumps(value).encode())


def _failure(status: int, message: str) -> Reply:
    return Reply(status, _JSON, json.dumps({"error": {"message": message}}).encode())
