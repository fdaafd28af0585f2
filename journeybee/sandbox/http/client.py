"""The SDK's client on a sandbox in the same process."""

from __future__ import annotations

from typing import Any

from journeybee.pipeline.in_process import in_process_client
from journeybee.sandbox.http.app import SandboxApp
from journeybee.secrecy import Secret
from journeybee.v1 import JourneyBee

# Its host is never looked up.
BASE_URL = "http://localhost/v1"
# Tests should not wait, unless they are about waiting.
REQUESTS_PER_MINUTE = 6_000_000


class SandboxClient(JourneyBee):
    """A JourneyBee whose requests never leave the process; `sandbox` is what answers them.

    Needs no closing. Takes the options of JourneyBee but for `base_url` and `http_client`.
    """

    def __init__(self, sandbox: SandboxApp, **options: Any) -> None:
        super().__init__(**options_for(sandbox, options))
        self.sandbox = sandbox


def options_for(sandbox: SandboxApp, options: dict[str, Any]) -> dict[str, Any]:
    """The options of a client of a sandbox; its own limiter admits each request at once."""
    return {
        "api_key": Secret(sandbox.api_key),
        "requests_per_minute": REQUESTS_PER_MINUTE,
        **options,
        "base_url": BASE_URL,
        "http_client": in_process_client(sandbox),
    }
