"""C026 to C033: the lantern maker's workshop, by day and by night."""

from __future__ import annotations

import numpy as np

from .curves import ridge, waver
from .furniture import bamboo, bench, shelves, stool, stove
from .interior import Room, curtain, door, tie, timber, window, window_light
from .land import below, cumulus, hill, ripples
from .lanterns import CROCK, LONG, PEAR, ROUND, andon, hung_sheet, lantern, roll, turned
from .pencil import FAR, FORM
from .perspective import Camera
from .sheet import Sheet


def eye_row(camera: Camera) -> float:
    """The row where level things at the eye's height lie."""
    return camera.horizon + camera.focal * np.tan(camera.pitch)


def hang(
    sheet: Sheet,
    room: Room,
    x: float,
    low: float,
    z: float,
    tall: float,
    beam: float,
    profile=ROUND,
    wide: float = 0.54,
) -> None:
    """A lantern in the room: lower rim at x, low, z, tall m high, hung from a beam whose underside is at height beam."""
    camera = room.camera
    px, py = camera.page([(x, low, z)])[0]
    scale = camera.focal / z
    tilt = 0.8 * (py - 0.5 * tall * scale - eye_row(camera)) / camera.focal
    lantern(sheet, px, py, tall * scale, profile, wide, tilt, camera.page([(x, beam, z)])[0][1])


def standing(
    sheet: Sheet, room: Room, x: float, y: float, z: float, tall: float, profile=ROUND, wide: float = 0.5
) -> None:
    """A lantern standing on a level at height y."""
    px, py = room.camera.page([(x, y + 0.02, z)])[0]
    scale = room.camera.focal / z
    tilt = 0.8 * (py - 0.5 * tall * scale - eye_row(room.camera)) / room.camera.focal
    lantern(sheet, px, py, tall * scale, profile, wide, tilt)


def jar(
    sheet: Sheet, room: Room, x: float, y: float, z: float, tall: float, half: float, profile=CROCK, tilt: float = 0.2
) -> None:
    """A pot or crock on a level at height y; its profile in metres tall and half wide."""
    px, py = room.camera.page([(x, y, z)])[0]
    scale = room.camera.focal / z
    turned(sheet, px, py, tall * scale, half * scale, profile, "rock", tilt, (0.86,))


def crock(sheet: Sheet, room: Room, x: float, z: float, rolls) -> None:
    """A crock on the floor with rolls of paper standing in it: rolls of (across, height, lean) m."""
    scale = room.camera.focal / z
    px, py = room.camera.page([(x, 0, z)])[0]
    for dx, tall, lean in rolls:
        roll(sheet, (px + dx * scale, py - 0.4 * scale), (px + (dx + lean) * scale, py - tall * scale), 0.07 * scale)
    jar(sheet, room, x, 0, z, 0.55, 0.26)


def posts(sheet: Sheet, room: Room, places, high: float) -> None:
    """Upright timbers of the far wall, 0.18 m wide, and the plate across them."""
    for x in places:
        timber(sheet, room.wall, x, 0, x + 0.18, high)
    timber(sheet, room.wall, room.left, high, room.right, high + 0.2)


def wide(sheet: Sheet) -> None:
    """C026 and C027: the room from its door side."""
    room = Room(Camera(1150, 480, 1010, 1.5), -3.7, 3.2, 3.25, 6.4, 2.2)
    room.shell(sheet)
    window_light(sheet, room, -1.1, 1.0, 1.8, 2.4)
    sheet.begin("wall")
    posts(sheet, room, (-3.7, -1.5, 2.05, 3.02), 2.82)
    window(sheet, room, -1.1, 1.0, 1.8, 2.4)
    curtain(sheet, room, -1.42, -0.98, 0.84, 2.5)
    curtain(sheet, room, 1.68, 2.12, 0.84, 2.5)
    door(sheet, room, 2.32 - 5.6, 0.95, 2.05)
    shelves(sheet, room, 2.26, 3.0, (1.45, 2.0), goods="rp", size=0.07)
    sheet.begin("beams")
    tie(sheet, room, 5.5, 2.72, 2.98)
    for x, low, tall, profile in ((-1.75, 2.0, 0.38, LONG), (2.1, 2.02, 0.36, ROUND)):
        hang(sheet, room, x, low, 5.5, tall, 2.72, profile, 0.44 if profile is LONG else 0.54)
    stove(sheet, room, 2.0, 3.05, 5.0, 5.9)
    sheet.begin("left")
    crock(sheet, room, -3.15, 4.6, ((-0.14, 0.95, -0.06), (0.12, 0.9, 0.08), (0.0, 1.15, 0.0)))
    andon(sheet, room.camera, -2.35, 3.9, 0.38, 0.76)
    stool(sheet, room, -1.25, 3.75)
    bench(sheet, room, -0.35, 1.55, 3.55, 4.45)
    sheet.begin("on the bench")
    top = room.level(0.85)
    sheet.shape(top.at((0.55, 3.62), (0.5, 4.0), (1.02, 4.04), (1.05, 3.66)), "paper")
    a, b = (room.camera.page([p])[0] for p in ((0.5, 0.91, 4.25), (1.2, 0.91, 4.15)))
    roll(sheet, a, b, 0.06 * room.camera.focal / 4.2)
    standing(sheet, room, 0.1, 0.85, 4.0, 0.40)
    jar(sheet, room, 1.3, 0.85, 3.95, 0.22, 0.1)
    sheet.begin("front")
    tie(sheet, room, 3.62, 2.74, 3.02)
    for x, low, tall, profile, broad in (
        (-0.75, 1.84, 0.34, ROUND, 0.54),
        (0.12, 2.0, 0.42, LONG, 0.4),
        (0.98, 1.82, 0.36, PEAR, 0.54),
    ):
        hang(sheet, room, x, low, 3.62, tall, 2.74, profile, broad)
    hang(sheet, room, -1.55, 2.08, 2.8, 0.48, 3.2)
    for x, z, tall in ((2.45, 3.9, 0.44), (1.98, 3.5, 0.36)):
        standing(sheet, room, x, 0, z, tall)


