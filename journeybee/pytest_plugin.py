"""pytest fixtures on a sandbox; pytest loads them once `journeybee` is installed.

Each test gets its own tiny world, without a rate limit. The marker
`@pytest.mark.journeybee_sandbox(world="demo", rate_limit=100)` takes other options of `Sandbox`.
The fixtures are plain functions, so they serve tests on any event loop, or on none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

# Test suites without these fixtures should not pay for the imports.
if TYPE_CHECKING:
    from journeybee.sandbox import Sandbox, SandboxServer
    from journeybee.sandbox.http.blocking_client import BlockingSandboxClient
    from journeybee.sandbox.http.client import SandboxClient

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

    options: dict[str, Any] = {"world": "tiny", "rate_limit": None}
    if marker := request.node.get_closest_marker(MARKER):
        options.update(marker.kwargs)
    return Sandbox(**options)
