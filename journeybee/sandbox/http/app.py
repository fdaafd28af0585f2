"""The sandbox as an ASGI application: the API and the start page."""

from __future__ import annotations

from journeybee.sandbox.core import SandboxCore
from journeybee.sandbox.handling.messages import Incoming, Reply
from journeybee.sandbox.http import origins
from journeybee.sandbox.http.asgi import Receive, Scope, Send, respond
from journeybee.sandbox.http.start_page import page_reply


class SandboxApp(SandboxCore):
    """The core as an application that ASGI servers can run."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI entry point."""
        await respond(self._reply, scope, receive, send)

    def _reply(self, request: Incoming) -> Reply:
        return (
            origins.refusal(request, self.allowed_hosts)
            or page_reply(self, request)
            or self.handle(request)
        )
