"""The three APIs, each loaded when it is first used."""

from __future__ import annotations

import importlib
import json
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from journeybee.client import Client
    from journeybee_api._runtime import OperationInfo


@attrs.frozen
class Surface:
    """One API: its client, and its generated package."""

    name: str
    _module: str
    _client: str

    @property
    def client(self) -> type[Client]:
        """The class of its client."""
        client: type[Client] = getattr(importlib.import_module(self._module), self._client)
        return client

    @property
    def document(self) -> dict[str, Any]:
        """The OpenAPI document that the client was generated from, read again each time."""
        from importlib import resources

        package = resources.files(f"journeybee_api.{self.name}")
        document: dict[str, Any] = json.loads(package.joinpath("openapi.json").read_text("utf-8"))
        return document

    @property
    def operations(self) -> dict[str, OperationInfo]:
        """The facts of each operation, by id."""
        return {info.id: info for info in self._index.OPERATIONS}

    @property
    def not_generated(self) -> tuple[tuple[str, str, str, str], ...]:
        """What the generator left out of the spec: its kind, route, JSON pointer and the reason."""
        return getattr(self._index, "NOT_GENERATED", ())

    @property
    def _index(self) -> Any:
        return importlib.import_module(f"journeybee_api.{self.name}.operations")


SURFACES = {
    surface.name: surface
    for surface in (
        Surface("v1", "journeybee.v1", "JourneyBee"),
        Surface("legacy", "journeybee.legacy", "LegacyJourneyBee"),
        Surface("saleshandy", "journeybee.saleshandy", "Saleshandy"),
    )
}
