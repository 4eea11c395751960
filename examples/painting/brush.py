"""The stroke engine: a canvas in OKLab with a material label per pixel, and bristle strokes laid on it in batches."""

from dataclasses import dataclass, field

import numpy as np
from numba import njit

from . import noise

PROFILES = {"flat": 0, "round": 1, "leaf": 2, "blade": 3, "taper": 4, "line": 5}
KEEP = -1  # a stroke with this label changes the paint and leaves the map as it is


@njit(cache=True, fastmath=True)
def _width(profile, t):
    s = 0.5 * (t + 1.0)
    if profile == 0:
        q = t * t
        return np.sqrt(max(0.0, 1.0 - q * q * q * q))
    if profile == 1:
        return np.sqrt(max(0.0, 1.0 - t * t))
    if profile == 2:
        return 1.9 * np.sqrt(s) * (1.0 - s) ** 0.75
    if profile == 3:
        return min(1.0, np.sqrt(s * 5.0 + 0.15)) * (1.0 - s) ** 0.7
    if profile == 4:
        return min(1.0, np.sqrt(s * 12.0)) * (1.0 - s**2.2)
    return min(1.0, np.sqrt(max(0.0, (1.0 - abs(t)) * 14.0)))


@njit(cache=True, fastmath=True)
def _blit(lab, labels, clip, paper, streak, strokes):
    height, width = labels.shape
    rows, cols = streak.shape
    for i in range(strokes.shape[0]):
        x, y, angle, half, broad, bend = strokes[i, :6]
        profile = int(strokes[i, 6])
        alpha, dry, edge, amp, seed = strokes[i, 10:15]
        label = int(strokes[i, 15])
        ca, sa = np.cos(angle), np.sin(angle)
        margin = broad * 1.15 + edge + 1.0
        reach = half * 1.13 + margin + abs(bend)
        ex = abs(ca) * (half * 1.13 + 2.0) + abs(sa) * (margin + abs(bend)) + 1.0
        ey = abs(sa) * (half * 1.13 + 2.0) + abs(ca) * (margin + abs(bend)) + 1.0
        ex, ey = min(ex, reach), min(ey, reach)
        x0, x1 = max(0, int(x - ex)), min(width, int(x + ex) + 2)
        y0, y1 = max(0, int(y - ey)), min(height, int(y + ey) + 2)
        if x0 >= x1 or y0 >= y1:
            continue
        sx = min(width - 1, max(0, int(x - 0.8 * half * ca)))
        sy = min(height - 1, max(0, int(y - 0.8 * half * sa)))
        picked_l, picked_a, picked_b = lab[sy, sx, 0], lab[sy, sx, 1], lab[sy, sx, 2]
        row0 = seed * 7919.0 % rows
        col0 = seed * 104729.0 % cols
        lane = 1.0 / (0.75 + 0.03 * broad)
        wob = seed % 6.283
        rag = 0.22 * min(1.0, 1.8 * broad / half)  # ragged ends belong to the brush, not to the stroke
        for py in range(y0, y1):
            for px in range(x0, x1):
                if clip[py, px] == 0:
                    continue
                dx, dy = px - x, py - y
                u = dx * ca + dy * sa
                t = u / half
                if t < -1.12 or t > 1.12:
                    continue
                v = -dx * sa + dy * ca - bend * (t * t - 0.33)
                r = v * lane + row0 + 4.0 * rows
                ri = int(r)
                rf = r - ri
                c = int(u * 0.5 + col0 + 4.0 * cols) % cols
                b = streak[ri % rows, c] * (1.0 - rf) + streak[(ri + 1) % rows, c] * rf
                tt = t + (b - 0.5) * rag
                if tt <= -1.0 or tt >= 1.0:
                    continue
                slope = 2.0 * bend * t / half
                hw = broad * _width(profile, tt) * (1.0 + 0.08 * np.sin(3.1 * t + wob)) * np.sqrt(1.0 + slope * slope)
                d = hw - abs(v)
                grain = paper[py, px]
                cover = (d + (grain - 0.5) * edge * 0.9) / edge + 0.5
                if cover <= 0.0:
                    continue
                cover = min(1.0, cover)
                s = 0.5 * (tt + 1.0)
                if dry > 0.0:
                    cover *= min(1.0, max(0.0, (0.68 * b + 0.32 * grain - dry * (0.3 + 0.7 * s)) / 0.16 + 0.15))
                k = alpha * cover * (clip[py, px] / 255.0)
                if k <= 0.004:
                    continue
                shade = amp * (2.0 * b - 1.0)
                if broad > 2.5 and d < 0.22 * broad and edge < 5.0:
                    shade += 0.35 * amp
                pick = 0.12 * (1.0 - s)
                lab[py, px, 0] += k * (strokes[i, 7] * (1 - pick) + picked_l * pick + shade - lab[py, px, 0])
                lab[py, px, 1] += k * (strokes[i, 8] * (1 - pick) + picked_a * pick - lab[py, px, 1])
                lab[py, px, 2] += k * (strokes[i, 9] * (1 - pick) + picked_b * pick - lab[py, px, 2])
                if label >= 0 and k >= 0.5:
                    labels[py, px] = label


