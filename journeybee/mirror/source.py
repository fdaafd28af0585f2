"""Whose rows a mirror has: one server's, of one account. All of it blocks."""

from __future__ import annotations

from journeybee.mirror.database import Database
from journeybee.mirror.errors import MirrorError


class Source:
    """The server and the account that the file records."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, server: str, account: str, *, accept: bool) -> None:
        """Record the source at its first pass, and check it at each.

        Raises:
            MirrorError: the file mirrors another source, and `accept` is false.
        """
        with self._database.write() as db:
            query = "SELECT server, account FROM _source"
            known_server, known_account = db.execute(query).fetchone()
            other = known_server not in {"", server} or known_account not in {"", account}
            if other and not accept:
                raise MirrorError(
                    f"{self._database.path} mirrors {_named(known_server, known_account)}, not"
                    f" {_named(server, account)}: give another file, or accept_source=True if the"
                    " rows are the same"
                )
            if (known_server, known_account) != (server, account):
                db.execute("UPDATE _source SET (server, account) = (?, ?)", [server, account])


def _named(server: str, account: str) -> str:
    return f"{server} (account {account})" if account else f"{server} (no account named)"
