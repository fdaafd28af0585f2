"""The published surfaces: which spec becomes which generated package."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scripts.codegen.document import Json
from scripts.codegen.normalise.journeybee import type_dates_to_send, type_timestamps

ROOT = Path(__file__).resolve().parents[2]
GENERATED = ROOT / "generated" / "journeybee_api"


@dataclass(frozen=True)
class Surface:
    """One API of the vendor: ``name`` is its package below ``journeybee_api``."""

    name: str
    spec: Path
    passes: tuple[Callable[[Json], None], ...] = ()
    """What is known of this API alone, and not said in its spec."""

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
    def overlays(self) -> tuple[Path, ...]:
        """All that is laid over the published spec, in this order."""
        return (self.overlay, self.observed)

    @property
    def left_out(self) -> Path:
        """What of the spec is not generated; need not exist."""
        return self._specs / "left_out" / f"{self.name}.yaml"

    @property
    def _specs(self) -> Path:
        folder = self.spec.parent
        return folder if folder.name == "specs" else folder / "specs"


_PASSES = (type_timestamps, type_dates_to_send)
SURFACES = (
    Surface("v1", ROOT / "openapi.yaml", _PASSES),
    Surface("legacy", ROOT / "specs" / "legacy.yaml", _PASSES),
    Surface("saleshandy", ROOT / "specs" / "saleshandy.yaml", _PASSES),
)
