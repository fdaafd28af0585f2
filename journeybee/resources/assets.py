from journeybee.operations import Resource, paged, single
from journeybee_api.v1.operations import assets


class Assets(Resource):
    """Files imported from a public URL."""

    list = paged(assets.list_assets)
    get = single(assets.get_asset)
    create = single(assets.create_asset)
    delete = single(assets.delete_asset)
