"""Lines become regions: balls find the open places, and these grow back to the middle of the lines between them.

After Zhang, Chen, Zhang, Guo, Hu and Martin, "Vectorizing Cartoon Animations" (IEEE TVCG 15-4, 2009), which fills with
ever smaller trapped balls. Here all balls come from one distance map, as a ball of radius r fits where no line is within
r, and every ball size is kept: a place that only a smaller ball enters is a cell of its own. Which cells belong together
is decided afterwards, by what lies between them (joining.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from underpaint import _kernel
from underpaint.errors import InputError
from underpaint.layout.gaps import GAP, close_gaps
from underpaint.layout.joining import Borders, borders, join_openings
from underpaint.layout.strokes import LINE, Strokes, strokes_of

# Balls' radii, px, and the step between the pixels looked at: where a large ball fits, every fourth pixel says so.
_BALLS = ((32, 4), (24, 4), (16, 4), (12, 4), (9, 4), (7, 2), (5.5, 2), (4.5, 2), (3.5, 1), (2.5, 1), (1.5, 1), (0, 1))
_SLIVER = 12
# The label of a part that holds several seeds; below it, parts that hold none.
_DISPUTED = -1


@dataclass(frozen=True)
class Regions:
    """cells: (h, w) int32 from 1, every pixel in a cell. of_cell: (cells + 1,) int32, the region, from 1, that each cell
    belongs to; cell 0, which there is not, to 0. lines: (h, w) uint8, the line density they came from, its gaps closed. gap:
    px, the widest gap that was closed."""

    cells: np.ndarray
    of_cell: np.ndarray
    lines: np.ndarray
    gap: int

    @property
    def count(self) -> int:
        return int(self.of_cell.max())

    @cached_property
    def labels(self) -> np.ndarray:
        """(h, w) int32 from 1, every pixel in a region."""
        return _looked_up(self.of_cell, self.cells)

    @cached_property
    def met(self) -> Borders:
        """Where the cells meet."""
        return self.where_meet(self.cells)

    def where_meet(self, cells: np.ndarray) -> Borders:
        """Where other cells on the same lines meet, (h, w) int32 from 1."""
        return borders(cells, self._strokes, distance(self.lines >= LINE))

    @cached_property
    def _strokes(self) -> Strokes:
        return strokes_of(self.lines)


def regions_of(lines: np.ndarray, gap: int | None = None) -> Regions:
    """The regions that a drawing's lines close off.

    lines: (h, w) uint8, line density, 0 paper to 255 full pencil. gap: px, widest gap in a line that closes; None for GAP.
    A region's border runs in the middle of its line. A place too thin for a region of its own goes to the nearest.
    Raises InputError where the lines close nothing off.
    """
    gap = GAP if gap is None else gap
    lines = close_gaps(lines, gap)
    cells = cells_of(lines >= LINE)
    of_cell = np.zeros(int(cells.max()) + 1, np.int32)
    found = Regions(cells, of_cell, lines, gap)
    root = join_openings(len(of_cell), found.met, gap)
    of_cell[1:] = np.unique(root[1:], return_inverse=True)[1] + 1
    if found.count < 2:
        raise InputError(
            f"no line of the drawing closes a region off (gaps up to {gap} px were closed); "
            "close the outlines, or allow wider gaps"
        )
    return found


def distance(drawn: np.ndarray) -> np.ndarray:
    """(h, w) float32: px from every pixel to the nearest drawn one; drawn: (h, w) bool."""
    return cv2.distanceTransform((~drawn).view(np.uint8), cv2.DIST_L2, 5)


def cells_of(drawn: np.ndarray) -> np.ndarray:
    """(h, w) int32 labels from 1, without holes: a plane parted by its drawn pixels, (h, w) bool, and at every waist.

    All 0 where everything is drawn.
    """
    far = distance(drawn)
    labels, last = np.zeros((0, 0), np.int32), 0
    at = np.zeros((0, 2), np.intp)
    for radius, step in _BALLS:
        free = far[::step, ::step] > radius
        if step != last:
            labels = _finer(labels, free.shape, last // step if last else 1)
            last = step
        at, labels = _smaller_ball(at, labels, free, step)
    del far
    return nearest(labels)


def _finer(labels: np.ndarray, shape: tuple[int, int], times: int) -> np.ndarray:
    """The labels on a grid of `shape`, `times` as fine."""
    if not labels.size:
        return np.zeros(shape, np.int32)
    spread_out = cv2.resize(labels, None, fx=times, fy=times, interpolation=cv2.INTER_NEAREST)
    return spread_out[: shape[0], : shape[1]]


def _smaller_ball(at: np.ndarray, labels: np.ndarray, free: np.ndarray, step: int) -> tuple[np.ndarray, np.ndarray]:
    """Grow every label into what a smaller ball reaches, and begin new ones where it reaches no old one.

    at: (n, 2) y and x, at full size, of one pixel of every label; labels: (h, w) so far; free: (h, w) bool, where the
    ball fits; both on a grid of every `step`th pixel.
    """
    count, parts = cv2.connectedComponents(free.view(np.uint8), connectivity=4, ltype=cv2.CV_32S)
    seed_part = parts[at[:, 0] // step, at[:, 1] // step]
    owners = np.bincount(seed_part, minlength=count)
    owner = np.zeros(count, np.int32)
    owner[seed_part] = np.arange(1, len(at) + 1)
    owner[owners > 1] = _DISPUTED
    unclaimed = np.flatnonzero(owners == 0)[1:]
    owner[unclaimed] = _DISPUTED - 1 - np.arange(len(unclaimed))
    grown = _looked_up(owner, parts)
    del parts
    place = np.flatnonzero(grown < _DISPUTED)
    which = _DISPUTED - 1 - grown.ravel()[place]
    large = np.bincount(which, minlength=len(unclaimed)) * step * step >= _SLIVER
    grown.ravel()[place] = np.where(large, len(at) + np.cumsum(large), 0)[which]
    one = np.zeros(len(unclaimed), np.intp)
    one[which] = place
    new = np.stack(np.unravel_index(one[large], grown.shape), 1) * step
    if (owners > 1).any():
        disputed = grown == _DISPUTED
        np.copyto(grown, labels, where=disputed)
        spread(grown, disputed)
    return np.concatenate([at, new]), grown


def _looked_up(table: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """table[numbers], some rows at a time: NumPy makes each number eight bytes long first."""
    found = np.empty(numbers.shape, table.dtype)
    rows = max(1, 2**18 // numbers.shape[1])
    for top in range(0, len(numbers), rows):
        np.take(table, numbers[top : top + rows], out=found[top : top + rows], mode="clip")
    return found


def spread(labels: np.ndarray, mask: np.ndarray) -> None:
    """Grow the labels, (h, w) int32 in one block, 0 = none, step by step within mask, (h, w) bool, until it is full; in place."""
    _kernel.spread_labels(labels, np.ascontiguousarray(mask).view(np.uint8))


def nearest(labels: np.ndarray) -> np.ndarray:
    """labels, (h, w) int32, with every 0 replaced, in place, by the label nearest to it; unchanged where there is none at all."""
    empty = labels == 0
    if not empty.any() or empty.all():
        return labels
    place = cv2.distanceTransformWithLabels(
        empty.view(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )[1]  # fmt: skip
    # Only what lies beside an empty place can be nearest to one.
    beside = ~empty & (cv2.dilate(empty.view(np.uint8), np.ones((5, 5), np.uint8)) > 0)
    names = np.zeros(int(place.max()) + 1, np.int32)
    names[place[beside]] = labels[beside]
    labels[empty] = names[place[empty]]
    return labels


def runs(labels: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Where a row's pixels have one label: label, row, first column and the column after the last, each (n,), row by row;
    labels: (h, w) whole numbers."""
    width = labels.shape[1]
    begins = np.ones(labels.shape, bool)
    np.not_equal(labels[:, 1:], labels[:, :-1], out=begins[:, 1:])
    starts = np.flatnonzero(begins)
    top = starts // width
    left = starts - top * width
    right = np.append(left[1:], 0)
    right[right == 0] = width
    return labels.ravel()[starts], top, left, right


def boxes(labels: np.ndarray) -> np.ndarray:
    """(n, 4): left, top, right and bottom, the last two exclusive, of every label of (h, w) int32 up to the highest, n - 1."""
    label, top, left, right = runs(labels)
    found = np.empty((int(label.max()) + 1, 4), np.intp)
    found[:] = *labels.shape[::-1], 0, 0
    np.minimum.at(found[:, 0], label, left)
    np.minimum.at(found[:, 1], label, top)
    np.maximum.at(found[:, 2], label, right)
    np.maximum.at(found[:, 3], label, top + 1)
    return found
