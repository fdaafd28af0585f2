"""The demo company: linked, plausible, and the same for the same seed."""

from __future__ import annotations

from datetime import datetime

from journeybee.sandbox.resources import Resources
from journeybee.sandbox.world import content, people, settings
from journeybee.sandbox.world.builder import Builder


def build_world(resources: Resources, world: str, seed: int | str, now: datetime) -> None:
    """Fill an empty store: "demo", or "empty" with only what the API has no way to create."""
    builder = Builder(resources, seed, now)
    settings.given(builder)
    if world == "demo":
        settings.chosen(builder)
        people.partners(builder)
        people.leads(builder)
        people.deals(builder)
        content.build(builder)
        settings.unused(builder)
