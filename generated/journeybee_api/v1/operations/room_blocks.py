# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged room_blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..._runtime import UNSET, Operation, UnlistedStr, Unset

if TYPE_CHECKING:
    from ..models.room_block import RoomBlock
    from ..models.room_block_settings import RoomBlockSettings
    from ..models.room_block_type import RoomBlockType


def list_room_blocks(
    uuid: str,
) -> Operation[list[RoomBlock]]:
    """List the blocks of a room.

    All of them at once, without pages.

    GET /rooms/{uuid}/blocks

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "list_room_blocks",
        "GET",
        "/rooms/{uuid}/blocks",
        responses={200: "list[RoomBlock]"},
        path={"uuid": uuid},
    )


def create_room_block(
    uuid: str,
    *,
    block_type: RoomBlockType | UnlistedStr,
    series: float | Unset = UNSET,
    label: str | None | Unset = UNSET,
    content: Any | Unset = UNSET,
    block_settings: RoomBlockSettings | Unset = UNSET,
    asset_uuid: str | None | Unset = UNSET,
    markdown: str | Unset = UNSET,
) -> Operation[RoomBlock]:
    """Add a block to a room.

    POST /rooms/{uuid}/blocks

    Args:
        uuid: Uuid of the object.
        block_type: Kind of a room block.
        series: Place in the order.
        content: An object; its shape depends on block_type.
        block_settings: Settings of a room block; which group counts depends on block_type.
        markdown: Markdown, turned into rich text.
    """
    return Operation(
        __name__,
        "create_room_block",
        "POST",
        "/rooms/{uuid}/blocks",
        responses={201: "RoomBlock"},
        path={"uuid": uuid},
        body={
            "block_type": block_type,
            "series": series,
            "label": label,
            "content": content,
            "block_settings": block_settings,
            "asset_uuid": asset_uuid,
            "markdown": markdown,
        },
    )


def delete_room_block(
    uuid: str,
    sub_uuid: str,
) -> Operation[None]:
    """Delete a block of a room.

    DELETE /rooms/{uuid}/blocks/{subUuid}

    Args:
        uuid: Uuid of the object.
        sub_uuid: Uuid of the nested object.
    """
    return Operation(
        __name__,
        "delete_room_block",
        "DELETE",
        "/rooms/{uuid}/blocks/{subUuid}",
        responses={204: "None"},
        path={"uuid": uuid, "subUuid": sub_uuid},
    )


def update_room_block(
    uuid: str,
    sub_uuid: str,
    *,
    series: float | Unset = UNSET,
    label: str | None | Unset = UNSET,
    content: Any | Unset = UNSET,
    block_settings: RoomBlockSettings | Unset = UNSET,
    asset_uuid: str | None | Unset = UNSET,
    markdown: str | Unset = UNSET,
) -> Operation[RoomBlock]:
    """Change a block of a room.

    PATCH /rooms/{uuid}/blocks/{subUuid}

    Args:
        uuid: Uuid of the object.
        sub_uuid: Uuid of the nested object.
        series: Place in the order.
        content: An object; its shape depends on the block's type.
        block_settings: Settings of a room block; which group counts depends on block_type.
        markdown: Markdown, turned into rich text.
    """
    return Operation(
        __name__,
        "update_room_block",
        "PATCH",
        "/rooms/{uuid}/blocks/{subUuid}",
        responses={200: "RoomBlock"},
        path={"uuid": uuid, "subUuid": sub_uuid},
        body={
            "series": series,
            "label": label,
            "content": content,
            "block_settings": block_settings,
            "asset_uuid": asset_uuid,
            "markdown": markdown,
        },
    )
