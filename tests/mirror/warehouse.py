"""Loads into a warehouse, in a process of its own: `python -m tests.mirror.warehouse DESTINATION`.

Between loads rows are added, changed and deleted; prints what each load left, as JSON.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

from journeybee import ConfigurationError
from journeybee.blocking import JourneyBee, Mirror
from journeybee.dlt import journeybee_source
from journeybee.sandbox import Sandbox


def present_rows(client: JourneyBee, pipeline: Any, folder: Path) -> dict[str, Any]:
    """Three loads of the present rows, the second after a load that failed."""
    with Mirror(folder / "crm.db") as mirror:
        source = journeybee_source(client, "leads", "tiers", mirror=mirror)
        pipeline.run(source)
        states = [rows(pipeline)]
        change(client)
        unloadable = journeybee_source(client, "leads", mirror=mirror)
        unloadable.resources["leads"].add_map(fail)
        try:
            pipeline.run(unloadable)
        except Exception as error:  # noqa: BLE001 - dlt wraps it
            failure = type(error).__name__
        pipeline.run(journeybee_source(client, "leads", "tiers", mirror=mirror))
        states.append(rows(pipeline))
        pipeline.run(journeybee_source(client, "leads", "tiers", mirror=mirror))
        counts = pipeline.last_trace.last_normalize_info.row_counts
    with Mirror(folder / "other.db") as mirror:
        try:
            pipeline.run(journeybee_source(client, "leads", mirror=mirror))
        except Exception as error:  # noqa: BLE001 - dlt wraps it
            other = str(error)
    return {"states": states, "counts": counts, "failure": failure, "other": other}


def fail(_: Any) -> Any:
    raise ConfigurationError("a row that cannot be loaded")


def change(client: JourneyBee) -> None:
    first, second, *_ = sorted(client.leads.list(), key=lambda lead: lead.uuid)
    client.leads.update(first.uuid, first_name="Changed")
    client.leads.delete(second.uuid)
    client.leads.create(email="new@example.com")


def rows(pipeline: Any, columns: str = "uuid, email, first_name") -> list[list[Any]]:
    with pipeline.sql_client() as client:
        return sorted(
            [None if value is None else str(value) for value in row]
            for row in client.execute_sql(f"SELECT {columns} FROM leads")
        )


def history(client: JourneyBee, pipeline: Any, folder: Path) -> list[Any]:
    """Versions of rows over three loads, the last after all rows were deleted."""
    found: list[Any] = []
    with Mirror(folder / "history.db") as mirror:

        def load() -> None:
            pipeline.run(
                journeybee_source(
                    client, "leads", mirror=mirror, history=True, accept_deletions=True
                )
            )
            valid = "_dlt_valid_to IS NULL"
            found.append(rows(pipeline, f"uuid, first_name, {valid}"))

        load()
        change(client)
        load()
        for lead in client.leads.list():
            client.leads.delete(lead.uuid)
        load()
    return found


def main(destination: str) -> None:
    sandbox = Sandbox(world="tiny", rate_limit=None)
    with tempfile.TemporaryDirectory() as name, sandbox.blocking_client() as client:
        os.chdir(name)
        os.environ["DLT_DATA_DIR"] = name
        os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
        dlt: Any = import_module("dlt")
        folder = Path(name)

        def pipeline(dataset: str) -> Any:
            target = (
                dlt.destinations.postgres(destination)
                if destination.startswith("postgresql")
                else dlt.destinations.duckdb(f"{name}/warehouse.duckdb")
            )
            return dlt.pipeline(
                dataset, destination=target, dataset_name=dataset, pipelines_dir=name
            )

        before = [[lead.uuid, lead.email] for lead in client.leads.list()]
        present = present_rows(client, pipeline("crm"), folder)
        after = [[lead.uuid, lead.email] for lead in client.leads.list()]
        versions = history(client, pipeline("history"), folder)
        found = {"server": [sorted(before), sorted(after)], **present, "history": versions}
        sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1])
