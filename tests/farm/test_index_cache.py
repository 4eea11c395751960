"""Kept indexes: the same arrays back, or none; never a wrong one, and never in the way."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from underpaint.farm import index_cache
from underpaint.farm.index_cache import IndexCache

ARRAYS = {
    "like": np.arange(60, dtype=np.int32).reshape(3, 5, 4),
    "keys": np.arange(7, dtype=np.uint16),
    "none": np.zeros((0, 4), np.int64),
    "flags": np.ones(3, np.uint8),
}


@pytest.fixture
def warnings() -> list[str]:
    return []


@pytest.fixture
def cache(tmp_path: Path, warnings: list[str]) -> IndexCache:
    return IndexCache(tmp_path / "cache", warnings.append)


def only_file(tmp_path: Path) -> Path:
    (path,) = (tmp_path / "cache").iterdir()
    return path


def test_arrays_come_back_as_they_were(cache, warnings):
    cache.store(b"key", "1", ARRAYS)
    back = cache.load(b"key", "1")
    assert back.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        np.testing.assert_array_equal(back[name], array)
        assert back[name].dtype == array.dtype and back[name].flags.aligned
    assert warnings == []


def test_another_board_or_version_is_another_index(cache, warnings):
    cache.store(b"key", "1", ARRAYS)
    assert cache.load(b"other", "1") is None
    assert cache.load(b"key", "2") is None
    assert warnings == []


def test_a_file_under_a_wrong_name_is_not_trusted(cache, tmp_path, warnings):
    cache.store(b"key", "1", ARRAYS)
    path = only_file(tmp_path)
    cache.store(b"other", "1", {})
    (other,) = {*path.parent.iterdir()} - {path}
    path.replace(other)
    assert cache.load(b"other", "1") is None
    assert len(warnings) == 1


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255), cut=st.booleans())
def test_one_wrong_byte_or_a_missing_end_is_noticed(cache, tmp_path, at, flip, cut):
    cache.store(b"key", "1", ARRAYS)
    path = only_file(tmp_path)
    data = bytearray(path.read_bytes())
    place = int(at * len(data))
    if cut:
        del data[place:]
    else:
        data[place] ^= flip
    path.write_bytes(data)
    assert cache.load(b"key", "1") is None


@pytest.mark.parametrize("content", [b"", b"x", b"underpaint index 1\n", os.urandom(500)])
def test_foreign_files_are_noticed_and_replaced(cache, tmp_path, warnings, content):
    cache.store(b"key", "1", ARRAYS)
    only_file(tmp_path).write_bytes(content)
    assert cache.load(b"key", "1") is None
    assert len(warnings) == 1 and "made again" in warnings[0]
    cache.store(b"key", "1", ARRAYS)
    assert cache.load(b"key", "1") is not None


@pytest.mark.parametrize("place", ["a file", "/proc/none"])
def test_a_folder_that_cannot_be_used_is_only_said(tmp_path, warnings, place):
    (tmp_path / "a file").write_bytes(b"")
    cache = IndexCache(tmp_path / place, warnings.append)
    assert cache.load(b"key", "1") is None
    cache.store(b"key", "1", ARRAYS)
    assert len(warnings) == 1 and "goes on without" in warnings[0] and "\n" not in warnings[0]


def test_the_least_recently_used_go_first(cache, tmp_path, monkeypatch):
    for number, key in enumerate((b"a", b"b", b"c")):
        cache.store(key, "1", ARRAYS)
        newest = max((tmp_path / "cache").iterdir(), key=lambda path: path.stat().st_mtime_ns)
        os.utime(newest, (number, number))
        size = newest.stat().st_size
    assert cache.load(b"a", "1") is not None  # used just now
    monkeypatch.setattr(index_cache, "_KEEP_BYTES", 3 * size)
    cache.store(b"d", "1", ARRAYS)
    assert [cache.load(key, "1") is not None for key in (b"a", b"b", b"c", b"d")] == [True, False, True, True]
