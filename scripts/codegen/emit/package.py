"""Makes a package of what the generator wrote: one module a tag, only models in use, an index."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader

from scripts.codegen.document import webhooks
from scripts.codegen.normalise.passes import operations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scripts.codegen.emit.generator import Written
    from scripts.codegen.left_out import LeftOut
    from scripts.codegen.normalise.passes import Json

_TEMPLATES = Environment(  # noqa: S701 - Python is written, not HTML
    loader=FileSystemLoader(Path(__file__).parent / "templates" / "package"),
    trim_blocks=True,
    keep_trailing_newline=True,
)
_TEMPLATES.filters["repr"] = repr
HEADER = (
    "# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.\n"
)
# What the templates write: the import of a model, and what a module of models defines.
_IMPORTED = re.compile(r"^ *from \.+(?:models\.)?(\w+) import", re.MULTILINE)
_DEFINED = re.compile(r"^class (\w+)\(|^(\w+): TypeAlias =", re.MULTILINE)


def assemble(
    written: Written,
    target: Path,
    document: Json,
    normalised: Json,
    left_out: Iterable[LeftOut] = (),
) -> None:
    """Write what the generator rendered to ``target``, in the layout of ``journeybee_api``.

    ``document`` is shipped with it; ``normalised`` is what the generator was given.
    """
    models = _models_used(written, set(webhooks(normalised).values()))
    for folder, modules in (("operations", written.operations), ("models", models)):
        (target / folder).mkdir(parents=True)
        for stem, source in modules.items():
            (target / folder / f"{stem}.py").write_text(HEADER + import_once(source))
    received = webhooks(normalised)
    servers = normalised.get("servers") or [{"url": ""}]
    by_class = {class_of(source): stem for stem, source in models.items()}
    entries = [tuple(entry) for entry in left_out]
    _write(target / "models" / "__init__.py", "models_init", names=by_class)
    _write(
        target / "operations" / "__init__.py",
        "operations_init",
        rows=[*_rows(target, normalised)],
        left_out=entries,
    )
    _write(
        target / "__init__.py",
        "init",
        name=target.name,
        base_url=servers[0]["url"],
        auth=tuple(normalised["x-auth"]),
    )
    if received:
        _write(target / "webhooks.py", "webhooks", webhooks=received)
    (target / "openapi.json").write_text(_lines_of_json(document))


def _write(path: Path, template: str, **values: object) -> None:
    path.write_text(HEADER + _TEMPLATES.get_template(f"{template}.py.jinja").render(values))


def import_once(source: str) -> str:
    """The source of a module without repeated imports, of which ruff removes only ten a run."""
    found = re.search(r"^(@|def |\w+: TypeAlias)", source, re.MULTILINE)
    end = found.start() if found else 0
    lines = (line for line in source[:end].splitlines(keepends=True) if line.strip())
    return "".join(dict.fromkeys(lines)) + source[end:]


def _models_used(written: Written, received: set[str]) -> dict[str, str]:
    """The sources of the models that operations and the webhooks ``received`` lead to.

    Bodies that became arguments of a builder have no use as a class of their own.
    """
    sources = dict(sorted(written.models.items()))
    waiting = [name for name in sources if class_of(sources[name]) in received]
    waiting += [
        name for source in written.operations.values() for name in _IMPORTED.findall(source)
    ]
    used: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in sources and name not in used:
            used.add(name)
            waiting += _IMPORTED.findall(sources[name])
    return {name: source for name, source in sources.items() if name in used}


def class_of(source: str) -> str:
    """The one class or type alias that a module of models defines; texts in it are indented."""
    found = _DEFINED.search(source)
    return found[1] or found[2] if found else ""


def builders(target: Path) -> dict[str, str]:
    """The module of each builder, by operation id."""
    return {
        node.name: module.stem
        for module in sorted((target / "operations").glob("*.py"))
        for node in ast.parse(module.read_text()).body
        if isinstance(node, ast.FunctionDef)
    }


def _rows(target: Path, document: Json) -> Iterator[tuple[str, ...]]:
    """What the index says of each operation; the coverage finds those without a builder."""
    modules = builders(target)
    for method, path, operation in operations(document):
        name, tag = operation["operationId"], operation["tags"][0]
        evidence = operation.get("x-evidence", "documented")
        if name in modules:
            yield name, method.upper(), path, tag, evidence, modules[name]


def _lines_of_json(document: Json) -> str:
    """The document as JSON, an operation or a component a line, for diffs that can be read."""
    lines: list[str] = []

    def write(key: str, value: object, depth: int, end: str) -> None:
        if depth and isinstance(value, dict) and value:
            lines.append(f"{json.dumps(key)}:{{")
            rows = list(value.items())
            for i, (name, child) in enumerate(rows):
                write(name, child, depth - 1, "," if i < len(rows) - 1 else "")
            lines.append(f"}}{end}")
        else:
            text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
            lines.append(f"{json.dumps(key)}:{text}{end}")

    depths = {"paths": 2, "components": 2}
    items = list(document.items())
    for i, (name, child) in enumerate(items):
        write(name, child, depths.get(name, 0), "," if i < len(items) - 1 else "")
    return "{\n" + "\n".join(lines) + "\n}\n"
