# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from typing import Literal, TypeAlias

LeadSource: TypeAlias = Literal[
    "campaign", "integration", "lead_submission_form", "manual", "partnership"
]
