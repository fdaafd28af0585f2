"""Schemathesis against all three surfaces: `python -m tests.sandbox.fuzz [--seed N]`.

All checks and all phases, the stateful one too, in process. Without a seed it takes a random one
and prints it.
"""

from __future__ import annotations

import argparse
import json
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from journeybee.sandbox import Sandbox
from journeybee.surfaces import SURFACES

# What no schema can say: a reference to nothing is 422 (v1) or 400 (legacy), and what is taken is
# 409. The two statuses stand beside those that Schemathesis takes by itself.
CONFIGURATION = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "400", "401", "403", "404", "409", "422"]
"""
OPTIONS = ("--phases", "examples,coverage,fuzzing,stateful", "--no-color", "--warnings", "off")


def main() -> int:
    """Return 0 when no check of any surface fails."""
    parser = argparse.ArgumentParser(prog="python -m tests.sandbox.fuzz", description=__doc__)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**31))
    parser.add_argument("--examples", type=int, default=20, help="for each operation")
    parser.add_argument("--surface", action="append", choices=("v1", "legacy", "saleshandy"))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)  # noqa: T201
    surfaces = options.surface or ["v1", "legacy", "saleshandy"]
    return max(run(surface, options.seed, options.examples) for surface in surfaces)


def published(surface: str) -> dict[str, Any]:
    """The document of a surface, without defaults among what a body must have.

    The vendor's tool names fields with a default among the required ones, though the server fills
    them in.
    """
    document = SURFACES[surface].document
    schemas = document["components"]["schemas"]
    for path in document["paths"].values():
        for operation in path.values():
            content = operation.get("requestBody", {}).get("content", {})
            name = content.get("application/json", {}).get("schema", {}).get("$ref", "")
            body = schemas.get(name.rpartition("/")[2], {})
            given = body.get("properties", {})
            if "required" in body:
                required = [n for n in body["required"] if "default" not in given.get(n, {})]
                body["required"] = required
    return document


def run(surface: str, seed: int, examples: int) -> int:
    """Run Schemathesis on one surface; its exit code."""
    sandbox = Sandbox(world="tiny", rate_limit=None)
    header = "x-api-key: " if surface == "saleshandy" else "Authorization: Bearer "
    with sandbox.serve() as server, tempfile.TemporaryDirectory() as folder:
        spec = Path(folder) / "openapi.json"
        spec.write_text(json.dumps(published(surface)))
        configuration = Path(folder) / "schemathesis.toml"
        configuration.write_text(CONFIGURATION)
        command = [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(configuration)),
            *(
                "run",
                str(spec),
                "--url",
                server.url_of(surface),
                "--header",
                header + sandbox.api_key,
            ),
            *("--seed", str(seed), "--max-examples", str(examples), *OPTIONS),
        ]
        code = subprocess.run(command, check=False, cwd=folder).returncode
    failed = [request for request in sandbox.requests if request.status >= 500]
    return code or bool(failed)


if __name__ == "__main__":
    sys.exit(main())
