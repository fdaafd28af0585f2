"""What the headers of an answer say about the limit of the server."""

from __future__ import annotations

import re
from collections.abc import Iterable

from journeybee.limits import ServerLimit
from journeybee.limits.setting import Policy
from journeybee.pipeline.delay import parse_reset, parse_retry_after

# x-ratelimit-limit, x-rate-limit-remaining, ratelimit-reset, x-ratelimit-limit-minute ...
_NAME = re.compile(
    r"(?:x-)?rate-?limit(?:-(limit|remaining|reset|policy))?(?:-(second|minute|hour|day))?"
)
_WINDOWS = {"second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0}
# A number, or a quoted name, and its parameters: `100;w=60` and `"burst";q=100;w=60`.
_ITEM = re.compile(r'\s*("[^"]*"|[^;,"]+)((?:\s*;[^;,"]+(?:"[^"]*")?)*)\s*(?:,|$)')
# A hostile server must not keep the loop busy.
_LONGEST = 250
_NUMBER = re.compile(r"\d{1,9}")


def read_server_limit(headers: Iterable[tuple[str, str]]) -> ServerLimit | None:
    """Read the headers that are about limits, names in lower case; None if there are none.

    What has none of the forms in use is left out.
    """
    policies: list[Policy] = []
    # The strictest of several windows says how much is left and until when.
    found: dict[str, float] = {}
    for name, value in headers:
        known = _NAME.fullmatch(name)
        if name == "retry-after":
            found["retry_after"] = parse_retry_after(value) or 0.0
        elif known and known[1] == "remaining" and (number := _NUMBER.match(value.strip())):
            found["remaining"] = min(int(number[0]), found.get("remaining", 1e9))
        elif known and known[1] == "reset" and (reset := parse_reset(value)) is not None:
            found["reset"] = max(reset, found.get("reset", 0.0))
        elif known:
            _read_items(value, _WINDOWS.get(known[2] or ""), policies, found)
    if not (policies or found):
        return None
    remaining = found.get("remaining")
    return ServerLimit(
        tuple(policies),
        None if remaining is None else int(remaining),
        found.get("reset"),
        found.get("retry_after"),
    )


def _read_items(
    value: str, window: float | None, policies: list[Policy], found: dict[str, float]
) -> None:
    """Read `limit=100, remaining=5, reset=30`, `"name";r=5;t=30` or `100;w=60, "name";q=100`."""
    for item, parameters in _ITEM.findall(value[:_LONGEST]):
        pairs = (part.partition("=") for part in f"{item};{parameters}".split(";"))
        values = {name.strip(): text.strip(' "') for name, _, text in pairs}
        if values.get("qu", "requests") != "requests":
            continue
        number = {name: int(text) for name, text in values.items() if _NUMBER.fullmatch(text)}
        limit = number.get("q", number.get("limit"))
        if limit is None and _NUMBER.fullmatch(item.strip()):
            limit = int(item)
        if limit is not None:
            length = number.get("w", number.get("window"))
            policies.append(Policy(limit, float(length) if length else window))
        for name, field in (("r", "remaining"), ("t", "reset")):
            if (known := number.get(name, number.get(field))) is not None:
                found[field] = float(known)
