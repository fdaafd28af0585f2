"""Swapping is all or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.codegen.swap import changed_paths, copy_to, swap_all


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("at", range(1, 9))
def test_a_swap_that_breaks_off_moves_everything_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    new, old = tmp_path / "new", tmp_path / "old"
    for folder, text in ((new, "new"), (old, "old")):
        (folder / "deep").mkdir(parents=True)
        (folder / "deep" / f"only-{text}").write_text(text)
        (folder / "file").write_text(text)
        (folder / "other").write_text(text)
    (new / "docs").mkdir()
    (new / "docs" / "page").write_text("new")
    names = ["file", "deep", "docs/page", "other"]
    before = tree(old)
    renames = 0
    rename = Path.rename

    def breaks_off(self: Path, target: Path) -> Path:
        nonlocal renames
        renames += 1
        if renames == at:
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", breaks_off)
    if at < 8:  # seven renames put three things in the place of others, and one where none was
        with pytest.raises(KeyboardInterrupt):
            swap_all(new, old, names)
        assert tree(old) == before
    else:
        swap_all(new, old, names)
        assert renames == 7
        assert tree(old) == tree(new)


@pytest.mark.parametrize("breaks_off", [False, True])
def test_what_was_not_prepared_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, breaks_off: bool
) -> None:
    new, old = tmp_path / "new", tmp_path / "old"
    for folder in (new, old):
        folder.mkdir()
        (folder / "file").write_text(folder.name)
    (old / "gone").write_text("old")
    rename = Path.rename

    def stop_at_the_file(self: Path, target: Path) -> Path:
        if breaks_off and self.name == ".file.new":
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", stop_at_the_file)
    if breaks_off:
        with pytest.raises(KeyboardInterrupt):
            swap_all(new, old, ["gone", "file"])
        assert tree(old) == {"file": b"old", "gone": b"old"}
    else:
        swap_all(new, old, ["gone", "file"])
        assert tree(old) == {"file": b"new"}


def test_content_that_cannot_be_copied_moves_nothing(tmp_path: Path) -> None:
    new, old = tmp_path / "new", tmp_path / "old"
    for folder in (new, old):
        folder.mkdir()
        (folder / "file").write_text(folder.name)
    with pytest.raises(FileNotFoundError):
        swap_all(new, old, ["file", "missing"])
    assert tree(old) == {"file": b"old"}


def test_what_differs_is_found_without_caches(tmp_path: Path) -> None:
    new, old = tmp_path / "new", tmp_path / "old"
    for folder in (new, old):
        (folder / "same").mkdir(parents=True)
        (folder / "same" / "a").write_text("a")
        (folder / "differs").write_text(folder.name)
    (old / "same" / "__pycache__").mkdir()
    (old / "same" / "__pycache__" / "a.pyc").write_text("x")
    (new / "fresh").write_text("")
    (new / "more").mkdir()
    (old / "more").mkdir()
    (new / "more" / "b").write_text("b")
    names = ["same", "differs", "fresh", "more", "nowhere"]
    assert changed_paths(new, old, names) == ["differs", "fresh", "more"]
    copy_to(old / "same", tmp_path / "copy")
    assert tree(tmp_path / "copy") == {"a": b"a"}
