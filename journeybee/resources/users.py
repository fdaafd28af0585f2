from journeybee.operations import M, Resource, paged, patch, single, write
from journeybee.operations.upserts import upserts
from journeybee_api.v1.operations import users


class Users(Resource[M]):
    """Users of the account."""

    list = paged(users.list_users)
    """List users."""
    get = single(users.get_user)
    """Get a user."""
    create = write(users.create_user)
    """Create a user."""
    update = patch(users.update_user)
    """Change a user."""
    delete = write(users.delete_user)
    """Delete a user."""
    upsert = upserts(list, create, update)
    """Create a user, or update the one that matches."""
