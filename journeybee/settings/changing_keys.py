"""API keys that change while a client is open: a function returns them, or a file has them.

Loaded by clients that have such a key.
"""

from __future__ import annotations

import inspect
import logging
import os
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from contextvars import Context, copy_context
from copy import copy
from functools import partial
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import anyio

from journeybee.concurrency.forks import begin_after_forks
from journeybee.concurrency.loops import Wakeup, current_loop
from journeybee.errors import APIKeyError, ConfigurationError
from journeybee.settings.secrecy import Secret
from journeybee_api._runtime.hidden_frames import HiddenFrames, places

T = TypeVar("T")
_log = logging.getLogger("journeybee.settings")
# Responses to attempts under way may quote the key before the newest.
_REMEMBERED = 4
_LARGEST_FILE = 8192


class ChangingKey(ABC):
    """A key that is asked for; tasks of all threads and event loops that wait share the answer.

    The first task asks, in its event loop. If it is cancelled, another one asks in its place.

    Attributes:
        name: what errors call it.
        known: the newest keys, which must not be shown.
        problem: why the last question had no answer, or None.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.known: tuple[Secret, ...] = ()
        self.problem: str | None = None
        self._running: Future[Secret] | None = None
        self.begin_after_fork()
        begin_after_forks(self)

    def begin_after_fork(self) -> None:
        """Forget the questions of the parent, whose threads a forked process does not have."""
        self._lock = threading.Lock()
        self._asked: Future[Secret | APIKeyError] | None = None
        self._running = None

    @property
    def newest(self) -> Secret | None:
        """The last answer."""
        return self.known[0] if self.known else None

    @property
    @abstractmethod
    def current(self) -> Secret | None:
        """The key to use without asking, or None."""

    @abstractmethod
    async def _ask(self) -> Secret:
        """Ask; raises APIKeyError."""

    async def get(self, seconds: float, rejected: Secret | None = None) -> Secret | None:
        """The key to use; None if it does not come within so many seconds.

        After a 401 it is asked for again, unless another task has asked since: the result is
        another object than `rejected`. Where that fails, the newest key stays in use.

        Raises:
            APIKeyError: there never was any key.
        """
        if rejected is None and (current := self.current):
            return current
        with anyio.move_on_after(seconds):
            return await self._get(rejected)
        return None

    async def _get(self, rejected: Secret | None) -> Secret:
        while True:
            with self._lock:
                current = self.current
                if current is not None and current is not rejected:
                    return current
                asked, leads = self._asked, self._asked is None
                if asked is None:
                    asked = self._asked = Future()
            if leads:
                await self._answer(asked)
            try:
                answer = await _result(asked)
            except CancelledError:  # not that of asyncio: the task that asked was cancelled
                continue
            if isinstance(answer, APIKeyError):
                raise copy(answer)
            return answer

    async def _answer(self, asked: Future[Secret | APIKeyError]) -> None:
        answer: Secret | APIKeyError | None = None
        try:
            answer = await self._key_or_problem()
        finally:
            with self._lock:
                self._asked = None
                if isinstance(answer, Secret):
                    others = (key for key in self.known if key.reveal() != answer.reveal())
                    self.known = (answer, *others)[:_REMEMBERED]
            if answer is None:
                asked.cancel()
            else:
                asked.set_result(answer)

    async def _key_or_problem(self) -> Secret | APIKeyError:
        try:
            key = await self._ask()
        except APIKeyError as error:
            problem = error
        else:
            self.problem = None
            return key
        if self.newest is None:
            return problem
        if self.problem != str(problem):
            self.problem = str(problem)
            _log.warning("%s; the key before it stays in use", self.problem)
        return self.newest

    async def _in_thread(self, work: Callable[[], Secret]) -> Secret:
        """Run it in a thread, which no task has to wait for.

        It is a daemon, unlike those of anyio on asyncio: one that hangs lets the program end. While
        it hangs, no other one is started.
        """
        running = self._running
        if running is None or running.done():
            running = Future[Secret]()
            run = partial(_fulfil, copy_context(), running, work)
            threading.Thread(target=run, name="journeybee-api-key", daemon=True).start()
            self._running = running
        return await _result(running)

    def __reduce__(self) -> NoReturn:
        raise TypeError("an API key cannot be pickled or copied")

    def __repr__(self) -> str:
        return f"<{self.name}>"


class KeyFunction(ChangingKey):
    """A key that a function returns: asked for the first attempt, and after each 401.

    A coroutine function is awaited, any other one is called in a thread.
    """

    def __init__(self, function: Secret) -> None:
        super().__init__("the api_key function")
        self._function = function
        called: Any = function.reveal()
        self._is_async = inspect.iscoroutinefunction(called) or inspect.iscoroutinefunction(
            type(called).__call__
        )

    @property
    def current(self) -> Secret | None:
        return self.newest

    async def _ask(self) -> Secret:
        answer = self._call() if self._is_async else await self._in_thread(self._call)
        if inspect.isawaitable(answer.reveal()):
            answer = await self._awaited(answer)
        if problem := answer.problem():
            raise APIKeyError(f"the value that {self.name} returned {problem}")
        return answer

    def _call(self) -> Secret:
        function: Any = self._function.reveal()
        try:
            return Secret(function())
        # In a thread, a SystemExit would end the thread alone.
        except BaseException as error:  # noqa: BLE001
            problem = self._raised(error)
        # Raised out here: the error of the function may hold the key.
        raise problem

    async def _awaited(self, awaitable: Secret) -> Secret:
        waiting: Any = awaitable.reveal()
        with HiddenFrames():
            try:
                return Secret(await waiting)
            except Exception as error:  # noqa: BLE001
                problem = self._raised(error)
        raise problem

    def _raised(self, error: BaseException) -> APIKeyError:
        kind = type(error).__name__
        problem = APIKeyError(f"{self.name} raised {kind}, whose text is hidden: it may be the key")
        if error.__traceback__ is not None and error.__traceback__.tb_next is not None:
            problem.add_note(f"{kind} was raised at\n{places(error.__traceback__.tb_next)}")
        return problem


class KeyFile(ChangingKey):
    """A key that a file holds, read for each attempt.

    In a thread, because a mount may hang. Beside the thread (0.5 ms) it does not matter that
    a read takes 20 us and a look at its times 3; and no change is missed: a mounted secret is
    swapped by a symbolic link, an edited file may keep its size and its time.
    """

    def __init__(self, path: Secret, name: str) -> None:
        super().__init__(name)
        if problem := _path_problem(path.reveal()):
            raise ConfigurationError(f"{name} {problem}")
        if Path(path.reveal()).is_absolute():
            # Others are not shown: it may be the key itself.
            self.name = f"{name} {path.reveal()}"
        # The program may change its folder; links are followed when the file is read.
        self._path = Path(path.reveal()).absolute()

    @property
    def current(self) -> Secret | None:
        return None

    async def _ask(self) -> Secret:
        return await self._in_thread(self._read)

    def _read(self) -> Secret:
        try:
            with self._path.open("rb") as file:
                key = Secret(file.read(_LARGEST_FILE + 1).decode("utf-8-sig").strip())
            problem = key.problem()
            if len(key.reveal()) > _LARGEST_FILE:
                problem = f"holds more than {_LARGEST_FILE} characters: it must hold a key alone"
            if problem is None:
                return key
        except UnicodeError:
            problem = "is not UTF-8 text: save it as such"
        except OSError as error:
            problem = f"cannot be read: {error.strerror or type(error).__name__}"
        # Raised out here: the error of a decoder has the text.
        raise APIKeyError(f"{self.name} {problem}")


def _path_problem(path: object) -> str | None:
    if not isinstance(path, str | os.PathLike) or isinstance(os.fspath(path), bytes):
        return "must be a str or a path"
    if not os.fspath(path) or "\0" in os.fspath(path):
        return "must be the path of a file that holds the key"
    return None


async def _result(future: Future[T]) -> T:
    """What a future has as soon as it is done, in any event loop."""
    wakeup = Wakeup(current_loop())
    wakeup.changed = anyio.Event()
    future.add_done_callback(lambda _: wakeup.wake())
    await wakeup.changed.wait()
    return future.result()


def _fulfil(context: Context, future: Future[T], work: Callable[[], T]) -> None:
    try:
        future.set_result(context.run(work))
    except APIKeyError as error:
        future.set_exception(error)
