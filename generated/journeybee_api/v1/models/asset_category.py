# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from typing import Literal, TypeAlias

AssetCategory: TypeAlias = Literal["resource", "room"]
