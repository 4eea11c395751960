"""C024 and C025: up between the trunks of the fir wood, and a PAN along its brook."""

from __future__ import annotations

import numpy as np

from .conifers import crown, floor, opening, sunlit, trunk, wood_behind
from .curves import spline
from .foliage import fir
from .land import rock, track
from .pencil import FORM, OUTLINE, Pencil
from .perspective import Camera
from .plants import limb, sward
from .sheet import Sheet
from .undergrowth import brook, fern
from .wayside import footbridge, shrine


def looking_up(sheet: Sheet) -> None:
    """C024: up between the trunks to the sky in the clearing, from the floor of the wood."""
    sheet.begin("crowns far up")
    wood_behind(sheet, 1100, [])
    sheet.begin("sky")
    opening(
        sheet,
        [
            (860, -60),
            (800, 120),
            (850, 330),
            (940, 520),
            (1000, 600),
            (1060, 500),
            (1130, 320),
            (1170, 120),
            (1110, -60),
        ],
        34,
    )
    sheet.begin("young firs")
    fir(sheet, 860, 1130, 420, FORM, 0.26, "foliage")
    fir(sheet, 1180, 1150, 520, FORM, 0.26, "foliage")
    sheet.begin("far trunks")
    for foot, wide in ((700, 84), (1330, 90)):
        _rising(sheet, foot, wide, FORM)
    for foot, low, reach, every in ((700, 250, 170, 60), (1330, 220, 180, 60)):
        crown(sheet, _axis(foot, 120), -260, low, (0.7 * reach, reach), every, 0.5, FORM)
    sheet.begin("middle trunks")
    for foot, wide in ((400, 140), (1610, 150)):
        _rising(sheet, foot, wide, OUTLINE)
    sheet.begin("near trunks")
    for foot, wide in ((60, 260), (1880, 280)):
        _rising(sheet, foot, wide, OUTLINE)
    for foot, low, reach in ((60, 240, 400), (1880, 200, 420)):
        crown(sheet, _axis(foot, 100), -340, low, (0.8 * reach, reach), 84, 0.45)


def _axis(foot: float, row: float) -> float:
    """Column of a trunk's middle at a row; all trunks lean towards a point high above the sheet."""
    return foot + (1000 - foot) * (1130 - row) / 2600


def _rising(sheet: Sheet, foot: float, wide: float, pencil: Pencil) -> None:
    """A trunk seen from its foot, slimmer and leaning in as it rises."""
    places = [(_axis(foot, row), row) for row in (1130, 740, 360, -60)]
    limb(sheet, places, [wide, 0.80 * wide, 0.64 * wide, 0.5 * wide], pencil, bark=0.8)


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
    sunlit(
        sheet,
        (1580, 560, 420, 30),
        (520, 690, 260, 36),
        (1150, 740, 260, 40),
        (1900, 720, 240, 36),
        (2500, 640, 260, 34),
        (3260, 640, 240, 30),
        (3300, 830, 300, 46),
        (2200, 1000, 260, 40),
    )
    sheet.begin("young firs")
    for x, foot, tall in (
        (420, 570, 340),
        (1180, 548, 250),
        (1330, 540, 170),
        (1980, 546, 260),
        (2240, 556, 340),
        (3260, 550, 260),
        (3420, 566, 370),
    ):
        fir(sheet, x, foot, tall, FORM, 0.28, "foliage")
    sheet.begin("brook")
    brook(
        sheet,
        spline(
            [
                (2950, 552),
                (2860, 600),
                (2700, 680),
                (2400, 760),
                (1900, 800),
                (1300, 850),
                (700, 900),
                (300, 1000),
                (120, 1120),
            ]
        ),
        spline(
            [
                (2990, 552),
                (2950, 600),
                (2880, 690),
                (2700, 810),
                (2300, 920),
                (1700, 990),
                (1260, 1020),
                (1000, 1060),
                (940, 1130),
            ]
        ),
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
    for x, foot, wide in (
        (260, 640, 60),
        (760, 690, 96),
        (1040, 610, 44),
        (1440, 600, 40),
        (1860, 640, 64),
        (2120, 690, 100),
        (3180, 620, 50),
        (3560, 690, 96),
    ):
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
    crown(sheet, 80, -330, 150, (480, 560), 78)
    crown(sheet, 2470, -330, 60, (440, 520), 78)
    crown(sheet, 3790, -330, 120, (440, 520), 78)
    sheet.begin("foreground")
    for place in (
        (260, 1080, 190),
        (60, 1070, 170),
        (2300, 1080, 190),
        (2580, 1080, 170),
        (3640, 1080, 170),
        (3830, 1060, 190),
    ):
        fern(sheet, *place)
    sward(sheet, ("moss",), 430, 32, 240, 540, 1080)
