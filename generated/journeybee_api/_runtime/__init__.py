"""The static half of a generated client: operations as data, and the codec of the models.

Written by hand, beside the generated packages that import it. Imports attrs only, and only when
something needs it.
"""

from .content import File
from .definition import define, field, field_names, is_model
from .encoder import json_default, to_json
from .index import OperationInfo
from .json_type import Json
from .model import Model
from .operation import Operation
from .origin import changed_fields, keep_origin
from .reader import TOLERANT, DecodeError, Drift, Reader
from .styles import Styled, json_text, query_pairs, query_text
from .timestamp import Milliseconds, Timestamp
from .unlisted import UnlistedInt, UnlistedStr
from .unset import UNSET, Unset

__all__ = [
    "TOLERANT",
    "UNSET",
    "DecodeError",
    "Drift",
    "File",
    "Json",
    "Milliseconds",
    "Model",
    "Operation",
    "OperationInfo",
    "Reader",
    "Styled",
    "Timestamp",
    "UnlistedInt",
    "UnlistedStr",
    "Unset",
    "changed_fields",
    "define",
    "field",
    "field_names",
    "is_model",
    "json_default",
    "json_text",
    "keep_origin",
    "query_pairs",
    "query_text",
    "to_json",
]
