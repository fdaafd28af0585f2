"""One small read, which shows whether a server takes the key."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Iterator
from typing import Any

from journeybee.client import Client
from journeybee.introspection import BoundOperation, bound_operations, is_list
from journeybee.pipeline import RetryPolicy
from journeybee.response import APIResponse

# Short lists that come whole; a surface without any of them has its first list read.
_PREFERRED = ("stages.list", "tiers.list")


async def probe(client: Client) -> APIResponse:
    """Read a short list, without retries; returns the response, raises as every call."""
    path = _path(type(client))
    once: Any = client.with_options(retry=RetryPolicy(max_retries=0))
    pager = functools.reduce(getattr, path.split("."), once)()
    response: APIResponse = (await pager).response
    return response


def _path(client: type[Client]) -> str:
    lists = list(_plain_lists(client))
    return next((path for path in _PREFERRED if path in lists), lists[0])


def _plain_lists(client: type[Client]) -> Iterator[str]:
    """The lists that can be read without arguments."""
    for path, bound in bound_operations(client):
        if is_list(bound) and not _required(bound):
            yield path


def _required(bound: BoundOperation) -> list[str]:
    parameters = inspect.signature(bound.builder).parameters.values()
    return [it.name for it in parameters if it.default is it.empty]
