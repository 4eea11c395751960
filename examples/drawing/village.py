"""C006: the farmhouse on its terrace."""

from __future__ import annotations

import numpy as np

from .building import Gabled, board, door, planking, shutter, window
from .curves import ridge, spline
from .foliage import clumps, crown, fir, mass, wood
from .land import below, cumulus, hill, rock, track, wisp
from .masonry import Ribbon, chimney, pier, retaining, steps, stones
from .pencil import FAR, FORM, OUTLINE
from .perspective import Camera, Frame
from .plants import flowers, limb, roots, sward, verge
from .sheet import Sheet
from .timber import fence


def farmhouse(sheet: Sheet, house: Gabled, footing: float = 0.7, tile: float = 0.3, stack: bool = True) -> None:
    """Plaster on a stone footing, timber framing in the gable, windows with shutters, tiles, a chimney."""
    front, side = house.gable, house.flank
    house.walls(sheet, "wall", "wall-shade")
    foot = sheet.shape(side.box(0, 0, house.length, footing), "masonry", FORM)
    stones(sheet, side.at, 0, 0, house.length, footing, 0.3, foot)
    foot = sheet.shape(front.box(0, 0, house.width, footing), "masonry", FORM)
    stones(sheet, front.at, 0, 0, house.width, footing, 0.3, foot)
    middle, beam = house.width / 2, 0.2
    gable = [(0.0, house.wall), (middle, house.ridge), (house.width, house.wall)]
    mask = sheet.fill(front.at(*gable), "planks")
    planking(sheet, front, 0, house.wall, house.width, house.ridge, 0.26, mask=mask)
    board(sheet, front.box(0, house.wall - beam / 2, house.width, house.wall + beam / 2), material="beam")
    board(sheet, front.box(0, footing, house.width, footing + beam), FORM, "beam")
    for a in (0.0, house.width - beam):
        board(sheet, front.box(a, footing, a + beam, house.wall), material="beam")
    for a in (0.0, house.length - beam):
        board(sheet, side.box(a, footing, a + beam, house.wall), material="beam")
    board(sheet, side.box(0, house.wall - beam, house.length, house.wall), FORM, "beam")
    window(sheet, front, middle - 0.6, house.wall + 0.45, middle + 0.6, house.wall + 1.45, 2, 2, 0.12)
    count = max(2, int(house.length / 2.9))
    for k in range(count):
        a = house.length * (k + 0.5) / count
        window(sheet, side, a - 0.55, footing + 0.55, a + 0.55, footing + 1.75, 2, 3, 0.11)
        shutter(sheet, side, a - 1.1, footing + 0.53, a - 0.6, footing + 1.77)
        shutter(sheet, side, a + 0.6, footing + 0.53, a + 1.1, footing + 1.77)
    door(sheet, front, middle - 0.55, 0.02, middle + 0.5, 2.1, material="door")
    for a in (0.95, house.width - 0.95):
        window(sheet, front, a - 0.42, footing + 0.6, a + 0.42, footing + 1.7, 2, 3, 0.1)
    house.roof(sheet, tile, 0.24)
    if stack:
        u = house.width * (0.32 if house.side < 0 else 0.5)
        chimney(
            sheet, house.frame, u, house.length * 0.6, house.ridge - 0.9, house.ridge + 0.75, 0.8, house.side, "masonry"
        )


