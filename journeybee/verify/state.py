"""A verification under way: kept in a file, so that the next run goes on where this one ended."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from journeybee.errors import ConfigurationError
from journeybee.verify.document import Document
from journeybee.verify.result import Result

_VERSION = 1


@attrs.define
class State:
    """What is known so far.

    Attributes:
        rows: of each list that was read, the ids in its first row; None if it has none.
        error_seen: whether an error body was compared.
    """

    results: dict[str, Result] = attrs.field(factory=dict[str, Result])
    rows: dict[str, Mapping[str, Any] | None] = attrs.field(
        factory=dict[str, Mapping[str, Any] | None]
    )
    requests: int = 0
    error_seen: bool = False


class StateFile:
    """The file of a state; only its owner may read it, for it holds ids of rows.

    Args:
        path: None keeps nothing.
    """

    def __init__(self, path: Path | None, base_url: str, document: Document) -> None:
        self._path = path
        spec = hashlib.sha256(json.dumps(document.content, sort_keys=True).encode()).hexdigest()
        self._about = {"version": _VERSION, "base_url": base_url, "spec": spec}

    def read(self) -> State:
        """The state that was kept; a new one if there is none, or of another server or spec.

        Raises ConfigurationError for a file that is something else.
        """
        try:
            data = json.loads(self._path.read_text("utf-8")) if self._path else None
            if data is None or {name: data.get(name) for name in self._about} != self._about:
                return State()
            results = {id_: Result.from_json(found) for id_, found in data["results"].items()}
            return State(results, data["rows"], data["requests"], data["error_seen"])
        except FileNotFoundError:
            return State()
        except (ValueError, KeyError, TypeError, AttributeError):
            problem = f"{self._path} is not the state of a verification: remove it"
            raise ConfigurationError(problem) from None

    def save(self, state: State) -> None:
        """Replace the file in one step."""
        if self._path is None:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        results = {id_: result.to_json() for id_, result in state.results.items()}
        data = {**self._about, **attrs.asdict(state, recurse=False), "results": results}
        # mkstemp makes the file readable by its owner alone.
        handle, name = tempfile.mkstemp(dir=self._path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(data, file)
            Path(name).replace(self._path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def remove(self) -> None:
        """Forget the state."""
        if self._path is not None:
            self._path.unlink(missing_ok=True)
