# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, UnlistedStr, Unset

if TYPE_CHECKING:
    from ..models.asset_resource_type import AssetResourceType
    from ..models.resource import Resource
    from ..models.resource_page import ResourcePage


def list_resources(
    *,
    page: int | None = None,
    per_page: int | None = None,
) -> Operation[ResourcePage]:
    """List resources.

    GET /resources/

    Args:
        page: Number of the page, from 1.
        per_page: Items on a page.
    """
    return Operation(
        __name__,
        "list_resources",
        "GET",
        "/resources/",
        responses={200: "ResourcePage"},
        query={"page": page, "per_page": per_page},
    )


def create_resource(
    *,
    title: str,
    description: str | None | None | Unset = UNSET,
    resource_type: AssetResourceType | UnlistedStr | Unset = UNSET,
) -> Operation[Resource]:
    """Create a resource.

    POST /resources/

    Args:
        resource_type: Kind of resource.
    """
    return Operation(
        __name__,
        "create_resource",
        "POST",
        "/resources/",
        responses={201: "Resource"},
        body={"title": title, "description": description, "resource_type": resource_type},
    )


def get_resource(
    uuid: str,
) -> Operation[Resource]:
    """Get a resource.

    GET /resources/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "get_resource",
        "GET",
        "/resources/{uuid}",
        responses={200: "Resource"},
        path={"uuid": uuid},
    )


def delete_resource(
    uuid: str,
) -> Operation[None]:
    """Delete a resource.

    DELETE /resources/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "delete_resource",
        "DELETE",
        "/resources/{uuid}",
        responses={204: "None"},
        path={"uuid": uuid},
    )


def update_resource(
    uuid: str,
    *,
    title: str | Unset = UNSET,
    description: str | None | None | Unset = UNSET,
    resource_type: AssetResourceType | UnlistedStr | Unset = UNSET,
) -> Operation[Resource]:
    """Change a resource.

    PATCH /resources/{uuid}

    Args:
        uuid: Uuid of the object.
        resource_type: Kind of resource.
    """
    return Operation(
        __name__,
        "update_resource",
        "PATCH",
        "/resources/{uuid}",
        responses={200: "Resource"},
        path={"uuid": uuid},
        body={"title": title, "description": description, "resource_type": resource_type},
    )
