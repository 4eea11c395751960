"""Sunbeams that fall between trunks into hazy air."""

import numpy as np

from . import noise
from .easel import Easel


def shafts(easel: Easel, source, beams, strength: float, seed: int = 51) -> None:
    """Glaze `beams`, a list of (x at the foot, y at the foot, half-width there, weight), that all come from `source`
    (x, y) px beyond the frame: firm on the sunny side, soft on the other, streaked along, spent at the foot. The map
    stays."""
    x, y = easel.grid()
    sx, sy = source
    angle, far = np.arctan2(x - sx, y - sy), np.hypot(x - sx, y - sy)
    light = np.zeros(easel.shape, np.float32)
    streak = 0.5 + 0.5 * noise.at(angle * 2600, far * 0.04, 60, seed, 3)
    dust = 0.8 + 0.2 * noise.over(easel.shape, 150, seed + 1, 3)
    for fx, fy, half, weight in beams:
        reach = np.hypot(fx - sx, fy - sy)
        across = (angle - np.arctan2(fx - sx, fy - sy)) * reach / half
        side = np.clip((1 + across) * 1.6, 0, 1) * np.clip((1 - across) * 3.2, 0, 1)
        spent = np.clip((1.04 - far / reach) / 0.30, 0, 1) * np.clip(far / reach / 0.5, 0, 1)
        light = np.maximum(light, weight * side * spent * (0.55 + 0.45 * streak))
    glaze = (strength * light * dust)[..., None]
    warm = easel.hour.sky(1.0)
    easel.canvas.lab += (glaze * (warm - easel.canvas.lab)).astype(np.float32)
