"""What the sandbox command prints can be pasted, and what it says without its extra."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {
    "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'generated'}",
}


@pytest.mark.thorough
def test_what_it_prints_can_be_pasted(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "journeybee.sandbox", "--port", "0", "--world", "tiny"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            printed = list(iter(process.stdout.readline, "END\n"))
            start = next(n for n, line in enumerate(printed) if line.startswith("export "))
            pasted = [*printed[start:], "END\n"]
            curl = [line for line in pasted if line.startswith("curl ")]
            assert len(curl) == 1
            if shutil.which("curl") is None:
                pasted.remove(curl[0])
            result = subprocess.run(
                ["bash", "-e", "-c", "".join(pasted)],
                env=ENVIRONMENT,
                cwd=tmp_path,
                capture_output=True,
                text=True,
                check=False,
                timeout=60,
            )
        finally:
            process.terminate()
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[-1] == "12 leads"
    assert shutil.which("curl") is None or '"data":' in result.stdout.replace(" ", "")


@pytest.mark.parametrize(
    "module", ["journeybee.sandbox", pytest.param("journeybee", marks=pytest.mark.thorough)]
)
@pytest.mark.parametrize(
    "missing", ["jsonschema", pytest.param("uvicorn", marks=pytest.mark.thorough)]
)
def test_without_its_extra_it_says_so_in_a_line(module: str, missing: str, tmp_path: Path) -> None:
    (tmp_path / f"{missing}.py").write_text(f"raise ModuleNotFoundError(name={missing!r})")
    command = [sys.executable, "-m", module]
    command += ["sandbox"] if module == "journeybee" else []
    path = f"{tmp_path}{os.pathsep}{ENVIRONMENT['PYTHONPATH']}"
    result = subprocess.run(
        [*command, "--port", "0"],
        cwd=tmp_path,
        env={**ENVIRONMENT, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert result.returncode == 1
    (line,) = result.stderr.splitlines()
    assert missing in line
    assert 'pip install "journeybee[sandbox]"' in line
