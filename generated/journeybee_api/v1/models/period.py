# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from typing import Literal, TypeAlias

Period: TypeAlias = Literal[
    "current_month",
    "current_quarter",
    "current_year",
    "last_12_months",
    "last_30_days",
    "last_6_months",
    "last_90_days",
    "last_month",
    "last_quarter",
    "last_year",
]
