"""Makes a package of what the generator wrote: one module a tag, only models in use, an index."""

from __future__ import annotations

import ast
import copy
import json
import re
import shutil
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


def assemble(
    written: Path,
    target: Path,
    document: Json,
    normalised: Json,
    left_out: Iterable[LeftOut] = (),
) -> None:
    """Move what the generator wrote to ``target``, in the layout of ``journeybee_api``.

    ``normalised`` is what the generator was given; it has the name of each operation.
    """
    target.mkdir(parents=True)
    (target / "operations").mkdir()
    for tag in sorted(p for p in (written / "api").iterdir() if p.is_dir()):
        shutil.move(tag / "__init__.py", target / "operations" / f"{tag.name}.py")
    if (written / "models").exists():
        shutil.move(written / "models", target / "models")
    else:
        (target / "models").mkdir()
    _drop_unused_models(target, set(webhooks(normalised).values()))
    for module in target.rglob("*.py"):
        module.write_text(HEADER + import_once(module.read_text()))
    (target / "models" / "__init__.py").write_text(HEADER + _models_init(target / "models"))
    index = _index(target, normalised) + _not_generated(left_out)
    (target / "operations" / "__init__.py").write_text(HEADER + index)
    (target / "__init__.py").write_text(HEADER + _package_init(target.name, normalised))
    if received := webhooks(normalised):
        (target / "webhooks.py").write_text(HEADER + _webhooks(received))
    (target / "openapi.json").write_text(_lines_of_json(named(document, normalised)))


def import_once(source: str) -> str:
    """The source of a module without repeated imports, of which ruff removes only ten a run."""
    found = re.search(r"^(@|def |\w+: TypeAlias)", source, re.MULTILINE)
    end = found.start() if found else 0
    lines = (line for line in source[:end].splitlines(keepends=True) if line.strip())
    return "".join(dict.fromkeys(lines)) + source[end:]


def named(document: Json, normalised: Json) -> Json:
    """The published document with the public name and the tag of each operation."""
    result = copy.deepcopy(document)
    names = {(method, path): operation for method, path, operation in operations(normalised)}
    for method, path, operation in operations(result):
        name = names[method, path]
        operation.update(operationId=name["operationId"], tags=name["tags"])
    return result


def _drop_unused_models(target: Path, received: set[str]) -> None:
    """Bodies that became arguments of a builder have no use as a class of their own.

    Those of webhooks, the classes ``received``, are read.
    """
    models = (p for p in (target / "models").glob("*.py") if p.stem != "__init__")
    waiting = [path for path in models if class_of(path) in received]
    used = {path.stem for path in waiting}
    waiting += (target / "operations").glob("*.py")
    while waiting:
        for node in ast.walk(ast.parse(waiting.pop().read_text())):
            if isinstance(node, ast.ImportFrom) and node.module:
                name = node.module.removeprefix("models.")
                path = target / "models" / f"{name}.py"
                if path.exists() and name not in used:
                    used.add(name)
                    waiting.append(path)
    for path in (target / "models").glob("*.py"):
        if path.stem not in used:
            path.unlink()


def class_of(module: Path) -> str:
    """The one class or type alias that a module of ``models`` defines."""
    for node in ast.parse(module.read_text()).body:
        if isinstance(node, ast.ClassDef):
            return node.name
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            return node.target.id
    raise ValueError(f"{module} defines nothing")


def _models_init(models: Path) -> str:
    names = {class_of(p): p.stem for p in sorted(models.glob("*.py")) if p.stem != "__init__"}
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
