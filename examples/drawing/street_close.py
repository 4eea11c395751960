"""Close by in the village street: C012 a door, C013 a window, C014 the flower stall, C015 the well."""

from __future__ import annotations

import itertools

import numpy as np

from .building import board, courses, planking
from .curves import ridge, spline, waver
from .foliage import crown, mass, wood
from .fronts import Row, bucket, casement, doorway, flower_box, ivy, leaf, timbers
from .land import cumulus
from .masonry import stones
from .paving import shadow, slabs
from .pencil import DETAIL, FAR, FORM, OUTLINE
from .perspective import Camera, Face, Frame
from .sheet import Sheet
from .street_lanterns import hanging


def _wall(sheet: Sheet, frame: Frame, long: float, high: float, footing: float = 0.6) -> Face:
    """A plain plaster wall across the picture on a stone footing, the paving before it; gives its face."""
    camera = frame.camera
    sheet.fill(sheet.whole, "wall")
    face = Face(frame, (0, 0, 0), (1, 0, 0))
    foot = face.at((0, 0), (long, 0))
    sheet.fill(np.vstack([foot, [[sheet.width + 40, sheet.height + 40], [-40, sheet.height + 40]]]), "paving")
    sheet.line(foot, OUTLINE)
    slabs(sheet, camera, lambda z: 0 * z, 2.4, frame.z + 0.4, 6, 0.0, 0.55)
    if footing:
        mask = sheet.shape(face.box(0, 0, long, footing), "rock", OUTLINE)
        stones(sheet, face.at, 0, 0, long, footing, 0.3, mask)
    return face


def door(sheet: Sheet) -> None:
    """C012: the door, a lantern beside it, tubs of flowers on the step's two sides."""
    camera = Camera(focal=1500, horizon=560, centre=960, eye=1.45)
    sheet.begin("wall")
    face = _wall(sheet, Frame(camera, -5.0, 5.6, 0.0, -0.05), 11, 4)
    shadow(
        sheet,
        np.array([(-40, -40), (1960, -40), (1960, 196), (640, 190), (560, 420), (500, 800), (640, 1120), (-40, 1120)]),
    )
    timbers(sheet, face, [((0, 2.86), (11, 2.86))], 0.26)
    sheet.begin("door")
    doorway(sheet, face, 4.3, 5.55, 0.17, 2.05, 0.2)
    sheet.begin("window")
    casement(sheet, face, (6.9, 1.25, 8.1, 2.45), (2, 3), 0.0, True, 0.1)
    sheet.begin("ivy")
    ivy(sheet, crown(sheet, (210, 330, 150, 210, 9, 62), (150, 640, 110, 160, 7, 50), (330, 140, 150, 90, 6, 44)), 20)
    sheet.begin("lantern")
    x, y = face.at((6.25, 2.35))[0]
    hanging(sheet, x - 40, y, 130, 70)
    sheet.begin("tubs")
    for a, half in ((3.4, 92), (6.35, 82)):
        x, y = face.at((a, -0.0))[0]
        bucket(sheet, x, y + 74, half, 1.4 * half)


def window(sheet: Sheet) -> None:
    """C013: the window, its shutters and the flower box."""
    camera = Camera(focal=1500, horizon=700, centre=930, eye=3.6)
    sheet.begin("wall")
    sheet.fill(sheet.whole, "wall")
    frame = Frame(camera, -3.6, 4.0, 0.0, 0.07)
    face = Face(frame, (0, 0, 0), (1, 0, 0))
    shadow(sheet, np.vstack([face.at((-1, 5.22), (9, 5.22)), [(1960, -40), (-40, -40)]]))
    shadow(sheet, face.at((2.75, 3.1), (2.95, 2.62), (5.0, 2.62), (5.2, 3.22), (4.6, 3.3)))
    timbers(sheet, face, [((-1, 5.35), (9, 5.35)), ((6.35, 1), (6.35, 6))], 0.3)
    sheet.begin("window")
    casement(sheet, face, (2.85, 3.4, 4.55, 5.05), (2, 3), 0, False, 0.1)
    for a in (1.95, 4.65):
        leaf(sheet, face, (a, 3.35, a + 0.8, 5.1), 4)
    sheet.begin("box")
    flower_box(sheet, face, 2.6, 3.22, 4.8)
    sheet.begin("ivy")
    ivy(sheet, crown(sheet, (110, 800, 190, 220, 9, 80), (70, 480, 110, 160, 7, 60), (330, 1010, 190, 90, 7, 60)), 24)


