# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class UserPage(Model):
    """A page of users, as the introduction tells of pages."""

    data: list[User]
    """The introduction shows meta, but not the name of the list beside it."""
    meta: PageMeta
    """How much there is in all."""


from .page_meta import PageMeta
from .user import User
