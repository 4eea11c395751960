"""The pencil: how hard it presses, how steady the hand is, and the mark it leaves on paper."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .curves import along, drift, normals, resample


@dataclass(frozen=True)
class Pencil:
    """width: px across at full pressure; dark: graphite at full pressure; wobble: px the hand strays;
    lift: share of a stroke over which the pressure falls away at its end; gaps: chance to leave a gap between strokes;
    reach: px a straight line may run past its corner."""

    width: float
    dark: float
    wobble: float = 0.45
    lift: float = 0.25
    gaps: float = 0.3
    reach: float = 3.0

    def times(self, pressure: float) -> Pencil:
        """The same pencil pressed harder or softer."""
        return replace(self, dark=self.dark * pressure, width=self.width * (0.7 + 0.3 * pressure))


# Lines between two regions: firm, and closed but for a small gap now and then.
OUTLINE = Pencil(width=2.5, dark=1.4, lift=0.08, gaps=0.06)
FORM = Pencil(width=2.1, dark=1.1, lift=0.1, gaps=0.06)
FAR = Pencil(width=1.9, dark=0.95, wobble=0.4, lift=0.1, gaps=0.08)
# Lines inside a region, lighter and thinner, so that an outline is told from them at a glance.
INNER = Pencil(width=1.5, dark=0.55, wobble=0.4)
DETAIL = Pencil(width=1.25, dark=0.42, wobble=0.35, lift=0.4)
FAINT = Pencil(width=1.15, dark=0.28, wobble=0.35, lift=0.5)
FLICK = Pencil(width=1.3, dark=0.46, wobble=0.0, lift=0.85)


def mark(points, pencil: Pencil, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """One stroke without lifting: sample places (N, 2) in px, their width (N,) in px and graphite (N,) per px."""
    line = resample(points, 0.5)
    count = len(line)
    travelled = along(line)
    total = travelled[-1]
    attack = np.clip(travelled / (0.06 * total + 1.5), 0.35, 1)
    lift = np.clip((total - travelled) / (pencil.lift * total + 1.5), 0, 1) ** 0.7
    pressure = attack * (0.15 + 0.85 * lift) * np.clip(1 + 0.16 * drift(count, rng, 50), 0.45, 1.5)
    if pencil.wobble and total > 12:
        ends = np.clip(np.minimum(travelled, total - travelled) / 12, 0, 1)
        stray = 0.7 * drift(count, rng, 34) + 0.4 * drift(count, rng, 9)
        line = line + normals(line) * (pencil.wobble * stray * ends)[:, None]
    width = pencil.width * (0.62 + 0.38 * pressure) * (1 + 0.08 * drift(count, rng, 20))
    return line, np.clip(width, 0.7, 6), pencil.dark * pressure


def parts(points, pencil: Pencil, rng: np.random.Generator) -> list[np.ndarray]:
    """A long line as the strokes of a hand that lifts and sets down: some overlap, some leave a gap."""
    line = resample(points, 1.0)
    strokes, start = [], 0
    while start < len(line) - 4:
        end = min(len(line), start + int(rng.uniform(130, 420)))
        if len(line) - end < 40:
            end = len(line)
        strokes.append(line[start:end])
        start = end + (int(rng.uniform(2, 5)) if rng.random() < pencil.gaps else -int(rng.uniform(2, 16)))
        if end == len(line):
            break
    return strokes


def overshoot(points, pencil: Pencil, rng: np.random.Generator) -> np.ndarray:
    """A straight-ended line run a little past its corners, as a quick hand does."""
    points = np.asarray(points, dtype=float)
    head, tail = points[0] - points[1], points[-1] - points[-2]
    head *= rng.uniform(-0.3, 1) * pencil.reach / (np.hypot(*head) + 1e-9)
    tail *= rng.uniform(-0.3, 1) * pencil.reach / (np.hypot(*tail) + 1e-9)
    return np.vstack([points[0] + head, points[1:-1], points[-1] + tail])
