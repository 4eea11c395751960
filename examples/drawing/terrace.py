"""C036: the farmhouse's terrace, close."""

from __future__ import annotations

import numpy as np

from .building import Gabled
from .curves import ridge, spline
from .foliage import clumps, crown, fir, mass, wood
from .land import below, cumulus, hill, rock, track
from .masonry import Ribbon, retaining
from .pencil import FAR, OUTLINE
from .perspective import Camera, Face, Frame
from .plants import flowers, limb, sward, verge
from .sheet import Sheet
from .village import farmhouse


def bench(sheet: Sheet, frame: Frame, long: float) -> None:
    """A plank bench without a back: two legs and its seat."""
    for u in (0.15, long - 0.27):
        sheet.shape(Face(frame, (u, 0, 0), (1, 0, 0)).box(0, 0, 0.12, 0.45), "planks")
    sheet.shape(Face(frame, (0, 0, 0.45), (1, 0, 0), (0, 1, 0)).box(0, 0, long, 0.4), "planks")
    sheet.shape(Face(frame, (0, 0, 0.38), (1, 0, 0)).box(0, 0, long, 0.07), "planks")


def terrace(sheet: Sheet) -> None:
    """C036: the farmhouse from its terrace, the valley beyond the wall."""
    camera = Camera(focal=1400, horizon=590, centre=960, eye=1.65)
    sheet.begin("sky")
    sheet.fill(sheet.whole, "sky")
    cumulus(sheet, 90, 620, 330, [40, 140, 210, 150, 190, 90, 40])
    sheet.begin("hills")
    hill(sheet, [(-20, 452), (240, 402), (520, 440), (800, 470), (1100, 440)], "far-hill", 9)
    wood(sheet, ridge([(-30, 500), (200, 512), (480, 548), (900, 566)], sheet.rng, 7), "near-hill", 24, FAR, 5)
    sheet.begin("ground")
    crest = ridge([(-20, 640), (400, 626), (900, 612), (1940, 606)], sheet.rng, 2)
    sheet.fill(below(crest, 1100), "grass")
    sheet.line(crest, OUTLINE)
    for x, foot, tall in ((60, 640, 380), (150, 640, 300), (236, 636, 220)):
        fir(sheet, x, foot, tall, OUTLINE, 0.22)
    sheet.begin("wall")
    wall = Ribbon.through(camera, [(-8.0, 9.5), (-5.0, 11.4), (-2.2, 13.4), (0.6, 14.6)], [0.0, 0.0, 0.0, 0.0])
    retaining(sheet, wall, 0.75, 0.24, 0.35, 1, material="masonry")
    verge(sheet, wall.level(0), 18, 16)
    sheet.begin("house")
    home = Gabled(Frame(camera, 2.1, 9.6, 0.0, 0.62), 6.2, 8.4, 3.0, 5.7, over=0.55)
    farmhouse(sheet, home, 0.5)
    side = home.flank
    sheet.begin("window boxes")
    for a in (2.1, 6.3):
        box = side.at((a, 0.98))[0]
        flowers(sheet, *box, 66 if a < 4 else 50, 18, 15)
    sheet.begin("by the house")
    mass(sheet, clumps(sheet, 1846, 742, 120, 66, 7, 40), "foliage", 19)
    flowers(sheet, 1690, 842, 70, 22, 16)
    sheet.begin("path")
    track(
        sheet,
        spline([(560, 1120), (820, 990), (1120, 900), (1474, 846)]),
        spline([(1120, 1120), (1240, 1010), (1380, 930), (1580, 834)]),
        blade=24,
    )
    sheet.begin("bench")
    bench(sheet, Frame(camera, -0.75, 8.4, 0.0, 0.62), 1.7)
    sheet.begin("tree")
    limb(sheet, [(330, 800), (340, 640), (318, 460), (336, 280)], [96, 78, 70, 54])
    limb(sheet, [(322, 440), (430, 330), (540, 270)], [40, 30, 16])
    leaves = crown(sheet, (300, 130, 270, 140, 10, 80), (540, 190, 150, 84, 8, 48), (90, 190, 120, 80, 6, 44))
    mass(sheet, leaves, "foliage", 22)
    sheet.begin("front")
    rock(sheet, 210, 930, 190, 96)
    rock(sheet, 330, 950, 100, 46)
    flowers(sheet, 470, 880, 110, 28, 18)
    flowers(sheet, 1700, 1010, 150, 40, 24)
    verge(sheet, [(260, 806), (410, 806)], 36, 13)
    verge(sheet, np.array([(1300, 840), (1620, 880)]), 20, 15)
    sward(sheet, ("grass",), 560, 60, 280, 640, 1080)
