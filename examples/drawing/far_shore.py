"""C038 and C040: across the lake, its far shore wide and the boathouse with its lights."""

from __future__ import annotations

import numpy as np

from .building import Gabled
from .curves import ridge, spline, waver
from .foliage import clumps, crown, fir, mass, wood
from .lake import boathouse
from .land import below, cumulus, hill, reflection, ripples, rock, wisp
from .pencil import FAR, FORM, OUTLINE
from .perspective import Camera, Frame
from .plants import flowers, limb, reeds, sward, verge
from .sheet import Sheet
from .timber import boat, jetty


def far_shore(sheet: Sheet) -> None:
    """C038: evening clouds over the far shore; one boat on the still water."""
    camera = Camera(focal=1500, horizon=690, centre=960, eye=3.4)
    sheet.begin("sky")
    sheet.fill(sheet.whole, "sky")
    cumulus(sheet, 240, 1080, 560, [60, 200, 330, 250, 420, 360, 220, 120, 50])
    sheet.begin("second cloud")
    cumulus(sheet, 1300, 1780, 500, [40, 150, 230, 170, 90, 40])
    wisp(sheet, 1180, 150, 460, 30)
    wisp(sheet, 120, 96, 330, 24)
    sheet.begin("hills")
    hill(
        sheet, [(-20, 600), (300, 560), (700, 612), (1080, 540), (1300, 500), (1560, 566), (1940, 520)], "far-hill", 10
    )
    skyline = ridge([(-30, 520), (200, 548), (480, 610), (760, 664), (900, 694)], sheet.rng, 8)
    wood(sheet, skyline, "near-hill", 24, FAR, 5)
    skyline = ridge([(1000, 692), (1240, 656), (1500, 600), (1760, 560), (1950, 540)], sheet.rng, 8)
    wood(sheet, skyline, "near-hill", 24, FAR, 5)
    sheet.begin("water")
    shore = waver([(-20, 700), (700, 698), (1300, 700), (1940, 698)], sheet.rng, 1.5, 150)
    sheet.fill(below(shore, 1100), "water")
    sheet.line(shore, FAR)
    sheet.begin("point")
    point = spline([(1060, 716), (1240, 728), (1480, 724), (1700, 740), (1940, 752)])
    crest = ridge([(1060, 716), (1400, 696), (1940, 690)], sheet.rng, 1.5)
    sheet.fill(np.vstack([crest, point[::-1]]), "grass")
    sheet.line(point, OUTLINE)
    for at, tall in ((1200, 130), (1262, 200), (1318, 240), (1380, 190), (1440, 150)):
        fir(sheet, at, 712, tall, FORM, material="near-hill")
    mass(sheet, crown(sheet, (1640, 664, 130, 66, 8, 42), (1820, 656, 140, 84, 7, 52)), "foliage", 17, OUTLINE)
    for at in (1230, 1320, 1400, 1640, 1820):
        reflection(sheet, at, 746, 54, 40)
    sheet.begin("boat")
    boat(sheet, Frame(camera, -3.6, 18.0, 0.0, 0.25), 4.2, 1.5)
    sheet.begin("near bank")
    rim = waver(spline([(1120, 1100), (1330, 1022), (1560, 986), (1760, 940), (1960, 920)]), sheet.rng, 3, 60)
    sheet.fill(below(rim, 1100), "grass")
    sheet.line(rim, OUTLINE)
    rock(sheet, 1420, 1036, 150, 76)
    rock(sheet, 1520, 1042, 80, 38)
    reeds(sheet, 1640, 1900, 990, 210, 6)
    reeds(sheet, -20, 260, 1060, 240, 7)
    flowers(sheet, 1800, 1030, 100, 30, 20)
    verge(sheet, rim, 34, 20)
    sward(sheet, ("grass",), 690, 64, 70, 930, 1080)
    ripples(sheet, 690, 110)


def across(sheet: Sheet) -> None:
    """C040: the boathouse across the water, its windows lit; leaves and reeds close by."""
    camera = Camera(focal=1700, horizon=520, centre=960, eye=1.8)
    sheet.begin("sky")
    sheet.fill(sheet.whole, "sky")
    cumulus(sheet, 900, 1560, 400, [50, 150, 240, 190, 280, 180, 80])
    wisp(sheet, 520, 200, 380, 26)
    sheet.begin("hills")
    hill(sheet, [(-20, 440), (360, 396), (760, 452), (1100, 420), (1500, 372), (1940, 420)], "far-hill", 8)
    skyline = ridge([(-30, 380), (260, 416), (560, 470), (760, 520)], sheet.rng, 8)
    wood(sheet, skyline, "near-hill", 22, FAR, 4)
    skyline = ridge([(1180, 520), (1380, 486), (1640, 420), (1950, 380)], sheet.rng, 8)
    wood(sheet, skyline, "near-hill", 24, FAR, 4)
    sheet.begin("water")
    shore = waver([(-20, 532), (700, 530), (1300, 532), (1940, 530)], sheet.rng, 1.5, 150)
    sheet.fill(below(shore, 1100), "water")
    sheet.line(shore, FAR)
    sheet.begin("land")
    land = spline([(640, 552), (800, 548), (1200, 540), (1940, 536), (1940, 640), (1500, 622), (1160, 628), (820, 606)])
    sheet.fill(land, "grass")
    sheet.line(land, OUTLINE)
    for at, tall in ((760, 150), (812, 200), (866, 140)):
        fir(sheet, at, 566, tall, FORM, material="near-hill")
    mass(sheet, crown(sheet, (1600, 440, 190, 130, 10, 74), (1820, 470, 140, 120, 7, 64)), "foliage", 20, OUTLINE)
    mass(sheet, crown(sheet, (1460, 566, 90, 40, 7, 28)), "foliage", 15, OUTLINE)
    sheet.begin("boathouse")
    house = Gabled(Frame(camera, 1.5, 26.0, 0.55, 0.62), 4.8, 7.2, 2.7, 4.9)
    boathouse(sheet, house, 0.55)
    sheet.begin("jetty")
    jetty(sheet, camera, (0.7, 24.4), (-5.4, 22.4), 1.7, 0.5)
    boat(sheet, Frame(camera, -3.6, 19.6, 0.0, 0.1), 3.6, 1.3)
    for at, length in ((1000, 90), (1110, 110), (1230, 70)):
        reflection(sheet, at, 640, length, 40)
    sheet.begin("near")
    rock(sheet, 1500, 1040, 240, 110)
    rock(sheet, 1650, 1062, 130, 56)
    reeds(sheet, 1560, 1960, 1092, 330, 9)
    reeds(sheet, -40, 420, 1096, 300, 9)
    sheet.begin("tree")
    limb(sheet, [(60, 1110), (70, 820), (40, 540), (76, 260), (60, -40)], [170, 140, 124, 108, 90])
    limb(sheet, [(70, 420), (210, 280), (380, 190), (520, 150)], [74, 54, 38, 20])
    leaves = crown(sheet, (110, 30, 300, 120, 10, 84), (430, 70, 190, 92, 9, 54), (620, 60, 120, 60, 7, 38))
    mass(sheet, [*leaves, *clumps(sheet, 560, 190, 100, 40, 7, 28)], "foliage", 22)
    verge(sheet, [(0, 1070), (420, 1092)], 60, 20)
    ripples(sheet, 520, 120)
