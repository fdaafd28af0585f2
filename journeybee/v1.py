"""The client of the JourneyBee API v1."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Generic

from journeybee.client import Client
from journeybee.operations import Awaited, M, Nested, Resource
from journeybee_api.v1 import AUTH, BASE_URL

if TYPE_CHECKING:
    from journeybee.resources.analytics import Analytics
    from journeybee.resources.assets import Assets
    from journeybee.resources.attributions import Attributions
    from journeybee.resources.categories import Categories
    from journeybee.resources.certifications import Certifications
    from journeybee.resources.commissions import Commissions
    from journeybee.resources.currencies import Currencies
    from journeybee.resources.custom_field_values import CustomFieldValues
    from journeybee.resources.custom_fields import CustomFields
    from journeybee.resources.deals import Deals
    from journeybee.resources.leads import Leads
    from journeybee.resources.mdf import Mdf
    from journeybee.resources.partners import Partners
    from journeybee.resources.payments import Payments
    from journeybee.resources.pricing_calculators import PricingCalculators
    from journeybee.resources.products import Products
    from journeybee.resources.resources import Resources
    from journeybee.resources.rooms import Rooms
    from journeybee.resources.stages import Stages
    from journeybee.resources.tags import Tags
    from journeybee.resources.tasks import Tasks
    from journeybee.resources.tiers import Tiers
    from journeybee.resources.users import Users
    from journeybee.resources.webhooks import Webhooks


class V1Resources(Generic[M]):
    """The resources of the JourneyBee API v1, each loaded on first use."""

    analytics: Analytics[M]
    assets: Assets[M]
    attributions: Attributions[M]
    categories: Categories[M]
    certifications: Certifications[M]
    commissions: Commissions[M]
    currencies: Currencies[M]
    custom_field_values: CustomFieldValues[M]
    custom_fields: CustomFields[M]
    deals: Deals[M]
    leads: Leads[M]
    mdf: Mdf[M]
    partners: Partners[M]
    payments: Payments[M]
    pricing_calculators: PricingCalculators[M]
    products: Products[M]
    resources: Resources[M]
    rooms: Rooms[M]
    stages: Stages[M]
    tags: Tags[M]
    tasks: Tasks[M]
    tiers: Tiers[M]
    users: Users[M]
    webhooks: Webhooks[M]


class JourneyBee(Client, V1Resources[Awaited]):
    """An async client of the JourneyBee API v1.

    Use it in `async with`, or close it with `aclose()`; one client serves any number of tasks
    and event loops. Resources (`client.leads`, `client.partners`, ...) load on first use.

    .. versionadded:: 0.1
    """

    surface = "v1"
    default_base_url = BASE_URL
    _auth = AUTH
    env_prefix = "JOURNEYBEE"


class _LazyResource(Nested):
    """A resource as an attribute of the class, imported on first use.

    It is an attribute so that `dir`, completion and mocks with a spec know it.
    """

    def __init__(self, name: str, class_name: str) -> None:
        self.name = name
        self._class_name = class_name

    @property
    def resource(self) -> type[Resource[Any]]:
        module = importlib.import_module(f"journeybee.resources.{self.name}")
        resource: type[Resource[Any]] = getattr(module, self._class_name)
        return resource

    def __get__(self, instance: Any, owner: type[Any]) -> Any:
        if instance is None:
            return self.resource
        # Found before this descriptor from now on.
        made = instance.__dict__[self.name] = super().__get__(instance, owner)
        return made


for _name, _type in V1Resources.__annotations__.items():
    setattr(V1Resources, _name, _LazyResource(_name, _type.removesuffix("[M]")))
