# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from typing import Literal, TypeAlias

AutoAssignRecipient: TypeAlias = Literal["deal_owner", "lead_creator", "manual"]
