from journeybee.operations import Resource, paged, single
from journeybee_api.v1.operations import products


class Products(Resource):
    """The product catalogue."""

    list = paged(products.list_products)
    get = single(products.get_product)
    create = single(products.create_product)
    update = single(products.update_product)
    delete = single(products.delete_product)
