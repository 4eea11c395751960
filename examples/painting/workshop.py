"""The lantern maker's workshop, one room seen from the middle of its floor."""

import numpy as np

from .bench import bench, stool, things
from .easel import Easel
from .interior import AWAY, RIGHT, Room
from .lanterns import LONG, PEAR, ROUND, andon, lantern, turned
from .light import Hour
from .openings import door, window
from .papers import hanging_sheets, roll, shelf
from .shell import curtains, floor, shell, tie
from .solid import Camera, Face
from .stove import stove
from .surfaces import timber

CAMERA = Camera(1150.0, 930.0, 500.0, 1.5)
HALF, TALL, BACK = 3.5, 3.25, 6.2
BENCH = ((-0.1, 0.0, 3.5), (1.65, 0.85, 4.4))
STOVE = ((2.35, 0.0, 5.05), (3.35, 0.95, 5.85))
STOOL = ((-0.85, 0.0, 3.55), (-0.45, 0.5, 3.9))
# Hanging lanterns: X, height of the lower rim, Z, tall, half-width (m), profile, how bright at night, daylight behind.
HUNG = (
    (-1.72, 2.02, 5.55, 0.38, 0.16, LONG, 0.85, 0.2),
    (-1.22, 2.14, 5.55, 0.31, 0.175, ROUND, 0.8, 0.7),
    (2.06, 2.04, 5.55, 0.36, 0.20, ROUND, 0.9, 0.2),
    (-0.55, 1.86, 3.62, 0.30, 0.165, ROUND, 1.0, 0.8),
    (0.25, 2.00, 3.62, 0.40, 0.15, LONG, 0.9, 0.7),
    (1.02, 1.84, 3.62, 0.33, 0.18, PEAR, 1.0, 0.5),
)
FRONT = (1.62, 2.12, 2.75, 0.46, 0.25, ROUND, 1.0, 0.2)
# Round lanterns on the floor at the right: X, Z, size (m).
FLOOR = ((2.72, 3.95, 0.42), (2.2, 3.55, 0.34))
CROCK = (-3.02, 4.55)
ANDON = ((-2.28, 3.75, 0.36, 0.72), (-1.78, 3.35, 0.28, 0.50))


def room(hour: Hour) -> Room:
    """The workshop at `hour`: its geometry, and the lanterns as lamps."""
    lamps = [(x, y + 0.5 * tall, z, 0.40 * bright) for x, y, z, tall, _, _, bright, _ in (*HUNG, FRONT)]
    lamps += [(x, 0.45 * high, z - 0.05, 0.34) for x, z, _, high in ANDON]
    lamps += [(0.28, 1.08, 3.95, 0.42), (2.85, 0.25, 4.95, 0.16)]  # the lantern on the bench, the embers
    lamps += [(x, 0.2, z, 0.22) for x, z, _ in FLOOR]
    feet = [(low[0], high[0], low[2], high[2]) for low, high in (BENCH, STOVE)]
    feet += [(x - 0.5 * wide, x + 0.5 * wide, z, z + 0.2) for x, z, wide, _ in ANDON]
    feet += [(x - 0.3 * size, x + 0.3 * size, z - 0.08, z + 0.12) for x, z, size in FLOOR]
    feet += [(x, x + 0.05, z, z + 0.05) for x in (-0.85, -0.5) for z in (3.55, 3.85)]
    feet += [(CROCK[0] - 0.18, CROCK[0] + 0.18, CROCK[1] - 0.15, CROCK[1] + 0.1)]
    return Room(
        CAMERA,
        HALF,
        TALL,
        BACK,
        (-1.5, 0.98, 1.5, 2.42),
        (4, 3),
        (-0.42, -0.70, -0.98),
        np.array(lamps),
        (BENCH, STOVE, STOOL),
        tuple(feet),
        hour.lamps > 0,
    )


def paint(hour: Hour, seed: int = 11) -> Easel:
    """Paint the workshop at `hour`; returns the easel with canvas and labels."""
    easel = Easel((1080, 1920), hour, seed, CAMERA.level)
    x, y = easel.grid()
    easel.focus = np.clip(
        np.exp(-(((x - 1080) / 380) ** 2 + ((y - 560) / 260) ** 2))
        + 0.5 * np.exp(-(((x - 300) / 160) ** 2 + ((y - 800) / 140) ** 2)),
        0,
        1,
    ).astype(np.float32)
    place = room(hour)
    shell(easel, place)
    door(easel, place, -2.95, 0.95, 2.0)
    window(easel, place)
    curtains(easel, place)
    floor(easel, place)
    shelf(easel, place, 1.98, 2.92, 5.9, (1.32, 1.76, 2.2))
    _back_beam(easel, place)
    stove(easel, place, *STOVE, (2.98, 3.46, 5.75))
    hanging_sheets(easel, place, -3.05, 2.78, 4.5, ((0.36, 0.62), (0.42, 0.55), (0.34, 0.66)))
    _left(easel, place)
    _right(easel, place)
    stool(easel, place, *STOOL)
    bench(easel, place, *BENCH)
    things(easel, place, *BENCH)
    _standing(easel, place)
    _front_beam(easel, place)
    return easel


