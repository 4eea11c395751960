"""C005: the great tree on the bank, from below."""

from __future__ import annotations

import numpy as np

from .curves import ridge, waver
from .foliage import clumps, crown, mass, wood
from .land import below, cumulus, hill, ripples, rock, wisp
from .pencil import FAR, FORM, OUTLINE
from .plants import flowers, limb, roots, sward, twigs, verge
from .sheet import Sheet


def tree(sheet: Sheet) -> None:
    """C005: the great tree from below, clouds between its boughs."""
    sheet.begin("sky")
    sheet.fill(sheet.whole, "sky")
    cumulus(sheet, 90, 640, 700, [70, 190, 330, 240, 290, 150, 60])
    sheet.begin("right cloud")
    cumulus(sheet, 1500, 1880, 640, [40, 130, 210, 130, 60])
    wisp(sheet, 560, 500, 330, 30)
    sheet.begin("hills")
    hill(
        sheet,
        [(-20, 842), (260, 812), (560, 850), (860, 826), (1300, 856), (1650, 816), (1940, 840)],
        "far-hill",
        8,
        folds=10,
    )
    wood(
        sheet,
        ridge([(-20, 884), (300, 872), (620, 896), (900, 880), (1300, 900), (1600, 872), (1940, 888)], sheet.rng, 6),
        "near-hill",
        22,
        FAR.times(1.2),
        3,
    )
    sheet.begin("lake")
    shore = waver([(-20, 918), (700, 914), (1300, 918), (1940, 914)], sheet.rng, 2, 120)
    sheet.fill(below(shore, 1100), "water")
    sheet.line(shore, FAR)
    sheet.begin("bank")
    crest = ridge([(-20, 990), (400, 972), (900, 952), (1300, 958), (1940, 1000)], sheet.rng, 3)
    sheet.fill(below(crest, 1100), "grass")
    sheet.line(crest, OUTLINE)
    mass(sheet, crown(sheet, (140, 930, 150, 64, 8, 44), (330, 958, 74, 30, 6, 24)), "foliage", 17, OUTLINE.times(0.85))
    sheet.begin("far crown")
    behind = crown(sheet, (560, 150, 260, 120, 10, 66), (1010, 40, 260, 110, 10, 60), (1400, 130, 240, 120, 10, 64))
    mass(sheet, behind, "foliage", 23, OUTLINE.times(0.8), 0.6)
    sheet.begin("trunk")
    boughs = [
        ([(1050, 470), (930, 350), (720, 290), (480, 270), (300, 210)], [96, 74, 54, 40, 22]),
        ([(1120, 440), (1280, 310), (1470, 260), (1660, 190), (1800, 150)], [100, 78, 58, 42, 24]),
        ([(1070, 440), (1010, 270), (910, 130), (860, -40)], [92, 68, 50, 36]),
    ]
    for spine, widths in boughs:
        limb(sheet, spine, widths)
    trunk = [(1090, 990), (1084, 820), (1074, 620), (1090, 440), (1134, 260), (1180, 90), (1210, -60)]
    limb(sheet, trunk, [304, 226, 200, 176, 128, 90, 70], bark=1.4)
    roots(sheet, 1090, 996, 290)
    limb(sheet, [(1110, 590), (1270, 490), (1440, 460), (1600, 400)], [70, 54, 40, 24])
    limb(sheet, [(1050, 680), (900, 585), (760, 545), (640, 470)], [58, 44, 32, 18])
    for start, heading, length, width in (
        ((560, 272), -2.2, 150, 14),
        ((1470, 260), -0.9, 180, 18),
        ((900, 150), -2.4, 160, 18),
        ((1290, 310), -1.3, 170, 18),
        ((1440, 458), -0.5, 150, 14),
        ((760, 545), 2.7, 150, 12),
    ):
        twigs(sheet, start, heading, length, width, FORM, 2)
    sheet.begin("crown")
    left = crown(sheet, (230, 120, 290, 140, 12, 76), (430, 330, 150, 66, 8, 44), (150, 350, 150, 66, 8, 42))
    right = crown(sheet, (1660, 100, 300, 140, 12, 76), (1700, 330, 190, 76, 9, 50), (1860, 220, 120, 120, 7, 54))
    middle = crown(sheet, (790, 30, 230, 96, 10, 56), (650, 140, 110, 56, 7, 36))
    top = crown(sheet, (1180, 66, 130, 56, 7, 36), (880, 120, 84, 40, 6, 26))
    for part in (left, right, middle, top):
        mass(sheet, part, "foliage", 23)
    sheet.begin("sprays")
    mass(sheet, clumps(sheet, 1330, 40, 190, 84, 9, 46), "foliage", 22)
    mass(sheet, clumps(sheet, 600, 500, 130, 50, 8, 32), "foliage", 20)
    mass(sheet, clumps(sheet, 1590, 420, 140, 50, 8, 34), "foliage", 20)
    sheet.begin("foot")
    rock(sheet, 1500, 1040, 230, 100)
    rock(sheet, 1660, 1056, 130, 52)
    flowers(sheet, 560, 1030, 150, 34, 24)
    flowers(sheet, 1790, 1040, 80, 24, 20)
    verge(sheet, crest, 26, 24)
    for x in np.arange(900, 1300, 26):
        verge(sheet, [(x, 1020), (x + 26, 1024)], 46, 24)
    sward(sheet, ("grass",), 800, 60, 170, 950, 1080)
    ripples(sheet, 800, 50)
