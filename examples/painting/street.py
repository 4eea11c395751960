"""Place C: the village street, paved, climbing between plaster houses to the hills; the right side takes the sun."""

import numpy as np

from . import stall, well
from .easel import Easel
from .edges import lose
from .facades import casement, clip_of, doorway, frame, plinth
from .foliage import canopy, limb
from .forms import polygon
from .hills import far_hills, woods
from .lamps import halo
from .light import NOON, Hour
from .paving import paved
from .row_house import UP, RowHouse, body, cover, street_level
from .shadows import Sunlight
from .sky import clouds, cumulus, sky
from .solid import Camera, Face
from .street_lanterns import bracket, glow, string
from .walls import ground, masonry

CAMERA = Camera(1250.0, 800.0, 600.0, 1.65)
LEFT = [(-3.6, 3.3), (-3.6, 10.3), (-3.2, 10.5), (-3.4, 16.0), (-5.4, 24.0), (-8.0, 32.0)]
RIGHT = [(5.0, 3.3), (5.0, 10.4), (4.6, 11.2), (2.6, 17.0), (0.4, 22.5), (-3.2, 32.0)]
HOUSES = {
    "inn": RowHouse("inn", CAMERA, 1, 5.2, 11.2, 0.40, 6.4, 7.0, 5.0, 3.2, gabled=True, over=0.75),
    "baker": RowHouse("baker", CAMERA, 1, 2.5, 18.2, 0.44, 6.0, 6.0, 4.6, 2.8, over=0.7),
    "shop": RowHouse("shop", CAMERA, 1, 5.0, 3.6, 0.0, 6.7, 6.0, 5.3, 1.9, over=0.9, tone=0.02),
    "smith": RowHouse("smith", CAMERA, -1, -3.3, 10.6, 0.03, 5.2, 6.0, 3.9, 2.9, gabled=True, over=0.7),
    "mill": RowHouse("mill", CAMERA, -1, -3.6, 17.0, 0.2, 6.5, 6.0, 5.2, 2.8, over=0.6),
    "home": RowHouse("home", CAMERA, -1, -3.6, 3.0, 0.0, 6.3, 6.0, 5.0, 1.9, over=0.85),
}
UNSEEN = RowHouse("unseen", CAMERA, -1, -3.6, -9.0, 0.0, 10.6, 6.0, 4.4, 2.4)  # behind us; its shadow is not
AWNING = (1.9, 6.0, 2.2, 1.5)
WELL = (-1.75, 8.9, 0.72)

LIT = [
    (1110, 470, 260, 0.22),
    (1740, 520, 260, 0.30),
    (1540, 200, 150, 0.22),
    (930, 500, 130, 0.2),
    (230, 210, 170, 0.26),
]
LIT += [(20, 480, 170, 0.3), (1780, 60, 200, 0.3), (448, 500, 80, 0.3), (235, 400, 70, 0.25)]


def paint(hour: Hour, seed: int = 41) -> Easel:
    """Paint the street at `hour`; returns the easel with canvas and labels."""
    easel = Easel((1080, 1920), hour, seed, 506.0)
    x, y = easel.grid()
    easel.focus = np.clip(
        np.exp(-(((x - 1120) / 330) ** 2 + ((y - 520) / 230) ** 2))
        + 0.6 * np.exp(-(((x - 560) / 170) ** 2 + ((y - 700) / 150) ** 2)),
        0,
        1,
    ).astype(np.float32)
    sun, noon = _sunlight(hour), _sunlight(NOON)
    _distance(easel)
    sides = [(a - 1.2, z) for a, z in LEFT] + [(b + 1.5, z) for b, z in RIGHT[::-1]]
    ways = CAMERA.see([(px, street_level(z), z) for px, z in sides])
    line = np.array(sorted((z, 0.5 * (a + b)) for (a, z), (b, _) in zip(LEFT, RIGHT, strict=True)))
    pools = [(1.4, 12.5, 2.6, 0.8), (3.0, 9.0, 2.2, 0.9), (-2.6, 7.4, 1.7, 0.8), (-1.6, 13.5, 2.0, 0.6)]
    pools += [(0.6, 9.0, 2.4, 0.5), (0.0, 17.5, 2.4, 0.5)]
    paved(easel, CAMERA, sun, noon, polygon(ways, easel.shape, 1.5), lambda z: np.interp(z, *line.T), pools=pools)
    for name in ("mill", "baker", "inn", "smith"):
        _HOUSE[name](easel, HOUSES[name], sun, noon)
    lights = _strings(easel)
    well.well(easel, CAMERA, sun, *WELL)
    for name in ("shop", "home"):
        lights += _HOUSE[name](easel, HOUSES[name], sun, noon)
    _foreground(easel)
    lose(easel)
    glow(easel, lights)
    for px, py, reach, strength in LIT:
        halo(easel, px, py, reach, reach, strength)
    return easel