def _back_beam(easel: Easel, place: Room) -> None:
    tie(easel, place, "tie-back", 5.5, 2.72, 2.96)
    for k in (0, 1, 2):
        _hang(easel, place, k, 2.72)


def _front_beam(easel: Easel, place: Room) -> None:
    tie(easel, place, "tie-front", 3.62, 2.72, 2.99)
    for k in (3, 4, 5):
        _hang(easel, place, k, 2.72)
    x, y, z, tall, half, _, bright, back = FRONT
    scale = CAMERA.focal / z
    px, py = CAMERA.see((x, y, z))
    lantern(
        easel,
        place,
        px,
        py,
        tall * scale,
        half * scale,
        (x, y + tall / 2, z),
        "front-lantern",
        bright=bright,
        back=back,
        hang=-4.0,
    )


def _hang(easel: Easel, place: Room, k: int, beam: float) -> None:
    x, y, z, tall, half, profile, bright, back = HUNG[k]
    scale = CAMERA.focal / z
    px, py = CAMERA.see((x, y, z))
    _, at = CAMERA.see((x, beam, z))
    lantern(
        easel,
        place,
        px,
        py,
        tall * scale,
        half * scale,
        (x, y + tall / 2, z),
        f"hung-{k}",
        bright=bright,
        back=back,
        hang=at,
        profile=profile,
    )


def _left(easel: Easel, place: Room) -> None:
    """A crock with rolls of paper by the left wall, and lanterns standing on the floor before it."""
    x, z = CROCK
    scale = CAMERA.focal / z
    px, py = CAMERA.see((x, 0, z))
    for k, (dx, tall, lean) in enumerate(
        ((-0.14, 0.95, -0.06), (0.02, 1.12, 0.02), (0.13, 0.86, 0.08), (-0.04, 0.80, 0.0))
    ):
        foot = (px + dx * scale, py - 0.4 * scale)
        head = (px + (dx + lean) * scale, py - tall * scale)
        roll(easel, place, foot, head, 0.062 * scale, (x + dx, tall, z), f"crock-roll-{k}")
    front = float(place.light(np.array([[x, 0.3, z - 0.2]]), -AWAY)[0])
    side = float(place.light(np.array([[x + 0.2, 0.3, z]]), RIGHT)[0])
    turned(
        easel,
        px,
        py,
        0.55 * scale,
        0.25 * scale,
        ((0, 0.7), (0.2, 0.88), (0.6, 1.0), (0.86, 0.86), (0.93, 0.9), (1, 0.9)),
        "rock",
        "crock",
        lambda nx, t: (
            front
            + (side - front + 0.1) * np.clip(nx, 0, 1)
            + 0.14 * np.exp(-(((nx - 0.35) / 0.2) ** 2))
            - 0.08 * (t < 0.12)
        ),
    )
    for k, (ax, az, wide, high) in enumerate(ANDON):
        andon(easel, place, ax, az, wide, high, f"andon-{k}", bright=1.0 - 0.1 * k)


def _right(easel: Easel, place: Room) -> None:
    """Bamboo leaning in the right corner, and finished lanterns on the floor before it."""
    rng = easel.rng("bamboo")
    for k in range(6):
        foot = np.array([3.28 + 0.03 * k, 0.0, 4.5 - 0.1 * k + rng.normal(0, 0.04)])
        head = np.array([3.46, 2.2 + 0.12 * rng.normal(), 4.62 - 0.02 * k])
        way = head - foot
        up = way / np.linalg.norm(way)
        face = Face(CAMERA, foot, np.array([0, 0, -1.0]), up, (0.05, float(np.linalg.norm(way))))
        timber(easel, place, face, f"bamboo-{k}", "reeds", paint="bench", upright=True, tone=0.14, wobble=0.6)
    for k, (x, z, size) in enumerate(FLOOR):
        scale = CAMERA.focal / z
        px, py = CAMERA.see((x, 0.02, z))
        lantern(
            easel,
            place,
            px,
            py,
            size * scale,
            0.5 * size * scale,
            (x, size / 2, z),
            f"floor-{k}",
            bright=0.95,
            back=0.1,
        )


def _standing(easel: Easel, place: Room) -> None:
    """The lantern being made, on the bench: at night the lamp the room is lit by."""
    x, z = 0.28, 3.95
    scale = CAMERA.focal / z
    px, py = CAMERA.see((x, BENCH[1][1] + 0.02, z))
    lantern(easel, place, px, py, 0.38 * scale, 0.185 * scale, (x, 1.05, z), "bench-lantern", bright=1.0, back=0.6)
