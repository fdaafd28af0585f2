"""The types of values that an enum of the spec does not list.

Servers learn new values before clients do, so a field that is read holds a listed value or one of
these. Type checkers take them as arguments too, and still refuse a literal that is not listed. At
run time they are plain ``str`` and ``int``.
"""

from __future__ import annotations

from typing import NewType

UnlistedStr = NewType("UnlistedStr", str)
"""A text where the spec lists others: read from a response, or ``UnlistedStr("newer")`` to send."""

UnlistedInt = NewType("UnlistedInt", int)
"""A number where the spec lists others."""
