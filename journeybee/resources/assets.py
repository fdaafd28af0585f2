from journeybee.operations import M, Resource, paged, single, write
from journeybee_api.v1.operations import assets


class Assets(Resource[M]):
    """Files imported from a public URL."""

    list = paged(assets.list_assets)
    get = single(assets.get_asset)
    create = write(assets.create_asset)
    delete = write(assets.delete_asset)
