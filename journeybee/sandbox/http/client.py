"""The SDK's client on a sandbox in the same process."""

from __future__ import annotations

from typing import Any

from journeybee.client import JourneyBee
from journeybee.pipeline.in_process import in_process_client
from journeybee.sandbox.http.app import SandboxApp

# Its host is never looked up.
BASE_URL = "http://localhost/v1"
# Tests should not wait, unless they are about waiting.
REQUESTS_PER_MINUTE = 6_000_000


class SandboxClient(JourneyBee):
    """A JourneyBee whose requests never leave the process; `sandbox` is what answers them.

    Needs no closing. Takes the options of JourneyBee but for `base_url` and `http_client`.
    """

    def __init__(self, sandbox: SandboxApp, **options: Any) -> None:
        options.setdefault("api_key", sandbox.api_key)
        options.setdefault("requests_per_minute", REQUESTS_PER_MINUTE)
        http_client = in_process_client(sandbox)
        super().__init__(base_url=BASE_URL, http_client=http_client, **options)
        self.sandbox = sandbox
