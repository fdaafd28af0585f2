# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class EmailAccountStats(Model):
    """The envelope of a sending account's figures."""

    message: str
    payload: EmailAccountFigures
    """A sending account and its figures."""


from .email_account_figures import EmailAccountFigures
