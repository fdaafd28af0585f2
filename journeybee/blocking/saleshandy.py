"""The blocking client of Saleshandy's analytics."""

from __future__ import annotations

from journeybee import saleshandy
from journeybee.blocking.client import BlockingClient
from journeybee.operations import Blocking


class Saleshandy(BlockingClient, saleshandy.SaleshandyResources[Blocking]):
    """A client of Saleshandy's analytics whose calls block until they are done.

    .. versionadded:: 0.1
    """

    _kind = saleshandy.Saleshandy
