"""The public mirror: a SQLite file that passes over lists keep up to date."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

import attrs

from journeybee.errors import ConfigurationError
from journeybee.mirror.file import MirrorFile
from journeybee.mirror.follow import Followed
from journeybee.mirror.nested import NestedChanges
from journeybee.mirror.passes import Changes, Get

if TYPE_CHECKING:
    import os

    from journeybee.pagination import Pager

T = TypeVar("T")


class Event(Protocol):
    """What `Mirror.apply` takes, such as a `journeybee.WebhookEvent`."""

    @property
    def subject(self) -> tuple[str, str] | None:
        """The list and the key of the row that the event is about."""
        ...


@attrs.frozen
class ListStatus:
    """What a mirror has of one list.

    Attributes:
        list: name of its table.
        scope: path and filters of the list.
        rows: how many rows the mirror has.
        finished_at: end of the last pass, None before the first.
        verified_at: end of the last verified pass.
        running: whether a pass began and did not come to its end.

    .. versionadded:: 0.1
    """

    list: str
    scope: str
    rows: int
    finished_at: datetime | None
    verified_at: datetime | None
    running: bool


class Mirror:
    """A copy of lists in a SQLite file, which passes compare with the API.

    Each list has a table of its name with a column for each field. The columns are computed from
    `_json`, which has the row as it came: times are text, objects and lists JSON. Any SQLite
    client may read the file at any time; one `Mirror` may have it open. It may be used on several
    lists at once, on asyncio and trio; use it as `async with Mirror("crm.db") as mirror`.

    Args:
        path: of the file, which is made if it is not there.
        max_deleted: the largest share of a list's rows that one pass may delete; up to 10 rows
            may always be deleted.
        account: a name for the account that the key belongs to. The file records it, and the URL
            of the server.
        accept_source: whether to go on with a file that records another server or account.

    Raises:
        ConfigurationError: a value is out of range.

    .. versionadded:: 0.1
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        max_deleted: float = 0.2,
        account: str = "",
        accept_source: bool = False,
        _clock: Callable[[], float] = time.time,
    ) -> None:
        if not 0 <= max_deleted <= 1:
            raise ConfigurationError(f"max_deleted={max_deleted} is not a share from 0 to 1")
        self._file = MirrorFile(Path(path), _clock, account, accept=accept_source)
        self._max_deleted = max_deleted

    async def __aenter__(self) -> Self:
        await self._file.open()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    def changes(
        self,
        pager: Pager[T],
        *,
        get: Callable[[str], Awaitable[object]] | None = None,
        confirmations: int = 50,
        accept_deletions: bool = False,
    ) -> Changes[T]:
        """Make one pass over a list; iterate the result for each row that differs.

        A change is written to the mirror when the next one is requested, or by its `ack()`. A
        program that is killed before gets it again: each change comes at least once, with the same
        `id`. A pass that was killed continues where it was.

        Rows are deleted only by a pass that is verified: the list was read to its end with
        `on_shift="refetch"` where its API can, and as many rows came as the API reports. Each
        deletion is confirmed, too: `get` raises NotFoundError, or an earlier verified pass missed
        the row already.

        Args:
            pager: the list. Its filters are part of what is compared: a row that they exclude now
                counts as deleted.
            get: the operation that gets one row by its key, such as `client.leads.get`. A row that
                it finds is not deleted.
            confirmations: the most requests by `get` in one pass.
            accept_deletions: whether to delete however many rows are missing.

        Raises:
            ValueError: the pager begins at a token, or `confirmations` is negative.
        """
        if confirmations < 0:
            raise ValueError(f"confirmations={confirmations} is negative: give 0 or more")
        return self._changes(
            pager, get=get, confirmations=confirmations, accept_deletions=accept_deletions
        )

    def nested(
        self,
        below: Callable[[str], Pager[T]],
        *,
        parents: str,
        get: Callable[[str, str], Awaitable[object]] | None = None,
        requests: int = 1000,
        accept_deletions: bool = False,
    ) -> NestedChanges[T]:
        """Make passes over the lists below rows, such as the notes of each lead.

        A list that was cut off comes first, then those of rows that are new, changed or reported by
        events since theirs was read, then the others, the oldest pass first. The rows below a
        deleted row are deleted without a request.

        Args:
            below: the list below a row by the key of that, such as `client.leads.notes.list`.
            parents: the list of the rows that the mirror has, such as `"leads"`.
            get: the operation that gets one row by both keys, such as `client.leads.notes.get`.
            requests: after so many requests no further list is begun; the next call continues.
            accept_deletions: as for `changes`; without it, a list of which too much is missing is
                left as it is, with a warning.

        Raises:
            ValueError: `requests` is less than 1.
        """
        if requests < 1:
            raise ValueError(f"requests={requests} is out of range: give 1 or more")

        def make(pager: Pager[T], *, get: Get | None, parent: str) -> Changes[T]:
            return self._changes(
                pager,
                get=get,
                confirmations=requests,
                accept_deletions=accept_deletions,
                parent=parent,
            )

        return NestedChanges(self._file, below, make, parents=parents, get=get, requests=requests)

    def follow(
        self,
        pager: Pager[T],
        *,
        get: Callable[[str], Awaitable[object]],
        every: float = 3600.0,
        **options: Any,
    ) -> Followed[T]:
        """The changes of a list without an end: rows that events report at once, and passes.

        Ends when its task is cancelled; iterate it in a task of its own for each list.

        Args:
            pager: the list, without filters.
            get: the operation that gets one row by its key.
            every: seconds from the end of a verified pass to the next pass.
            options: those of `changes`.

        Raises:
            JourneyBeeError: as `changes`; call it again to continue.
        """

        def make(*, only_marked: bool) -> Changes[T]:
            if only_marked:
                return self._changes(pager, get=get, only_marked=True)
            return self.changes(pager, get=get, **options)

        return Followed(self._file, make, every)

    async def apply(self, event: Event) -> bool:
        """Mark the row of a webhook event, so that `follow` and `changes` fetch it first.

        The event itself changes nothing, since its body is not signed; several events of one row
        cost one request.

        Args:
            event: as `Webhook.unwrap` returns it.

        Returns:
            Whether the mirror has the list of the row.
        """
        return event.subject is not None and await self.mark(*event.subject)

    async def mark(self, name: str, key: str) -> bool:
        """Mark a row of a list, such as `("leads", uuid)`, as `apply` does.

        Raises:
            MirrorError: the file cannot be written.
        """
        return await self._file.mark(name, key)

    async def status(self) -> list[ListStatus]:
        """The lists of the mirror.

        Raises:
            MirrorError: the file cannot be read.
        """
        found = await self._file.run(lambda store: store.lists())
        return [
            ListStatus(name, scope, rows, _time(finished), _time(verified), running)
            for name, scope, rows, finished, verified, running in found
        ]

    async def aclose(self) -> None:
        """Close the file; a change that was not acknowledged comes again."""
        await self._file.close()

    def _changes(
        self,
        pager: Pager[T],
        *,
        get: Callable[[str], Awaitable[object]] | None,
        confirmations: int = 0,
        accept_deletions: bool = False,
        only_marked: bool = False,
        parent: str = "",
    ) -> Changes[T]:
        return Changes(
            self._file,
            pager,
            get=get,
            confirmations=confirmations,
            max_deleted=1.0 if accept_deletions else self._max_deleted,
            only_marked=only_marked,
            parent=parent,
        )


def _time(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
