"""Operations as methods: what the tables of resources are made of.

One reason to exist: to give the builder of an operation the methods that call it. It may import
`pagination`, `pipeline`, `concurrency`, `errors` and the generated runtime; nothing of a client.

`binding` has the descriptors of the tables, `calls` what each kind of operation can do, `upserts`
the call that is made of three, `caller` sends and reads one request, `bulk` many.
"""

from journeybee.operations.binding import (
    Awaited,
    Blocking,
    M,
    Nested,
    Paged,
    Patch,
    Resource,
    Single,
    Write,
    bare_list,
    nested,
    paged,
    paged_by,
    patch,
    patch_below,
    patch_of,
    single,
    write,
)

__all__ = [
    "Awaited",
    "Blocking",
    "M",
    "Nested",
    "Paged",
    "Patch",
    "Resource",
    "Single",
    "Write",
    "bare_list",
    "nested",
    "paged",
    "paged_by",
    "patch",
    "patch_below",
    "patch_of",
    "single",
    "write",
]
