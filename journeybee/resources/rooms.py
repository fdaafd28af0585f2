from journeybee.operations import (
    M,
    Resource,
    bare_list,
    nested,
    paged,
    patch,
    patch_below,
    single,
    write,
)
from journeybee_api.v1.operations import room_blocks, rooms


class RoomBlocks(Resource[M]):
    """Blocks of a room."""

    list = bare_list(room_blocks.list_room_blocks)
    """List the blocks of a room."""
    create = write(room_blocks.create_room_block)
    """Add a block to a room."""
    update = patch_below(room_blocks.update_room_block)
    """Change a block of a room."""
    delete = write(room_blocks.delete_room_block)
    """Delete a block of a room."""


class Rooms(Resource[M]):
    """Rooms of the partner portal and their blocks."""

    list = paged(rooms.list_rooms)
    """List rooms."""
    get = single(rooms.get_room)
    """Get a room."""
    create = write(rooms.create_room)
    """Create a room."""
    update = patch(rooms.update_room)
    """Change a room."""
    delete = write(rooms.delete_room)
    """Delete a room."""

    blocks: RoomBlocks[M] = nested(RoomBlocks)
