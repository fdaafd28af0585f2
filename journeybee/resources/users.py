from journeybee.operations import M, Resource, paged, patch, single, write
from journeybee_api.v1.operations import users


class Users(Resource[M]):
    """Users of the account."""

    list = paged(users.list_users)
    get = single(users.get_user)
    create = write(users.create_user)
    update = patch(users.update_user)
    delete = write(users.delete_user)
