"""C002: the boathouse, near, from the jetty."""

from __future__ import annotations

import numpy as np

from .building import Gabled, board, door, planking, shutter, window
from .curves import ridge, spline, waver
from .foliage import crown, fir, mass, wood
from .land import below, cumulus, hill, reflection, ripples, rock, wisp
from .pencil import DETAIL, FAR, FORM, INNER, OUTLINE
from .perspective import Camera, Face, Frame
from .plants import flowers, limb, reeds, sward
from .sheet import Sheet
from .timber import boat, jetty, post


def close(sheet: Sheet) -> None:
    """C002: the boathouse, near, from the jetty."""
    camera = Camera(focal=1500, horizon=545, centre=960, eye=2.25)
    sheet.begin("sky")
    sheet.fill(sheet.whole, "sky")
    cumulus(sheet, 90, 520, 300, [40, 120, 190, 150, 210, 110, 50])
    wisp(sheet, 1440, 180, 330, 26)
    sheet.begin("hills")
    hill(sheet, [(-20, 430), (150, 392), (420, 440), (700, 404), (1000, 430)], "far-hill", 8)
    sheet.begin("wood")
    wood(
        sheet, ridge([(-30, 470), (200, 488), (460, 520), (640, 540)], sheet.rng, 6), "near-hill", 24, FAR.times(1.1), 4
    )
    shore = waver([(-20, 552), (400, 556), (1940, 556)], sheet.rng, 1.5, 120)
    sheet.begin("water")
    sheet.fill(below(shore, 1100), "water")
    sheet.line(shore, FAR)
    sheet.begin("bank")
    edge = spline([(1940, 905), (1700, 880), (1560, 830), (1330, 760), (1180, 690), (900, 640), (760, 600), (740, 566)])
    sheet.fill(np.vstack([edge, [[2000, 540]]]), "grass")
    sheet.line(edge, OUTLINE)
    sheet.begin("trees behind")
    for x, foot, tall in ((560, 566, 190), (622, 572, 250), (502, 562, 120)):
        fir(sheet, x, foot, tall, OUTLINE.times(0.85), material="near-hill")
    mass(sheet, crown(sheet, (1690, 300, 250, 240, 11, 105), (1850, 560, 150, 150, 7, 80)), "foliage", 26)
    limb(sheet, [(1640, 790), (1652, 660), (1640, 540)], [64, 50, 44], OUTLINE)
    mass(sheet, crown(sheet, (1640, 470, 130, 74, 8, 48), (1800, 712, 150, 84, 8, 52)), "foliage", 23)

    sheet.begin("deck")
    base = Frame(camera, 1.25, 9.2, 0.75, 0.72)
    deck = Face(base, (-1.5, -1.25, 0), (1, 0, 0), (0, 1, 0))
    for u, v in ((-1.4, 7.0), (-1.4, 4.4), (-1.4, 1.8), (-1.4, -1.1), (1.2, -1.1), (3.6, -1.1), (5.9, -1.1)):
        x, _, z = base.world((u, v, 0))[0]
        post(sheet, camera, x, z, 0, 0.7, 0.24, "beam")
    board(sheet, Face(base, (-1.5, -1.25, -0.2), (0, 1, 0)).box(0, 0, 8.4, 0.2))
    board(sheet, Face(base, (-1.5, -1.25, -0.2), (1, 0, 0)).box(0, 0, 7.6, 0.2))
    floor = sheet.shape(deck.box(0, 0, 7.6, 8.4), "deck")
    planking(sheet, deck, 0, 0, 7.6, 8.4, 0.3, mask=floor, share=1.0)

    sheet.begin("boathouse")
    house = Gabled(base, 4.7, 6.6, 2.75, 4.95, over=0.5)
    house.walls(sheet, "planks")
    front, side = house.gable, house.flank
    planking(sheet, side, 0, 0, house.length, house.wall, 0.27, share=0.95)
    gable = sheet.mask(house.gable_end)
    planking(sheet, front, 0, 0, house.width, house.wall - 0.1, 0.27, mask=gable, share=0.95)
    planking(sheet, front, 0, house.wall + 0.1, house.width, house.ridge, 0.24, upright=False, mask=gable)
    board(sheet, front.box(0, house.wall - 0.1, house.width, house.wall + 0.1))
    for a in (0.0, house.width - 0.18):
        board(sheet, front.box(a, 0, a + 0.18, house.wall - 0.1), material="beam")
    board(sheet, side.box(0, 0, 0.18, house.wall), material="beam")
    door(sheet, front, 1.3, 0.02, 3.3, 2.3, 9, "door")
    sheet.straight(front.at((2.3, 0.02), (2.3, 2.3)), OUTLINE)
    window(sheet, front, 1.85, 3.1, 2.85, 3.95, 2, 2, 0.13)
    window(sheet, side, 1.15, 0.95, 2.95, 2.2, 3, 2, 0.14)
    window(sheet, side, 4.3, 0.95, 5.7, 2.2, 2, 2, 0.14)
    for a in (0.55, 3.05):
        shutter(sheet, side, a, 0.93, a + 0.55, 2.22)
    sheet.begin("roof")
    house.roof(sheet, 0.34, 0.22)
    sheet.begin("things")
    box = Face(base, (-0.3, 0, 0), (0, 1, 0))
    petals = box.at((2.05, 0.98))[0]
    flowers(sheet, *petals, 92, 22, 15)
    sheet.shape(box.box(1.2, 0.6, 2.9, 0.82), "planks")
    barrel(sheet, base, 4.45, -0.45)
    barrel(sheet, base, 4.0, -0.75)
    lamp(sheet, front, 3.85, 2.1)

    sheet.begin("jetty")
    end = base.world((-0.55, -1.3, 0))[0]
    jetty(sheet, camera, (-1.75, 2.6), (end[0] - 0.1, end[2] - 0.1), 1.7, 0.75, 0.24, 2.2, 0.6, 0.22)
    sheet.begin("front")
    rock(sheet, 1490, 1000, 210, 96)
    rock(sheet, 1640, 1018, 120, 60)
    reeds(sheet, 1560, 1930, 1050, 260, 7)
    reeds(sheet, -30, 190, 1000, 210, 5)
    boat(sheet, Frame(camera, -5.2, 10.6, 0.0, 0.2), 3.6, 1.35)
    sward(sheet, ("grass",), 545, 70, 120, 580, 1080)
    for x, top in ((700, 760), (870, 830), (1120, 900), (1330, 880)):
        reflection(sheet, x, top, 70, 40)
    ripples(sheet, 545, 80)


