"""With an overlay of the observations, the generated package fits the server."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest

from journeybee.sandbox import Sandbox
from journeybee.verify import verify
from scripts.codegen.generate import generate
from scripts.codegen.surfaces import ROOT, SURFACES, Surface

pytestmark = pytest.mark.thorough


def generated_with(overlay: dict[str, Any], folder: Path) -> Path:
    """Generate the packages, v1 with the overlay; returns their folder."""
    shutil.copytree(ROOT / "specs", folder / "specs")
    shutil.copy(ROOT / "openapi.yaml", folder)
    v1 = Surface("v1", folder / "openapi.yaml")
    v1.observed.write_text(json.dumps(overlay))
    generate(folder / "generated" / "journeybee_api", (v1, *SURFACES[1:]))
    return folder / "generated"


@pytest.mark.parametrize("dialect", ["introduction-named", "bare"])
def test_the_package_generated_with_the_overlay_fits_the_server(
    tmp_path: Path, dialect: Any
) -> None:
    sandbox = Sandbox(world="demo", rate_limit=None, dialect=dialect)
    report = anyio.run(verify, sandbox.client())
    assert report.differences
    packages = generated_with(report.overlay(), tmp_path)
    with sandbox.serve() as server:
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(packages), str(ROOT)]),
            "JOURNEYBEE_API_KEY": sandbox.api_key,
            "JOURNEYBEE_BASE_URL": server.url,
            "JOURNEYBEE_REQUESTS_PER_MINUTE": "100000",
            "HOME": str(tmp_path),
        }
        program = "import sys; from journeybee.cli.program import run; sys.exit(run(['verify']))"
        show = "import journeybee_api; print(journeybee_api.__file__)"
        where = subprocess.run(
            [sys.executable, "-c", show],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        assert where.stdout.startswith(str(tmp_path))
        second = subprocess.run(
            [sys.executable, "-c", program],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert (second.returncode, second.stdout) == (0, ""), second.stderr
