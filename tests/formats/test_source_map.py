"""Source maps: back as they were, and never trusted further than they make sense."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from underpaint.errors import InputError
from underpaint.formats.source_map import MODEL, SourceRecord, read_source_map, source_map_bytes


def record(seed: int = 0, size: tuple[int, int] = (30, 40), boards: int = 2, sized: bool = False) -> SourceRecord:
    rng = np.random.default_rng(seed)
    board = rng.integers(0, boards, size, dtype=np.uint8)
    board[rng.random(size) < 0.1] = 255
    y, x = (rng.integers(0, 30_000, size, dtype=np.uint16) for _ in range(2))
    names = tuple(f"草原 {i}" for i in range(boards))
    sizes = rng.integers(2, 7, size, dtype=np.uint8) if sized else None
    return SourceRecord(board, y, x, names, ("ab" * 32,) * boards, ("cd" * 32,) * boards, sizes)


def altered(sized: bool = False, **members: np.ndarray | None) -> bytes:
    """A source map's file with some members replaced, or left out."""
    whole = zipfile.ZipFile(io.BytesIO(source_map_bytes(record(sized=sized))))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in whole.namelist():
            stem = name.removesuffix(".npy")
            if stem not in members:
                archive.writestr(name, whole.read(name))
            elif members[stem] is not None:
                content = io.BytesIO()
                np.save(content, members[stem], allow_pickle=True)
                archive.writestr(name, content.getvalue())
    return file.getvalue()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 999), height=st.integers(1, 50), width=st.integers(1, 50), boards=st.integers(1, 254), sized=st.booleans()
)
def test_a_record_comes_back_as_it_was(tmp_path, seed, height, width, boards, sized):
    before = record(seed, (height, width), boards, sized)
    path = tmp_path / "sources.npz"
    path.write_bytes(source_map_bytes(before))
    after = read_source_map(path)
    for name in ("board", "y", "x", "size"):
        np.testing.assert_array_equal(getattr(after, name), getattr(before, name))
    assert (after.boards, after.paintings, after.maps) == (before.boards, before.paintings, before.maps)


def test_numpy_alone_can_read_it(tmp_path):
    before = record()
    path = tmp_path / "sources.npz"
    path.write_bytes(source_map_bytes(before))
    with np.load(path, allow_pickle=False) as file:
        rows = np.arange(30)[:, None]
        np.testing.assert_array_equal((file["dy"].astype(int) + rows) % 65536, before.y)


def test_a_file_says_version_2_only_where_paint_was_made_larger_or_smaller():
    """So that programs of before read all the others, and those are to the byte what they were."""
    for sized, version, more in ((False, 1, set()), (True, 2, {"size"})):
        with np.load(io.BytesIO(source_map_bytes(record(sized=sized)))) as file:
            assert file["version"] == version
            assert set(file) == {"kind", "version", "board", "dy", "dx", "boards", "paintings", "maps"} | more


def test_what_a_model_painted_makes_version_3(tmp_path):
    for sized in (False, True):
        before = record(sized=sized)
        board = before.board.copy()
        board[3:9] = MODEL
        path = tmp_path / "sources.npz"
        path.write_bytes(source_map_bytes(replace(before, board=board)))
        with np.load(path) as file:
            assert file["version"] == 3
        after = read_source_map(path)
        np.testing.assert_array_equal(after.board, board)
        assert (after.size is not None) is sized


def test_a_place_on_a_copy_is_a_place_on_the_board():
    """Of a row of 8 px, made 5/4 as large, the ten px lie over these; made half as large, the four over the middle of two."""
    ten, four = (np.arange(n, dtype=np.uint16)[None] for n in (10, 4))
    for at, size, under in ((ten, 5, [0, 1, 2, 2, 3, 4, 5, 6, 6, 7]), (four, 2, [1, 3, 5, 7]), (ten, 4, list(range(10)))):
        row = np.zeros(at.shape, np.uint8)
        made = SourceRecord(row, np.zeros_like(at), at, ("b",), ("0",), ("0",), np.full(at.shape, size, np.uint8))
        assert made.on_board()[1].tolist() == [under]
        assert made.on_board(np.s_[0, 3])[1] == under[3]


def test_the_same_sources_give_the_same_file():
    assert source_map_bytes(record(5)) == source_map_bytes(record(5))


def test_paint_taken_in_one_piece_takes_little_room():
    rows, columns = np.mgrid[:720, :1280].astype(np.uint16)
    whole = SourceRecord(np.zeros((720, 1280), np.uint8), rows + 5, columns + 9, ("b",), ("0",), ("0",))
    assert len(source_map_bytes(whole)) < 720 * 1280 * 5 // 50


@pytest.mark.parametrize(
    "content, says",
    [
        (b"", "empty"),
        (b"PK\3\4 and then nothing", "damaged"),
        (source_map_bytes(record())[:-300], "damaged"),
        (altered(dy=None), "damaged"),
        (altered(kind=np.array("else")), "holds 'else'"),
        (altered(version=np.array(2)), "damaged"),
        (altered(version=np.array(4)), "version 4"),
        (altered(True, size=np.zeros((30, 40), np.uint8)), "do not fit"),
        (altered(True, size=np.full((30, 41), 4, np.uint8)), "do not fit"),
        (altered(True, size=np.full((30, 40), 4, np.int8)), "do not fit"),
        (altered(True, size=np.full((30, 40), 9, np.uint8)), "do not fit"),
        (altered(dy=np.zeros((30, 41), np.int16)), "do not fit"),
        (altered(board=np.zeros((30, 40), np.float64)), "do not fit"),
        (altered(board=np.full((30, 40), 9, np.uint8)), "board 10 of 2"),
        (altered(maps=np.array(["one"])), "do not fit"),
        (altered(boards=np.array([object()])), "damaged"),
    ],
)
def test_what_is_no_source_map_is_refused(tmp_path, content, says):
    path = tmp_path / "sources.npz"
    path.write_bytes(content)
    with pytest.raises(InputError, match=says) as error:
        read_source_map(path)
    assert str(path) in str(error.value) and "\n" not in str(error.value)


def test_a_header_that_claims_more_than_is_there_takes_no_memory(tmp_path):
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "<i2", "fortran_order": False, "shape": (30_000, 30_000)})
    whole = zipfile.ZipFile(io.BytesIO(source_map_bytes(record())))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in whole.namelist():
            archive.writestr(name, header.getvalue() if name == "dy.npy" else whole.read(name))
    path = tmp_path / "sources.npz"
    path.write_bytes(file.getvalue())
    with pytest.raises(InputError, match="damaged"):
        read_source_map(path)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_bytes_raise_nothing_but_the_one_error(tmp_path, data):
    content = bytearray(source_map_bytes(record(size=(8, 9))))
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "sources.npz"
    path.write_bytes(content)
    try:
        read = read_source_map(path)
    except InputError as why:
        assert "\n" not in str(why)
    else:
        assert read.board.shape == read.y.shape == read.x.shape
