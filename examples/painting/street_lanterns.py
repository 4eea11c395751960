"""Paper lanterns on strings across a street, and lanterns on brackets: dull paper by day, light after sunset."""

import numpy as np

from .easel import Easel
from .lamps import halo
from .palette import INDEX
from .solid import Camera


def lantern(easel: Easel, x: float, y: float, tall: float, name: str, shade: float = 0.0) -> None:
    """One paper lantern, `tall` px high, its middle at (x, y) px: a round body over ribs, caps above and below."""
    rng = easel.rng(name)
    mix, label = easel.hour.mix, INDEX["lantern"]
    lit = easel.hour.lamps > 0
    r = 0.5 * tall
    n = 16
    u = np.linspace(-0.8, 0.8, n)
    side = u if not lit else 0.6 * np.abs(u)
    value = (0.62 - 0.30 * side - shade) if not lit else 0.82 - 0.42 * side**1.5
    easel.canvas.strokes(
        [x],
        [y],
        [np.pi / 2],
        [1.02 * r],
        [0.80 * r],
        mix("lantern", np.array([0.42 - shade if not lit else 0.5])),
        profile="round",
        alpha=0.97,
        dry=0.0,
        label=label,
        rng=rng,
    )
    easel.canvas.strokes(
        x + 0.72 * r * u,
        y + 0 * u,
        np.pi / 2 + 0 * u,
        0.78 * r * np.sqrt(1 - 0.8 * u**2),
        np.full(n, 0.13 * r),
        mix("lantern", np.clip(value + rng.normal(0, 0.03, n), 0.03, 0.98)),
        profile="round",
        bend=-0.22 * r * u,
        alpha=0.8,
        dry=0.12,
        label=label,
        rng=rng,
    )
    ribs = np.linspace(-0.72, 0.72, max(3, int(tall / 9)))
    easel.canvas.strokes(
        x + 0 * ribs,
        y + r * ribs,
        0 * ribs,
        0.74 * r * np.sqrt(1 - 0.75 * ribs**2),
        np.full(len(ribs), max(0.5, 0.018 * tall)),
        mix("lantern", np.full(len(ribs), 0.26 - shade if not lit else 0.45)),
        bend=0.07 * r,
        alpha=0.5,
        dry=0.25,
        rng=rng,
    )
    for dy in (-0.98, 0.98):
        easel.canvas.strokes(
            [x],
            [y + dy * r],
            [0.0],
            [0.36 * r],
            [0.13 * r],
            mix("beam", np.array([0.16])),
            alpha=0.95,
            rng=rng,
            label=INDEX["beam"],
        )
    if lit:
        easel.canvas.strokes(
            [x],
            [y + 0.12 * r],
            [np.pi / 2],
            [0.42 * r],
            [0.30 * r],
            mix("lantern", np.array([0.98])),
            profile="round",
            alpha=0.7,
            dry=0.0,
            edge=0.22 * r + 1,
            rng=rng,
        )


def string(easel: Easel, camera: Camera, start, end, count: int, name: str, *, sag: float, tall: float) -> list:
    """`count` lanterns of `tall` m on a line that sags by `sag` m between two world points; returns their places
    (x, y, px high)."""
    rng = easel.rng(name)
    t = np.linspace(0, 1, 160)
    start, end = np.asarray(start, float), np.asarray(end, float)
    line = start + (end - start) * t[:, None]
    line[:, 1] -= sag * 4 * t * (1 - t)
    path = camera.see(line)
    middle, way = (path[1:] + path[:-1]) / 2, np.diff(path, axis=0)
    easel.canvas.strokes(
        middle[:, 0],
        middle[:, 1],
        np.arctan2(way[:, 1], way[:, 0]),
        0.62 * np.hypot(*way.T),
        np.full(159, 1.1),
        easel.hour.mix("trunk", np.full(159, 0.10)),
        profile="line",
        alpha=0.85,
        rng=rng,
    )
    for px, py in path:  # the line and the air beside it, or a cut's sky would show bits of string
        row, column = int(py), int(px)
        if 4 <= row < easel.shape[0] - 4 and 8 <= column < easel.shape[1] - 8:
            easel.canvas.labels[row - 4 : row + 5, column - 8 : column + 9] = INDEX["trunk"]
    places = []
    for k in range(count):
        at = (k + 0.85 + rng.uniform(-0.12, 0.12)) / (count + 0.7)
        world = start + (end - start) * at - np.array([0, sag * 4 * at * (1 - at), 0])
        size = tall * camera.focal / world[2] * rng.uniform(0.9, 1.1)
        x, y = camera.see(world)
        places.append((float(x + rng.normal(0, 0.04) * size), float(y + 0.58 * size), float(size)))
    for k, (x, y, size) in enumerate(places):
        lantern(easel, x, y, size, f"{name}-{k}")
    return places


def bracket(easel: Easel, camera: Camera, foot, out, name: str, tall: float = 0.42) -> tuple:
    """A lantern that hangs from an iron arm at the wall point `foot` (3,), reaching `out` (3,) m; returns its place."""
    rng = easel.rng(name)
    foot, out = np.asarray(foot, float), np.asarray(out, float)
    tip = foot + out
    brace = foot - np.array([0, 0.45, 0])
    for a, b, half in ((foot, tip, 0.028), (brace, foot + 0.7 * out, 0.02)):
        p, q = camera.see(a), camera.see(b)
        scale = camera.focal / a[2]
        way = q - p
        middle = (p + q) / 2
        easel.canvas.strokes(
            middle[:1],
            middle[1:],
            np.arctan2(way[1:], way[:1]),
            np.hypot(*way)[None] / 2,
            [max(1.2, half * scale)],
            easel.hour.mix("beam", np.array([0.10])),
            profile="line",
            alpha=0.95,
            rng=rng,
            label=INDEX["beam"],
        )
    size = tall * camera.focal / tip[2]
    x, y = camera.see(tip)
    lantern(easel, float(x), float(y + 0.6 * size), float(size), name + "-lamp")
    return float(x), float(y + 0.6 * size), float(size)


def glow(easel: Easel, places, strength: float = 0.5) -> None:
    """The light of lanterns at `places` (x, y, px high) in the air about them."""
    for x, y, size in places:
        halo(easel, x, y, 1.5 * size, 1.5 * size, strength)
