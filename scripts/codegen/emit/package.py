"""Makes a package of what the generator wrote: one module a tag, only models in use, an index."""

from __future__ import annotations

import ast
import json
import re
from typing import TYPE_CHECKING

from scripts.codegen.document import webhooks
from scripts.codegen.normalise.passes import operations

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from scripts.codegen.left_out import LeftOut
    from scripts.codegen.normalise.passes import Json

HEADER = (
    "# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.\n"
)
# What the templates write: the import of a model, and what a module of models defines.
_IMPORTED = re.compile(r"^ *from \.+(?:models\.)?(\w+) import", re.MULTILINE)
_DEFINED = re.compile(r"^class (\w+)\(|^(\w+): TypeAlias =", re.MULTILINE)


def assemble(
    written: Path,
    target: Path,
    document: Json,
    normalised: Json,
    left_out: Iterable[LeftOut] = (),
) -> None:
    """Move what the generator wrote to ``target``, in the layout of ``journeybee_api``.

    ``document`` is shipped with it; ``normalised`` is what the generator was given.
    """
    operations = {
        tag.name: (tag / "__init__.py").read_text()
        for tag in sorted((written / "api").iterdir())
        if tag.is_dir()
    }
    models = _models_used(written / "models", operations, set(webhooks(normalised).values()))
    for folder, modules in (("operations", operations), ("models", models)):
        (target / folder).mkdir(parents=True)
        for stem, source in modules.items():
            (target / folder / f"{stem}.py").write_text(HEADER + import_once(source))
    (target / "models" / "__init__.py").write_text(
        HEADER + _models_init({class_of(source): stem for stem, source in models.items()})
    )
    index = _index(target, normalised) + _not_generated(left_out)
    (target / "operations" / "__init__.py").write_text(HEADER + index)
    (target / "__init__.py").write_text(HEADER + _package_init(target.name, normalised))
    if received := webhooks(normalised):
        (target / "webhooks.py").write_text(HEADER + _webhooks(received))
    (target / "openapi.json").write_text(_lines_of_json(document))


def import_once(source: str) -> str:
    """The source of a module without repeated imports, of which ruff removes only ten a run."""
    found = re.search(r"^(@|def |\w+: TypeAlias)", source, re.MULTILINE)
    end = found.start() if found else 0
    lines = (line for line in source[:end].splitlines(keepends=True) if line.strip())
    return "".join(dict.fromkeys(lines)) + source[end:]


def _models_used(written: Path, operations: dict[str, str], received: set[str]) -> dict[str, str]:
    """The sources of the models that operations and the webhooks ``received`` lead to.

    Bodies that became arguments of a builder have no use as a class of their own.
    """
    sources = {path.stem: path.read_text() for path in sorted(written.glob("*.py"))}
    waiting = [name for name in sources if class_of(sources[name]) in received]
    waiting += [name for source in operations.values() for name in _IMPORTED.findall(source)]
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


def _models_init(names: dict[str, str]) -> str:
    imports = "".join(f"    from .{module} import {name}\n" for name, module in names.items())
    imports = imports or "    pass\n"
    table = "".join(f'    "{name}": "{module}",\n' for name, module in names.items())
    listed = "".join(f'    "{name}",\n' for name in sorted(names))
    return f'''"""The models of this surface; each is loaded when it is first named."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
{imports}
__all__ = [
{listed}]

_MODULES = {{
{table}}}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {{__name__!r}} has no attribute {{name!r}}")
    value = getattr(importlib.import_module(f".{{_MODULES[name]}}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({{*globals(), *__all__}})
'''


def _webhooks(received: dict[str, str]) -> str:
    return f'''"""Every webhook of this surface, and the model of its body."""

from __future__ import annotations

WEBHOOKS = {received!r}
'''


def builders(target: Path) -> dict[str, str]:
    """The module of each builder, by operation id."""
    return {
        node.name: module.stem
        for module in sorted((target / "operations").glob("*.py"))
        for node in ast.parse(module.read_text()).body
        if isinstance(node, ast.FunctionDef)
    }


def _index(target: Path, document: Json) -> str:
    modules = builders(target)
    rows = ""
    for method, path, operation in operations(document):
        name = operation["operationId"]
        if name not in modules:  # the coverage says so
            continue
        tag = operation["tags"][0]
        evidence = operation.get("x-evidence", "documented")
        rows += f"    _info{(name, method.upper(), path, tag, evidence, modules[name])!r},\n"
    return f'''"""Every operation of this surface, once."""

from ..._runtime import OperationInfo


def _info(*fields: str) -> OperationInfo:
    id, method, path, tag, evidence, module = fields
    return OperationInfo(id, method, path, tag, evidence, f"{{__name__}}.{{module}}")


# fmt: off
OPERATIONS = (
{rows})
'''


def _not_generated(entries: Iterable[LeftOut]) -> str:
    rows = "".join(f"    {tuple(entry)!r},\n" for entry in entries)
    if not rows:
        return ""
    told = "# What of the spec is not generated: what it is, its route, its place and the reason."
    return f"\n{told}\nNOT_GENERATED = (\n{rows})\n"


def _package_init(name: str, document: Json) -> str:
    servers = document.get("servers") or [{"url": ""}]
    url = repr(servers[0]["url"])
    auth = repr(tuple(document["x-auth"]))
    return f'''"""Low-level async client of the surface {name}."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

BASE_URL = {url}
# The header that carries the key, and what stands before the key in it.
AUTH = {auth}

if TYPE_CHECKING:
    from .._runtime.client import AsyncClient

__all__ = ["AUTH", "BASE_URL", "AsyncClient"]


def __getattr__(name: str) -> Any:
    if name == "AsyncClient":
        from .._runtime.client import AsyncClient

        return AsyncClient
    raise AttributeError(f"module {{__name__!r}} has no attribute {{name!r}}")


def __dir__() -> list[str]:
    return sorted({{*globals(), *__all__}})
'''


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
