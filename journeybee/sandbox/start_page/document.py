"""The page as one HTML document, with its styles and scripts in it, and the policy for browsers."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources

# Scripts run in this order, as one.
_SCRIPTS = (
    "elements.js",
    "server.js",
    "window.js",
    "dialogs.js",
    "live.js",
    "snippets.js",
    "explorer.js",
    "controls.js",
)
# Other pages cannot frame this page, and it can load and run nothing but itself.
_POLICY = (
    "default-src 'none'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; script-src {script}; style-src {style}"
)


@cache
def document() -> tuple[bytes, str]:
    """The document, and its Content-Security-Policy."""
    style = _text("page.css")
    script = '"use strict";\n' + "".join(map(_text, _SCRIPTS))
    text = _text("page.html").replace("/* style */", style).replace("/* script */", script)
    return text.encode(), _POLICY.format(script=_hash(script), style=_hash(style))


def _text(name: str) -> str:
    return resources.files("journeybee.sandbox.start_page").joinpath(name).read_text("utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