def _sunlight(hour: Hour) -> Sunlight:
    """The sun of an hour on the street, with all that stands in its way."""
    sun = Sunlight(hour.sun)
    for house in (*HOUSES.values(), UNSEEN):
        house.shade(sun)
    stall.shade(sun, HOUSES["shop"], *AWNING)
    well.shade(sun, *WELL)
    return sun


def _distance(easel: Easel) -> None:
    """Sky, clouds, the range, woods, the trees where the street ends."""
    rng = easel.rng("heaps")
    x, y = easel.grid()
    low_sun = np.exp(-(((x - 420) / 700) ** 2 + ((y - 470) / 260) ** 2)) * easel.hour.lamps
    bare = sky(easel, 540, 0.6, glow=(low_sun[..., None] * np.array([0.05, 0.02, 0.05])).astype(np.float32))
    clouds(easel, [(cumulus(760, 430, 560, 300, rng, 0.08, 28), 430)], bare, "heap")
    ridge = [(-20, 420), (300, 400), (480, 372), (640, 336), (760, 372), (900, 410), (1200, 440), (1940, 400)]
    far_hills(easel, ridge, 0.36, "range", 560)
    top = [(-20, 460), (400, 470), (560, 452), (700, 476), (860, 462), (1000, 440), (1940, 470)]
    woods(easel, top, [(-20, 620), (960, 620), (1940, 620)], 0.2, "hill", (9, 14), firs=0.5)
    limb(easel, [(600, 590), (606, 540), (598, 480)], (9, 5), "end-trunk", depth=0.06)
    crown = [(598, 440, 0, 58), (548, 476, 0, 44), (648, 480, 0, 46), (600, 500, 14, 48), (610, 392, 0, 38)]
    canopy(easel, crown, "end-tree", leaf=6, depth=0.06, holes=0.5)
    hedge = [(690, 560, 0, 24), (724, 566, 0, 22), (660, 568, 0, 20), (760, 560, 0, 26)]
    canopy(easel, hedge, "end-hedge", leaf=5, depth=0.1)


def _foreground(easel: Easel) -> None:
    """A barrel and a tub of flowers by the near door, in the shade."""
    stand = Face(CAMERA, np.array([-3.3, street_level(5.1), 5.1]), np.array([1.0, 0, 0]), UP, (2, 1))
    _barrel(easel, stand, 0.42, 0.36, 0.86)
    stall.bunch(easel, stand, "tub", 1.12, -0.05, 0.34, 0.36, tall=0.52)


def _barrel(easel: Easel, face: Face, u: float, half: float, tall: float) -> None:
    """A barrel of staves that swell to the middle, with hoops and a dark mouth."""
    rng = easel.rng("barrel")

    def swell(v):
        return half * (1 - 0.16 * (2 * np.asarray(v) / tall - 1) ** 2)

    v = np.linspace(0, tall, 9)
    sides = [(u - swell(k), k) for k in v] + [(u + swell(k), k) for k in v[::-1]]
    clip = clip_of(ground(easel, face, sides, "planks", 0.24, 31, 0.8))
    how = {"streak": 0.05, "clip": clip}
    staves = np.linspace(-0.92, 0.92, 9)
    for part in np.linspace(0.1, 0.9, 5):
        for share, tone, alpha in ((0.115, 0.0, 0.92), (0.05, 0.06, 0.7)):
            light = 0.42 - 0.10 * staves - 0.10 * staves**2 + tone + rng.normal(0, 0.025, len(staves))
            at = u + staves * float(swell(part * tall)) + rng.normal(0, 0.004, len(staves))
            face.strokes(
                easel, at, part * tall, 0.0, 0.14 * tall, share * half, "planks", light, rng, alpha=alpha, **how
            )
    for level in (0.16, 0.42, 0.66, 0.9):
        a = np.linspace(-0.95, 0.95, 11)
        wide = float(swell(level * tall))
        tone = 0.22 - 0.08 * a + 0.03 * rng.normal(0, 1, 11)
        dip = level * tall - 0.045 * (1 - a**2)
        face.strokes(easel, u + a * wide, dip, 0.13 * wide, 0.0, 0.024, "beam", tone, rng, mark=False, **how)
    one = np.ones(1)
    rim = float(swell(tall))
    for grow, value in ((1.0, 0.46), (0.84, 0.08)):
        face.strokes(
            easel, one * u, tall, grow * rim, 0.0, 0.24 * grow * rim, "planks", value, rng, profile="round", alpha=0.95
        )


