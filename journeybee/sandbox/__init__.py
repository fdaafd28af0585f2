"""An embedded JourneyBee that behaves like the documented API, for tests and for trying things out.

    with Sandbox().serve() as server:
        ...  # any client, with server.url and sandbox.api_key

Needs `pip install journeybee[sandbox]`.
"""

from journeybee.sandbox.app import Sandbox
from journeybee.sandbox.deliveries import Delivery
from journeybee.sandbox.engine import Snapshot
from journeybee.sandbox.faults import Fault, Faults
from journeybee.sandbox.recorded import RecordedRequest
from journeybee.sandbox.server import SandboxServer

__all__ = ["Delivery", "Fault", "Faults", "RecordedRequest", "Sandbox", "SandboxServer", "Snapshot"]
