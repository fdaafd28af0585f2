"""The header of the key, as the schemes of a spec have it."""

from __future__ import annotations

from typing import Any

import pytest

from scripts.codegen.normalise.auth import BEARER, auth_of
from tests.codegen.small_specs import OK, spec

KEY = {"type": "apiKey", "in": "header", "name": "x-api-key"}
OTHER = {**KEY, "name": "x-other"}
AUTHORIZATION = {**KEY, "name": "authorization"}


def asks(security: Any, *, components: Any = None, **schemes: Any) -> dict[str, Any]:
    return spec(security=security, components=components or {"securitySchemes": schemes})


@pytest.mark.parametrize(
    ("document", "auth"),
    [
        (spec(), BEARER),
        (asks([{"a": []}], a=KEY), ("x-api-key", "")),
        (asks([{"b": []}], a=KEY, b=OTHER), ("x-other", "")),
        (asks([{"a": [], "b": []}], a=KEY, b=OTHER), ("x-api-key", "")),
        # What is asked for and declared nowhere, or is not a scheme, is passed over.
        (asks([{"gone": []}, {"b": []}], b=OTHER), ("x-other", "")),
        (asks([{"a": []}, {"b": []}], a={**KEY, "name": 5}, b=OTHER), ("x-other", "")),
        (asks([5, {"a": []}], a=KEY), ("x-api-key", "")),
        (asks("a", a=KEY), ("x-api-key", "")),
        (asks([{"a": []}], components={"securitySchemes": []}), BEARER),
        # One that nothing asks for is still the one there is.
        (asks(None, a=KEY), ("x-api-key", "")),
        (asks([{"a": []}], a={"type": "http", "scheme": "bearer"}), BEARER),
        (asks([{"a": []}], a={**KEY, "in": "query"}), BEARER),
        (asks([{"a": []}], a={**KEY, "name": ""}), BEARER),
        (asks([{"a": []}], a=AUTHORIZATION), ("authorization", "")),
        (asks([{"a": []}], a={**AUTHORIZATION, "description": "As `Bearer <key>`."}), BEARER),
        (asks([{"a": []}], a={**AUTHORIZATION, "x-bearer-format": "bearer"}), BEARER),
        (
            spec(
                paths={"/a": {"get": {"responses": OK, "security": [{"b": []}]}}},
                components={"securitySchemes": {"a": KEY, "b": OTHER}},
            ),
            ("x-other", ""),
        ),
    ],
)
def test_the_header_of_the_key(document: dict[str, Any], auth: tuple[str, str]) -> None:
    assert auth_of(document) == auth


@pytest.mark.parametrize(
    ("scheme", "auth"),
    [
        ({}, ("Authorization", "Api-Key ")),
        (AUTHORIZATION, ("Authorization", "Api-Key ")),
        (KEY, ("x-api-key", "")),
        ({"type": "http", "scheme": "bearer"}, BEARER),
    ],
)
def test_what_users_send_so_far_stays_unless_the_spec_says_more(
    scheme: dict[str, Any], auth: tuple[str, str]
) -> None:
    schemes = {"a": scheme} if scheme else {}
    assert auth_of(asks([{"a": []}], **schemes), ("Authorization", "Api-Key ")) == auth
