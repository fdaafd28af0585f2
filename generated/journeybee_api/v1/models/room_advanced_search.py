# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class RoomAdvancedSearch(Model):
    """Settings of an advanced search block."""

    wire_names = {"show_ai_tab": "showAITab", "show_quick_actions": "showQuickActions"}

    title: str | Unset = UNSET
    placeholder: str | Unset = UNSET
    show_ai_tab: bool | Unset = UNSET
    show_quick_actions: bool | Unset = UNSET
