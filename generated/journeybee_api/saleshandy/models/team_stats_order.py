# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from typing import Literal, TypeAlias

TeamStatsOrder: TypeAlias = Literal[
    "bounced",
    "clicked",
    "Closed",
    "Do Not Contact",
    "emailSent",
    "Interested",
    "Meeting Booked",
    "Not Interested",
    "Not Now",
    "opened",
    "Out of Office",
    "prospectAdded",
    "prospectContacted",
    "replied",
    "Uncategorized",
    "unSubscribed",
]
