"""C034 and C035: at the water's edge, the jetty's end with its lantern and the boat on the grass."""

from __future__ import annotations

import numpy as np

from .building import board
from .curves import ridge, spline, waver
from .foliage import crown, fir, mass, wood
from .land import below, cumulus, hill, reflection, ripples, rock, wisp
from .pencil import FAR, FORM, INNER, OUTLINE
from .perspective import Camera, Frame
from .plants import flowers, limb, reeds, roots, sward, verge
from .sheet import Sheet
from .timber import boat, jetty, post


def lantern(sheet: Sheet, x: float, y: float, size: float) -> None:
    """A lantern of `size` px with its hook at (x, y): cap, panes, foot."""
    wide, high = 0.32 * size, 0.56 * size
    sheet.line([(x, y), (x, y + 0.2 * size)], FORM)
    top = y + 0.34 * size
    panes = np.array([(x - wide, top), (x + wide, top), (x + 0.8 * wide, top + high), (x - 0.8 * wide, top + high)])
    sheet.shape(panes, "lantern", FORM)
    sheet.stroke([(x, top), (x, top + high)], INNER)
    cap = [
        (x - 1.2 * wide, top),
        (x - 0.4 * wide, y + 0.18 * size),
        (x + 0.4 * wide, y + 0.18 * size),
        (x + 1.2 * wide, top),
    ]
    sheet.shape(cap, "beam", OUTLINE)
    low = top + high
    sheet.shape([(x - wide, low), (x + wide, low), (x + wide, low + 9), (x - wide, low + 9)], "beam", FORM)


def jetty_end(sheet: Sheet) -> None:
    """C034: along the jetty to its end, where the lantern burns."""
    camera = Camera(focal=1500, horizon=470, centre=960, eye=2.2)
    sheet.begin("sky")
    sheet.fill(sheet.whole, "sky")
    cumulus(sheet, 140, 860, 392, [40, 130, 220, 170, 260, 200, 90, 40])
    cumulus(sheet, 1420, 1800, 330, [30, 110, 160, 90, 40])
    wisp(sheet, 930, 120, 380, 26)
    sheet.begin("hills")
    hill(sheet, [(-20, 420), (280, 392), (640, 426), (980, 380), (1260, 330), (1560, 372), (1940, 318)], "far-hill", 8)
    skyline = ridge([(-30, 372), (160, 400), (380, 448), (560, 476)], sheet.rng, 6)
    wood(sheet, skyline, "near-hill", 20, FAR, 4)
    skyline = ridge([(1180, 474), (1400, 446), (1660, 400), (1950, 366)], sheet.rng, 7)
    wood(sheet, skyline, "near-hill", 22, FAR, 4)
    sheet.begin("water")
    shore = waver([(-20, 482), (700, 480), (1300, 482), (1940, 480)], sheet.rng, 1.5, 150)
    sheet.fill(below(shore, 1100), "water")
    sheet.line(shore, FAR)
    sheet.begin("boat")
    boat(sheet, Frame(camera, 2.5, 8.3, 0.0, 0.16), 3.3, 1.2)
    sheet.begin("jetty")
    jetty(sheet, camera, (-1.5, 3.0), (1.2, 13.0), 2.0, 0.6, 0.24, 2.5, 0.5, 0.2)
    sheet.begin("lantern")
    foot, top = camera.page([(2.35, 0.0, 12.2), (2.35, 4.1, 12.2)])
    post(sheet, camera, 2.35, 12.2, -0.02, 4.1, 0.22, "beam")
    x, y = top + (0, 26)
    board(sheet, np.array([(x, y), (x - 128, y - 6), (x - 128, y + 7), (x, y + 11)]), OUTLINE, "beam")
    board(sheet, np.array([(x, y + 62), (x - 62, y + 6), (x - 50, y + 2), (x, y + 46)]), FORM, "beam")
    lantern(sheet, x - 112, y + 6, 92)
    reflection(sheet, foot[0] - 112, 720, 150, 44)
    sheet.begin("reeds")
    reeds(sheet, 1690, 1960, 1010, 250, 6)
    for at in (200, 640, 1360):
        reflection(sheet, at, 492, 34, 30)
    ripples(sheet, 470, 120)


