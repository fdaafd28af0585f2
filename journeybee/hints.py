"""The texts of errors, which name the fix."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import inspect

_MAX_MESSAGE = 500
# What other clients call it.
_ELSEWHERE: dict[str, tuple[str, ...]] = {
    "add": ("create",),
    "all": ("list", "collect"),
    "body": ("json",),
    "close": ("aclose",),
    "data": ("items", "collect", "json"),
    "edit": ("update",),
    "fetch": ("get", "collect"),
    "iter": ("list", "pages"),
    "items": ("collect",),
    "limit": ("per_page",),
    "modify": ("update",),
    "next": ("get_next_page", "first"),
    "next_page": ("get_next_page",),
    "page_size": ("per_page",),
    "remove": ("delete",),
    "results": ("items", "collect"),
    "retrieve": ("get",),
    "to_list": ("collect",),
}


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`: did you mean x?` with the known name that is most similar; "" if none is."""
    import difflib

    names = set(known)
    close = [other for other in _ELSEWHERE.get(name, ()) if other in names]
    close = close or difflib.get_close_matches(name, sorted(names), n=1)
    return f": did you mean {close[0]}?" if close else ""


def hint_of(status: int, url_template: str) -> str:
    """What to check after a response, after a semicolon; "" if there is no advice."""
    if status == 401:
        return "; check that the key is valid for this API, and auth_scheme"
    path = url_template.partition("://")[2].split("/")[1:]
    if status == 404 and not any(re.fullmatch(r"v[0-9]+", part) for part in path):
        return "; check the base URL, which should end with a version such as /v1"
    return ""


def unknown_attribute(owner: object, name: str, *others: str) -> str:
    """Why an object of the client has no such attribute; `others` are those of the object alone."""
    known = {known for known in dir(type(owner)) if not known.startswith("_")} | set(others)
    kind = type(owner).__name__
    return f"{kind!r} object has no attribute {name!r}{did_you_mean(name, known)}"


def explained(
    error: TypeError,
    path: str,
    signature: inspect.Signature,
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
) -> TypeError:
    """The error of a call whose arguments do not fit, by the name that the caller used."""
    try:
        signature.bind(*args, **kwargs)
    except TypeError as mismatch:
        problem = str(mismatch)
        unknown = [name for name in kwargs if name not in signature.parameters]
        if unknown:
            free = signature.parameters.keys() - kwargs.keys()
            problem = f"got an unexpected keyword argument {unknown[0]!r}"
            problem += did_you_mean(unknown[0], free)
        elif "too many positional" in problem:
            problem += f": name the arguments, as in {path}{_example(signature)}"
        return TypeError(f"{path}() {problem}")
    return error


def _example(signature: inspect.Signature) -> str:
    names = [
        p.name if p.kind is not p.KEYWORD_ONLY else f"{p.name}=..."
        for p in signature.parameters.values()
    ]
    return f"({', '.join(names[:2])}{', ...' if len(names) > 2 else ''})"


def one_line(text: str) -> str:
    """The text for a log line, cut to 500 characters."""
    # Control characters and bidirectional marks would act on logs and terminals.
    line = " ".join(text.split())[:_MAX_MESSAGE]
    if line.isprintable():
        return line
    shown = (c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
    return "".join(shown)[:_MAX_MESSAGE]


def where_of(method: str, url: str, request_id: str | None) -> str:
    """Which request it was, in parentheses."""
    parts = [f"{method} {url}".strip()] if url else []
    parts += [f"request id {request_id}"] if request_id else []
    return f"({', '.join(parts)})" if parts else ""
