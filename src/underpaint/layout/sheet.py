"""Where the drawing lies on its sheet: by the drawn frame, by the peg holes, or as the picture stands."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

MAX_TURN = 3.5
"""Degrees; a little over the three that are promised."""

_WORK = 1200
_SIDE_DRAWN = 0.75
_LEAST_FRAME = 0.3
# Shares: how far a frame's shape may be off the film's, and how much of all that is drawn lies within a frame.
_SHAPE_OFF = 0.03
_WITHIN = 0.85


@dataclass(frozen=True)
class Place:
    """corners: (4, 2) float, x and y on the scan, of the frame's upper left, upper right, lower right, lower left corner.
    size: (width, height) that the frame is brought to, px. turn: degrees, clockwise positive, taken back. found_by:
    'frame', 'peg holes', 'drawn part' or 'whole picture'. line: px, thickness of the frame's own line at that size."""

    corners: np.ndarray
    size: tuple[int, int]
    turn: float
    found_by: str
    line: float = 0.0

    @property
    def matrix(self) -> np.ndarray:
        """(3, 3): from pixel places on the scan to pixel places in the frame."""
        width, height = self.size
        frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32) - 0.5
        return cv2.getPerspectiveTransform(self.corners.astype(np.float32), frame)

    @property
    def as_it_was(self) -> bool:
        return bool(np.allclose(self.matrix, np.eye(3), atol=1e-9))

    def points(self, points: np.ndarray) -> np.ndarray:
        """(n, 2) places on the scan, as places in the frame."""
        return cv2.perspectiveTransform(np.asarray(points, np.float64).reshape(1, -1, 2), self.matrix)[0]

    def cut(self, layer: np.ndarray) -> np.ndarray:
        """(height, width) uint8: a layer of the scan brought to the frame."""
        if self.as_it_was:
            return layer
        width, height = self.size
        if not layer.any():
            return np.zeros((height, width), np.uint8)
        shrink = np.hypot(*(self.corners[1] - self.corners[0])) / width
        matrix = self.matrix
        if shrink > 1.5:
            # Bilinear sampling skips pixels when it shrinks; area averaging does the most of it first.
            small = (round(layer.shape[1] / shrink), round(layer.shape[0] / shrink))
            across, down = layer.shape[1] / small[0], layer.shape[0] / small[1]
            layer = cv2.resize(layer, small, interpolation=cv2.INTER_AREA)
            grown = np.array([[across, 0, across / 2 - 0.5], [0, down, down / 2 - 0.5], [0, 0, 1]])
            matrix = matrix @ grown
        return cv2.warpPerspective(layer, matrix, (width, height), flags=cv2.INTER_CUBIC)

    def without_frame(self, lines: np.ndarray) -> np.ndarray:
        """The frame's own line, half of which lies inside the picture, replaced by what is drawn beside it."""
        if not self.line:
            return lines
        band = int(np.ceil(self.line / 2 + 1.5))
        inner = lines[band:-band, band:-band]
        return cv2.copyMakeBorder(inner, band, band, band, band, cv2.BORDER_REPLICATE)


def find_place(lines: np.ndarray, size: tuple[int, int] | None) -> Place:
    """Where the film's frame lies on a scan; lines: (h, w) uint8 line density; size: as asked for, (width, height)."""
    height, width = lines.shape
    step = max(1.0, max(height, width) / _WORK)
    small = cv2.resize(lines, (round(width / step), round(height / step)), interpolation=cv2.INTER_AREA)
    scale = np.array([width / small.shape[1], height / small.shape[0]])
    whole = np.array([[0, 0], [width, 0], [width, height], [0, height]]) - 0.5
    found = _frame(small, size)
    if found is not None and np.abs((found + 0.5) * scale - 0.5 - whole).max() > 0.01 * max(height, width):
        corners, line = _sharpen(lines, (found + 0.5) * scale - 0.5, reach=4 * scale.mean() + 4)
        across, down = _sides(corners)
        target = size or (round(across), round(down))
        turn = float(np.degrees(np.arctan2(*(corners[1] - corners[0])[::-1])))
        return Place(corners, target, round(turn, 3), "frame", line * target[0] / across)
    pegs = _pegs(small)
    if pegs is not None:
        turn, small = pegs
        corners = (_drawn_part(small, turn, size) + 0.5) * scale - 0.5
        return Place(corners, size or tuple(map(round, _sides(corners))), round(turn, 3), "peg holes")
    if size is None or abs(width / height / (size[0] / size[1]) - 1) < 0.01:
        return Place(whole, size or (width, height), 0.0, "whole picture")
    return Place((_drawn_part(small, 0.0, size) + 0.5) * scale - 0.5, size, 0.0, "drawn part")


