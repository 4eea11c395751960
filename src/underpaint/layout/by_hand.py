"""What a person adds while labelling: lines that close a gap or part a region, and places that are said to be one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from underpaint.errors import InputError
from underpaint.layout.joining import Borders

Point = tuple[float, float]

# As a firm outline is drawn, so that no detail's odds are laid on it; px and line density.
_WIDTH, _DENSITY = 3, 255
# px of open border: more than any outline around a place can outweigh.
_ONE_PLACE = 1e6


def with_lines(lines: np.ndarray, added: Sequence[Sequence[Point]]) -> np.ndarray:
    """(h, w) uint8: the line density, 0 paper to 255, with firm lines drawn through the points of each in `added`, x and y in px.

    Gives `lines` itself where there is nothing to add. Raises InputError for a line that is nowhere in the picture.
    """
    if not added:
        return lines
    drawn = lines.copy()
    height, width = lines.shape
    for points in added:
        path = np.asarray(points, dtype=float)
        if not ((path >= -1) & (path <= [width, height])).all(axis=1).any():
            raise InputError(f"a line of {len(path)} points lies outside the picture of {width} x {height} px")
        fixed = np.round(np.clip(path, -width - height, 2 * (width + height)) * 16).astype(np.int32)
        cv2.polylines(drawn, [fixed[:, None]], False, _DENSITY, _WIDTH, cv2.LINE_AA, shift=4)
    return drawn


def merged(met: Borders, cells: np.ndarray, merges: Sequence[Sequence[Point]]) -> Borders:
    """The borders, with the cells at the points of each merge joined before all others.

    cells: (h, w) int32 from 1. Cells with words of different materials stay apart, as everywhere. Raises InputError for a point outside the picture.
    """
    pairs = [pair for points in merges for pair in _chain(cells, points)]
    if not pairs:
        return met
    count = int(cells.max()) + 1
    keys = met.pairs[:, 0].astype(np.int64) * count + met.pairs[:, 1]
    wanted = np.unique([low * count + high for low, high in pairs])
    there = np.isin(keys, wanted)
    new = np.setdiff1d(wanted, keys)
    together = np.where(there, _ONE_PLACE, met.together)
    more = (0, len(new))
    return replace(
        met,
        pairs=np.concatenate([met.pairs, np.stack([new // count, new % count], 1).astype(met.pairs.dtype)]),
        length=np.pad(met.length, more),
        together=np.pad(together, more, constant_values=_ONE_PLACE),
        opening=np.pad(met.opening, more),
    )


def _chain(cells: np.ndarray, points: Sequence[Point]) -> list[tuple[int, int]]:
    """Low and high label of the first point's cell with that of every other."""
    height, width = cells.shape
    labels = []
    for x, y in points:
        if not (0 <= x < width and 0 <= y < height):
            raise InputError(f"the point {x:g}, {y:g} lies outside the picture of {width} x {height} px")
        labels.append(int(cells[int(y), int(x)]))
    return [(min(labels[0], other), max(labels[0], other)) for other in labels[1:] if other != labels[0]]
