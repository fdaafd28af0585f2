"""The examples, run by path with two environment variables."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from journeybee.limits.window import read_window
from journeybee.sandbox import Sandbox
from tests.programs import valkey_of_the_wheel
from tests.redis_server import Servers

EXAMPLES = Path(__file__).parent.parent / "examples"
WANTED = {
    "demo.py": ["partners that use the portal most", "3000 of 3000 leads", "0 of them refused"],
    "drain_leads.py": ["page 30 of 30: 3000 leads so far"],
    "engagement_leaderboard.py": ["users", "sessions"],
    "handle_errors.py": [
        "no such partner: Partner not found",
        "the field 'stage_uuid' was refused",
        "the list came in time",
    ],
    "sync_to_sqlite.py": ["added       800", "deleted       0"],
    "upsert_partner.py": ["Acme Alliances  https://acme.example", "https://www.acme.example"],
}


# They wait for deliveries, which test_webhook_receivers.py sends.
RECEIVERS = {"webhook_fastapi.py", "webhook_starlette.py"}
# Each has a test of its own below.
APART = {"celery_tasks.py", "fastapi_service.py", "shared_limit.py", "test_with_faults.py"}


def test_every_example_is_run() -> None:
    assert {path.name for path in EXAMPLES.glob("*.py")} == set(WANTED) | RECEIVERS | APART


# Each takes seconds, so `make test` runs one.
@pytest.mark.parametrize(
    "name",
    [
        name if name == "upsert_partner.py" else pytest.param(name, marks=pytest.mark.thorough)
        for name in sorted(WANTED)
    ],
)
def test_the_example_does_what_it_says(name: str, tmp_path: Path) -> None:
    shown = shown_by(Sandbox(), tmp_path, str(EXAMPLES / name))
    assert [text for text in WANTED[name] if text not in shown] == []


def shown_by(sandbox: Sandbox, folder: Path, *words: str) -> str:
    """What a program prints, which must succeed and write no error."""
    with sandbox.serve() as server:
        environment = {
            **os.environ,
            "JOURNEYBEE_API_KEY": sandbox.api_key,
            "JOURNEYBEE_BASE_URL": server.url,
        }
        result = subprocess.run(
            [sys.executable, "-W", "error", *words],
            env=environment,
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert result.returncode == 0, result.stderr + result.stdout
    assert result.stderr == ""
    return result.stdout


@pytest.mark.thorough
def test_processes_of_the_example_share_a_limit(tmp_path: Path) -> None:
    sandbox = Sandbox(rate_limit=20)
    with Servers(valkey_of_the_wheel()).alone() as redis:
        shown = shown_by(sandbox, tmp_path, str(EXAMPLES / "shared_limit.py"), redis.url)
    assert shown == "1600 leads by 2 processes, at most 20 requests in 60 s\n"
    assert [request.status for request in sandbox.requests] == [200] * 16


def test_the_guide_shows_the_lines_of_the_celery_example() -> None:
    guide = (EXAMPLES.parent / "docs" / "guides" / "frameworks.md").read_text()
    _, block, *_ = guide.partition("\n## Celery\n")[2].split("```")
    program = (EXAMPLES / "celery_tasks.py").read_text().splitlines()
    assert set(block.splitlines()[1:]) - set(program) == {'REDIS = "redis://localhost:6379/0"'}


@pytest.mark.thorough
def test_celery_workers_of_the_example_share_a_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox = Sandbox(world="tiny", rate_limit=100)
    new = [lead for lead in sandbox.store.items("leads") if lead["status"] == "new"]
    with Servers(valkey_of_the_wheel()).alone() as redis, sandbox.serve() as server:
        monkeypatch.setenv("JOURNEYBEE_API_KEY", sandbox.api_key)
        monkeypatch.setenv("JOURNEYBEE_BASE_URL", server.url)
        monkeypatch.setenv("REDIS_URL", redis.url)
        options = ("--workdir", EXAMPLES, "--app", "celery_tasks", "worker")
        sizes = (
            "--concurrency",
            "2",
            "--without-mingle",
            "--without-gossip",
            "--loglevel",
            "WARNING",
        )
        with (tmp_path / "log").open("w") as log:
            worker = subprocess.Popen(
                [sys.executable, "-m", "celery", *options, *sizes],
                cwd=tmp_path,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
            try:
                result = subprocess.run(
                    [sys.executable, EXAMPLES / "celery_tasks.py"],
                    capture_output=True,
                    text=True,
                    check=False,
                    timeout=180,
                )
                worker.terminate()
                assert worker.wait(120) == 0
            finally:
                worker.kill()
                worker.wait()
        window = read_window(redis.url, "our-account")
    said = result.stdout + result.stderr + (tmp_path / "log").read_text()
    assert result.stdout == f"{len(new)} of {len(new)} leads are qualified\n", said
    assert [request.status for request in sandbox.requests] == [200] * (len(new) + 1)
    assert window is not None
    assert (window.used, window.members) == (len(new) + 1, [])


@pytest.mark.thorough
def test_the_tests_of_the_example_pass(tmp_path: Path) -> None:
    suite = str(EXAMPLES / "test_with_faults.py")
    words = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path))
    assert "4 passed" in shown_by(Sandbox(world="tiny"), tmp_path, *words, suite)


@pytest.mark.thorough
async def test_the_service_of_the_example_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location(
        "fastapi_service", EXAMPLES / "fastapi_service.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module: Any = importlib.util.module_from_spec(spec)
    # FastAPI looks the names of annotations up in the module.
    monkeypatch.setitem(sys.modules, "fastapi_service", module)
    spec.loader.exec_module(module)
    sandbox = Sandbox(world="tiny")
    lead = sandbox.store.items("leads")[0]
    with sandbox.serve() as server:
        monkeypatch.setenv("JOURNEYBEE_API_KEY", sandbox.api_key)
        monkeypatch.setenv("JOURNEYBEE_BASE_URL", server.url)
        transport = httpx.ASGITransport(module.app)
        async with (
            module.lifespan(module.app),
            httpx.AsyncClient(transport=transport, base_url="http://service") as http,
        ):
            found = await http.get(f"/leads/{lead['uuid']}")
            missing = await http.get("/leads/none")
    assert found.json() == {"company": lead["company_name"], "status": lead["status"]}
    assert (missing.status_code, missing.json()) == (404, {"detail": "Lead not found"})
