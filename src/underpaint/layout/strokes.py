"""The strokes of a drawing: its lines one pixel thin, parted where they meet, and which of them are outlines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from underpaint import _kernel

LINE = 64
"""Line density, of 255, from which a pixel counts as drawn."""

# How an outline is told from a detail's stroke, in log-odds: it is firm, long, and no end of it is free. Fitted to the clean drawings
# and made scans of seven layouts by benchmarks/outline_odds.py, where each layout was also read with the odds of the other six.
_FIRM, _LONG, _FREE, _NONE = 18.93, 1.315, -1.789, -16.99
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
        """(strokes + 1, 3) float32: firmness, 1 for the drawing's firm lines; log of the length in px; number of free ends.

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
        return np.stack([firmness / max(firm, 1.0), np.log(np.maximum(length, 1)), free], 1).astype(np.float32)

    @cached_property
    def outlines(self) -> np.ndarray:
        """(h, w) float32, of the stroke nearest to each pixel: 1 for an outline, -1 for a detail's, 0 where they cannot be told apart."""
        if not self.number.any():
            return np.zeros(self.lines.shape, np.float32)
        odds = self.features @ np.array([_FIRM, _LONG, _FREE], np.float32) + np.float32(_NONE)
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
    neighbours = cv2.filter2D(middle, -1, np.ones((3, 3)), borderType=cv2.BORDER_CONSTANT) - middle
    # Where more than two touch, strokes meet.
    alone = middle * (neighbours <= 2).view(np.uint8)
    number = cv2.connectedComponents(alone, connectivity=8, ltype=cv2.CV_32S)[1]
    return Strokes(lines, middle.view(bool), number, neighbours)
