"""Reads, as source text, what was generated and what the tables of the client bind of it."""

from __future__ import annotations

import ast
import re
import textwrap
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from scripts.codegen.normalise.naming import snake_case

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CLIENT_CLASS = "V1Resources"
KINDS = ("single", "write", "patch", "patch_below", "paged", "bare_list")
WRITES = ("POST", "PUT", "PATCH", "DELETE")
LONGEST_SUMMARY = 88
GENERATED_IMPORT = "journeybee_api.v1.operations"


@dataclass(frozen=True)
class Generated:
    """A generated operation: ``kind`` is how a table binds it."""

    id: str
    module: str
    method: str
    path: str
    kind: str
    summary: str = field(default="", compare=False)

    @property
    def segments(self) -> tuple[str, ...]:
        """The path without the ids in it."""
        words = (word for word in self.path.strip("/").split("/") if "{" not in word)
        return tuple(name for word in words if (name := snake_case(word)))

    @property
    def expression(self) -> str:
        """What a line of a table says of it."""
        return f"{self.kind}({self.module}.{self.id})"


@dataclass
class Line:
    """A line of a table: ``name = kind(module.id)``, and the string under it, for editors."""

    name: str
    kind: str
    module: str
    id: str
    summary: str = ""

    @property
    def expression(self) -> str:
        return f"{self.kind}({self.module}.{self.id})"


@dataclass
class Table:
    """A class of a module of resources; ``nested`` has the classes that hang on it, by name."""

    module: str
    name: str
    lines: list[Line] = field(default_factory=list[Line])
    nested: dict[str, str] = field(default_factory=dict[str, str])
    others: set[str] = field(default_factory=set[str])

    @property
    def names(self) -> set[str]:
        """Every name that the class has."""
        return {line.name for line in self.lines} | self.nested.keys() | self.others


@dataclass
class Tables:
    """All tables: ``roots`` are those on the client, by their name there."""

    roots: dict[str, str]
    classes: list[Table]
    members: set[str]
    """What else the client has: no resource can have such a name."""
    known: set[str]
    """The names that the module of the client uses: no class of a resource can have one."""

    def find(self, module: str, name: str) -> Table | None:
        return next((t for t in self.classes if (t.module, t.name) == (module, name)), None)

    def paths(self) -> Iterator[tuple[str, Table]]:
        """Each table that hangs on the client, with the way to it."""
        waiting = [(root, root, name) for root, name in self.roots.items()]
        seen: set[tuple[str, str]] = set()
        while waiting:
            path, module, name = waiting.pop()
            table = self.find(module, name)
            if table is not None and (module, name) not in seen:
                seen.add((module, name))
                yield path, table
                waiting += [(f"{path}.{n}", module, c) for n, c in table.nested.items()]

    def public(self) -> dict[str, str]:
        """The name on the client of each operation, by its id."""
        return {
            line.id: f"{path}.{line.name}" for path, table in self.paths() for line in table.lines
        }


