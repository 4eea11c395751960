"""C007 and C037: the lane between its walls, with the gate, and farther up among the trees."""

from __future__ import annotations

import numpy as np

from .building import Gabled
from .curves import ridge, spline, waver
from .foliage import clumps, crown, fir, mass, wood
from .land import below, cumulus, hill, rock, track, wisp, worn
from .masonry import Ribbon, retaining
from .pencil import FAR, FORM, OUTLINE
from .perspective import Camera, Frame
from .plants import flowers, limb, roots, sward, verge
from .sheet import Sheet
from .timber import fence, gate
from .village import farmhouse


def lane(sheet: Sheet) -> None:
    """C007: the lane between its walls bends away at the gate; roofs below, the lake beyond."""
    camera = Camera(focal=1450, horizon=420, centre=980, eye=1.65)
    sheet.begin("sky")
    sheet.fill(sheet.whole, "sky")
    cumulus(sheet, 760, 1330, 282, [40, 120, 190, 140, 210, 120, 50])
    wisp(sheet, 430, 110, 330, 24)
    sheet.begin("hills")
    hill(sheet, [(-20, 330), (400, 352), (800, 318), (1100, 352), (1500, 300), (1940, 340)], "far-hill", 9, folds=18)
    wood(
        sheet,
        ridge([(1120, 436), (1400, 402), (1660, 360), (1950, 330)], sheet.rng, 7),
        "near-hill",
        20,
        FAR.times(1.1),
        4,
    )
    wood(
        sheet, ridge([(-20, 330), (240, 366), (520, 410), (700, 432)], sheet.rng, 7), "near-hill", 20, FAR.times(1.1), 4
    )
    sheet.begin("lake")
    shore = waver([(-20, 436), (900, 438), (1940, 436)], sheet.rng, 1.5, 150)
    sheet.fill(below(shore, 1100), "water")
    sheet.line(shore, FAR)
    from_lake = waver([(-20, 500), (500, 490), (900, 482), (1300, 488), (1940, 520)], sheet.rng, 3, 130)
    sheet.fill(below(from_lake, 1100), "meadow")
    sheet.line(from_lake, FAR.times(1.2))
    sheet.begin("trees below")
    mass(sheet, crown(sheet, (560, 500, 80, 50, 6, 34), (660, 520, 60, 40, 5, 28)), "foliage", 15, FORM)
    mass(
        sheet,
        crown(sheet, (1700, 480, 130, 90, 8, 50), (1860, 470, 110, 110, 6, 54)),
        "foliage",
        18,
        OUTLINE.times(0.8),
    )
    for x, foot, tall in ((1010, 512, 120), (1052, 516, 150), (1096, 514, 104)):
        fir(sheet, x, foot, tall, FORM)
    sheet.begin("houses below")
    farmhouse(sheet, Gabled(Frame(camera, 3.6, 40.0, -6.2, 0.5), 6.0, 8.5, 3.0, 5.4), tile=0.42, stack=True)
    sheet.begin("nearer house")
    farmhouse(sheet, Gabled(Frame(camera, 8.6, 27.0, -5.0, -0.55), 5.6, 8.0, 3.0, 5.3, side=1), tile=0.36)
    sheet.begin("third house")
    farmhouse(sheet, Gabled(Frame(camera, -3.4, 36.0, -6.4, 0.55), 5.6, 8.0, 3.0, 5.3), tile=0.4, stack=False)
    sheet.begin("bushes below")
    mass(sheet, crown(sheet, (1120, 640, 120, 52, 7, 34), (900, 650, 90, 40, 6, 28)), "foliage", 17, OUTLINE.times(0.9))

    sheet.begin("left slope")
    top = ridge([(-20, 196), (200, 282), (380, 372), (520, 470), (600, 570)], sheet.rng, 3)
    sheet.fill(np.vstack([top, [[700, 1100], [-40, 1100]]]), "meadow")
    sheet.line(top, OUTLINE)
    limb(sheet, [(150, 370), (172, 250), (150, 150), (180, 30)], [74, 58, 50, 38])
    limb(sheet, [(158, 220), (250, 150), (340, 100)], [34, 26, 16], FORM)
    mass(sheet, crown(sheet, (180, 30, 240, 110, 10, 66), (372, 92, 110, 60, 7, 38)), "foliage", 22)
    flowers(sheet, 330, 384, 50, 16, 13)

    sheet.begin("lane")
    left_wall = Ribbon.through(
        camera, [(-1.95, 2.7), (-2.0, 5.0), (-2.2, 7.6), (-2.75, 9.6)], [0.0, -0.28, -0.6, -0.85]
    )
    right_wall = Ribbon.through(camera, [(2.15, 2.7), (2.1, 6.0), (2.2, 9.0), (2.65, 12.9)], [0.0, -0.35, -0.7, -1.1])
    cross_wall = Ribbon.through(camera, [(0.9, 13.1), (-3, 13.9), (-8, 16.2), (-16, 20.5)], [-1.12, -1.16, -1.3, -1.7])
    left, right = left_wall.level(0), right_wall.level(0)
    floor = sheet.fill(np.vstack([left - (60, 0), cross_wall.level(0)[::-1], right[::-1] + (60, 0)]), "path")
    worn(sheet, floor, left, right)
    sheet.begin("cross wall")
    retaining(sheet, cross_wall, 1.15, 0.26, 0.3, -1, material="masonry")
    verge(sheet, cross_wall.level(0), 14, 16)
    sheet.begin("gate")
    gate(sheet, Frame(camera, 0.95, 12.95, -1.14, 0.02), 1.55, 1.2)
    sheet.begin("right wall")
    retaining(sheet, right_wall, (1.25, 1.2), 0.27, 0.4, -1, material="masonry")
    sheet.begin("right bank")
    rim = right_wall.level(1.32)
    mass(sheet, crown(sheet, (1830, 560, 150, 80, 8, 52), (1640, 600, 80, 36, 6, 26)), "foliage", 19)
    flowers(sheet, 1480, 622, 70, 17, 14)
    verge(sheet, rim, 26, 24)
    sheet.begin("left wall")
    retaining(sheet, left_wall, (1.9, 1.75), 0.29, 0.4, 1, material="masonry")
    verge(sheet, left_wall.level(1.82), 26, 22)
    sheet.begin("front")
    verge(sheet, left, 36, 20)
    verge(sheet, right, 32, 20)
    rock(sheet, 520, 1066, 150, 62)
    rock(sheet, 1560, 1010, 110, 50)
    sward(sheet, ("meadow",), 300, 44, 140, 200, 1080)