def _strings(easel: Easel) -> list:
    """Two strings of lanterns across the street."""
    lights = string(easel, CAMERA, (-3.0, 5.2, 12.6), (4.7, 6.0, 12.4), 7, "string-far", sag=0.9, tall=0.44)
    return lights + string(easel, CAMERA, (-3.3, 5.0, 8.8), (4.8, 5.4, 9.4), 6, "string-near", sag=0.8, tall=0.46)


def _inn(easel: Easel, house: RowHouse, sun: Sunlight, noon: Sunlight) -> None:
    """The timber-framed inn that takes the sun."""
    front, (light, _) = house.front, body(easel, house, sun, noon)
    w, t, top = house.long, house.tall, house.tall + house.rise
    floor = 2.75
    posts = (0.08, 1.7, 3.2, 4.7, w - 0.08)
    timbers = [((p, 0.3), (p, t)) for p in posts]
    timbers += [((0, floor), (w, floor)), ((0, t), (w, t)), ((1.2, t + 1.25), (w - 1.2, t + 1.25))]
    timbers += [
        ((w / 2, t), (w / 2, top - 0.4)),
        ((0.2, floor + 0.1), (1.5, t - 0.1)),
        ((w - 0.2, floor + 0.1), (4.9, t - 0.1)),
    ]
    timbers += [((2.1, t + 0.1), (1.75, t + 1.2)), ((w - 2.1, t + 0.1), (w - 1.75, t + 1.2))]
    frame(easel, front, "inn-frame", timbers, light, 0.11)
    plinth(easel, front, "inn-plinth", w, house.climb, light, 0.6)
    for k, u in enumerate((1.95, 3.5)):
        casement(easel, front, f"inn-up-{k}", (u, 3.5, u + 0.95, 4.6), light, blinds=False)
    casement(easel, front, "inn-loft", (2.75, t + 0.45, 3.65, t + 1.1), light, panes=(3, 2), blinds=False, box_of=False)
    casement(easel, front, "inn-left", (0.75, 1.35, 1.5, 2.4), light, blinds=False)
    casement(easel, front, "inn-right", (5.0, 1.4, 5.9, 2.4), light, blinds=False)
    doorway(easel, front, "inn-door", 3.45, 4.45, 0.35, light, 1.85)
    casement(easel, front, "inn-mid", (2.0, 1.35, 2.9, 2.4), light, blinds=False)
    cover(easel, house, sun)
    vine = [(1392, 590, 0, 28), (1400, 540, 0, 26), (1386, 490, 0, 24), (1398, 446, 0, 20), (1384, 622, 0, 24)]
    canopy(easel, vine, "vine", leaf=6, hues=0.03)
    _chimney(easel, house, sun, 4.4, 2.6)
    stand = Face(CAMERA, house.corner + 0.5 * house.out, house.along, UP, (6, 1))
    for k, (u, size) in enumerate(((3.0, 0.26), (4.9, 0.26))):
        stall.bunch(easel, stand, f"inn-pot-{k}", u, 0.075 * u * house.along[2], size, 0.5 + 0.12 * k, tall=0.4)


def _baker(easel: Easel, house: RowHouse, sun: Sunlight, noon: Sunlight) -> None:
    front, (light, _) = house.front, body(easel, house, sun, noon)
    plinth(easel, front, "baker-plinth", house.long, house.climb, light)
    for k, u in enumerate((1.0, 2.8, 4.5)):
        casement(easel, front, f"baker-up-{k}", (u, 3.0, u + 0.8, 4.0), light, panes=(2, 2))
    casement(easel, front, "baker-low", (0.9, 1.1, 2.2, 2.1), light, panes=(3, 2), blinds=False)
    doorway(easel, front, "baker-door", 3.2, 4.1, 0.3, light, 1.8)
    cover(easel, house, sun)
    _chimney(easel, house, sun, 3.0, 2.0)


def _smith(easel: Easel, house: RowHouse, sun: Sunlight, noon: Sunlight) -> None:
    front, (light, end_light) = house.front, body(easel, house, sun, noon)
    w, t = house.long, house.tall
    frame(
        easel,
        front,
        "smith-frame",
        [((0.08, 0.2), (0.08, t)), ((0, t), (w, t)), ((0, 2.6), (w, 2.6)), ((w / 2, t), (w / 2, 6.4))],
        light,
    )
    plinth(easel, front, "smith-plinth", w, house.climb, light)
    plinth(easel, house.end, "smith-end", 4.0, 0.0, end_light)
    ivy = [
        (352, 640, 0, 34),
        (376, 596, 0, 30),
        (352, 552, 0, 30),
        (372, 506, 0, 28),
        (352, 462, 0, 26),
        (364, 420, 0, 20),
    ]
    canopy(
        easel, [*ivy, (396, 644, 0, 22), (336, 600, 0, 22), (350, 384, 0, 12)], "ivy", leaf=5.5, tone=-0.06, hues=0.03
    )
    casement(easel, front, "smith-low", (0.7, 1.2, 1.7, 2.2), light)
    doorway(easel, front, "smith-door", 2.9, 3.8, 0.25, light, 1.9)
    cover(easel, house, sun)
    _chimney(easel, house, sun, 2.6, 3.4)


