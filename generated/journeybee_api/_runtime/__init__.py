# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""The static half of a generated client: operations as data, and the codec of the models."""

from .codec import to_json
from .index import OperationInfo
from .model import Model
from .operation import Operation, query_pairs
from .reader import TOLERANT, DecodeError, Drift, Reader
from .timestamp import Timestamp
from .unset import UNSET, Unset

__all__ = [
    "TOLERANT",
    "UNSET",
    "DecodeError",
    "Drift",
    "Model",
    "Operation",
    "OperationInfo",
    "Reader",
    "Timestamp",
    "Unset",
    "query_pairs",
    "to_json",
]
