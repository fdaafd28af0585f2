from journeybee.operations import M, Resource, bare_list
from journeybee_api.v1.operations import attributions


class Attributions(Resource[M]):
    """What leads can be attributed to."""

    list = bare_list(attributions.list_attributions)
    """List attribution definitions."""
