"""``make generate``: the specs of all surfaces become ``journeybee_api``.

Everything is written beside the tree and checked there; only packages without fault are swapped in.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.codegen.build import Built, build
from scripts.codegen.emit.generator import GenerationError, settle
from scripts.codegen.errors import SpecError
from scripts.codegen.intake import Intake, read
from scripts.codegen.left_out import read_left_out
from scripts.codegen.normalise.naming import Names
from scripts.codegen.surfaces import GENERATED, SURFACES, Surface
from scripts.codegen.swap import copy_to, swap_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scripts.codegen.document import Json

# What is written by hand beside the generated surfaces.
SKELETON = ("__init__.py", "py.typed", "_runtime")


def take_in(surface: Surface) -> Intake:
    """The spec of a surface under its overlay; SpecError if nothing of it can be called."""
    base_url = Names.read(surface.names).base_url
    return read(surface.spec.read_bytes(), surface.spec.name, surface.overlays, base_url)


def load(surface: Surface) -> Json:
    """The document of a surface."""
    return take_in(surface).document


def lay_out(package: Path) -> None:
    """The hand-written part of ``journeybee_api``, where a package does not have it yet."""
    for name in SKELETON:
        if not (package / name).exists():
            copy_to(GENERATED / name, package / name)


def generate(target: Path = GENERATED, surfaces: Sequence[Surface] | None = None) -> None:
    """Write the packages of all surfaces to ``target``; an error leaves it as it was.

    GenerationError names what is left out and not on record beside the spec.
    """
    surfaces = SURFACES if surfaces is None else surfaces
    with tempfile.TemporaryDirectory() as temporary:
        package = Path(temporary) / "journeybee_api"
        for surface in surfaces:
            names, place = Names.read(surface.names), package / surface.name
            built = build(take_in(surface), names, place, surface.passes)
            _check_left_out(surface, built)
        settle(package)
        lay_out(target)
        swap_all(package, target, [surface.name for surface in surfaces])


def generate_surface(target: Path, surface: Surface, intake: Intake, names: Names) -> Built:
    """Write the package of one surface to ``target``; ``names`` learns what is new."""
    with tempfile.TemporaryDirectory() as temporary:
        package = Path(temporary) / "journeybee_api"
        built = build(intake, names, package / surface.name, surface.passes)
        settle(package)
        lay_out(target)
        swap_all(package, target, [surface.name])
    return built


def _check_left_out(surface: Surface, built: Built) -> None:
    known = set(read_left_out(surface.left_out))
    if fresh := [entry for entry in built.left_out if entry not in known]:
        told = "\n".join(f"  {entry}" for entry in fresh)
        where = f"specs/left_out/{surface.name}.yaml"
        raise GenerationError(f"{surface.name}: not generated, and not in {where}:\n{told}")


def main(arguments: Sequence[str]) -> int:
    argparse.ArgumentParser(prog="make generate", description=__doc__).parse_args(arguments)
    try:
        generate()
    except (GenerationError, SpecError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0
