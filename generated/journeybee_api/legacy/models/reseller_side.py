# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from typing import Literal, TypeAlias

ResellerSide: TypeAlias = Literal["company", "partner"]
