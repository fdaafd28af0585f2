"""Runs openapi-python-client on a normalised document, and ruff on what it wrote."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.codegen.document import Json
from scripts.codegen.emit.template_facts import (
    content_type_overrides,
    for_generator,
    write_templates,
)
from scripts.codegen.emit.unique_names import with_unique_names

TEMPLATES = Path(__file__).parent / "templates"
CONFIG = {"literal_enums": True, "post_hooks": []}
SETTLED = ("--isolated", "--target-version", "py311", "--line-length", "100")

# The head of a complaint that says which operation it is about.
_PARSING = re.compile(r"^(?:WARNING|ERROR) parsing (\w+) (\S+)", re.MULTILINE)


class GenerationError(Exception):
    """The package could not be generated whole; the message says what is wrong and where."""


def run_generator(document: Json, folder: Path) -> tuple[Path, list[tuple[str, str]]]:
    """What openapi-python-client wrote below ``folder``, and what it complained of.

    A complaint is the route that it is about, empty where it names none, and its text.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    spec, config, output = folder / "spec.json", folder / "config.json", folder / "written"
    templates = folder / "templates"
    named = with_unique_names(document)
    write_templates(named, TEMPLATES, templates)
    spec.write_text(json.dumps(for_generator(named)))
    overrides = content_type_overrides(document)
    config.write_text(json.dumps({**CONFIG, "content_type_overrides": overrides}))
    command = [
        *(sys.executable, "-m", "openapi_python_client", "generate"),
        *("--path", str(spec), "--config", str(config), "--output-path", str(output)),
        *("--meta", "none", "--custom-template-path", str(templates)),
    ]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode or not output.exists():
        raise GenerationError(f"openapi-python-client said:\n{result.stdout}{result.stderr}")
    complaints = read_complaints(result.stderr) if result.stderr.strip() else []
    return output, complaints


def read_complaints(text: str) -> list[tuple[str, str]]:
    """The complaints in what the generator printed, by the route that they are about."""
    found: list[tuple[str, str]] = []
    heads = [*_PARSING.finditer(text)]
    ends = [head.start() for head in heads[1:]] + [len(text)]
    for head, end in zip(heads, ends, strict=False):
        block = text[head.end() : end]
        route = f"{head[1].upper()} {head[2]}" if head[2].startswith("/") else ""
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        # Its own objects may follow, of which only the first words say something.
        told = " ".join(lines[:4])
        found.append((route, re.sub(r"\w+\(.*", "", told)[:300].strip()))
    return found or [("", " ".join(text.split())[:300])]


def settle(package: Path) -> None:
    """Drop imports that nothing uses, sort the others, and format."""
    fixes = ("check", "--fix", "--quiet", "--select", "F401,F811,I,TC005")
    for arguments in (fixes, ("format", "--quiet")):
        command = [sys.executable, "-m", "ruff", *arguments, *SETTLED, str(package)]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode:
            raise GenerationError(f"ruff said:\n{result.stdout}{result.stderr}")
