# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged assets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, UnlistedStr, Unset

if TYPE_CHECKING:
    from ..models.asset import Asset
    from ..models.asset_category import AssetCategory
    from ..models.asset_page import AssetPage
    from ..models.asset_resource_type import AssetResourceType


def list_assets(
    *,
    page: int | None = None,
    per_page: int | None = None,
) -> Operation[AssetPage]:
    """List assets.

    GET /assets/

    Args:
        page: Number of the page, from 1.
        per_page: Items on a page.
    """
    return Operation(
        __name__,
        "list_assets",
        "GET",
        "/assets/",
        responses={200: "AssetPage"},
        query={"page": page, "per_page": per_page},
    )


def create_asset(
    *,
    url: str,
    category: AssetCategory | UnlistedStr,
    file_name: str | None | Unset = UNSET,
    description: str | None | Unset = UNSET,
    resource_type: AssetResourceType | UnlistedStr | None | Unset = UNSET,
) -> Operation[Asset]:
    """Import an asset from a URL.

    The server downloads the file itself.

    POST /assets/

    Args:
        url: Public address the server downloads the file from.
        category: What an asset is for.
        file_name: Name to store the file under.
        resource_type: Kind of resource.
    """
    return Operation(
        __name__,
        "create_asset",
        "POST",
        "/assets/",
        responses={201: "Asset"},
        body={
            "url": url,
            "category": category,
            "file_name": file_name,
            "description": description,
            "resource_type": resource_type,
        },
    )


def get_asset(
    uuid: str,
) -> Operation[Asset]:
    """Get an asset.

    GET /assets/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "get_asset",
        "GET",
        "/assets/{uuid}",
        responses={200: "Asset"},
        path={"uuid": uuid},
    )


def delete_asset(
    uuid: str,
) -> Operation[None]:
    """Delete an asset.

    DELETE /assets/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "delete_asset",
        "DELETE",
        "/assets/{uuid}",
        responses={204: "None"},
        path={"uuid": uuid},
    )
