# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class BlockStyle(Model):
    """Look of a resource block."""

    background_color: str | Unset = UNSET
    """Hex colour."""
    text_color: str | Unset = UNSET
    """Hex colour."""
    border: BlockBorder | Unset = UNSET
    """Border of a resource block."""
    padding: BlockSpacing | Unset = UNSET
    """Space on the four sides of a resource block."""
    margin: BlockSpacing | Unset = UNSET
    """Space on the four sides of a resource block."""


from .block_border import BlockBorder
from .block_spacing import BlockSpacing
