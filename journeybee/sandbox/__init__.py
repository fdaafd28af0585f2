"""An embedded JourneyBee that behaves like the documented API, for tests and for trying things out.

    with Sandbox().serve() as server:
        ...  # any client, with server.url and sandbox.api_key

Needs `pip install "journeybee[sandbox]"`. Imports the client, which does not import it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from journeybee.sandbox.handling.faults import Fault, Faults
    from journeybee.sandbox.handling.request_log import RecordedRequest
    from journeybee.sandbox.http.blocking_client import BlockingSandboxClient
    from journeybee.sandbox.http.client import SandboxClient
    from journeybee.sandbox.http.server import SandboxServer
    from journeybee.sandbox.sandbox import Sandbox
    from journeybee.sandbox.store.items import Snapshot
    from journeybee.sandbox.webhooks.deliveries import Delivery

__all__ = [
    "BlockingSandboxClient",
    "Delivery",
    "Fault",
    "Faults",
    "RecordedRequest",
    "Sandbox",
    "SandboxClient",
    "SandboxServer",
    "Snapshot",
]

_MODULES = {
    "BlockingSandboxClient": "http.blocking_client",
    "Delivery": "webhooks.deliveries",
    "Fault": "handling.faults",
    "Faults": "handling.faults",
    "RecordedRequest": "handling.request_log",
    "Sandbox": "sandbox",
    "SandboxClient": "http.client",
    "SandboxServer": "http.server",
    "Snapshot": "store.items",
}


# Imported when asked for, so that `python -m journeybee.sandbox` can say what is not installed.
def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
