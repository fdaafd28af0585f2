"""What a process asks of a shared limit and reports to it, and how it notices what was lost."""

from __future__ import annotations

import gc
import logging
import os
import threading
import weakref
from collections.abc import Mapping

import pytest

from journeybee.limits.shared.contact import Answer, Limits, UnavailableError
from journeybee.limits.shared.state import SharedStateClient
from tests.shared_limit import LIMITS, PATIENCE, PROBE_INTERVAL, SECOND, Elsewhere, down

# A quarter of the period: four calls in each.
REPORT = 15.0


@pytest.fixture
def there() -> Elsewhere:
    return Elsewhere()


def ask(state: SharedStateClient, permit: str = "p") -> Answer:
    return state.ask("c", permit, lane=1, more=False)


def fail(there: Elsewhere, state: SharedStateClient, permit: str = "lost") -> None:
    there.answers.append(down())
    with pytest.raises(UnavailableError, match="ConnectionError: gone"):
        ask(state, permit)


def test_the_limits_go_along_in_microseconds_and_a_little_slower(there: Elsewhere) -> None:
    state = there.state()
    state.ask("c", "p", lane=2, more=True)
    sent = {
        "limit": 100,
        "age": 0,
        "set": False,
        "announced": 10**9,
        "in_force": 0,
        "burst": 20,
        "period": 60_100_000,
        "lease": 10_000_000,
        "pace": 61_224_490,
        "silent": 22_500_000,
        "absent": 701_000_000,
        "late": 1_000_000,
        "patience": 6_000_000,
        "kept_tokens": 0.2,
        "kept_slots": 0.02,
        "lane": 2,
        "member": state.client,
        "client": "c",
        "permit": "p",
        "known": "",
        "grants": 0,
        "share": 0,
        "queues": True,
        "more": True,
        "leaves": False,
        "reports": [],
    }
    assert there.last == sent
    ask(state, "q")
    assert there.last["more"] is False


def test_answers_are_in_seconds(there: Elsewhere) -> None:
    state = there.state()
    there.answers = [{"answer": "WAIT", "wait": 1_500_000}, {"wait": 20_000}]
    assert ask(state) == Answer(granted=False, wait=1.5)
    assert state.ledger.is_empty
    assert ask(state) == Answer(granted=True, wait=0.02)
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


def test_what_is_known_of_the_state_goes_along_for_a_day(there: Elsewhere) -> None:
    state = there.state()
    there.answers = [{"grants": 7}]
    ask(state)
    there.clock.now = 86_000
    ask(state, "q")
    assert (there.last["known"], there.last["grants"], there.last["share"]) == ("one", 7, 25)
    there.clock.now = 86_000 + 86_500
    ask(state, "r")
    assert there.last["known"] == ""


def test_reports_go_along_with_the_next_call_once(there: Elsewhere) -> None:
    state = there.state()
    ask(state)
    state.ledger.record("done", "p")
    there.clock.now = 2.5
    ask(state, "q")
    assert there.last["reports"] == [("done", "p", 2_500_000)]
    ask(state, "r")
    assert there.last["reports"] == []


def test_a_lost_state_gets_all_reports_and_is_asked_again(
    there: Elsewhere, caplog: pytest.LogCaptureFixture
) -> None:
    state = there.state()
    there.answers = [{"tokens": 5.5}]
    ask(state)
    there.clock.now = 3
    there.answers = [{"answer": "LOST", "epoch": "two"}]
    assert state.ask("c", "q", lane=1, more=True).granted
    before, after = there.calls[-2:]
    assert (before["known"], before["reports"]) == ("one", [])
    # Ten were lent, then at most what the tokens allowed, and five more in three seconds.
    assert after["known"] == "two"
    assert after["reports"] == [("held", "p", 3_000_000), ("most", "", 10 + 6 + 5)]
    assert (after["permit"], after["more"]) == ("q", True)
    assert caplog.messages == ["the shared rate limit starts again: the server lost it"]
    assert state.events.losses == 1


def test_after_a_silence_it_is_not_known_what_others_were_granted(there: Elsewhere) -> None:
    state = there.state()
    ask(state)
    there.clock.now = 22.6
    there.answers = [{"answer": "LOST", "epoch": "two"}]
    ask(state, "q")
    # They may have sent on their own, or agreed on a higher limit.
    assert there.last["reports"] == [("held", "p", 22_600_000)]
    there.clock.now = 45
    there.answers = [{"answer": "LOST", "epoch": "three"}]
    ask(state, "r")
    assert there.last["reports"][-1] == ("most", "", 10 + 38)


def test_a_state_that_is_lost_again_and_again_is_an_outage(there: Elsewhere) -> None:
    state = there.state()
    there.answers = [{"answer": "LOST", "epoch": name} for name in "abcd"]
    with pytest.raises(UnavailableError, match="does the server evict it"):
        ask(state)
    assert len(there.calls) == 4


