"""`journeybee api` reaches any endpoint, and `--verbose` shows each request."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.harness import Prompt


@pytest.mark.parametrize(
    ("line", "request_"),
    [
        ("api /tags/", "GET /tags/"),
        ("api tags/", "GET /tags/"),
        ("api get /leads/?page=2&per_page=1 -q status=new", "GET /leads/ page status per_page"),
        ('api /tags/ -d {"label":"x","association":"lead"}', "POST /tags/"),
    ],
)
def test_any_endpoint_is_reached_with_few_words(jb: Prompt, line: str, request_: str) -> None:
    assert jb(*line.split()).code == 0
    (sent,) = jb.sandbox.requests
    method, path, *query = request_.split()
    assert (sent.method, sent.path, {name for name, _ in sent.query}) == (
        method,
        f"/v1{path}",
        set(query),
    )


def test_verbose_shows_each_request_and_no_key(jb: Prompt) -> None:
    result = jb("--verbose", "leads", "list")
    assert "journeybee: GET /leads/: 200 in " in result.err
    assert jb.sandbox.api_key not in result.err
    assert "GET /leads/" not in jb("leads", "list").err
