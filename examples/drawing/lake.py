"""C001 and C003: the lake valley from the bank, at noon and at dusk."""

from __future__ import annotations

import numpy as np

from .building import Gabled, board, door, planking, shutter, window
from .curves import ridge, spline, waver
from .foliage import clumps, crown, fir, mass, wood
from .land import below, cumulus, hill, reflection, ripples, rock, track, wisp
from .pencil import FAR, FORM, OUTLINE
from .perspective import Camera, Frame
from .plants import flowers, limb, reeds, roots, sward, twigs, verge
from .sheet import Sheet
from .timber import boat, jetty, post


def boathouse(sheet: Sheet, house: Gabled, deck: float, tile: float = 0.32) -> None:
    """Timber boathouse on posts: plank walls, a double door to the water, windows, shingles."""
    front, side = house.gable, house.flank
    for v in np.arange(0.2, house.length, 1.6):
        for u in (0.25, house.width - 0.25):
            x, _, z = house.frame.world((u, v, 0))[0]
            post(sheet, house.frame.camera, x, z, 0, deck + 0.05, 0.24, "beam")
    house.walls(sheet, "planks")
    planking(sheet, side, 0, 0, house.length, house.wall, 0.24)
    shape = sheet.mask(house.gable_end)
    planking(sheet, front, 0, 0, house.width, house.wall - 0.1, 0.24, mask=shape)
    board(sheet, front.box(0, house.wall - 0.08, house.width, house.wall + 0.1), FORM)
    planking(sheet, front, 0, house.wall + 0.1, house.width, house.ridge, 0.24, upright=False, mask=shape)
    middle = house.width / 2
    door(sheet, front, middle - 1.0, 0.02, middle + 1.0, 2.25, 8, "door")
    sheet.straight(front.at((middle, 0.02), (middle, 2.25)), OUTLINE)
    window(sheet, front, middle - 0.45, house.wall + 0.38, middle + 0.45, house.wall + 1.15, 2, 2)
    count = max(2, int(house.length / 3))
    for k in range(count):
        a = house.length * (k + 0.5) / count
        window(sheet, side, a - 0.6, 1.0, a + 0.6, 2.1, 3, 2)
        shutter(sheet, side, a - 1.12, 0.98, a - 0.7, 2.12)
        shutter(sheet, side, a + 0.7, 0.98, a + 1.12, 2.12)
    for corner in (front.box(0, 0, 0.16, house.wall), front.box(house.width - 0.16, 0, house.width, house.wall)):
        board(sheet, corner, FORM, "beam")
    house.roof(sheet, tile)


