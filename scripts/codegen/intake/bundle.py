"""A spec in several files, in a folder or a zip, becomes one document.

Only what lies in the folder of the spec, or in the zip, is read: no link, no way out. A reference
to anything else stays as it is, and the validation says that it cannot be followed.
"""

from __future__ import annotations

import io
import itertools
import json
import posixpath
import re
import stat
import zipfile
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from scripts.codegen.errors import SpecError, pointer, steps_of
from scripts.codegen.intake.parse import parse
from scripts.codegen.intake.references import step_into
from scripts.codegen.intake.yaml_reader import MAX_BYTES
from scripts.codegen.walk import FIELDS, clone, everything, shown, walk

if TYPE_CHECKING:
    from pathlib import Path

    from scripts.codegen.document import Json

MAX_FILES = 5_000
MAX_ROUNDS = 100
LISTED = 20
ZIP = b"PK\x03\x04"
# Of several documents in a tree the one so called is meant, nearest to the top.
ROOTS = ("openapi.yaml", "openapi.yml", "openapi.json")

Read = Callable[[str], bytes | None]
"""The bytes of a file by its path from the root; None where there is none to be read."""

_ELSEWHERE = re.compile(rb"""\$ref["']?\s*:\s*["']?(?![#"'\s]|[a-z]+://)""")
# Of what kind the target of a reference is, and where such things stand in a document.
_SECTIONS = {
    "schema": "schemas", "parameter": "parameters", "response": "responses",
    "body": "requestBodies", "path": "pathItems", "callback": "callbacks",
}  # fmt: skip


def bundled(content: bytes, path: Path) -> bytes:
    """What a file holds, with all that it refers to in its folder, or in itself as a zip."""
    if content.startswith(ZIP):
        return unzipped(content, path.name)
    if not _ELSEWHERE.search(content):
        return content
    return _as_json(path.name, _folder(path.parent))


def unzipped(content: bytes, name: str) -> bytes:
    """The document in a zip of this name, with all that it refers to in it."""
    read, names = _archive(content, name)
    return _as_json(_root_of(names, name, read), read)


def bundled_folder(folder: Path) -> bytes:
    """The document in a folder, with all that it refers to there."""
    read = _folder(folder)
    paths = [p for p in itertools.islice(folder.rglob("*"), MAX_FILES + 1) if _is_text(p.name)]
    if len(paths) > MAX_FILES:
        raise SpecError(shown(folder.name), f"has more than {MAX_FILES:,} files")
    names = [path.relative_to(folder).as_posix() for path in paths]
    root = _root_of(names, folder.name, read)
    content = read(root) or b""
    return _as_json(root, read) if _ELSEWHERE.search(content) else content


def _as_json(root: str, read: Read) -> bytes:
    return json.dumps(bundle(root, read), ensure_ascii=False).encode()


def _folder(root: Path) -> Read:
    def read(name: str) -> bytes | None:
        path = root.joinpath(name)
        links = [p for p in (path, *path.parents) if p != root and p.is_relative_to(root)]
        if any(p.is_symlink() for p in links) or not path.is_file():
            return None
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)

    return read


def _archive(content: bytes, name: str) -> tuple[Read, list[str]]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = {info.filename: info for info in archive.infolist() if not info.is_dir()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise SpecError(name, "is not a zip that can be read") from None
    if len(entries) > MAX_FILES or sum(info.file_size for info in entries.values()) > MAX_BYTES:
        raise SpecError(name, f"has more than {MAX_FILES:,} files or {MAX_BYTES >> 20} MiB")

    def read(path: str) -> bytes | None:
        info = entries.get(path)
        if info is None or stat.S_ISLNK(info.external_attr >> 16):
            return None
        try:
            with archive.open(info) as file:
                return file.read(info.file_size)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError):
            raise SpecError(name, "is not a zip that can be read") from None

    return read, list(entries)


def _root_of(names: list[str], tree: str, read: Read) -> str:
    """The document among the files of a tree: the only one, or the one nearest to the top."""
    found = [name for name in names if _is_document(name, read(name) or b"")]
    called = [name for name in found if posixpath.basename(name) in ROOTS]
    least = min((name.count("/") for name in called), default=0)
    nearest = [name for name in called if name.count("/") == least]
    for only in (found, nearest):
        if len(only) == 1:
            return only[0]
    if not found:
        raise SpecError(shown(tree), "has no file with the key `openapi`")
    listed = ", ".join(shown(name) for name in sorted(found)[:LISTED])
    raise SpecError(shown(tree), f"has {len(found)} documents, give the file of one: {listed}")


def _is_document(name: str, content: bytes) -> bool:
    if not _is_text(name) or b"openapi" not in content:
        return False
    try:
        return "openapi" in parse(content, name)
    except SpecError:
        return False


