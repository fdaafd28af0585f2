# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from typing import Literal, TypeAlias

ResourceBlockType: TypeAlias = Literal[
    "button", "document", "embed", "files", "image", "powerpoint", "quiz", "text", "video"
]
