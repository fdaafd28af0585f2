"""Edits the modules of the tables and the client as text; what is not named stays as it is."""

from __future__ import annotations

import ast
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scripts.codegen.bind.tables import GENERATED_IMPORT, KINDS, call_of, client_class

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from scripts.codegen.bind.tables import Line, Table

RUFF = ("--isolated", "--target-version", "py311", "--line-length", "100")
RESOURCE_IMPORT = "from journeybee.binding import Resource\n"
FIRST_PARTY = 'lint.isort.known-first-party = ["journeybee", "journeybee_api"]'


@dataclass(frozen=True)
class Step:
    """One edit: ``action`` is add, change or remove, of a line or (with no line) of a class.

    A class hangs as ``name`` on the class ``parent``, or on the client where that is empty.
    """

    action: str
    table: Table
    line: Line | None = None
    was: str = ""
    name: str = ""
    parent: str = ""

    def __str__(self) -> str:
        where = f"journeybee/resources/{self.table.module}.py"
        to = {"add": "add to", "change": "change in", "remove": "remove from"}[self.action]
        if self.line is not None:
            was = f" (it was {self.was})" if self.was else ""
            line = f"{self.line.name} = {self.line.expression}"
            return f"{to} {where}, class {self.table.name}: {line}{was}"
        if self.parent:
            line = f"{self.name} = nested({self.table.name})"
            return f"{to} {where}: class {self.table.name}, and {to} class {self.parent}: {line}"
        line = f"{self.name}: {self.table.name}"
        client = f"and {to} journeybee/client.py, class JourneyBee: {line}"
        return f"{self.action} {where} with class {self.table.name}, {client}"


def apply(package: Path, steps: Iterable[Step]) -> None:
    """Make the edits in a copy of the package ``journeybee``."""
    sources: dict[Path, str] = {}
    gone: set[Path] = set()
    client = package / "client.py"
    for step in steps:
        path = package / "resources" / f"{step.table.module}.py"
        source = sources[path] if path in sources else path.read_text() if path.exists() else ""
        if step.line is not None:
            sources[path] = _edit_line(source, step)
        elif step.parent:
            sources[path] = _edit_class(source, step)
        else:
            known = sources.get(client) or client.read_text()
            if step.action == "add":
                sources[path] = f"{RESOURCE_IMPORT}\n\n{_class_text(step.table)}"
                sources[client] = _add_to_client(known, step.name, step.table.name)
            else:
                gone.add(path)
                sources[client] = _remove_from_client(known, step.name)
    tidied = {path: tidy(source) for path, source in sources.items() if path not in gone}
    for path, source in tidied.items():
        path.write_text(source)
    for path in gone:
        path.unlink(missing_ok=True)


def tidy(source: str) -> str:
    """Sort imports, drop those that nothing uses, and format."""
    fixes = ("check", "--fix-only", "--quiet", "--select", "I,F401", "--config", FIRST_PARTY)
    for arguments in (fixes, ("format", "--quiet")):
        command = [sys.executable, "-m", "ruff", *arguments, *RUFF, "-"]
        source = subprocess.run(
            command, input=source, capture_output=True, text=True, check=True
        ).stdout
    return source


def _lines(source: str) -> list[str]:
    return source.splitlines(keepends=True)


def _insert(source: str, after: int, text: str) -> str:
    """The source with ``text`` after the line of that number."""
    lines = _lines(source)
    return "".join([*lines[:after], text, *lines[after:]])


def _delete(source: str, node: ast.stmt) -> str:
    lines = _lines(source)
    return "".join([*lines[: node.lineno - 1], *lines[node.end_lineno or node.lineno :]])


def _find_class(source: str, name: str) -> ast.ClassDef:
    classes = [node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)]
    return next(node for node in classes if node.name == name)


def _assignments(node: ast.ClassDef, kinds: Iterable[str]) -> dict[str, ast.Assign]:
    found: dict[str, ast.Assign] = {}
    for statement in node.body:
        if isinstance(statement, ast.Assign) and call_of(statement)[0] in kinds:
            found[ast.unparse(statement.targets[0])] = statement
    return found