def boat_ashore(sheet: Sheet) -> None:
    """C035: the boat drawn up on the grass, the lake behind it."""
    camera = Camera(focal=1500, horizon=392, centre=960, eye=2.1)
    sheet.begin("sky")
    sheet.fill(sheet.whole, "sky")
    cumulus(sheet, 520, 1180, 300, [40, 130, 90, 200, 150, 210, 110, 40])
    wisp(sheet, 150, 120, 360, 24)
    sheet.begin("hills")
    hill(sheet, [(-20, 316), (300, 280), (660, 330), (1000, 344), (1400, 302), (1940, 330)], "far-hill", 8)
    wood(sheet, ridge([(-30, 250), (220, 300), (480, 364), (640, 400)], sheet.rng, 7), "near-hill", 22, FAR, 4)
    sheet.begin("water")
    shore = waver([(-20, 404), (700, 402), (1300, 405), (1940, 402)], sheet.rng, 1.5, 150)
    sheet.fill(below(shore, 1100), "water")
    sheet.line(shore, FAR)
    sheet.begin("headland")
    point = spline([(1180, 424), (1320, 438), (1500, 436), (1700, 450), (1940, 462)])
    crest = ridge([(1180, 424), (1400, 410), (1940, 400)], sheet.rng, 1.5)
    sheet.fill(np.vstack([crest, point[::-1]]), "grass")
    sheet.line(point, OUTLINE)
    for at, foot, tall in ((1330, 424, 150), (1392, 428, 210), (1452, 426, 170), (1512, 430, 120)):
        fir(sheet, at, foot, tall, FORM, material="near-hill")
    mass(sheet, crown(sheet, (1690, 366, 130, 76, 8, 44), (1860, 380, 110, 70, 6, 44)), "foliage", 17, OUTLINE)
    sheet.begin("far jetty")
    jetty(sheet, camera, (-13.0, 19.0), (-4.2, 17.4), 1.5, 0.55)
    sheet.begin("bank")
    rim = [(-40, 640), (180, 600), (430, 612), (640, 660), (900, 640), (1180, 590), (1460, 566), (1940, 530)]
    rim = waver(spline(rim), sheet.rng, 3, 70)
    sheet.fill(below(rim, 1100), "grass")
    sheet.line(rim, OUTLINE)
    sheet.begin("tree")
    limb(sheet, [(1716, 900), (1700, 720), (1738, 520), (1716, 300), (1730, 100)], [150, 116, 104, 92, 66])
    roots(sheet, 1716, 904, 146)
    limb(sheet, [(1712, 470), (1610, 320), (1530, 170)], [56, 40, 22])
    sheet.begin("crown")
    leaves = crown(sheet, (1700, 60, 260, 130, 10, 82), (1460, 120, 150, 92, 8, 54), (1890, 200, 110, 100, 6, 50))
    mass(sheet, leaves, "foliage", 22)
    sheet.begin("boat")
    boat(sheet, Frame(camera, -2.55, 6.5, 0.0, 0.3), 4.3, 1.5, 0.5)
    sheet.begin("front")
    rock(sheet, 1290, 760, 150, 80)
    rock(sheet, 1392, 776, 86, 40)
    rock(sheet, 210, 730, 140, 70)
    reeds(sheet, 1130, 1330, 652, 140, 5)
    reeds(sheet, -20, 150, 690, 170, 5)
    flowers(sheet, 1480, 1000, 150, 40, 22)
    flowers(sheet, 300, 1004, 180, 44, 24)
    verge(sheet, rim, 30, 24)
    verge(sheet, [(560, 930), (1150, 880)], 34, 15)
    verge(sheet, [(1630, 906), (1800, 908)], 36, 14)
    sward(sheet, ("grass",), 392, 62, 240, 560, 1080)
    ripples(sheet, 392, 90)
