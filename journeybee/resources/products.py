from journeybee.operations import M, Resource, paged, patch, single, write
from journeybee.operations.upserts import upserts
from journeybee_api.v1.operations import products


class Products(Resource[M]):
    """The product catalogue."""

    list = paged(products.list_products)
    """List products."""
    get = single(products.get_product)
    """Get a product."""
    create = write(products.create_product)
    """Create a product."""
    update = patch(products.update_product)
    """Change a product."""
    delete = write(products.delete_product)
    """Delete a product."""
    upsert = upserts(list, create, update)
    """Create a product, or update the one that matches."""
