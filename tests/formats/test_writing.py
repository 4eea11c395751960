"""All files or none: the disk is made to fail at every call, and the folder is then as before or as after."""

from __future__ import annotations

import errno
import os
import subprocess
from pathlib import Path

import pytest

from underpaint.errors import OutputError
from underpaint.formats import writing
from underpaint.formats.writing import require_writable, write_together

BEFORE = {"one": b"old one", "two": None}
AFTER = {"one": b"new one", "two": b"new two"}


def folder_with(tmp_path: Path, content: dict[str, bytes | None]) -> Path:
    folder = tmp_path / "folder"
    folder.mkdir(exist_ok=True)
    for name, data in content.items():
        if data is not None:
            (folder / name).write_bytes(data)
    return folder


def state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_all_files_appear_whole_and_alone(tmp_path):
    folder = folder_with(tmp_path, BEFORE)
    write_together({folder / name: data for name, data in AFTER.items()})
    assert state(folder) == AFTER


def test_new_files_get_the_mode_any_new_file_gets(tmp_path):
    plain = tmp_path / "plain"
    plain.write_bytes(b"")
    write_together({tmp_path / "ours": b"x"})
    assert (tmp_path / "ours").stat().st_mode == plain.stat().st_mode


@pytest.mark.parametrize("what", ["open", "fsync", "replace"])
@pytest.mark.parametrize("why", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_a_disk_that_fails_at_any_call_leaves_nothing_half_written(tmp_path, monkeypatch, what, why):
    real = getattr(os, what)
    failed_at = 0
    while True:
        folder = folder_with(tmp_path, BEFORE)
        (folder / "two").unlink(missing_ok=True)
        calls = 0

        def failing(*arguments, **named):
            nonlocal calls
            calls += 1
            if calls == failed_at + 1:  # noqa: B023 - called within this turn only
                raise OSError(why, os.strerror(why))
            return real(*arguments, **named)

        monkeypatch.setattr(writing.os, what, failing)
        try:
            write_together({folder / name: data for name, data in AFTER.items()})
        except OutputError as error:
            assert "\n" not in str(error) and os.strerror(why).lower() in str(error)
            now = state(folder)
            assert "two" not in now and now.keys() == {"one"}
            assert now["one"] in (BEFORE["one"], AFTER["one"])
        else:
            assert failed_at >= 2, "the call was never made to fail"
            return
        failed_at += 1


def test_a_disk_that_gives_back_other_bytes_is_noticed(tmp_path, monkeypatch):
    real = os.fsync

    def corrupting(handle: int) -> None:
        os.pwrite(handle, b"X", 3)
        real(handle)

    monkeypatch.setattr(writing.os, "fsync", corrupting)
    with pytest.raises(OutputError, match="other bytes"):
        write_together({tmp_path / "one": b"some content"})
    assert state(tmp_path) == {}


def test_a_stop_in_the_middle_cleans_up_and_goes_on_up(tmp_path, monkeypatch):
    def stopped(handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(writing.os, "fsync", stopped)
    with pytest.raises(KeyboardInterrupt):
        write_together({tmp_path / "one": b"some content"})
    assert state(tmp_path) == {}


@pytest.fixture
def full_disk(tmp_path: Path):
    """A real disk of 64 KiB, where this machine lets us mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("mounting a small disk needs root")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk(full_disk):
    (full_disk / "out.png").write_bytes(b"earlier picture")
    with pytest.raises(OutputError, match="no space left"):
        write_together({full_disk / "report.json": b"{}", full_disk / "out.png": bytes(200_000)})
    assert state(full_disk) == {"out.png": b"earlier picture"}


def test_places_that_cannot_be_written_are_known_beforehand(tmp_path):
    with pytest.raises(OutputError, match="there is no folder"):
        require_writable(tmp_path / "none" / "out.png")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError, match="not a plain file"):
        require_writable(tmp_path / "folder")
    with pytest.raises(OutputError, match="not a plain file"):
        require_writable(Path("/dev/full"))
