from journeybee.operations import (
    M,
    Resource,
    bare_list,
    nested,
    paged,
    patch,
    patch_below,
    single,
    write,
)
from journeybee.operations.upserts import upserts
from journeybee_api.v1.operations import resource_blocks, resources


class ResourceBlocks(Resource[M]):
    """Content blocks of a resource."""

    list = bare_list(resource_blocks.list_resource_blocks)
    """List the blocks of a resource."""
    create = write(resource_blocks.create_resource_block)
    """Append a block to a resource."""
    update = patch_below(resource_blocks.update_resource_block)
    """Change a block of a resource."""
    delete = write(resource_blocks.delete_resource_block)
    """Delete a block of a resource."""


class Resources(Resource[M]):
    """Resources in the partner portal and their blocks."""

    list = paged(resources.list_resources)
    """List resources."""
    get = single(resources.get_resource)
    """Get a resource."""
    create = write(resources.create_resource)
    """Create a resource."""
    update = patch(resources.update_resource)
    """Change a resource."""
    delete = write(resources.delete_resource)
    """Delete a resource."""
    upsert = upserts(list, create, update)
    """Create a resource, or update the one that matches."""

    blocks: ResourceBlocks[M] = nested(ResourceBlocks)
