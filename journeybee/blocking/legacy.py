"""The blocking client of the API before v1."""

from __future__ import annotations

from typing import Unpack

from journeybee import legacy
from journeybee.blocking.client import BlockingClient
from journeybee.operations import Blocking
from journeybee.pipeline.client_options import ClientOptions, hidden
from journeybee.settings import APIKey
from journeybee.settings.secrecy import Secret


class LegacyJourneyBee(BlockingClient, legacy.LegacyResources[Blocking]):
    """A client of the JourneyBee API before v1 whose calls block until they are done.

    .. versionadded:: 0.1
    """

    _kind = legacy.LegacyJourneyBee

    def __init__(
        self,
        api_key: APIKey | None = None,
        *,
        user_id: int | None = None,
        **options: Unpack[ClientOptions],
    ) -> None:
        """Settle how to talk to the API, as `journeybee.legacy.LegacyJourneyBee` does."""
        api_key = Secret.of(api_key)
        options = hidden(options)
        self._wrap(legacy.LegacyJourneyBee(api_key, user_id=user_id, **options))
