"""Features that Windows lacks, and the tests that are skipped there for that reason."""

from __future__ import annotations

LACKING = {
    "Windows has no terminal for bash": [
        "tests/cli/test_documented_lines.py::test_the_lines_run",
        "tests/cli/test_terminal.py",
        "tests/sandbox/test_sandbox_command.py::test_what_it_prints_can_be_pasted",
    ],
    "Windows sends no signals to a process": [
        "tests/sandbox/test_sandbox_server.py::test_the_command_line_serves_until_it_is_stopped",
        "tests/test_interrupts.py",
        "tests/test_paging_proofs.py",
    ],
    "Windows has no owners, modes, FIFOs or limits of files": [
        "tests/cli/test_export_disk.py",
        "tests/cli/test_export_folder.py",
        "tests/cli/test_export_state.py",
        "tests/cli/test_failures.py::test_a_key_file_that_is_none_is_refused",
        "tests/test_response_bounds.py::test_a_gigabyte_of_zeros_costs_no_memory",
        "tests/codegen/test_fetch.py::test_only_files_are_read_and_only_so_much",
    ],
    "Windows has no fork": [
        "tests/test_event_loops.py::test_forked_children_have_connections_of_their_own",
        "tests/test_event_loops.py::test_prefork_as_servers_and_task_queues_do_it",
        "tests/test_event_loops.py::test_a_limiter_in_a_forked_process_says_that_it_counts_alone",
        "tests/test_event_loops.py::test_a_fork_while_another_thread_holds_the_limiter_does_not_stall",
    ],
    "neither Redis nor Valkey runs on Windows": [
        "tests/test_examples.py::test_celery_workers_of_the_example_share_a_limit",
        "tests/test_redis_",
    ],
}


def what_windows_lacks(test: str) -> str | None:
    """The reason to skip this test on Windows, by its node id; None if it runs there."""
    return next(
        (reason for reason, names in LACKING.items() if test.startswith(tuple(names))), None
    )