def market(sheet: Sheet) -> None:
    """C014: the flower seller's stall under its striped awning."""
    camera = Camera(focal=1350, horizon=560, centre=560, eye=1.65)
    sheet.begin("sky")
    sheet.fill(sheet.whole, "sky")
    cumulus(sheet, 40, 620, 300, [60, 160, 220, 140])
    sheet.begin("trees")
    wood(sheet, ridge([(-30, 520), (300, 500), (900, 530)], sheet.rng, 6), "near-hill", 24, FAR, 2)
    mass(sheet, crown(sheet, (150, 440, 190, 130, 9, 66), (430, 500, 150, 80, 8, 52)), "foliage", 24)
    sheet.begin("paving")
    sheet.fill([(-40, 596), (1960, 596), (1960, 1120), (-40, 1120)], "paving")
    sheet.line([(-10, 596), (900, 596)], FORM)
    slabs(sheet, camera, lambda z: 0 * z, 2.9, 14, 7, 1.0)
    sheet.begin("house")
    house = Row(Frame(camera, 5.2, 4.4, 0.0, 0.62), 1, 9.0, 6, 7.4, 2.4, 0, False, 0.8)
    house.walls(sheet, 0.6)
    front = house.front
    shadow(sheet, front.at((1.9, 2.7), (2.2, 0.0), (7.0, 0.0), (6.6, 2.7)))
    shadow(sheet, Face(house.frame, (0, 0, 0), (0, 1, 0), (-1, 0, 0)).at((1.9, 0), (2.4, 2.1), (7.2, 1.9), (7.2, 0)))
    timbers(sheet, front, [((0, 3.2), (9.0, 3.2)), ((8.86, 0.6), (8.86, 7.4))], 0.28)
    doorway(sheet, front, 6.9, 8.0, 0.17, 2.1)
    casement(sheet, front, (2.6, 1.3, 4.8, 2.5), (4, 2), 0, False)
    casement(sheet, front, (3.2, 3.7, 4.4, 4.9), (2, 3), 0.55, False)
    casement(sheet, front, (6.6, 3.7, 7.8, 4.9), (2, 3), 0.55, False)
    sheet.begin("stall")
    out = 1.3
    counter = Face(house.frame, (-out, 0, 0), (0, 1, 0))
    _awning(sheet, house.frame, 1.6, 6.4, 2.25, 1.7)
    side = Face(house.frame, (-out, 2.0, 0), (1, 0, 0))
    mask = sheet.shape(side.box(0, 0, 0.7, 0.8), "planks", OUTLINE)
    planking(sheet, side, 0, 0, 0.7, 0.8, 0.27, upright=False, mask=mask)
    mask = sheet.shape(counter.box(2.0, 0, 5.9, 0.8), "planks", OUTLINE)
    planking(sheet, counter, 2.0, 0, 5.9, 0.8, 0.27, upright=False, mask=mask)
    for k, a in enumerate((5.4, 4.6, 3.7, 2.65)):
        sheet.begin(f"bunch {k}")
        x, y = counter.at((a, 0.8))[0]
        px = counter.px(a, 0.8)
        bucket(sheet, x, y, 0.30 * px, 0.34 * px)
    sheet.begin("poles")
    for a in (6.3, 1.7):
        board(sheet, Face(house.frame, (-1.7, 0, 0), (0, 1, 0)).box(a - 0.06, 0, a + 0.06, 1.95), OUTLINE)
    sheet.begin("by the stall")
    ivy(sheet, crown(sheet, (1850, 420, 120, 190, 9, 62), (1880, 660, 90, 110, 7, 46)), 20)
    hanging(sheet, 1640, 300, 96, 70)
    sheet.begin("pots")
    for a, high in ((6.3, 0.42), (7.0, 0.36)):
        x, y = counter.at((a, 0.0))[0]
        bucket(sheet, x, y, 0.3 * counter.px(a, 0), high * counter.px(a, 0))


def _awning(sheet: Sheet, frame: Frame, a0: float, a1: float, low: float, out: float) -> None:
    """Striped cloth from the wall out over `out` m, its scalloped edge `low` m above the ground."""
    cloth = Face(frame, (-out, 0, low), (0, 1, 0), (out / np.hypot(out, 0.75), 0, 0.75 / np.hypot(out, 0.75)))
    top = float(np.hypot(out, 0.75))
    edge = Face(frame, (-out, 0, low), (0, 1, 0))
    count = 11
    marks = np.linspace(a0, a1, count + 1)
    for k, (a, b) in enumerate(itertools.pairwise(marks)):
        material = ("cloth", "canvas")[k % 2]
        sheet.shape(cloth.box(a, 0, b, top), material, FORM)
        hem = [(a + (b - a) * s, -0.18 - 0.12 * np.sin(np.pi * s)) for s in np.linspace(0, 1, 9)]
        sheet.fill(edge.at((a, 0.01), *hem, (b, 0.01)), material)
        sheet.line(edge.at(*hem), OUTLINE)
        for at in (a, b):
            sheet.line(edge.at((at, 0), (at, -0.18)), FORM)
    sheet.line(edge.at((a0, 0), (a1, 0)), FORM.times(0.7))
    outline = cloth.box(a0, 0, a1, top)
    for k in range(3):
        sheet.line(outline[[k, k + 1]], OUTLINE)