def close(sheet: Sheet) -> None:
    """C028: the bench under the window, near."""
    room = Room(Camera(1400, 470, 900, 1.5), -4.4, 5.0, 3.2, 7.2, 2.6)
    room.shell(sheet)
    sheet.begin("wall")
    timber(sheet, room.wall, -4.4, 0.9, 5.0, 1.0)
    window(sheet, room, -1.75, 1.02, 1.55, 2.5)
    curtain(sheet, room, -2.15, -1.62, 0.86, 2.62)
    curtain(sheet, room, 1.42, 1.95, 0.86, 2.62)
    posts(sheet, room, (-3.0, 2.35), 2.85)
    shelves(sheet, room, 2.75, 4.5, (1.4, 2.0), 0.3, "rpr", 0.09)
    tie(sheet, room, 4.4, 2.72, 3.05)
    bench(sheet, room, -1.85, 1.45, 3.6, 4.75, 0.85, 4)
    sheet.begin("on the bench")
    top = room.level(0.85)
    sheet.shape(top.at((-0.3, 3.7), (-0.36, 4.25), (0.5, 4.3), (0.6, 3.74)), "paper")
    a, b = (room.camera.page([p])[0] for p in ((-0.5, 0.92, 4.5), (0.6, 0.92, 4.4)))
    roll(sheet, a, b, 0.075 * room.camera.focal / 4.45)
    standing(sheet, room, -1.25, 0.85, 4.1, 0.42)
    standing(sheet, room, -0.78, 0.85, 4.4, 0.36, LONG, 0.42)
    jar(sheet, room, 0.98, 0.85, 4.2, 0.30, 0.13)
    jar(sheet, room, 1.22, 0.85, 3.9, 0.2, 0.12)
    hang(sheet, room, 1.75, 1.84, 4.4, 0.44, 2.72)
    hang(sheet, room, -2.2, 1.85, 4.4, 0.44, 2.72, LONG, 0.42)


