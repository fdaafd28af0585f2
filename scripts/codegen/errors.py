"""What stops a spec on its way in."""

from __future__ import annotations


class SpecError(Exception):
    """A spec that cannot be taken; ``pointer`` is the JSON pointer of the place."""

    def __init__(self, pointer: str, problem: str) -> None:
        super().__init__(pointer, problem)
        self.pointer = pointer
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.pointer}: {self.problem}"


def steps_of(reference: str) -> list[str]:
    """The keys and indexes of a JSON pointer."""
    steps = reference.split("/")[1:]
    return [s.replace("~1", "/").replace("~0", "~") if "~" in s else s for s in steps]


def pointer(*steps: str | int) -> str:
    """The JSON pointer that leads through these keys and indexes."""
    return "#" + "".join(f"/{str(s).replace('~', '~0').replace('/', '~1')}" for s in steps)