def well(sheet: Sheet) -> None:
    """C015: the well under its little roof, before a house front."""
    camera = Camera(focal=1500, horizon=470, centre=960, eye=1.75)
    sheet.begin("wall")
    face = _wall(sheet, Frame(camera, -8.0, 9.0, 0.0, 0.03), 17, 5, 0)
    shadow(sheet, np.array([(-40, -40), (300, -40), (360, 500), (420, 1120), (-40, 1120)]))
    shadow(sheet, camera.ground([(-0.9, 4.9), (1.6, 6.0), (2.6, 6.9), (1.6, 7.4), (-0.4, 6.0)]))
    timbers(sheet, face, [((0, 3.05), (17, 3.05)), ((3.9, 0), (3.9, 5)), ((12.4, 0), (12.4, 5))], 0.28)
    casement(sheet, face, (4.9, 1.5, 6.1, 2.6), (2, 2), 0.55)
    doorway(sheet, face, 10.4, 11.6, 0.17, 2.1)
    sheet.begin("ivy")
    ivy(sheet, crown(sheet, (1760, 330, 150, 200, 9, 62), (1800, 570, 130, 90, 7, 44)), 20)
    sheet.begin("well")
    x, z, r, high = -0.25, 5.2, 0.85, 0.9
    turn = np.linspace(-np.pi, np.pi, 73)

    def rim(radius: float, y: float, arc=turn) -> np.ndarray:
        return camera.page(np.column_stack([x + radius * np.sin(arc), np.full(len(arc), y), z - radius * np.cos(arc)]))

    front = np.linspace(-1.5, 1.5, 40)
    body = sheet.fill(np.vstack([rim(r, 0, front), rim(r, high, front[::-1])]), "rock")

    def around(*ab) -> np.ndarray:
        a, b = np.asarray(ab, float).T
        arc = a / r
        return camera.page(np.column_stack([x + r * np.sin(arc), b, z - r * np.cos(arc)]))

    stones(sheet, around, -1.5 * r, 0, 1.5 * r, high, 0.26, body)
    sheet.line(rim(r, 0, front), OUTLINE)
    for k in (0, -1):
        sheet.line(np.vstack([rim(r, 0, front)[k], rim(r, high, front)[k]]), OUTLINE)
    sheet.fill(rim(r + 0.08, high), "rock")
    sheet.line(rim(r + 0.08, high), OUTLINE)
    sheet.line(rim(r - 0.2, high), FORM)
    with sheet.within(sheet.mask(rim(r - 0.2, high))):
        for k in range(6):
            y = rim(r - 0.2, high)[:, 1].min() + 7 + 6 * k
            sheet.stroke(waver([(860, y), (960, y + 3)], sheet.rng, 2), DETAIL)
    _housing(sheet, Frame(camera, x - r, z, 0.0), 2 * r)
    sheet.begin("tubs")
    bucket(sheet, 560, 900, 82, 110)
    bucket(sheet, 1345, 860, 66, 90)


def _housing(sheet: Sheet, frame: Frame, wide: float) -> None:
    """Two posts with a windlass, a bucket on its rope, and a roof over them."""
    face = Face(frame, (0, 0, 0), (1, 0, 0))
    board(sheet, face.box(0, 1.5, wide, 1.62), FORM, "beam")
    for a in (0.0, wide - 0.16):
        sheet.shape(face.box(a, 0.72, a + 0.16, 2.2), "beam", OUTLINE)
    rope = face.at((wide / 2, 1.5), (wide / 2, 1.16))
    sheet.line(rope, FORM)
    x, y = rope[-1]
    pail = np.array([(x - 34, y), (x + 34, y), (x + 27, y + 62), (x - 27, y + 62)])
    sheet.shape(pail, "planks", OUTLINE)
    sheet.stroke(spline([(x - 34, y), (x, y - 30), (x + 34, y)]), FORM)
    slope = Face(frame, (-0.35, -0.75, 1.95), (1, 0, 0), (0, 0.75, 0.66))
    long, top = wide + 0.7, 1.0
    sheet.shape(slope.box(0, 0, long, top), "roof", OUTLINE)
    courses(sheet, slope, 0, long, top, 0.2)
    edge = slope.at((0, 0), (long, 0))
    board(sheet, np.vstack([edge, edge[::-1] + (0, 22)]), OUTLINE, "planks")