def lake_window(sheet: Sheet) -> None:
    """C029: the window and the lake beyond it."""
    room = Room(Camera(1350, 520, 980, 1.55), -3.4, 3.4, 3.1, 4.4, 2.6)

    def view(panes: np.ndarray) -> None:
        sheet.begin("view")
        with sheet.within(panes):
            kept = sheet.map.copy(), sheet.graphite.copy()
            sheet.fill(sheet.whole, "sky")
            cumulus(sheet, 1180, 470, 330, [60, 140, 200, 150, 90])
            hill(sheet, [(300, 440), (560, 400), (820, 430), (1100, 390), (1500, 430), (1700, 420)], "far-hill", 6)
            wood = ridge([(300, 430), (520, 452), (760, 486), (1000, 498), (1300, 470), (1700, 440)], sheet.rng, 6)
            sheet.fill(below(wood, 1100), "near-hill")
            sheet.line(wood, FAR)
            shore = waver([(200, 512), (900, 514), (1750, 512)], sheet.rng, 1.0, 120)
            sheet.fill(below(shore, 1100), "water")
            sheet.line(shore, FAR)
            ripples(sheet, 505, 40)
            sheet.map[~panes], sheet.graphite[~panes] = kept[0][~panes], kept[1][~panes]

    sheet.begin("wall")
    sheet.fill(sheet.whole, "wall")
    timber(sheet, room.wall, room.left, 2.72, room.right, 2.95)
    window(sheet, room, -1.75, 1.05, 1.75, 2.5, 3, 2, 0.085, view)
    curtain(sheet, room, -2.2, -1.55, 0.9, 2.62)
    curtain(sheet, room, 1.6, 2.2, 0.9, 2.62)
    sheet.begin("bench")
    top = room.level(0.72)
    mask = sheet.shape(top.box(-3.4, 2.2, 3.4, 4.2), "bench")
    for z in (2.5, 2.85, 3.2, 3.55, 3.9):
        with sheet.within(mask):
            sheet.line(top.at((-3.4, z), (3.4, z)), FAR)
    timber(sheet, room.front(2.2), -3.4, 0.55, 3.4, 0.72, "bench")
    for x in (-1.35, -0.5, 0.35):
        sheet.shape(top.at((x - 0.55, 2.75), (x - 0.28, 3.35), (x + 0.4, 3.35), (x + 0.25, 2.75)), "lit-wood", FORM)
    sheet.shape(top.at((0.6, 2.95), (0.55, 3.5), (1.2, 3.55), (1.32, 3.0)), "paper")
    a, b = (room.camera.page([p])[0] for p in ((0.4, 0.8, 4.0), (1.4, 0.8, 3.9)))
    roll(sheet, a, b, 0.08 * room.camera.focal / 4.0)
    standing(sheet, room, -0.75, 0.72, 3.7, 0.46)
    hang(sheet, room, 0.9, 2.02, 3.9, 0.42, 2.8, PEAR)
    hang(sheet, room, -0.35, 2.15, 3.9, 0.40, 2.8, LONG, 0.42)


def beams(sheet: Sheet) -> None:
    """C030: lanterns under the beams, looking up."""
    room = Room(Camera(1350, 560, 960, 1.5, 0.34), -3.6, 3.6, 3.4, 6.4, 1.4)
    sheet.begin("shell")
    room.shell(sheet, wainscot=0)
    posts(sheet, room, (-3.6, -1.3, 1.2, 3.42), 3.0)
    for z, lanterns in (
        (5.4, ((-2.3, 1.75, 0.44, ROUND), (-0.55, 1.9, 0.44, LONG), (0.8, 1.7, 0.42, PEAR), (2.5, 1.8, 0.44, ROUND))),
        (4.0, ((-1.55, 1.85, 0.42, PEAR), (0.15, 1.95, 0.40, ROUND), (1.7, 1.8, 0.46, LONG))),
        (2.9, ((-0.75, 2.2, 0.40, ROUND), (0.95, 2.26, 0.40, ROUND))),
    ):
        sheet.begin(f"tie {z}")
        tie(sheet, room, z, 2.8, 3.1)
        for x, low, tall, profile in lanterns:
            hang(sheet, room, x, low, z, tall, 2.8, profile, 0.42 if profile is LONG else 0.54)


def entrance(sheet: Sheet) -> None:
    """C031: the door, with lanterns on the floor at its sides."""
    room = Room(Camera(1200, 500, 960, 1.45), -2.9, 2.9, 3.1, 5.2, 2.2)
    room.shell(sheet)
    sheet.begin("wall")
    posts(sheet, room, (-2.9, 2.72), 2.75)
    door(sheet, room, -0.62, 1.15, 2.15, 5)
    tie(sheet, room, 4.3, 2.62, 2.86)
    for x, low, tall, profile in ((-1.45, 1.92, 0.40, ROUND), (1.45, 1.92, 0.40, ROUND)):
        hang(sheet, room, x, low, 4.3, tall, 2.62, profile)
    for x, broad, high in ((-2.45, 0.42, 0.62), (2.0, 0.42, 0.6)):
        hung_sheet(sheet, room.camera, x, 2.56, 4.25, broad, high)
    sheet.begin("floor things")
    crock(sheet, room, 2.2, 4.3, ((-0.14, 0.98, -0.06), (0.12, 0.92, 0.08), (0.0, 1.2, 0.0)))
    andon(sheet, room.camera, -1.25, 4.2, 0.40, 0.80)
    andon(sheet, room.camera, 1.3, 4.0, 0.40, 0.72)
    standing(sheet, room, -1.75, 0, 3.6, 0.44)
    bench(sheet, room, -3.6, -2.05, 3.7, 4.6, 0.85, 2)


