"""The operations of an API as a Postman collection, in version 2.1 of its format."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

from journeybee.sandbox.spec.document import Operation
from journeybee.sandbox.surfaces.surface import Surface

_FORMAT = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"


def collection(surface: Surface, root: str) -> dict[str, Any]:
    """A folder for each tag; `{{key}}` is to be set to a key of the sandbox."""
    header = surface.dialect.key_header
    key = "{{key}}" if header != "authorization" else "Bearer {{key}}"
    operations = sorted(surface.spec.operations.values(), key=lambda o: o.tag)
    return {
        "info": {"name": f"JourneyBee {surface.dialect.name}", "schema": _FORMAT},
        "variable": [
            {"key": "url", "value": root + surface.dialect.prefix},
            {"key": "key", "value": ""},
        ],
        "item": [
            {
                "name": tag or "other",
                "item": [_request(o, {"key": header, "value": key}) for o in some],
            }
            for tag, some in groupby(operations, key=lambda o: o.tag)
        ],
    }


def _request(operation: Operation, key: dict[str, str]) -> dict[str, Any]:
    path = re.sub(r"\{([^}]+)\}", r":\1", operation.path)
    request: dict[str, Any] = {
        "method": operation.method,
        "header": [key],
        "url": {
            "raw": "{{url}}" + path,
            "host": ["{{url}}"],
            "path": path.strip("/").split("/") + ([""] if path.endswith("/") else []),
            "query": [
                {"key": p.name, "value": "", "disabled": not p.required}
                for p in operation.parameters
                if p.location == "query"
            ],
            "variable": [{"key": name, "value": ""} for name in operation.path_names],
        },
    }
    if operation.body is not None:
        request["header"] = [key, {"key": "content-type", "value": "application/json"}]
        request["body"] = {"mode": "raw", "raw": "{}"}
    return {"name": operation.id, "request": request}
