"""Every ``async def`` test runs twice: on asyncio by pytest-asyncio, on trio by the hook below."""

from __future__ import annotations

import functools
import inspect
from typing import Any

import pytest
import trio  # noqa: TID251
from hypothesis import HealthCheck, settings

# A busy machine is no reason to fail: what is slow is measured elsewhere.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if inspect.iscoroutinefunction(metafunc.function):
        metafunc.parametrize("backend", ["asyncio", "trio"])


@pytest.fixture(autouse=True)
def backend() -> str:
    """The event loop of an async test; "asyncio" for the others."""
    return "asyncio"


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    test = inspect.unwrap(pyfuncitem.obj)
    params: dict[str, Any] = getattr(getattr(pyfuncitem, "callspec", None), "params", {})
    if params.get("backend") != "trio" or not inspect.iscoroutinefunction(test):
        return None
    names = inspect.signature(test).parameters
    arguments = {name: pyfuncitem.funcargs[name] for name in names}
    trio.run(functools.partial(test, **arguments))
    return True
