"""Runs openapi-python-client on a normalised document, and ruff on what it wrote."""

from __future__ import annotations

import contextlib
import copy
import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

from jinja2 import FileSystemBytecodeCache
from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser import openapi as parser
from openapi_python_client.parser.errors import GeneratorError

from scripts.codegen.document import Json
from scripts.codegen.emit.template_facts import content_type_overrides, facts, for_generator
from scripts.codegen.emit.unique_names import with_unique_names

TEMPLATES = Path(__file__).parent / "templates"
SETTLED = ("--isolated", "--no-cache", "--target-version", "py311", "--line-length", "100")

# It copies each endpoint with every model below it, three times over, and drops the original:
# half of the time for specs with large models. No part is changed that the original still needs.
vars(parser)["deepcopy"] = copy.copy

# The head of a complaint that says which operation it is about.
_PARSING = re.compile(r"WARNING parsing (\w+) (/.*) within ")


class GenerationError(Exception):
    """The package could not be generated whole; the message says what is wrong and where."""


def run_generator(document: Json, folder: Path) -> tuple[Path, list[tuple[str, str]]]:
    """What openapi-python-client wrote below ``folder``, and what it complained of.

    A complaint is the route that it is about, empty where it names none, and its text.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    output = folder / "written"
    named = with_unique_names(document)
    settings = ConfigFile(
        literal_enums=True, post_hooks=[], content_type_overrides=content_type_overrides(document)
    )
    config = Config.from_sources(
        settings, MetaType.NONE, Path("spec.json"), "utf-8", overwrite=False, output_path=output
    )
    data = GeneratorData.from_dict(for_generator(named), config=config)
    if isinstance(data, GeneratorError):
        raise GenerationError(f"openapi-python-client said: {_text_of(data)}")
    project = Project(openapi=data, config=config, custom_template_path=TEMPLATES)
    project.env.globals["facts"] = facts(named)
    project.env.bytecode_cache = FileSystemBytecodeCache()
    with contextlib.redirect_stdout(io.StringIO()):  # it says where it writes
        errors = project.build()
    return output, [_complaint(error) for error in errors]


def _complaint(error: GeneratorError) -> tuple[str, str]:
    found = _PARSING.match(error.header)
    return (f"{found[1].upper()} {found[2]}" if found else "", _text_of(error))


def _text_of(error: GeneratorError) -> str:
    """What an error says, without the Python objects that it may show."""
    text = " ".join(f"{error.header} {error.detail or ''}".split())
    return re.sub(r"\s*<[\w.]+ object at 0x[0-9a-f]+>", "", text)[:300]


def settle(package: Path) -> None:
    """Drop imports that nothing uses, sort the others, and format."""
    fixes = ("check", "--fix", "--quiet", "--select", "F401,F811,I,TC005")
    for arguments in (fixes, ("format", "--quiet")):
        command = [sys.executable, "-m", "ruff", *arguments, *SETTLED, str(package)]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode:
            raise GenerationError(f"ruff said:\n{result.stdout}{result.stderr}")
