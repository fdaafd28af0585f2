# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, UnlistedStr, Unset

if TYPE_CHECKING:
    from ..models.partner_type import PartnerType
    from ..models.room_detail import RoomDetail
    from ..models.room_page import RoomPage
    from ..models.room_settings import RoomSettings


def list_rooms(
    *,
    page: int | None = None,
    per_page: int | None = None,
) -> Operation[RoomPage]:
    """List rooms.

    GET /rooms/

    Args:
        page: Number of the page, from 1.
        per_page: Items on a page.
    """
    return Operation(
        __name__,
        "list_rooms",
        "GET",
        "/rooms/",
        responses={200: "RoomPage"},
        query={"page": page, "per_page": per_page},
    )


def create_room(
    *,
    label: str,
    room_type: str | Unset = UNSET,
    live: bool | Unset = UNSET,
    room_visibility: str | Unset = UNSET,
    partner_type: PartnerType | UnlistedStr | Unset = UNSET,
    series: float | Unset = UNSET,
    internal_label: str | None | Unset = UNSET,
    viewable_by_distributors: bool | Unset = UNSET,
    room_settings: RoomSettings | Unset = UNSET,
) -> Operation[RoomDetail]:
    """Create a room.

    POST /rooms/

    Args:
        room_type: An enumeration of which only the default is known.
        room_visibility: An enumeration of which only the default is known.
        partner_type: Kind of partnership.
        series: Place in the order.
        room_settings: Settings of a room.
    """
    return Operation(
        __name__,
        "create_room",
        "POST",
        "/rooms/",
        responses={201: "RoomDetail"},
        body={
            "label": label,
            "room_type": room_type,
            "live": live,
            "room_visibility": room_visibility,
            "partner_type": partner_type,
            "series": series,
            "internal_label": internal_label,
            "viewable_by_distributors": viewable_by_distributors,
            "room_settings": room_settings,
        },
    )


def get_room(
    uuid: str,
) -> Operation[RoomDetail]:
    """Get a room.

    GET /rooms/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "get_room",
        "GET",
        "/rooms/{uuid}",
        responses={200: "RoomDetail"},
        path={"uuid": uuid},
    )


def delete_room(
    uuid: str,
) -> Operation[None]:
    """Delete a room.

    DELETE /rooms/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "delete_room",
        "DELETE",
        "/rooms/{uuid}",
        responses={204: "None"},
        path={"uuid": uuid},
    )


def update_room(
    uuid: str,
    *,
    label: str | Unset = UNSET,
    live: bool | Unset = UNSET,
    series: float | Unset = UNSET,
    internal_label: str | None | Unset = UNSET,
    viewable_by_distributors: bool | Unset = UNSET,
    room_settings: RoomSettings | Unset = UNSET,
    room_visibility: str | Unset = UNSET,
) -> Operation[RoomDetail]:
    """Change a room.

    PATCH /rooms/{uuid}

    Args:
        uuid: Uuid of the object.
        series: Place in the order.
        room_settings: Settings of a room.
        room_visibility: An enumeration of which only all is known.
    """
    return Operation(
        __name__,
        "update_room",
        "PATCH",
        "/rooms/{uuid}",
        responses={200: "RoomDetail"},
        path={"uuid": uuid},
        body={
            "label": label,
            "live": live,
            "series": series,
            "internal_label": internal_label,
            "viewable_by_distributors": viewable_by_distributors,
            "room_settings": room_settings,
            "room_visibility": room_visibility,
        },
    )
