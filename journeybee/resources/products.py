from journeybee.operations import M, Resource, paged, patch, single, write
from journeybee_api.v1.operations import products


class Products(Resource[M]):
    """The product catalogue."""

    list = paged(products.list_products)
    get = single(products.get_product)
    create = write(products.create_product)
    update = patch(products.update_product)
    delete = write(products.delete_product)
