"""A copy of lists in a SQLite file, and a feed of what was added, changed and deleted.

One reason to exist: the API reports neither changes nor deletions, so they are found by comparing
whole lists. It may import `pagination`, `introspection`, `concurrency` and `errors`; nothing of a
client.

`mirror` has the public `Mirror`, `passes` one pass over a list, `follow` one after another,
`nested` those over lists below rows, `feed` and `changes` what they find, `listing` and `rows` what
is compared, `file`, `store`, `marks`, `parents`, `source`, `database` and `layout` the file.
"""

from journeybee.mirror.changes import Added, Change, Changed, Deleted
from journeybee.mirror.errors import MassDeletionError, MirrorError
from journeybee.mirror.feed import PassReport
from journeybee.mirror.mirror import Event, ListStatus, Mirror
from journeybee.mirror.nested import NestedChanges, NestedReport
from journeybee.mirror.passes import Changes

__all__ = [
    "Added",
    "Change",
    "Changed",
    "Changes",
    "Deleted",
    "Event",
    "ListStatus",
    "MassDeletionError",
    "Mirror",
    "MirrorError",
    "NestedChanges",
    "NestedReport",
    "PassReport",
]