@pytest.mark.parametrize("step", [0.01, 2.9])
def test_a_clock_that_was_set_forward_grants_nothing(
    there: Elsewhere, step: float, caplog: pytest.LogCaptureFixture
) -> None:
    state = there.state()
    ask(state)
    there.clock.now = 5
    there.ahead = step
    there.answers = [{}, {"answer": "LOST", "epoch": "two", "now": str(1005 * SECOND)}]
    there.answers.append({"now": str(1005 * SECOND)})
    assert ask(state, "q").granted
    refused, corrected, again = there.calls[-3:]
    assert "bound" not in refused
    # It was granted on a wrong clock, and goes back.
    assert corrected["reports"] == [("unsent", "q", 0)]
    assert corrected["bound"] == pytest.approx(1005 * SECOND, abs=6000)
    assert ("held", "p", 5 * SECOND) in again["reports"]
    assert caplog.messages == ["the shared rate limit starts again: its clock was set forward"]


def test_a_call_that_runs_after_it_was_given_up_does_nothing(there: Elsewhere) -> None:
    state = there.state()
    ask(state)
    there.clock.now = 5
    ask(state, "q")
    assert there.last["by"] == pytest.approx((1005 + PATIENCE) * SECOND, abs=6000)
    # It was the clock, for the call took no time.
    there.answers = [{"answer": "LATE"}]
    ask(state, "r")
    assert "bound" in there.last


def test_a_process_that_was_late_itself_asks_again(there: Elsewhere) -> None:
    state = there.state()
    ask(state)
    run = state._exchange._run

    def slow(question: object) -> object:
        there.clock.now += PATIENCE
        state._exchange._run = run
        return {"answer": "LATE"}

    state._exchange._run = slow  # type: ignore[assignment]
    assert ask(state, "q").granted
    assert "bound" not in there.last
    assert state.events.losses == 0


def test_answers_to_threads_may_come_in_another_order(there: Elsewhere) -> None:
    state = there.state()
    there.answers = [{"grants": 9}, {"grants": 8, "now": str(999 * SECOND)}]
    ask(state)
    ask(state, "q")
    ask(state, "r")
    assert there.last["grants"] == 9


def test_a_cool_down_of_others_is_known_and_not_reported(there: Elsewhere) -> None:
    state = there.state()
    there.answers = [{"answer": "WAIT", "wait": 5 * SECOND, "gate": 5 * SECOND}]
    ask(state)
    assert state.ledger.cool_down_left() == 5
    assert state.ledger.pending() == []
    ask(state)
    assert state.ledger.cool_down_left() == 5


def test_what_fails_is_logged_once_and_probed_until_it_works(
    there: Elsewhere, caplog: pytest.LogCaptureFixture
) -> None:
    state = there.state()
    ask(state)
    assert state.failure is None
    with caplog.at_level(logging.INFO):
        there.clock.now = 1
        fail(there, state)
        assert state.failure == "ConnectionError: gone"
        assert there.running == [PROBE_INTERVAL]
        there.answers = [down()]
        there.fire()
        # Two calls were under way when it happened.
        fail(there, state)
        assert there.running == [PROBE_INTERVAL]
        assert [record.levelname for record in caplog.records] == ["WARNING"]
        assert "ConnectionError: gone" in caplog.messages[0]
        there.fire()
    assert state.failure is None
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
    # It may have been granted all the same, and whatever was reported may be lost.
    assert (there.last["permit"], there.last["known"]) == ("", "one")
    assert there.last["reports"] == [("held", "p", 1_000_000), ("unsent", "lost", 0)]
    assert (state.events.outages, state.events.returns) == (1, 1)


def test_a_call_that_works_ends_an_outage(there: Elsewhere) -> None:
    state = there.state()
    fail(there, state)
    ask(state)
    assert state.failure is None
    assert state.events.returns == 1


def test_a_mistake_of_our_own_is_no_outage(there: Elsewhere) -> None:
    state = there.state()
    there.answers = [ValueError("ours")]
    with pytest.raises(ValueError, match="ours"):
        ask(state)
    assert state.failure is None


def test_what_may_wait_is_reported_after_a_quarter_of_the_period(there: Elsewhere) -> None:
    state = there.state()
    state.ledger.record("done", "p")
    state.report_later()
    state.report_later()
    assert there.running == [REPORT]
    there.clock.now = 4
    ask(state, "q")
    there.clock.now = 6
    state.ledger.record("done", "q")
    state.report_later()
    there.clock.now = 15
    there.fire()
    # The call at 4 carried the first along: the next is due at 19.
    assert len(there.calls) == 1
    assert there.running == [pytest.approx(4.001)]
    there.clock.now = 19.001
    there.fire()
    assert there.last["reports"] == [("done", "q", 13_001_000)]
    assert there.running == [REPORT]


def test_a_quarter_of_a_short_period_is_short(there: Elsewhere) -> None:
    state = there.state(Limits(limit=100, period=6.0, burst=20, lease=10.0))
    state.report_later()
    assert there.running == [1.5]


