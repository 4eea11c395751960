"""Material maps: flat colours told apart, counted and found, fast enough to do it on every run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from underpaint.paint.request import Colour


@dataclass(frozen=True)
class FlatMap:
    """A map as labels.

    codes: (n,) uint32, its colours as 0xrrggbb, rising; labels: (h, w), the index into codes of every pixel, in the
    smallest unsigned type that holds n; firsts: (n,) where each colour first appears, counted in pixels row by row.
    """

    codes: np.ndarray
    labels: np.ndarray
    firsts: np.ndarray

    def first(self, label: int) -> tuple[int, int]:
        """(y, x) of the first pixel, row by row, of a colour."""
        return divmod(int(self.firsts[label]), self.labels.shape[1])

    def solid(self, side: int) -> np.ndarray:
        """(n,) bool: the colours that somewhere fill a square of `side` x `side` px, side 2 or more."""
        found = np.zeros(self.codes.size, bool)
        labels = self.labels
        if min(labels.shape) < side:
            return found
        across = _all_of(labels[:, 1:] == labels[:, :-1], side - 1, axis=1)
        down = _all_of(labels[1:] == labels[:-1], side - 1, axis=0)
        square = _all_of(across, side, axis=0) & down[:, : across.shape[1]]
        corners = labels[: square.shape[0], : square.shape[1]]
        found[np.unique(corners[::side, ::side][square[::side, ::side]])] = True
        if not found.all():  # some colours are too small for the coarse look
            found[np.unique(corners[square])] = True
        return found


def flat_map(materials: np.ndarray) -> FlatMap:
    """The labels of an (h, w, 3) uint8 map. Colours are read only where one begins, as flat maps have long runs."""
    height, width = materials.shape[:2]
    rows = np.ascontiguousarray(materials).reshape(height, 3 * width)
    begins = np.ones(rows.shape, bool)
    np.not_equal(rows[:, 3:], rows[:, :-3], out=begins[:, 3:])
    starts = np.flatnonzero(begins.ravel()) // 3
    starts = starts[np.diff(starts, prepend=-1) != 0]
    red, green, blue = rows.reshape(-1, 3)[starts].T.astype(np.uint32)
    codes, first_run, label = np.unique(red << 16 | green << 8 | blue, return_index=True, return_inverse=True)
    label = label.astype(np.min_scalar_type(codes.size))
    labels = np.repeat(label, np.diff(starts, append=height * width)).reshape(height, width)
    return FlatMap(codes, labels, starts[first_run])


def code_of(colour: Colour) -> int:
    red, green, blue = colour
    return red << 16 | green << 8 | blue


def describe(code: int, names: Mapping[Colour, str]) -> str:
    """What messages call a colour: its name, if it has one, and #rrggbb."""
    name = names.get((code >> 16, code >> 8 & 255, code & 255))
    return f"{name} (#{code:06x})" if name else f"#{code:06x}"


def _all_of(flags: np.ndarray, count: int, axis: int) -> np.ndarray:
    """Where `count` flags in a row along `axis` are all set, at the first of them."""
    flags = flags if axis == 0 else flags.T
    left = flags.shape[0] - count + 1
    result = flags[:left].copy(order="K")
    for step in range(1, count):
        result &= flags[step : left + step]
    return result if axis == 0 else result.T
