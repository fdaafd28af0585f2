# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from typing import Literal, TypeAlias

DealStagePhase: TypeAlias = Literal["closed_lost", "closed_won", "discovery", "negotiation"]