def _streaks() -> np.ndarray:
    """Bristle marks (256, 1024) in 0..1: short across, long along, equalised so that a threshold is a share."""
    marks = 0.6 * noise.over((256, 1024), (260, 2.2), 5, 2) + 0.4 * noise.over((256, 1024), (90, 6.0), 6, 2)
    order = np.empty(marks.size, np.float32)
    order[np.argsort(marks, axis=None)] = np.linspace(0, 1, marks.size, dtype=np.float32)
    return order.reshape(marks.shape)


@dataclass
class Canvas:
    """Paint `lab` (h, w, 3) float32 OKLab, and `labels` (h, w) uint8 indices into the palette."""

    shape: tuple[int, int]
    lab: np.ndarray = field(init=False)
    labels: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.lab = np.full((*self.shape, 3), (0.8, 0.0, 0.02), np.float32)
        self.labels = np.zeros(self.shape, np.uint8)
        self._paper = np.clip(0.5 + 0.5 * noise.over(self.shape, 3.0, 11, 2), 0, 1).astype(np.float32)
        self._streak = _streaks()
        self._open = np.full(self.shape, 255, np.uint8)
        self._clip = (self._open, self._open)

    def copy(self) -> "Canvas":
        """A second canvas with the same paint, to try something on."""
        other = Canvas(self.shape)
        other.lab, other.labels = self.lab.copy(), self.labels.copy()
        return other

    def part(self, box) -> "Canvas":
        """The canvas inside `box` (two slices), sharing its paint and map: for work on one small thing."""
        other = object.__new__(Canvas)
        other.shape = self.labels[box].shape
        other.lab, other.labels, other._paper = self.lab[box], self.labels[box], self._paper[box]
        other._streak, other._open = self._streak, self._open[box]
        other._clip = (other._open, other._open)
        return other

    def fill(self, mask: np.ndarray, target: np.ndarray, label: int) -> None:
        """Lay `target` (h, w, 3) flat where `mask` (h, w) 0..1 lies, as the ground for strokes."""
        rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
        if not len(rows):
            return
        box = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        self.lab[box] += mask[box][..., None].astype(np.float32) * (target[box] - self.lab[box])
        self.labels[box][mask[box] >= 0.5] = label

    def strokes(
        self,
        x,
        y,
        angle,
        length,
        width,
        colour,
        *,
        label=KEEP,
        profile="flat",
        bend=0.0,
        alpha=0.9,
        dry=0.1,
        edge=1.3,
        streak=0.03,
        clip=None,
        rng: np.random.Generator,
    ) -> None:
        """Lay strokes in the order given. `length` and `width` are halves in px, `angle` in radians (y down),
        `bend` px that the ends leave the tangent; `colour` (n, 3) OKLab; `clip` (h, w) uint8 or bool or None."""
        n = len(x)
        table = np.empty((n, 16), np.float32)
        columns = (x, y, angle, np.maximum(length, 0.6), np.maximum(width, 0.45), bend, PROFILES[profile])
        for k, column in enumerate(columns):
            table[:, k] = column
        table[:, 7:10] = colour
        for k, column in enumerate((alpha, dry, edge, streak, rng.random(n) * 1000, label)):
            table[:, 10 + k] = column
        if clip is None:
            clip = self._open
        elif clip.dtype != np.uint8:
            if self._clip[0] is not clip:  # one mask serves many batches
                self._clip = (clip, (np.clip(clip, 0, 1) * 255).astype(np.uint8))
            clip = self._clip[1]
        _blit(self.lab, self.labels, clip, self._paper, self._streak, table)

    def lay(
        self,
        mask,
        target,
        rng: np.random.Generator,
        *,
        width,
        angle=0.0,
        ratio=3.0,
        coverage=1.2,
        differ=0.0,
        jitter=0.012,
        turn=0.12,
        order=None,
        **how,
    ) -> int:
        """Cover `mask` with strokes that take colour from `target` (h, w, 3) and direction from `angle` at their
        middle. `width` (half, px) and `angle` may be fields; with `differ` > 0 strokes go where paint and target
        part by about that much in OKLab. `order` 'down' lays the nearer ones last. Returns the number of strokes."""
        density = np.where(mask > 0.5, coverage / (3.4 * ratio * np.square(width)), 0.0)
        if differ > 0:
            gap = np.abs(self.lab - target).sum(-1)
            density = density * np.clip(gap / differ - 0.3, 0, 1)
        total = np.cumsum(density.ravel(), dtype=np.float64)
        n = int(total[-1])
        if n == 0:
            return 0
        spot = np.searchsorted(total, (np.arange(n) + rng.random(n)) * (total[-1] / n))
        spot = np.minimum(spot, total.size - 1)
        spot = rng.permutation(spot) if order is None else np.sort(spot)
        y, x = np.divmod(spot, self.shape[1])

        def here(value):
            return value[y, x] if isinstance(value, np.ndarray) else value

        size = here(width) * rng.uniform(0.7, 1.3, n)
        colour = target[y, x] + rng.normal(0, 1, (n, 3)) * (jitter, jitter * 0.5, jitter * 0.6)
        bend = how.pop("bend", 0.12) * size * ratio * rng.normal(0, 1, n)
        self.strokes(
            x + rng.random(n),
            y + rng.random(n),
            here(angle) + rng.normal(0, turn, n) + np.pi * rng.integers(0, 2, n),
            size * ratio * rng.uniform(0.7, 1.3, n),
            size,
            colour,
            bend=bend,
            rng=rng,
            **how,
        )
        return n
