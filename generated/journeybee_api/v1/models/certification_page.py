# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import Model, define


@define(kw_only=True, eq=False, repr=False)
class CertificationPage(Model):
    """One page of certifications."""

    data: list[Certification]
    pagination: Pagination
    """Where a page stands in the whole list."""


from .certification import Certification
from .pagination import Pagination
