"""Source maps on disk: for every painted pixel, the board and the place its paint came from.

A NumPy .npz that any program with NumPy can open. Members:
    kind    "underpaint.sources"          version  1, or 2 where there is a member size, or 3 where a trained model painted a part
    board   (H, W) uint8, index into boards; 255 where the earlier picture was kept, 254 where a trained model painted
    dy, dx  (H, W) int16, how far from the pixel's own place its paint was taken: y - row and x - column
    size    (H, W) uint8, only where paint was taken from a copy of its board made larger or smaller: the copy's size in
            quarters of the board's, 4 = the board itself; y and x are px on the copy. SourceRecord.on_board says where that is on the board
    boards, paintings, maps  text: board names, sha256 of each painting's and each material map's file
Steps rather than places are stored because neighbouring pixels share them, which makes the file about ten times smaller.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from underpaint.errors import InputError
from underpaint.formats.pictures import MAX_SIDE, read_bytes

KIND = "underpaint.sources"
VERSION, SIZED_VERSION, MODEL_VERSION = 1, 2, 3
KEPT, MODEL = 255, 254
AS_IS = 4
MOST_SIZE = 8
_MAX_MEMBER_BYTES = 2**30


@dataclass(frozen=True)
class SourceRecord:
    """board: (H, W) uint8, KEPT where kept, MODEL where a trained model painted; y, x: (H, W) uint16 on that board; and each board's name and file hashes. size:
    (H, W) uint8, see above; None where all paint is from the boards as they are."""

    board: np.ndarray
    y: np.ndarray
    x: np.ndarray
    boards: tuple[str, ...]
    paintings: tuple[str, ...]
    maps: tuple[str, ...]
    size: np.ndarray | None = None

    def on_board(self, where: object = ...) -> tuple[np.ndarray, np.ndarray]:
        """y and x on the boards themselves, also where paint is from a copy of another size. where: some of the pixels, as an
        index of an array; all unless given."""
        y, x = self.y[where].astype(np.int64), self.x[where].astype(np.int64)
        if self.size is None:
            return y, x
        size = self.size[where].astype(np.int64)
        return AS_IS * (2 * y + 1) // (2 * size), AS_IS * (2 * x + 1) // (2 * size)


def all_by_model(height: int, width: int) -> SourceRecord:
    """Of a picture that a trained model painted whole: no pixel is of any board."""
    nowhere = np.zeros((height, width), np.uint16)
    return SourceRecord(np.full((height, width), MODEL, np.uint8), nowhere, nowhere, (), (), ())


def source_map_bytes(record: SourceRecord) -> bytes:
    """The record as an .npz file's bytes."""
    height, width = record.board.shape
    members = {
        "kind": np.array(KIND),
        "version": np.array(_version(record)),
        "board": record.board,
        "dy": (record.y - np.arange(height, dtype=np.uint16)[:, None]).view(np.int16),
        "dx": (record.x - np.arange(width, dtype=np.uint16)).view(np.int16),
        "boards": np.array(record.boards),
        "paintings": np.array(record.paintings),
        "maps": np.array(record.maps),
    }
    if record.size is not None:
        members["size"] = record.size
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, array in members.items():
            member = io.BytesIO()
            np.lib.format.write_array(member, np.asarray(array, order="C"), allow_pickle=False)
            # A fixed date, so that the same sources give the same file.
            entry = zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0))
            archive.writestr(entry, member.getbuffer(), zipfile.ZIP_DEFLATED, compresslevel=1)
    return file.getvalue()


def read_source_map(path: str | Path) -> SourceRecord:
    """Read back what source_map_bytes wrote. Raises InputError in one line for anything else."""
    data = read_bytes(path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > _MAX_MEMBER_BYTES:
                raise InputError(f"{path}: a source map that would need over {_MAX_MEMBER_BYTES >> 20} MiB; not opened")
            kind, version = str(_member(archive, "kind")), _member(archive, "version")
            if kind != KIND:
                raise InputError(f"{path}: holds {kind!r}, not a source map")
            if version not in (VERSION, SIZED_VERSION, MODEL_VERSION):
                raise InputError(f"{path}: a source map of version {version}; this program reads {VERSION} to {MODEL_VERSION}")
            board, dy, dx = (_member(archive, name) for name in ("board", "dy", "dx"))
            texts = [tuple(map(str, _member(archive, name).ravel())) for name in ("boards", "paintings", "maps")]
            sized = version == SIZED_VERSION or (version == MODEL_VERSION and "size.npy" in archive.namelist())
            size = _member(archive, "size") if sized else None
    except InputError:
        raise
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, EOFError, NotImplementedError, RuntimeError):
        raise InputError(f"{path}: not a source map, or a damaged one; paint the cut again with --source-map") from None
    _require_whole(path, board, dy, dx, size, texts)
    height, width = board.shape
    y = dy.view(np.uint16) + np.arange(height, dtype=np.uint16)[:, None]
    x = dx.view(np.uint16) + np.arange(width, dtype=np.uint16)
    return SourceRecord(board, y, x, *texts, size)


def _version(record: SourceRecord) -> int:
    """The lowest that says all of it, so that earlier programs read what they can."""
    if (record.board == MODEL).any():
        return MODEL_VERSION
    return VERSION if record.size is None else SIZED_VERSION


def _member(archive: zipfile.ZipFile, name: str) -> np.ndarray:
    """One array, its size compared with its header before memory is taken for it."""
    raw = archive.read(f"{name}.npy")
    file = io.BytesIO(raw)
    if np.lib.format.read_magic(file) != (1, 0):
        raise ValueError("an array of another format version")
    shape, fortran, dtype = np.lib.format.read_array_header_1_0(file, max_header_size=1000)
    count = 1
    for side in shape:
        count *= side
    if fortran or dtype.hasobject or count < 0 or count * dtype.itemsize != len(raw) - file.tell():
        raise ValueError("an array that is not what its header says")
    return np.frombuffer(raw, dtype, count, file.tell()).reshape(shape)


def _require_whole(
    path: str | Path,
    board: np.ndarray,
    dy: np.ndarray,
    dx: np.ndarray,
    size: np.ndarray | None,
    texts: list[tuple[str, ...]],
) -> None:
    kinds = (board.dtype, dy.dtype, dx.dtype) == (np.uint8, np.int16, np.int16)
    sizes = (
        board.ndim == 2 and board.shape == dy.shape == dx.shape and 0 < min(board.shape) <= max(board.shape) <= MAX_SIDE
    )
    if size is not None:
        kinds = kinds and size.dtype == np.uint8
        sizes = sizes and size.shape == board.shape and 1 <= int(size.min()) <= int(size.max()) <= MOST_SIZE
    if not (kinds and sizes and len({len(text) for text in texts}) == 1):
        raise InputError(f"{path}: a source map whose parts do not fit together; paint the cut again with --source-map")
    painted = board[(board != KEPT) & (board != MODEL)]
    if painted.size and int(painted.max()) >= len(texts[0]):
        raise InputError(f"{path}: a source map that names board {int(painted.max()) + 1} of {len(texts[0])}")
