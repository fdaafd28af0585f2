"""Documents that are odd in one place: what becomes of each, and what is left out for it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

import journeybee_api
from scripts.codegen.build import build
from scripts.codegen.errors import SpecError
from scripts.codegen.findings import NOTE
from scripts.codegen.intake import read
from scripts.codegen.intake.parse import parse
from scripts.codegen.normalise.naming import Names
from scripts.tools.check_samples import check

ODD = Path(__file__).parent / "odd"
BODY = "#/paths/~1a/get/responses/200/content/application~1json/schema"


class Outcome(NamedTuple):
    """What is in a file of the package, what is left out, and what is only told of."""

    file: str
    has: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


A = "models/a.py"
CALL = "operations/a.py"
OUTCOMES = {
    "no-models": Outcome("operations/health.py", ("-> Operation[str]",)),
    "response-without-description": Outcome(A, ("a: str | Unset",)),
    "server-http": Outcome("__init__.py", ("BASE_URL = ''",), notes=("must be https",)),
    "server-relative": Outcome("__init__.py", ("BASE_URL = ''",), notes=("names no host",)),
    "plus-minus-names": Outcome(A, ('"plus_1": "+1"', '"minus_1": "-1"', "plus_1: int")),
    "recursive-json": Outcome(A, ("value: Json | Unset",)),
    "allof-with-itself": Outcome("models/node_2.py", ("label: str", "children: list[Node2]")),
    "body-is-a-time": Outcome("operations/now.py", ("-> Operation[datetime.datetime]",)),
    "boolean-component": Outcome(A, ("a: Any | Unset",)),
    "discriminator-not-text": Outcome("models/a_kind.py", ("Literal[1]",)),
    "unquoted-null": Outcome(A, ("a: str | None | Unset",)),
    "path-parameter-name": Outcome(CALL, ("lead_id: str", '"/a/{lead_id}"')),
    "long-enum-value": Outcome(
        A, ("a: str | Unset",), (f"schema of GET /a: {BODY}/properties/a/enum/1 is a name of more",)
    ),
    "external-file": Outcome(
        CALL,
        ("-> Operation[Any]",),
        (f"schema of GET /a: {BODY}/$ref ./lead.yaml#/Lead is outside",),
    ),
    "one-dangling-reference": Outcome(
        "operations/bad.py",
        ("-> Operation[Any]",),
        ("schema of GET /bad: #/paths/~1bad/get/responses/200",),
    ),
    "envelopes-become-one": Outcome("models/get_lead_v2.py", ("data: Lead\n",)),
    "path-with-fragment": Outcome("operations/token_refresh.py", ('"/token#refresh"',)),
    "paths-that-differ-in-names": Outcome("operations/files.py", ("{id}", "{name}")),
    "parameters-with-signs": Outcome(
        CALL, ('"DateCreated": date_created,', '"DateCreated<": date_created_before')
    ),
    "misplaced-examples": Outcome(CALL, ('"a": a',), notes=("is not a media type",)),
    "file-told-as-json": Outcome(
        "operations/download.py", ("-> Operation[bytes]", '"Accept": "*/*"')
    ),
    "dangling-reference-in-a-field": Outcome(
        A, ("b: Any | Unset",), (f"schema of GET /a: {BODY}/properties/b/$ref",)
    ),
    "title-or-version-missing": Outcome(A, ("a: str | Unset",)),
    "deep-object-in-a-form": Outcome(CALL, ('"object": Styled("deep", object_)',)),
    "alias-that-holds-itself": Outcome(A, ("a: str",), notes=("leads back to itself",)),
    "tuple-that-ends": Outcome(A, ("at: list[float] | Unset",)),
    "inline-webhook": Outcome("webhooks.py", ("'lead.created': 'LeadCreatedWebhook'",)),
    "key-in-authorization": Outcome("__init__.py", ("AUTH = ('Authorization', 'Bearer ')",)),
    "a-field-called-at": Outcome(A, ("works_at: str | Unset",)),
    "record-of-text": Outcome("models/a_labels.py", ("additional_properties: dict[str, str]",)),
    "range-of-errors-and-the-sandbox": Outcome(CALL, ('responses={200: "A"}',)),
    "security-without-scopes": Outcome(A, ("a: str | Unset",)),
    "choice-in-an-all-of": Outcome(A, ("choice: AChoice1 | UnlistedStr | AChoice2 | Unset",)),
    "query-in-a-path": Outcome("operations/a_view_short.py", ('"/a#view=short"', '"view": view')),
    "text-beside-an-enum": Outcome(A, ("b: str | None | Unset", "c: str | Unset")),
    "body-named-like-a-component": Outcome(CALL, ("id: str", "-> Operation[CreateABody]")),
    "all-of-in-a-webhook": Outcome("models/lead_made_webhook.py", ("id: str", "at: str | Unset")),
    "range-beside-a-status": Outcome(CALL, ('200: "A"', '201: "A2"')),
    "variants-of-one-component": Outcome("models/event_kind.py", ("Literal['gone', 'made']",)),
    "files-of-many-kinds": Outcome(
        CALL, ('responses={200: "bytes", 201: "bytes", 202: "bytes"}', '"Accept": "*/*, ')
    ),
    "sent-and-answered-under-one-name": Outcome("models/update_a_post_2.py", ("id: int\n",)),
    "two-kinds-of-json": Outcome(CALL, ('responses={200: "A"}',)),
    "variants-alike": Outcome(A, ("listed: Listed | Constant", "dict[str, Json]")),
    "prefix-in-the-paths": Outcome("operations/leads.py", ('"/v1/leads/"',)),
}


@pytest.mark.parametrize("name", OUTCOMES)
def test_what_becomes_of_an_odd_document(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = ODD / f"{name}.yaml"
    package = tmp_path / f"odd_{name.replace('-', '_')}"
    built = build(read(path.read_bytes(), path.name), Names(), package)
    outcome = OUTCOMES[name]
    text = (package / outcome.file).read_text()
    assert [part for part in outcome.has if part not in text] == []
    told = [str(entry) for entry in built.left_out]
    assert [line[: len(start)] for line, start in zip(told, outcome.left_out, strict=True)] == [
        *outcome.left_out
    ]
    notes = [found.problem for found in built.findings if found.scope == NOTE]
    assert all(expected in note for note, expected in zip(notes, outcome.notes, strict=True))
    index = (package / "operations" / "__init__.py").read_text()
    assert ("NOT_GENERATED" in index) is bool(told)
    monkeypatch.setattr(journeybee_api, "__path__", [*journeybee_api.__path__, str(tmp_path)])
    samples = check(parse(path.read_bytes(), path.name), f"journeybee_api.{package.name}")
    assert samples.faults == {}


def test_a_document_of_which_nothing_is_left_stops_with_all_that_was_found(tmp_path: Path) -> None:
    path = ODD / "multipart-related.yaml"
    with pytest.raises(SpecError, match="nothing left to call") as caught:
        build(read(path.read_bytes(), path.name), Names(), tmp_path / "odd")
    assert "#/paths/~1a/post/requestBody/content/multipart~1related" in caught.value.problem


def test_a_prefix_that_moved_between_server_and_paths_changes_no_path() -> None:
    path = ODD / "prefix-in-the-paths.yaml"
    known = "https://api.journeybee.io/v1"
    document = read(path.read_bytes(), path.name, base_url=known).document
    assert list(document["paths"]) == ["/leads/"]
    assert document["servers"] == [{"url": known}]


def test_every_odd_document_has_an_outcome() -> None:
    assert {path.stem for path in ODD.glob("*.yaml")} == {*OUTCOMES, "multipart-related"}
