"""Soft paint: skies and water as a smooth base over their place in the picture, and the detail that lies on it.

Patches of a gradient laid side by side show as blotches. So the base, a quadratic over place, is fitted on the board and
evaluated anew on the cut, and only the detail is put together from patches. Whole numbers and fractions throughout: every
machine finds the same base.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from underpaint import _kernel

TERMS = 6
UNIT = 256
SAMPLES = 30_000
CALM = 2.2  # mean slope in levels per px below which paint counts as soft


@dataclass
class Soft:
    """Bases by label. terms: (256, 3, 6) int32; is_soft: (256,) uint8; top, bottom: (256,) int32 px; middle: (256, 3) uint8."""

    terms: np.ndarray
    is_soft: np.ndarray
    top: np.ndarray
    bottom: np.ndarray
    middle: np.ndarray

    @classmethod
    def none(cls) -> Soft:
        return cls(
            np.zeros((256, 3, TERMS), np.int32),
            np.zeros(256, np.uint8),
            np.zeros(256, np.int32),
            np.zeros(256, np.int32),
            np.full((256, 3), 128, np.uint8),
        )

    def at(self, level: int) -> Soft:
        """The same bases over a picture halved `level` times."""
        return Soft(self.terms, self.is_soft, self.top >> level, self.bottom >> level, self.middle)

    def native(self) -> _kernel.Soft:
        return _kernel.Soft(self.terms, self.is_soft, self.top, self.bottom)


def extents(label: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """(256,) int32 each: the rows between which all but a fiftieth of each label's pixels lie, from above and below."""
    top, bottom = np.zeros(256, np.int32), np.zeros(256, np.int32)
    rows = np.stack([np.bincount(row, minlength=256) for row in label[:, :: max(1, label.shape[1] // 512)]])
    below = np.cumsum(rows, 0)
    for i in range(count):
        total = int(below[-1, i])
        if total:
            top[i] = np.searchsorted(below[:, i], total // 50, side="right")
            bottom[i] = np.searchsorted(below[:, i], total - total // 50)
    return top, bottom


def fit(paint: np.ndarray, label: np.ndarray, soft: set[int], count: int) -> Soft:
    """Fit the base of each label in `soft`, and of each that the paint shows to be soft. paint: (h, w, 3) uint8."""
    out = Soft.none()
    out.top, out.bottom = extents(label, count)
    for i in range(count):
        refit(out, paint, label, i, float(i in soft))
    return out


def refit(bases: Soft, paint: np.ndarray, label: np.ndarray, i: int, far: float) -> None:
    """Fit one label's base, in place. far: 0..1, how far it may part from the mean colour; 0: the paint is not soft."""
    inside = np.flatnonzero(label.ravel() == i)
    if not inside.size:
        return
    at = inside[:: max(1, inside.size // SAMPLES)]
    colour = paint.reshape(-1, 3)[at].astype(np.int64)
    bases.middle[i] = (2 * colour.sum(0) + at.size) // (2 * at.size)
    bases.is_soft[i] = far > 0
    bases.terms[i] = 0
    if not far:
        return
    w = label.shape[1]
    y, x = np.divmod(at.astype(np.int64), w)
    height = max(1, int(bases.bottom[i] - bases.top[i]))
    u = x * UNIT // max(1, w - 1)
    v = np.clip((y - int(bases.top[i])) * UNIT // height, 0, UNIT)
    bases.terms[i] = _quadratic(u, v, colour, Fraction(far))


def found_soft(paint: np.ndarray, label: np.ndarray, count: int) -> set[int]:
    """Labels whose paint is so calm inside that it is soft: a gradient or a wash rather than strokes."""
    light = paint[..., 1].astype(np.int16)
    slope = np.abs(light[1:-1, 2:] - light[1:-1, :-2]) + np.abs(light[2:, 1:-1] - light[:-2, 1:-1])
    core = label[1:-1, 1:-1]
    inside = (
        (core == label[1:-1, 2:]) & (core == label[1:-1, :-2]) & (core == label[2:, 1:-1]) & (core == label[:-2, 1:-1])
    )
    total = np.bincount(core[inside], weights=slope[inside], minlength=256)
    pixels = np.bincount(core[inside], minlength=256)
    return {i for i in range(count) if pixels[i] >= label.size // 50 and total[i] < 2 * CALM * pixels[i]}


def _quadratic(u: np.ndarray, v: np.ndarray, colour: np.ndarray, far: Fraction) -> np.ndarray:
    """Least squares of colour over 1, u, v, uu, uv, vv in exact arithmetic: (3, 6) int32 in 1/65536 level, u and v 0..1."""
    one = np.full_like(u, UNIT * UNIT)
    terms = np.stack([one, u * UNIT, v * UNIT, u * u, u * v, v * v])
    scale = UNIT * UNIT
    normal = [[Fraction(int((a * b).sum()), scale * scale) for b in terms] for a in terms]
    right = [[Fraction(int((a * colour[:, c]).sum()), scale) for c in range(3)] for a in terms]
    # A little stiffness, so that a narrow strip does not swing where it has no paint.
    for i in range(1, TERMS):
        normal[i][i] += Fraction(u.size, 2000)
    solved = _solve(normal, right)
    out = np.zeros((3, TERMS), np.int64)
    explained = spread = Fraction(0)
    for c in range(3):
        mean = Fraction(int(colour[:, c].sum()), u.size)
        square = Fraction(int((colour[:, c] ** 2).sum()))
        spread += square - mean * mean * u.size
        explained += sum(solved[t][c] * right[t][c] for t in range(TERMS)) - mean * mean * u.size
    # Where place explains little of the paint (heaped clouds), so little of it is taken for a base.
    trust = min(Fraction(1), max(Fraction(0), explained / spread)) if spread else Fraction(1)
    trust *= far
    for c in range(3):
        mean = Fraction(int(colour[:, c].sum()), u.size)
        for t in range(TERMS):
            value = solved[t][c] * trust + (mean * (1 - trust) if t == 0 else 0)
            out[c, t] = round(value * 65536)
    return out.clip(-(2**31), 2**31 - 1).astype(np.int32)


def _solve(a: list[list[Fraction]], b: list[list[Fraction]]) -> list[list[Fraction]]:
    """Gauss-Jordan. The matrix is positive definite, so no pivot is zero."""
    n = len(a)
    rows = [left + right for left, right in zip(a, b, strict=True)]
    for i in range(n):
        pivot = rows[i][i]
        rows[i] = [v / pivot for v in rows[i]]
        for j in range(n):
            if j != i and rows[j][i]:
                factor = rows[j][i]
                rows[j] = [v - factor * w for v, w in zip(rows[j], rows[i], strict=True)]
    return [row[n:] for row in rows]
