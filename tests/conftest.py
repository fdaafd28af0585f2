"""Every `async def` test runs twice: on asyncio by pytest-asyncio, on trio by the hook below."""

from __future__ import annotations

import functools
import gc
import inspect
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest
import trio  # noqa: TID251
from hypothesis import HealthCheck, settings

from journeybee_api._runtime import body
from tests.gone_operations import say_so
from tests.programs import redis_programs
from tests.windows import what_windows_lacks

if TYPE_CHECKING:
    from collections.abc import Generator

    from tests.redis_server import Servers

# Tests set no number of examples: `quick` is for each run, `thorough` for `make test-thorough`.
# Neither has a deadline, because a busy machine is not a fault of the code.
for profile, max_examples, steps in [("quick", 25, 20), ("thorough", 200, 30)]:
    settings.register_profile(
        profile,
        max_examples=max_examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
settings.load_profile("quick")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    # Some tests wait for a server or a clock: one worker more than processors keeps these busy.
    return 1 + (os.cpu_count() or 1)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--tolerant", action="store_true", help="read as without the extra fast")


def pytest_configure(config: pytest.Config) -> None:
    # Bodies of tests are too small to warm a reader; never warm it reads as without msgspec.
    body.WARM_UP = sys.maxsize if config.getoption("--tolerant") else 0


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if inspect.iscoroutinefunction(metafunc.function):
        metafunc.parametrize("backend", ["asyncio", "trio"])
    if "servers" in metafunc.fixturenames:
        first, *others = redis_programs()
        thorough = [pytest.param(name, marks=pytest.mark.thorough) for name in others]
        metafunc.parametrize("servers", [first, *thorough], indirect=True, scope="session")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if os.name != "nt":
        return
    for item in items:
        if reason := what_windows_lacks(item.nodeid):
            item.add_marker(pytest.mark.skip(reason=reason))


def pytest_collection_finish() -> None:
    # Tests and their modules are never freed: garbage collections need not walk them.
    gc.freeze()


def pytest_unconfigure() -> None:
    gc.unfreeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    report = yield
    if report.failed and isinstance(item, pytest.Function):
        say_so(report, item.obj)
    return report


@pytest.fixture(scope="session")
def servers(request: pytest.FixtureRequest) -> Servers:
    """A Redis or Valkey program: one in `make test`, all of them in `make test-thorough`."""
    from tests.redis_server import Servers

    return Servers(redis_programs()[request.param]())


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
