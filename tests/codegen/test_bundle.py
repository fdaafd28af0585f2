"""A spec in several files is one document, and nothing outside of its folder is read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from scripts.codegen.errors import SpecError
from scripts.codegen.intake import read
from scripts.codegen.intake.bundle import bundled
from scripts.codegen.intake.fetch import fetch
from scripts.codegen.intake.parse import parse

TREE = {
    "openapi.yaml": """
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  $ref: paths/all.yaml
components:
  schemas:
    Own: {type: object, properties: {id: {type: string}}}
    Listed: {$ref: schemas/cat.yaml#/definitions/Kind}
""",
    "paths/all.yaml": """
/cats: {$ref: cats.yaml}
/own:
  get:
    responses:
      '200':
        description: ''
        content: {application/json: {schema: {$ref: ../openapi.yaml#/components/schemas/Own}}}
""",
    "paths/cats.yaml": """
get:
  parameters: [{$ref: '../parameters.yaml#/Limit'}]
  responses:
    '200':
      description: ''
      content: {application/json: {schema: {$ref: ../schemas/cat.yaml}}}
    '404': {$ref: '../responses/404.yaml'}
""",
    "parameters.yaml": "Limit: {name: limit, in: query, schema: {type: integer}}\n",
    "responses/404.yaml": "description: Not found.\n",
    "schemas/cat.yaml": """
type: object
properties:
  kind: {$ref: '#/definitions/Kind'}
  mother: {$ref: cat.yaml}
definitions:
  Kind: {type: string, enum: [big, small]}
""",
}


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder / "openapi.yaml"


def zipped(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"api/{name}", text)
    return buffer.getvalue()


def taken(path: Path) -> tuple[dict[str, Any], list[str]]:
    document, findings = read(bundled(path.read_bytes(), path), path.name)
    return document, [str(finding) for finding in findings]


def test_a_tree_of_files_becomes_one_document(tmp_path: Path) -> None:
    document, findings = taken(write(tmp_path, TREE))
    assert findings == []
    schemas = document["components"]["schemas"]
    assert schemas["cat"]["properties"] == {
        "kind": {"$ref": "#/components/schemas/Kind"},
        "mother": {"$ref": "#/components/schemas/cat"},
    }
    assert schemas["Kind"]["enum"] == ["big", "small"]
    assert schemas["Listed"] == {"$ref": "#/components/schemas/Kind"}
    assert document["paths"]["/own"]["get"]["responses"]["200"]["content"]["application/json"] == {
        "schema": {"$ref": "#/components/schemas/Own"}
    }
    assert list(document["paths"]) == ["/cats", "/own"]
    assert document["components"]["parameters"]["Limit"]["name"] == "limit"
    assert set(document["components"]["responses"]) == {"404"}


def test_what_no_component_can_be_stands_where_it_is_named(tmp_path: Path) -> None:
    """Operations, media types, and the fields, responses and headers of something."""
    files = {
        "openapi.yaml": """
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /cats:
    get: {$ref: 'cats.yaml#/list', summary: All}
    post: {$ref: round.yaml}
components: {$ref: parts.yaml}
""",
        "parts.yaml": "schemas: {Cat: {type: object, properties: {$ref: 'cats.yaml#/fields'}}}\n",
        "round.yaml": "$ref: round.yaml\n",
        "cats.yaml": """
list:
  responses: {$ref: '#/answers'}
answers:
  '200':
    description: ''
    content: {application/json: {$ref: '#/media'}}
media: {schema: {$ref: 'parts.yaml#/schemas/Cat'}}
fields: {name: {type: string}, mother: {$ref: 'parts.yaml#/schemas/Cat'}}
""",
    }
    document, findings = taken(write(tmp_path, files))
    assert [finding.partition(": ")[0] for finding in findings] == ["#/paths/~1cats/post/$ref"]
    operation = document["paths"]["/cats"]["get"]
    assert operation["summary"] == "All"
    [media] = operation["responses"]["200"]["content"].values()
    reference = media["schema"]
    cat = document["components"]["schemas"][reference["$ref"].rpartition("/")[2]]
    assert cat["properties"]["name"] == {"type": "string"}
    mother = document["components"]["schemas"][
        cat["properties"]["mother"]["$ref"].rpartition("/")[2]
    ]
    assert mother["properties"].keys() == {"name", "mother"}


def test_a_zip_is_read_as_the_tree_that_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "api.zip"
    path.write_bytes(zipped(TREE))
    expected, _ = taken(write(tmp_path / "tree", TREE))
    assert taken(path) == (expected, [])
    assert parse(fetch(str(path)).content, "api.zip")["paths"].keys() == {"/cats", "/own"}


def test_one_file_stays_as_it_was_published(tmp_path: Path) -> None:
    text = "openapi: 3.1.0 # a comment\npaths: {/a: {get: {}}}\nx: {$ref: '#/paths'}\n"
    path = write(tmp_path, {"openapi.yaml": text})
    assert bundled(path.read_bytes(), path) == text.encode()


@pytest.mark.parametrize(
    "ref",
    ["../secret.yaml", "/etc/passwd", "schemas/../../secret.yaml", "link.yaml", "in/secret.yaml",
     "%2e%2e/secret.yaml", "https://example.com/a.yaml", "file:///etc/passwd", "..\\secret.yaml",
     "missing.yaml", "openapi.txt"],
)  # fmt: skip
def test_what_is_outside_is_not_read_and_what_needs_it_is_named(tmp_path: Path, ref: str) -> None:
    (tmp_path / "secret.yaml").write_text("type: string\ndescription: secret\n")
    root = tmp_path / "spec"
    spec = TREE["openapi.yaml"].replace("schemas/cat.yaml#/definitions/Kind", f"'{ref}'")
    path = write(root, {**TREE, "openapi.yaml": spec, "openapi.txt": "{}"})
    (root / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    (root / "in").symlink_to(tmp_path)
    document, findings = taken(path)
    assert "secret" not in str(document["components"])
    assert document["components"]["schemas"]["Listed"] == {}
    [finding] = findings
    assert finding.startswith("#/components/schemas/Listed/$ref: ")


def test_files_of_one_name_are_numbered(tmp_path: Path) -> None:
    folders = [f"f{number}" for number in range(3)]
    refs = "".join(f"    {folder}: {{$ref: {folder}/cat.yaml}}\n" for folder in folders)
    spec = f"openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\ncomponents:\n  schemas:\n{refs}"
    paths = "paths: {/a: {get: {responses: {'200': {description: ''}}}}}\n"
    files = {f"{folder}/cat.yaml": f"description: {folder}\n" for folder in folders}
    document, findings = taken(write(tmp_path, {"openapi.yaml": spec + paths, **files}))
    assert findings == []
    schemas = document["components"]["schemas"]
    assert [schemas[name]["description"] for name in ("cat", "cat2", "cat3")] == folders


def test_the_folder_of_a_spec_may_be_a_link(tmp_path: Path) -> None:
    path = write(tmp_path / "spec", TREE)
    (tmp_path / "link").symlink_to(path.parent)
    assert taken(tmp_path / "link" / path.name) == taken(path)


def test_no_entry_of_a_zip_leads_out_of_it_or_is_a_link(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("api/schemas/cat.yaml")
    link.external_attr = 0o120777 << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in TREE.items():
            archive.writestr(link if name == "schemas/cat.yaml" else f"api/{name}", text)
    path = tmp_path / "api.zip"
    path.write_bytes(buffer.getvalue())
    _, findings = taken(path)
    assert any("cat.yaml" in finding for finding in findings)


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"PK\x03\x04broken", "zip"), (zipped({"a.yaml": "a: openapi"}), "has no file with the key")],
)
def test_a_zip_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes, problem: str) -> None:
    path = tmp_path / "api.zip"
    path.write_bytes(content)
    with pytest.raises(SpecError, match=problem):
        bundled(content, path)


ALONE = "openapi: 3.1.0\npaths: {/a: {get: {}}}\n"


@pytest.mark.parametrize(
    ("files", "root"),
    [
        (TREE, "/cats"),
        ({"a/pets.yml": ALONE, "a/b.yaml": "type: string", "c.json": "{}", "d.md": ALONE}, "/a"),
        ({"docs/openapi.yml": ALONE, "docs/old/openapi.yml": TREE["openapi.yaml"]}, "/a"),
        ({"v1.json": '{"paths": {"/a": {}}, "openapi": "3.1.0"}', "bad.json": "{openapi"}, "/a"),
    ],
)  # fmt: skip
def test_a_folder_and_a_zip_begin_with_their_document(
    tmp_path: Path, files: dict[str, str], root: str
) -> None:
    write(tmp_path / "spec", files)
    found = fetch(str(tmp_path / "spec"))
    assert next(iter(parse(found.content, "a")["paths"])) in {root, "$ref"}
    (tmp_path / "spec.zip").write_bytes(zipped(files))
    zip_file = fetch(str(tmp_path / "spec.zip"))
    assert parse(zip_file.content, "a") == parse(found.content, "a")


def test_a_folder_is_read_whole(tmp_path: Path) -> None:
    path = write(tmp_path, TREE)
    assert fetch(str(tmp_path)).content == fetch(str(path)).content


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"a.yaml": "paths: {}", "b.txt": ALONE}, "^spec: has no file with the key `openapi`$"),
        (
            {"b.yaml": ALONE, "a/a.json": '{"openapi": "3.1.0"}'},
            "^spec: has 2 documents, give the file of one: a/a.json, b.yaml$",
        ),
        ({"a/openapi.yaml": ALONE, "b/openapi.yaml": ALONE}, "a/openapi.yaml, b/openapi.yaml"),
    ],
)
def test_a_folder_without_one_document_says_which_it_has(
    tmp_path: Path, files: dict[str, str], problem: str
) -> None:
    write(tmp_path / "spec", files)
    with pytest.raises(SpecError, match=problem):
        fetch(str(tmp_path / "spec"))


def test_a_folder_of_too_many_files_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "spec", {f"{n}.yaml": "" for n in range(4)})
    monkeypatch.setattr("scripts.codegen.intake.bundle.MAX_FILES", 3)
    with pytest.raises(SpecError, match="more than 3 files"):
        fetch(str(tmp_path / "spec"))
