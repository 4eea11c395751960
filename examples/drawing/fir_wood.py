"""C018 to C023: the fir wood, its footbridge and its shrine."""

from __future__ import annotations

from .conifers import crown, floor, opening, sunlit, trunk, wood_behind
from .curves import ridge, spline, waver
from .foliage import fir, wood
from .land import below, hill, rock, track
from .pencil import FAR, FORM, OUTLINE
from .perspective import Camera
from .plants import sward, verge
from .sheet import Sheet
from .undergrowth import brook, fern
from .wayside import footbridge, shrine


def path_and_brook(sheet: Sheet) -> None:
    """C018, C019: the path comes past the shrine and crosses the brook; light in the clearing behind."""
    camera = Camera(focal=1450, horizon=430, centre=960, eye=1.6)
    sheet.begin("wood behind")
    wood_behind(
        sheet, 520, [(330, 22), (470, 30), (720, 24), (880, 16), (1330, 20), (1430, 34), (1600, 26), (1700, 40)]
    )
    sheet.begin("sky")
    opening(sheet, [(1010, -60), (1000, 120), (1060, 300), (1110, 360), (1160, 280), (1200, 110), (1190, -60)], 26)
    sheet.begin("floor")
    floor(sheet, [(-20, 548), (400, 530), (900, 512), (1200, 508), (1600, 530), (1940, 556)])
    sunlit(
        sheet,
        (1080, 548, 300, 24),
        (1330, 640, 190, 30),
        (420, 770, 260, 44),
        (820, 900, 170, 44),
        (1560, 770, 150, 30),
    )
    sheet.begin("young firs")
    for x, foot, tall in ((560, 552, 250), (800, 536, 150), (1390, 556, 220), (1540, 580, 330), (230, 570, 320)):
        fir(sheet, x, foot, tall, FORM, 0.28, "foliage")
    sheet.begin("brook")
    brook(
        sheet,
        spline([(700, 540), (742, 592), (820, 690), (960, 830), (1180, 980), (1320, 1120)]),
        spline([(724, 540), (800, 592), (960, 690), (1220, 810), (1560, 940), (1860, 1120)]),
    )
    sheet.begin("far path")
    track(
        sheet,
        spline([(1106, 690), (1190, 640), (1224, 606), (1180, 566), (1150, 536)]),
        spline([(1190, 690), (1256, 650), (1280, 606), (1216, 566), (1172, 536)]),
        FORM,
        10,
    )
    sheet.begin("slim trunks")
    trunk(sheet, 660, 604, 40, -4, FORM)
    trunk(sheet, 1336, 650, 54, 6)
    trunk(sheet, 1500, 720, 84, -8)
    sheet.begin("stones")
    for place in (
        (1016, 780, 90, 40),
        (1250, 900, 150, 74),
        (1400, 1000, 190, 90),
        (1130, 860, 84, 34),
        (930, 706, 60, 24),
    ):
        rock(sheet, *place)
    sheet.begin("near path")
    track(
        sheet,
        spline([(330, 1120), (430, 1010), (560, 900), (680, 824), (752, 786)]),
        spline([(700, 1120), (740, 1010), (770, 900), (812, 840), (850, 812)]),
        blade=22,
    )
    sheet.begin("bridge")
    footbridge(sheet, camera, (-0.80, 6.2), (1.0, 9.6))
    rock(sheet, 770, 866, 110, 50)
    sheet.begin("shrine")
    shrine(sheet, camera, -2.5, 7.5, 0.62)
    sheet.begin("ferns")
    for place in ((330, 790, 90), (590, 784, 64), (1330, 716, 70), (1620, 800, 110), (900, 1010, 120), (250, 880, 120)):
        fern(sheet, *place)
    sheet.begin("near firs")
    trunk(sheet, 96, 1000, 150, 10)
    trunk(sheet, 1806, 940, 176, -14)
    sheet.begin("boughs")
    crown(sheet, 1820, -330, 130, (430, 500), 74)
    crown(sheet, 60, -330, 90, (380, 440), 74)
    sheet.begin("foreground")
    for place in ((110, 1060, 190), (1850, 1040, 200), (1660, 1090, 170)):
        fern(sheet, *place)
    sward(sheet, ("moss",), 430, 30, 120, 540, 1080)


def edge(sheet: Sheet) -> None:
    """C020: the edge of the wood, from its shade out to the meadow and the hills."""
    sheet.begin("sky")
    sheet.fill(sheet.whole, "sky")
    sheet.begin("hills")
    hill(sheet, [(-20, 400), (400, 372), (800, 410), (1200, 360), (1600, 392), (1940, 350)], "far-hill", 9, folds=16)
    wood(
        sheet,
        ridge([(-20, 452), (500, 462), (1000, 440), (1500, 448), (1940, 420)], sheet.rng, 7),
        "near-hill",
        22,
        FAR,
        4,
    )
    sheet.begin("meadow")
    crest = ridge([(-20, 524), (600, 534), (1000, 526), (1500, 540), (1940, 516)], sheet.rng, 3)
    sheet.fill(below(crest, 1110), "meadow")
    sheet.line(crest, FAR)
    sheet.begin("shade")
    floor(sheet, [(-20, 690), (360, 706), (760, 742), (1100, 748), (1460, 716), (1940, 668)], 6, OUTLINE)
    sheet.begin("path")
    track(
        sheet,
        spline([(640, 1120), (790, 960), (900, 820), (930, 700), (1000, 610), (1090, 548)]),
        spline([(1150, 1120), (1100, 960), (1060, 820), (1046, 700), (1070, 610), (1120, 548)]),
        blade=24,
    )
    sheet.begin("trunks")
    trunk(sheet, 610, 776, 74, 14)
    trunk(sheet, 1450, 790, 96, -10)
    trunk(sheet, 330, 850, 120, 6)
    sheet.begin("stones and ferns")
    rock(sheet, 1250, 900, 180, 90)
    rock(sheet, 1370, 916, 90, 40)
    for place in ((520, 880, 110), (700, 830, 70), (1560, 880, 130), (1330, 830, 60)):
        fern(sheet, *place)
    sheet.begin("near trunks")
    trunk(sheet, 76, 1010, 190, 12)
    trunk(sheet, 1780, 990, 210, -16)
    sheet.begin("boughs")
    crown(sheet, 1790, -320, 210, (560, 620), 80)
    crown(sheet, 70, -320, 170, (620, 700), 80)
    sheet.begin("foreground")
    for place in ((250, 1060, 210), (60, 1070, 170), (1560, 1070, 200), (1860, 1080, 190)):
        fern(sheet, *place)
    sward(sheet, ("moss",), 520, 34, 90, 760, 1080)
    sward(sheet, ("meadow",), 480, 30, 120, 540, 740)


