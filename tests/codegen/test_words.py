"""Words as names of functions and classes."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openapi_python_client.strings import PythonIdentifier

from scripts.codegen.normalise.naming import class_name, pascal_case, singular_of, snake_case


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("leads", "lead"),
        ("categories", "category"),
        ("ties", "tie"),
        ("flies", "fly"),
        ("addresses", "address"),
        ("asses", "asse"),
        ("boxes", "box"),
        ("axes", "axe"),
        ("branches", "branch"),
        ("aches", "ache"),
        ("wishes", "wish"),
        ("ashes", "ashe"),
        ("class", "class"),
        ("status", "status"),
        ("analysis", "analysis"),
        ("gas", "gas"),
        ("mdfs", "mdf"),
        ("lead", "lead"),
        ("as", "as"),
        ("", ""),
    ],
)
def test_singular_of(plural: str, singular: str) -> None:
    assert singular_of(plural) == singular


@given(st.text())
def test_every_word_has_a_singular_that_is_no_longer_than_it(word: str) -> None:
    singular = singular_of(word)
    assert len(singular) <= len(word)
    assert bool(singular) == bool(word)


@pytest.mark.parametrize(
    ("text", "snake"),
    [
        ("listLeads", "list_leads"),
        ("list-leads", "list_leads"),
        ("List  leads!", "list_leads"),
        ("HTTPServerURL", "http_server_url"),
        ("page2Size", "page2_size"),
        ("ABc", "a_bc"),
        ("a__b_ _c", "a_b_c"),
        ("X", "x"),
        ("_a_", "a"),
        ("9lives", "n9lives"),
        ("a9", "a9"),
        ("été", "t"),
        ("", ""),
        ("__", ""),
    ],
)
def test_snake_case(text: str, snake: str) -> None:
    assert snake_case(text) == snake


@given(st.text())
def test_snake_case_is_an_identifier_or_nothing_and_stays_as_it_is(text: str) -> None:
    snake = snake_case(text)
    assert not snake or snake.isidentifier()
    assert snake.isascii()
    assert snake == snake.lower()
    assert "__" not in snake
    assert not snake or PythonIdentifier(snake, "") in {snake, f"{snake}_"}
    assert snake_case(snake) == snake


def test_long_runs_of_capitals_take_no_long_time() -> None:
    start = time.process_time()
    assert snake_case("A" * 200_000) == "a" * 200_000
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("lead_note", "LeadNote"),
        ("LeadNote", "LeadNote"),
        ("my.lead-note", "MyLeadNote"),
        ("9lives", "Schema9Lives"),
        ("\N{HONEYBEE}", "Schema"),
        ("\N{LATIN CAPITAL LETTER E WITH ACUTE}tat civil", "SchemaTatCivil"),
        ("any", "AnyModel"),
        ("Literal", "LiteralModel"),
        ("datetime", "DatetimeModel"),
        ("taken", "Taken3"),
        ("TAKEN", "TAKEN3"),
        ("a" * 90, "A" + "a" * 79),
        ("\N{HONEYBEE}" + "b" * 90, "B" + "b" * 78),
        ("\N{LATIN CAPITAL LETTER E WITH ACUTE}" + "b" * 90, "Schema" + "B" + "b" * 79),
    ],
)
def test_class_name(text: str, name: str) -> None:
    assert class_name(text, {"taken", "taken2", "other"}) == name


@given(st.text(), st.sets(st.sampled_from(["a", "b", "schema"])))
def test_every_text_gives_a_free_class_name(text: str, taken: set[str]) -> None:
    name = class_name(text, taken)
    assert name.isidentifier()
    assert name.isascii()
    assert name.lower() not in taken


@pytest.mark.parametrize(
    ("text", "pascal"),
    [
        ("lead_notes", "LeadNotes"),
        ("leadNotes", "LeadNotes"),
        ("Lead", "Lead"),
        ("a", "A"),
        ("a  _b", "AB"),
        ("9a", "N9a"),
        ("", ""),
    ],
)
def test_pascal_case(text: str, pascal: str) -> None:
    assert pascal_case(text) == pascal
