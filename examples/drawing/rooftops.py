"""C017: the roofs of the village from above."""

from __future__ import annotations

from .curves import ridge
from .foliage import crown, mass, wood
from .fronts import Row, casement, timbers
from .land import cumulus, hill
from .masonry import chimney
from .pencil import FAR
from .perspective import Camera, Frame
from .sheet import Sheet

# x, z, ground, turn, long, wall, rise, gabled, chimney at (u, v) or None: m and radians, the farthest first
ROOFS = (
    (-14.0, 44.0, 0.0, -0.35, 9.0, 4.2, 3.4, False, (-3.4, 4.0)),
    (6.0, 42.0, 0.3, 0.55, 9.0, 4.2, 3.2, False, None),
    (-4.0, 34.0, 0.0, -0.5, 8.0, 4.0, 3.2, True, None),
    (11.5, 30.0, -0.2, 0.4, 8.5, 4.4, 3.4, False, (3.0, 5.0)),
    (-12.5, 26.0, -0.4, -0.42, 9.0, 4.4, 3.4, False, (-3.0, 3.0)),
    (2.6, 22.0, -0.4, 0.42, 7.0, 4.4, 3.4, True, (4.0, 3.2)),
    (-7.2, 14.5, -0.8, -0.5, 8.0, 4.6, 3.4, False, (-3.0, 5.2)),
    (6.6, 12.6, -0.8, 0.5, 8.0, 4.6, 3.2, False, (3.2, 3.0)),
)


def roofs(sheet: Sheet) -> None:
    """C017: over the roofs to the hills."""
    camera = Camera(focal=1400, horizon=330, centre=900, eye=10.5)
    sheet.begin("sky")
    sheet.fill(sheet.whole, "sky")
    cumulus(sheet, 980, 1720, 236, [50, 140, 190, 130, 70])
    sheet.begin("hills")
    hill(sheet, [(-20, 250), (420, 280), (900, 214), (1400, 286), (1940, 230)], "far-hill", 8)
    wood(
        sheet,
        ridge([(-20, 352), (500, 330), (1000, 356), (1500, 326), (1940, 350)], sheet.rng, 7),
        "near-hill",
        24,
        FAR,
        3,
    )
    sheet.begin("street")
    sheet.fill([(600, 640), (1120, 640), (1300, 1120), (420, 1120)], "paving")
    for k, (x, z, ground, turn, long, wall, rise, gabled, stack) in enumerate(ROOFS):
        sheet.begin(f"house {k}")
        side = 1 if turn > 0 else -1
        house = Row(Frame(camera, x, z, ground, turn), side, long, 6.4, wall, rise, 0, gabled, 0.7)
        house.walls(sheet, 0, lit=side > 0)
        if z < 30:
            if gabled:
                timbers(
                    sheet,
                    house.front,
                    [((0, wall), (long, wall)), ((long / 2, wall), (long / 2, wall + rise - 0.6))],
                    0.3,
                )
            for a in (1.2, long - 2.5):
                casement(sheet, house.front, (a, wall - 2.0, a + 1.2, wall - 0.8), (2, 2), 0)
        house.roof(sheet, 0.42)
        if stack:
            chimney(sheet, house.frame, *stack, wall + rise - 1.4, wall + rise + 1.1, 0.9, -side)
        if k == 4:
            sheet.begin("trees")
            mass(sheet, crown(sheet, (760, 640, 110, 80, 8, 44), (880, 690, 70, 50, 6, 34)), "foliage", 20)
    sheet.begin("near trees")
    mass(sheet, crown(sheet, (960, 1010, 170, 110, 9, 66)), "foliage", 24)
