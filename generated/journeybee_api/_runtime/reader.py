"""What reading a response says when the server and the spec differ."""

# Annotations are not kept as text here: NamedTuple would compile each of them.

from collections.abc import Callable
from typing import NamedTuple


class Drift(NamedTuple):
    """One way in which a response differed from the spec."""

    model: str
    field: str
    problem: str


class DecodeError(ValueError):
    """A body that is not what the spec says; ``path`` leads to the place: ``$.data[3].uuid``."""

    def __init__(self, model: str, problem: str, *steps: str | int) -> None:
        super().__init__(model, problem, *steps)
        self.model = model
        self.problem = problem
        self.steps = list(steps)

    @property
    def path(self) -> str:
        """The place as a JSON path from the top of the body."""
        return "$" + "".join(map(_step_text, self.steps))

    def __str__(self) -> str:
        return f"{self.model}: {self.problem} at {self.path}"


class Differs(Exception):  # noqa: N818 - not an error: the body is read in another way
    """A body is not exactly what the spec says."""


def _step_text(step: str | int) -> str:
    if isinstance(step, str):
        # The server chose the name: control characters and the like are shown escaped.
        return f".{step}" if step.isprintable() else f"[{step!r}]"
    return f"[{step}]"


class Reader:
    """Decides what a difference means: passed on and reported to ``on_drift``, or an error."""

    def __init__(
        self, *, strict: bool = False, on_drift: Callable[[Drift], None] | None = None
    ) -> None:
        self.strict = strict
        self.on_drift = on_drift

    def report(self, model: str, field: str, problem: str, *steps: str | int) -> None:
        """Note a difference in ``model.field``; raises DecodeError if strict."""
        if self.strict:
            raise DecodeError(model, problem, *steps)
        if self.on_drift is not None:
            self.on_drift(Drift(model, field, problem))


TOLERANT = Reader()