def test_an_idle_process_calls_four_times_in_a_period_and_leaves_in_the_end(
    there: Elsewhere,
) -> None:
    state = there.state()
    ask(state)
    while there.running:
        there.clock.now += there.running[0]
        there.fire()
    assert [call["leaves"] for call in there.calls] == [False] * (len(there.calls) - 1) + [True]
    assert there.clock.now == pytest.approx(LIMITS.absent / 2, abs=REPORT + 0.1)
    assert len(there.calls) - 2 == int(LIMITS.absent / 2 // REPORT)
    ask(state, "q")
    assert there.running == [REPORT]


def test_a_cool_down_is_reported_at_once_unless_there_is_an_outage(there: Elsewhere) -> None:
    state = there.state()
    state.ledger.cool_down(9)
    state.report_now()
    assert there.running == [0]
    there.fire()
    assert there.last["reports"] == [("cool", "", -9_000_000)]
    fail(there, state)
    state.report_now()
    assert there.running == [PROBE_INTERVAL]


def test_the_end_gives_up_the_share_and_leaves_no_timer(there: Elsewhere) -> None:
    state = there.state()
    state.close()
    assert there.calls == []
    ask(state)
    state.ledger.record("done", "p")
    state.close()
    assert there.last["reports"] == [("done", "p", 0)]
    assert there.last["leaves"] is True
    assert there.running == []
    state.close()
    assert len(there.calls) == 2
    # It may be used again.
    state.report_later()
    assert there.running == [REPORT]


def test_the_end_during_an_outage_goes_on_probing(there: Elsewhere) -> None:
    state = there.state()
    fail(there, state)
    state.close()
    assert there.running == [PROBE_INTERVAL]
    there.fire()
    assert state.failure is None


def test_a_process_that_never_reached_the_state_takes_a_quarter(there: Elsewhere) -> None:
    share = there.state().share()
    assert share is not None
    assert (share.limit, share.period, share.burst, share.free) == (25, 60.0, 5, 25)
    share = there.state(Limits(limit=3, period=60.0, burst=3, lease=10.0)).share()
    assert share is not None
    assert (share.limit, share.burst) == (1, 1)


def test_a_share_is_as_large_as_was_last_agreed(there: Elsewhere) -> None:
    state = there.state()
    there.answers = [{"share": 8, "lent": 40, "tokens": 2.5}]
    ask(state)
    share = state.share()
    assert share is not None
    # One permit is under way. Of the others two are free even if 41 are granted before the share is
    # reserved, and the others send all of theirs.
    assert (share.limit, share.burst, share.free, share.open_slots) == (8, 5, 2, 1)
    share.delay(22.5 + 60.1 + 10 - 0.01)
    assert share.free == 2
    share.delay(22.5 + 60.1 + 10 + 0.1)
    assert share.free == 7
    there.answers = [{"share": 0}]
    ask(state, "q")
    assert state.share() is None
    # Nothing is reserved any more.
    there.clock.now = LIMITS.absent + 1
    assert state.share() is not None


def test_only_a_process_that_is_cut_off_goes_alone(there: Elsewhere) -> None:
    state = there.state()
    assert not state.may_go_alone
    fail(there, state)
    assert state.may_go_alone
    run, seen = state._exchange._run, []

    def probe(question: object) -> object:
        seen.append(state.may_go_alone)
        raise UnavailableError("max number of clients reached", shut_out=True)

    state._exchange._run = probe
    there.fire()
    # What was taken during the report would be missing in it.
    assert seen == [False]
    assert not state.may_go_alone
    state._exchange._run = run


def fail_with_a_real_timer(
    there: Elsewhere, interval: float
) -> tuple[SharedStateClient, threading.Thread]:
    before = set(threading.enumerate())
    state = SharedStateClient(there, LIMITS, probe_interval=interval, patience=PATIENCE)
    fail(there, state)
    (timer,) = set(threading.enumerate()) - before
    return state, timer


def test_the_real_timer_probes(there: Elsewhere) -> None:
    state, timer = fail_with_a_real_timer(there, 0.05)
    # An interpreter that ends does not wait for it.
    assert timer.daemon
    timer.join(5)
    assert state.failure is None
    assert len(there.calls) == 2
    state.close()


def test_the_real_timer_keeps_nothing_alive(there: Elsewhere) -> None:
    state, timer = fail_with_a_real_timer(there, 0.2)
    gone = weakref.ref(state)
    del state
    gc.collect()
    assert gone() is None
    timer.join(5)
    assert len(there.calls) == 1


def test_a_request_that_comes_while_a_process_leaves_keeps_its_share(there: Elsewhere) -> None:
    state = there.state()
    run = state._exchange._run

    def leave(question: Mapping[str, object]) -> Mapping[str, object]:
        state._exchange._run = run
        assert question["leaves"]
        ask(state)
        return run(question)

    state._exchange._run = leave
    there.clock.now = 400.0
    state.set_limit(50)
    there.fire()
    assert [call["leaves"] for call in there.calls] == [False, True, False]
    assert state._exchange.is_member
