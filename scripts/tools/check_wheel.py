"""Checks the published files: builds them, installs the wheel alone, and uses it.

The wheel is built from the sdist, so a file that is missing there is noticed too.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

from scripts.tools.sandbox_process import clean_environment, running_sandbox
from scripts.tools.terminal.session import SESSION, differences

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "dist"
MAN_PAGE = Path("share/man/man1/journeybee.1")
PROGRAM = Path("journeybee_cli.py")
PACKAGES = {"journeybee": ROOT / "journeybee", "journeybee_api": ROOT / "generated/journeybee_api"}
# A user's complete test file; no other setup is needed.
USERS_TEST = """\
import anyio

def test_mine(journeybee_sandbox):
    lead = anyio.run(lambda: journeybee_sandbox.leads.create(email="a@b.example"))
    assert journeybee_sandbox.sandbox.requests[-1].body == {"email": "a@b.example"} and lead.uuid
"""
EXAMPLE = ROOT / "examples" / "drain_leads.py"

# Modules that need more than the sandbox extra, with the package that may be missing here.
MAY_MISS = ("msgspec", "opentelemetry", "redis")
IMPORT_EVERYTHING = f"""
import importlib, pkgutil
count = 0
for package in {sorted(PACKAGES)}:
    for module in pkgutil.walk_packages(importlib.import_module(package).__path__, package + "."):
        if module.name.endswith(".__main__"):
            continue
        try:
            importlib.import_module(module.name)
        except ModuleNotFoundError as error:
            if error.name not in {MAY_MISS}:
                raise
        count += 1
print(f"{{count}} modules of the wheel import")
"""


def main() -> int:
    """Return 0 if the wheel is complete and works; else print the reason, and return 1."""
    with tempfile.TemporaryDirectory(prefix="journeybee-wheel-") as name:
        scratch = Path(name)
        try:
            wheel = build(DIST)
            problems = inspect(wheel)
            if not problems:
                use(wheel, scratch)
        except subprocess.CalledProcessError as error:
            problems = [f"{error}\n{error.output or ''}".rstrip()]
    for problem in problems:
        print(f"check_wheel: {problem}", file=sys.stderr)
    if not problems:
        print(f"The wheel is {wheel.relative_to(ROOT)}")
    return 1 if problems else 0


def build(target: Path) -> Path:
    """Build the sdist, and the wheel from it, replacing earlier builds."""
    for earlier in target.glob("journeybee-*"):
        earlier.unlink()
    run([sys.executable, "-m", "build", "--outdir", target, ROOT], cwd=ROOT)
    (wheel,) = target.glob("*.whl")
    return wheel


def inspect(wheel: Path) -> list[str]:
    """Compare the files of the wheel with those of the checkout."""
    with zipfile.ZipFile(wheel) as archive:
        packed = {n for n in archive.namelist() if ".dist-info/" not in n}
    packed = {re.sub(r"^[^/]+\.data/data/", "", name) for name in packed}
    expected = {
        f"{package}/{path.relative_to(source).as_posix()}"
        for package, source in PACKAGES.items()
        for path in source.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    } | {f"{package}/py.typed" for package in PACKAGES}
    expected |= {MAN_PAGE.as_posix(), PROGRAM.as_posix()}
    problems = [f"{wheel.name} lacks {name}" for name in sorted(expected - packed)]
    problems += [f"{wheel.name} should not hold {name}" for name in sorted(packed - expected)]
    problems += [f"{name} is a test" for name in sorted(packed) if "tests" in name.split("/")]
    return problems


def install_lines() -> list[str]:
    """The commands in README.md that install the wheel."""
    lines = re.findall(
        r"^\$ (pip install .*/dist/.*)$", (ROOT / "README.md").read_text(), re.MULTILINE
    )
    if not lines:
        raise subprocess.CalledProcessError(1, "README.md", "it installs nothing from dist/")
    return lines


def use(wheel: Path, scratch: Path) -> None:
    """Install the wheel into an empty environment, import all of it, and run an example."""
    print(f"{wheel.name}: installing it into an empty environment", flush=True)
    venv.create(scratch / "venv", with_pip=True)
    python = scratch / "venv" / "bin" / "python"
    install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--constraint"]
    constraints = ROOT / "constraints.txt"
    for line in install_lines():
        print(f"README.md: {line}", flush=True)
        path = f"{python.parent}{os.pathsep}{os.environ['PATH']}"
        environment = clean_environment() | {"PATH": path, "PIP_CONSTRAINT": str(constraints)}
        run(["bash", "-c", line], cwd=ROOT, env=environment)
    run([python, *install, constraints, "pytest"], cwd=scratch)
    run([python, "-I", "-c", "import journeybee, journeybee_api"], cwd=scratch)
    run(["test", "-f", python.parents[1] / MAN_PAGE], cwd=scratch)
    print(run([python, "-I", "-W", "error", "-c", IMPORT_EVERYTHING], cwd=scratch), end="")
    with running_sandbox(python, cwd=scratch) as environment:
        run([python, EXAMPLE], cwd=scratch, env=environment, timeout=120)
    print(f"{EXAMPLE.relative_to(ROOT)} runs from the wheel")
    project = scratch / "project"
    project.mkdir()
    (project / "test_mine.py").write_text(USERS_TEST)
    ended = run([python, "-m", "pytest", "-q", "-W", "error"], cwd=project, timeout=120)
    print(f"a user's test with the fixture: {ended.splitlines()[-1]}")
    with running_sandbox(python, scratch, "--world", "empty") as environment:
        wrong = differences(python.parent, environment)
    if wrong:
        raise subprocess.CalledProcessError(1, "journeybee", "\n\n".join(wrong))
    print(f"{SESSION.relative_to(ROOT)}: its lines show in the wheel's terminal what they should")


def run(
    command: list[str | Path],
    *,
    cwd: Path,
    env: dict[str, str] | None = None,
    timeout: float | None = None,
) -> str:
    """Run a command and return its output; CalledProcessError if it fails."""
    result = subprocess.run(
        command,
        cwd=cwd,
        env=env or clean_environment(),
        timeout=timeout,
        check=True,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return result.stdout


if __name__ == "__main__":
    sys.exit(main())
