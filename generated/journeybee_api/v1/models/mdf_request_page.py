# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class MdfRequestPage(Model):
    """One page of MDF requests."""

    data: list[MdfRequest]
    pagination: Pagination
    """Where a page stands in the whole list."""


from .mdf_request import MdfRequest
from .pagination import Pagination