def _mill(easel: Easel, house: RowHouse, sun: Sunlight, noon: Sunlight) -> None:
    front, (light, _) = house.front, body(easel, house, sun, noon)
    casement(easel, front, "mill-up", (1.2, 3.4, 2.2, 4.4), light)
    casement(easel, front, "mill-up-2", (4.0, 3.4, 5.0, 4.4), light)
    cover(easel, house, sun)


def _shop(easel: Easel, house: RowHouse, sun: Sunlight, noon: Sunlight) -> list:
    """The shop with its awning and the flower seller's bench, near on the right."""
    front, (light, _) = house.front, body(easel, house, sun, noon)
    w, t = house.long, house.tall
    frame(
        easel,
        front,
        "shop-frame",
        [((w - 0.1, 0.4), (w - 0.1, t)), ((0, 3.05), (w, 3.05)), ((0, t - 0.1), (w, t - 0.1))],
        light,
        0.12,
    )
    plinth(easel, front, "shop-plinth", w, house.climb, light, 0.55)
    for k, u in enumerate((2.2, 4.6)):
        casement(easel, front, f"shop-up-{k}", (u, 3.6, u + 0.95, 4.75), light)
    casement(easel, front, "shop-low", (2.4, 1.2, 3.8, 2.3), light, panes=(3, 2), blinds=False, box_of=False)
    doorway(easel, front, "shop-door", 4.6, 5.5, 0.35, light, 1.9)
    cover(easel, house, sun)
    stall.bench(easel, house, sun, 2.4, 4.6, 1.0)
    stall.awning(easel, house, sun, *AWNING)
    stand = Face(CAMERA, house.corner + 1.3 * house.out + 4.9 * house.along, house.along, UP, (2, 1))
    for k, (u, size) in enumerate(((0.1, 0.3), (0.75, 0.26), (1.3, 0.22))):
        rise = float(street_level(stand.origin[2] + u) - house.corner[1])
        stall.bunch(easel, stand, f"pot-{k}", u, rise, size, 0.46, tall=0.5)
    return [bracket(easel, CAMERA, house.corner + 6.4 * house.along + 3.3 * UP, 0.8 * house.out, "shop-lamp")]


def _home(easel: Easel, house: RowHouse, sun: Sunlight, noon: Sunlight) -> list:
    """The house near on the left, its front in cool shadow."""
    front, (light, _) = house.front, body(easel, house, sun, noon)
    w, t = house.long, house.tall
    frame(easel, front, "home-frame", [((w - 0.1, 0.4), (w - 0.1, t)), ((0, 2.8), (w, 2.8))], light, 0.12)
    plinth(easel, front, "home-plinth", w, house.climb, light, 0.6)
    casement(easel, front, "home-low", (1.9, 1.2, 2.9, 2.35), light)
    casement(easel, front, "home-up", (2.2, 3.4, 3.2, 4.5), light)
    casement(easel, front, "home-up-2", (4.5, 3.4, 5.4, 4.5), light)
    doorway(easel, front, "home-door", 4.15, 5.4, 0.4, light, 2.0)
    cover(easel, house, sun)
    return [bracket(easel, CAMERA, house.corner + 5.8 * house.along + 3.1 * UP, 0.75 * house.out, "home-lamp")]


def _chimney(easel: Easel, house: RowHouse, sun: Sunlight, back: float, along: float) -> None:
    """A stone stack on the ridge, `back` m behind the front and `along` m from the corner."""
    foot = house.corner - back * house.out + along * house.along + (house.tall + house.rise - 0.9) * UP
    faces = ((foot, house.along, house.out, "front"), (foot, -house.out, -house.along, "end"))
    for origin, way, normal, name in faces:
        light = 0.34 + 0.42 * sun.facing(normal)
        face = Face(CAMERA, origin, way, UP, (0.75, 1.7))
        masonry(easel, face, f"{house.name}-stack-{name}", lambda u, v, light=light: light + 0 * u, row=0.2)
    for origin, way, normal, name in faces:
        light = 0.40 + 0.42 * sun.facing(normal)
        face = Face(CAMERA, origin - 0.06 * way, way, UP, (0.87, 1.8))
        rng = easel.rng(f"{house.name}-cap-{name}")
        one = np.ones(1)
        face.strokes(easel, one * 0.43, 1.72, 0.46, 0.0, 0.09, "rock", light, rng, profile="line", alpha=0.95)


_HOUSE = {"inn": _inn, "baker": _baker, "smith": _smith, "mill": _mill, "shop": _shop, "home": _home}
