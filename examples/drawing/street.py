"""The village street: C009 and C010 up the slope at noon and dusk, C011 down the slope."""

from __future__ import annotations

import numpy as np

from .curves import ridge
from .foliage import clumps, crown, mass, wood
from .fronts import Row, bucket, casement, doorway, timbers
from .land import cumulus, hill
from .masonry import chimney
from .paving import shadow, slabs
from .pencil import FAR, FORM, OUTLINE
from .perspective import Camera, Frame
from .sheet import Sheet
from .street_lanterns import hanging, string


def street_floor(sheet: Sheet, camera: Camera, left, right, level) -> None:
    """Paving between two lines of places (x, z) m, from the near end to the far one, at the heights level(z)."""
    edges = [camera.page([(x, float(level(z)), z) for x, z in side]) for side in (left, right)]
    sheet.fill(np.vstack([edges[0], edges[1][::-1]]), "paving")
    sheet.line(np.vstack([edges[0][-1], edges[1][-1]]), FORM)


def up(sheet: Sheet) -> None:
    """C009, C010: up the street; a gabled house leads in from the left, hills close it."""
    camera = Camera(focal=1300, horizon=640, centre=1060, eye=1.7)
    rise = 0.07

    def level(z):
        return rise * np.asarray(z)

    def row(side, x, z, turn, long, deep, wall, high, gabled, over=0.7) -> Row:
        climb = rise * long * float(np.cos(turn))
        return Row(Frame(camera, x, z, rise * z, turn), side, long, deep, wall, high, climb, gabled, over)

    sheet.begin("sky")
    sheet.fill(sheet.whole, "sky")
    cumulus(sheet, 830, 1420, 400, [60, 170, 260, 190, 90])
    sheet.begin("hills")
    hill(sheet, [(600, 470), (900, 424), (1130, 452), (1500, 400), (1940, 470)], "far-hill", 8)
    wood(sheet, ridge([(560, 540), (900, 520), (1150, 552), (1500, 530)], sheet.rng, 6), "near-hill", 22, FAR, 3)
    sheet.begin("trees")
    mass(sheet, crown(sheet, (1120, 545, 74, 62, 7, 34), (1210, 575, 50, 40, 5, 24)), "foliage", 17)
    sheet.begin("paving")
    left = [(-7.4, 3.0), (-7.4, 7.0), (-5.0, 14.0), (-3.2, 20.0), (-1.0, 30.0)]
    right = [(5.6, 3.0), (5.6, 12.0), (5.0, 20.0), (5.0, 30.0)]
    street_floor(sheet, camera, left, right, level)
    slabs(sheet, camera, level, 3.2, 18, 7, -0.6)
    plan = [(-7.6, 2.9), (-2.9, 2.9), (-2.6, 7.4), (-1.5, 8.4), (0.3, 10.2), (-0.9, 12.4), (-0.6, 14.5), (0.9, 16.5)]
    plan += [(1.2, 21.0), (2.0, 30.0), (-1.2, 30.0), (-3.3, 20.0), (-5.2, 14.0), (-7.6, 7.0)]
    shadow(sheet, camera.page([(x, float(level(z)), z) for x, z in plan]))
    sheet.begin("far left")
    far = row(-1, -3.7, 15.0, -0.30, 6.2, 6, 4.2, 2.6, False)
    far.walls(sheet, lit=False)
    for a in (0.9, 3.2):
        casement(sheet, far.front, (a, 2.6, a + 1.0, 3.6), (2, 2), 0.45)
    casement(sheet, far.front, (0.9, 1.0, 2.0, 1.95), (2, 2), 0, False)
    doorway(sheet, far.front, 3.4, 4.4, 0.3, 1.7)
    far.roof(sheet)
    chimney(sheet, far.frame, -3.4, 2.6, 6.0, 7.7, 0.8, 1)
    sheet.begin("right back")
    back = row(1, 3.9, 14.6, 0.16, 6.0, 6, 3.7, 2.6, True)
    back.walls(sheet)
    casement(sheet, back.front, (0.9, 1.2, 2.0, 2.3), (2, 2), 0.5)
    doorway(sheet, back.front, 3.4, 4.5, 0.25, 1.9)
    timbers(sheet, back.front, [((0, 3.7), (6.0, 3.7)), ((3, 3.7), (3, 6.0))], 0.26)
    back.roof(sheet)
    sheet.begin("gabled house")
    lead = row(-1, -6.3, 8.4, -0.36, 6.2, 6, 3.6, 2.7, True, 0.6)
    lead.walls(sheet, lit=False)
    posts = [((a, 0.5), (a, 3.6)) for a in (0.12, 2.05, 4.1, 6.08)]
    timbers(sheet, lead.front, [*posts, ((0, 3.6), (6.2, 3.6)), ((3.1, 3.7), (3.1, 5.9))], 0.24)
    timbers(sheet, lead.front, [((1.2, 3.7), (2.3, 5.2)), ((5.0, 3.7), (3.9, 5.2))], 0.22)
    casement(sheet, lead.front, (0.55, 1.3, 1.65, 2.6), (2, 3), 0)
    doorway(sheet, lead.front, 2.5, 3.6, 0.3, 2.0)
    casement(sheet, lead.front, (4.6, 1.5, 5.7, 2.7), (2, 3), 0)
    lead.roof(sheet)
    sheet.begin("near right")
    near = row(1, 4.4, 4.6, 0.0, 8.6, 6, 5.0, 2.0, False, 0.9)
    near.walls(sheet, 0.6)
    timbers(sheet, near.front, [((0, 2.9), (8.6, 2.9)), ((8.48, 0.6), (8.48, 5.0))], 0.26)
    casement(sheet, near.front, (5.4, 3.4, 6.4, 4.5), (2, 3), 0.5)
    casement(sheet, near.front, (2.5, 3.4, 3.5, 4.5), (2, 3), 0.5)
    doorway(sheet, near.front, 5.9, 7.0, 0.5, 1.9)
    casement(sheet, near.front, (3.0, 1.3, 4.6, 2.4), (3, 2), 0, False)
    near.roof(sheet)
    sheet.begin("lanterns")
    string(sheet, camera, (-4.3, 4.6, 12.5), (4.4, 5.1, 11.6), 7, 0.8, 0.5)
    hanging(sheet, *camera.page([(3.6, 3.5, 11.4)])[0], 66)
    sheet.begin("tubs")
    for x, z, half in ((3.75, 7.6, 60), (3.75, 9.0, 46)):
        px, py = camera.page([(x, rise * z, z)])[0]
        bucket(sheet, px, py, half, 1.5 * half)


