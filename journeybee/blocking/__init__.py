"""The clients without `await`: `with JourneyBee() as client: for lead in client.leads.list(): ...`.

The same tables, names, options and errors as `journeybee`, for scripts, notebooks, threads, and
workers of Celery. Imports the clients, which do not import it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journeybee.blocking.client import BlockingJourneyBee as JourneyBee
from journeybee.blocking.pager import BlockingPage as Page
from journeybee.blocking.pager import BlockingPager as Pager

if TYPE_CHECKING:
    from journeybee.blocking.legacy import LegacyJourneyBee
    from journeybee.blocking.mirror import Mirror
    from journeybee.blocking.saleshandy import Saleshandy

__all__ = ["JourneyBee", "LegacyJourneyBee", "Mirror", "Page", "Pager", "Saleshandy"]

if not TYPE_CHECKING:  # where a wrong name is to be an error
    # Each loads much that the others do without.
    _MODULES = {"LegacyJourneyBee": "legacy", "Mirror": "mirror", "Saleshandy": "saleshandy"}

    def __getattr__(name: str) -> Any:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
