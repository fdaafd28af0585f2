"""Runs openapi-python-client on a normalised document, and ruff on what it wrote."""

from __future__ import annotations

import copy
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from jinja2 import FileSystemBytecodeCache, Template
from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser import openapi as parser
from openapi_python_client.parser.errors import GeneratorError

from scripts.codegen.document import Json
from scripts.codegen.emit.template_facts import content_type_overrides, facts, for_generator
from scripts.codegen.emit.template_functions import FUNCTIONS
from scripts.codegen.emit.unique_names import with_unique_names

TEMPLATES = Path(__file__).parent / "templates"
RENDERED = ("endpoint_init.py.jinja", "model.py.jinja", "literal_enum.py.jinja")
SETTLED = ("--isolated", "--no-cache", "--target-version", "py311", "--line-length", "100")

# It copies each endpoint with every model below it, three times over, and drops the original:
# half of the time for specs with large models. No part is changed that the original still needs.
vars(parser)["deepcopy"] = copy.copy

# The head of a complaint that says which operation it is about.
_PARSING = re.compile(r"WARNING parsing (\w+) (/.*) within ")


class Written(NamedTuple):
    """Sources by module, of operations by tag and of models.

    A complaint is the route that it is about, empty where it names none, and its text.
    """

    operations: dict[str, str]
    models: dict[str, str]
    complaints: list[tuple[str, str]]


class GenerationError(Exception):
    """The package could not be generated whole; the message says what is wrong and where."""


def run_generator(document: Json) -> Written:
    """What the templates of openapi-python-client make of a document."""
    named = with_unique_names(document)
    settings = ConfigFile(
        literal_enums=True, post_hooks=[], content_type_overrides=content_type_overrides(document)
    )
    config = Config.from_sources(
        settings, MetaType.NONE, Path("spec.json"), "utf-8", overwrite=False, output_path=None
    )
    data = GeneratorData.from_dict(for_generator(named), config=config)
    if isinstance(data, GeneratorError):
        raise GenerationError(f"openapi-python-client said: {_text_of(data)}")
    # Its `build` writes every file of a project; here two kinds are rendered, in memory.
    templates = Project(openapi=data, config=config, custom_template_path=TEMPLATES).env
    templates.globals.update(FUNCTIONS, facts=facts(named))
    templates.bytecode_cache = FileSystemBytecodeCache()
    tag, model, enum = map(templates.get_template, RENDERED)
    collections = data.endpoint_collections_by_tag.items()
    errors = [error for _, collection in collections for error in collection.parse_errors]
    return Written(
        {str(name): _source(tag, endpoint_collection=value) for name, value in collections},
        {str(one.class_info.module_name): _source(model, model=one) for one in data.models}
        | {str(one.class_info.module_name): _source(enum, enum=one) for one in data.enums},
        [_complaint(error) for error in [*errors, *data.errors]],
    )


def _source(template: Template, **values: object) -> str:
    """What a template makes, with the one kind of line end that Python files have."""
    return template.render(**values).replace("\r\n", "\n").replace("\r", "\n")


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