def house(sheet: Sheet) -> None:
    """C006: the farmhouse on its terrace; path and steps lead up to it."""
    camera = Camera(focal=1500, horizon=640, centre=960, eye=1.6)
    sheet.begin("sky")
    sheet.fill(sheet.whole, "sky")
    cumulus(sheet, 330, 760, 330, [40, 150, 230, 160, 200, 80])
    wisp(sheet, 1440, 120, 360, 28)
    sheet.begin("hills")
    hill(sheet, [(-20, 352), (200, 320), (460, 400), (760, 372), (1200, 420), (1940, 340)], "far-hill", 9)
    wood(
        sheet, ridge([(-30, 420), (240, 462), (520, 520), (800, 548)], sheet.rng, 7), "near-hill", 22, FAR.times(1.1), 5
    )
    sheet.begin("slope")
    crest = ridge([(-20, 618), (300, 580), (700, 552), (1300, 540), (1620, 500), (1940, 430)], sheet.rng, 3)
    sheet.fill(below(crest, 1100), "meadow")
    sheet.line(crest, OUTLINE.times(0.85))
    sheet.begin("firs")
    for x, foot, tall in (
        (1500, 535, 300),
        (1580, 522, 380),
        (1665, 510, 330),
        (1745, 500, 420),
        (1830, 490, 360),
        (1905, 470, 400),
        (1540, 540, 220),
        (1705, 520, 250),
    ):
        fir(sheet, x, foot, tall, OUTLINE.times(0.8), 0.22)
    sheet.begin("orchard")
    limb(sheet, [(560, 590), (552, 530), (566, 480)], [26, 20, 16], FORM)
    mass(sheet, clumps(sheet, 560, 440, 96, 76, 8, 44), "foliage", 18, OUTLINE.times(0.9))
    limb(sheet, [(330, 606), (326, 548), (336, 500)], [26, 20, 16], FORM)
    mass(sheet, clumps(sheet, 334, 462, 84, 66, 7, 40), "foliage", 18, OUTLINE.times(0.9))
    sheet.begin("house")
    home = Gabled(Frame(camera, 1.0, 17.0, 2.45, 0.6), 6.4, 9.0, 3.0, 5.7, over=0.55)
    farmhouse(sheet, home)
    sheet.begin("by the house")
    mass(sheet, clumps(sheet, 1420, 520, 74, 52, 6, 34), "foliage", 17)
    mass(sheet, clumps(sheet, 706, 540, 62, 34, 6, 24), "foliage", 16)
    sheet.begin("walls")
    left = Ribbon.through(camera, [(-16, 17.5), (-10, 14.4), (-5.5, 13.0), (-2.6, 12.5)], [1.3, 1.1, 1.0, 0.95])
    right = Ribbon.through(camera, [(-0.8, 12.4), (3.5, 12.2), (7.5, 13.2), (12, 15.5)], [0.95, 0.95, 1.1, 1.6])
    sheet.begin("steps")
    steps(sheet, Frame(camera, -2.6, 12.1, 0.9, 0.02), 1.9, 7, 0.19, 0.3, "masonry")
    sheet.begin("left wall")
    retaining(sheet, left, (1.35, 1.4), 0.34, material="masonry")
    sheet.begin("right wall")
    retaining(sheet, right, (1.4, 1.25), 0.34, material="masonry")
    pier(sheet, Frame(camera, -3.15, 11.9, 0.85, 0.03), 0.55, 1.75, 1, "masonry")
    pier(sheet, Frame(camera, -0.85, 11.8, 0.85, 0.03), 0.55, 1.75, -1, "masonry")
    sheet.begin("on the wall")
    for x, y, rx in ((420, 566, 70), (1240, 560, 84), (1640, 558, 60)):
        flowers(sheet, x, y, rx, 15, 13)
    mass(sheet, clumps(sheet, 1470, 560, 60, 26, 5, 20), "foliage", 14)

    def up(points) -> np.ndarray:
        return spline(camera.page(points))

    sheet.begin("path")
    track(
        sheet,
        up([(-3.9, -0.05, 3.6), (-2.8, 0.1, 5.2), (-3.0, 0.42, 8), (-3.2, 0.75, 10.4), (-2.6, 0.9, 12.1)]),
        up([(-0.3, -0.05, 3.6), (-0.6, 0.1, 5.2), (-1.4, 0.42, 8), (-1.3, 0.75, 10.4), (-0.7, 0.9, 12.1)]),
        blade=30,
    )
    sheet.begin("front")
    rock(sheet, 1180, 916, 170, 84)
    rock(sheet, 1300, 930, 96, 44)
    rock(sheet, 300, 850, 110, 52)
    fence(sheet, camera, [(2.3, 5.2), (3.6, 6.6), (5.2, 8.2), (7.2, 10.2)], 1.05, 2, [0.1, 0.25, 0.45, 0.75])
    flowers(sheet, 1380, 1016, 130, 40, 24)
    flowers(sheet, 960, 782, 66, 16, 13)
    flowers(sheet, 1480, 880, 90, 22, 16)
    sheet.begin("tree")
    limb(sheet, [(86, 1008), (96, 800), (60, 560), (84, 320), (70, 100)], [128, 104, 92, 80, 60])
    roots(sheet, 90, 1010, 130)
    limb(sheet, [(66, 520), (160, 400), (270, 330)], [52, 38, 22])
    mass(
        sheet,
        crown(sheet, (60, 80, 240, 150, 10, 84), (270, 190, 120, 84, 8, 48), (300, 316, 80, 40, 6, 26)),
        "foliage",
        24,
    )
    sheet.begin("grass")
    verge(sheet, [(0, 1018), (180, 1016)], 44, 13)
    sward(sheet, ("meadow",), 600, 70, 330, 620, 1080)
