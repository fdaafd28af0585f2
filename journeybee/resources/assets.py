from journeybee.operations import M, Resource, paged, single, write
from journeybee_api.v1.operations import assets


class Assets(Resource[M]):
    """Files imported from a public URL."""

    list = paged(assets.list_assets)
    """List assets."""
    get = single(assets.get_asset)
    """Get an asset."""
    create = write(assets.create_asset)
    """Import an asset from a URL."""
    delete = write(assets.delete_asset)
    """Delete an asset."""
