"""C004: a PAN along the shore, two frames wide."""

from __future__ import annotations

import numpy as np

from .building import Gabled
from .curves import ridge, spline, waver
from .foliage import crown, fir, mass, wood
from .lake import boathouse
from .land import below, cumulus, hill, reflection, ripples, rock, track, wisp
from .pencil import FAR, FORM, OUTLINE
from .perspective import Camera, Frame
from .plants import flowers, limb, reeds, roots, sward, verge
from .sheet import Sheet
from .timber import boat, jetty


def pan(sheet: Sheet) -> None:
    """C004: along the shore, from the great tree past the jetty to the stony cove; two frames wide."""
    camera = Camera(focal=1500, horizon=460, centre=1700, eye=3.0)
    page = camera.ground
    sheet.begin("sky")
    sheet.fill(sheet.whole, "sky")
    cumulus(sheet, 860, 1480, 320, [50, 160, 110, 240, 150, 200, 90, 40])
    sheet.begin("second cloud")
    cumulus(sheet, 2380, 3080, 296, [40, 120, 210, 150, 180, 90, 60])
    wisp(sheet, 1560, 120, 420, 28)
    wisp(sheet, 3220, 110, 360, 24)
    sheet.begin("far hills")
    hill(
        sheet,
        [
            (-20, 330),
            (420, 360),
            (900, 400),
            (1280, 330),
            (1600, 278),
            (1900, 340),
            (2300, 392),
            (2700, 338),
            (3100, 300),
            (3500, 350),
            (3860, 330),
        ],
        "far-hill",
        10,
        folds=24,
    )
    sheet.begin("near hills")
    wood(
        sheet,
        ridge([(-30, 250), (260, 286), (560, 356), (900, 420), (1150, 456)], sheet.rng, 8),
        "near-hill",
        24,
        FAR.times(1.1),
        6,
    )
    wood(
        sheet,
        ridge([(1820, 456), (2050, 430), (2380, 380), (2700, 400), (2960, 440), (3120, 456)], sheet.rng, 7),
        "near-hill",
        20,
        FAR.times(1.05),
        5,
    )
    sheet.begin("water")
    shore = waver([(-20, 466), (900, 470), (1900, 466), (3000, 472), (3860, 470)], sheet.rng, 2, 200)
    sheet.fill(below(shore, 1100), "water")
    sheet.line(shore, FAR)
    sheet.begin("headland")
    point = spline([(2110, 500), (2300, 520), (2480, 512), (2700, 540), (2950, 528), (3200, 552), (3440, 566)])
    crest = ridge([(2110, 500), (2300, 478), (2700, 462), (3250, 462), (3520, 468)], sheet.rng, 2)
    sheet.fill(np.vstack([crest, point[::-1]]), "grass")
    sheet.line(point, OUTLINE.times(0.8))
    sheet.line(crest, FAR)
    for row, count in ((0, 15), (1, 17), (2, 9)):
        for share in np.linspace(0, 1, count):
            x = 2240 + 690 * share + sheet.rng.uniform(-18, 18)
            tall = (150 + 100 * np.sin(np.pi * share)) * sheet.rng.uniform(0.75, 1.15) * (1.0, 0.85, 0.6)[row]
            fir(sheet, x, 482 + 14 * row + sheet.rng.uniform(0, 8), tall, FORM.times(1.1), 0.24, "near-hill")
    mass(sheet, crown(sheet, (2200, 492, 48, 26, 4, 18), (3010, 488, 70, 42, 5, 28)), "foliage", 14, FORM)
    rock(sheet, 2160, 520, 52, 20, FORM)
    rock(sheet, 2430, 528, 74, 30, FORM)
    for x in (2280, 2420, 2600, 2790, 2900):
        reflection(sheet, x, 548, 46, 34)

    sheet.begin("right shore")
    bank = spline(
        [
            (3900, 520),
            (3600, 536),
            (3330, 560),
            (3180, 610),
            (3230, 680),
            (3060, 760),
            (2820, 820),
            (2740, 900),
            (2860, 990),
            (2790, 1110),
        ]
    )
    sheet.fill(np.vstack([bank, [[3980, 1110]]]), "grass")
    sheet.line(bank, OUTLINE)
    sheet.begin("right trees")
    mass(
        sheet,
        crown(sheet, (3700, 380, 200, 170, 10, 80), (3500, 460, 90, 80, 6, 44)),
        "foliage",
        21,
        OUTLINE.times(0.9),
    )
    sheet.begin("path")
    track(
        sheet,
        spline([(3110, 1120), (3220, 940), (3370, 800), (3480, 700), (3540, 640), (3720, 590), (3860, 572)]),
        spline([(3560, 1120), (3490, 960), (3500, 820), (3548, 716), (3600, 660), (3740, 612), (3860, 596)]),
    )
    sheet.begin("cove")
    for x, foot, wide_, high in (
        (2836, 836, 150, 70),
        (2720, 930, 190, 92),
        (2650, 880, 90, 40),
        (2890, 1020, 260, 130),
        (2740, 1060, 150, 66),
        (3090, 768, 100, 46),
        (3226, 690, 70, 30),
    ):
        rock(sheet, x, foot, wide_, high)
    reeds(sheet, 2920, 3130, 900, 150, 5)
    sheet.begin("alder")
    limb(sheet, [(3716, 838), (3706, 690), (3740, 520), (3724, 330)], [64, 52, 44, 30])
    roots(sheet, 3720, 840, 66)
    limb(sheet, [(3722, 640), (3640, 520), (3600, 400)], [34, 26, 18], FORM)
    mass(
        sheet,
        crown(sheet, (3720, 200, 190, 150, 10, 74), (3580, 330, 90, 64, 6, 38), (3850, 330, 90, 70, 5, 40)),
        "foliage",
        24,
    )
    sheet.begin("right flowers")
    flowers(sheet, 3110, 990, 66, 28, 18)
    flowers(sheet, 3640, 930, 80, 28, 18)

    sheet.begin("boathouse")
    far_camera = Camera(focal=1500, horizon=460, centre=1500, eye=3.0)
    land = spline(
        [(1180, 566), (1340, 580), (1500, 572), (1600, 600), (1480, 640), (1250, 650), (1090, 612), (1000, 560)]
    )
    sheet.fill(land, "grass")
    sheet.line(land, OUTLINE.times(0.8))
    mass(
        sheet, crown(sheet, (1150, 470, 130, 100, 8, 56), (1270, 520, 70, 46, 5, 28)), "foliage", 18, OUTLINE.times(0.9)
    )
    boathouse(sheet, Gabled(Frame(far_camera, -0.6, 25.5, 0.7, -0.5), 4.6, 7.0, 2.7, 4.9, side=1), 0.7)
    jetty(sheet, far_camera, (0.6, 23.4), (9.4, 20.6), 1.7, 0.55)
    boat(sheet, Frame(far_camera, 1.9, 17.0, 0, 0.12), 3.9, 1.4)

    sheet.begin("left bank")
    rim = page(
        [
            (-34, 40),
            (-24, 30),
            (-16.2, 22),
            (-11.9, 18.6),
            (-10.4, 15.0),
            (-8.0, 12.2),
            (-6.4, 9.8),
            (-5.9, 7.4),
            (-4.4, 6.2),
            (-4.5, 4.6),
        ],
        0.3,
    )
    rim = waver(spline(rim), sheet.rng, 3, 60)
    sheet.fill(np.vstack([rim, [[rim[-1, 0], 1200], [-300, 1200], [-300, rim[0, 1]]]]), "grass")
    sheet.line(rim, OUTLINE)
    sheet.begin("left rocks")
    mass(sheet, crown(sheet, (470, 566, 90, 34, 7, 24), (610, 620, 60, 26, 5, 18)), "foliage", 14, FORM.times(1.2))
    rock(sheet, 600, 940, 210, 110)
    rock(sheet, 735, 962, 120, 54)
    rock(sheet, 500, 1060, 130, 60)
    rock(sheet, 110, 752, 120, 50)
    reeds(sheet, 560, 860, 830, 190, 7)
    reeds(sheet, 300, 420, 700, 90, 3)
    sheet.begin("great tree")
    limb(sheet, [(236, 972), (214, 800), (262, 560), (236, 320), (250, 100)], [200, 150, 134, 118, 90])
    roots(sheet, 236, 980, 190)
    limb(sheet, [(262, 560), (390, 400), (560, 300), (700, 250)], [84, 64, 46, 26])
    limb(sheet, [(240, 460), (110, 320), (-40, 240)], [74, 56, 44])
    limb(sheet, [(440, 366), (520, 260), (560, 140)], [40, 30, 20], FORM)
    sheet.begin("great crown")
    mass(
        sheet,
        crown(
            sheet,
            (190, 70, 330, 160, 11, 96),
            (520, 90, 210, 120, 10, 70),
            (720, 170, 130, 86, 8, 48),
            (40, 250, 110, 60, 5, 44),
        ),
        "foliage",
        26,
    )
    sheet.begin("middle")
    rock(sheet, 1560, 1062, 260, 96)
    rock(sheet, 1720, 1076, 130, 48)
    reeds(sheet, 1800, 2010, 1092, 170, 5)
    sheet.begin("left flowers")
    flowers(sheet, 424, 914, 66, 24, 16)
    flowers(sheet, 70, 1020, 84, 34, 22)
    sheet.begin("grass")
    verge(sheet, [(120, 984), (360, 990)], 40, 15)
    verge(sheet, [(3680, 844), (3760, 846)], 26, 12)
    verge(sheet, rim[(rim[:, 1] > 560)], 36, 26)
    verge(sheet, bank[bank[:, 1] > 600], 30, 30)
    sward(sheet, ("grass",), 460, 64, 420, 500, 1080)
    ripples(sheet, 460, 200)
