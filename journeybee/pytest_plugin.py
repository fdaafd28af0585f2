"""pytest fixtures on a sandbox; pytest loads them once `journeybee` is installed.

Each test gets its own tiny world, without a rate limit, and waits end at once. The marker
`@pytest.mark.journeybee_sandbox(world="demo", rate_limit=100)` takes other options of `Sandbox`,
those of a test besides those of its class and module. The fixtures are plain functions, so they
serve tests on any event loop, or on none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

# Test suites without these fixtures should not pay for the imports.
if TYPE_CHECKING:
    from journeybee.sandbox import BlockingSandboxClient, Sandbox, SandboxClient, SandboxServer

MARKER = "journeybee_sandbox"


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    config.addinivalue_line("markers", f"{MARKER}(**options): options of journeybee's Sandbox")


@pytest.fixture
def journeybee_sandbox(request: pytest.FixtureRequest) -> SandboxClient:
    """A JourneyBee on a sandbox in this process; `journeybee_sandbox.sandbox` is the sandbox."""
    return _sandbox(request).client()


@pytest.fixture
def journeybee_sandbox_blocking(request: pytest.FixtureRequest) -> Iterator[BlockingSandboxClient]:
    """A blocking JourneyBee on a sandbox in this process, for tests without an event loop."""
    with _sandbox(request).blocking_client() as client:
        yield client


@pytest.fixture
def journeybee_sandbox_server(request: pytest.FixtureRequest) -> Iterator[SandboxServer]:
    """A sandbox on its own loopback port, with its `url`, `api_key` and `sandbox`."""
    with _sandbox(request).serve() as server:
        yield server


def _sandbox(request: pytest.FixtureRequest) -> Sandbox:
    from journeybee.sandbox import Sandbox

    options: dict[str, Any] = {"world": "tiny", "rate_limit": None, "skip_waits": True}
    for marker in reversed(list(request.node.iter_markers(MARKER))):
        if marker.args:
            raise pytest.UsageError(f"name the options of @pytest.mark.{MARKER}, as in world=...")
        options.update(marker.kwargs)
    return Sandbox(**options)
