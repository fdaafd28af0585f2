"""What a process asks of a shared limit and tells it, and what it does when nobody answers."""

from __future__ import annotations

import gc
import logging
import os
import threading
import weakref

import pytest

from journeybee.limits.shared.state import Answer, Limits, SharedStateClient, UnavailableError
from tests.shared_limit import LIMITS, PROBE_INTERVAL, SECOND, Elsewhere, down


@pytest.fixture
def there() -> Elsewhere:
    return Elsewhere()


def fail(there: Elsewhere, state: SharedStateClient, permit: str = "lost") -> None:
    there.answers.append(down())
    with pytest.raises(UnavailableError, match="ConnectionError: gone"):
        state.ask("c", permit, more=False)


def test_the_limits_go_along_in_microseconds_and_a_little_slower(there: Elsewhere) -> None:
    state = there.state()
    state.ask("c", "p", more=True)
    assert there.last.limits == {
        "limit": 100,
        "burst": 20,
        "period": 60_100_000,
        "lease": 10_000_000,
        "interval": 612_245,
    }
    assert (there.last.client, there.last.permit) == ("c", "p")
    assert (there.last.known, there.last.more, there.last.late) == ("", True, 1_000_000)
    assert there.last.reports == []
    state.ask("c", "q", more=False)
    assert there.last.more is False


def test_answers_are_in_seconds(there: Elsewhere) -> None:
    state = there.state()
    there.answers = [("WAIT", 1_500_000, 0, "one", 0), ("GRANTED", 20_000, 0, "one", 0)]
    assert state.ask("c", "p", more=False) == Answer(granted=False, wait=1.5)
    assert state.ledger.is_empty
    assert state.ask("c", "p", more=False) == Answer(granted=True, wait=0.02)
    assert not state.ledger.is_empty


