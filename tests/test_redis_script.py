"""The script itself, on a real server whose clock is set: what its state becomes, call by call."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import attrs
import pytest

from journeybee.limits.redis import _script
from journeybee.limits.redis_connections import keys_of
from journeybee.limits.shared.contact import Limits
from tests.redis_server import RedisServer, Servers

SECOND = 1_000_000
LIMITS = Limits(limit=10, period=60.0, burst=5, lease=10.0)
STATE, SLOTS, QUEUE, CALLS, MEMBERS = KEYS = keys_of("account")


# A millisecond passes from call to call, however busy the machine is.
TICK = 1000
SCRIPT = _script()[0].replace("redis.call('TIME')", "{ARGV[2], ARGV[3]}")
assert _script()[0] != SCRIPT


class State:
    """The state in a server, and calls of a process that has just begun to use it."""

    def __init__(self, server: RedisServer) -> None:
        self.admin = server.admin
        self.number = 0
        self.clock = 1_700_000_000 * SECOND

    def call(self, *reports: tuple[str, str, float], **changed: Any) -> dict[str, Any]:
        self.number += 1
        ask: dict[str, Any] = {
            **LIMITS.arguments(),
            "limit": LIMITS.limit,
            "age": 0,
            "set": False,
            "announced": 1000,
            "in_force": 0,
            "member": "aa-1",
            "client": "aa-1-0",
            "permit": f"{changed.get('client', 'aa-1-0')}-{self.number}",
            "known": "",
            "grants": 0,
            "share": 0,
            "lane": 1,
            "queues": True,
            "more": False,
            "leaves": False,
            "reports": [(kind, permit, round(age * SECOND)) for kind, permit, age in reports],
            **changed,
        }
        self.clock += TICK
        time = divmod(self.clock, SECOND)
        reply: dict[str, Any] = json.loads(
            self.admin.eval(SCRIPT, len(KEYS), *KEYS, json.dumps(ask), *time)
        )
        return reply

    def now(self) -> int:
        return int(self.admin.hget(STATE, "at"))

    def back_in(self, permit: str) -> float:
        """Seconds until the slot of a permit comes back."""
        return float((self.admin.zscore(SLOTS, permit) - self.now()) / SECOND)

    def silence(self, member: str, seconds: float) -> None:
        """As if the process had not called for so long."""
        record = json.loads(self.admin.hget(MEMBERS, member))
        record["seen"] = self.now() - seconds * SECOND
        self.admin.hset(MEMBERS, member, json.dumps(record))

    def tokens(self) -> float:
        return float(self.admin.hget(STATE, "tokens"))


@pytest.fixture(scope="module")
def running(servers: Servers) -> Iterator[RedisServer]:
    with servers.alone() as server:
        yield server


@pytest.fixture
def state(running: RedisServer) -> State:
    running.admin.flushall()
    return State(running)


def test_a_first_process_has_a_burst(state: State) -> None:
    replies = [state.call() for _ in range(6)]
    assert [reply["answer"] for reply in replies] == ["GRANTED"] * 5 + ["WAIT"]
    assert replies[-1]["wait"] == pytest.approx(60 / 10 / 0.98 * SECOND, abs=SECOND / 10)
    assert (replies[4]["lent"], replies[4]["grants"], replies[4]["share"]) == (5, 5, 2)


def test_a_cool_down_leaves_one_token_and_no_more(state: State) -> None:
    state.call()
    reply = state.call(("cool", "", -9.0), permit="")
    assert reply["gate"] == 9 * SECOND
    assert state.tokens() == 1
    # Not even of permits that come back unsent meanwhile.
    state.call(("unsent", "aa-1-0-1", 0.0), permit="")
    assert state.tokens() == 1


def test_unsent_permits_bring_no_more_than_the_burst_back(state: State) -> None:
    for _ in range(3):
        state.call()
    twice = [("unsent", "aa-1-0-1", 0.0)] * 2
    state.call(*twice, permit="")
    assert state.tokens() == pytest.approx(3, abs=0.1)
    state.call(("unsent", "aa-1-0-2", 0.0), ("unsent", "aa-1-0-3", 0.0), permit="")
    assert state.tokens() == 5
    assert state.admin.zcard(SLOTS) == 0


def test_a_client_that_wants_more_is_in_line_for_it_when_it_is_granted_one(state: State) -> None:
    for _ in range(4):
        state.call()
    reply = state.call(more=True)
    assert reply["answer"] == "GRANTED"
    assert reply["wait"] == pytest.approx(60 / 10 / 0.98 * SECOND, abs=SECOND / 10)
    assert state.admin.zrange(QUEUE, 0, -1) == ["aa-1-0"]


def test_a_slot_is_held_for_period_and_lease_and_then_for_the_period(state: State) -> None:
    state.call()
    assert state.back_in("aa-1-0-1") == pytest.approx(70.1, abs=0.1)
    state.call(("done", "aa-1-0-1", 2.0), permit="")
    assert state.back_in("aa-1-0-1") == pytest.approx(58.1, abs=0.1)


def test_keys_live_twice_as_long_as_a_permit_counts(state: State) -> None:
    state.call()
    state.call(more=True)
    for key in (SLOTS, QUEUE, CALLS):
        assert state.admin.pttl(key) == pytest.approx(2 * 70_100, rel=0.2)
    assert state.admin.pttl(MEMBERS) == pytest.approx(701_000, rel=0.01)
    day = 86_400_000
    assert state.admin.pttl(STATE) == pytest.approx(2 * day, rel=0.01)
    # Longer where a cool-down lasts longer.
    state.call(("cool", "", -3 * day / 1000), permit="")
    assert state.admin.pttl(STATE) == pytest.approx(3 * day, rel=0.01)


def test_a_clock_that_is_set_back_goes_on_from_where_it_was(state: State) -> None:
    for _ in range(4):
        state.call()
    # The server's clock was an hour ahead when the state was written.
    ahead = state.now() + 3600 * SECOND
    state.admin.hset(STATE, "at", ahead)
    for permit, score in state.admin.zrange(SLOTS, 0, -1, withscores=True):
        state.admin.zadd(SLOTS, {permit: score + 3600 * SECOND})
    reply = state.call()
    assert reply["answer"] == "GRANTED"
    assert int(reply["now"]) == pytest.approx(ahead, abs=SECOND)
    assert reply["lent"] == 5
    # It runs: the slots come back in time.
    assert int(state.call(permit="")["now"]) > int(reply["now"])


def test_a_clock_that_was_set_forward_is_put_right_by_who_knows_better(state: State) -> None:
    first = state.call()
    bound = int(first["now"]) - 100 * SECOND
    reply = state.call(known=first["epoch"], grants=1, bound=bound)
    assert reply["answer"] == "LOST"
    assert int(reply["now"]) == bound
    # The clock of the server has not changed, and that of the state has.
    assert int(state.call(permit="")["now"]) == pytest.approx(bound, abs=SECOND)


def test_a_call_that_was_given_up_changes_nothing(state: State) -> None:
    first = state.call()
    before = state.admin.hgetall(STATE)
    assert state.call(by=int(first["now"]) - 1) == {"answer": "LATE"}
    assert state.admin.hgetall(STATE) == before


@pytest.mark.parametrize("how", ["another server", "fewer grants", "a part is gone"])
def test_an_older_copy_starts_again_and_what_it_lacks_counts(state: State, how: str) -> None:
    epoch = state.call()["epoch"]
    state.call()
    known: dict[str, Any] = {"known": epoch, "grants": 2, "in_force": 10}
    if how == "another server":
        state.admin.hset(STATE, "server", "other")
    elif how == "fewer grants":
        known["grants"] = 3
    else:
        state.admin.zrem(SLOTS, "aa-1-0-1")
    lost = state.call(**known)
    assert (lost["answer"], lost["lent"]) == ("LOST", 10)
    # Seven at most, says the process, and reports one that the copy may lack: six are not known.
    again = {"known": lost["epoch"], "grants": 0, "in_force": 10}
    answer = state.call(("held", "aa-1-0-9", 1.0), ("most", "", 7 / SECOND), permit="", **again)
    assert answer["answer"] == "WAIT"
    assert answer["lent"] == 7


def test_a_new_process_finds_no_burst_in_a_copy(state: State) -> None:
    state.call()
    state.admin.hset(STATE, "server", "other")
    assert state.call(member="bb-2", client="bb-2-0")["answer"] == "WAIT"


def test_what_a_silent_process_may_send_is_not_granted(state: State) -> None:
    assert state.call()["share"] == 2
    other = {"member": "bb-2", "client": "bb-2-0"}
    assert state.call(**other)["lent"] == 2
    # The first has not called for half a period. It has one slot of its two.
    state.silence("aa-1", 30)
    assert state.call(permit="", **other)["lent"] == 3
    # It is back, or has been away for ten periods.
    state.call(permit="")
    assert state.call(permit="", **other)["lent"] == 2
    state.silence("aa-1", 702)
    assert state.call(permit="", **other)["lent"] == 2
    assert not state.admin.hexists(MEMBERS, "aa-1")


def test_the_share_of_a_killed_process_can_be_all_of_a_much_lower_limit(state: State) -> None:
    assert state.call(limit=100)["share"] == 25
    state.silence("aa-1", 30)
    other = {"member": "bb-2", "client": "bb-2-0", "limit": 20}
    reply = state.call(**other)
    assert (reply["answer"], reply["lent"]) == ("WAIT", 25)
    state.silence("aa-1", 10 * 70.1 + 1)
    assert state.call(**other)["answer"] == "GRANTED"


def test_shares_are_a_quarter_of_the_limit_all_together(state: State) -> None:
    assert state.call(limit=40)["share"] == 10
    assert state.call(limit=40, member="bb-2")["share"] == 0
    # The first takes less when it calls again, and the second has the rest.
    assert state.call(limit=40, share=10)["share"] == 5
    assert state.call(limit=40, member="bb-2")["share"] == 0
    assert state.call(limit=40, share=5)["share"] == 5
    assert state.call(limit=40, member="bb-2")["share"] == 5
    state.call(limit=40, share=5, leaves=True)
    assert state.call(limit=40, member="bb-2", share=5)["share"] == 10


def test_a_client_that_died_in_each_lane_holds_up_the_others_for_an_instant(state: State) -> None:
    for _ in range(5):
        state.call()
    for lane in (0, 1, 2):
        dead = {"member": "bb-2", "client": f"bb-2-{lane}", "lane": lane}
        assert state.call(**dead)["answer"] == "WAIT"
    assert state.admin.zcard(QUEUE) == 3
    assert state.admin.zcard(CALLS) == 3
    # Their tickets are void once they should have called.
    for client in state.admin.zrange(CALLS, 0, -1):
        state.admin.zadd(CALLS, {client: state.now() - 1})
    state.admin.hset(STATE, "tokens", 1)
    assert state.call(lane=2)["answer"] == "GRANTED"
    assert (state.admin.zcard(QUEUE), state.admin.zcard(CALLS)) == (0, 0)


def test_a_lane_that_was_granted_nothing_for_long_goes_first(state: State) -> None:
    for _ in range(5):
        state.call()
    exports = {"member": "bb-2", "client": "bb-2-0", "lane": 2}
    assert state.call(**exports)["answer"] == "WAIT"
    assert int(state.admin.hget(STATE, "since2")) == state.now()
    # Not before it has waited for a tenth of the period.
    state.admin.hset(STATE, "since2", state.now() - 5 * SECOND)
    state.admin.hset(STATE, "tokens", 1)
    assert state.call(lane=0)["answer"] == "GRANTED"
    # Others that come after it change nothing about that.
    since = state.admin.hget(STATE, "since2")
    assert state.call(**{**exports, "client": "bb-2-1"})["answer"] == "WAIT"
    assert state.admin.hget(STATE, "since2") == since
    state.admin.hset(STATE, "tokens", 1)
    state.admin.hset(STATE, "since2", state.now() - 7 * SECOND)
    assert state.call(lane=0)["answer"] == "WAIT"
    assert state.call(**exports)["answer"] == "GRANTED"


# Seconds in which one token comes, of 100 in 60 s.
PACE = 60 / 98


def late(wait: float) -> float:
    """The answer to a client of a lower lane that may go in so many seconds."""
    return (1.25 * wait + PACE / 2) * SECOND


def test_other_lanes_leave_something_while_interactive_requests_come(state: State) -> None:
    limits = attrs.evolve(LIMITS, burst=20).arguments() | {"limit": 100}
    state.call(lane=0, **limits)
    state.admin.hset(STATE, "others", state.now() - 60 * SECOND)
    # Of 20 tokens four stay for them, and of 100 slots two.
    state.admin.hset(STATE, "tokens", 4.5)
    reply = state.call(**limits)
    assert reply["answer"] == "WAIT"
    assert reply["wait"] == pytest.approx(late(0.5 * PACE), abs=SECOND / 10)
    assert state.call(lane=0, client="aa-1-1", **limits)["answer"] == "GRANTED"
    state.admin.hset(STATE, mapping={"tokens": 20, "others": state.now() - SECOND})
    reply = state.call(**limits)
    assert reply["answer"] == "GRANTED"
    # Three slots are lent for 70.1 s, and 95 are for the others: the next in line a 95th later.
    for number, client in [(1, "aa-1-0"), (2, "aa-1-2")]:
        reply = state.call(client=client, **limits)
        now, last = int(reply["now"]), float(state.admin.hget(STATE, "others"))
        left = state.admin.zrange(SLOTS, 0, 0, withscores=True)[0][1] - now
        assert left == pytest.approx(70 * SECOND, rel=0.05)
        assert reply["wait"] == pytest.approx(
            late((number * left / 95 + last - now) / SECOND), abs=1000
        )
    # A period after the last of them, nothing is left to them any more.
    state.admin.hset(STATE, "interactive", state.now() - 61 * SECOND)
    assert state.call(**limits)["answer"] == "GRANTED"


def test_what_other_lanes_did_not_use_they_make_up_for(state: State) -> None:
    limits = attrs.evolve(LIMITS, burst=20).arguments() | {"limit": 100, "lane": 2}
    state.call(**{**limits, "lane": 0})
    state.admin.hset(STATE, "tokens", 20)
    # Spread evenly, the next may go 70 s / 97 after the one before it, which was long ago.
    state.admin.hset(STATE, "others", state.now() - 60 * SECOND)
    assert [state.call(**limits)["answer"] for _ in range(3)] == ["GRANTED", "GRANTED", "WAIT"]


def test_an_overtaken_client_calls_late_and_not_later_than_its_lane_goes_first(
    state: State,
) -> None:
    limits = attrs.evolve(LIMITS, burst=1).arguments() | {"limit": 100}
    state.call(lane=1, **limits)
    state.admin.hset(STATE, "tokens", 0)
    # The normal lane is in use, which overtakes exports and nothing else.
    assert state.call(**limits)["wait"] == pytest.approx(PACE * SECOND, abs=10 * TICK)
    exports = {**limits, "lane": 2, "client": "aa-1-1"}
    assert state.call(**exports)["wait"] == pytest.approx(late(2 * PACE), abs=10 * TICK)
    # The first of its lane waits for a tenth of the period at most, the second for two tenths.
    state.admin.hset(STATE, mapping={"tokens": 0.5, "interactive": state.now()})
    state.admin.hset(STATE, "others", state.now() + 50 * SECOND)
    for client, turn in [("aa-1-1", 6), ("aa-1-2", 12)]:
        wait = state.call(**{**exports, "client": client})["wait"]
        assert wait == pytest.approx(turn * SECOND, abs=10 * TICK)
    # Not before there is a token for each of its lane.
    state.admin.hset(STATE, "tokens", -20)
    wait = state.call(**{**exports, "client": "aa-1-2"})["wait"]
    assert wait == pytest.approx(22 * PACE * SECOND, abs=10 * TICK)
    # One whose turn is almost there calls when there may be a token.
    state.admin.hset(STATE, mapping={"tokens": 0.9, "since2": state.now() - 5.99 * SECOND})
    assert state.call(**exports)["wait"] == pytest.approx(PACE * SECOND, abs=10 * TICK)


def test_slots_that_others_may_still_use_are_asked_for_again_soon(state: State) -> None:
    for _ in range(5):
        state.call()
    state.admin.hset(STATE, "server", "other")
    state.call()
    state.admin.hset(STATE, "tokens", 5)
    # All is taken for lent for 70 s, but a process that comes back may know that it is not.
    assert state.call()["wait"] == pytest.approx(60.1 / 4 * SECOND, abs=SECOND / 10)


def test_a_state_without_any_slot_may_hide_them_all(state: State) -> None:
    lost = state.call(known="lost", grants=9, in_force=10)
    state.admin.hset(STATE, "tokens", 5)
    reply = state.call(known=lost["epoch"], in_force=10)
    assert (reply["answer"], reply["lent"]) == ("WAIT", 10)
    assert reply["wait"] == pytest.approx(60.1 / 4 * SECOND, abs=SECOND / 10)


def test_a_slot_that_is_lent_may_come_back_at_any_time_after_the_lease(state: State) -> None:
    for _ in range(10):
        assert state.call()["answer"] == "GRANTED"
        state.admin.hset(STATE, "tokens", 5)
    assert state.call()["wait"] == pytest.approx(60.1 * SECOND, abs=SECOND / 10)
    state.call(("done", "aa-1-0-1", 50.0), permit="")
    state.admin.hset(STATE, "tokens", 5)
    assert state.call()["wait"] == pytest.approx(10.1 * SECOND, abs=SECOND / 10)
    # One that came back while it was reported is free at once.
    assert state.call(("done", "aa-1-0-2", 61.0), permit="")["lent"] == 9
    state.admin.hset(STATE, "tokens", 5)
    assert state.call()["answer"] == "GRANTED"


B: dict[str, Any] = {"member": "bb-2", "client": "bb-2-0"}
C: dict[str, Any] = {"member": "cc-3", "client": "cc-3-0"}


def limits_of(reply: dict[str, Any]) -> tuple[int, int]:
    """The limit in force, and that of the process."""
    return reply["limit"], reply["own"]


def test_processes_that_differ_follow_the_smallest_limit_until_they_agree(state: State) -> None:
    assert limits_of(state.call(limit=100)) == (100, 100)
    assert limits_of(state.call(limit=50, **B)) == (50, 50)
    assert limits_of(state.call(limit=100, in_force=100)) == (50, 100)
    assert limits_of(state.call(limit=80, announced=30, **C)) == (30, 30)
    state.call(permit="", leaves=True, **C)
    assert limits_of(state.call(limit=50, **B)) == (50, 50)
    # One that does not call any more keeps to its share.
    state.silence("bb-2", 22.4)
    assert limits_of(state.call(limit=100)) == (50, 100)
    state.silence("bb-2", 22.6)
    assert limits_of(state.call(limit=100)) == (100, 100)


def test_above_a_lower_limit_nothing_is_granted(state: State) -> None:
    for _ in range(5):
        state.call()
    reply = state.call(limit=4)
    assert (reply["answer"], reply["lent"]) == ("WAIT", 5)
    assert reply["tokens"] == pytest.approx(0, abs=0.01)
    state.admin.hset(STATE, "tokens", 4)
    # The second that comes back leaves three.
    for number, age in [(1, 40.0), (2, 30.0), (3, 20.0)]:
        state.call(("done", f"aa-1-0-{number}", age), limit=4, permit="")
    assert state.call(limit=4)["wait"] == pytest.approx(30.1 * SECOND, abs=SECOND / 10)


def test_burst_pace_and_parts_follow_the_limit_in_force(state: State) -> None:
    limits = attrs.evolve(LIMITS, burst=20).arguments()
    state.call(limit=100, **limits)
    reply = state.call(limit=10, **limits, **B)
    assert reply["tokens"] == 9
    state.admin.hset(STATE, "tokens", 0)
    wait = state.call(limit=100, **limits)["wait"]
    assert wait == pytest.approx(60 / 10 / 0.98 * SECOND, abs=SECOND / 10)
    # Two of ten tokens are left to the interactive lane.
    state.call(limit=100, lane=0, **limits)
    state.admin.hset(STATE, "tokens", 2.9)
    state.admin.hset(STATE, "interactive", state.now())
    assert state.call(limit=100, **limits)["answer"] == "WAIT"


def test_the_share_of_a_process_that_does_not_know_of_a_lower_limit_is_reserved(
    state: State,
) -> None:
    assert state.call(limit=100)["share"] == 25
    state.call(limit=100, in_force=100, share=25)
    # The first has two slots of its 25.
    assert state.call(limit=50, **B)["lent"] == 1 + 2 + 23
    state.call(limit=100, in_force=50, share=12, permit="")
    assert state.call(limit=50, permit="", **B)["lent"] == 3


def test_a_limit_that_was_set_holds_for_all_processes_that_ran_then(state: State) -> None:
    second = {"age": SECOND}
    assert limits_of(state.call(limit=100, **second)) == (100, 100)
    assert limits_of(state.call(limit=70, set=True, **B)) == (70, 70)
    reply = state.call(limit=100, **second)
    assert (reply["limit"], reply["own"], reply["set"]) == (70, 70, 70)
    assert 0 < reply["age"] < SECOND
    # The process that set it is gone; a new one has a limit of its own.
    state.call(permit="", leaves=True, **B)
    assert limits_of(state.call(limit=100, **second)) == (70, 70)
    reply = state.call(limit=60, **C)
    assert (reply["limit"], reply["own"], reply["set"]) == (60, 60, 0)
    assert limits_of(state.call(limit=100, permit="", **second)) == (60, 70)


def test_of_two_limits_that_were_set_the_later_one_holds(state: State) -> None:
    state.call(limit=70, set=True, age=2 * SECOND)
    # It comes late, after an outage.
    reply = state.call(limit=80, set=True, age=3 * SECOND, **B)
    assert (reply["own"], reply["set"]) == (70, 70)
    state.call(limit=90, set=True, age=SECOND, **C)
    assert limits_of(state.call(limit=70, set=True, age=2 * SECOND)) == (70, 90)
    # A clock that is put right does not leave it in the future.
    state.admin.hset(STATE, "set_at", state.now() + 1000 * SECOND)
    assert limits_of(state.call(limit=40, set=True))[1] == 40


def test_a_new_epoch_begins_with_the_smallest_limit_that_was_known(state: State) -> None:
    state.call(limit=100)
    again = state.call(limit=100, known="lost", grants=9, in_force=50)
    assert limits_of(again) == (50, 100)
    # And without a burst, also where a process that knew of no epoch had one. Beside its permit
    # there may be as many as the limit that are not known.
    assert again["tokens"] == pytest.approx(0, abs=0.1)
    assert again["lent"] == 1 + 50
    # Seven at most, and no process that comes later knows more.
    known = {"known": again["epoch"], "in_force": 50, "permit": ""}
    assert state.call(("most", "", 7 / SECOND), limit=100, **known)["lent"] == 1 + 7
    assert state.call(limit=100, known="lost", grants=9, in_force=50)["lent"] == 1 + 7
    assert limits_of(state.call(limit=100, **B)) == (50, 100)
    state.admin.hset(STATE, "born", state.now() - 71 * SECOND)
    assert limits_of(state.call(limit=100, **B)) == (100, 100)


def test_slots_of_a_copy_that_came_back_since_are_not_counted_as_reported(state: State) -> None:
    epoch = state.call()["epoch"]
    state.admin.hset(STATE, "server", "other")
    known = {"known": epoch, "grants": 1, "in_force": 10, "permit": ""}
    lost = state.call(**known)["epoch"]
    # The permit of the copy came back before the loss; three others may count.
    own: dict[str, Any] = {"known": lost, "in_force": 10, "permit": ""}
    reports = [("done", "aa-1-0-1", 61.0), ("most", "", 3 / SECOND)]
    assert state.call(*reports, **own)["lent"] == 3


def test_a_new_epoch_counts_each_permit_of_earlier_ones_once(state: State) -> None:
    epoch = state.call()["epoch"]
    assert state.admin.hget(STATE, "server") == state.admin.info("server")["run_id"]
    # What is in the copy counts only if it is reported.
    state.admin.hset(STATE, "server", "other")
    lost = state.call(known=epoch, grants=1, in_force=10)
    assert (lost["answer"], lost["lent"]) == ("LOST", 10)
    known: dict[str, Any] = {"known": lost["epoch"], "in_force": 10, "permit": ""}
    # It was granted since: it is not one of those that were not known.
    assert state.call(("held", "aa-1-0-8", 0.0), **known)["lent"] == 11
    # Of an earlier epoch, but it does not count any more.
    assert state.call(("done", "aa-1-0-7", 61.0), **known)["lent"] == 11
    assert state.call(("done", "aa-1-0-6", 30.0), **known)["lent"] == 11
    state.admin.hset(STATE, "born", state.now() - 71 * SECOND)
    assert state.call(**known)["lent"] == 2


def test_of_a_silent_process_no_more_than_its_share_is_free_again(state: State) -> None:
    for _ in range(3):
        state.call()
    other = {"member": "bb-2", "client": "bb-2-0"}
    state.call(**other)
    # It has three slots and a share of two: nothing more is kept for it.
    state.silence("aa-1", 30)
    assert state.call(permit="", **other)["lent"] == 4
