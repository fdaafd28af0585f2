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
from journeybee_api.v1.operations import resource_blocks, resources


class ResourceBlocks(Resource[M]):
    """Content blocks of a resource."""

    list = bare_list(resource_blocks.list_resource_blocks)
    create = write(resource_blocks.create_resource_block)
    update = patch_below(resource_blocks.update_resource_block)
    delete = write(resource_blocks.delete_resource_block)


class Resources(Resource[M]):
    """Resources in the partner portal and their blocks."""

    list = paged(resources.list_resources)
    get = single(resources.get_resource)
    create = write(resources.create_resource)
    update = patch(resources.update_resource)
    delete = write(resources.delete_resource)

    blocks: ResourceBlocks[M] = nested(ResourceBlocks)
