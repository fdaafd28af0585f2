# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from typing import Literal, TypeAlias

RoomBlockType: TypeAlias = Literal[
    "action_bar",
    "advanced_search",
    "banner",
    "document",
    "embed",
    "files",
    "goals",
    "image",
    "introduction",
    "lead_deal_analytics",
    "link",
    "partner_details",
    "pricing_calculator",
    "text",
    "video",
]
