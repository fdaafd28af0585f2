"""What changed between two specs, as those who call the client feel it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scripts.codegen.normalise.naming import route
from scripts.codegen.report.facts import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scripts.codegen.document import Json
    from scripts.codegen.report.facts import Facts, Field, Model, Operation
    from scripts.codegen.report.shapes import Shape

SECTIONS = ("API", "Operations", "Parameters", "Lists", "Results", "Models", "Webhooks")
KINDS = {"nothing": "nothing", "single": "one object", "listed": "a whole list", "paged": "pages"}


@dataclass(frozen=True)
class Change:
    """One change of one operation or model.

    ``text`` is ours, with places for ``name``, ``old`` and ``new``, which come from the specs.
    """

    section: str
    subject: str
    text: str
    breaking: bool
    name: str = ""
    old: str = ""
    new: str = ""


@dataclass(frozen=True)
class Evidence:
    """That a thing is known otherwise than before; ``name`` is empty for the subject itself."""

    subject: str
    name: str
    old: str
    new: str


@dataclass(frozen=True)
class Report:
    """All changes between two specs, and the ids of the operations they may name."""

    changes: tuple[Change, ...]
    evidence: tuple[Evidence, ...]
    operations: frozenset[str]

    @property
    def empty(self) -> bool:
        return not self.changes and not self.evidence

    @property
    def breaking(self) -> int:
        """How many changes break callers."""
        return sum(change.breaking for change in self.changes)


def compare(old: Json, new: Json) -> Report:
    """What changed from one normalised document to another."""
    before, after = facts_of(old), facts_of(new)
    pairs, changes = _pairs(before, after)
    changes += [*_whole(before, after), *_webhooks(before, after)]
    evidence: list[Evidence] = []
    for was, now in pairs:
        changes += _operation(was, now)
        results = {"result": (was.result.evidence, now.result.evidence)}
        evidence += _evidence(now.id, was, now, _known(was.arguments), _known(now.arguments))
        evidence += [Evidence(now.id, n, a, b) for n, (a, b) in results.items() if a != b]
    for name in before.models.keys() | after.models.keys():
        model, changed = before.models.get(name), after.models.get(name)
        if model is None:
            changes.append(Change("Models", name, "added", breaking=False))
        elif changed is None:
            changes.append(Change("Models", name, "removed", breaking=True))
        else:
            changes += _model(name, model, changed)
            was_known = {key: field.evidence for key, field in model.fields.items()}
            now_known = {key: field.evidence for key, field in changed.fields.items()}
            evidence += _evidence(name, model, changed, was_known, now_known)
    return Report(
        tuple(sorted(changes, key=lambda c: (c.section, c.subject, c.text, c.name, c.old, c.new))),
        tuple(sorted(evidence, key=lambda e: (e.subject, e.name, e.old, e.new))),
        frozenset(before.operations.keys() | after.operations.keys()),
    )


def _whole(before: Facts, after: Facts) -> Iterator[Change]:
    """Changes of where requests go, and of the header that carries the key."""
    if before.base_url != after.base_url:
        text = "is now {new}, no longer {old}"
        yield Change(
            "API", "BASE_URL", text, breaking=True, old=before.base_url, new=after.base_url
        )
    if before.auth != after.auth:
        old, new = (f"{header}: {prefix}KEY" for header, prefix in (before.auth, after.auth))
        text = "sends the key as {new}, no longer as {old}"
        yield Change("API", "AUTH", text, breaking=True, old=old, new=new)


def _webhooks(before: Facts, after: Facts) -> Iterator[Change]:
    old, new = before.webhooks, after.webhooks
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            yield Change("Webhooks", name, "removed", breaking=True)
        elif name not in old:
            yield Change("Webhooks", name, "added: {new}", breaking=False, new=new[name])
        elif old[name] != new[name]:
            text = "sends {new}, no longer {old}"
            yield Change("Webhooks", name, text, breaking=True, old=old[name], new=new[name])


def _known(arguments: Mapping[tuple[str, str], Field]) -> dict[str, str]:
    return {f"{place} {name}": field.evidence for (place, name), field in arguments.items()}


def _evidence(
    subject: str,
    was: Operation | Model,
    now: Operation | Model,
    old: Mapping[str, str],
    new: Mapping[str, str],
) -> Iterator[Evidence]:
    if was.evidence != now.evidence:
        yield Evidence(subject, "", was.evidence, now.evidence)
    for name in old.keys() & new.keys():
        if old[name] != new[name]:
            yield Evidence(subject, name, old[name], new[name])


def _pairs(before: Facts, after: Facts) -> tuple[list[tuple[Operation, Operation]], list[Change]]:
    """The operations of both specs, matched by id, else by route; and those of one only."""
    old, new = before.operations, after.operations
    pairs = [(old[name], new[name]) for name in old.keys() & new.keys()]
    changes: list[Change] = []
    arrived = {_route(new[name]): new[name] for name in sorted(new.keys() - old.keys())}
    for name in sorted(old.keys() - new.keys()):
        was = old[name]
        now = arrived.pop(_route(was), None)
        if now is None:
            text = "removed: {old}"
            changes.append(Change("Operations", name, text, breaking=True, old=_request(was)))
        else:
            pairs.append((was, now))
            text = "renamed: it was {old}"
            changes.append(Change("Operations", now.id, text, breaking=True, old=name))
    for name in sorted(new.keys() - {now.id for _, now in pairs}):
        text = "added: {new}"
        changes.append(Change("Operations", name, text, breaking=False, new=_request(new[name])))
    return pairs, changes


def _route(operation: Operation) -> str:
    """What stays when an operation is renamed."""
    return route(operation.method, operation.path)


def _request(operation: Operation) -> str:
    return f"{operation.method} {operation.path}"


def _operation(was: Operation, now: Operation) -> Iterator[Change]:
    subject = now.id
    if _request(was) != _request(now):
        text = "sent as {new}, no longer as {old}"
        yield Change(
            "Operations", subject, text, breaking=False, old=_request(was), new=_request(now)
        )
    yield from _order(was, now)
    for key in was.arguments.keys() | now.arguments.keys():
        yield from _argument(subject, key, was.arguments.get(key), now.arguments.get(key))
    yield from _results(was, now)


def _order(was: Operation, now: Operation) -> Iterator[Change]:
    """Path parameters are given by position: their order is part of the call."""
    old, new = (re.findall(r"\{([^}]*)\}", operation.path) for operation in (was, now))
    if old != new and sorted(old) == sorted(new):
        text = "path parameters come in the order {new}, no longer {old}"
        yield Change(
            "Parameters", now.id, text, breaking=True, old=", ".join(old), new=", ".join(new)
        )


def _argument(
    subject: str, key: tuple[str, str], was: Field | None, now: Field | None
) -> Iterator[Change]:
    place, name = key
    label = name if key == ("body", "body") else f"{place} {name}"

    def changed(text: str, *, breaking: bool, old: str = "", new: str = "") -> Change:
        return Change("Parameters", subject, "{name} " + text, breaking, label, old, new)

    if now is None:
        yield changed("removed", breaking=True)
    elif was is None:
        required = "required" if now.required else "optional"
        yield changed(f"added, {required}: {{new}}", breaking=now.required, new=str(now.shape))
    else:
        if was.required != now.required:
            text = "is now required" if now.required else "is now optional"
            yield changed(text, breaking=now.required)
        for text, breaking, old, new in _reshaped(was.shape, now.shape, sent=True, read=False):
            yield changed(text, breaking=breaking, old=old, new=new)


def _results(was: Operation, now: Operation) -> Iterator[Change]:
    old, new = was.result, now.result
    if old.kind != new.kind:
        lists = {old.kind, new.kind} == {"listed", "paged"}
        text = f"gives {KINDS[new.kind]}, where it gave {KINDS[old.kind]}"
        # Through the client both are a pager of the same items; before, nothing was to be had.
        breaking = not lists and old.kind != "nothing"
        yield Change("Lists" if lists else "Results", now.id, text, breaking)
    if "nothing" in (old.kind, new.kind):
        return
    for text, breaking, before, after in _reshaped(old.shape, new.shape, sent=False, read=True):
        label = "item" if new.kind in {"listed", "paged"} else "result"
        yield Change("Results", now.id, f"{label} {text}", breaking, old=before, new=after)


def _model(name: str, was: Model, now: Model) -> Iterator[Change]:
    for text, breaking, old, new in _reshaped(was.shape, now.shape, sent=was.sent, read=was.read):
        yield Change("Models", name, text, breaking, old=old, new=new)
    for key in was.fields.keys() | now.fields.keys():
        for text, breaking, old, new in _field(was, was.fields.get(key), now.fields.get(key)):
            yield Change("Models", name, "{name} " + text, breaking, name=key, old=old, new=new)


def _field(
    model: Model, was: Field | None, now: Field | None
) -> Iterator[tuple[str, bool, str, str]]:
    if now is None:
        yield "removed", True, "", ""
    elif was is None:
        required = "required" if now.required else "optional"
        breaking = now.required and model.sent
        yield f"added, {required}: {{new}}", breaking, "", str(now.shape)
    else:
        if was.required != now.required:
            text = "is now required" if now.required else "is now optional"
            yield text, model.sent if now.required else model.read, "", ""
        yield from _reshaped(was.shape, now.shape, sent=model.sent, read=model.read)


def _reshaped(
    was: Shape, now: Shape, *, sent: bool, read: bool
) -> Iterator[tuple[str, bool, str, str]]:
    """(text, breaking, old, new) of each change of a schema, for what callers send or read."""
    if was.type != now.type:
        breaking = (sent and not now.accepts(was)) or (read and not was.accepts(now))
        yield "is now {new}, no longer {old}", breaking, str(was), str(now)
        if breaking:
            return
    if was.nullable != now.nullable:
        text = "may now be null" if now.nullable else "may no longer be null"
        yield text, read if now.nullable else sent, "", ""
    if was.values is None and now.values is not None:
        yield "is now one of {new}", sent, "", ", ".join(sorted(now.values))
    elif was.values is not None and now.values is None:
        yield "is no longer limited to {old}", False, ", ".join(sorted(was.values)), ""
    else:
        for value in sorted((was.values or frozenset()) - (now.values or frozenset())):
            yield "value {old} removed", sent, value, ""
        for value in sorted((now.values or frozenset()) - (was.values or frozenset())):
            yield "value {new} added", False, "", value
