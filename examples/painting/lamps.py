"""Lamp light after sunset: halos in the air, a pool on what is near, broken streaks on the water."""

import numpy as np

from .easel import Easel


def halo(easel: Easel, x: float, y: float, rx: float, ry: float, strength: float) -> None:
    """Warm light around (x, y), fading over `rx`, `ry` px; nothing while no lamps burn."""
    strength *= easel.hour.lamps
    if strength <= 0:
        return
    gx, gy = easel.grid()
    near = strength * np.exp(-(((gx - x) / rx) ** 2 + ((gy - y) / ry) ** 2))
    warm = easel.hour.mix("lamp", np.array(0.55))
    easel.canvas.lab[..., 0] += (near * 0.34 * (1 - easel.canvas.lab[..., 0])).astype(np.float32)
    easel.canvas.lab[..., 1:] += (near[..., None] * 0.55 * (warm[1:] - easel.canvas.lab[..., 1:])).astype(np.float32)


def streaks(easel: Easel, x: float, top: float, bottom: float, wide: float, name: str, clip) -> None:
    """A lamp's image on rippled water: short level strokes from `top` to `bottom` px, wider apart as they near."""
    if easel.hour.lamps <= 0:
        return
    rng = easel.rng(name)
    n = int((bottom - top) / 1.5)
    t = rng.random(n) ** 1.3
    easel.canvas.strokes(
        x + rng.normal(0, 0.5, n) * wide * (0.5 + t),
        top + t * (bottom - top),
        rng.normal(0, 0.02, n),
        wide * rng.uniform(0.25, 0.8, n),
        rng.uniform(0.9, 1.9, n),
        easel.hour.mix("lamp", np.clip(0.8 - 0.5 * t + rng.normal(0, 0.1, n), 0.1, 0.95)),
        alpha=0.75 - 0.4 * t,
        dry=0.2,
        clip=clip,
        rng=rng,
    )
