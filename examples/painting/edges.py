"""Lost and found edges: here and there the paint of one side is dragged along its border with the other."""

import numpy as np
from scipy.ndimage import gaussian_filter

from . import noise
from .easel import Easel
from .palette import INDEX

SOFT = (
    "cloud",
    "far-hill",
    "near-hill",
    "foliage",
    "dark-foliage",
    "grass",
    "meadow",
    "path",
    "water",
    "reeds",
    "rock",
)


def lose(easel: Easel, name: str = "edges", dense: float = 1.0) -> None:
    """Smear borders between living materials in patches, away from where the eye rests. The map stays as it is."""
    rng = easel.rng(name)
    labels = np.where(easel.canvas.labels == INDEX["masonry"], INDEX["rock"], easel.canvas.labels)
    soft = np.isin(labels, [INDEX[n] for n in SOFT])
    border = np.zeros(easel.shape, bool)
    border[:-1, :-1] = (labels[:-1, :-1] != labels[1:, :-1]) | (labels[:-1, :-1] != labels[:-1, 1:])
    patch = noise.over(easel.shape, 120, 301, 2) - 0.5 * easel.focus > -0.1
    spots = np.argwhere(border & soft & patch)
    spots = spots[rng.random(len(spots)) < 0.06 * dense]
    light = gaussian_filter(easel.canvas.lab[..., 0], 2.0)
    gy, gx = np.gradient(light)
    y, x = spots.T
    across = np.arctan2(gy[y, x], gx[y, x])
    side = rng.choice([-1.0, 1.0], len(y)) * rng.uniform(2.5, 4.5, len(y))
    sy = np.clip((y + side * np.sin(across)).astype(int), 0, easel.shape[0] - 1)
    sx = np.clip((x + side * np.cos(across)).astype(int), 0, easel.shape[1] - 1)
    near = np.maximum(easel.nearness()[y, x], 0.2)
    width = (1.2 + 2.2 * near) * rng.uniform(0.7, 1.3, len(y))
    easel.canvas.strokes(
        x,
        y,
        across + np.pi / 2 + rng.normal(0, 0.25, len(y)),
        3.2 * width,
        width,
        easel.canvas.lab[sy, sx],
        alpha=0.55,
        dry=0.35,
        edge=1.8,
        rng=rng,
    )
