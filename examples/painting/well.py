"""The well of the street: a round of stones with a little tiled roof on two posts, and its bucket."""

import numpy as np

from .easel import Easel
from .facades import clip_of
from .forms import polygon
from .palette import INDEX
from .roofs import tiles
from .row_house import UP, street_level
from .shadows import Sunlight
from .solid import Camera, Face
from .walls import beam, boards

HIGH = 0.86


def shade(sun: Sunlight, x: float, z: float, radius: float) -> None:
    """The shadow of the round and of the roof."""
    y = float(street_level(z))
    for a in (np.array([radius, 0, 0]), np.array([0, 0, radius])):
        foot = np.array([x, y, z])
        sun.block([foot - a, foot + a, foot + a + HIGH * UP, foot - a + HIGH * UP])
    for face in _roof(None, x, z, radius):
        w, h = face.size
        across, up = w * face.along, h * face.up
        sun.block([face.origin, face.origin + across, face.origin + across + up, face.origin + up])


def _roof(camera, x, z, radius) -> list[Face]:
    """Back and front slope; the ridge runs across."""
    y = float(street_level(z)) + 1.86
    faces = []
    for way in (-1, 1):
        up = np.array([0, 0.62, 0.78 * way])
        origin = np.array([x - radius - 0.24, y, z - 0.72 * way])
        faces.append(Face(camera, origin, np.array([1.0, 0, 0]), up, (2 * radius + 0.48, 0.93)))
    return faces


def well(easel: Easel, camera: Camera, sun: Sunlight, x: float, z: float, radius: float = 0.78) -> None:
    """Paint the well that stands at (x, z) m."""
    rng = easel.rng("well")
    y = float(street_level(z))

    def ring(turn, high, r=radius):
        turn = np.asarray(turn, float)
        return np.stack([x + r * np.sin(turn), y + high + 0 * turn, z - r * np.cos(turn)], -1)

    def lit(turn, high):
        normal = np.stack([np.sin(turn), 0 * turn, -np.cos(turn)], -1)
        reach = sun.reaches(ring(turn, high, radius + 0.05))
        return 0.30 + 0.06 * np.cos(turn) + 0.48 * reach * np.clip(normal @ sun.ray, 0, 1)

    round_ = np.linspace(-1.75, 1.75, 50)
    side = np.concatenate([camera.see(ring(round_, -0.05)), camera.see(ring(round_[::-1], HIGH))])
    mask = polygon(side, easel.shape, 1.2, 5)
    dark = easel.hour.mix("rock", np.array(0.16)).astype(np.float32)
    easel.canvas.fill(mask, np.broadcast_to(dark, (*easel.shape, 3)), INDEX["rock"])
    clip = clip_of(mask)
    rows = 4
    for row in range(rows):
        turn = np.arange(-1.7, 1.7, 0.36) + 0.18 * (row % 2) + rng.normal(0, 0.04, len(np.arange(-1.7, 1.7, 0.36)))
        high = HIGH * (row + 0.5) / rows + rng.normal(0, 0.012, len(turn))
        tone = lit(turn, high) + rng.normal(0, 0.05, len(turn))
        a, b = camera.see(ring(turn - 0.17, high)), camera.see(ring(turn + 0.17, high))
        way = b - a
        scale = camera.focal / (z - radius * np.cos(turn))
        for part, lift, tall, alpha, dry, count in ((1.0, 0.0, 0.48, 0.95, 0.05, 1), (0.6, 0.07, 0.2, 0.7, 0.4, 2)):
            for _ in range(count):
                value = tone + (0.09 if count > 1 else 0) + rng.normal(0, 0.02, len(turn))
                middle = (a + b) / 2 + rng.normal(0, 1.0 if count > 1 else 0.2, (len(turn), 2))
                easel.canvas.strokes(
                    middle[:, 0],
                    middle[:, 1] - lift * HIGH / rows * 3 * scale,
                    np.arctan2(way[:, 1], way[:, 0]),
                    part * np.hypot(*way.T) / 2 + 1,
                    tall * HIGH / rows * scale,
                    easel.hour.mix("rock", np.clip(value, 0.03, 0.97))
                    + rng.normal(0, 1, (len(turn), 3)) * (0.01, 0.004, 0.008),
                    alpha=alpha,
                    dry=dry,
                    streak=0.05,
                    clip=clip,
                    label=INDEX["rock"],
                    rng=rng,
                )
    full = np.linspace(-np.pi, np.pi, 60)
    top = polygon(camera.see(ring(full, HIGH, radius + 0.06)), easel.shape, 0.8, 6)
    reach = sun.reaches(ring(full, HIGH + 0.05))
    tone = easel.hour.mix("rock", np.array(0.40)).astype(np.float32)
    easel.canvas.fill(top, np.broadcast_to(tone, (*easel.shape, 3)), INDEX["rock"])
    turn = np.linspace(-np.pi, np.pi, 18, endpoint=False) + rng.normal(0, 0.04, 18)
    a, b = camera.see(ring(turn - 0.15, HIGH, radius - 0.08)), camera.see(ring(turn + 0.15, HIGH, radius - 0.08))
    way = b - a
    slab = 0.46 + 0.30 * np.interp(turn, full, reach) + rng.normal(0, 0.04, 18)
    easel.canvas.strokes(
        *((a + b) / 2).T,
        np.arctan2(way[:, 1], way[:, 0]),
        0.5 * np.hypot(*way.T),
        np.full(18, 0.08 * camera.focal / z),
        easel.hour.mix("rock", np.clip(slab, 0, 0.95)),
        alpha=0.9,
        dry=0.15,
        streak=0.05,
        clip=clip_of(top),
        label=INDEX["rock"],
        rng=rng,
    )
    hole = polygon(camera.see(ring(full, HIGH, radius - 0.2)), easel.shape, 0.8, 7)
    easel.canvas.fill(hole, np.broadcast_to(easel.hour.mix("rock", np.array(0.02)), (*easel.shape, 3)), INDEX["rock"])
    _housing(easel, camera, sun, x, z, radius, rng)


