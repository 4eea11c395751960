"""Tiled roofs: courses that come and go, single tiles only in patches."""

import numpy as np

from . import noise
from .easel import Easel
from .solid import Face
from .walls import ground


def tiles(
    easel: Easel,
    face: Face,
    name: str,
    light,
    *,
    row: float = 0.22,
    moss: float = 0.3,
    wobble: float = 1.4,
    material: str = "roof",
) -> np.ndarray:
    """A tiled slope: broad strokes down it, courses that come and go, single tiles only in patches. Returns the
    mask."""
    rng = easel.rng(name)
    seed = int(rng.integers(1 << 20))
    w, h = face.size
    mask = ground(easel, face, None, material, float(light(np.array([w / 2]), np.array([h / 2]))[0]), seed, wobble)

    def value(u, v):
        return light(u, v) + 0.13 * noise.at(u, v, 2.4, seed, 2) + 0.06 * noise.at(u, v * 0.5, 0.5, seed + 1, 2)

    for size, coverage, alpha, dry, ratio in ((0.17, 1.7, 0.85, 0.1, 2.6), (0.09, 1.0, 0.75, 0.35, 2.8)):
        n = int(coverage * w * h / (4 * ratio * size * size))
        u, v = rng.uniform(0, w, n), rng.uniform(0, h, n)
        face.strokes(
            easel,
            u,
            v,
            rng.normal(0, 0.12, n) * size,
            size * ratio,
            size,
            material,
            value(u, v) + rng.normal(0, 0.02, n),
            rng,
            alpha=alpha,
            dry=dry,
            streak=0.045,
            clip=mask,
            vary=0.013,
        )
    rows = int(h / row)
    for k in range(rows):
        v0 = (k + 0.05) * row
        n = int(w / 0.30)
        u = (np.arange(n) + rng.uniform(0.2, 0.8, n)) * w / n
        sink = v0 + 0.02 * rng.normal(0, 1, n)
        here = noise.at(u, np.full(n, v0 * 1.6), 1.15, seed + 3, 2)
        tone = value(u, sink)
        show = here > -0.30
        face.strokes(
            easel,
            u[show],
            sink[show],
            0.19,
            0.0,
            0.022,
            material,
            tone[show] - 0.19,
            rng,
            alpha=0.75,
            dry=0.4,
            clip=mask,
            bend=rng.normal(0, 0.6, show.sum()),
        )
        single = (here > 0.10) & (rng.random(n) < 0.75)
        if single.any():
            m = single.sum()
            face.strokes(
                easel,
                u[single],
                sink[single] + 0.5 * row,
                0.0,
                0.42 * row,
                0.11,
                material,
                tone[single] + rng.normal(0.03, 0.055, m),
                rng,
                alpha=0.8,
                dry=0.2,
                streak=0.05,
                clip=mask,
                vary=0.014,
            )
            face.strokes(
                easel,
                u[single] + 0.12,
                sink[single] + 0.45 * row,
                0.0,
                0.36 * row,
                0.016,
                material,
                tone[single] - 0.2,
                rng,
                alpha=0.7,
                dry=0.35,
                clip=mask,
            )
            face.strokes(
                easel,
                u[single] - 0.02,
                sink[single] + 0.03,
                0.08,
                0.0,
                0.018,
                material,
                tone[single] + 0.17,
                rng,
                alpha=0.65,
                dry=0.45,
                clip=mask,
            )
    if moss > 0:
        n = int(34 * w * h * moss)
        u, v = rng.uniform(0, w, n), h * rng.random(n) ** 2.2
        grow = noise.at(u, v, 1.3, seed + 6, 2) > 0.30
        u, v = u[grow], v[grow]
        face.strokes(
            easel,
            u,
            v,
            0.10,
            0.02,
            0.045,
            "reeds",
            light(u, v) * 0.66,
            rng,
            alpha=0.55,
            dry=0.45,
            clip=mask,
            mark=False,
        )
    return mask
