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

from underpaint.errors import InputError
from underpaint.layout.joining import Borders, borders, join_openings, outlines

LINE = 64
"""Line density, of 255, from which a pixel counts as drawn."""

GAP = 11
"""Widest gap, in px, that closes unless told."""

# Balls' radii, px, and the step between the pixels looked at: where a large ball fits, every fourth pixel says so.
_BALLS = ((32, 4), (24, 4), (16, 4), (12, 4), (9, 4), (7, 2), (5.5, 2), (4.5, 2), (3.5, 1), (2.5, 1), (1.5, 1), (0, 1))
_SLIVER = 12


@dataclass(frozen=True)
class Regions:
    """labels: (h, w) int32 from 1, every pixel in a region. cells: (h, w) int32 from 1, the finer parts that regions are
    joined from. lines: (h, w) uint8, the line density both came from. gap: px, the widest gap that was closed."""

    labels: np.ndarray
    cells: np.ndarray
    lines: np.ndarray
    gap: int

    @property
    def count(self) -> int:
        return int(self.labels.max())

    @cached_property
    def met(self) -> Borders:
        """Where the cells meet."""
        return cells_met(self.cells, self.lines)


def regions_of(lines: np.ndarray, gap: int | None = None) -> Regions:
    """The regions that a drawing's lines close off.

    lines: (h, w) uint8, line density, 0 paper to 255 full pencil. gap: px, widest gap in a line that closes; None for GAP.
    A region's border runs in the middle of its line. A place too thin for a region of its own goes to the nearest.
    Raises InputError where the lines close nothing off.
    """
    gap = GAP if gap is None else gap
    cells = cells_of(lines >= LINE)
    met = cells_met(cells, lines)
    root = join_openings(int(cells.max()) + 1, met, gap)
    labels = np.unique(root[1:], return_inverse=True)[1].astype(np.int32) + 1
    if not len(labels) or labels.max() < 2:
        raise InputError(
            f"no line of the drawing closes a region off (gaps up to {gap} px were closed); "
            "close the outlines, or allow wider gaps"
        )
    found = Regions(np.r_[np.int32(0), labels][cells], cells, lines, gap)
    found.__dict__["met"] = met
    return found


def cells_met(cells: np.ndarray, lines: np.ndarray) -> Borders:
    """Where cells, (h, w) int32, meet; lines: (h, w) uint8 line density."""
    return borders(cells, outlines(lines), distance(lines >= LINE))


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
            labels = _finer(labels, free, last // step if last else 1)
            last = step
        at, labels = _smaller_ball(at, labels, free, step)
    return nearest(labels)


def _finer(labels: np.ndarray, free: np.ndarray, times: int) -> np.ndarray:
    """The labels on a grid `times` as fine, kept where the ball fits there too."""
    if not labels.size:
        return np.zeros(free.shape, np.int32)
    height, width = free.shape
    spread_out = labels.repeat(times, 0).repeat(times, 1)[:height, :width]
    return np.where(free, spread_out, 0)


def _smaller_ball(at: np.ndarray, labels: np.ndarray, free: np.ndarray, step: int) -> tuple[np.ndarray, np.ndarray]:
    """Grow every label into what a smaller ball reaches, and begin new ones where it reaches no old one.

    at: (n, 2) y and x, at full size, of one pixel of every label; labels: (h, w) so far; free: (h, w) bool, where the
    ball fits; both on a grid of every `step`th pixel.
    """
    _, parts, stats, _ = cv2.connectedComponentsWithStats(free.view(np.uint8), connectivity=4, ltype=cv2.CV_32S)
    seed_part = parts[at[:, 0] // step, at[:, 1] // step]
    owners = np.bincount(seed_part, minlength=len(stats))
    owner = np.zeros(len(stats), np.int32)
    owner[seed_part] = np.arange(1, len(at) + 1)
    owner[0] = 0
    disputed = owners > 1
    owner[disputed] = 0
    fresh = (owners == 0) & (stats[:, cv2.CC_STAT_AREA] * step * step >= _SLIVER)
    fresh[0] = False
    fresh = np.flatnonzero(fresh)
    owner[fresh] = len(at) + 1 + np.arange(len(fresh), dtype=np.int32)
    grown = owner[parts]
    disputed[0] = False
    if disputed.any():
        open_ = disputed[parts]
        np.copyto(grown, labels, where=open_)
        spread(grown, open_)
    first = _first_pixels(parts, len(stats))[fresh]
    new = np.stack(np.unravel_index(first, parts.shape), 1) * step
    return np.concatenate([at, new]), grown


def _first_pixels(parts: np.ndarray, count: int) -> np.ndarray:
    """(count,) flat index of one pixel of every part."""
    flat = parts.ravel()
    starts = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    first = np.zeros(count, np.intp)
    first[flat[starts]] = starts
    first[flat[0]] = 0
    return first


def spread(labels: np.ndarray, mask: np.ndarray) -> None:
    """Grow the labels, (h, w) int32, 0 = none, step by step within mask, (h, w) bool, until it is full; in place."""
    height, width = labels.shape
    todo = np.zeros((height + 2, width + 2), bool)
    np.logical_and(mask, labels == 0, out=todo[1:-1, 1:-1])
    padded = np.zeros((height + 2, width + 2), np.int32)
    padded[1:-1, 1:-1] = labels
    flat, todo_flat = padded.ravel(), todo.ravel()
    steps = (1, -1, width + 2, -width - 2)
    edge = np.flatnonzero(todo_flat)
    source = np.zeros(len(edge), np.int32)
    for step in steps:
        source = np.where(source == 0, flat[edge + step], source)
    edge, source = edge[source > 0], source[source > 0]
    while len(edge):
        flat[edge] = source
        todo_flat[edge] = False
        reached = np.concatenate([edge + step for step in steps])
        keep = todo_flat[reached]
        edge, first = np.unique(reached[keep], return_index=True)
        source = np.tile(source, len(steps))[keep][first]
    labels[:] = padded[1:-1, 1:-1]


def nearest(labels: np.ndarray) -> np.ndarray:
    """labels with every 0 replaced by the label nearest to it; unchanged where there is none at all."""
    empty = labels == 0
    if not empty.any() or empty.all():
        return labels
    _, place = cv2.distanceTransformWithLabels(
        empty.view(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )  # fmt: skip
    # Only what lies beside an empty place can be nearest to one.
    beside = ~empty & (cv2.dilate(empty.view(np.uint8), np.ones((5, 5), np.uint8)) > 0)
    names = np.zeros(int(place.max()) + 1, np.int32)
    names[place[beside]] = labels[beside]
    filled = labels.copy()
    filled[empty] = names[place[empty]]
    return filled