def bridge(sheet: Sheet) -> None:
    """C021: the footbridge across the whole picture, the brook coming down to it (BG for a BOOK in front)."""
    camera = Camera(focal=1450, horizon=410, centre=960, eye=1.6)
    sheet.begin("wood behind")
    wood_behind(
        sheet, 500, [(180, 34), (420, 22), (610, 30), (900, 18), (1180, 24), (1420, 34), (1640, 22), (1800, 40)]
    )
    sheet.begin("sky")
    opening(sheet, [(960, -60), (940, 110), (990, 270), (1030, 320), (1080, 250), (1110, 90), (1090, -60)], 24)
    sheet.begin("floor")
    floor(sheet, [(-20, 536), (500, 512), (1000, 494), (1400, 506), (1940, 540)])
    sunlit(
        sheet, (980, 530, 330, 24), (640, 640, 240, 36), (1330, 660, 210, 36), (330, 780, 200, 34), (1560, 760, 150, 30)
    )
    sheet.begin("young firs")
    for x, foot, tall in ((330, 548, 280), (760, 520, 170), (1310, 526, 200), (1560, 552, 340)):
        fir(sheet, x, foot, tall, FORM, 0.28, "foliage")
    sheet.begin("brook")
    brook(
        sheet,
        spline([(1010, 520), (960, 570), (900, 620), (760, 720), (520, 860), (300, 1000), (120, 1130)]),
        spline([(1034, 520), (1010, 570), (1000, 620), (1090, 720), (1260, 860), (1500, 1000), (1700, 1130)]),
    )
    sheet.begin("stones")
    for place in ((880, 700, 110, 52), (1060, 770, 130, 60), (760, 800, 150, 70), (980, 640, 60, 26)):
        rock(sheet, *place)
    sheet.begin("trunks")
    trunk(sheet, 520, 640, 70, 8)
    trunk(sheet, 1460, 660, 84, -8)
    trunk(sheet, 250, 720, 110, 6)
    trunk(sheet, 1720, 760, 140, -10)
    sheet.begin("ferns")
    for place in ((420, 770, 110), (620, 700, 70), (1330, 730, 90), (1560, 810, 130), (120, 840, 130)):
        fern(sheet, *place)
    sheet.begin("bridge")
    footbridge(sheet, camera, (-3.6, 3.9), (3.6, 3.9), 1.35, plank=0.3)


def shrine_close(sheet: Sheet) -> None:
    """C022, C023: the shrine close by, its lantern in the niche."""
    camera = Camera(focal=1450, horizon=470, centre=960, eye=1.5)
    sheet.begin("wood behind")
    wood_behind(sheet, 560, [(120, 40), (330, 26), (700, 30), (1260, 24), (1420, 36), (1640, 30), (1820, 44)])
    sheet.begin("floor")
    floor(sheet, [(-20, 610), (500, 586), (1000, 570), (1500, 584), (1940, 620)])
    sunlit(sheet, (560, 640, 380, 30), (1080, 990, 420, 90), (200, 800, 240, 40), (1600, 760, 170, 34))
    sheet.begin("young firs")
    for x, foot, tall in ((560, 610, 360), (1330, 606, 300), (1560, 620, 420)):
        fir(sheet, x, foot, tall, FORM, 0.28, "foliage")
    sheet.begin("trunks")
    trunk(sheet, 760, 640, 60, 6)
    trunk(sheet, 1450, 700, 90, -8)
    trunk(sheet, 300, 760, 120, 8)
    sheet.begin("path")
    track(
        sheet,
        waver([(-60, 940), (300, 850), (560, 790), (700, 730), (730, 690)], sheet.rng, 4),
        waver([(-60, 1120), (420, 1010), (700, 900), (800, 770), (780, 690)], sheet.rng, 4),
        FORM,
        22,
    )
    sheet.begin("boulder")
    rock(sheet, 1540, 900, 260, 150)
    sheet.begin("shrine")
    shrine(sheet, camera, 0.42, 3.8, 0.42)
    sheet.begin("ferns")
    for place in ((860, 1040, 120), (1440, 1010, 150), (1640, 980, 120), (180, 860, 90)):
        fern(sheet, *place)
    sheet.begin("near fir")
    trunk(sheet, 1810, 1060, 210, -14)
    crown(sheet, 1830, -320, 90, (430, 480), 80, sides=(-1,))
    sheet.begin("foreground")
    for place in ((1840, 1090, 200), (620, 1100, 150)):
        fern(sheet, *place)
    verge(sheet, [(900, 1060), (1400, 1050)], 30, 30)
    sward(sheet, ("moss",), 470, 30, 90, 620, 1080)
