# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from typing import Literal, TypeAlias

TaskStatus: TypeAlias = Literal["done", "in_progress", "in_review", "to_do"]
