"""C008: the large meadow below the fir wood."""

from __future__ import annotations

import numpy as np

from .building import Gabled, door, planking
from .curves import ridge, spline
from .foliage import crown, fir, mass, wood
from .land import below, cumulus, hill, rock, track
from .pencil import FAR, FORM, INNER, OUTLINE
from .perspective import Camera, Frame
from .plants import flowers, sward
from .sheet import Sheet
from .timber import fence


def meadow(sheet: Sheet) -> None:
    """C008: the large meadow, a fir wood far off, a cloud over the hills."""
    camera = Camera(focal=1400, horizon=430, centre=960, eye=2.4)
    sheet.begin("sky")
    sheet.fill(sheet.whole, "sky")
    cumulus(sheet, 800, 1560, 318, [60, 170, 120, 290, 210, 310, 180, 110, 50])
    sheet.begin("small cloud")
    cumulus(sheet, 110, 420, 210, [30, 90, 130, 70, 30])
    sheet.begin("hills")
    hill(
        sheet,
        [(-20, 372), (300, 330), (620, 372), (960, 402), (1300, 352), (1660, 316), (1940, 360)],
        "far-hill",
        9,
        folds=20,
    )
    wood(
        sheet,
        ridge([(900, 446), (1180, 420), (1500, 392), (1760, 380), (1950, 400)], sheet.rng, 6),
        "near-hill",
        18,
        FAR.times(1.1),
        4,
    )
    sheet.begin("meadow")
    crest = ridge([(-20, 470), (420, 478), (900, 456), (1400, 462), (1940, 486)], sheet.rng, 3)
    sheet.fill(below(crest, 1100), "meadow")
    sheet.line(crest, OUTLINE.times(0.75))
    sheet.begin("fir wood")
    for row, (count, foot, low, high) in enumerate(((15, 486, 140, 210), (15, 500, 110, 180), (9, 514, 70, 130))):
        for x in np.linspace(20 + 12 * row, 760 - 90 * row, count):
            fir(
                sheet,
                x + sheet.rng.uniform(-14, 14),
                foot + sheet.rng.uniform(-4, 8),
                sheet.rng.uniform(low, high),
                FORM,
            )
    sheet.begin("hut")
    hut = Gabled(Frame(camera, 9.2, 33.0, 0.9, 0.55), 4.2, 5.4, 2.3, 3.9, over=0.5)
    hut.walls(sheet, "planks")
    planking(sheet, hut.flank, 0, 0, 5.4, 2.3, 0.3)
    gable = sheet.mask(hut.gable_end)
    planking(sheet, hut.gable, 0, 0, 4.2, 3.9, 0.3, mask=gable)
    door(sheet, hut.gable, 1.5, 0, 2.7, 1.9, 4, "door")
    hut.roof(sheet, 0.42)
    sheet.begin("trees")
    mass(
        sheet, crown(sheet, (1650, 440, 80, 64, 7, 38), (1736, 468, 54, 36, 5, 24)), "foliage", 15, OUTLINE.times(0.85)
    )
    sheet.begin("rise")
    rise = ridge([(-20, 664), (300, 640), (700, 610), (1000, 596)], sheet.rng, 2)
    sheet.line(rise[:-40], INNER)
    swell = ridge([(1240, 700), (1560, 716), (1940, 690)], sheet.rng, 2)
    sheet.line(swell, INNER)
    sheet.begin("path")
    places = [(1.0, 4.4), (2.3, 6.4), (1.2, 10), (-0.4, 15), (1.5, 22), (5.4, 29), (8.6, 32.2)]
    half = 0.62
    left = camera.ground([(x - half, z) for x, z in places], 0.02)
    right = camera.ground([(x + half, z) for x, z in places], 0.02)
    track(sheet, spline(left), spline(right), blade=26)
    sheet.begin("stones and flowers")
    rock(sheet, 330, 872, 170, 78)
    rock(sheet, 452, 886, 90, 38)
    rock(sheet, 1610, 792, 110, 46)
    flowers(sheet, 1720, 985, 150, 42, 24)
    flowers(sheet, 640, 730, 90, 18, 13)
    flowers(sheet, 200, 1030, 120, 34, 22)
    fence(sheet, camera, [(-20, 30), (-14.5, 27.5), (-9.6, 25.5), (-5, 24)], 1.1, 2)
    sheet.begin("grass")
    sward(sheet, ("meadow",), 430, 64, 420, 500, 1080)
