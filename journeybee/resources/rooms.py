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
    create = write(room_blocks.create_room_block)
    update = patch_below(room_blocks.update_room_block)
    delete = write(room_blocks.delete_room_block)


class Rooms(Resource[M]):
    """Rooms of the partner portal and their blocks."""

    list = paged(rooms.list_rooms)
    get = single(rooms.get_room)
    create = write(rooms.create_room)
    update = patch(rooms.update_room)
    delete = write(rooms.delete_room)

    blocks: RoomBlocks[M] = nested(RoomBlocks)
