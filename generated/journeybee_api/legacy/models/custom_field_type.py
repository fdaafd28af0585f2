# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from typing import Literal, TypeAlias

CustomFieldType: TypeAlias = Literal[
    "boolean", "date", "multi_select", "number", "select", "text", "textarea"
]
