"""The strokes of a drawing: its lines one pixel thin, parted where they meet, and which of them are outlines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from underpaint import _kernel

LINE = 64
"""Line density, of 255, from which a pixel counts as drawn."""

# How an outline is told from a detail's stroke, in log-odds: it is firm, long, no end of it is free, and it goes on past other lines. Fitted to the clean drawings
# and made scans of seven layouts by benchmarks/outline_odds.py, where each layout was also read with the odds of the other six.
_FIRM, _LONG, _FREE, _GOES_ON, _NONE = 18.11, 0.682, -1.548, 0.729, -17.21
# px of a stroke that show its direction where it ends, and the cosine of the turn up to which it goes on as another.
_BACK, _STRAIGHT = 8, 0.75
# What log-odds count: at 1 / _SURE and beyond, as certain.
_SURE = 0.3


@dataclass(frozen=True)
class Strokes:
    """lines: (h, w) uint8 density. middle: (h, w) bool, the lines' middles, one pixel thin. number: (h, w) int32, the stroke from 1
    that each of them belongs to, 0 elsewhere and where strokes meet. neighbours: (h, w) uint8, for each how many middles touch it."""

    lines: np.ndarray
    middle: np.ndarray
    number: np.ndarray
    neighbours: np.ndarray

    @cached_property
    def features(self) -> np.ndarray:
        """(strokes + 1, 4) float32: firmness, 1 for the drawing's firm lines; log of the length in px; number of free ends; log of the
        length with all strokes that it goes straight on as.

        A stroke's firmness is its darkness after a light blur, thus darkness times thickness for thin lines, averaged over all of
        it, as the pressure of a hand changes along it; a tenth of the drawing's strokes, by length, are firmer than its firm ones.
        """
        count = int(self.number.max()) + 1
        place = np.flatnonzero(self.number)
        number = self.number.ravel()[place]
        length = np.bincount(number, minlength=count)
        weight = cv2.GaussianBlur(self.lines, (0, 0), 1.0).ravel()[place]
        firmness = np.bincount(number, weight, count) / np.maximum(length, 1)
        order = np.argsort(firmness, kind="stable")
        along = np.cumsum(length[order])
        firm = firmness[order[np.searchsorted(along, 0.9 * along[-1])]]
        free = np.bincount(number, self.neighbours.ravel()[place] <= 1, count)
        line = self._lines_of_strokes(count)
        whole = np.bincount(line, length, count)[line]
        logs = np.log(np.maximum([length, whole], 1))
        return np.stack([firmness / max(firm, 1.0), logs[0], free, logs[1]], 1).astype(np.float32)

    def _lines_of_strokes(self, count: int) -> np.ndarray:
        """(count,) of each stroke the first one of the line that it is part of: where strokes meet, the straightest pairs go on."""
        crossing, number, out = self._ends_at_crossings()
        line = np.arange(count)
        pairs = [np.zeros((2, 0), int)]
        for step in range(1, len(crossing)):
            first = np.flatnonzero(crossing[step:] == crossing[:-step])
            if not len(first):
                break
            pairs.append(np.stack([first, first + step]))
        one, other = np.concatenate(pairs, 1)
        straight = -(out[one] * out[other]).sum(1)
        order = np.argsort(-straight, kind="stable")
        order = order[straight[order] > _STRAIGHT]
        free = np.ones(len(crossing), bool)
        goes_on = []
        for a, b in zip(one[order].tolist(), other[order].tolist(), strict=True):
            if free[a] and free[b]:
                free[a] = free[b] = False
                goes_on.append((number[a], number[b]))
        # Each takes the lowest number that it is joined to, until nothing changes.
        a, b = np.array(goes_on, int).reshape(-1, 2).T
        while True:
            low = np.minimum(line[a], line[b])
            if (line[a] == low).all() and (line[b] == low).all():
                return line
            np.minimum.at(line, line[a], low)
            np.minimum.at(line, line[b], low)
            np.minimum.at(line, a, low)
            np.minimum.at(line, b, low)
            line = line[line]

    def _ends_at_crossings(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Strokes' ends where they meet others, crossing by crossing: the crossing, the stroke's number, and its direction, (n, 2)."""
        height, width = self.number.shape
        met = self.middle & (self.number == 0)
        crossings = cv2.connectedComponents(met.view(np.uint8), connectivity=8, ltype=cv2.CV_32S)[1]
        y, x = places(met)
        around = np.arange(9)
        rows = (y[:, None] + around // 3 - 1).clip(0, height - 1)
        columns = (x[:, None] + around % 3 - 1).clip(0, width - 1)
        number = self.number[rows, columns]
        at, beside = np.nonzero(number)
        ends = np.stack([crossings[y[at], x[at]], number[at, beside], rows[at, beside], columns[at, beside]], 1)
        ends = ends[np.unique(ends[:, :2], axis=0, return_index=True)[1]]
        out = np.zeros((len(ends), 2))
        reach = np.arange(-_BACK, _BACK + 1)
        for first in range(0, len(ends), 4096):
            _, number, y, x = ends[first : first + 4096].T[:, :, None]
            rows, columns = (y + reach).clip(0, height - 1), (x + reach).clip(0, width - 1)
            own = self.number[rows[:, :, None], columns[:, None, :]] == number[:, :, None]
            out[first : first + 4096, 0] = ((y - rows) * own.sum(2)).sum(1)
            out[first : first + 4096, 1] = ((x - columns) * own.sum(1)).sum(1)
        out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)
        return ends[:, 0], ends[:, 1], out

    @cached_property
    def outlines(self) -> np.ndarray:
        """(h, w) float32, of the stroke nearest to each pixel: 1 for an outline, -1 for a detail's, 0 where they cannot be told apart."""
        if not self.number.any():
            return np.zeros(self.lines.shape, np.float32)
        odds = self.features @ np.array([_FIRM, _LONG, _FREE, _GOES_ON], np.float32) + np.float32(_NONE)
        sure = np.clip(_SURE * odds, -1, 1)
        nearest = cv2.distanceTransformWithLabels(
            (self.number == 0).view(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
        )[1]  # fmt: skip
        drawn = self.number > 0
        of_label = np.zeros(int(nearest.max()) + 1, np.float32)
        of_label[nearest[drawn]] = sure[self.number[drawn]]
        return of_label[nearest]


def strokes_of(lines: np.ndarray) -> Strokes:
    """The strokes of a drawing; lines: (h, w) uint8, line density, 0 paper to 255 full pencil."""
    middle = np.empty(lines.shape, np.uint8)
    _kernel.thin_lines(np.ascontiguousarray(lines >= LINE).view(np.uint8), middle)
    neighbours = cv2.boxFilter(middle, -1, (3, 3), normalize=False, borderType=cv2.BORDER_CONSTANT) - middle
    # Where more than two touch, strokes meet.
    alone = middle * (neighbours <= 2).view(np.uint8)
    number = cv2.connectedComponents(alone, connectivity=8, ltype=cv2.CV_32S)[1]
    return Strokes(lines, middle.view(bool), number, neighbours)


def places(mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """y and x, each (n,), of what is True in mask, (h, w) bool, row by row: as np.nonzero, in a tenth of its time where that is little."""
    return np.divmod(np.flatnonzero(mask), mask.shape[1])
