"""Each rule of the spec is applied: what fits is taken, what departs in one place is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import attrs
import pytest

from journeybee.sandbox import Sandbox
from journeybee.sandbox.handling.messages import Incoming, Reply
from journeybee.sandbox.spec.document import Operation, Parameter, Schema, Spec
from tests.sandbox.driver import UNKNOWN

# For each format a value that has it, and others that do not.
FORMATS: dict[str, tuple[str, list[str]]] = {
    "uuid": (UNKNOWN, ["none", UNKNOWN[:-1], f"{UNKNOWN}0"]),
    "uri": ("https://example.com/a?b=c", ["example.com", "/a", "https://"]),
    "email": ("ada@cedar.example", ["ada", "@cedar.example", "ada@", "a da@cedar.example"]),
    "date": ("2028-02-29", ["2027-02-29", "29.2.2028", "20280229", "2028-02-29T10:00:00Z"]),
    "date-time": (
        "2028-02-29T10:00:00Z",
        ["2028-02-29", "2027-02-29T10:00:00Z", "2028-02-29T25:00:00Z", "2028-02-29T10:00:00"],
    ),
    "ipv4": ("192.0.2.1", ["192.0.2.256", "example.com"]),
    "ipv6": ("2001:db8::1", ["192.0.2.1", "2001:zz::1"]),
}
# A value of each JSON type.
OF_TYPE: dict[str, Any] = {
    "string": "text",
    "integer": 1,
    "number": 1.5,
    "boolean": True,
    "array": [],
    "object": {},
    "null": None,
}


class Rules:
    """Values for schemas, made from the words of the spec alone."""

    def __init__(self, spec: Spec) -> None:
        self._resolve = spec.resolve

    def types(self, schema: Schema) -> set[str]:
        """The types that a schema admits; all where it names none."""
        schema = self._resolve(schema)
        branches = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
        if branches:
            return set[str]().union(*(self.types(branch) for branch in branches))
        found = schema.get("type", list(OF_TYPE))
        return {found} if isinstance(found, str) else set(found)

    def fitting(self, schema: Schema) -> Any:
        """A value that fits, with the required fields only."""
        schema = self._resolve(schema)
        for branch in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
            return self.fitting(branch)
        if "enum" in schema:
            return schema["enum"][0]
        type_ = next((name for name in OF_TYPE if name in self.types(schema)), "string")
        if type_ == "string":
            text = FORMATS[schema["format"]][0] if schema.get("format") in FORMATS else "text"
            return text.ljust(schema.get("minLength", 0), "x")[: schema.get("maxLength")]
        if type_ in ("integer", "number"):
            return schema.get("minimum", schema.get("maximum", OF_TYPE[type_]))
        if type_ == "array":
            return [self.fitting(schema["items"])] * schema.get("minItems", 0)
        if type_ == "object":
            fields = schema.get("properties", {})
            return {name: self.fitting(fields[name]) for name in schema.get("required", ())}
        return OF_TYPE[type_]

    def departures(self, schema: Schema) -> Iterator[Any]:
        """Values that depart from a schema in one place."""
        schema = self._resolve(schema)
        types = self.types(schema)
        admitted = types | ({"integer"} if "number" in types else set[str]())
        yield from [value for name, value in OF_TYPE.items() if name not in admitted][:1]
        if "anyOf" in schema or "oneOf" in schema:
            return
        yield from self._beyond(schema)
        if "array" in types and "items" in schema:
            yield from ([value] for value in self.departures(schema["items"]))
        if "object" in types:
            yield from self._objects(schema)

    def _beyond(self, schema: Schema) -> Iterator[Any]:
        if "enum" in schema:
            yield "none of them"
        if "minimum" in schema:
            yield schema["minimum"] - 1
        if "maximum" in schema:
            yield schema["maximum"] + 1
        if "minLength" in schema:
            yield "x" * (schema["minLength"] - 1)
        if "maxLength" in schema:
            yield "x" * (schema["maxLength"] + 1)
        yield from FORMATS.get(schema.get("format", ""), ("", []))[1]

    def _objects(self, schema: Schema) -> Iterator[Any]:
        base = self.fitting(schema) if self.types(schema) == {"object"} else {}
        fields = schema.get("properties", {})
        for name in schema.get("required", ()):
            # The sandbox fills in defaults, which the vendor's tool lists among the required.
            if "default" not in {**self._resolve(fields[name]), **fields[name]}:
                yield {field: value for field, value in base.items() if field != name}
        for name, field in fields.items():
            yield from ({**base, name: value} for value in self.departures(field))

    def texts(self, parameter: Parameter) -> Iterator[str]:
        """Texts for a query that depart: any text is a string, and lists are split at commas."""
        schema = self._resolve(parameter.schema)
        if parameter.is_json:
            yield "{"
        elif self.types(schema) <= {"integer", "number", "boolean", "null"}:
            yield "text"
            yield from (json.dumps(value) for value in self._beyond(schema))
        elif self.types(schema) == {"string"}:
            yield from map(str, self._beyond(schema))
        elif self.types(schema) == {"array"}:
            yield from self.texts(attrs.evolve(parameter, schema=schema["items"]))

    def text(self, parameter: Parameter) -> str:
        """A text for a query that fits."""
        schema = self._resolve(parameter.schema)
        if self.types(schema) == {"array"} and not parameter.is_json:
            return self.text(attrs.evolve(parameter, schema=schema["items"]))
        if parameter.name.endswith("_date"):
            # No page shows their format.
            return FORMATS["date"][0]
        value = self.fitting(schema)
        return value if isinstance(value, str) else json.dumps(value)


class Caller:
    """Requests to the operations of one API, about items that are not there."""

    def __init__(self, sandbox: Sandbox, name: str) -> None:
        self.sandbox = sandbox
        self.surface = sandbox.surfaces[name]
        self.rules = Rules(self.surface.spec)

    def send(
        self, operation: Operation, query: dict[str, Any] | None = None, body: Any = ...
    ) -> Reply:
        dialect = self.surface.dialect
        scheme = "Bearer " if dialect.schemes else ""
        headers = {
            dialect.key_header: scheme + self.sandbox.api_key,
            "content-type": "application/json",
        }
        path = dialect.prefix + operation.path
        for parameter in operation.parameters:
            if parameter.location == "path":
                number = "integer" in self.rules.types(parameter.schema)
                path = path.replace(f"{{{parameter.name}}}", "987654321" if number else UNKNOWN)
        text = urlencode({**self.required(operation), **(query or {})}).encode()
        if body is ...:
            body = None if operation.body is None else self.rules.fitting(operation.body)
        content = b"" if operation.body is None else json.dumps(body).encode()
        return self.sandbox.handle(Incoming(operation.method, path, text, headers, content))

    def required(self, operation: Operation) -> dict[str, Any]:
        return {
            parameter.name: self.rules.text(parameter)
            for parameter in operation.parameters
            if parameter.location == "query" and parameter.required
        }

    def refusal(self, reply: Reply) -> str:
        """The message of a refusal in the form of its API; empty for another answer."""
        value = json.loads(reply.content or b"null")
        match self.surface.dialect.name:
            case "v1":
                is_refusal = reply.status == 422
                message = value["error"]["message"] if is_refusal else ""
                assert not is_refusal or value["error"]["code"] == "validation_error"
            case "legacy":
                message = value["error"] if reply.status == 400 else ""
            case _:
                message = value["message"] if reply.status == 400 else ""
                assert not message or value["code"] == 4000
        # What the schema admits may still name something that is not there.
        return "" if message.endswith("not found") else str(message)


def departed(caller: Caller) -> tuple[list[str], int]:
    """The requests that depart in one place and were not refused for it, and how many did."""
    taken, number = list[str](), 0
    for operation in caller.surface.spec.operations.values():
        for parameter in operation.parameters:
            for text in caller.rules.texts(parameter) if parameter.location == "query" else ():
                number += 1
                message = caller.refusal(caller.send(operation, {parameter.name: text}))
                if not message.startswith(f"querystring/{parameter.name}"):
                    taken.append(f"{operation.id} {parameter.name}={text}")
        for body in caller.rules.departures(operation.body) if operation.body else ():
            number += 1
            if not caller.refusal(caller.send(operation, body=body)).startswith("body"):
                taken.append(f"{operation.id} {body!r}")
    return taken, number


def fitting_refused(caller: Caller) -> list[str]:
    """The requests that fit, each parameter and each field of a body once, and were refused."""
    refused = list[str]()
    for operation in caller.surface.spec.operations.values():
        for parameter in operation.parameters:
            if parameter.location == "query":
                text = caller.rules.text(parameter)
                if message := caller.refusal(caller.send(operation, {parameter.name: text})):
                    refused.append(f"{operation.id} {parameter.name}={text}: {message}")
        if operation.body is None:
            continue
        base = caller.rules.fitting(operation.body)
        fields = caller.surface.spec.resolve(operation.body).get("properties", {})
        bodies = [{**base, name: caller.rules.fitting(field)} for name, field in fields.items()]
        for body in [base, *bodies]:
            if message := caller.refusal(caller.send(operation, body=body)):
                refused.append(f"{operation.id} {body!r}: {message}")
    return refused


@pytest.mark.thorough
@pytest.mark.parametrize(("name", "least"), [("v1", 1000), ("legacy", 350), ("saleshandy", 30)])
def test_each_rule_of_the_spec_is_applied(name: str, least: int) -> None:
    caller = Caller(Sandbox(world="tiny", rate_limit=None), name)
    assert fitting_refused(caller) == []
    taken, number = departed(caller)
    assert taken == []
    assert number > least


def described() -> dict[str, Any]:
    """A document with the formats and bounds that those of the three APIs lack."""
    fields: dict[str, Any] = {name: {"type": "string", "format": name} for name in FORMATS}
    fields |= {
        "text": {"type": "string", "minLength": 2, "maxLength": 4},
        "number": {"type": "number", "minimum": 1, "maximum": 5},
        "choice": {"type": "string", "enum": ["a", "b"]},
        "choices": {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}},
    }
    content = {"application/json": {"schema": {"type": "object", "properties": fields}}}
    operation = {
        "operationId": "create_thing",
        "parameters": [{"name": name, "in": "query", "schema": fields[name]} for name in fields],
        "requestBody": {"content": content},
        "responses": {"201": {"description": "The thing.", "content": content}},
    }
    return {"openapi": "3.1.0", "paths": {"/things": {"post": operation}}}


def test_formats_that_other_documents_have() -> None:
    sandbox = Sandbox(world="empty", document=described(), rate_limit=None)
    assert departed(Caller(sandbox, "v1")) == ([], 70)
    assert fitting_refused(Caller(sandbox, "v1")) == []
