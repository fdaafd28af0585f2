# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, UnlistedStr, Unset

if TYPE_CHECKING:
    from ..models.partner_type import PartnerType
    from ..models.tag import Tag
    from ..models.tag_association import TagAssociation


def list_tags(
    *,
    partner_type: PartnerType | UnlistedStr | None = None,
    association: TagAssociation | UnlistedStr | None = None,
) -> Operation[list[Tag]]:
    """List tags.

    All of them at once, without pages.

    GET /tags/

    Args:
        partner_type: Kind of partnership.
        association: What a tag can be put on. Values of the older API.
    """
    return Operation(
        __name__,
        "list_tags",
        "GET",
        "/tags/",
        responses={200: "list[Tag]"},
        query={"partner_type": partner_type, "association": association},
    )


def create_tag(
    *,
    label: str,
    association: TagAssociation | UnlistedStr,
    background_color: str | Unset = UNSET,
    text_color: str | Unset = UNSET,
    partner_type: PartnerType | UnlistedStr | None | Unset = UNSET,
) -> Operation[Tag]:
    """Create a tag.

    POST /tags/

    Args:
        association: What a tag can be put on. Values of the older API.
        background_color: Hex colour.
        text_color: Hex colour.
        partner_type: Kind of partnership.
    """
    return Operation(
        __name__,
        "create_tag",
        "POST",
        "/tags/",
        responses={201: "Tag"},
        body={
            "label": label,
            "association": association,
            "background_color": background_color,
            "text_color": text_color,
            "partner_type": partner_type,
        },
    )


def get_tag(
    uuid: str,
) -> Operation[Tag]:
    """Get a tag.

    GET /tags/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "get_tag",
        "GET",
        "/tags/{uuid}",
        responses={200: "Tag"},
        path={"uuid": uuid},
    )


def delete_tag(
    uuid: str,
) -> Operation[None]:
    """Delete a tag.

    Refused with 409 while it is in use.

    DELETE /tags/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "delete_tag",
        "DELETE",
        "/tags/{uuid}",
        responses={204: "None"},
        path={"uuid": uuid},
    )


def update_tag(
    uuid: str,
    *,
    label: str | Unset = UNSET,
    background_color: str | Unset = UNSET,
    text_color: str | Unset = UNSET,
) -> Operation[Tag]:
    """Change a tag.

    PATCH /tags/{uuid}

    Args:
        uuid: Uuid of the object.
        background_color: Hex colour.
        text_color: Hex colour.
    """
    return Operation(
        __name__,
        "update_tag",
        "PATCH",
        "/tags/{uuid}",
        responses={200: "Tag"},
        path={"uuid": uuid},
        body={"label": label, "background_color": background_color, "text_color": text_color},
    )
