# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from typing import Literal, TypeAlias

StagePhase: TypeAlias = Literal[
    "active", "closed_lost", "closed_won", "discovery", "evaluation", "inactive", "negotiation"
]