def under_trees(sheet: Sheet) -> None:
    """C037: the lane bends uphill past an old tree, a wall on its right and a fence on its left."""
    camera = Camera(focal=1450, horizon=500, centre=960, eye=1.65)
    sheet.begin("sky")
    sheet.fill(sheet.whole, "sky")
    cumulus(sheet, 700, 1160, 300, [40, 120, 190, 150, 90, 40])
    wisp(sheet, 1180, 90, 330, 24)
    sheet.begin("hills")
    hill(sheet, [(-20, 400), (300, 352), (640, 410), (1000, 430), (1400, 372), (1940, 420)], "far-hill", 9)
    wood(sheet, ridge([(-30, 440), (300, 462), (640, 490), (900, 500)], sheet.rng, 7), "near-hill", 22, FAR, 5)
    sheet.begin("slope")
    crest = ridge([(-20, 540), (400, 528), (900, 506), (1300, 470), (1640, 420), (1940, 372)], sheet.rng, 3)
    sheet.fill(below(crest, 1100), "meadow")
    sheet.line(crest, OUTLINE)
    sheet.begin("firs")
    for x, foot, tall in ((1560, 444, 250), (1640, 430, 330), (1722, 418, 290), (1812, 404, 370), (1896, 390, 320)):
        fir(sheet, x, foot, tall, OUTLINE, 0.22)
    sheet.begin("orchard")
    for x, foot, size in ((300, 560, 80), (560, 548, 66), (760, 532, 50)):
        limb(sheet, [(x, foot), (x - 4, foot - size), (x + 4, foot - 1.7 * size)], [26, 20, 16], FORM)
        mass(sheet, clumps(sheet, x, foot - 2 * size, 1.15 * size, 0.9 * size, 7, 0.5 * size), "foliage", 17)

    def up(points) -> np.ndarray:
        return spline(camera.page(points))

    sheet.begin("lane")
    track(
        sheet,
        up([(-1.7, 0, 2.6), (-1.3, 0, 5.0), (-0.2, 0.15, 9.0), (1.7, 0.6, 15.0), (3.6, 1.3, 23.0), (3.4, 1.9, 32.0)]),
        up([(1.3, 0, 2.6), (1.5, 0, 5.0), (2.3, 0.15, 9.0), (3.9, 0.6, 15.0), (5.4, 1.3, 23.0), (4.8, 1.9, 32.0)]),
        blade=26,
    )
    sheet.begin("wall")
    wall = Ribbon.through(camera, [(2.3, 3.4), (2.7, 6.0), (3.6, 10.0), (5.2, 15.5)], [0, 0.05, 0.2, 0.62])
    retaining(sheet, wall, (1.05, 0.9), 0.25, 0.4, -1, material="masonry")
    verge(sheet, wall.level(0), 26, 18)
    verge(sheet, wall.level(1.0), 22, 24)
    sheet.begin("fence")
    fence(sheet, camera, [(-2.4, 4.6), (-2.0, 7.4), (-1.2, 10.6), (0.2, 14.6)], 1.05, 2, [0, 0.05, 0.2, 0.5])
    sheet.begin("tree")
    limb(sheet, [(330, 900), (322, 700), (352, 500), (330, 300), (344, 120)], [170, 128, 114, 98, 74])
    roots(sheet, 330, 906, 164)
    limb(sheet, [(346, 480), (470, 350), (620, 280)], [64, 46, 24])
    limb(sheet, [(334, 400), (210, 280), (90, 230)], [58, 42, 26])
    leaves = crown(sheet, (330, 90, 300, 150, 11, 86), (640, 210, 170, 96, 9, 56), (80, 180, 150, 100, 7, 56))
    mass(sheet, leaves, "foliage", 23)
    sheet.begin("front")
    rock(sheet, 620, 960, 130, 60)
    rock(sheet, 1640, 1020, 190, 90)
    flowers(sheet, 160, 1010, 140, 40, 24)
    flowers(sheet, 1790, 900, 80, 24, 18)
    verge(sheet, [(240, 912), (430, 912)], 40, 13)
    sward(sheet, ("meadow",), 480, 60, 260, 540, 1080)
