"""The SDK's client on a sandbox in the same process."""

from __future__ import annotations

from typing import Any, Self

from journeybee.pipeline import Options
from journeybee.pipeline.in_process import in_process_client
from journeybee.sandbox.http.app import SandboxApp
from journeybee.settings.secrecy import Secret
from journeybee.v1 import JourneyBee

# Its host is never looked up.
BASE_URL = "http://localhost/v1"
# Tests should not wait, unless they are about waiting.
REQUESTS_PER_MINUTE = 6_000_000


class SandboxClient(JourneyBee):
    """A JourneyBee whose requests never leave the process.

    Needs no closing. Takes the options of JourneyBee but for `base_url` and `http_client`. It waits
    on the sandbox's clock; so does its limiter, unless it is a `limiter` of your own.

    Attributes:
        sandbox: what answers the requests.

    .. versionadded:: 0.1
    """

    sandbox: SandboxApp

    def __init__(self, sandbox: SandboxApp, **options: Any) -> None:
        self.sandbox = sandbox
        self._limiter_time = {"clock": sandbox.clock.seconds, "_wait": sandbox.clock.wait}
        self._pipeline_time = {"_clock": sandbox.clock.seconds, "_sleep": sandbox.clock.sleep}
        defaults: dict[str, Any] = {"requests_per_minute": REQUESTS_PER_MINUTE}
        if "api_key_file" not in options:
            defaults["api_key"] = Secret(sandbox.api_key)
        options |= {"base_url": BASE_URL, "http_client": in_process_client(sandbox.within)}
        super().__init__(**(defaults | options))

    def _view(self, options: Options) -> Self:
        view = super()._view(options)
        view.sandbox = self.sandbox
        return view
