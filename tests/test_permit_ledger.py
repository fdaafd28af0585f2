"""What a process remembers of a shared limit, under an injected clock."""

from __future__ import annotations

import pytest

from journeybee.limits.shared.ledger import PermitLedger, Report
from tests.pipeline_harness import FakeTime

KEEP = 70.0


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def ledger(time: FakeTime) -> PermitLedger:
    return PermitLedger(KEEP, time)


def test_news_is_told_once_and_the_rest_when_it_was_lost(
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


def test_what_happens_while_it_is_told_is_news_again(ledger: PermitLedger) -> None:
    ledger.record("held", "a")
    told = ledger.pending()
    ledger.record("done", "a")
    ledger.acknowledged(told)
    assert ledger.pending() == [Report("done", "a", 0)]


def test_an_unsent_permit_is_forgotten_once_that_is_told(ledger: PermitLedger) -> None:
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


def test_a_share_for_a_process_without_a_past_is_free_at_once(ledger: PermitLedger) -> None:
    bucket = ledger.share(25, 60.0, 5, spare=25)
    assert bucket.delay(0) == 0
    bucket.take()
    assert bucket.delay(0) == pytest.approx(60 / 25 / 0.98)


def test_what_was_granted_counts_against_the_share(ledger: PermitLedger, time: FakeTime) -> None:
    for number in range(30):
        time.now = float(number)
        ledger.record("held", str(number))
        if number != 20:
            ledger.record("done", str(number))
    time.now = 30
    bucket = ledger.share(25, 60.0, 5, spare=25)
    # Twenty-four of those that are done, the latest, and the one under way.
    assert (bucket.free, bucket.open_slots) == (0, 1)
    assert bucket.delay(30) == pytest.approx(5 + 60.1 - 30)
    bucket.done(30)
    bucket.delay(89.5)
    assert bucket.free == 24
    bucket.delay(90.2)
    assert bucket.free == 25


def test_a_share_starts_late_after_a_past_and_after_a_cool_down(
    ledger: PermitLedger, time: FakeTime
) -> None:
    time.now = 20
    ledger.record("done", "a")
    assert ledger.share(25, 60.0, 5, spare=25).delay(20) == pytest.approx(60 / 25)
    ledger.cool_down(9)
    assert ledger.share(25, 60.0, 5, spare=25).delay(20) == 9


def test_what_others_may_have_used_is_free_after_a_period(
    ledger: PermitLedger, time: FakeTime
) -> None:
    ledger.record("done", "a")
    time.now = 30
    bucket = ledger.share(25, 60.0, 5, spare=4)
    assert bucket.free == 4
    bucket.delay(60.2)
    assert bucket.free == 5
    bucket.delay(90.2)
    assert bucket.free == 25
    assert ledger.share(25, 60.0, 5, spare=0).free == 0
