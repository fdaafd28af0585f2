from journeybee.operations import Resource, listed, single
from journeybee_api.v1.operations import stages


class Stages(Resource):
    """Stages of partners and deals."""

    list = listed(stages.list_stages)
    get = single(stages.get_stage)
    create = single(stages.create_stage)
    update = single(stages.update_stage)
    delete = single(stages.delete_stage)
