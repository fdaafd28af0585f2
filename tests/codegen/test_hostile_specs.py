"""Hostile specs: each is refused by its JSON pointer, or what is generated of it is harmless."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from scripts.codegen import generate as generation
from scripts.codegen.emit.generator import GenerationError
from scripts.codegen.errors import SpecError
from scripts.codegen.intake import read
from scripts.codegen.intake.fetch import fetch
from scripts.codegen.normalise.passes import normalise
from scripts.codegen.surfaces import GENERATED, ROOT, Surface
from tests.codegen.hostile_documents import (
    GENERATED_OR_REFUSED,
    deep_schema,
    document,
    fields_named,
    operations_named,
    parameters_named,
    ref,
    schemas_named,
)

MIB = 1 << 20
SECONDS = 60


def taken(spec: dict[str, Any]) -> dict[str, Any]:
    """The document as it is after the intake; SpecError for the first thing found in it."""
    document, found = read(json.dumps(spec).encode(), "spec.json")
    for finding in found:
        raise SpecError(finding.pointer, finding.problem)
    return document


def generated(spec: dict[str, Any], folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The package of a spec through all stages."""
    path = folder / "openapi.yaml"
    path.write_text(json.dumps(taken(spec), ensure_ascii=False), encoding="utf-8")
    monkeypatch.setattr(generation, "SURFACES", (Surface("v1", path),))
    target = folder / "out" / "journeybee_api"
    generation.generate(target)
    return target


def statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """What is executed when a module is imported: its body, and the bodies of its classes."""
    for node in body:
        yield node
        if isinstance(node, ast.ClassDef | ast.If):
            yield from statements(node.body)


def calls_at_import(tree: ast.Module) -> set[str]:
    """The names of what a module calls when it is imported."""
    found: set[str] = set()
    for node in statements(tree.body):
        parts: list[ast.AST] = [node]
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            inner = node.args.defaults if isinstance(node, ast.FunctionDef) else node.bases
            parts = [*node.decorator_list, *inner]
        elif isinstance(node, ast.If):
            parts = [node.test]
        for part in parts:
            found |= {ast.unparse(c.func) for c in ast.walk(part) if isinstance(c, ast.Call)}
    return found


KINDS = (
    *(ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef),
    *(ast.Assign, ast.AnnAssign, ast.Pass),
)
KNOWN_CALLS = {"_info", "attrs_field", "field", "model", "define"}
KNOWN_MODULES = {"__future__", "typing", "datetime", "importlib", "collections.abc", "attrs"}


