"""The base of every generated model."""

from typing import Any, ClassVar, Self

from attrs import define, field

from .codec import read_model
from .encoder import write_model
from .reader import TOLERANT, Reader


@define(kw_only=True)
class Model:
    """A JSON object of the API; its subclasses only declare fields, the codec does the rest."""

    wire_names: ClassVar[dict[str, str]] = {}
    """The JSON names of the fields that have another name in Python."""

    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """What the server sent beside the declared fields, by JSON name."""

    @classmethod
    def from_dict(cls, data: dict[str, Any], reader: Reader = TOLERANT) -> Self:
        """Read a JSON object.

        A missing field becomes UNSET, an unknown one goes to ``additional_properties``, and a value
        of another type stays as it is. Raises DecodeError if ``data`` is not a dict, or, for
        a strict ``reader``, at the first such difference.
        """
        return read_model(cls, data, reader)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object: UNSET fields left out, and what was read written back unchanged."""
        return write_model(self)
