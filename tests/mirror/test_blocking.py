"""The mirror of blocking clients."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeybee import UsageError
from journeybee.blocking import Mirror
from journeybee.mirror import Added, Deleted
from journeybee.sandbox import Sandbox


def test_passes_without_await(tmp_path: Path) -> None:
    sandbox = Sandbox(world="tiny", rate_limit=None)
    with sandbox.blocking_client() as client, Mirror(tmp_path / "crm.db") as mirror:
        first = mirror.changes(client.leads.list(), get=client.leads.get)
        change = next(first)
        assert isinstance(change, Added)
        first.ack()
        assert first.report.added == 1
        rest = list(first)
        assert len(rest) + 1 == client.leads.list().count() == mirror.status()[0].rows
        gone = client.leads.list().collect(1)[0]
        client.leads.delete(gone.uuid)
        changes = mirror.changes(client.leads.list(), get=client.leads.get)
        (deleted,) = changes
        assert isinstance(deleted, Deleted)
        assert deleted.row.to_dict() == gone.to_dict()
        assert changes.report.verified
    with pytest.raises(UsageError, match="closed"):
        mirror.status()


def test_a_mirror_needs_no_client_for_its_status(tmp_path: Path) -> None:
    with Mirror(tmp_path / "crm.db") as mirror:
        assert mirror.status() == []
