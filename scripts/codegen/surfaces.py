"""The published surfaces: which spec becomes which generated package."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GENERATED = ROOT / "generated" / "journeybee_api"


@dataclass(frozen=True)
class Surface:
    """One API of the vendor: ``name`` is its package below ``journeybee_api``."""

    name: str
    spec: Path

    @property
    def names(self) -> Path:
        """The map of the names that users know."""
        return self._specs / "names" / f"{self.name}.yaml"

    @property
    def overlay(self) -> Path:
        """What is laid over the published spec; need not exist."""
        return self._specs / "overlays" / f"{self.name}.yaml"

    @property
    def observed(self) -> Path:
        """What ``journeybee verify --overlay`` wrote, laid over the rest; need not exist."""
        return self._specs / "overlays" / f"{self.name}.observed.yaml"

    @property
    def _specs(self) -> Path:
        folder = self.spec.parent
        return folder if folder.name == "specs" else folder / "specs"


SURFACES = (
    Surface("v1", ROOT / "openapi.yaml"),
    Surface("legacy", ROOT / "specs" / "legacy.yaml"),
    Surface("saleshandy", ROOT / "specs" / "saleshandy.yaml"),
)
