from journeybee.operations import Resource, paged, single
from journeybee_api.v1.operations import users


class Users(Resource):
    """Users of the account."""

    list = paged(users.list_users)
    get = single(users.get_user)
    create = single(users.create_user)
    update = single(users.update_user)
    delete = single(users.delete_user)
