"""The blocking clients: the same operations, from threads, notebooks and scripts."""

from __future__ import annotations

import contextvars
import gc
import inspect
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from journeybee import Hooks, JourneyBee, NotFoundError, TokenBucket, UsageError, blocking
from journeybee.introspection import bound_operations
from journeybee.sandbox import Sandbox
from journeybee.sandbox.http.server import SandboxServer
from journeybee_api.v1.models import Lead
from tests.bound_operations import method_of
from tests.sandbox.test_sandbox_clients import PATHS, arguments
from tests.sandbox.test_sandbox_surfaces import CALLS
from tests.test_every_operation import PATHS as V1_PATHS
from tests.test_every_operation import SERVED, check_typed, python_arguments

THREAD = "journeybee-blocking"


def running() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == THREAD]


@pytest.fixture(scope="module")
def server() -> Iterator[SandboxServer]:
    with Sandbox(world="tiny", rate_limit=None).serve() as server:
        yield server


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(world="tiny", rate_limit=None)


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[blocking.JourneyBee]:
    with sandbox.blocking_client(strict=True) as client:
        yield client
    assert not running()


def result_of(answer: Any) -> Any:
    """What a call returned; of a list its first page."""
    return answer.page().items if isinstance(answer, blocking.Pager) else answer


@pytest.mark.thorough
def test_every_operation_of_v1(sandbox: Sandbox, client: blocking.JourneyBee) -> None:
    for info in SERVED:
        given = python_arguments(info, sandbox)
        method = method_of(client, V1_PATHS[info.id])
        assert inspect.signature(method).parameters == inspect.signature(info.builder).parameters
        assert method.__doc__ == info.builder.__doc__
        result = result_of(method(**given))
        for value in result if isinstance(result, list) else [result]:
            check_typed(value)
        assert sandbox.requests[-1].operation_id == info.id
        if info.method == "DELETE":
            sandbox.reset()


@pytest.mark.thorough
def test_every_operation_of_the_other_apis(server: SandboxServer) -> None:
    limiter = TokenBucket(limit=100_000, period=1.0, burst=100_000)
    sandbox = server.sandbox
    assert isinstance(sandbox, Sandbox)
    with (
        blocking.LegacyJourneyBee(
            server.api_key, base_url=server.url_of("legacy"), limiter=limiter, user_id=1
        ) as legacy,
        blocking.Saleshandy(
            server.api_key, base_url=server.url_of("saleshandy"), limiter=limiter
        ) as saleshandy,
    ):
        clients: dict[str, Any] = {"legacy": legacy, "saleshandy": saleshandy}
        for surface, operation in CALLS:
            if operation.id == "update_deal_note":
                deals = sandbox.surfaces["legacy"].resources.store.items("lead-deals")
                legacy.deals.notes.create(deals[0]["id"], document={"type": "doc"})
            given = arguments(sandbox, operation)
            method = method_of(clients[surface], PATHS[surface][operation.id])
            result_of(method(**given))
            assert sandbox.requests[-1].operation_id == operation.id
            if operation.method != "GET":
                sandbox.reset()


def test_lists_in_all_their_uses(sandbox: Sandbox, client: blocking.JourneyBee) -> None:
    pager = client.leads.list(per_page=5)
    leads = list(pager)
    assert [lead.uuid for lead in leads] == [i["uuid"] for i in sandbox.store.items("leads")]
    assert len(sandbox.requests) == 3
    assert list(pager.pages())[1].items == leads[5:10]
    assert pager.page().get_next_page().get_next_page()[-1] == leads[-1]
    assert pager.collect(limit=7) == leads[:7]
    assert (pager.first(), pager.count()) == (leads[0], len(leads))
    with pager.prefetch(2) as ahead:
        assert list(ahead) == leads
    half = iter(pager)
    assert [next(half) for _ in range(6)] == leads[:6]
    assert list(client.leads.list(per_page=5).from_cursor(pager.cursor)) == leads[6:]
    progress: list[tuple[int, int | None]] = []
    list(pager.with_options(progress=lambda done, total: progress.append((done, total))))
    assert progress == [(5, 12), (10, 12), (12, 12)]


def test_a_page_is_a_sequence(client: blocking.JourneyBee) -> None:
    page = client.leads.list(per_page=5).page()
    assert (len(page), page[0], page[1:3]) == (5, page.items[0], page.items[1:3])
    assert list(page) == page.items == list(reversed(list(reversed(page))))
    assert page.items[2] in page


def test_prefetch_is_left_at_an_error(client: blocking.JourneyBee) -> None:
    prefetch = client.leads.list(per_page=2).prefetch(3)
    with pytest.raises(ZeroDivisionError), prefetch as items:
        raise ZeroDivisionError(next(items))
    with pytest.raises(RuntimeError, match="entered once"), prefetch:
        pass


def test_errors_come_as_they_are(client: blocking.JourneyBee) -> None:
    with pytest.raises(NotFoundError, match="Lead not found"):
        client.leads.get("11111111-1111-4111-8111-111111111111")
    with pytest.raises(TypeError, match="stauts"):
        client.leads.list(stauts="new")  # type: ignore[call-arg]


def test_many_writes(client: blocking.JourneyBee) -> None:
    seen: list[int] = []
    rows = [{"email": f"{n}@b.example"} for n in range(5)]
    results = client.leads.create.many(rows, on_result=lambda r: seen.append(r.index))
    assert [result.value.email for result in results] == [row["email"] for row in rows]
    assert sorted(seen) == list(range(5))


