"""Runs command lines in this process, against a sandbox."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import attrs

from journeybee.cli.program import run
from journeybee.pipeline import Options, Pipeline, Request
from journeybee.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest


@attrs.frozen
class Result:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows of JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


class Prompt:
    """Runs command lines.

    Attributes:
        sent: the JSON body of each request, None of those without one.
    """

    def __init__(self, sandbox: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
        self.sandbox = sandbox
        self.sent: list[Any] = []
        self._capsys = capsys

    def __call__(self, *words: str) -> Result:
        """Run a command line."""
        self._capsys.readouterr()
        code = run(words)
        return Result(code, *self._capsys.readouterr())

    def rows(self, *words: str) -> list[dict[str, Any]]:
        """The rows that a command shows, which must succeed."""
        result = self(*words, "--format", "jsonl")
        assert result.code == 0, result.err
        return result.rows


@contextmanager
def prompt(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, world: Any = "empty"
) -> Iterator[Prompt]:
    """A prompt with a sandbox."""
    sandbox = Sandbox(world=world, rate_limit=None)
    with sandbox.serve() as server:
        monkeypatch.setenv("JOURNEYBEE_API_KEY", sandbox.api_key)
        monkeypatch.setenv("JOURNEYBEE_BASE_URL", server.url)
        monkeypatch.setenv("JOURNEYBEE_REQUESTS_PER_MINUTE", "100000")
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
        typed = Prompt(sandbox, capsys)
        send = Pipeline.send

        async def note(pipeline: Pipeline, request: Request, options: Options) -> Any:
            typed.sent.append(request.content and json.loads(request.content[1]))
            return await send(pipeline, request, options)

        monkeypatch.setattr(Pipeline, "send", note)
        yield typed
