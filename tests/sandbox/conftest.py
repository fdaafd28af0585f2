from __future__ import annotations

import pytest

from journeybee.sandbox import Sandbox
from tests.sandbox.driver import NOW, Api


@pytest.fixture(scope="session")
def demo() -> Api:
    """A demo world that tests only read."""
    return Api(Sandbox(now=NOW, rate_limit=None))


@pytest.fixture
def tiny() -> Api:
    """A small world of the test's own."""
    return Api(Sandbox(world="tiny", now=NOW, rate_limit=None))


@pytest.fixture
def api() -> Api:
    """An empty world of the test's own."""
    return Api(Sandbox(world="empty", now=NOW, rate_limit=None))
