# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class UserRef(Model):
    """A user, as other objects point to them."""

    uuid: str
    email: str
    first_name: str | None
    last_name: str | None
