"""What people set up along a forest path: a plank footbridge and a wooden shrine with a lantern in it."""

from __future__ import annotations

import numpy as np

from .building import Gabled, board, planking
from .masonry import stones
from .pencil import DETAIL, FORM, INNER, OUTLINE
from .perspective import Camera, Face, Frame
from .sheet import Sheet


def footbridge(
    sheet: Sheet,
    camera: Camera,
    start,
    end,
    wide: float = 1.3,
    deck: float = 0.2,
    plank: float = 0.24,
    rail: bool = True,
) -> None:
    """A footbridge of crosswise boards on logs from start to end (x, z in m); its rail stands on the far side."""
    rng = sheet.rng
    start, end = np.asarray(start, dtype=float), np.asarray(end, dtype=float)
    run = end - start
    long = float(np.hypot(*run))
    frame = Frame(camera, *start, 0.0, float(np.arctan2(run[1], run[0])))
    far = wide if frame.world((0, 1, 0))[0, 2] > frame.world((0, -1, 0))[0, 2] else -wide
    top = Face(frame, (0, 0, deck), (1, 0, 0), (0, 1 if far > 0 else -1, 0))
    log = Face(frame, (0, 0, deck - 0.24), (1, 0, 0))
    sheet.shape(log.box(0, 0, long, 0.24), "beam", OUTLINE)
    floor = sheet.shape(top.box(0, 0, long, wide), "deck", OUTLINE)
    with sheet.within(floor):
        for a in np.arange(plank, long - 0.3 * plank, plank):
            a += rng.normal(0, 0.02)
            sheet.line(top.at((a, 0), (a + rng.normal(0, 0.01), wide)), INNER.times(rng.uniform(0.8, 1.05)))
            if rng.random() < 0.5:
                low, high = np.sort(rng.uniform(0, wide, 2))
                sheet.stroke(top.at((a + 0.5 * plank, low), (a + 0.52 * plank, high)), DETAIL.times(0.8))
    if not rail:
        return
    posts = Face(frame, (0, far, deck), (1, 0, 0))
    for u in np.linspace(0.25, long - 0.25, max(3, int(long / 1.3) + 1)):
        board(sheet, posts.box(u - 0.06, -0.1, u + 0.06, 0.94))
    for v in (0.44, 0.84):
        board(sheet, posts.box(0.02, v, long - 0.02, v + 0.11))


def shrine(sheet: Sheet, camera: Camera, x: float, z: float, turn: float) -> None:
    """A wayside shrine at (x, z) m, turned about its middle: stone foot, boarded box with a dark niche and the lantern
    in it, steep roof. Its left side is in view."""
    cos, sin = np.cos(turn), np.sin(turn)

    def frame(half: float, deep: float, high: float) -> Frame:
        return Frame(camera, x - half * cos + deep * sin, z - half * sin - deep * cos, high, turn)

    for half, deep, low, high in ((0.44, 0.38, -0.04, 0.50), (0.50, 0.43, 0.50, 0.59)):
        base = frame(half, deep, 0.0)
        lid = base.at((0, 0, high), (0, 2 * deep, high), (2 * half, 2 * deep, high), (2 * half, 0, high))
        sheet.shape(lid, "rock", FORM)
        for face, wide in (
            (Face(base, (0, 0, low), (0, 1, 0)), 2 * deep),
            (Face(base, (0, 0, low), (1, 0, 0)), 2 * half),
        ):
            mask = sheet.shape(face.box(0, 0, wide, high - low), "rock", OUTLINE)
            if high - low > 0.2:
                stones(sheet, face.at, 0, 0, wide, high - low, 0.19, mask)
    house = Gabled(frame(0.36, 0.32, 0.59), 0.72, 0.64, 0.86, 1.36, over=0.22, thick=0.05)
    house.walls(sheet, "planks")
    planking(sheet, house.flank, 0, 0, 0.64, 0.86, 0.14)
    planking(sheet, house.gable, 0, 0, 0.72, 1.36, 0.13, mask=sheet.mask(house.gable_end))
    gable = house.gable
    arch = [(0.12, 0.10), (0.12, 0.58), (0.20, 0.74), (0.36, 0.80), (0.52, 0.74), (0.60, 0.58), (0.60, 0.10)]
    rim = [(0.36 + 1.24 * (u - 0.36), 0.40 + 1.16 * (v - 0.40)) for u, v in arch]
    sheet.erase(sheet.mask(gable.at(*rim)))
    sheet.line(gable.at(*rim, rim[0]), INNER)
    sheet.shape(gable.at(*arch), "beam", OUTLINE)
    sheet.shape(gable.at((0.27, 0.16), (0.235, 0.42), (0.36, 0.50), (0.485, 0.42), (0.45, 0.16)), "lantern", OUTLINE)
    sheet.line(gable.at((0.36, 0.50), (0.36, 0.62)), FORM)
    house.roof(sheet, 0.13, 0.09)