def faults(package: Path) -> Iterator[str]:
    """What a generated module has in it that does not come of the templates."""
    for path in sorted((package / "v1").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
        for node in statements(tree.body):
            documented = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            checking = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
            if not (isinstance(node, KINDS) or documented or checking):
                yield f"{path.name}: {ast.unparse(node)}"
        for part in ast.walk(tree):
            if isinstance(part, ast.Import):
                yield from (a.name for a in part.names if a.name not in KNOWN_MODULES)
            elif isinstance(part, ast.ImportFrom) and not part.level:
                yield from () if part.module in KNOWN_MODULES else (f"from {part.module}",)
            elif isinstance(part, ast.Name | ast.Attribute):
                name = part.id if isinstance(part, ast.Name) else part.attr
                yield from (f"{path.name}: {name}",) if name in {"pwned", "__import__"} else ()
        calls = calls_at_import(tree) - KNOWN_CALLS
        yield from (f"{path.name} calls {call}" for call in calls)
        inside = path.resolve().is_relative_to(package.resolve())
        yield from () if inside and path.name.isascii() else (f"{path} is outside",)


IMPORT_ALL = """
import builtins, importlib, os, pathlib, sys
builtins.pwned = lambda *_: os._exit(99)
root = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(root.parent))
for path in sorted(root.rglob("*.py")):
    parts = path.relative_to(root.parent).with_suffix("").parts
    importlib.import_module(".".join(parts).removesuffix(".__init__"))
"""


def imported(package: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-c", IMPORT_ALL, str(package)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_what_is_generated_today_has_only_what_the_templates_write() -> None:
    assert list(faults(GENERATED)) == []


@pytest.mark.thorough
@pytest.mark.parametrize("name", GENERATED_OR_REFUSED)
def test_hostile_specs_are_generated_safely_or_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec, refused = GENERATED_OR_REFUSED[name]
    if refused:
        with pytest.raises(SpecError) as caught:
            generated(spec, tmp_path, monkeypatch)
        assert f"{refused}: " in str(caught.value)
        return
    package = generated(spec, tmp_path, monkeypatch)
    assert list(faults(package)) == []
    result = imported(package)
    assert result.returncode == 0, result.stderr
    written = {p.relative_to(tmp_path).parts[0] for p in tmp_path.rglob("*")}
    assert written <= {"openapi.yaml", "out", "specs"}


@pytest.mark.thorough
@pytest.mark.parametrize(
    "spec",
    [
        parameters_named(("a b", "a_b"), "query"),
        parameters_named(("..", "/"), "header"),
        fields_named(("..", "/", " ", "-")),
        deep_schema(95),
    ],
)
def test_what_falls_together_or_goes_too_deep_is_safe_or_stops_loudly(
    spec: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    try:
        package = generated(spec, tmp_path, monkeypatch)
    except (SpecError, GenerationError):
        assert not (tmp_path / "out").exists()
    else:
        assert list(faults(package)) == []
        assert imported(package).returncode == 0


@pytest.mark.parametrize("code", ["pwned()", "from os import path", "x = [pwned()]", "1 / 0"])
def test_the_check_of_modules_sees_code_that_should_not_be_there(tmp_path: Path, code: str) -> None:
    module = tmp_path / "v1" / "models" / "thing.py"
    module.parent.mkdir(parents=True)
    module.write_text(f'"""A model."""\n\n{code}\n')
    assert list(faults(tmp_path))
    module.write_text('"""pwned()"""\n\nfrom typing import Any\n')
    assert list(faults(tmp_path)) == []


def test_the_check_of_imports_sees_code_that_runs(tmp_path: Path) -> None:
    package = tmp_path / "journeybee_api"
    package.mkdir()
    (package / "__init__.py").write_text("pwned()\n")
    assert imported(package).returncode == 99


@pytest.mark.parametrize("name", GENERATED_OR_REFUSED)
def test_the_stages_before_the_generator_take_or_refuse(name: str) -> None:
    spec, refused = GENERATED_OR_REFUSED[name]
    if refused:
        with pytest.raises(SpecError) as caught:
            normalise(taken(spec))
        assert f"{refused}: " in str(caught.value)
    else:
        assert normalise(taken(spec))["paths"].keys() == spec["paths"].keys()


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    **{
        f"the name {name[:10]!a} in {place}": (make((name,)), pointer)
        for name in ("a\nb", "a\x00b", "\u202ea", "n" * 500)
        for place, make, pointer in (
            ("fields", fields_named, "#/components/schemas/Thing/properties/"),
            ("schemas", schemas_named, "#/components/schemas/"),
            ("operations", operations_named, "#/paths/~1t0/get/operationId"),
            ("parameters", lambda n: parameters_named(n, "query"), "#/paths/~1things/post/par"),
        )
    },
    "credentials": (document(servers=[{"url": "https://a:b@example.com"}]), "#/servers/0/url"),
    "another host": (
        document(servers=[{"url": 'https://example.com/"\npwned()'}]),
        "#/servers/0/url",
    ),
    "an external reference": (
        document(components={"schemas": {"Thing": {"$ref": "https://example.com/evil.json"}}}),
        "#/components/schemas/Thing/$ref",
    ),
    "a file": (
        document(components={"schemas": {"Thing": {"$ref": "file:///etc/passwd"}}}),
        "#/components/schemas/Thing/$ref",
    ),
    "a relative file": (
        document(components={"schemas": {"Thing": {"$ref": "../../etc/passwd#/a"}}}),
        "#/components/schemas/Thing/$ref",
    ),
    "a circle": (
        document(components={"schemas": {"Thing": ref("Other"), "Other": ref("Thing")}}),
        "#/components/schemas/Other",
    ),
    "traversal": (document(paths={"/a/../../b": {"get": {}}}), "#/paths/~1a~1..~1..~1b"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_by_its_pointer(name: str) -> None:
    spec, pointer = REFUSED[name]
    with pytest.raises(SpecError) as caught:
        taken(spec)
    assert pointer in str(caught.value)
    # Where nothing is left to call there is a line for each finding.
    assert str(caught.value).replace("\n  #", " #").isprintable()


# What is made in a process of its own, by an expression.
PATHS = '"openapi": "3.1.0", "paths": {"/a": {"get": {}}}'
COSTLY = {
    "10,000 levels of JSON": b'b\'{"a":\' + b"[" * 10_000',
    "10,000 levels of YAML": b'b"a: " + b"[" * 10_000 + b"]" * 10_000',
    "10,000 levels by indent": b'"".join(" " * i + "a:\\n" for i in range(10_000)).encode()',
    "aliases that double": (
        b'b"a0: &a0 [x, x]\\n" + b"".join(b"a%d: &a%d [*a%d, *a%d]\\n" % (i, i, i - 1, i - 1)'
        b" for i in range(1, 64))"
    ),
    "aliases of a long text": b'b"a: &a " + b"x" * (1 << 20) + b"\\nb: [" + b"*a, " * 100 + b"x]"',
    "a merge of all there is": (
        b'b"a: &a {" + b", ".join(b"k%d: 1" % i for i in range(1000)) + b"}\\nb: [" +'
        b' b"{<<: *a}, " * 5000 + b"]"'
    ),
    "brackets": b'b\'{"a":\' + b"[" * (60 << 20)',
    "many lists": b'b\'{"a": [\' + b"[]," * (20 << 20) + b"[]]}"',
    "a long text": b'b"a: \'" + b"x" * (63 << 20) + "\\U0001f600".encode() + b"\'"',
    "backslashes without end": b'b\'{"a": "\' + b"\\\\\\\\" * (31 << 20)',
    "more than 64 MiB": b'b"#" * (65 << 20)',
    "a chain of references": (
        b'json.dumps({**BASE, "components": {"schemas": {f"A{i}": {"$ref":'
        b' f"#/components/schemas/A{i + 1}"} for i in range(50_000)} | {"A50000": {}}}}).encode()'
    ),
    "a percent sign at each turn": (
        b'json.dumps({**BASE, "components": {"schemas": {"A": {"$ref": "#/components/" + "%41" *'
        b" (20 << 20)}}}}).encode()"
    ),
    "a server of variables": (
        b'json.dumps({**BASE, "servers": [{"url": "https://" + "{a}" * (5 << 20), "variables":'
        b' {"a": {"default": "{a}" * 9}}}]}).encode()'
    ),
}
MEASURED = f"""
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
from scripts.codegen.errors import SpecError
from scripts.codegen.intake import read
BASE = {{{PATHS}}}
content = eval(sys.argv[1])
try:
    print(*read(content, "s").findings, sep="\\n")
except SpecError as error:
    print(error)
"""


@pytest.mark.thorough
@pytest.mark.parametrize("name", COSTLY)
def test_costly_specs_are_refused_in_a_minute_and_a_gibibyte(name: str) -> None:
    command = [sys.executable, "-c", MEASURED, COSTLY[name].decode()]
    result = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=SECONDS
    )
    assert result.returncode == 0, result.stderr[-500:]
    assert "#" in result.stdout


def test_200_mib_are_not_read_to_their_end() -> None:
    chunks = 0

    class Body(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            nonlocal chunks
            for _ in range(200):
                chunks += 1
                yield bytes(MIB)

    handler: Callable[[httpx.Request], httpx.Response] = lambda _: httpx.Response(  # noqa: E731
        200, stream=Body()
    )
    with pytest.raises(SpecError, match="larger than 64 MiB"):
        fetch("https://example.com/spec", None, transport=httpx.MockTransport(handler))
    assert chunks == 65
