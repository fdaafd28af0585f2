"""Sends operations through a client's pipeline, and reads their bodies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, TypeVar

from journeybee.errors import ConfigurationError
from journeybee.list_memory import ListMemory
from journeybee.pipeline import Options, Pipeline, Request
from journeybee.response import APIResponse
from journeybee_api._runtime import DecodeError, Operation, Reader, keep_origin

if TYPE_CHECKING:
    from journeybee.pagination import RawPage

P = ParamSpec("P")
T = TypeVar("T")


class Caller(NamedTuple):
    """Sends operations through a pipeline and reads their responses."""

    pipeline: Pipeline
    options: Options
    reader: Reader
    lists: ListMemory
    """What the client learned of its lists."""
    defaults: Mapping[str, object] = {}
    """Client-level defaults for builder arguments; None marks required but unset."""

    def in_background(self) -> Caller:
        """The same for many requests, which others overtake unless a priority was chosen."""
        priority = self.options.priority or "background"
        return self._replace(options=self.options.__replace__(priority=priority))

    def filling(self, builder: Callable[P, T]) -> Callable[P, T]:
        """The builder, with the client's defaults for arguments that a call leaves out."""
        names = [name for name in self.defaults if name in (builder.__kwdefaults__ or {})]
        if not names:
            return builder

        def build(*args: P.args, **kwargs: P.kwargs) -> T:
            for name in names:
                if kwargs.setdefault(name, self.defaults[name]) is None:
                    raise ConfigurationError(
                        f"{name} is missing: pass {name}= to the client or to this call"
                    )
            return builder(*args, **kwargs)

        return build

    async def send(self, operation: Operation[T]) -> tuple[T, APIResponse]:
        """Send an operation; returns its body and the response it was read from.

        Raises what `respond` and `read` raise.
        """
        response = await self.respond(operation)
        return self.read(operation, response), response

    async def send_list(self, operation: Operation[Any], path: str) -> RawPage:
        """Send an operation whose rows are at a dotted path of the body, or elsewhere.

        Raises what `send` raises.
        """
        from journeybee.pagination.raw_page import read_page

        response = await self.respond(operation)
        return self._decode(
            response, lambda: read_page(operation, response, self.reader, path, self.lists)
        )

    async def respond(self, operation: Operation[Any]) -> APIResponse:
        """Send an operation; raises APIStatusError, APIConnectionError or RateLimitWaitError."""
        request = Request(
            operation.method,
            operation.path_template,
            operation.path,
            query=operation.query,
            content=operation.content(),
            headers=operation.headers,
            operation=operation.id,
            idempotent=operation.idempotent,
        )
        return await self.pipeline.send(request, self.options)

    def read(self, operation: Operation[T], response: APIResponse) -> T:
        """Read the body of a response; APIResponseError if it is not what the spec says."""
        body = self._decode(
            response,
            lambda: operation.parse(response.status_code, response.content, self.reader),
        )
        keep_origin(body, response.content)
        return body

    def _decode(self, response: APIResponse, read: Callable[[], T]) -> T:
        try:
            return read()
        except DecodeError as error:
            problem, model, path = error.problem, error.model, error.path
        # Raised out here: the frames of the reader hold the whole body.
        raise self.pipeline.unreadable(problem, response=response, model=model, path=path)