def barrel(sheet: Sheet, frame: Frame, u: float, v: float) -> None:
    """A water barrel on the deck, 0.85 m high."""
    x, y, z = frame.world((u, v, 0))[0]
    turn = np.linspace(0, 2 * np.pi, 41)

    def hoop(high: float, radius: float) -> np.ndarray:
        return frame.camera.page(
            np.column_stack([x + radius * np.cos(turn), np.full(41, y + high), z + radius * np.sin(turn)])
        )

    levels = [(0.0, 0.25), (0.2, 0.3), (0.42, 0.32), (0.65, 0.3), (0.85, 0.25)]
    rims = [hoop(*level) for level in levels]
    right, left = (spline([rim[k] for rim in rims], 2) for k in (0, 20))
    body = np.vstack([left, rims[-1][20::-1], right[::-1], rims[0][40:19:-1]])
    mask = sheet.fill(body, "planks")
    for line in (left, right, rims[0][20:], rims[-1]):
        sheet.line(line, OUTLINE)
    with sheet.within(mask):
        for high in (0.16, 0.22, 0.62, 0.68):
            sheet.line(hoop(high, np.interp(high, *np.array(levels).T))[20:], INNER)
        for k in range(22, 40, 3):
            sheet.stroke(spline([rim[k] for rim in rims], 2), DETAIL)


def lamp(sheet: Sheet, face: Face, a: float, b: float) -> None:
    """A lantern on an iron arm; too small to be a region."""
    arm = face.at((a, b), (a + 0.02, b + 0.12), (a + 0.16, b + 0.16), (a + 0.24, b + 0.08))
    sheet.stroke(spline(arm, 1), OUTLINE)
    for box in ((a + 0.16, b - 0.26, a + 0.32, b), (a + 0.13, b, a + 0.35, b + 0.05)):
        corners = face.box(*box)
        sheet.erase(sheet.mask(corners))
        for k in range(4):
            sheet.straight(corners[[k, (k + 1) % 4]], FORM)
