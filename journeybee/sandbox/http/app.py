"""The sandbox as an ASGI application: the API and the start page."""

from __future__ import annotations

from functools import cached_property, partial

from journeybee.sandbox.core import SandboxCore
from journeybee.sandbox.handling.messages import Incoming, Reply
from journeybee.sandbox.http import origins
from journeybee.sandbox.http.asgi import ASGIApp, Receive, Scope, Send, respond
from journeybee.sandbox.start_page.routes import StartPage


class SandboxApp(SandboxCore):
    """The core as an application that ASGI servers can run."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI entry point."""
        await respond(self._reply, scope, receive, send)

    def within(self, seconds: float) -> ASGIApp:
        """The same for one request of a client in this process, which waits so long at most."""
        sleep = partial(self.clock.sleep, at_most=seconds)
        return partial(respond, self._reply, sleep=sleep)

    @cached_property
    def _start_page(self) -> StartPage:
        return StartPage(self)

    def _reply(self, request: Incoming) -> Reply:
        return (
            origins.refusal(request, self.allowed_hosts)
            or self._start_page.reply(request)
            or self.handle(request)
        )
