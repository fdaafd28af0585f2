"""The initial items of a sandbox: a made-up company, or those of a file.

Imports `surfaces` and what is below it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from journeybee.hints import did_you_mean
from journeybee.sandbox.surfaces.surface import Surface
from journeybee.sandbox.world import content, file, legacy, people, settings
from journeybee.sandbox.world.builder import Builder, Size
from journeybee.sandbox.world.file import SUFFIXES, Content

# "empty" has no company of its own.
SIZES = {
    "demo": Size(
        partners=400,
        leads=3000,
        deals=800,
        quotes=60,
        commissions=40,
        tasks=300,
        mdf_requests=30,
        assets=20,
        enrolled=20,
    ),
    "tiny": Size(
        partners=4,
        leads=12,
        deals=6,
        quotes=1,
        commissions=2,
        tasks=6,
        mdf_requests=2,
        assets=2,
        enrolled=2,
    ),
    "empty": None,
}


@dataclass(frozen=True, slots=True)
class World:
    """A world that a store can be filled with: made up, or read from a file."""

    name: str
    content: Content | None = None


def read_world(world: str | Path) -> World:
    """The world of that name, or in that file. Raises ValueError when there is none."""
    if world in SIZES:
        return World(str(world))
    path = Path(world)
    if path.suffix not in SUFFIXES:
        names = ", ".join(SIZES)
        files = " or ".join(SUFFIXES)
        hint = did_you_mean(str(world), SIZES)
        raise ValueError(f"world must be one of {names}, or a {files} file, not {world!r}{hint}")
    return World(str(path), file.read(path))


def fill(surfaces: Mapping[str, Surface], world: World, seed: int | str, now: datetime) -> None:
    """Fill empty stores, first with what the API has no way to create."""
    v1 = surfaces["v1"]
    size = SIZES.get(world.name)
    builder = Builder(v1.resources, size, seed, now)
    settings.given(builder)
    if world.content is not None:
        file.fill(v1, world.content, world.name)
    elif size is not None:
        settings.chosen(builder)
        people.partners(builder)
        people.leads(builder)
        people.deals(builder)
        content.build(builder)
        settings.unused(builder)
    if size is not None and "legacy" in surfaces:
        # A separate random generator, so that v1 is the same with and without it.
        own = Builder(v1.resources, size, f"legacy {seed}", now)
        legacy.build(own, surfaces["legacy"].resources)
