"""Paper lanterns on the page: on strings across a street and on brackets, and C016, lanterns against the evening."""

from __future__ import annotations

import numpy as np

from .curves import ring, waver
from .fronts import Row, casement, timbers
from .land import cumulus
from .pencil import DETAIL, FORM, OUTLINE
from .perspective import Camera, Frame
from .sheet import Sheet


def lantern(sheet: Sheet, x: float, y: float, tall: float) -> None:
    """One paper lantern with its middle at (x, y), `tall` px high: a round body, ribs, two caps."""
    half, r = 0.39 * tall, 0.5 * tall
    mask = sheet.fill(ring(x, y, half, 0.92 * r, sheet.rng, 0.02), "lantern")
    sheet.line(ring(x, y, half, 0.92 * r, sheet.rng, 0.02), OUTLINE)
    with sheet.within(mask):
        for share in np.linspace(-0.7, 0.7, max(3, int(tall / 16))):
            wide = half * np.sqrt(1 - share**2)
            arc = [(x - wide, y + share * r), (x, y + share * r + 0.08 * r), (x + wide, y + share * r)]
            sheet.stroke(waver(arc, sheet.rng, 0.4), DETAIL.times(0.8))
    for turn in (-1, 1):
        low, high = y + turn * 0.84 * r, y + turn * 1.05 * r
        sheet.shape(
            [(x - 0.42 * half, low), (x - 0.42 * half, high), (x + 0.42 * half, high), (x + 0.42 * half, low)],
            "beam",
            FORM,
        )


def string(sheet: Sheet, camera: Camera, start, end, count: int, sag: float, tall: float, rope: float = 0.0) -> None:
    """`count` lanterns of `tall` m on a line between two places (x, y, z) m that sags by `sag` m.

    rope: px of its thickness where it is a region of its own."""
    start, end = np.asarray(start, float), np.asarray(end, float)
    t = np.linspace(0, 1, 40)[:, None]
    line = start + (end - start) * t - np.array([0, sag, 0]) * 4 * t * (1 - t)
    path = camera.page(line)
    if rope:
        sheet.fill(np.vstack([path - (0, rope / 2), path[::-1] + (0, rope / 2)]), "beam")
        sheet.line(path + (0, rope / 2), FORM)
    sheet.line(path - (0, rope / 2), FORM)
    for k in range(count):
        at = (k + 0.5 + sheet.rng.uniform(-0.1, 0.1)) / count
        x, y, z = start + (end - start) * at - np.array([0, sag * 4 * at * (1 - at), 0])
        size = tall * camera.focal / z * sheet.rng.uniform(0.92, 1.08)
        px, py = camera.page([(x, y, z)])[0]
        lantern(sheet, px, py + 0.56 * size, size)


def hanging(sheet: Sheet, x: float, y: float, tall: float, arm: float = 0.0) -> None:
    """A lantern below (x, y) px; arm: px of the iron arm that holds it, to the right when positive."""
    if arm:
        sheet.line([(x, y), (x + arm, y)], OUTLINE)
        sheet.line([(x + 0.25 * arm, y), (x + arm, y + 0.5 * abs(arm))], FORM)
    lantern(sheet, x, y + 0.58 * tall, tall)


def evening(sheet: Sheet) -> None:
    """C016: two strings of lanterns between the eaves, the evening sky above."""
    camera = Camera(focal=1300, horizon=1110, centre=940, eye=1.7)
    sheet.begin("sky")
    sheet.fill(sheet.whole, "sky")
    cumulus(sheet, 560, 1330, 760, [80, 260, 420, 330, 140])
    sheet.begin("left house")
    left = Row(Frame(camera, -6.2, 9.0, 0.0, -0.34), -1, 5.6, 6, 4.8, 2.6, 0, True, 0.7)
    left.walls(sheet, 0, lit=False)
    timbers(sheet, left.front, [((0, 4.8), (5.6, 4.8)), ((2.8, 4.8), (2.8, 7.1)), ((0.12, 0), (0.12, 4.8))], 0.26)
    timbers(sheet, left.front, [((5.48, 0), (5.48, 4.8)), ((0, 2.8), (5.6, 2.8))], 0.26)
    for a in (1.0, 3.5):
        casement(sheet, left.front, (a, 3.3, a + 1.1, 4.4), (2, 2), 0)
    left.roof(sheet)
    sheet.begin("right house")
    right = Row(Frame(camera, 4.2, 3.6, 0.0, 0.04), 1, 9.8, 6, 5.0, 2.2, 0, False, 0.9)
    right.walls(sheet, 0)
    timbers(sheet, right.front, [((0, 2.9), (9.8, 2.9)), ((9.68, 0), (9.68, 5.0))], 0.26)
    casement(sheet, right.front, (6.6, 3.4, 7.8, 4.5), (2, 3), 0.5)
    right.roof(sheet)
    sheet.begin("lanterns")
    string(sheet, camera, (-4.6, 6.4, 12.0), (3.8, 5.6, 11.0), 6, 0.9, 0.85, 9)
    string(sheet, camera, (-5.3, 4.6, 8.6), (4.0, 4.9, 8.2), 5, 0.7, 0.95, 10)
