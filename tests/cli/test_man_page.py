"""The manual page that the wheel installs."""

from __future__ import annotations

import re

import pytest

from journeybee.settings.environment import KNOWN_NAMES
from scripts.tools import man_page


@pytest.mark.thorough
def test_the_page_is_that_of_the_present_commands() -> None:
    written = man_page.PAGE.read_text(encoding="utf-8")
    assert written == man_page.page(), "run `python -m scripts.tools.man_page`"


def test_the_page_has_the_variables_that_are_read() -> None:
    prefixes = ("JOURNEYBEE_LEGACY", "SALESHANDY")
    read = {name for name in KNOWN_NAMES if not name.startswith(prefixes)}
    assert read <= man_page.ENVIRONMENT.keys()


def test_every_line_is_text_or_a_known_macro() -> None:
    macros = re.findall(r"^([.'].*)$", man_page.PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert {line.split(" ")[0] for line in macros} == {
        '.\\"', ".TH", ".SH", ".SS", ".PP", ".TP", ".nf", ".fi"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "roff"),
    [
        (".hidden", r"\&.hidden"),
        ("'quoted'", r"\&'quoted'"),
        (r"a\b -c", r"a\eb \-c"),
        ("see `a  b`", r"see \fBa b\fR"),
    ],
)
def test_what_roff_would_interpret_is_escaped(text: str, roff: str) -> None:
    (line,) = [it for it in man_page.paragraphs(text) if it != ".PP"]
    assert line == roff
