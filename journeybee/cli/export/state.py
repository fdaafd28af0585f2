"""How far an export has come, as its working folder keeps it."""

from __future__ import annotations

import json
from typing import Any

import attrs
from attrs.validators import deep_iterable, deep_mapping, ge, instance_of, optional

from journeybee.cli.export.plan import Plan

_VERSION = 2


@attrs.define
class Progress:
    """How far one resource has come.

    Attributes:
        size: the length of its spool in bytes, up to the last page that is counted here.
        digest: the SHA-256 of those bytes, in hexadecimal.
        cursor: where the pager goes on; None before the first page.
    """

    rows: int = attrs.field(default=0, validator=[instance_of(int), ge(0)])
    size: int = attrs.field(default=0, validator=[instance_of(int), ge(0)])
    digest: str = attrs.field(default="", validator=instance_of(str))
    cursor: str | None = attrs.field(default=None, validator=optional(instance_of(str)))
    ended: bool = attrs.field(default=False, validator=instance_of(bool))


@attrs.frozen
class MadeFile:
    """A finished file, by which it can be recognised."""

    name: str = attrs.field(validator=instance_of(str))
    bytes: int = attrs.field(validator=instance_of(int))
    sha256: str = attrs.field(validator=instance_of(str))


@attrs.define
class State:
    """What is known of an export under way.

    Attributes:
        overwrite: whether the files may replace others.
        written: whether all files are made, and only have to be moved to their names.
        files: those files, in the order in which they are moved.
    """

    plan: Plan
    progress: dict[str, Progress] = attrs.field(
        validator=deep_mapping(instance_of(str), instance_of(Progress))
    )
    overwrite: bool = attrs.field(default=False, validator=instance_of(bool))
    written: bool = attrs.field(default=False, validator=instance_of(bool))
    files: list[MadeFile] = attrs.field(
        factory=list[MadeFile], validator=deep_iterable(instance_of(MadeFile))
    )

    @property
    def rows(self) -> int:
        """The rows of all resources."""
        return sum(progress.rows for progress in self.progress.values())

    @property
    def begun(self) -> bool:
        """Whether there is a page, if only one without rows, that need not be fetched again."""
        return any(it.ended or it.cursor is not None for it in self.progress.values())


class OtherVersionError(ValueError):
    """Raised for a state that another version of this package has written."""


def dump(state: State) -> bytes:
    """The content of a state file."""
    return json.dumps({"version": _VERSION, **attrs.asdict(state)}).encode()


def load(content: bytes) -> State:
    """Read a state file; ValueError if it is not one that `dump` made."""
    data: Any = json.loads(content)
    try:
        if data.pop("version") != _VERSION:
            raise OtherVersionError
        data["plan"] = Plan(**data["plan"])
        data["progress"] = {name: Progress(**it) for name, it in data["progress"].items()}
        data["files"] = [MadeFile(**it) for it in data["files"]]
        state = State(**data)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(error) from None
    if list(state.progress) != state.plan.resources:
        raise ValueError("the resources are not those of the plan")
    return state