def _sides(corners: np.ndarray) -> tuple[float, float]:
    """Mean length of the upper and lower, and of the left and right side."""
    top, right, bottom, left = np.hypot(*(np.roll(corners, -1, 0) - corners).T)
    return float((top + bottom) / 2), float((left + right) / 2)


def _frame(small: np.ndarray, size: tuple[int, int] | None) -> np.ndarray | None:
    """(4, 2) corners of the largest rectangle that is drawn on all four sides, has the film's shape and holds nearly all of the
    drawing: a house front or a window is none."""
    height, width = small.shape
    y, x = np.nonzero(small > 40)
    if not len(x):
        return None
    turn = max(np.arange(-MAX_TURN, MAX_TURN + 0.05, 0.1), key=lambda turn: _peakedness(x, y, turn))
    spin = cv2.getRotationMatrix2D((width / 2, height / 2), turn, 1.0)
    upright = cv2.warpAffine(small, spin, (width, height), flags=cv2.INTER_LINEAR)
    drawn = cv2.dilate((upright > 30).view(np.uint8), np.ones((3, 3), np.uint8))
    # Peg holes and blots, which lie outside the frame, are no drawing.
    strokes = _strokes(upright).view(np.uint8)
    solid = cv2.dilate(cv2.morphologyEx(strokes, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8)), np.ones((5, 5), np.uint8))
    ink = cv2.integral(strokes & ~solid)
    rows = _ruled(drawn.sum(1, dtype=int), 0.3 * width)
    columns = _ruled(drawn.sum(0, dtype=int), 0.3 * height)
    best, found = 0.0, None
    for top in rows:
        for bottom in rows[rows > top + 0.3 * height]:
            for left in columns:
                for right in columns[columns > left + 0.3 * width]:
                    across, down = right - left, bottom - top
                    if across * down < max(best, _LEAST_FRAME * small.size):
                        continue
                    if size is not None and abs(across / down / (size[0] / size[1]) - 1) > _SHAPE_OFF:
                        continue
                    sides = (
                        drawn[top, left:right],
                        drawn[bottom, left:right],
                        drawn[top:bottom, left],
                        drawn[top:bottom, right],
                    )
                    if min(side.mean() for side in sides) < _SIDE_DRAWN:
                        continue
                    # The frame's own line lies within, and `_ruled` may have found either edge of it.
                    y0, y1, x0, x1 = max(0, top - 6), min(height, bottom + 7), max(0, left - 6), min(width, right + 7)
                    within = ink[y1, x1] - ink[y0, x1] - ink[y1, x0] + ink[y0, x0]
                    if within >= _WITHIN * ink[-1, -1]:
                        best = across * down
                        found = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], float)
    if found is None:
        return None
    back = cv2.invertAffineTransform(spin)
    return found @ back[:, :2].T + back[:, 2]


def _peakedness(x: np.ndarray, y: np.ndarray, turn: float) -> float:
    """High where lines of the drawing become level and upright when `turn` degrees are taken back."""
    angle = np.radians(turn)
    total = 0.0
    for along in (y * np.cos(angle) - x * np.sin(angle), x * np.cos(angle) + y * np.sin(angle)):
        counts = np.bincount((along - along.min()).astype(np.intp)).astype(float)
        total += float((counts**4).sum())
    return total


def _ruled(profile: np.ndarray, least: float, most: int = 12) -> np.ndarray:
    """The rows or columns that hold a long line, sorted; of neighbours the fullest, and no more than `most`."""
    peaks = [i for i in np.flatnonzero(profile >= least) if profile[i] == profile[max(0, i - 4) : i + 5].max()]
    kept: list[int] = []
    for i in sorted(peaks, key=lambda i: -profile[i]):
        if all(abs(i - other) > 4 for other in kept):
            kept.append(int(i))
    return np.array(sorted(kept[:most]), int)


