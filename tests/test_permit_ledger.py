"""What a process remembers of a shared limit, under an injected clock."""

from __future__ import annotations

import pytest

from journeybee.limits.shared.contact import Limits
from journeybee.limits.shared.ledger import PermitLedger, Report
from tests.pipeline_harness import FakeTime

LIMITS = Limits(limit=100, period=60.0, burst=20, lease=10.0)
KEEP = 70.0


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def ledger(time: FakeTime) -> PermitLedger:
    return PermitLedger(KEEP, time)


def test_news_is_reported_once_and_the_rest_when_it_was_lost(
    ledger: PermitLedger, time: FakeTime
) -> None:
    ledger.record("held", "a", pending=False)
    ledger.record("held", "b", pending=False)
    assert ledger.pending() == []
    time.now = 3
    ledger.record("done", "a")
    time.now = 5
    assert ledger.pending() == [Report("done", "a", 2)]
    ledger.acknowledged(ledger.pending())
    assert ledger.pending() == []
    ledger.mark_all_pending()
    assert ledger.pending() == [Report("done", "a", 2), Report("held", "b", 5)]


def test_what_happens_while_it_is_reported_is_news_again(ledger: PermitLedger) -> None:
    ledger.record("held", "a")
    sent = ledger.pending()
    ledger.record("done", "a")
    ledger.acknowledged(sent)
    assert ledger.pending() == [Report("done", "a", 0)]


def test_a_longer_cool_down_while_one_is_reported_is_news(ledger: PermitLedger) -> None:
    ledger.cool_down(4)
    sent = ledger.pending()
    ledger.cool_down(10)
    ledger.acknowledged(sent)
    assert ledger.pending() == [Report("cool", "", -10)]
    ledger.acknowledged(ledger.pending())
    assert ledger.pending() == []


def test_an_unsent_permit_is_forgotten_once_that_is_reported(ledger: PermitLedger) -> None:
    ledger.record("held", "a", pending=False)
    ledger.record("unsent", "a")
    assert ledger.is_empty
    assert ledger.pending() == [Report("unsent", "a", 0)]
    ledger.acknowledged(ledger.pending())
    ledger.mark_all_pending()
    assert ledger.pending() == []


def test_nothing_is_kept_for_longer_than_it_counts(ledger: PermitLedger, time: FakeTime) -> None:
    ledger.record("held", "a")
    ledger.record("unsent", "b")
    time.now = KEEP - 1
    assert not ledger.is_empty
    time.now = KEEP
    assert ledger.is_empty
    ledger.mark_all_pending()
    assert ledger.pending() == []
    # Under way for so long that it was forgotten: that it ended counts.
    ledger.record("done", "a")
    assert not ledger.is_empty


def test_a_cool_down_lies_ahead(ledger: PermitLedger, time: FakeTime) -> None:
    ledger.cool_down(10)
    ledger.cool_down(4)
    time.now = 4
    assert ledger.cool_down_left() == 6
    assert ledger.pending() == [Report("cool", "", -6)]
    ledger.acknowledged(ledger.pending())
    assert ledger.pending() == []
    ledger.cool_down(20, pending=False)
    assert ledger.pending() == []
    assert ledger.cool_down_left() == 20
    ledger.mark_all_pending()
    assert ledger.pending() == [Report("cool", "", -20)]
    time.now = 24
    assert ledger.pending() == []
    assert ledger.cool_down_left() == 0


def test_slots_of_a_share_are_lent_to_no_other(ledger: PermitLedger, time: FakeTime) -> None:
    for number in range(30):
        time.now = float(number)
        ledger.record("held", str(number))
        if number != 20:
            ledger.record("done", str(number))
    time.now = 30
    # A permit that was done at 24 is back at 84.1: from 85 on, the slots of five are withheld.
    bucket = ledger.share(10, LIMITS, 85.0)
    assert (bucket.free, bucket.open_slots) == (0, 1)
    for moment, free in [(85.0, 0), (85.2, 1), (89.2, 5), (155.0, 5), (155.2, 9)]:
        bucket.delay(moment)
        assert bucket.free == free
    # The one that is under way.
    bucket.done(155.2)
    bucket.delay(216)
    assert bucket.free == 10


def test_the_latest_permits_of_many_count(ledger: PermitLedger, time: FakeTime) -> None:
    for number in range(30):
        time.now = float(number)
        ledger.record("done", str(number))
    bucket = ledger.share(10, LIMITS, 60.0)
    for moment, free in [(80.0, 0), (80.2, 1), (89.2, 10)]:
        bucket.delay(moment)
        assert bucket.free == free
    time.now = 31
    for number in range(12):
        ledger.record("held", f"more{number}")
    bucket = ledger.share(10, LIMITS, 60.0)
    assert (bucket.free, bucket.open_slots) == (0, 10)


def test_a_share_is_paced_and_waits_for_a_cool_down(ledger: PermitLedger) -> None:
    ledger.cool_down(200)
    bucket = ledger.share(25, LIMITS, 30.0)
    assert bucket.burst == 5
    assert bucket.delay(0) == 200
    bucket.delay(201)
    bucket.take()
    assert bucket.delay(201) == pytest.approx(60 / 25 / 0.98 - 1, abs=0.01)


def test_a_cool_down_applies_to_a_share_for_what_is_left_of_it(
    ledger: PermitLedger, time: FakeTime
) -> None:
    time.now = 100
    ledger.cool_down(9)
    time.now = 103
    assert ledger.share(10, LIMITS, 60.0).gate_delay(103) == 6
