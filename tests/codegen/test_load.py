"""Reading specs: what is taken and how, and what is refused before anything is built of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from scripts.codegen.errors import SpecError
from scripts.codegen.intake import parse as load
from scripts.codegen.intake import yaml_reader
from scripts.codegen.intake.parse import load_document, parse
from tests.codegen.frozen_project import SPEC


def read(text: str) -> dict[str, Any]:
    return parse(text.encode(), "s.yaml")


def refused(content: bytes | str, name: str = "s") -> SpecError:
    content = content.encode() if isinstance(content, str) else content
    with pytest.raises(SpecError) as caught:
        parse(content, name)
    return caught.value


def test_a_spec_is_read_as_a_loader_of_yaml_reads_it() -> None:
    content = SPEC.read_bytes()
    document = load_document(content, "openapi.yaml")
    known = yaml.load(content, Loader=yaml.CSafeLoader)
    assert json.dumps(document) == json.dumps(known)


def test_json_and_yaml_give_the_same() -> None:
    value: dict[str, Any] = {
        "a": [1, -2.5, True, None, "é\U0001f600", {"b": {}}],
        "c": "x\ny",
        "d": [],
    }
    as_json = json.dumps(value).encode()
    assert parse(as_json, "s") == value
    assert parse(b"\xef\xbb\xbf \n" + as_json, "s") == value
    assert parse(yaml.safe_dump(value).encode(), "s") == value
    assert parse(b"{a: 1}", "s") == {"a": 1}
    assert list(parse(b'{"z": 1, "a": 2}', "s")) == ["z", "a"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *((word, word) for word in ("yes", "no", "on", "off", "y", "N", "Yes", "NO")),
        *((word, word) for word in ("2024-01-01", "2024-01-01T10:00:00Z", "12:30", "1_000")),
        *((word, word) for word in ("NaN", "Infinity", "+", "-x", ".", "1.2.3", "0o8", "=")),
        ("1", 1),
        ("-7", -7),
        ("010", 10),
        ("0o10", 8),
        ("0x1F", 31),
        ("1.50", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("true", True),
        ("FALSE", False),
        ("~", None),
        ("", None),
        ("'1'", "1"),
        ('"true"', "true"),
        ("!!str 12", "12"),
        ("!!int '12'", 12),
        ("!!float 1", 1),
        ("!!seq [1]", [1]),
        ("!!map {a: 1}", {"a": 1}),
        ("|\n  a\n  b\n", "a\nb\n"),
    ],
)
def test_scalars_are_those_of_yaml_1_2(text: str, value: object) -> None:
    found = read(f"key: {text}")["key"]
    assert found == value
    assert type(found) is type(value)


def test_keys_are_the_text_they_are_written_as() -> None:
    keys = read("{200: a, 1.10: b, true: c, null: d, on: e, 0x10: f, '<<': g}")
    assert list(keys) == ["200", "1.10", "true", "null", "on", "0x10", "<<"]


def test_aliases_give_copies_and_merges_give_way_to_what_is_said() -> None:
    found = read(
        "a: &a {x: 1, y: &y [2]}\nb: *a\nc: {<<: *a, x: 3}\nd: {x: 4, <<: [{x: 5, z: 6}, *a]}\n"
        "e: *y\nf: &key k\n*key : 7\n"
    )
    assert found["b"] == found["a"] == {"x": 1, "y": [2]}
    assert found["b"] is not found["a"]
    assert found["e"] is not found["a"]["y"]
    assert found["c"] == {"x": 3, "y": [2]}
    assert found["d"] == {"x": 4, "z": 6, "y": [2]}
    assert found["k"] == 7


@pytest.mark.parametrize(
    ("content", "where", "problem"),
    [
        ('{"a": {"b": 1, "c": 2, "b": 3}}', "s#/a", "the key 'b' twice"),
        ('{"a": {"b": 1, "b": 3}, "a": 3}', "s#", "the key 'a' twice"),
        ("a:\n  - b: 1\n    b: 2\n", "s#/a/0", "the key 'b' twice"),
        ("a: {1: x, '1': y}", "s#/a", "the key '1' twice"),
        ("a: &a {}\nb: {<<: *a, <<: *a}", "s#/b", "the key '<<' twice"),
        ('{"a": [NaN]}', "s#/a/0", "NaN is not"),
        ('{"a": -Infinity}', "s#/a", "-Infinity is not"),
        ('{"a": 1e999}', "s#/a", "too large"),
        ('{"a": ' + "9" * 5000 + "}", "s#/a", "too long"),
        ("a: [.inf]", "s#/a/0", ".inf is too"),
        ("a: .NaN", "s#/a", ".NaN is too"),
        ("a: 1e999", "s#/a", "too large"),
        ("a: " + "9" * 5000, "s#/a", "too long"),
        ('{"a": {"b": "\\ud800"}}', "s#/a/b", "surrogate"),
        ('{"a": {"\\udc00": 1}}', "s#/a", "surrogate"),
        ("a: {b: !!python/name:os.system }", "s#/a/b", "tag"),
        ("a: !!python/object/apply:os.system [id]", "s#/a", "tag"),
        ("a: !!timestamp 2024-01-01", "s#/a", "tag"),
        ("a: !!set {x}", "s#/a", "tag"),
        ("a: !mine {x: 1}", "s#/a", "tag"),
        ("a: !!int x", "s#/a", "not what its tag says"),
        ("a: {!!python/none x: 1}", "s#/a", "a key that is"),
        ("a: {? [1] : 2}", "s#/a", "a key that is"),
        ("a: &b [1]\nc: {*b : 2}", "s#/c", "a key that is"),
        ("a: *b", "s#", "undefined alias"),
        ("a: &a [1, *a]", "s#/a/1", "contains itself"),
        ("a: {x: 1, <<: 3}", "s#/a/<<", "merges"),
        ("a: 1\n---\nb: 2\n", "s#", "another document"),
        ("a: [1", "s#", "is not YAML"),
        ("a: \x07", "s#", "is not YAML"),
        ("{'a': 1,, }", "s#", "is not JSON"),
        ('{"a": 1} x', "s#", "is not JSON"),
        ("[1]", "s#", "not an object"),
        ("", "s#", "not an object"),
        (b"a: \xff", "s#", "UTF-8"),
        ("a: 1".encode("utf-16"), "s#", "UTF-16"),
        ("a: 1".encode("utf-16-le"), "s#", "UTF-16"),
        ("a: 1".encode("utf-32-be"), "s#", "UTF-32"),
    ],
)
def test_what_is_not_json_is_refused(content: bytes | str, where: str, problem: str) -> None:
    error = refused(content)
    assert error.pointer == where
    assert problem in error.problem


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        ('{"a":' + "[" * 199 + "]" * 199 + "}", None),
        ('{"a":' + "[" * 200 + "]" * 200 + "}", "s#"),
        ("a: " + "[" * 199 + "]" * 199, None),
        ("a: " + "[" * 200 + "]" * 200, "s#/a" + "/0" * 199),
        ("a: &a " + "[" * 99 + "]" * 99 + "\nb: " + "[" * 100 + "*a" + "]" * 100, None),
        ("a: &a " + "[" * 99 + "]" * 99 + "\nb: " + "[" * 101 + "*a" + "]" * 101, "deep"),
    ],
)
def test_two_hundred_levels_are_enough(text: str, pointer: str | None) -> None:
    if pointer is None:
        parse(text.encode(), "s")
    else:
        error = refused(text)
        assert "200 levels" in error.problem
        assert error.pointer == pointer or (pointer == "deep" and error.pointer.startswith("s#/b"))


def test_a_bracket_or_an_escaped_quote_in_a_text_is_no_level() -> None:
    text = json.dumps({"a": '\\"' + "[" * 500, "b": "," * 500})
    assert parse(text.encode(), "s")["a"].endswith("[")


def test_the_number_of_values_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (load, yaml_reader):
        monkeypatch.setattr(module, "MAX_NODES", 10)
    assert parse(b'{"a": [1, 2, 3, 4, 5, 6, 7, 8]}', "s")
    assert "more than 10" in refused('{"a": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}').problem
    assert read("a: [1, 2, 3, 4, 5, 6, 7, 8]")
    assert refused("a: [1, 2, 3, 4, 5, 6, 7, 8, 9]").pointer == "s#/a/8"
    assert read("a: &a [1, 2]\nb: *a\nc: *a")
    assert read("a: &a 1\nb: [*a, *a, *a, *a, *a, *a, *a]")
    assert refused("a: &a 1\nb: [*a, *a, *a, *a, *a, *a, *a, *a]").pointer == "s#/b/7"
    assert refused("a: &a [1, 2]\nb: *a\nc: [*a, 1]").pointer == "s#/c/0/1"


def test_text_that_aliases_repeat_is_bounded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_reader, "MAX_BYTES", 100)
    assert read("a: &a " + "x" * 40 + "\nb: *a")
    error = refused("a: &a " + "x" * 40 + "\nb: *a\nc: *a")
    assert (error.pointer, "text" in error.problem) == ("s#/c", True)


def test_a_file_too_large_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "MAX_BYTES", 8)
    assert parse(b"a: 12345", "s")
    assert "larger" in refused(b"a: 123456").problem


def test_names_in_messages_are_short_and_printable() -> None:
    error = refused('{"\\u001b[2J' + "n" * 500 + '": {"a": NaN}}')
    assert "\x1b" not in str(error)
    assert "\\x1b[2J" in error.pointer
    assert len(str(error)) < 200
