"""``make generate``: specs -> normalise -> openapi-python-client -> census -> journeybee_api.

Everything is written beside the tree and checked there; only a package without fault is swapped in.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.codegen.emit.coverage import take_census
from scripts.codegen.emit.package import assemble
from scripts.codegen.emit.template_facts import (
    content_type_overrides,
    for_generator,
    write_templates,
)
from scripts.codegen.errors import SpecError
from scripts.codegen.intake.overlay import overlaid
from scripts.codegen.intake.parse import load_document
from scripts.codegen.intake.validate import refuse
from scripts.codegen.normalise.naming import Names
from scripts.codegen.normalise.passes import normalise
from scripts.codegen.surfaces import GENERATED, SURFACES, Surface
from scripts.codegen.swap import copy_to, swap_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scripts.codegen.normalise.passes import Json

TEMPLATES = Path(__file__).parent / "emit" / "templates"
# What is written by hand beside the generated surfaces.
SKELETON = ("__init__.py", "py.typed", "_runtime")
CONFIG = {"literal_enums": True, "post_hooks": []}
SETTLED = ("--isolated", "--target-version", "py311", "--line-length", "100")


class GenerationError(Exception):
    """The package could not be generated whole; the message says what is wrong and where."""


def load(surface: Surface) -> Json:
    """The spec of a surface under its overlay; SpecError if it cannot be accepted."""
    document = load_document(surface.spec.read_bytes(), surface.spec.name)
    document = overlaid(overlaid(document, surface.overlay), surface.observed)
    refuse(document)
    return document


def run_generator(document: Json, folder: Path) -> Path:
    """Run openapi-python-client on a normalised document; whatever it complains of is an error."""
    spec, config, output = folder / "spec.json", folder / "config.json", folder / "written"
    templates = folder / "templates"
    write_templates(document, TEMPLATES, templates)
    spec.write_text(json.dumps(for_generator(document)))
    overrides = content_type_overrides(document)
    config.write_text(json.dumps({**CONFIG, "content_type_overrides": overrides}))
    command = [
        *(sys.executable, "-m", "openapi_python_client", "generate"),
        *("--path", str(spec), "--config", str(config), "--output-path", str(output)),
        *("--meta", "none", "--custom-template-path", str(templates), "--fail-on-warning"),
    ]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode or result.stderr.strip():
        raise GenerationError(f"openapi-python-client said:\n{result.stdout}{result.stderr}")
    return output


def settle(package: Path) -> None:
    """Drop imports that nothing uses, sort the others, and format."""
    fixes = ("check", "--fix", "--quiet", "--select", "F401,F811,I,TC005")
    for arguments in (fixes, ("format", "--quiet")):
        command = [sys.executable, "-m", "ruff", *arguments, *SETTLED, str(package)]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode:
            raise GenerationError(f"ruff said:\n{result.stdout}{result.stderr}")


def lay_out(package: Path) -> None:
    """The hand-written part of ``journeybee_api``, where a package does not have it yet."""
    for name in SKELETON:
        if not (package / name).exists():
            copy_to(GENERATED / name, package / name)


def generate(target: Path = GENERATED, surfaces: Sequence[Surface] | None = None) -> None:
    """Write the packages of all surfaces to ``target``; GenerationError leaves it as it was."""
    surfaces = SURFACES if surfaces is None else surfaces
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        package = folder / "journeybee_api"
        package.mkdir()
        faults: list[str] = []
        for surface in surfaces:
            document = load(surface)
            normalised = normalise(document, Names.read(surface.names))
            work = folder / surface.name
            work.mkdir()
            written = run_generator(normalised, work)
            assemble(written, package / surface.name, document, normalised)
            faults += take_census(document, normalised, package / surface.name)
        settle(package)
        if faults:
            raise GenerationError("the census found:\n  " + "\n  ".join(faults))
        lay_out(target)
        swap_all(package, target, [surface.name for surface in surfaces])


def main(arguments: Sequence[str]) -> int:
    argparse.ArgumentParser(prog="make generate", description=__doc__).parse_args(arguments)
    try:
        generate()
    except (GenerationError, SpecError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0
