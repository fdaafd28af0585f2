"""``make generate``: specs -> normalise -> openapi-python-client -> census -> journeybee_api.

Everything is written beside the tree and checked there; only a package without fault is swapped in.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.census import take_census
from scripts.errors import SpecError
from scripts.load import load_document
from scripts.naming import Names
from scripts.normalise import normalise
from scripts.overlay import overlaid
from scripts.package import HEADER, assemble
from scripts.refuse import refuse
from scripts.surfaces import GENERATED, ROOT, SURFACES, Surface
from scripts.template_facts import content_type_overrides, for_generator, write_templates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scripts.normalise import Json

TEMPLATES = ROOT / "scripts" / "templates"
RUNTIME = ROOT / "scripts" / "runtime"
CONFIG = {"literal_enums": True, "post_hooks": []}
SETTLED = ("--isolated", "--target-version", "py311", "--line-length", "100")


class GenerationError(Exception):
    """The package could not be generated whole; the message says what is wrong and where."""


def load(surface: Surface) -> Json:
    """The spec of a surface under its overlay; SpecError if it cannot be accepted."""
    document = load_document(surface.spec.read_bytes(), surface.spec.name)
    document = overlaid(document, surface.overlay)
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


def generate(target: Path = GENERATED, surfaces: Sequence[Surface] | None = None) -> None:
    """Write the packages of all surfaces to ``target``; GenerationError leaves it as it was."""
    surfaces = SURFACES if surfaces is None else surfaces
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        package = folder / "journeybee_api"
        package.mkdir()
        (package / "__init__.py").write_text('"""Generated clients of the published APIs."""\n')
        (package / "py.typed").touch()
        shutil.copytree(RUNTIME, package / "_runtime", ignore=shutil.ignore_patterns("__pycache__"))
        faults: list[str] = []
        for surface in surfaces:
            document = load(surface)
            normalised = normalise(document, Names.read(surface.names))
            work = folder / surface.name
            work.mkdir()
            written = run_generator(normalised, work)
            assemble(written, package / surface.name, document, normalised)
            faults += take_census(document, normalised, package / surface.name)
        for module in [package / "__init__.py", *(package / "_runtime").glob("*.py")]:
            module.write_text(HEADER + module.read_text())
        settle(package)
        if faults:
            raise GenerationError("the census found:\n  " + "\n  ".join(faults))
        swap(package, target)


def swap(package: Path, target: Path) -> None:
    """Put the new package where the old one was, in two renames."""
    target.parent.mkdir(exist_ok=True)
    fresh, old = target.with_name(".new"), target.with_name(".old")
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    shutil.copytree(package, fresh)
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)


if __name__ == "__main__":
    try:
        generate()
    except (GenerationError, SpecError) as error:
        sys.exit(str(error))
