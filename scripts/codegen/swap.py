"""Puts prepared files and folders in place of others: all of them, or none."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

CACHE = "__pycache__"


def changed_paths(prepared: Path, target: Path, names: Iterable[str]) -> list[str]:
    """Those of the names whose content below the two folders differs."""
    return [name for name in names if _content(prepared / name) != _content(target / name)]


def swap_all(prepared: Path, target: Path, names: Iterable[str]) -> None:
    """Put each name below ``prepared`` in its place below ``target``, and remove what is not there.

    New content is first copied beside the old, so that what can fail for want of space or rights
    fails before anything is moved; a failure after that moves everything back.
    """
    places = [(prepared / name, target / name) for name in names]
    gone = {place for new, place in places if place.exists() and not new.exists()}
    moved: list[tuple[Path, Path]] = []
    try:
        for new, place in places:
            if place not in gone:
                copy_to(new, _beside(place, "new"))
        for _, place in places:
            moved.append((place, _put_aside(place)))
            if place not in gone:
                _beside(place, "new").rename(place)
    except BaseException:
        gone.clear()
        for place, old in reversed(moved):
            _remove(place)
            if old.exists():
                old.rename(place)
        raise
    finally:
        for _, place in places:
            _remove(_beside(place, "new"))
            if place.exists() or place in gone:
                _remove(_beside(place, "old"))


def _put_aside(place: Path) -> Path:
    old = _beside(place, "old")
    _remove(old)
    if place.exists():
        place.rename(old)
    return old


def copy_to(source: Path, place: Path) -> None:
    """Copy a file or a folder, without the caches of Python."""
    _remove(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, place, ignore=shutil.ignore_patterns(CACHE))
    else:
        shutil.copy2(source, place)


def _beside(place: Path, what: str) -> Path:
    return place.with_name(f".{place.name}.{what}")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _content(path: Path) -> dict[str, bytes] | bytes | None:
    if path.is_dir():
        files = (p for p in path.rglob("*") if p.is_file() and CACHE not in p.parts)
        return {p.relative_to(path).as_posix(): p.read_bytes() for p in files}
    return path.read_bytes() if path.exists() else None
