"""Old firs: boughs with hanging twigs, the crowns they make, tall trunks, and the wood behind."""

from __future__ import annotations

import itertools

import numpy as np

from .curves import drift, ridge, ring, spline
from .pencil import DETAIL, FAINT, FAR, OUTLINE, Pencil
from .plants import limb, roots
from .sheet import Sheet


def bough(
    sheet: Sheet, x: float, y: float, length: float, thick: float, droop: float = 0.4, pencil: Pencil = OUTLINE
) -> np.ndarray:
    """A bough of a fir from (x, y) outwards (to the left where length is negative): it sinks and lifts its tip, sprays
    of twigs hang from it, `thick` px deep near the stem. Gives its mask."""
    rng = sheet.rng
    side, long = np.sign(length), abs(length)
    u = np.linspace(0, 1, 60)
    droop *= rng.uniform(0.85, 1.2)
    back = np.column_stack([x + side * long * u, y + long * (droop * u - 0.35 * droop * u**3)])
    back[:, 1] += 0.07 * thick * drift(60, rng, 7) * np.sin(np.pi * u)
    teeth = [back[-1]]
    at = 0.985
    while at > 0.03:
        deep = thick * (0.05 + 0.95 * (1 - at) ** 0.7) * rng.uniform(0.55, 1.2)
        here = np.array([np.interp(at, u, back[:, k]) for k in (0, 1)])
        teeth.append(here + (side * 0.42 * deep, deep))
        at -= (0.5 * deep + 0.06 * thick) / long * rng.uniform(0.7, 1.4)
        here = np.array([np.interp(max(at, 0), u, back[:, k]) for k in (0, 1)])
        teeth.append(here + (side * 0.22 * deep, 0.62 * deep))
    sides = [spline([a, (a + b) / 2 + rng.normal(0, 0.05 * thick, 2), b], 1.5) for a, b in itertools.pairwise(teeth)]
    mask = sheet.fill(np.vstack([back, *sides]), "fir")
    sheet.line(back, pencil)
    for edge in sides:
        sheet.stroke(edge, pencil.times(rng.uniform(0.85, 1.05)))
    with sheet.within(mask):
        for _ in range(int(long / 40)):
            t = rng.uniform(0.05, 0.9)
            spot = np.array([np.interp(t, u, back[:, k]) for k in (0, 1)]) + (0, 0.15 * thick * rng.random())
            deep = thick * (1 - 0.7 * t) * rng.uniform(0.35, 0.7)
            path = [spot, spot + (side * 0.12 * deep, 0.5 * deep), spot + (side * 0.32 * deep, deep)]
            sheet.stroke(spline(path, 1.5), FAINT.times(rng.uniform(0.8, 1.4)))
    return mask


def crown(
    sheet: Sheet,
    x: float,
    top: float,
    bottom: float,
    reach: tuple[float, float],
    every: float,
    droop: float = 0.55,
    pencil: Pencil = OUTLINE,
    sides=(-1, 1),
) -> None:
    """The crown of a fir about the axis x between two rows, from below upward; reach: px at its top and its bottom.
    It is dense at the stem and open at the tips."""
    rng = sheet.rng
    for y in np.arange(bottom, top, -every):
        share = (y - top) / (bottom - top)
        long = reach[0] + (reach[1] - reach[0]) * share
        for side in sides:
            start = y + rng.uniform(-0.35, 0.35) * every
            bough(sheet, x, start, side * long * rng.uniform(0.62, 1.12), rng.uniform(2.2, 3.0) * every, droop, pencil)


def sunlit(sheet: Sheet, *pools: tuple[float, float, float, float]) -> None:
    """Pools of sunlight (cx, cy, rx, ry) on the mossy floor, as regions of their own."""
    rng = sheet.rng
    own = sheet.where("moss")
    for cx, cy, rx, ry in pools:
        edge = ring(cx, cy, rx, ry, rng, 0.22)
        ends = np.sin(np.pi * np.arange(len(edge)) / (len(edge) - 1)) ** 0.3
        edge += (
            np.column_stack([0.07 * rx * drift(len(edge), rng, 1.5), 0.20 * ry * drift(len(edge), rng, 1.5)])
            * ends[:, None]
        )
        sheet.fill(sheet.mask(edge) & own, "grass")
        with sheet.within(own):
            sheet.line(edge, FAR.times(0.9))


def trunk(sheet: Sheet, x: float, foot: float, wide: float, lean: float = 0.0, pencil: Pencil = OUTLINE) -> np.ndarray:
    """A straight old trunk that leaves the sheet at its top; wide: px at breast height; lean: px over its height."""
    places = [(x, foot), (x + 0.1 * lean, foot - 0.14 * (foot + 40)), (x + 0.5 * lean, 0.5 * foot), (x + lean, -40)]
    mask = limb(sheet, places, [1.55 * wide, 1.08 * wide, 0.94 * wide, 0.8 * wide], pencil, bark=0.8)
    if wide > 30:
        roots(sheet, x, foot, 1.25 * wide, pencil)
    return mask


def wood_behind(sheet: Sheet, foot: float, poles, clear: tuple[float, float] | None = None) -> None:
    """The hazy wood behind everything down to a row: one region with faint poles (x, px wide) in it, and boughs."""
    rng = sheet.rng
    sheet.fill(sheet.whole, "dark-foliage")
    for x, wide in poles:
        top = rng.uniform(60, 260)
        for side in (-0.5, 0.5):
            path = [
                (x + side * wide, foot),
                (x + side * wide + rng.normal(0, 2), 0.5 * foot),
                (x + side * wide * 0.8, top),
            ]
            sheet.line(spline(path), DETAIL.times(rng.uniform(0.8, 1.2)))
        for _ in range(7):
            y = rng.uniform(20, top + 90)
            turn = rng.choice([-1, 1])
            long = rng.uniform(40, 100)
            path = [(x, y), (x + turn * 0.6 * long, y + 0.2 * long), (x + turn * long, y + 0.42 * long)]
            sheet.stroke(spline(path), FAINT.times(rng.uniform(0.9, 1.5)))


def opening(sheet: Sheet, keys, teeth: float) -> None:
    """Sky between the crowns: a closed line through the keys, toothed by the twigs that hang into it."""
    rng = sheet.rng
    line = spline(keys, 6.0, closed=True)
    count = len(line)
    middle = line.mean(axis=0)
    ragged = teeth * (
        0.5 * drift(count, rng, 5) + 0.5 * np.sign(np.sin(np.arange(count) * 1.3)) * rng.uniform(0.2, 1, count)
    )
    out = line - middle
    out /= np.hypot(*out.T)[:, None] + 1e-9
    edge = line + out * ragged[:, None]
    sheet.fill(edge, "sky")
    sheet.line(np.vstack([edge, edge[:1]]), FAR)


def floor(sheet: Sheet, keys, rough: float = 3.0, pencil: Pencil = FAR) -> np.ndarray:
    """The mossy floor of the wood under a line through the keys. Gives the line."""
    line = ridge(keys, sheet.rng, rough)
    sheet.fill(np.vstack([line, [[line[-1, 0], sheet.height + 30], [line[0, 0], sheet.height + 30]]]), "moss")
    sheet.line(line, pencil)
    return line
