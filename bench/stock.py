"""The stock generator, openapi-python-client as it comes, on any spec."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import yaml


def generate(spec: Path, target: Path) -> tuple[float, list[str]]:
    """Write its package; the seconds it took and what it said."""
    # Its own hooks would format what it wrote with ruff; ours are not timed with a formatter.
    configuration = target.with_suffix(".config.yaml")
    configuration.write_text(yaml.safe_dump({"post_hooks": []}))
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--path", str(spec)]
    command += ["--meta", "none", "--output-path", str(target), "--config", str(configuration)]
    start = time.perf_counter()
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    return time.perf_counter() - start, (result.stdout + result.stderr).splitlines()