def test_a_process_is_known_by_its_own_name_after_a_fork(
    there: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = there.state()
    assert state.client != there.state().client
    before = state.client
    assert state.client == before
    monkeypatch.setattr(os, "getpid", lambda: 0)
    assert state.client != before


def test_the_state_is_named_as_long_as_anything_that_it_granted_counts(there: Elsewhere) -> None:
    state = there.state()
    state.ask("c", "p", more=False)
    there.clock.now = 60.1 + 10 - 0.01
    state.ask("c", "", more=False)
    assert there.last.known == "one"
    state = there.state()
    state.ask("c", "p", more=False)
    there.clock.now += 60.1 + 10 + 0.01
    there.answers = [("WAIT", 0, 0, "one", 0)]
    state.ask("c", "q", more=False)
    assert there.last.known == ""


def test_news_goes_along_with_the_next_question_once(there: Elsewhere) -> None:
    state = there.state()
    state.ask("c", "p", more=False)
    state.ledger.record("done", "p")
    there.clock.now = 2.5
    state.ask("c", "q", more=False)
    assert there.last.reports == [("done", "p", 2500000)]
    state.ask("c", "r", more=False)
    assert there.last.reports == []


def test_a_lost_state_is_told_everything_and_asked_again(there: Elsewhere) -> None:
    state = there.state()
    state.ask("c", "p", more=False)
    there.clock.now = 3
    there.answers = [("LOST", 0, 0, "two", 0)]
    assert state.ask("c", "q", more=True).granted
    before, after = there.calls[-2:]
    assert (before.known, before.reports) == ("one", [])
    assert (after.known, after.reports) == ("two", [("held", "p", 3000000)])
    assert (after.permit, after.more) == ("q", True)


def test_a_state_that_is_lost_again_and_again_grants_nothing(there: Elsewhere) -> None:
    state = there.state()
    there.answers = [("LOST", 0, 0, name, 0) for name in "abc"]
    assert state.ask("c", "p", more=False) == Answer(granted=False, wait=1.0)
    assert len(there.calls) == 3


def test_a_cool_down_of_others_is_known_and_no_news(there: Elsewhere) -> None:
    state = there.state()
    there.answers = [("WAIT", 5 * SECOND, 5 * SECOND, "one", 90)]
    state.ask("c", "p", more=False)
    assert state.ledger.cool_down_left() == 5
    assert state.ledger.pending() == []
    state.ask("c", "p", more=False)
    assert state.ledger.cool_down_left() == 5


def test_what_fails_is_told_once_and_tried_again_until_it_works(
    there: Elsewhere, caplog: pytest.LogCaptureFixture
) -> None:
    state = there.state()
    state.ask("c", "p", more=False)
    assert state.failure is None
    with caplog.at_level(logging.INFO):
        there.clock.now = 1
        fail(there, state)
        assert state.failure == "ConnectionError: gone"
        assert there.running == [PROBE_INTERVAL]
        there.answers = [down()]
        there.fire()
        # Two questions were under way when it happened.
        fail(there, state)
        assert there.running == [PROBE_INTERVAL]
        assert [record.levelname for record in caplog.records] == ["WARNING"]
        assert "ConnectionError: gone" in caplog.messages[0]
        there.fire()
    assert state.failure is None
    assert there.running == []
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
    # It may have been granted all the same, and whatever was told may be lost.
    assert (there.last.permit, there.last.known, there.last.more) == ("", "?", False)
    assert there.last.reports == [("held", "p", 1000000), ("unsent", "lost", 0)]


def test_while_it_works_nobody_hears_of_it(
    there: Elsewhere, caplog: pytest.LogCaptureFixture
) -> None:
    state = there.state()
    with caplog.at_level(logging.INFO):
        state.report()
        assert there.calls == []
        state.ledger.record("done", "p")
        state.report()
    assert len(there.calls) == 1
    assert not caplog.records


def test_a_long_error_is_cut(there: Elsewhere) -> None:
    state = there.state()
    there.answers = [OSError("x" * 1000)]
    with pytest.raises(UnavailableError):
        state.ask("c", "p", more=False)
    assert state.failure == "OSError: " + "x" * 191


def test_a_mistake_of_our_own_is_no_outage(there: Elsewhere) -> None:
    state = there.state()
    there.answers = [ValueError("ours")]
    with pytest.raises(ValueError, match="ours"):
        state.ask("c", "p", more=False)
    assert state.failure is None


def test_news_that_may_wait_is_told_after_a_quarter_of_the_period(there: Elsewhere) -> None:
    state = there.state()
    state.ledger.record("done", "p")
    state.report_later()
    state.report_later()
    assert there.running == [15.0]
    there.clock.now = 4
    state.ask("c", "q", more=False)
    there.clock.now = 6
    state.ledger.record("done", "q")
    state.report_later()
    there.clock.now = 15
    there.fire()
    # Only the later one is left, which has time until 21.
    assert len(there.calls) == 1
    assert there.running == [pytest.approx(6.001)]
    there.clock.now = 21
    there.fire()
    assert there.last.reports == [("done", "q", 15000000)]
    assert there.running == []
    state.report_later()
    assert there.running == [15.0]


def test_a_quarter_of_a_short_period_is_short(there: Elsewhere) -> None:
    state = there.state(Limits(limit=100, period=6.0, burst=20, lease=10.0))
    state.report_later()
    assert there.running == [1.5]


def test_a_cool_down_is_told_at_once_to_those_who_answer(there: Elsewhere) -> None:
    state = there.state()
    state.ledger.cool_down(9)
    state.report_now()
    assert there.running == [0]
    there.fire()
    assert there.last.reports == [("cool", "", -9000000)]
    fail(there, state)
    state.report_now()
    assert there.running == [PROBE_INTERVAL]


def test_the_end_tells_the_last_news_and_leaves_no_timer(there: Elsewhere) -> None:
    state = there.state()
    state.close()
    assert there.calls == []
    state.ledger.record("done", "p")
    state.report_later()
    state.close()
    assert [report[:2] for report in there.last.reports] == [("done", "p")]
    assert there.running == []
    # It may be used again.
    state.report_later()
    assert there.running == [15.0]


def test_the_end_during_an_outage_goes_on_looking(there: Elsewhere) -> None:
    state = there.state()
    fail(there, state)
    there.answers = [down()]
    state.close()
    assert there.running == [PROBE_INTERVAL]
    there.fire()
    assert state.failure is None


def test_a_share_is_a_part_of_what_was_last_seen_free(there: Elsewhere) -> None:
    state = there.state()
    share = state.share(0.25)
    assert (share.limit, share.period, share.burst, share.free) == (25, 60.0, 5, 25)
    there.answers = [("WAIT", 0, 0, "one", 40)]
    state.ask("c", "p", more=False)
    there.clock.now = 59.9
    assert state.share(0.25).free == 10
    # What was seen longer ago says nothing.
    there.clock.now = 60
    assert state.share(0.25).free == 25


def test_a_share_is_at_least_one(there: Elsewhere) -> None:
    share = there.state(Limits(limit=3, period=60.0, burst=3, lease=10.0)).share(0.25)
    assert (share.limit, share.burst) == (1, 1)


def fail_with_a_real_timer(
    there: Elsewhere, interval: float
) -> tuple[SharedStateClient, threading.Thread]:
    before = set(threading.enumerate())
    state = SharedStateClient(there, (OSError,), LIMITS, probe_interval=interval)
    fail(there, state)
    (timer,) = set(threading.enumerate()) - before
    return state, timer


def test_the_real_timer_looks_again(there: Elsewhere) -> None:
    state, timer = fail_with_a_real_timer(there, 0.05)
    # An interpreter that ends does not wait for it.
    assert timer.daemon
    timer.join(5)
    assert state.failure is None
    assert len(there.calls) == 2


def test_the_real_timer_keeps_nothing_alive(there: Elsewhere) -> None:
    state, timer = fail_with_a_real_timer(there, 0.2)
    gone = weakref.ref(state)
    del state
    gc.collect()
    assert gone() is None
    timer.join(5)
    assert len(there.calls) == 1
