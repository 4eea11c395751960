"""C024 and C025: up between the trunks of the fir wood, and a PAN along its brook."""

from __future__ import annotations

import numpy as np

from .conifers import bough, crown, floor, opening, trunk, wood_behind
from .curves import spline
from .foliage import fir
from .land import rock, track
from .pencil import FORM, OUTLINE
from .perspective import Camera
from .plants import limb, sward
from .sheet import Sheet
from .undergrowth import brook, fern
from .wayside import footbridge, shrine


def looking_up(sheet: Sheet) -> None:
    """C024: up between the trunks to a patch of sky."""
    sheet.begin("crowns far up")
    wood_behind(sheet, 700, [])
    sheet.begin("sky")
    opening(
        sheet,
        [(700, 330), (760, 200), (930, 110), (1140, 130), (1260, 240), (1240, 400), (1120, 520), (930, 540), (770, 470)],
        44,
    )
    sheet.begin("far trunks")
    for foot, top, wide in (
        ((520, 1120), (820, 330), 70),
        ((1420, 1120), (1150, 350), 76),
        ((980, 1120), (985, 470), 60),
        ((120, 240), (740, 280), 52),
        ((1800, 200), (1230, 260), 56),
    ):
        middle = (0.45 * foot[0] + 0.55 * top[0], 0.5 * (foot[1] + top[1]))
        limb(sheet, [foot, middle, top], [wide, 0.62 * wide, 0.24 * wide], FORM, bark=0.7)
    sheet.begin("boughs about the sky")
    for x, y, long in ((760, 420, -250), (800, 520, -280), (1200, 420, 260), (1160, 530, 300), (960, 600, 190), (1000, 590, -200)):
        bough(sheet, x, y, long, 74, 0.34, FORM)
    sheet.begin("near trunks")
    for foot, top, wide in (((-40, 1160), (640, 300), 300), ((1960, 1160), (1300, 280), 320), ((-60, 500), (560, 180), 150)):
        middle = (0.42 * foot[0] + 0.58 * top[0], 0.5 * (foot[1] + top[1]))
        limb(sheet, [foot, middle, top], [wide, 0.58 * wide, 0.20 * wide], OUTLINE, bark=0.8)
    sheet.begin("near boughs")
    for x, y, long, thick in (
        (470, 510, -420, 130),
        (520, 440, 240, 84),
        (330, 690, 330, 120),
        (1440, 470, 430, 130),
        (1400, 420, -200, 84),
        (1560, 660, -330, 120),
        (620, 250, -380, 96),
        (1330, 230, 420, 100),
    ):
        bough(sheet, x, y, long, thick, 0.30)


def pan(sheet: Sheet) -> None:
    """C025: along the brook through the wood to the bridge; two frames wide."""
    camera = Camera(focal=1500, horizon=430, centre=2700, eye=1.7)
    sheet.begin("wood behind")
    poles = [(x + sheet.rng.uniform(-60, 60), sheet.rng.uniform(16, 44)) for x in np.arange(120, 3800, 170)]
    wood_behind(sheet, 520, poles)
    sheet.begin("sky")
    opening(sheet, [(1500, -60), (1490, 130), (1560, 300), (1620, 370), (1690, 280), (1740, 110), (1720, -60)], 28)
    sheet.begin("second sky")
    opening(sheet, [(2960, -60), (2950, 90), (3000, 220), (3050, 260), (3100, 180), (3110, -60)], 22)
    sheet.begin("floor")
    floor(sheet, [(-20, 560), (700, 540), (1500, 508), (2300, 524), (3000, 510), (3860, 560)])
    sheet.begin("young firs")
    for x, foot, tall in ((420, 570, 340), (1180, 548, 250), (1330, 540, 170), (1980, 546, 260), (2240, 556, 340), (3260, 550, 260), (3420, 566, 370)):
        fir(sheet, x, foot, tall, FORM, 0.28, "fir")
    sheet.begin("brook")
    brook(
        sheet,
        spline([(2950, 552), (2860, 600), (2700, 680), (2400, 760), (1900, 800), (1300, 850), (700, 900), (300, 1000), (120, 1120)]),
        spline([(2990, 552), (2950, 600), (2880, 690), (2700, 810), (2300, 920), (1700, 990), (1260, 1020), (1000, 1060), (940, 1130)]),
    )
    sheet.begin("stones")
    for place in (
        (2560, 800, 130, 56),
        (2240, 880, 190, 90),
        (2080, 850, 90, 36),
        (1700, 930, 210, 100),
        (1540, 900, 110, 46),
        (1180, 950, 150, 66),
        (880, 1000, 190, 84),
        (620, 980, 110, 46),
        (2760, 720, 80, 34),
    ):
        rock(sheet, *place)
    sheet.begin("trunks")
    for x, foot, wide in ((260, 640, 60), (760, 690, 96), (1040, 610, 44), (1440, 600, 40), (1860, 640, 64), (2120, 690, 100), (3180, 620, 50), (3560, 690, 96)):
        trunk(sheet, x, foot, wide, sheet.rng.uniform(-12, 12), FORM)
    sheet.begin("path")
    track(
        sheet,
        spline([(3250, 1130), (3190, 1000), (3080, 900), (2980, 840), (2900, 800)]),
        spline([(3640, 1130), (3480, 1000), (3260, 900), (3100, 850), (2990, 830)]),
        blade=24,
    )
    sheet.begin("bridge")
    footbridge(sheet, camera, (1.0, 6.6), (-0.95, 10.2))
    sheet.begin("shrine")
    shrine(sheet, camera, 3.05, 7.9, 0.30)
    sheet.begin("boulders")
    rock(sheet, 540, 800, 260, 130)
    rock(sheet, 380, 816, 120, 56)
    rock(sheet, 3640, 830, 230, 110)
    sheet.begin("ferns")
    for place in (
        (900, 780, 110),
        (1240, 720, 80),
        (1620, 700, 74),
        (1980, 730, 100),
        (2320, 700, 80),
        (3440, 820, 110),
        (2700, 940, 110),
        (2860, 1020, 150),
        (3740, 900, 150),
        (200, 850, 130),
    ):
        fern(sheet, *place)
    sheet.begin("near firs")
    trunk(sheet, 90, 1010, 190, 12)
    trunk(sheet, 2460, 1040, 200, -10)
    trunk(sheet, 3770, 1020, 190, -12)
    sheet.begin("boughs")
    crown(sheet, 80, -330, 150, (480, 560), 78, 0.40)
    crown(sheet, 2470, -330, 60, (440, 520), 78, 0.40)
    crown(sheet, 3790, -330, 120, (440, 520), 78, 0.40)
    sheet.begin("foreground")
    for place in ((260, 1080, 190), (60, 1070, 170), (2300, 1080, 190), (2580, 1080, 170), (3640, 1080, 170), (3830, 1060, 190)):
        fern(sheet, *place)
    sward(sheet, ("moss",), 430, 32, 240, 540, 1080)