def _housing(easel, camera, sun, x, z, radius, rng) -> None:
    """Posts, windlass, bucket and roof."""
    y = float(street_level(z))
    plane = Face(camera, np.array([x - radius, y, z]), np.array([1.0, 0, 0]), UP, (2 * radius, 2.6))
    back, front = _roof(camera, x, z, radius)
    light = 0.30 + 0.25 * float(sun.reaches(np.array([x - radius, y + 1.3, z - 0.1])))
    for u in (0.02, 2 * radius - 0.02):
        beam(easel, plane, (u, 0.62), (u, 2.3), 0.075, rng, light, "beam")
    beam(easel, plane, (0, 1.62), (2 * radius, 1.62), 0.055, rng, light, "beam")
    one = np.ones(1)
    plane.strokes(easel, one * radius, 1.36, 0.0, 0.26, 0.012, "beam", 0.15, rng, profile="line", mark=False)
    for v, half, tone in ((1.02, 0.17, light - 0.12), (1.03, 0.12, light + 0.12)):
        plane.strokes(easel, one * radius, v, 0.0, 0.13, half, "planks", tone, rng, alpha=0.95, dry=0.05)
    boards(easel, back, "well-under", lambda u, v: 0.15 + 0 * u, wide=0.25, gaps=0.3)
    value = 0.30 + 0.45 * sun.facing((0, 0.78, -0.62))
    tiles(easel, front, "well-roof", lambda u, v: value + 0 * u, row=0.17, moss=0.5)
    n = 8
    u = np.linspace(0.1, front.size[0] - 0.1, n)
    ridge = value + 0.12 + rng.normal(0, 0.03, n)
    front.strokes(easel, u, np.full(n, 0.92), 0.16, 0.0, 0.06, "roof", ridge, rng, alpha=0.95)