def wide(sheet: Sheet) -> None:
    """C001, C003: the lake from the bank, the jetty leading out to the boathouse."""
    camera = Camera(focal=1500, horizon=470, centre=960, eye=3.2)
    page = camera.ground
    sheet.begin("sky")
    sheet.fill(sheet.whole, "sky")
    cumulus(sheet, 560, 1130, 318, [70, 190, 120, 235, 170, 90, 40])
    sheet.begin("small cloud")
    cumulus(sheet, 1500, 1790, 205, [30, 95, 60, 30])
    wisp(sheet, 1120, 84, 330, 24)

    sheet.begin("far hills")
    hill(
        sheet,
        [
            (-20, 350),
            (220, 300),
            (470, 352),
            (700, 388),
            (930, 342),
            (1130, 300),
            (1330, 352),
            (1620, 330),
            (1940, 380),
        ],
        "far-hill",
        9,
    )
    hill(
        sheet,
        [(-20, 408), (260, 400), (560, 425), (860, 404), (1060, 418), (1300, 396), (1560, 420), (1940, 400)],
        "far-hill",
        6,
        folds=8,
    )
    sheet.begin("near hills")
    wood(
        sheet,
        ridge([(-30, 296), (180, 318), (400, 388), (610, 440), (760, 468)], sheet.rng, 7),
        "near-hill",
        20,
        FAR.times(1.1),
        5,
    )
    wood(
        sheet,
        ridge([(1040, 466), (1180, 448), (1400, 392), (1640, 318), (1950, 262)], sheet.rng, 8),
        "near-hill",
        24,
        FAR.times(1.15),
        6,
    )

    sheet.begin("water")
    shore = waver([(-20, 476), (400, 480), (760, 479), (1100, 477), (1500, 482), (1940, 484)], sheet.rng, 2, 160)
    sheet.fill(below(shore, 1100), "water")
    sheet.line(shore, FAR)

    sheet.begin("headland")
    point = spline([(560, 486), (700, 494), (860, 492), (980, 500), (1130, 494), (1260, 520)])
    crest = ridge([(560, 484), (760, 478), (1000, 474), (1290, 478)], sheet.rng, 1.5)
    sheet.fill(np.vstack([crest, point[::-1]]), "grass")
    sheet.line(point, FAR.times(1.2))
    for x, foot, tall in ((850, 484, 66), (884, 486, 96), (918, 487, 78), (1000, 488, 58), (1030, 490, 84)):
        fir(sheet, x, foot, tall, FAR.times(1.1), material="near-hill")
    trees = crown(sheet, (745, 466, 62, 26, 6, 17), (960, 474, 40, 20, 5, 13), (1096, 470, 54, 28, 6, 17))
    mass(sheet, trees, "foliage", 10, FAR.times(1.2))
    for x in (740, 884, 960, 1090):
        reflection(sheet, x, 498, 34, 30)

    sheet.begin("right shore")
    places = [(15, 58), (9.6, 47), (8.4, 40), (10.2, 33), (8.8, 27.5), (13, 23.5), (16, 20.5), (22, 18)]
    edge = spline(page(places))
    sheet.fill(np.vstack([edge, [[2000, 1010], [2000, 500], [1500, 500]]]), "grass")
    sheet.line(edge, OUTLINE.times(0.9))
    sheet.begin("right trees")
    for x, foot, tall in ((1196, 508, 190), (1262, 510, 262), (1330, 512, 226), (1236, 520, 130)):
        fir(sheet, x, foot, tall, FORM, material="near-hill")
    mass(
        sheet,
        crown(
            sheet,
            (1760, 372, 175, 145, 9, 78),
            (1890, 440, 120, 130, 6, 70),
            (1640, 420, 90, 90, 5, 50),
            (1650, 536, 76, 34, 6, 24),
            (1780, 548, 110, 40, 7, 28),
            (1900, 556, 70, 40, 5, 28),
        ),
        "foliage",
        21,
        OUTLINE.times(0.9),
    )
    mass(sheet, crown(sheet, (1400, 500, 50, 32, 5, 24), (1340, 514, 30, 18, 3, 13)), "foliage", 13, FORM)

    sheet.begin("boathouse")
    house = Gabled(Frame(camera, 7.1, 25.0, 0.75, 0.52), 4.8, 7.2, 2.7, 4.9)
    boathouse(sheet, house, 0.75)
    sheet.begin("right foreground")
    mass(sheet, crown(sheet, (1830, 668, 105, 62, 6, 42), (1700, 690, 60, 34, 4, 26)), "foliage", 16, OUTLINE)
    rock(sheet, 1592, 736, 118, 52)
    rock(sheet, 1500, 722, 66, 30)
    reeds(sheet, 1660, 1890, 800, 130, 5)
    for x, length in ((1130, 60), (1220, 46), (1392, 60), (1574, 70)):
        reflection(sheet, x, 604, length, 26)

    sheet.begin("left bank")
    rim = page(
        [
            (-24, 33),
            (-15, 25),
            (-9.8, 18.2),
            (-5.6, 15.4),
            (-5.0, 12.4),
            (-3.9, 10.2),
            (-2.6, 9.0),
            (-1.3, 7.6),
            (-0.5, 6.6),
            (-0.3, 5.4),
        ],
        0.25,
    )
    rim = waver(spline(rim), sheet.rng, 3, 60)
    sheet.fill(np.vstack([rim, [[rim[-1, 0], 1200], [-300, 1200], [-300, rim[0, 1]]]]), "grass")
    sheet.line(rim, OUTLINE)
    track(
        sheet,
        spline([(90, 1130), (190, 1070), (280, 1020), (322, 985)]),
        spline([(690, 1140), (672, 1080), (640, 1020), (600, 985)]),
    )
    sheet.begin("jetty")
    jetty(sheet, camera, (-2.35, 7.3), (6.4, 25.4), 1.9, 0.55)
    sheet.begin("boat")
    boat(sheet, Frame(camera, 4.7, 14.2, 0.0, 0.28), 3.9, 1.4)
    sheet.begin("rocks")
    rock(sheet, 268, 806, 150, 78)
    rock(sheet, 366, 818, 84, 38)
    rock(sheet, 838, 1074, 190, 86)
    rock(sheet, 742, 1092, 120, 52)
    sheet.begin("left reeds")
    reeds(sheet, 190, 400, 742, 112, 5)

    sheet.begin("tree")
    limb(sheet, [(94, 878), (84, 700), (120, 470), (98, 250), (110, 60)], [140, 104, 94, 88, 70], OUTLINE)
    roots(sheet, 96, 880, 130)
    limb(sheet, [(118, 470), (190, 330), (330, 236), (420, 180)], [62, 48, 36, 22], OUTLINE)
    limb(sheet, [(100, 360), (30, 240), (-60, 150)], [52, 40, 34], OUTLINE)
    twigs(sheet, (300, 256), 0.1, 150, 14, FORM, 1)
    sheet.begin("crown")
    leaves = crown(sheet, (70, 50, 240, 150, 9, 80), (330, 66, 190, 110, 9, 60), (520, 60, 120, 84, 7, 44))
    mass(
        sheet,
        [*leaves, *clumps(sheet, 452, 262, 76, 30, 6, 22), *clumps(sheet, 470, 168, 70, 30, 5, 24)],
        "foliage",
        21,
    )
    sheet.begin("flowers")
    flowers(sheet, 150, 1000, 104, 36, 20)
    flowers(sheet, 395, 900, 62, 20, 15)
    sheet.begin("grass")
    verge(sheet, [(20, 886), (180, 890)], 34, 14)
    verge(sheet, rim[(rim[:, 1] > 600) & (rim[:, 1] < 990)], 34, 26)
    sward(sheet, ("grass",), 470, 60, 260, 500, 1080)
    sheet.begin("ripples")
    ripples(sheet, 470, 110)
