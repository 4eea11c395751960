"""A decoded picture that lies in a file instead of in memory: what is looked at is read from it in bands of rows."""

from __future__ import annotations

from collections.abc import Iterable
from tempfile import TemporaryFile
from weakref import finalize

import numpy as np

from underpaint.errors import InputError
from underpaint.farm.small_picture import smaller

_BAND = 128  # rows


class Laid:
    """shape: (h, w, 3 or 4), of uint8. icc: its colour profile. The file has no name, and goes with this object."""

    def __init__(self, shape: tuple[int, ...], bands: Iterable[np.ndarray], icc: bytes | None = None):
        """bands: its rows from the top, some at a time. Raises InputError where the disk is full."""
        self.shape, self.icc = shape, icc
        self._row_bytes = shape[1] * shape[2]
        self._file = TemporaryFile()  # noqa: SIM115 - open as long as the picture is looked at
        finalize(self, self._file.close)
        try:
            for band in bands:
                self._file.write(np.ascontiguousarray(band).data)
            self._file.flush()
        except OSError as why:
            raise InputError(f"no room in the temporary folder for a picture ({why.strerror.lower()})") from None

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return self.shape[0] * self._row_bytes

    def rows(self, top: int, bottom: int) -> np.ndarray:
        """As slicing: [top:bottom] of the picture."""
        top, bottom = min(top, self.shape[0]), min(bottom, self.shape[0])
        self._file.seek(top * self._row_bytes)
        data = self._file.read((bottom - top) * self._row_bytes)
        return np.frombuffer(data, np.uint8).reshape(bottom - top, *self.shape[1:])

    def smaller(self, scale: int, rows: slice | None = None, columns: slice | None = None) -> np.ndarray:
        """A part of it, each pixel the mean of scale x scale where there are as many. rows, columns: from multiples of scale."""
        top, bottom, _ = (rows or slice(None)).indices(self.shape[0])
        band = -(-_BAND // scale) * scale
        parts = [
            smaller(self.rows(each, min(each + band, bottom))[:, columns or slice(None)], scale)
            for each in range(top, bottom, band)
        ]
        return np.concatenate(parts)
