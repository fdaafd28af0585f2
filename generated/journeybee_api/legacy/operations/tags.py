# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, UnlistedStr, Unset

if TYPE_CHECKING:
    from ..models.created import Created
    from ..models.partner_type import PartnerType
    from ..models.tag import Tag
    from ..models.tag_association import TagAssociation


def list_tags(
    *,
    association: TagAssociation | UnlistedStr | None = None,
    partner_type: PartnerType | UnlistedStr | None = None,
) -> Operation[list[Tag]]:
    """List tags.

    GET /tags

    Args:
        association: What a tag is put on.
        partner_type: Kind of partnership.
    """
    return Operation(
        __name__,
        "list_tags",
        "GET",
        "/tags",
        responses={200: "list[Tag]"},
        query={"association": association, "partner_type": partner_type},
    )


def create_tag(
    *,
    label: str,
    association: TagAssociation | UnlistedStr,
    background_color: str | Unset = UNSET,
    text_color: str | Unset = UNSET,
    partner_type: PartnerType | UnlistedStr | Unset = UNSET,
) -> Operation[Created]:
    """Create a tag.

    POST /tags

    Args:
        association: What a tag is put on.
        partner_type: Kind of partnership.
    """
    return Operation(
        __name__,
        "create_tag",
        "POST",
        "/tags",
        responses={201: "Created"},
        body={
            "label": label,
            "association": association,
            "background_color": background_color,
            "text_color": text_color,
            "partner_type": partner_type,
        },
    )
