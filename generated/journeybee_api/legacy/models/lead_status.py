# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from typing import Literal, TypeAlias

LeadStatus: TypeAlias = Literal["contacted", "converted", "lost", "new", "qualified"]
