"""What a process remembers of a shared limit, under an injected clock."""

from __future__ import annotations

import pytest

from journeybee.limits.shared.ledger import Account, Report
from tests.pipeline_harness import FakeTime

KEEP = 70.0


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def account(time: FakeTime) -> Account:
    return Account(KEEP, time)


def test_news_is_told_once_and_the_rest_when_it_was_lost(account: Account, time: FakeTime) -> None:
    account.note("held", "a", news=False)
    account.note("held", "b", news=False)
    assert account.reports() == []
    time.now = 3
    account.note("done", "a")
    time.now = 5
    assert account.reports() == [Report("done", "a", 2)]
    account.told(account.reports())
    assert account.reports() == []
    account.all_is_news()
    assert account.reports() == [Report("done", "a", 2), Report("held", "b", 5)]


def test_what_happens_while_it_is_told_is_news_again(account: Account) -> None:
    account.note("held", "a")
    told = account.reports()
    account.note("done", "a")
    account.told(told)
    assert account.reports() == [Report("done", "a", 0)]


def test_an_unsent_permit_is_forgotten_once_that_is_told(account: Account) -> None:
    account.note("held", "a", news=False)
    account.note("unsent", "a")
    assert account.is_empty
    assert account.reports() == [Report("unsent", "a", 0)]
    account.told(account.reports())
    account.all_is_news()
    assert account.reports() == []


def test_nothing_is_kept_for_longer_than_it_counts(account: Account, time: FakeTime) -> None:
    account.note("held", "a")
    account.note("unsent", "b")
    time.now = KEEP - 1
    assert not account.is_empty
    time.now = KEEP
    assert account.is_empty
    account.all_is_news()
    assert account.reports() == []
    # Under way for so long that it was forgotten: that it ended counts.
    account.note("done", "a")
    assert not account.is_empty


def test_a_cool_down_lies_ahead(account: Account, time: FakeTime) -> None:
    account.cool_down(10)
    account.cool_down(4)
    time.now = 4
    assert account.cool_down_left() == 6
    assert account.reports() == [Report("cool", "", -6)]
    account.told(account.reports())
    assert account.reports() == []
    account.cool_down(20, news=False)
    assert account.reports() == []
    assert account.cool_down_left() == 20
    account.all_is_news()
    assert account.reports() == [Report("cool", "", -20)]
    time.now = 24
    assert account.reports() == []
    assert account.cool_down_left() == 0


def test_a_share_for_a_process_without_a_past_is_free_at_once(account: Account) -> None:
    bucket = account.share(25, 60.0, 5, spare=25)
    assert bucket.delay(0) == 0
    bucket.take()
    assert bucket.delay(0) == pytest.approx(60 / 25 / 0.98)


def test_what_was_granted_counts_against_the_share(account: Account, time: FakeTime) -> None:
    for number in range(30):
        time.now = float(number)
        account.note("held", str(number))
        if number != 20:
            account.note("done", str(number))
    time.now = 30
    bucket = account.share(25, 60.0, 5, spare=25)
    # Twenty-four of those that are done, the latest, and the one under way.
    assert (bucket.free, bucket.open_slots) == (0, 1)
    assert bucket.delay(30) == pytest.approx(5 + 60.1 - 30)
    bucket.done(30)
    bucket.delay(89.5)
    assert bucket.free == 24
    bucket.delay(90.2)
    assert bucket.free == 25


def test_a_share_starts_late_after_a_past_and_after_a_cool_down(
    account: Account, time: FakeTime
) -> None:
    time.now = 20
    account.note("done", "a")
    assert account.share(25, 60.0, 5, spare=25).delay(20) == pytest.approx(60 / 25)
    account.cool_down(9)
    assert account.share(25, 60.0, 5, spare=25).delay(20) == 9


def test_what_others_may_have_used_is_free_after_a_period(account: Account, time: FakeTime) -> None:
    account.note("done", "a")
    time.now = 30
    bucket = account.share(25, 60.0, 5, spare=4)
    assert bucket.free == 4
    bucket.delay(60.2)
    assert bucket.free == 5
    bucket.delay(90.2)
    assert bucket.free == 25
    assert account.share(25, 60.0, 5, spare=0).free == 0
