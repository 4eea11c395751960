"""Board indexes kept between runs: made once per board, trusted only after their checksum, and never needed.

A cache file is a line that says what it is, a JSON header, and the arrays one after the other. It is plain bytes:
nothing in it is executed, and one that is damaged, foreign or older is made again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

from underpaint import paint
from underpaint.errors import InputError, OutputError
from underpaint.formats.writing import write_together

_MAGIC = b"underpaint index 1\n"
_DIGEST_BYTES = 32
_ENDING = ".index"
_KEEP_BYTES = 4 * 2**30
_ALIGN = 64
_LENGTH_BYTES = 8


class IndexCache:
    """A folder of board indexes. `warn` is told, in one line, when it cannot be used; the work then goes on without."""

    def __init__(self, folder: Path, warn: Callable[[str], None]):
        self._folder = folder
        self._warn = warn

    def load(self, key: bytes, version: str) -> dict[str, np.ndarray] | None:
        """The arrays kept under this key, or None where there are none that can be trusted."""
        path = self.path(key, version)
        try:
            data = np.fromfile(path, np.uint8)
        except OSError:
            return None
        arrays = _unpack(data, self._stamp(key, version))
        if arrays is None:
            self._warn(f"the cached index {path} is damaged; it is made again")
            return None
        try:
            os.utime(path)  # marks it as used, for the clearing of old ones
        except OSError:
            pass
        return arrays

    def load_board(self, board: paint.Board, smooth: frozenset[paint.Colour]) -> paint.BoardIndex | None:
        """The board's index; None where there is none that can be trusted."""
        arrays = self.load(paint.index_key(board, smooth), paint.BoardIndex.VERSION)
        if arrays is None:
            return None
        try:
            return paint.BoardIndex.from_arrays(arrays)
        except InputError as why:
            self._warn(f"the cached index of board {board.name} cannot be used ({why}); it is made again")
            return None

    def store_board(self, board: paint.Board, smooth: frozenset[paint.Colour], index: paint.BoardIndex) -> None:
        """Keep a board's index, as store does."""
        self.store(paint.index_key(board, smooth), paint.BoardIndex.VERSION, index.arrays())

    def store_new(
        self,
        boards: Sequence[paint.Board],
        smooth: frozenset[paint.Colour],
        before: Sequence[paint.BoardIndex | None],
        indexes: Sequence[paint.BoardIndex],
    ) -> None:
        """Keep the indexes of the boards that had none before they were painted from."""
        for board, had, index in zip(boards, before, indexes, strict=True):
            if had is None:
                self.store_board(board, smooth, index)

    def store(self, key: bytes, version: str, arrays: Mapping[str, np.ndarray]) -> None:
        """Keep the arrays; the least recently used indexes go when all together pass 4 GiB."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_together({self.path(key, version): _pack(arrays, self._stamp(key, version))})
            self._clear_old()
        except (OSError, OutputError) as why:
            reason = why if isinstance(why, OutputError) else (why.strerror or str(why)).lower()
            self._warn(f"the board's index is not kept in {self._folder} ({reason}); painting goes on without a cache")

    def _stamp(self, key: bytes, version: str) -> str:
        return sha256(version.encode() + b"\0" + key).hexdigest()

    def path(self, key: bytes, version: str) -> Path:
        """Where the arrays of this key lie, if they are kept."""
        return self._folder / (self._stamp(key, version) + _ENDING)

    def _clear_old(self) -> None:
        kept = 0
        files = [(entry.stat(), entry.path) for entry in os.scandir(self._folder) if entry.name.endswith(_ENDING)]
        for status, path in sorted(files, key=lambda file: file[0].st_mtime, reverse=True):
            kept += status.st_size
            if kept > _KEEP_BYTES:
                Path(path).unlink(missing_ok=True)


def _pack(arrays: Mapping[str, np.ndarray], stamp: str) -> memoryview:
    described, offset = [], 0
    for name, array in arrays.items():
        described.append({"name": name, "dtype": array.dtype.str, "shape": array.shape, "offset": offset})
        offset += array.nbytes + -array.nbytes % _ALIGN
    header = json.dumps({"stamp": stamp, "arrays": described}).encode()
    start = len(_MAGIC) + _DIGEST_BYTES + _LENGTH_BYTES + len(header)
    header += b" " * (-start % _ALIGN)
    body = start + -start % _ALIGN
    data = np.zeros(body + offset, np.uint8)
    for entry, array in zip(described, arrays.values(), strict=True):
        place = data[body + entry["offset"] :][: array.nbytes]
        place.view(array.dtype)[:] = array.ravel()
    content = len(header).to_bytes(_LENGTH_BYTES, "little") + header
    data[len(_MAGIC) + _DIGEST_BYTES : body] = np.frombuffer(content, np.uint8)
    digest = sha256(data[len(_MAGIC) + _DIGEST_BYTES :]).digest()
    data[: len(_MAGIC) + _DIGEST_BYTES] = np.frombuffer(_MAGIC + digest, np.uint8)
    return data.data


def _unpack(data: np.ndarray, stamp: str) -> dict[str, np.ndarray] | None:
    """Views into `data`, or None if a single byte is not what was written under this stamp."""
    start = len(_MAGIC) + _DIGEST_BYTES
    if data[: len(_MAGIC)].tobytes() != _MAGIC:
        return None
    content = data[start:]
    if sha256(content).digest() != data[len(_MAGIC) : start].tobytes():
        return None
    try:
        length = int.from_bytes(content[:_LENGTH_BYTES].tobytes(), "little")
        header = json.loads(content[_LENGTH_BYTES : _LENGTH_BYTES + length].tobytes())
        if header["stamp"] != stamp:
            return None
        body = content[_LENGTH_BYTES + length :]
        arrays = {}
        for entry in header["arrays"]:
            dtype, shape, offset = np.dtype(entry["dtype"]), tuple(entry["shape"]), entry["offset"]
            size = dtype.itemsize * int(np.prod(shape, dtype=np.int64))
            arrays[entry["name"]] = body[offset : offset + size].view(dtype).reshape(shape)
        return arrays
    except (ValueError, KeyError, TypeError):
        return None