def _end(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno


def _edit_line(source: str, step: Step) -> str:
    line = step.line
    assert line is not None  # noqa: S101
    node = _find_class(source, step.table.name)
    bound = _assignments(node, KINDS)
    if step.action == "remove":
        rest = [statement for statement in node.body if statement is not bound[line.name]]
        # A class must keep some statement until it is removed itself.
        return (
            _delete(source, bound[line.name]) if rest else _replace(source, bound[line.name], "...")
        )
    if step.action == "change":
        source = _replace(source, bound[line.name].value, line.expression)
    else:
        after = max((_end(s) for s in bound.values()), default=_start_of_body(node))
        source = _insert(source, after, f"    {line.name} = {line.expression}\n")
    source = _with_import(source, "journeybee.binding", line.kind)
    return _with_import(source, GENERATED_IMPORT, line.module)


def _start_of_body(node: ast.ClassDef) -> int:
    """The line after which a first statement can stand: that of the docstring, if there is one."""
    first = node.body[0]
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return _end(first) if is_text else first.lineno - 1


def _replace(source: str, node: ast.stmt | ast.expr, text: str) -> str:
    """The source with other text in place of a node; its columns count bytes of UTF-8."""
    lines = [line.encode() for line in _lines(source)]
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    head = lines[first][: node.col_offset]
    tail = lines[last][node.end_col_offset :]
    return b"".join([*lines[:first], head + text.encode() + tail, *lines[last + 1 :]]).decode()


def _with_import(source: str, module: str, name: str) -> str:
    imports = [node for node in ast.parse(source).body if isinstance(node, ast.ImportFrom)]
    for node in imports:
        if node.module == module:
            if name in {alias.asname or alias.name for alias in node.names}:
                return source
            return _replace(source, node, f"{ast.unparse(node)}, {name}")
    line = f"from {module} import {name}\n"
    first = ast.parse(source).body
    after = first[0].lineno - 1 if first else 0
    if first and isinstance(first[0], ast.Expr):  # a docstring of the module
        after = _end(first[0])
    return _insert(source, after, line)


def _class_text(table: Table) -> str:
    words = "".join(f" {sign.lower()}" if sign.isupper() else sign for sign in table.name)
    return f'class {table.name}(Resource):\n    """{words.strip().capitalize()}."""\n'


def _edit_class(source: str, step: Step) -> str:
    parent = _find_class(source, step.parent)
    if step.action == "remove":
        source = _delete(source, _assignments(parent, ["nested"])[step.name])
        return _delete(source, _find_class(source, step.table.name))
    below = _assignments(parent, ["nested"])
    gap = "" if below else "\n"
    line = f"{gap}    {step.name} = nested({step.table.name})\n"
    after = max((_end(s) for s in below.values()), default=_end(parent.body[-1]))
    source = _insert(source, after, line)
    source = _insert(source, parent.lineno - 1, f"{_class_text(step.table)}\n\n")
    return _with_import(source, "journeybee.binding", "nested")


def _annotations(source: str) -> dict[str, ast.AnnAssign]:
    body = client_class(ast.parse(source)).body
    return {ast.unparse(s.target): s for s in body if isinstance(s, ast.AnnAssign)}


def _resource_imports(source: str) -> dict[str, ast.ImportFrom]:
    """The imports of the tables that only type checkers see."""
    prefix = "journeybee.resources."
    return {
        (node.module or "").removeprefix(prefix): node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(prefix)
    }


def _before(names: Iterable[str], name: str) -> str:
    """Of names, the last that comes before another in the alphabet; the first if none does."""
    ordered = sorted(names)
    return max((other for other in ordered if other < name), default=ordered[0])


def _add_to_client(source: str, name: str, class_name: str) -> str:
    imports = _resource_imports(source)
    annotations = {n: a for n, a in _annotations(source).items() if n in imports}
    for known, line in (
        (annotations, f"    {name}: {class_name}\n"),
        (imports, f"    from journeybee.resources.{name} import {class_name}\n"),
    ):  # from the end of the file to its beginning, so that positions keep their meaning
        neighbour = _before(known, name)
        node = known[neighbour]
        source = _insert(source, _end(node) if neighbour < name else node.lineno - 1, line)
    return source


def _remove_from_client(source: str, name: str) -> str:
    source = _delete(source, _annotations(source)[name])
    return _delete(source, _resource_imports(source)[name])
