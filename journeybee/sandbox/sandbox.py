"""The public `Sandbox`: served over HTTP, or called by a client in the same process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journeybee.sandbox.http.app import SandboxApp
from journeybee.sandbox.http.server import SandboxServer

if TYPE_CHECKING:
    from journeybee.sandbox.http.blocking_client import BlockingSandboxClient
    from journeybee.sandbox.http.client import SandboxClient


class Sandbox(SandboxApp):
    """An embedded JourneyBee: an ASGI app that behaves like the documented API.

    Args:
        world: "demo", a linked company of thousands of items built from the seed; "tiny", one
            of a few; "empty", with nothing but what the API cannot create (currencies,
            attributions, certifications); or the path of a JSON or YAML file of your own, see
            `journeybee.sandbox.world.file`.
        seed: The same seed gives the same world and uuids.
        rate_limit: Requests per `period` seconds and key; None switches the limit off.
        period: Length of the rate limit's sliding window, in seconds.
        now: A fixed time, with a time zone, in place of the actual time.
        clock: Monotonic seconds for the rate limit.
        skip_waits: Whether waits of `client()` and `blocking_client()` end at once and move the
            sandbox's clock: before retries, for the limiter, and for simulated latency.
        document: The OpenAPI document to behave like; by default those of the generated clients.
        db: A SQLite file that keeps the items from one run to the next; the world is built into a
            new file only.
        api_key: The key that may read and write; by default a random one.
        allowed_hosts: Host names under which HTTP requests are answered, besides `localhost` and
            addresses: a page in a browser could otherwise reach the sandbox by a domain that
            resolves to this machine. Requests of pages of other origins are refused by `Origin`
            and `Sec-Fetch-Site`.
        dialect: How lists are asked for and answered, and refusals written: "v1", as the spec says;
            "introduction", as both published introductions say (`page` and `pageSize`, 10 rows, at
            most 50, counts in `meta`), and "introduction-named", with the rows below the resource's
            own name; "bare", pages that are arrays without counts; "capped", at most 50 rows a page
            whatever is asked, and "capped-25", at most 25 and no totals; "strict-query", the
            introduction with 400 for any parameter it lacks; "error-text", refusals as a text.

    `api_key` may read and write, `read_only_key` only read, `write_only_key` only write. `faults`
    makes requests go wrong, `clock` has the time and moves it, `requests` is the log. The keys,
    `rate_limit` and `dialect` may be set.

    Raises ValueError for an invalid option, and a world file or database that cannot be used.

    .. versionadded:: 0.1
    """

    def serve(self, *, host: str = "127.0.0.1", port: int = 0) -> SandboxServer:
        """Serve over HTTP in a background thread: `with sandbox.serve() as server: server.url`.

        Port 0 takes a free one. Raises ImportError without uvicorn, OSError for a taken address.
        """
        return SandboxServer(self, host, port)

    def trigger(self, event: str) -> None:
        """Send a webhook of the legacy surface, such as `lead_created`, to its subscribers.

        Nothing is changed: it is about the oldest item of its kind. Raises ValueError for an event
        that the sandbox does not send.

        .. versionadded:: 0.1
        """
        with self._lock:
            self._notifier.trigger(self.surfaces["legacy"].resources, event)

    def client(self, **options: Any) -> SandboxClient:
        """A JourneyBee whose requests go to this sandbox without a network, on any event loop.

        Takes the options of JourneyBee but for `base_url` and `http_client`; its own limiter admits
        each request at once unless `limiter` or `requests_per_minute` says otherwise.
        """
        # It imports httpx, which a sandbox that only serves does without.
        from journeybee.sandbox.http.client import SandboxClient

        return SandboxClient(self, **options)

    def blocking_client(self, **options: Any) -> BlockingSandboxClient:
        """As `client`, for code without `await`; close it, or use it in `with`, to end its thread.

        .. versionadded:: 0.1
        """
        from journeybee.sandbox.http.blocking_client import BlockingSandboxClient

        return BlockingSandboxClient(self, **options)