def bundle(root: str, read: Read) -> Json:
    """The document of the file ``root``; what it refers to elsewhere becomes its components."""
    return _Bundle(root, read).run()


class _Bundle:
    def __init__(self, root: str, read: Read) -> None:
        self.root = root
        self.read = read
        self.files: dict[str, Any] = {}
        self.size = 0
        # What each reference to another file is called in the document.
        self.local: dict[tuple[str, str], str] = {}

    def run(self) -> Json:
        """References are absolute first, so that what holds them can be moved."""
        document: Json = self.file(self.root) or {}
        if not document:
            raise SpecError(self.root, "cannot be read")
        for _ in range(MAX_ROUNDS):  # what is taken in refers to more
            moved = False
            for found in walk(document):
                moved |= self.follow(document, found.kind, found.node)
            if not moved:
                break
        return document

    def file(self, name: str) -> Any:
        """A file with its references made absolute; None if there is none to be read."""
        if name not in self.files:
            content = self.read(name) if len(self.files) < MAX_FILES else None
            self.size += len(content or b"")
            if self.size > MAX_BYTES:
                raise SpecError(name, f"brings the spec to more than {MAX_BYTES >> 20} MiB")
            self.files[name] = None
            if content is not None and (name == self.root or _is_text(name)):
                self.files[name] = parse(content, name)
                self.make_absolute(self.files[name], name)
        return self.files[name]

    def make_absolute(self, document: Any, name: str) -> None:
        for _, node in everything(document):
            if not isinstance(node, dict):
                continue
            if isinstance(node.get("$ref"), str):
                node["$ref"] = absolute(node["$ref"], name)
            mapping: Any = node.get("mapping") if "propertyName" in node else None
            for key in mapping if isinstance(mapping, dict) else ():
                if isinstance(mapping[key], str) and "/" in mapping[key]:
                    mapping[key] = absolute(mapping[key], name)

    def target(self, ref: str) -> Any:
        name, _, path = ref.partition("#")
        node = self.file(name) if name else None
        for step in steps_of(unquote(path)):
            node = step_into(node, step)
        return node

    def follow(self, document: Json, kind: str, node: Json) -> bool:
        """Make a reference of this node a local one; whether something was taken in for it."""
        mapping = node.get("discriminator") if kind == "schema" else None
        values = mapping.get("mapping") if isinstance(mapping, dict) else None
        taken = kind not in _SECTIONS and self.put_in_place(node)
        for key, (form, _) in FIELDS[kind].items():
            taken |= form != "one" and self.put_in_place(node.get(key))
        holders: list[tuple[Any, str]] = [(node, "$ref"), *((values, k) for k in values or ())]
        for holder, key in holders if kind in _SECTIONS else ():
            ref = holder.get(key) if isinstance(holder, dict) else None
            if not isinstance(ref, str) or "#" not in ref or ref.startswith("#"):
                continue
            holder[key], fresh = self.localised(document, kind, ref)
            taken |= fresh
        return taken

    def put_in_place(self, node: Any) -> bool:
        """What no section of the components is for stands where it is named.

        That is an operation or a media type, and the fields, responses or headers of something.
        """
        ref = node.get("$ref") if isinstance(node, dict) else None
        target = self.target(ref) if isinstance(ref, str) and not ref.startswith("#") else None
        if not isinstance(target, dict):
            return False
        del node["$ref"]
        node.update({**clone(target), **node})
        return True

    def localised(self, document: Json, kind: str, ref: str) -> tuple[str, bool]:
        name, _, path = ref.partition("#")
        if name == self.root:
            return f"#{path}", False
        section = _SECTIONS[kind]
        known = self.local.get((section, ref))
        if known is not None:
            return known, False
        node = self.target(ref)
        if not isinstance(node, dict):
            return f"{name}{'#' if path else ''}{path}", False
        place = document.setdefault("components", {}).setdefault(section, {})
        stem = path.rpartition("/")[2] or posixpath.basename(name).partition(".")[0]
        title, number = re.sub(r"\W+", "_", unquote(stem)) or kind, 2
        free = title
        while free in place:
            free, number = f"{title}{number}", number + 1
        self.local[section, ref] = pointer("components", section, free)
        place[free] = clone(node)
        return self.local[section, ref], True


def absolute(ref: str, name: str) -> str:
    """A reference in a file, by the path of its target from the root, and `#` in any case.

    One that leads out of the root, or to another host, stays as it is.
    """
    file, _, path = ref.partition("#")
    file = unquote(file)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|/|\\", file):
        return ref
    where = posixpath.normpath(posixpath.join(posixpath.dirname(name), file)) if file else name
    return ref if where.startswith("..") else f"{where}#{path}"


def _is_text(name: str) -> bool:
    return name.endswith((".yaml", ".yml", ".json"))
