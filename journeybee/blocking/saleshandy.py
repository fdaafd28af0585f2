"""The blocking client of Saleshandy's analytics."""

from __future__ import annotations

from journeybee import saleshandy
from journeybee.binding import Blocking
from journeybee.blocking.client import BlockingClient


class Saleshandy(BlockingClient, saleshandy.SaleshandyResources[Blocking]):
    """A client of Saleshandy's analytics whose calls block until they are done.

    .. versionadded:: 0.1
    """

    _kind = saleshandy.Saleshandy
