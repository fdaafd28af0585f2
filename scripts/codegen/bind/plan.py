"""Says which lines of the tables are missing, wrong or dead, and writes them.

A line goes to the class that binds operations of the same module and path. A collection that no
class has yet gets a class, on the resource that its path begins with; a path that begins with no
resource of the client gets a module and a line in the client.
"""

from __future__ import annotations

import copy
import keyword
from typing import TYPE_CHECKING

from scripts.codegen.bind import edit as text
from scripts.codegen.bind.edit import Step
from scripts.codegen.bind.tables import Generated, Line, Table, Tables, read_operations, read_tables
from scripts.codegen.normalise.naming import pascal_case, singular_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

METHOD_NAMES = {"POST": "create", "PUT": "update", "PATCH": "update", "DELETE": "delete"}
SMALL_WORDS = {"a", "an", "by", "for", "from", "in", "of", "on", "the", "to", "with"}
# What every table has, and what every module of tables imports.
TAKEN = {
    "close",
    "single",
    "write",
    "patch",
    "patch_below",
    "paged",
    "bare_list",
    "nested",
}


class BindError(Exception):
    """A line that cannot be written; the message says what to do by hand."""


def advice(operations: Iterable[Generated], tables: Tables) -> list[str]:
    """What to write where, so that the tables bind every operation once; empty if they do."""
    return [str(step) for step in plan(list(operations), tables)]


def bind(package: Path, generated: Path) -> list[str]:
    """Write what ``advice`` says to a copy of the package; returns it. BindError writes nothing."""
    steps = plan(read_operations(generated), read_tables(package))
    text.apply(package, steps)
    return [str(step) for step in steps]


def plan(operations: list[Generated], tables: Tables) -> list[Step]:
    """The edits, in the order in which they work."""
    tables = copy.deepcopy(tables)
    by_id = {operation.id: operation for operation in operations}
    bound: set[str] = set()
    steps: list[Step] = []
    gone: set[tuple[str, str, str]] = set()
    for _, table in list(tables.paths()):
        for line in list(table.lines):
            operation = by_id.get(line.id)
            if operation is None or line.id in bound:
                table.lines.remove(line)
                gone.add((table.module, table.name, line.name))
                steps.append(Step("remove", table, line))
                continue
            if operation.expression != line.expression:
                was, line.kind, line.module = line.expression, operation.kind, operation.module
                _refuse_shadow(table, operation)
                steps.append(Step("change", table, copy.copy(line), was))
            if operation.summary != line.summary:
                line.summary = operation.summary
                steps.append(Step("describe", table, copy.copy(line)))
            bound.add(line.id)
    missing = [operation for operation in operations if operation.id not in bound]
    for operation in sorted(missing, key=lambda o: (len(o.segments), o.segments, o.path, o.id)):
        table = table_for(operation, tables, by_id, steps)
        _refuse_shadow(table, operation)
        known = {name for *place, name in gone if place == [table.module, table.name]}
        name = attribute_of(operation, table, tables, known)
        line = Line(name, operation.kind, operation.module, operation.id, operation.summary)
        table.lines.append(line)
        steps.append(Step("add", table, line))
    return [*steps, *_prune(tables)]


def _refuse_shadow(table: Table, operation: Generated) -> None:
    """In a class, a name given earlier hides a module of that name."""
    if operation.module in {line.name for line in table.lines} | TAKEN:
        raise BindError(
            f"journeybee/resources/{table.module}.py, class {table.name} cannot name the module "
            f"{operation.module}: import it there under another name, and bind {operation.id}"
        )


def table_for(
    operation: Generated, tables: Tables, by_id: dict[str, Generated], steps: list[Step]
) -> Table:
    """The class an operation belongs to; where there is none, it is made and noted in ``steps``."""
    found: list[tuple[int, int, Table]] = []
    for _, table in tables.paths():
        known = [by_id[line.id] for line in table.lines if line.id in by_id]
        shared = _shared([o.segments for o in known])
        same = sum(o.module == operation.module for o in known)
        if same and shared and operation.segments[: len(shared)] == shared:
            found.append((len(shared), same, table))
    if found:
        return max(found, key=lambda entry: entry[:2])[2]
    root = _root(operation, tables, by_id)
    if root is None:
        root = _new_root(operation, tables, steps)
    if len(operation.segments) < 2 or operation.module == root.module:
        return root
    wanted = operation.segments[1]
    if nested := root.nested.get(wanted):
        return tables.find(root.module, nested) or root
    return _new_nested(operation, root, tables, steps)


