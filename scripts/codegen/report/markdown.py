"""Writes a report of changes as Markdown; nothing that a spec says can become markup in it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from scripts.codegen.report.diff import SECTIONS, Change, Evidence, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scripts.codegen.left_out import LeftOut

LONGEST = 120
# Of these signs a code span can hold any; it ends at a backtick only.
ORDINARY = re.compile(r"[\w .,:;/{}\[\]()|?+*=\"'-]+", re.ASCII)
RULE = """\
Breaking is what can stop a working caller: an operation, parameter, model or field removed or of
another type; a new required parameter; a value no longer accepted; a result that may now be null or
missing. What is new and optional, and what only came to be accepted or returned besides, is not.
Parameters and fields go by their names in the spec."""


def to_markdown(
    report: Report, public: Mapping[str, str] | None = None, left_out: Iterable[LeftOut] = ()
) -> str:
    """The report as a page; ``public`` has the name on the client of the operations it binds.

    ``left_out`` is what of the new spec is not generated.
    """
    missing = "".join(
        f"\n- {entry.what} {code(entry.route or entry.pointer)}: {code(entry.pointer)}"
        f" {code(entry.reason)}"
        for entry in left_out
    )
    missing = f"\n## Not generated\n{missing}\n" if missing else ""
    if report.empty and missing:
        return f"# Changes of the spec\n\n{summary(report)}\n{missing}"
    if report.empty:
        return "# Changes of the spec\n\nNo difference that a caller could see.\n"
    names = {id_: (public or {}).get(id_, id_) for id_ in report.operations}
    parts = ["# Changes of the spec", summary(report)]
    for section in SECTIONS:
        chosen = [c for c in report.changes if c.section == section]
        lines = sorted((not c.breaking, *_line(c, names)) for c in chosen)
        parts += [f"## {section}", "\n".join(line for *_, line in lines)] if lines else []
    learned = [e for e in report.evidence if e.new == "documented"]
    others = [e for e in report.evidence if e.new != "documented"]
    for title, entries in (("Now documented", learned), ("Evidence that changed", others)):
        parts += [f"## {title}", "\n".join(_evidence(entries, names))] if entries else []
    parts += [missing.strip()] if missing else []
    return "\n\n".join([*parts, "---", RULE]) + "\n"


def summary(report: Report) -> str:
    """The counts, in a line."""
    if report.empty:
        return "No difference that a caller could see."
    breaking, others = report.breaking, len(report.changes) - report.breaking
    counts = Counter(change.section for change in report.changes)
    told = [f"{counts[section]} of {section.lower()}" for section in SECTIONS if counts[section]]
    documented = sum(e.new == "documented" for e in report.evidence)
    told += [f"{documented} now documented"] if documented else []
    changed = len(report.evidence) - documented
    told += [f"{changed} of other evidence"] if changed else []
    noun = "change" if breaking == 1 else "changes"
    return f"**{breaking} breaking {noun}, {others} other**: {', '.join(told)}."


def code(name: str) -> str:
    """A name from a spec as code: with its odd signs visible, cut, and nothing in it markup."""
    text = "".join(_visible(sign) for sign in name[: LONGEST + 1]) or '""'
    text = text if len(name) <= LONGEST else text[:LONGEST] + "..."
    if ORDINARY.fullmatch(text) and text == text.strip():
        return f"`{text}`"
    signs = (sign if sign.isascii() and sign.isalnum() else f"&#{ord(sign)};" for sign in text)
    return f"<code>{''.join(signs)}</code>"


def _visible(sign: str) -> str:
    if unicodedata.category(sign)[0] == "C" or sign in "\u2028\u2029":
        return f"\\u{ord(sign):04x}"
    return sign


def _line(change: Change, names: Mapping[str, str]) -> tuple[str, str]:
    """What to sort by, and the line."""
    shown = names.get(change.subject, change.subject)
    subject = shown if change.section not in {"API", "Models", "Webhooks"} else change.subject
    fills = {"name": code(change.name), "old": code(change.old), "new": code(change.new)}
    mark = "**breaking** " if change.breaking else ""
    return subject, f"- {mark}{code(subject)}: {change.text.format(**fills)}"


def _evidence(entries: Iterable[Evidence], names: Mapping[str, str]) -> Iterator[str]:
    """A line for each subject and kind of change, with all that changed in it."""
    grouped: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for entry in entries:
        subject = names.get(entry.subject, entry.subject)
        grouped[subject, entry.old, entry.new].append(entry.name)
    for (subject, old, new), found in sorted(grouped.items()):
        parts = [code(name) if name else "itself" for name in sorted(found)]
        what = "" if found == [""] else f" ({', '.join(parts)})"
        now = "" if new == "documented" else f", is now {code(new)}"
        yield f"- {code(subject)}{what}: was {code(old)}{now}"