def read_tables(package: Path) -> Tables:
    """The tables of a copy of the package ``journeybee``."""
    client = ast.parse((package / "v1.py").read_text())
    roots: dict[str, str] = {}
    members: set[str] = set()
    for statement in client_class(client).body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            name = statement.target.id
            if (package / "resources" / f"{name}.py").exists():
                roots[name] = ast.unparse(statement.annotation).removesuffix("[M]")
            else:
                members.add(name)
    for node in ast.walk(ast.parse((package / "client.py").read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            members.add(node.name)
        elif isinstance(node, ast.Attribute) and ast.unparse(node.value) in {"self", "view"}:
            members.add(node.attr)
    known: set[str] = set()
    for node in ast.walk(client):
        if isinstance(node, ast.Name | ast.alias):
            known.add(node.id if isinstance(node, ast.Name) else node.asname or node.name)
    classes = [
        _table(path.stem, node)
        for path in sorted((package / "resources").glob("*.py"))
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.ClassDef)
    ]
    return Tables(roots, classes, members - roots.keys(), known - set(roots.values()))


def client_class(module: ast.Module) -> ast.ClassDef:
    """The class of the client's resources."""
    classes = [node for node in module.body if isinstance(node, ast.ClassDef)]
    return next(node for node in classes if node.name == CLIENT_CLASS)


def _table(module: str, node: ast.ClassDef) -> Table:
    table = Table(module, node.name)
    for statement, under in zip(node.body, [*node.body[1:], None], strict=True):
        target = statement.targets[0] if isinstance(statement, ast.Assign) else None
        if isinstance(statement, ast.AnnAssign):
            target = statement.target
        if isinstance(statement, ast.Assign | ast.AnnAssign) and isinstance(target, ast.Name):
            name = target.id
            kind, argument = call_of(statement)
            if kind in KINDS and isinstance(argument, ast.Attribute):
                of = ast.unparse(argument.value)
                table.lines.append(Line(name, kind, of, argument.attr, _string(under)))
            elif kind == "nested" and isinstance(argument, ast.Name):
                table.nested[name] = argument.id
            else:
                table.others.add(name)
        elif isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            table.others.add(statement.name)
    return table


def call_of(statement: ast.Assign | ast.AnnAssign) -> tuple[str, ast.expr | None]:
    """The function and the only argument of ``name = function(argument)``."""
    value = statement.value
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and len(value.args) == 1:
        return value.func.id, value.args[0]
    return "", None


def _string(statement: ast.stmt | None) -> str:
    value = statement.value if isinstance(statement, ast.Expr) else None
    return str(value.value) if isinstance(value, ast.Constant) else ""


def read_operations(package: Path) -> list[Generated]:
    """The operations of one generated surface, in a settled order."""
    found: list[Generated] = []
    for path in sorted((package / "operations").glob("*.py")):
        tree = ast.parse(path.read_text())
        imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        sources = {alias.name: node.module or "" for node in imports for alias in node.names}
        for node in tree.body if path.stem != "__init__" else []:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                method, route = _route(node)
                kind = _kind(package, node, sources)
                if kind == "single" and method in WRITES:
                    ids = route.count("{") if method == "PATCH" else 0
                    kind = {1: "patch", 2: "patch_below"}.get(ids, "write")
                summary = (ast.get_docstring(node) or "").partition("\n")[0]
                summary = textwrap.shorten(summary, LONGEST_SUMMARY, placeholder=" ...")
                found.append(Generated(node.name, path.stem, method, route, kind, summary))
    return _without_stem(found)


def _route(builder: ast.FunctionDef) -> tuple[str, str]:
    last = builder.body[-1]
    call = last.value if isinstance(last, ast.Return) else None
    constants = [a.value for a in getattr(call, "args", []) if isinstance(a, ast.Constant)]
    return str(constants[1]), str(constants[2])


def _kind(package: Path, builder: ast.FunctionDef, sources: dict[str, str]) -> str:
    """How an operation is bound, by what its body reads as."""
    returned = ast.unparse(builder.returns) if builder.returns else ""
    expression = returned.removeprefix("Operation[").removesuffix("]")
    if expression.startswith("list["):
        return "bare_list"
    source = sources.get(expression, "")
    if source.startswith("models."):
        model = package / "models" / f"{source.removeprefix('models.')}.py"
        fields = {
            statement.target.id: ast.unparse(statement.annotation)
            for node in ast.parse(model.read_text()).body
            if isinstance(node, ast.ClassDef)
            for statement in node.body
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)
        }
        if fields.get("data", "").startswith("list[") and "pagination" in fields:
            return "paged"
    return "single"


def _without_stem(operations: list[Generated]) -> list[Generated]:
    """Paths that all begin with ``/api`` or a version say nothing by that."""
    while operations:
        first = Counter(operation.segments[:1] for operation in operations)
        word = next(iter(first))
        if len(first) > 1 or not word or not re.fullmatch(r"api|rest|v\d+", word[0]):
            break
        operations = [replace(o, path=o.path.strip("/").partition("/")[2]) for o in operations]
    return operations