def _shared(paths: list[tuple[str, ...]]) -> tuple[str, ...]:
    """What paths have in common at their beginning."""
    first, last = min(paths, default=()), max(paths, default=())
    length = 0
    while length < min(len(first), len(last)) and first[length] == last[length]:
        length += 1
    return first[:length]


def _root(operation: Generated, tables: Tables, by_id: dict[str, Generated]) -> Table | None:
    first = (operation.segments or (operation.module,))[0]
    if first in tables.roots:
        return tables.find(first, tables.roots[first])
    for path, table in tables.paths():
        ids = [line.id for line in table.lines if line.id in by_id]
        if any(by_id[id_].segments[:1] == (first,) for id_ in ids):
            root = path.partition(".")[0]
            return tables.find(root, tables.roots[root])
    return None


def _new_root(operation: Generated, tables: Tables, steps: list[Step]) -> Table:
    names = [*operation.segments[:1], operation.module, f"{operation.module}_resource"]
    refused = tables.members | tables.roots.keys() | TAKEN
    name = next(
        n for n in names if n.isidentifier() and not keyword.iskeyword(n) and n not in refused
    )
    table = Table(name, _class_name([name], tables.known | set(tables.roots.values())))
    tables.roots[name] = table.name
    tables.classes.append(table)
    steps.append(Step("add", copy.deepcopy(table), name=name))
    return table


def _new_nested(operation: Generated, root: Table, tables: Tables, steps: list[Step]) -> Table:
    wanted = operation.segments[1]
    hidden = root.names | {line.module for line in root.lines} | TAKEN
    names = [wanted, operation.module, f"{wanted}_{operation.module}"]
    name = next(
        n for n in names if n.isidentifier() and not keyword.iskeyword(n) and n not in hidden
    )
    known = {table.name for table in tables.classes if table.module == root.module}
    longer = f"{singular_of(root.module)}_{wanted}"
    table = Table(root.module, _class_name([operation.module, longer], known | {"Resource"}))
    root.nested[name] = table.name
    tables.classes.append(table)
    steps.append(Step("add", copy.deepcopy(table), name=name, parent=root.name))
    return table


def _class_name(names: list[str], known: set[str]) -> str:
    candidates = [*map(pascal_case, names), *(f"{pascal_case(name)}Table" for name in names)]
    return next(c for c in candidates if c not in known and not keyword.iskeyword(c))


def attribute_of(operation: Generated, table: Table, tables: Tables, known: set[str]) -> str:
    """The name of an operation in its class: its id without what the class says already.

    Names that users know for another operation, which is gone, stay free.
    """
    path = next((path for path, t in tables.paths() if t is table), table.module)
    on_path = {singular_of(word) for word in path.replace(".", "_").split("_")}
    said = on_path | {singular_of(word) for word in operation.module.split("_")}
    first, *others = operation.id.split("_")
    words = [first] if singular_of(first) not in on_path else []
    words += [word for word in others if singular_of(word) not in said]
    while words and words[-1] in SMALL_WORDS:
        words.pop()
    default = METHOD_NAMES.get(operation.method, "get" if operation.kind == "single" else "list")
    used = {line.module for line in table.lines} | {operation.module} | TAKEN | table.names | known
    for name in ("_".join(words) or default, operation.id, f"{operation.id}_"):
        if name.isidentifier() and not keyword.iskeyword(name) and name not in used:
            return name
    raise BindError(f"class {table.name} has no free name for {operation.id}: bind it by hand")


def _prune(tables: Tables) -> Iterator[Step]:
    """Classes that bind nothing any more go, from the leaves up."""
    while True:
        empty = [(path, table) for path, table in tables.paths() if not table.names]
        if not empty:
            return
        for path, table in empty:
            name = path.rpartition(".")[2]
            if "." not in path:
                del tables.roots[name]
                yield Step("remove", table, name=name)
            for _, parent in list(tables.paths()):
                if parent.module == table.module and parent.nested.get(name) == table.name:
                    del parent.nested[name]
                    yield Step("remove", table, name=name, parent=parent.name)
