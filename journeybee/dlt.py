"""A source of dlt: lists in warehouses, by the changes that a mirror finds. Needs the extra `dlt`.

The mirror numbers its changes. A load reads those after the number in the state of the pipeline,
which dlt writes with the load, so one that fails loses nothing.
"""

# pyright: reportPrivateUsage=false
from __future__ import annotations

import json
import sqlite3
import typing
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from importlib import import_module
from typing import Any, Literal

from journeybee import introspection
from journeybee.blocking import JourneyBee, Mirror
from journeybee.errors import ConfigurationError
from journeybee.mirror.layout import quoted
from journeybee_api._runtime.annotations import union_members

_PLAIN: dict[Any, str] = {str: "text", int: "bigint", float: "double", bool: "bool"}
_TYPES = {**_PLAIN, datetime: "timestamp", date: "date"}
_SINCE = """
SELECT _changed, _json, 0 FROM {0} WHERE _pass = ?1 AND _changed > ?2 UNION ALL
SELECT changed, json, 1 FROM _deleted WHERE pass = ?1 AND changed > ?2
    AND NOT EXISTS (SELECT 1 FROM {0} WHERE _pass = ?1 AND _key = key) ORDER BY 1
"""


def journeybee_source(
    client: JourneyBee,
    *lists: str,
    mirror: Mirror,
    history: bool = False,
    accept_deletions: bool = False,
) -> Any:
    """A source with a resource for each list, for `pipeline.run`.

    A load makes a pass over each list, within the limit of the client and in its background lane,
    and loads what changed since the last load. Keep the file of the mirror between loads.

    Args:
        client: a client without `await`.
        lists: names of tables of the client that have a list, such as `"leads"`.
        mirror: where the lists are kept.
        history: whether to keep each version of a row, with the times from and until which it was
            valid (dlt's `scd2`), instead of the present rows (`merge`).
        accept_deletions: as for `Mirror.changes`.

    Raises:
        ConfigurationError: dlt is missing, or a list cannot be loaded.

    .. versionadded:: 0.1
    """
    background = client.with_options(priority="background")
    loads = [_Load(background, name, mirror, accept=accept_deletions) for name in lists]
    return _dlt().source(
        lambda: [load.resource(history=history) for load in loads], name="journeybee"
    )()


class _Load:
    """One list: a pass of the mirror, and what a warehouse is to have of it."""

    def __init__(self, client: JourneyBee, name: str, mirror: Mirror, *, accept: bool) -> None:
        table: Any = getattr(client, name, None)
        if not callable(getattr(table, "list", None)):
            raise ConfigurationError(f"{name!r} is not a table with a list, such as 'leads'")
        operation, style = table.list()._pager.source  # noqa: SLF001
        self._name = operation.id.removeprefix("list_")
        model = introspection.list_model(operation, style)
        types = introspection.field_types(model) if model else {}
        self._key = next((key for key in ("uuid", "id") if key in types), None)
        if self._key is None:
            raise ConfigurationError(f"rows of {name!r} have no uuid and no id to load them by")
        self._columns = {name: found for name, hint in types.items() if (found := _column(hint))}
        self._table, self._mirror, self._accept = table, mirror, accept

    def resource(self, *, history: bool) -> Any:
        deleted = {"_deleted": {"data_type": "bool", "hard_delete": True}}

        def rows() -> Iterator[Any]:
            scope = self._pass()
            yield from self._all_rows(scope) if history else self._changes(scope)

        return _dlt().resource(
            rows,
            name=self._name,
            columns=self._columns if history else {**self._columns, **deleted},
            primary_key=self._key,
            write_disposition={"disposition": "merge", "strategy": "scd2"} if history else "merge",
            max_table_nesting=0,
        )

    def _pass(self) -> str:
        """Bring the mirror up to date; returns the scope of the list."""
        get = getattr(self._table, "get", None)
        changes = self._mirror.changes(self._table.list(), get=get, accept_deletions=self._accept)
        for _ in changes.batches():
            pass
        return changes.scope

    def _changes(self, scope: str) -> Iterator[list[Any]]:
        state = _dlt().current.resource_state()
        for mirror, last, rows in self._read(scope, state.get("last", -1)):
            if state.setdefault("mirror", mirror) != mirror:
                raise ConfigurationError(
                    f"{self._mirror.path} is not the mirror of the last load, so what was deleted"
                    " since is not known: load all by pipeline.run(source,"
                    ' refresh="drop_resources")'
                )
            state["last"] = last
            yield [{**row, "_deleted": gone} for row, gone in rows]

    def _all_rows(self, scope: str) -> Iterator[Any]:
        # Also if the list is empty, which ends the validity of all rows.
        yield _dlt().mark.materialize_table_schema()
        for _, _, rows in self._read(scope, -1):
            yield [row for row, gone in rows if not gone]

    def _read(self, scope: str, after: int) -> Iterator[tuple[str, int, list[tuple[Any, bool]]]]:
        """The identity of the mirror, the number of the last change, rows and which are gone."""
        with closing(sqlite3.connect(self._mirror.path)) as file:
            mirror, newest = file.execute("SELECT id, changes FROM _source").fetchone()
            number = "SELECT id FROM _passes WHERE (list, scope) = (?, ?)"
            values = [*file.execute(number, [self._name, scope]).fetchone(), after]
            yield mirror, min(after, newest), []
            found = file.execute(_SINCE.format(quoted(self._name)), values)
            while some := found.fetchmany(1000):
                rows = [(json.loads(text), bool(gone)) for _, text, gone in some]
                yield mirror, some[-1][0], rows


def _column(hint: Any) -> dict[str, Any] | None:
    """The column of a field, None if dlt is to find its type in the values."""
    kinds = {str if typing.get_origin(kind) is Literal else kind for kind in union_members(hint)}
    names = {_TYPES.get(kind, "json") for kind in kinds}
    names -= {"bigint"} if "double" in names else set()
    return {"data_type": names.pop(), "nullable": True} if len(names) == 1 else None


def _dlt() -> Any:
    try:
        return import_module("dlt")
    except ModuleNotFoundError:
        raise ConfigurationError('this needs dlt: `pip install "journeybee[dlt]"`') from None
