"""A report as Markdown: nothing that a spec says becomes markup."""

from __future__ import annotations

import html
import re

import pytest

from scripts.codegen.report.diff import compare
from scripts.codegen.report.markdown import code, to_markdown
from tests.codegen.diff_cases import spec

HOSTILE = [
    "<script>alert(1)</script>",
    "a`b``c",
    "`",
    "*bold* _it_ [x](javascript:alert(1))",
    "line\nbreak\r\n# heading",
    "@someone #1",
    "\u202eevil",
    "&lt;b&gt;",
    "{name}{old.__class__}",
    "<!-- -->",
    "",
    " ",
    "| cell |",
    "\u2028",
    "~~x~~ ![i](http://h/i.png)",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_becomes_markup(name: str) -> None:
    shown = code(name)
    if shown.startswith("`"):
        assert re.fullmatch(r"`[^`<>&\n\r]+`", shown)
    else:
        inner = shown.removeprefix("<code>").removesuffix("</code>")
        assert re.fullmatch(r"([A-Za-z0-9]|&#\d+;)*", inner)
        # It reads as it is, but for signs that cannot be seen.
        assert html.unescape(inner) == "".join(
            c if c.isprintable() and c != "\u2028" else f"\\u{ord(c):04x}" for c in name
        )


def test_hostile_names_in_every_place_stay_names() -> None:
    evil = "x`<img src=y onerror=z>\n\n# Owned {name}"
    new = spec()
    schemas = new["components"]["schemas"]
    schemas["Kind"]["enum"].append(evil)
    schemas["Thing"]["properties"][evil] = {"type": "string"}
    schemas[evil] = {"type": "object", "properties": {"a": {"type": "string"}}}
    schemas["Thing"]["properties"]["size"] = {"$ref": f"#/components/schemas/{evil}"}
    new["paths"]["/things"]["get"]["parameters"].append(
        {"name": evil, "in": "query", "schema": {"type": "string"}}
    )
    new["paths"][f"/{evil}"] = {
        "get": {"operationId": evil, "x-evidence": evil, "responses": {"204": {}}}
    }
    for text in (to_markdown(compare(spec(), new)), to_markdown(compare(new, spec()))):
        assert "<img" not in text
        assert "\n# Owned" not in text
        assert text.count("<code>") >= 5
        assert text.count("# ") == text.count("\n## ") + 1


def test_long_names_are_cut() -> None:
    assert code("n" * 500) == f"`{'n' * 120}...`"
    assert code("n" * 120) == f"`{'n' * 120}`"
