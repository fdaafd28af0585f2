"""What importing costs, and how much is written by hand: counts, which no machine can blur."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import journeybee
import journeybee_api

ROOT = Path(__file__).parent.parent


def modules_after(program: str) -> set[str]:
    """The modules that a fresh interpreter has imported after a program, beyond its own."""
    report = "import sys; before = set(sys.modules); {}; print(*(set(sys.modules) - before))"
    command = [sys.executable, "-c", report.format(program)]
    environment = {"PYTHONPATH": f"{ROOT}:{ROOT / 'generated'}"}
    result = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return set(result.stdout.split())


def test_importing_the_package_imports_no_httpx_and_no_table() -> None:
    modules = modules_after("import journeybee")
    unwanted = {"httpx", "httpcore", "ssl", "asyncio", "opentelemetry", "redis", "jwt"}
    assert not {m for m in modules if m.split(".")[0] in unwanted}
    assert not {m for m in modules if m.startswith("journeybee.resources.")}
    assert not {m for m in modules if m.startswith("journeybee_api.v1.models.")}
    assert not {
        m for m in modules if m.startswith(("journeybee.webhooks", "journeybee_api.legacy"))
    }


def test_receiving_webhooks_loads_jwt_and_models_when_they_are_needed() -> None:
    modules = modules_after("from journeybee import Webhook; Webhook('secret')")
    assert "jwt" not in modules
    assert not {m for m in modules if m.startswith("journeybee_api.legacy.models.")}


def test_the_first_list_loads_its_own_table_only() -> None:
    modules = modules_after("import journeybee; journeybee.JourneyBee('key').stages.list()")
    assert {m for m in modules if m.startswith("journeybee.resources.")} == {
        "journeybee.resources.stages"
    }
    assert not {m for m in modules if m.startswith("journeybee_api.v1.models.")}


def test_everything_can_be_imported() -> None:
    for package in (journeybee, journeybee_api):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)


def test_what_is_written_by_hand_stays_small() -> None:
    files = [p for p in (ROOT / "journeybee").rglob("*.py") if "sandbox" not in p.parts]
    lines = [line.strip() for p in files for line in p.read_text().splitlines()]
    assert sum(1 for line in lines if line and not line.startswith("#")) <= 4820
    for path in [*ROOT.glob("journeybee/**/*.py"), *ROOT.glob("scripts/**/*.py")]:
        assert len(path.read_text().splitlines()) <= 300, path
