"""A rowing boat at its mooring, and the lantern on the jetty."""

import numpy as np

from .brush import KEEP
from .easel import Easel
from .forms import polygon
from .palette import INDEX


def rowboat(easel: Easel, x: float, y: float, long: float, name: str, *, turn: float = -0.1) -> np.ndarray:
    """A boat `long` px from stem to stern, its middle at (x, y), turned by `turn` radians. Returns its mask."""
    rng = easel.rng(name)
    t = np.linspace(-1, 1, 60)
    sheer = 0.045 * long * (1 - 1.9 * t**2)
    beam = 0.115 * long * np.sqrt(np.clip(1 - np.abs(t) ** 2.6, 0, 1))
    along = 0.5 * long * t

    def place(u, v):
        return np.stack([x + u * np.cos(turn) - v * np.sin(turn), y + u * np.sin(turn) + v * np.cos(turn)], 1)

    keel = beam + sheer + 0.115 * long * np.sqrt(np.clip(1 - np.abs(t) ** 4, 0, 1))
    near, far = place(along, sheer + beam), place(along, sheer - 0.8 * beam)
    hull = polygon(np.concatenate([near, place(0.96 * along, keel)[::-1]]), easel.shape, 0.8, 3)
    inner = polygon(np.concatenate([near, far[::-1]]), easel.shape, 0.8, 4)
    sun = easel.hour.sun
    for mask, value in ((hull, 0.40), (inner, 0.14)):
        tone = easel.hour.mix("planks", np.array(value)).astype(np.float32)
        easel.canvas.fill(mask, np.broadcast_to(tone, (*easel.shape, 3)), INDEX["planks"])
    n = 150
    u, s = rng.uniform(-0.97, 0.97, n), rng.random(n)
    lower = np.interp(u, t, keel)
    upper = np.interp(u, t, sheer + beam)
    value = 0.36 + 0.20 * (1 - s) * max(sun[2], 0.1) + 0.22 * u * sun[0] - 0.24 * (s > 0.75) + rng.normal(0, 0.03, n)
    spot = place(0.5 * long * u, upper + (lower - upper) * s)
    slope = turn - 0.34 * u * (1 - 0.3 * s)
    easel.canvas.strokes(
        *spot.T,
        slope,
        rng.uniform(0.05, 0.12, n) * long,
        rng.uniform(0.006, 0.014, n) * long,
        easel.hour.mix("planks", np.clip(value, 0.03, 0.95)) + rng.normal(0, 0.01, (n, 3)),
        alpha=0.85,
        dry=0.3,
        clip=hull,
        label=INDEX["planks"],
        rng=rng,
        streak=0.04,
    )
    u, s = rng.uniform(-0.9, 0.9, n), rng.uniform(-0.8, 0.9, n)
    spot = place(0.5 * long * u, np.interp(u, t, sheer) + s * np.interp(u, t, beam))
    value = 0.20 - 0.30 * s * sun[1] * 0.6 + rng.normal(0, 0.03, n) - 0.08 * (s < -0.2)
    easel.canvas.strokes(
        *spot.T,
        turn,
        rng.uniform(0.03, 0.09, n) * long,
        rng.uniform(0.006, 0.012, n) * long,
        easel.hour.mix("planks", np.clip(value, 0.03, 0.9)),
        alpha=0.8,
        dry=0.3,
        clip=inner,
        label=INDEX["planks"],
        rng=rng,
    )
    for u in (-0.5, 0.05, 0.55):
        a, b = (
            place(np.array([0.5 * long * u]), np.interp([u], t, sheer - 0.7 * beam)),
            place(np.array([0.5 * long * u]), np.interp([u], t, sheer + 0.9 * beam)),
        )
        _line(easel, np.concatenate([a, b]), 0.020 * long, 0.66, rng, "planks")
        _line(easel, np.concatenate([a, b]) + [0.018 * long, 0.004 * long], 0.008 * long, 0.10, rng, "planks")
    _line(easel, far[2:-2:4], 0.008 * long, 0.62, rng, "planks")
    _line(easel, near[1:-1:4] + [0, 0.006 * long], 0.012 * long, 0.30, rng, "planks")
    _line(easel, near[1:-1:4], 0.009 * long, 0.80, rng, "planks")
    return np.maximum(hull, inner)


def _line(easel: Easel, points, half: float, value: float, rng, material: str, label: int | None = None) -> None:
    a, b = points[:-1], points[1:]
    way = b - a
    n = len(a)
    easel.canvas.strokes(
        *((a + b) / 2).T,
        np.arctan2(way[:, 1], way[:, 0]),
        np.hypot(*way.T) / 2 + half,
        half,
        easel.hour.mix(material, np.clip(value + rng.normal(0, 0.03, n), 0, 1)),
        profile="line",
        alpha=0.95,
        dry=0.05,
        label=INDEX[material] if label is None else label,
        rng=rng,
    )


def lantern(easel: Easel, x: float, y: float, size: float, name: str) -> None:
    """A hanging lantern of `size` px with its hook at (x, y); it burns when the hour lights lamps."""
    rng = easel.rng(name)
    one = np.ones(1)
    burning = easel.hour.lamps > 0
    _line(easel, np.array([[x, y], [x, y + 0.3 * size]]), 0.05 * size, 0.1, rng, "trunk", KEEP)
    for dx, tone in ((0.0, 0.45), (-0.10, 0.75)):
        material = "lamp" if burning else "glass"
        easel.canvas.strokes(
            one * (x + dx * size),
            one * (y + 0.72 * size),
            np.pi / 2,
            0.32 * size,
            (0.24 if dx == 0 else 0.10) * size,
            easel.hour.mix(material, one * (tone if not burning else tone + 0.2)),
            profile="round",
            alpha=0.95,
            rng=rng,
            label=INDEX["glass"],
        )
    for dy, wide in ((0.36, 0.26), (1.06, 0.24)):
        easel.canvas.strokes(
            one * x,
            one * (y + dy * size),
            0.0,
            wide * size,
            0.08 * size,
            easel.hour.mix("trunk", one * 0.14),
            alpha=0.95,
            rng=rng,
            label=INDEX["trunk"],
        )
