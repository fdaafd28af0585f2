"""What an export was asked for and how far it has come, as its working folder keeps both."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
from attrs.validators import deep_iterable, deep_mapping, ge, in_, instance_of, optional

from journeybee.cli.export.formats import FORMATS
from journeybee.jsonvalue import is_array

MANIFEST = "manifest.json"
ON_SHIFT = ("warn", "raise", "refetch")
_VERSION = 3
_TEXT, _FLAG = instance_of(str), instance_of(bool)
_COUNT = (instance_of(int), ge(0))


def _check_texts(_plan: Any, _attribute: Any, value: Any) -> None:
    if not is_array(value) or not all(isinstance(item, str) for item in value):
        raise TypeError(value)


@attrs.frozen
class Plan:
    """What an export was asked for; a resumed one must be asked for the same.

    Attributes:
        folder: whether each resource has a file in a folder, or the one resource is the file.
        where: the filters of the lists: the names of their options, each with its values.
    """

    surface: str = attrs.field(validator=_TEXT)
    base_url: str = attrs.field(validator=_TEXT)
    resources: list[str] = attrs.field(validator=_check_texts)
    format: str = attrs.field(validator=in_(FORMATS))
    folder: bool = attrs.field(validator=_FLAG)
    where: dict[str, list[str]] = attrs.field(
        validator=deep_mapping(_TEXT, _check_texts, instance_of(dict))
    )
    on_shift: str = attrs.field(validator=in_(ON_SHIFT))
    bom: bool = attrs.field(default=False, validator=_FLAG)

    def made_name(self, resource: str) -> str:
        return f"{resource}.{self.format}"

    def targets(self, out: Path) -> dict[str, Path]:
        """The final path of each file by its name in the working folder, in order of moving."""
        names = [self.made_name(resource) for resource in self.resources]
        if not self.folder:
            return dict.fromkeys(names, out)
        return {name: out / name for name in [*names, MANIFEST]}


@attrs.define
class ListProgress:
    """How far one list has come.

    Attributes:
        size: the length of its spool in bytes, up to the last page that is counted here.
        digest: the SHA-256 of those bytes, in hexadecimal.
        cursor: the resume token of the pager; None before the first page.
    """

    rows: int = attrs.field(default=0, validator=_COUNT)
    size: int = attrs.field(default=0, validator=_COUNT)
    digest: str = attrs.field(default="", validator=_TEXT)
    cursor: str | None = attrs.field(default=None, validator=optional(_TEXT))
    ended: bool = attrs.field(default=False, validator=_FLAG)


@attrs.frozen
class MadeFile:
    """A finished file, by which it can be recognised."""

    name: str = attrs.field(validator=_TEXT)
    bytes: int = attrs.field(validator=instance_of(int))
    sha256: str = attrs.field(validator=_TEXT)


@attrs.define
class State:
    """What the state file holds.

    Attributes:
        overwrite: whether the files may replace others.
        written: whether all files are made, and only have to be moved to their names.
        files: those files, in the order in which they are moved.
    """

    plan: Plan
    progress: dict[str, ListProgress] = attrs.field(
        validator=deep_mapping(_TEXT, instance_of(ListProgress))
    )
    overwrite: bool = attrs.field(default=False, validator=_FLAG)
    written: bool = attrs.field(default=False, validator=_FLAG)
    files: list[MadeFile] = attrs.field(
        factory=list[MadeFile], validator=deep_iterable(instance_of(MadeFile))
    )

    @property
    def rows(self) -> int:
        return sum(progress.rows for progress in self.progress.values())

    @property
    def begun(self) -> bool:
        """Whether any page, even an empty one, need not be fetched again."""
        return any(it.ended or it.cursor is not None for it in self.progress.values())


class OtherVersionError(ValueError):
    """Raised for a state that another version of this package has written."""


def dump(state: State) -> bytes:
    return json.dumps({"version": _VERSION, **attrs.asdict(state)}).encode()


def load(content: bytes) -> State:
    """Read a state file; ValueError if `dump` did not write it."""
    data: Any = json.loads(content)
    try:
        if data.pop("version") != _VERSION:
            raise OtherVersionError
        data["plan"] = Plan(**data["plan"])
        data["progress"] = {name: ListProgress(**it) for name, it in data["progress"].items()}
        data["files"] = [MadeFile(**it) for it in data["files"]]
        state = State(**data)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(error) from None
    if list(state.progress) != state.plan.resources:
        raise ValueError("the resources are not those of the plan")
    return state
