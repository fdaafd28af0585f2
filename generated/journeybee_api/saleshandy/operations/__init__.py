# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Every operation of this surface, once."""

from ..._runtime import OperationInfo


def _info(*fields: str) -> OperationInfo:
    id, method, path, tag, evidence, module = fields
    return OperationInfo(id, method, path, tag, evidence, f"{__name__}.{module}")


# fmt: off
OPERATIONS = (
    _info('consolidated_stats', 'POST', '/analytics/consolidated-stats', 'Analytics', 'documented', 'analytics'),
    _info('email_account_stats', 'POST', '/analytics/emailaccount/stats', 'Analytics', 'documented', 'analytics'),
    _info('sequence_stats', 'POST', '/analytics/stats', 'Analytics', 'documented', 'analytics'),
    _info('team_stats', 'POST', '/analytics/team/stats', 'Analytics', 'documented', 'analytics'),
)
