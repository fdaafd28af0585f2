# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged resource_blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..._runtime import UNSET, Operation, UnlistedStr, Unset

if TYPE_CHECKING:
    from ..models.block_style import BlockStyle
    from ..models.resource_block import ResourceBlock
    from ..models.resource_block_type import ResourceBlockType


def list_resource_blocks(
    uuid: str,
) -> Operation[list[ResourceBlock]]:
    """List the blocks of a resource.

    All of them at once, without pages.

    GET /resources/{uuid}/blocks

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "list_resource_blocks",
        "GET",
        "/resources/{uuid}/blocks",
        responses={200: "list[ResourceBlock]"},
        path={"uuid": uuid},
    )


def create_resource_block(
    uuid: str,
    *,
    type: ResourceBlockType | UnlistedStr,
    series: float | Unset = UNSET,
    title: str | None | Unset = UNSET,
    content: Any | Unset = UNSET,
    asset_uuid: str | None | Unset = UNSET,
    style: BlockStyle | Unset = UNSET,
    markdown: str | Unset = UNSET,
) -> Operation[ResourceBlock]:
    """Append a block to a resource.

    POST /resources/{uuid}/blocks

    Args:
        uuid: Uuid of the object.
        type: Kind of a resource block.
        series: Place in the order, from 1.
        content: An object; its shape depends on type.
        style: Look of a resource block.
        markdown: Markdown, turned into rich text.
    """
    return Operation(
        __name__,
        "create_resource_block",
        "POST",
        "/resources/{uuid}/blocks",
        responses={201: "ResourceBlock"},
        path={"uuid": uuid},
        body={
            "type": type,
            "series": series,
            "title": title,
            "content": content,
            "asset_uuid": asset_uuid,
            "style": style,
            "markdown": markdown,
        },
    )


def delete_resource_block(
    uuid: str,
    sub_uuid: str,
) -> Operation[None]:
    """Delete a block of a resource.

    DELETE /resources/{uuid}/blocks/{subUuid}

    Args:
        uuid: Uuid of the object.
        sub_uuid: Uuid of the nested object.
    """
    return Operation(
        __name__,
        "delete_resource_block",
        "DELETE",
        "/resources/{uuid}/blocks/{subUuid}",
        responses={204: "None"},
        path={"uuid": uuid, "subUuid": sub_uuid},
    )


def update_resource_block(
    uuid: str,
    sub_uuid: str,
    *,
    type: ResourceBlockType | UnlistedStr | Unset = UNSET,
    title: str | None | Unset = UNSET,
    content: Any | Unset = UNSET,
    series: float | Unset = UNSET,
    asset_uuid: str | None | Unset = UNSET,
    style: BlockStyle | Unset = UNSET,
    markdown: str | Unset = UNSET,
) -> Operation[ResourceBlock]:
    """Change a block of a resource.

    PATCH /resources/{uuid}/blocks/{subUuid}

    Args:
        uuid: Uuid of the object.
        sub_uuid: Uuid of the nested object.
        type: Kind of a resource block.
        content: An object; its shape depends on type.
        series: Place in the order, from 1.
        style: Look of a resource block.
        markdown: Markdown, turned into rich text.
    """
    return Operation(
        __name__,
        "update_resource_block",
        "PATCH",
        "/resources/{uuid}/blocks/{subUuid}",
        responses={200: "ResourceBlock"},
        path={"uuid": uuid, "subUuid": sub_uuid},
        body={
            "type": type,
            "title": title,
            "content": content,
            "series": series,
            "asset_uuid": asset_uuid,
            "style": style,
            "markdown": markdown,
        },
    )
