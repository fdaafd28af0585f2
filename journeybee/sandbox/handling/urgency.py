"""The lane of a request, as clients send it: the urgency of the header `Priority` (RFC 9218)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from journeybee.limits.lanes import Priority

_URGENCY = re.compile(r"(?:^|,)[ \t]*u=([0-7])[ \t]*(?=[,;]|$)")
_DEFAULT = 3


def priority_of(headers: Mapping[str, str]) -> Priority:
    """The lane that a client put a request into; "normal" without the header.

    Of several urgencies the last one counts, and what is not an urgency is passed over, as the RFC
    says.
    """
    found = _URGENCY.findall(headers.get("priority", ""))
    urgency = int(found[-1]) if found else _DEFAULT
    if urgency == _DEFAULT:
        return "normal"
    return "interactive" if urgency < _DEFAULT else "background"
