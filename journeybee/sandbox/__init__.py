"""An embedded JourneyBee that behaves like the documented API, for tests and for trying things out.

    with Sandbox().serve() as server:
        ...  # any client, with server.url and sandbox.api_key

Needs `pip install journeybee[sandbox]`.
"""

from journeybee.sandbox.app import RecordedRequest, Sandbox
from journeybee.sandbox.server import SandboxServer

__all__ = ["RecordedRequest", "Sandbox", "SandboxServer"]
