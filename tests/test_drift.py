"""Differences from the spec, counted by several threads."""

from __future__ import annotations

import copy
import logging
import pickle
import sys
import threading
from collections.abc import Iterator

import pytest

from journeybee.drift import DriftCounter
from journeybee_api._runtime import Drift


@pytest.fixture
def switches() -> Iterator[None]:
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("switches")
def test_threads_lose_no_count_and_report_each_field_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    drift = DriftCounter()
    together = threading.Barrier(4)

    def count() -> None:
        for number in range(50):
            together.wait(30)
            drift.note(Drift("Lead", f"field {number}", "unknown"))

    with caplog.at_level(logging.WARNING, logger="journeybee.drift"):
        threads = [threading.Thread(target=count) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert set(drift.values()) == {4}
    assert len(caplog.records) == len(drift) == 50


def test_a_counter_can_be_copied_and_pickled() -> None:
    drift = DriftCounter()
    drift.note(Drift("Lead", "a", "unknown"))
    for twin in (copy.deepcopy(drift), pickle.loads(pickle.dumps(drift)), drift.copy()):
        assert type(twin) is DriftCounter
        assert twin == drift