def corner(sheet: Sheet) -> None:
    """C032: the shelf and the stove in their corner."""
    room = Room(Camera(1250, 520, 860, 1.5), -3.0, 2.6, 3.2, 5.0, 2.2)
    room.shell(sheet)
    floor = room.level(0)
    for x, z in ((1.3, 2.75), (1.88, 2.75), (1.46, 3.32), (2.04, 3.32)):
        sheet.shape(floor.at((x, z), (x + 0.16, z + 0.5), (x + 0.66, z + 0.5), (x + 0.5, z)), "lit-wood", FORM)
    sheet.begin("wall")
    posts(sheet, room, (-2.2, 2.42), 2.75)
    shelves(sheet, room, -1.75, 0.75, (1.4, 2.1), 0.36, "rpr", 0.105)
    stove(sheet, room, 1.2, 2.4, 3.9, 4.8, 0.95, 0.55)
    sheet.begin("things")
    tie(sheet, room, 3.9, 2.72, 2.98)
    hang(sheet, room, -2.0, 1.9, 3.9, 0.44, 2.72, ROUND)
    hang(sheet, room, 0.95, 2.02, 3.9, 0.40, 2.72, LONG, 0.42)
    bench(sheet, room, -1.6, 0.5, 3.6, 4.4, 0.8, 3)
    standing(sheet, room, -1.1, 0.8, 4.0, 0.38)
    top = room.level(0.8)
    sheet.shape(top.at((-0.4, 3.68), (-0.45, 4.05), (0.15, 4.1), (0.2, 3.7)), "paper")
    standing(sheet, room, 0.95, 0, 3.25, 0.42)
    bamboo(
        sheet,
        room,
        [(-2.75 + 0.09 * k, 0, 4.2 - 0.05 * k) for k in range(4)],
        [(-2.9 + 0.05 * k, 2.3 + 0.1 * (k % 2), 4.5) for k in range(4)],
    )


def pan(sheet: Sheet) -> None:
    """C033: slowly along the room by night, from the door to the stove; a PAN."""
    room = Room(Camera(1150, 490, 1440, 1.5), -5.4, 5.4, 3.25, 6.0, 2.2)
    room.shell(sheet)
    window_light(sheet, room, -2.5, 1.0, 1.1, 2.4, 5)
    sheet.begin("wall")
    posts(sheet, room, (-5.4, -3.15, 1.65, 5.22), 2.82)
    door(sheet, room, -4.75, 1.0, 2.05)
    window(sheet, room, -2.5, 1.0, 1.1, 2.4, 5)
    curtain(sheet, room, -2.85, -2.38, 0.84, 2.5)
    curtain(sheet, room, 0.98, 1.42, 0.84, 2.5)
    shelves(sheet, room, 2.1, 3.7, (1.4, 2.05), 0.3, "rpr", 0.09)
    tie(sheet, room, 5.4, 2.72, 2.98)
    for x, tall, profile in ((-3.4, 0.38, LONG), (1.75, 0.38, ROUND), (4.0, 0.40, ROUND)):
        hang(sheet, room, x, 2.02, 5.4, tall, 2.72, profile, 0.42 if profile is LONG else 0.54)
    stove(sheet, room, 3.75, 4.85, 4.8, 5.7)
    sheet.begin("left")
    crock(sheet, room, -4.35, 4.3, ((-0.14, 0.95, -0.06), (0.12, 0.9, 0.08), (0.0, 1.15, 0.0)))
    andon(sheet, room.camera, -3.35, 3.7, 0.38, 0.76)
    standing(sheet, room, -2.75, 0, 3.35, 0.38)
    stool(sheet, room, -1.75, 3.7)
    bench(sheet, room, -0.9, 1.2, 3.5, 4.4)
    sheet.begin("on the bench")
    top = room.level(0.85)
    sheet.shape(top.at((0.1, 3.58), (0.05, 3.95), (0.6, 4.0), (0.65, 3.62)), "paper")
    standing(sheet, room, -0.4, 0.85, 3.95, 0.40)
    jar(sheet, room, 0.9, 0.85, 3.9, 0.22, 0.1)
    sheet.begin("front")
    tie(sheet, room, 3.5, 2.74, 3.02)
    for x, low, tall, profile, broad in (
        (-2.55, 1.9, 0.38, LONG, 0.42),
        (-1.15, 1.84, 0.34, ROUND, 0.54),
        (-0.2, 2.0, 0.40, LONG, 0.42),
        (0.75, 1.82, 0.36, PEAR, 0.54),
        (2.7, 1.95, 0.36, ROUND, 0.54),
    ):
        hang(sheet, room, x, low, 3.5, tall, 2.74, profile, broad)
    for x, z, tall in ((2.55, 3.9, 0.44), (2.05, 3.5, 0.36)):
        standing(sheet, room, x, 0, z, tall)
