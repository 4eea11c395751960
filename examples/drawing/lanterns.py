"""Paper lanterns, pots and rolls of paper: round things drawn by their profile, with the rings that show their form."""

from __future__ import annotations

import numpy as np
from scipy.interpolate import PchipInterpolator

from .curves import ring
from .pencil import DETAIL, FAINT, FORM, OUTLINE, Pencil
from .perspective import Camera, Face, Frame
from .sheet import Sheet


def barrel(neck: float, full: float, lean: float = 0.0) -> np.ndarray:
    """(25, 2) height and radius, 0..1: openings of radius `neck`, sides as square as `full` says, widest above the middle by `lean`."""
    t = np.linspace(0, 1, 25)
    off = np.where(t < 0.5 + lean, (t - 0.5 - lean) / (0.5 + lean), (t - 0.5 - lean) / (0.5 - lean))
    return np.column_stack([t, neck + (1 - neck) * (1 - np.abs(off) ** full) ** (1 / full)])


ROUND, LONG, PEAR = barrel(0.42, 2.1), barrel(0.55, 3.0), barrel(0.38, 1.7, 0.2)
JAR = np.array([(0, 0.8), (0.1, 0.95), (0.7, 1), (0.86, 0.8), (1, 0.86)])
POT = np.array([(0, 0.62), (0.2, 0.9), (0.5, 1), (0.8, 0.72), (0.9, 0.6), (1, 0.68)])
CROCK = np.array([(0, 0.7), (0.2, 0.88), (0.6, 1.0), (0.86, 0.86), (1, 0.9)])


def turned(
    sheet: Sheet,
    x: float,
    foot: float,
    high: float,
    half: float,
    profile,
    material: str,
    tilt: float = 0.0,
    rings=(),
    pencil: Pencil = OUTLINE,
) -> np.ndarray:
    """A turned thing at (x, foot) px, `high` and `half` px; tilt: how round its level rings look, positive from above.
    rings: heights 0..1 at which one is drawn. Gives its mask."""
    rng = sheet.rng
    curve = PchipInterpolator(*np.asarray(profile).T)
    t = np.linspace(0, 1, 60)
    radius, y = half * curve(t), foot - high * t
    turn = np.linspace(0, np.pi, 24)

    def arc(share: float, under: float) -> np.ndarray:
        r = half * float(curve(share))
        return np.column_stack([x - r * np.cos(turn), foot - high * share + under * r * np.sin(turn)])

    left, right = np.column_stack([x - radius, y]), np.column_stack([x + radius, y])
    low, top = arc(0, abs(tilt)), arc(1, -abs(tilt))
    mask = sheet.fill(np.vstack([left[::-1], low, right, top[::-1]]), material)
    for line in (left, right):
        sheet.line(line, pencil)
    sheet.line(low, pencil)
    sheet.line(top, pencil)
    with sheet.within(mask):
        if abs(tilt) > 0.03:
            sheet.line(arc(1, abs(tilt)) if tilt > 0 else arc(0, -abs(tilt)), FORM)
        for share in rings:
            sheet.line(arc(share, tilt) + (0, rng.normal(0, 0.4)), DETAIL)
    return mask


def lantern(
    sheet: Sheet,
    x: float,
    foot: float,
    high: float,
    profile=ROUND,
    wide: float = 0.52,
    tilt: float = 0.0,
    hang: float | None = None,
) -> None:
    """A paper lantern, its lower rim at (x, foot) px; wide: half its breadth over its height; hang: row its cord comes from."""
    half = wide * high
    if hang is not None:
        for off in (-1.2, 1.2):
            sheet.line([(x + off, hang), (x + off, foot - high)], FORM)
    turned(sheet, x, foot, high, half, profile, "lantern", tilt, np.linspace(0.12, 0.88, int(np.clip(high / 22, 5, 9))))
    for share in (0.0, 1.0):
        r = 1.06 * half * float(np.interp(share, *np.asarray(profile).T))
        tall = 0.075 * high
        turned(sheet, x, foot - high * share + 0.5 * tall, tall, r, np.array([(0, 1.0), (1, 1.0)]), "beam", tilt)


def roll(sheet: Sheet, a, b, radius: float) -> None:
    """A roll of paper from a to b (px); b shows its end."""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    way = (b - a) / np.hypot(*(b - a))
    side = np.array([-way[1], way[0]]) * radius
    sheet.shape(np.array([a + side, b + side, b - side, a - side]), "paper", OUTLINE)
    end = ring(*b, 0.86 * radius, radius, sheet.rng, 0.03)
    sheet.fill(end, "paper")
    sheet.line(end, OUTLINE)
    sheet.stroke(ring(*b, 0.45 * radius, 0.52 * radius, sheet.rng, 0.08), DETAIL)


def andon(sheet: Sheet, camera: Camera, x: float, z: float, wide: float, high: float) -> None:
    """A box lantern on the floor at x, z (its near side's middle), m: paper between posts and rails."""
    face = Face(Frame(camera, x - wide / 2, z), (0, 0, 0), (1, 0, 0))
    low, top, wood = 0.14 * high, 0.92 * high, 0.05
    sheet.shape(face.box(0.02, low, wide - 0.02, top), "lantern", OUTLINE)
    for k in (1, 2):
        at = low + (top - low) * k / 3
        sheet.straight(face.at((wood, at), (wide - wood, at)), DETAIL)
    for u in (0.0, wide - wood):
        sheet.shape(face.box(u, 0, u + wood, high), "beam", OUTLINE)
    for v in (low - wood, top):
        sheet.shape(face.box(-0.02, v, wide + 0.02, v + wood), "beam", OUTLINE)


def hung_sheet(sheet: Sheet, camera: Camera, x: float, y: float, z: float, wide: float, high: float) -> None:
    """A sheet of paper hung up to dry by its upper corners, at height y m."""
    face = Face(Frame(camera, x, z), (0, 0, 0), (1, 0, 0))
    rng = sheet.rng
    d = rng.normal(0, 0.012, 4)
    sheet.shape(
        face.at(
            (d[0], y - high),
            (0, y),
            (wide / 2, y - 0.015),
            (wide, y),
            (wide + d[1], y - high + d[2]),
            (wide / 2, y - high + 0.02),
        ),
        "paper",
        OUTLINE,
    )
    for share in (0.3, 0.64):
        sheet.stroke(face.at((share * wide, y - 0.1 * high), (share * wide + d[3], y - 0.8 * high)), FAINT)