def down(sheet: Sheet) -> None:
    """C011: down the street, over the lower roofs to the hills."""
    camera = Camera(focal=1350, horizon=430, centre=900, eye=1.7)
    fall = -0.13

    def level(z):
        return fall * np.asarray(z)

    def row(side, x, z, turn, long, deep, wall, high, gabled, over=0.7) -> Row:
        climb = fall * long * float(np.cos(turn))
        return Row(Frame(camera, x, z, fall * z, turn), side, long, deep, wall, high, climb, gabled, over)

    sheet.begin("sky")
    sheet.fill(sheet.whole, "sky")
    cumulus(sheet, 460, 1120, 290, [50, 150, 210, 160, 80])
    sheet.begin("hills")
    hill(sheet, [(-20, 330), (500, 372), (900, 318), (1300, 366), (1940, 310)], "far-hill", 8)
    wood(
        sheet,
        ridge([(-20, 440), (500, 424), (980, 448), (1400, 420), (1940, 440)], sheet.rng, 7),
        "near-hill",
        24,
        FAR,
        5,
    )
    sheet.begin("lower houses")
    for x, z, turn in ((-6.5, 44, -0.5), (3.2, 40, 0.5), (-3.0, 34, -0.45)):
        low = row(1 if turn > 0 else -1, x, z, turn, 6.5, 6, 2.8, 2.6, False)
        low.walls(sheet, 0)
        low.roof(sheet, 0.5)
    mass(sheet, crown(sheet, (760, 700, 130, 56, 7, 40), (1010, 690, 110, 50, 6, 36)), "foliage", 18)
    sheet.begin("paving")
    left = [(-6.0, 2.6), (-6.0, 8.0), (-5.6, 14.0), (-3.2, 24.0)]
    right = [(6.0, 2.6), (6.0, 8.0), (5.4, 14.0), (1.6, 24.0)]
    street_floor(sheet, camera, left, right, level)
    slabs(sheet, camera, level, 2.7, 17, 6, 0)
    plan = [(-5.2, 2.6), (-0.9, 2.6), (-0.7, 5.0), (0.4, 6.0), (0.3, 12.6), (-1.4, 13.4), (-0.6, 15.0), (0.2, 20.0)]
    plan += [(-0.4, 24.0), (-3.1, 24.0), (-4.4, 14.0), (-4.6, 8.0)]
    shadow(sheet, camera.page([(x, float(level(z)), z) for x, z in plan]))
    sheet.begin("left")
    back = row(-1, -4.1, 14.5, -0.12, 6.5, 6, 3.2, 2.7, False)
    back.walls(sheet, lit=False)
    for a in (0.9, 4.2):
        casement(sheet, back.front, (a, 1.2, a + 1.1, 2.2), (2, 2), 0)
    back.roof(sheet)
    chimney(sheet, back.frame, -3.4, 2.6, 5.0, 6.7, 0.8, 1)
    near = row(-1, -4.5, 4.4, 0.0, 7.6, 6, 4.2, 2.4, False, 0.8)
    near.walls(sheet, 0.6, lit=False)
    timbers(sheet, near.front, [((0, 2.6), (7.6, 2.6)), ((7.48, -0.3), (7.48, 4.2))], 0.24)
    casement(sheet, near.front, (4.6, 0.7, 5.8, 1.9), (2, 3), 0.5)
    doorway(sheet, near.front, 2.0, 3.1, -0.2, 2.0)
    near.roof(sheet)
    sheet.begin("right")
    end = row(1, 4.0, 15.0, 0.22, 6.5, 6, 3.2, 2.7, True)
    end.walls(sheet)
    casement(sheet, end.front, (1.0, 0.9, 2.1, 2.0), (2, 2), 0.5)
    doorway(sheet, end.front, 3.6, 4.6, -0.5, 1.9)
    timbers(sheet, end.front, [((0, 3.2), (6.5, 3.2)), ((3.25, 3.2), (3.25, 5.6))], 0.26)
    end.roof(sheet)
    by = row(1, 4.5, 5.0, 0.05, 8.0, 6, 4.0, 2.5, False, 0.8)
    by.walls(sheet, 0.6)
    timbers(sheet, by.front, [((0, 2.5), (8.0, 2.5)), ((7.88, -0.3), (7.88, 4.0))], 0.24)
    casement(sheet, by.front, (3.0, 0.8, 4.2, 2.0), (2, 3), 0.5)
    casement(sheet, by.front, (5.8, 0.5, 7.0, 1.7), (2, 3), 0.5)
    by.roof(sheet)
    sheet.begin("tubs")
    for x, z, half in ((3.7, 6.2, 74), (-3.9, 10.5, 46)):
        px, py = camera.page([(x, fall * z, z)])[0]
        bucket(sheet, px, py, half, 1.5 * half)
    mass(sheet, clumps(sheet, 120, 980, 120, 70, 6, 44), "foliage", 18, OUTLINE)