def _sharpen(lines: np.ndarray, corners: np.ndarray, reach: float) -> tuple[np.ndarray, float]:
    """Corners to a fraction of a pixel, from straight lines through the middle of the drawn sides; and the line's thickness."""
    sides, thick = [], []
    offsets = np.arange(-reach, reach + 0.5, 0.5)
    for start, end in zip(corners, np.roll(corners, -1, 0), strict=True):
        along = (end - start) / np.hypot(*(end - start))
        across = np.array([-along[1], along[0]])
        stations = start + np.linspace(0.04, 0.96, 160)[:, None] * (end - start)
        places = (stations[:, None] + offsets[None, :, None] * across).astype(np.float32)
        profile = cv2.remap(lines, places, None, cv2.INTER_LINEAR).astype(float)
        peak = offsets[cv2.blur(profile, (5, 1)).argmax(1)]
        dark = profile.max(1) > 60
        middle = np.median(peak[dark]) if dark.any() else 0.0
        # Near the median only: what is drawn up against the frame is no part of it.
        weight = np.where(np.abs(offsets[None] - middle) <= max(2.0, reach / 3), profile, 0)
        total = weight.sum(1)
        good = (total > 0.3 * np.median(total)) & (np.abs(peak - middle) <= reach / 2)
        shift = (weight * offsets).sum(1)[good] / total[good]
        points = stations[good] + shift[:, None] * across
        sides.append(
            np.polynomial.Polynomial.fit((points - start) @ along, (points - start) @ across, 1).convert().coef
        )
        thick.append(np.median(total) * 0.5 / max(profile[good].max(1).mean(), 1))
        sides[-1] = (start + sides[-1][0] * across, along + (sides[-1][1] if len(sides[-1]) > 1 else 0.0) * across)
    sharp = [_crossing(*sides[i - 1], *sides[i]) for i in range(4)]
    return np.array(sharp), float(max(thick))


def _crossing(p: np.ndarray, u: np.ndarray, q: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Where the lines p + s u and q + t v cross."""
    s, _ = np.linalg.solve(np.stack([u, -v], 1), q - p)
    return p + s * u


def _pegs(small: np.ndarray) -> tuple[float, np.ndarray] | None:
    """The sheet's turn, degrees, from its three peg holes (a round one between two slots), and the drawing without them."""
    height, width = small.shape
    solid = cv2.morphologyEx((small > 100).view(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    count, labels, stats, centres = cv2.connectedComponentsWithStats(solid, connectivity=8)
    holes = [
        i
        for i in range(1, count)
        if stats[i, 4] > 0.7 * stats[i, 2] * stats[i, 3] and 30 < stats[i, 4] < (0.06 * width) ** 2
        and not 0.25 * height < centres[i][1] < 0.75 * height
    ]  # fmt: skip
    for middle in holes:
        if not 0.75 < stats[middle, 2] / stats[middle, 3] < 1.33:
            continue
        for left in holes:
            for right in holes:
                arm, other = centres[middle] - centres[left], centres[right] - centres[middle]
                if arm[0] < 0.05 * width or np.hypot(*(arm - other)) > 0.03 * arm[0]:
                    continue
                if not 0.7 < stats[left, 4] / stats[right, 4] < 1.43 or stats[left, 2] < 1.3 * stats[left, 3]:
                    continue
                turn = float(np.degrees(np.arctan2(*(centres[right] - centres[left])[::-1])))
                if abs(turn) <= MAX_TURN:
                    mask = cv2.dilate(np.isin(labels, (left, middle, right)).view(np.uint8), np.ones((9, 9), np.uint8))
                    return turn, np.where(mask > 0, 0, small).astype(np.uint8)
    return None


def _strokes(small: np.ndarray) -> np.ndarray:
    """(h, w) bool, what is drawn, without specks."""
    drawn = cv2.morphologyEx((small > 40).view(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(drawn, connectivity=8)
    stats[0, 4] = 0
    return (stats[:, 4] >= 8)[labels]


def _drawn_part(small: np.ndarray, turn: float, size: tuple[int, int] | None) -> np.ndarray:
    """(4, 2) corners, on `small`, of the upright rectangle round all that is drawn; widened to the shape of `size`."""
    y, x = np.nonzero(_strokes(small))
    angle = np.radians(turn)
    spin = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    upright = np.stack([x, y], 1) @ spin
    low, high = (upright.min(0), upright.max(0)) if len(x) else (np.zeros(2), np.array(small.shape[::-1], float))
    middle, extent = (low + high) / 2, high - low + 1
    if size is not None:
        shape = size[0] / size[1]
        extent = np.maximum(extent, [extent[1] * shape, extent[0] / shape])
    unit = np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]])
    return (middle + unit * extent) @ spin.T
