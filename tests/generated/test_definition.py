"""A model that attrs completes at first use is what `attrs.define` makes at once."""

from __future__ import annotations

import copy
import inspect
import pickle
import pydoc
import sys
import threading
import time
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import attrs
import cattrs
import pytest

from journeybee_api._runtime import UNSET, Model, Unset, define, field
from journeybee_api._runtime.definition import field_names

DATA = {"uuid": "u", "size": 3, "class": "c", "shoe": 7}


def made_by(define: Any, field: Any) -> Any:
    """A model, not used yet."""

    @define(kw_only=True, eq=False, repr=False)
    class Box(Model):
        """A box."""

        __qualname__ = "Store.Box"
        wire_names = {"class_": "class"}  # noqa: RUF012

        uuid: str
        size: int | None
        """How large it is."""
        class_: str | Unset = UNSET
        additional_properties: dict[str, int] = field(factory=dict[str, Any])

    return Box


def matched(box: Any) -> Any:
    match box:
        case Model(additional_properties={"shoe": shoe}):
            return shoe
        case _:
            return None


def matched_by_position(box: Any) -> Any:
    kind = type(box)
    match box:
        case kind(uuid):
            return uuid
        case _:
            return None


def extended_by_attrs(kind: Any) -> Any:
    @attrs.define(kw_only=True, eq=False, repr=False)
    class Crate(kind):  # type: ignore[misc]
        label: str = "a"

    made: Any = Crate
    crate = made(uuid="u", size=None)
    assert attrs.evolve(crate, label="b") != crate
    assert Crate.from_dict({**DATA, "label": "d"}).to_dict() == {**DATA, "label": "d"}
    return crate, attrs.asdict(crate), field_names(Crate), hasattr(crate, "__dict__")


def extended_by_hand(kind: Any) -> Any:
    class Crate(kind):  # type: ignore[misc]
        def __init__(self, **values: Any) -> None:
            super().__init__(size=1, **values)

        def area(self) -> int:
            return int(self.size * 2)

    assert Crate.from_dict(DATA).area() == 6
    return Crate(uuid="u"), Crate(uuid="u").area(), field_names(Crate)


def structured(kind: Any) -> Any:
    converter = cattrs.Converter()
    converter.register_structure_hook(str | Unset, lambda value, _: value)
    return converter.structure({"uuid": "u", "size": 3, "class_": "c"}, kind).to_dict()


def by_pickle(protocol: int) -> Callable[[Any, Any], Any]:
    return lambda _, box: pickle.loads(pickle.dumps(box, protocol)).to_dict()


# What is asked of a class that nothing was asked of before, and of a model of it that was read.
USES: dict[str, Callable[[Any, Any], Any]] = {
    "made": lambda kind, _: kind(uuid="u", size=3, additional_properties={"a": 1}).to_dict(),
    "wrong keyword": lambda kind, _: kind(uuid="u", size=3, colour="red"),
    "missing argument": lambda kind, _: kind(uuid="u"),
    "by position": lambda kind, _: kind("u", 3),
    "signature": lambda kind, _: str(inspect.signature(kind)),
    "signature of init": lambda kind, _: str(inspect.signature(kind.__init__)),
    "annotations of init": lambda kind, _: kind.__init__.__annotations__,
    "help": lambda kind, _: pydoc.render_doc(kind),
    "has": lambda kind, _: attrs.has(kind),
    "fields": lambda kind, _: tuple(attrs.fields(kind)),
    "fields_dict": lambda kind, _: attrs.fields_dict(kind),
    "resolve_types": lambda kind, _: [f.type for f in attrs.fields(attrs.resolve_types(kind))],
    "evolve": lambda _, box: attrs.evolve(box, size=4).to_dict(),
    "asdict": lambda _, box: attrs.asdict(box),
    "astuple": lambda _, box: attrs.astuple(box),
    "cattrs": lambda _, box: cattrs.unstructure(box),
    "cattrs structure": lambda kind, _: structured(kind),
    "copy": lambda _, box: copy.copy(box).to_dict(),
    "deepcopy": lambda _, box: copy.deepcopy(box).to_dict(),
    "replace": lambda _, box: box.__replace__(size=4).to_dict(),
    **{f"pickle {number}": by_pickle(number) for number in range(pickle.HIGHEST_PROTOCOL + 1)},
    "state": lambda _, box: box.__getstate__(),
    "state of a pickle": lambda kind, _: kind.__new__(kind).__setstate__({"uuid": "u", "size": 3}),
    "match": lambda _, box: matched(box),
    "match by position": lambda _, box: matched_by_position(box),
    "match_args": lambda kind, _: kind.__match_args__,
    "size": lambda kind, box: (sys.getsizeof(box), kind.__slots__),
    "repr and hash": lambda _, box: (repr(box), hash(box) == hash(copy.copy(box))),
    "extended by attrs": lambda kind, _: extended_by_attrs(kind),
    "extended by hand": lambda kind, _: extended_by_hand(kind),
    "names": lambda kind, _: (attrs.has(kind), sorted(vars(kind))),
}


def outcome(use: Callable[[Any, Any], Any], kind: Any, patch: pytest.MonkeyPatch) -> str:
    patch.setitem(globals(), "Store", SimpleNamespace(Box=kind))  # where pickle looks for it
    box = kind.from_dict(DATA)
    try:
        return repr(use(kind, box))
    except (TypeError, AttributeError) as error:
        return f"{type(error)} {error}"


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_the_first_use_of_a_model_is_as_of_a_class_by_attrs(
    use: Callable[[Any, Any], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    by_attrs = outcome(use, made_by(attrs.define, attrs.field), monkeypatch)
    deferred = made_by(define, field)
    assert outcome(use, deferred, monkeypatch) == by_attrs
    assert outcome(use, deferred, monkeypatch) == by_attrs


def test_a_model_has_slots_only_and_can_be_referred_to_weakly() -> None:
    box: Any = made_by(define, field).from_dict(DATA)
    assert not hasattr(box, "__dict__")
    with pytest.raises(AttributeError, match="colour"):
        box.colour = "red"
    assert weakref.ref(box)() is box


def test_a_model_keeps_what_was_put_on_it_before_its_first_use() -> None:
    kind = made_by(define, field)
    made: list[str] = []
    kind.__init__ = lambda _self, **values: made.extend(values)
    assert kind.__attrs_attrs__
    kind(size=3)
    assert made == ["size"]


def test_threads_that_use_a_model_first_at_once_complete_it_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kind = made_by(define, field)
    completed: list[str] = []
    by_attrs = attrs.define

    def noted(**options: Any) -> Any:
        completed.append("once")
        for _ in range(50):
            time.sleep(0)  # the others come meanwhile
        return by_attrs(**options)

    def use(number: int) -> Any:
        barrier.wait()
        return kind(uuid="u", size=number).size if number % 2 else kind.__attrs_attrs__

    assert attrs.has(Model)
    monkeypatch.setattr(attrs, "define", noted)
    barrier = threading.Barrier(8)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            seen = list(threads.map(use, range(8)))
    finally:
        sys.setswitchinterval(interval)
    assert seen[1::2] == [1, 3, 5, 7]
    assert all(fields is kind.__attrs_attrs__ for fields in seen[::2])
    assert completed == ["once"]