def test_views_share_the_thread(sandbox: Sandbox) -> None:
    with sandbox.blocking_client() as client:
        with client.with_options(headers={"x-team": "a"}) as view:
            assert view.leads.list().count() == 12
        assert client.request("GET", "/leads/", params={"per_page": 1})["pagination"]["total"] == 12
        assert len(running()) == 1


def test_many_threads_share_one_limit(sandbox: Sandbox) -> None:
    sandbox.rate_limit = 40
    limiter = TokenBucket(limit=40, period=60.0, burst=40)
    with sandbox.blocking_client(limiter=limiter) as client:
        uuid = sandbox.store.items("leads")[0]["uuid"]

        def work() -> None:
            for _ in range(5):
                client.leads.get(uuid)

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [request.status for request in sandbox.requests] == [200] * 40
        assert limiter.stats.granted == 40


def test_threads_share_an_iterator(client: blocking.JourneyBee) -> None:
    items = iter(client.leads.list(per_page=2))
    taken: list[Lead] = []
    threads = [threading.Thread(target=lambda: taken.extend(items)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({lead.uuid for lead in taken}) == len(taken) == 12


async def test_it_works_where_a_loop_runs(sandbox: Sandbox) -> None:
    with sandbox.blocking_client() as client:
        assert len(client.leads.list().collect()) == 12


def test_context_variables_reach_hooks(sandbox: Sandbox) -> None:
    variable = contextvars.ContextVar("variable", default="")
    seen: list[str] = []
    hooks = Hooks(before_send=lambda _: seen.append(variable.get()))
    with sandbox.blocking_client(hooks=hooks) as client:
        variable.set("mine")
        client.leads.list().first()
    assert set(seen) == {"mine"}


def test_a_hook_cannot_call_its_client(sandbox: Sandbox) -> None:
    clients: list[blocking.JourneyBee] = []
    hooks = Hooks(before_send=lambda _: clients[0].leads.delete("x"))
    with sandbox.blocking_client(hooks=hooks) as client:
        clients.append(client)
        with pytest.raises(UsageError, match="cannot call that client"):
            client.leads.list().first()


def test_a_closed_client_says_so(sandbox: Sandbox) -> None:
    client = sandbox.blocking_client()
    client.leads.list().first()
    client.close()
    client.close()
    with pytest.raises(UsageError, match="this client is closed"):
        client.leads.list().first()
    assert not running()


def test_calls_under_way_end_when_the_client_is_closed(sandbox: Sandbox) -> None:
    sandbox.faults.add(latency=60.0)
    client = sandbox.blocking_client()
    errors: list[Exception] = []

    def call() -> None:
        try:
            client.leads.list().first()
        except UsageError as error:
            errors.append(error)

    thread = threading.Thread(target=call)
    thread.start()
    while not sandbox.requests:
        time.sleep(0.001)
    client.close()
    thread.join(5)
    assert "closed while this call was under way" in str(errors[0])


def test_a_client_that_is_forgotten_ends_its_thread(sandbox: Sandbox) -> None:
    assert [lead.uuid for lead in sandbox.blocking_client().leads.list()]
    gc.collect()
    for thread in running():
        thread.join(5)
    assert not running()


SCRIPT = """
import journeybee.blocking, os, sys
client = journeybee.blocking.JourneyBee(sys.argv[1], base_url=sys.argv[2])
print(client.leads.list().count(), flush=True)
"""


def script(server: SandboxServer, more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-W", "error", "-c", SCRIPT + more, server.api_key, server.url]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


@pytest.mark.thorough
def test_a_script_may_end_without_closing(server: SandboxServer) -> None:
    process = script(server, "")
    assert process.communicate(timeout=20) == ("12\n", "")
    assert process.returncode == 0


@pytest.mark.thorough
@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_forked_process_has_a_thread_of_its_own(server: SandboxServer) -> None:
    more = "pid = os.fork()\nif pid: os.waitpid(pid, 0)\nprint(client.leads.list().count())\n"
    process = script(server, more)
    assert process.communicate(timeout=20)[0].split() == ["12", "12", "12"]


@pytest.mark.thorough
def test_ctrl_c_ends_a_call_at_once(server: SandboxServer) -> None:
    with Sandbox(world="tiny", rate_limit=None).serve() as slow:
        process = script(slow, "client.leads.list().count()\n")
        assert process.stdout
        assert process.stdout.readline() == "12\n"
        slow.sandbox.faults.add(latency=60.0)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        began = time.monotonic()
        _, stderr = process.communicate(timeout=20)
    assert time.monotonic() - began < 5
    assert process.returncode in {-signal.SIGINT, 130, 1, 0}
    assert "Traceback" not in stderr or "KeyboardInterrupt" in stderr


def test_both_modes_have_the_same_tables() -> None:
    pairs: list[tuple[Any, Any]] = [
        (JourneyBee, blocking.JourneyBee),
        (blocking.LegacyJourneyBee._kind, blocking.LegacyJourneyBee),
        (blocking.Saleshandy._kind, blocking.Saleshandy),
    ]
    for client, other in pairs:
        awaited = [path for path, _ in bound_operations(client)]
        assert awaited == [path for path, _ in bound_operations(other)]
