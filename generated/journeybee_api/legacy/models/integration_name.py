# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from typing import Literal, TypeAlias

IntegrationName: TypeAlias = Literal["Hubspot", "Pipedrive", "Salesforce", "Slack"]
