"""Edits the modules of the tables and the client as text; what is not named stays as it is."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scripts.codegen.bind.tables import CLIENT_CLASS, GENERATED_IMPORT, KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from scripts.codegen.bind.tables import Line, Table

RUFF = ("--isolated", "--target-version", "py311", "--line-length", "100")
BINDING_IMPORT = "journeybee.operations"
FIRST_PARTY = 'lint.isort.known-first-party = ["journeybee", "journeybee_api"]'


@dataclass(frozen=True)
class Step:
    """One edit: ``action`` is add, change or remove, of a line or (with no line) of a class.

    Of a line it can also be describe: the string under it.
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
        if self.line is not None and self.action == "describe":
            string = f"{self.line.name} as {self.line.summary!r}"
            return f"describe in {where}, class {self.table.name}: {string}"
        to = {"add": "add to", "change": "change in", "remove": "remove from"}[self.action]
        if self.line is not None:
            was = f" (it was {self.was})" if self.was else ""
            line = f"{self.line.name} = {self.line.expression}"
            return f"{to} {where}, class {self.table.name}: {line}{was}"
        if self.parent:
            line = _nested_line(self.name, self.table.name)
            return f"{to} {where}: class {self.table.name}, and {to} class {self.parent}: {line}"
        line = f"{self.name}: {self.table.name}[M]"
        client = f"and {to} journeybee/v1.py, class {CLIENT_CLASS}: {line}"
        return f"{self.action} {where} with class {self.table.name}, {client}"


def apply(package: Path, steps: Iterable[Step]) -> None:
    """Make the edits in a copy of the package ``journeybee``."""
    client = package / "v1.py"
    sources: dict[Path, str] = {}
    gone: set[Path] = set()
    for step in steps:
        path = package / "resources" / f"{step.table.module}.py"
        source = sources[path] if path in sources else path.read_text() if path.exists() else ""
        if step.line is not None:
            source = _edit_line(source, step, step.line)
        elif step.parent:
            source = _edit_class(source, step)
        else:
            sources[client] = _edit_client(sources.get(client) or client.read_text(), step)
            source = _class_text(step.table)
            gone |= {path} if step.action == "remove" else set()
        sources[path] = source
    for path, source in sources.items():
        if path in gone:
            path.unlink(missing_ok=True)
        else:
            path.write_text(tidy(source))


def tidy(source: str) -> str:
    """Sort imports, join those of one module, drop those that nothing uses, and format."""
    fixes = ("check", "--fix-only", "--quiet", "--select", "I,F401", "--config", FIRST_PARTY)
    for arguments in (fixes, ("format", "--quiet")):
        command = [sys.executable, "-m", "ruff", *arguments, *RUFF, "-"]
        source = subprocess.run(
            command, input=source, capture_output=True, text=True, check=True
        ).stdout
    return source


def _pattern(name: str, kinds: Iterable[str], argument: str) -> str:
    """A line of a table, which may be wrapped, annotated, commented, and have a string under it."""
    line = rf"    {name}(?:: [\w\[\]]+)? = ({'|'.join(kinds)})\(\s*{argument}\s*\)[^\n]*\n"
    return rf'^(?P<line>{line})(?:    """(?:.|\n)*?"""\n)?'


def _nested_line(name: str, class_name: str) -> str:
    return f"{name}: {class_name}[M] = nested({class_name})"


def _with_imports(source: str, *imports: tuple[str, str]) -> str:
    """The source with the imports before its first one, or before its first class."""
    lines = "".join(f"from {module} import {name}\n" for module, name in imports)
    return re.sub(r"^(?=from |class )", lines, source, count=1, flags=re.MULTILINE)


def _in_class(source: str, name: str, change: Callable[[str], str]) -> str:
    """The source with the text of a class changed."""
    pattern = rf"^class {name}\(.*\n((    .*)?\n)*"
    return re.sub(pattern, lambda found: change(found[0]), source, flags=re.MULTILINE)


def _after_last(text: str, pattern: str, line: str) -> str:
    """The text of a class with a line after the last one of this pattern, or after its head."""
    found = list(re.finditer(pattern, text, re.MULTILINE))
    head = re.match(r'.*\n(    """(.|\n)*?"""\n)?', text)
    end = found[-1].end() if found else head.end() if head else 0
    return text[:end] + line + text[end:]


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"")


def _edit_line(source: str, step: Step, line: Line) -> str:
    string = f'    """{_escaped(line.summary)}"""\n' if line.summary else ""
    new = f"    {line.name} = {line.expression}\n{string}"
    imports = ((BINDING_IMPORT, line.kind), (GENERATED_IMPORT, line.module))

    def change(text: str) -> str:
        if step.action == "add":
            return _after_last(text, _pattern(r"\w+", KINDS, r"[\w.]+"), new)
        old = _pattern(line.name, KINDS, f"{line.module}.{line.id}")
        if step.action == "remove":
            made_of_it = _pattern(r"\w+", ["upserts"], rf"[^)]*\b{line.name}\b[^)]*")
            text = re.sub(made_of_it, "", text, flags=re.MULTILINE)
            return re.sub(old, "", text, count=1, flags=re.MULTILINE)
        if step.action == "describe":
            return re.sub(old, lambda m: m["line"] + string, text, count=1, flags=re.MULTILINE)
        was = re.escape(step.was).replace(r"\(", r"\(\s*").replace(r"\)", r"\s*\)")
        return re.sub(was, line.expression, text, count=1)

    source = _in_class(source, step.table.name, change)
    return source if step.action == "remove" else _with_imports(source, *imports)


def _class_text(table: Table) -> str:
    words = "".join(f" {sign.lower()}" if sign.isupper() else sign for sign in table.name)
    text = f'class {table.name}(Resource[M]):\n    """{words.strip().capitalize()}."""\n\n\n'
    return f"from {BINDING_IMPORT} import M, Resource\n\n\n{text}"


def _edit_class(source: str, step: Step) -> str:
    nested = _pattern(step.name, ["nested"], step.table.name)
    if step.action == "remove":
        without = re.sub(nested, "", source, count=1, flags=re.MULTILINE)
        return _in_class(without, step.table.name, lambda _: "")
    line = f"\n    {_nested_line(step.name, step.table.name)}\n"
    source = _in_class(source, step.parent, lambda text: f"{text.rstrip()}\n{line}\n\n")
    own = _class_text(step.table).partition("\n\n\n")[2]
    source = _in_class(source, step.parent, lambda text: own + text)
    return _with_imports(source, (BINDING_IMPORT, "M"), (BINDING_IMPORT, "nested"))


def _edit_client(source: str, step: Step) -> str:
    """The lines of a resource in the client, among the others of their kind."""
    of_import = "    from journeybee.resources.{} import {}\n"
    names = re.findall(of_import.format(r"(\w+)", r"\w+"), source)
    for form in (of_import, "    {}: {}[M]\n"):
        new = form.format(step.name, step.table.name)
        if step.action == "remove":
            source = source.replace(new, "", 1)
            continue
        pattern = "^" + form.replace("[", r"\[").format(f"({'|'.join(names)})", r"\w+")
        known = list(re.finditer(pattern, source, re.MULTILINE))
        at = max((m.end() for m in known if m[1] < step.name), default=known[0].start())
        source = source[:at] + new + source[at:]
    return source
