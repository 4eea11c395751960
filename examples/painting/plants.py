"""Flowers and reeds: drifts with dark leaves below and a few blooms picked out."""

import numpy as np

from . import noise
from .easel import Easel
from .ground import lie, tufts
from .palette import INDEX


def flowers(easel: Easel, where, name: str, *, shadow, size: float, dense: float = 1.0, stems: bool = True) -> None:
    """A drift of flowers on `where` (h, w) 0..1; `size` px of a bloom at the bottom edge."""
    rng = easel.rng(name)
    seed = int(rng.integers(1 << 20))
    spots = np.argwhere(where > 0.5)
    if not len(spots):
        return
    near = np.maximum(easel.nearness(), 0.15)
    if stems:
        tufts(
            easel,
            where,
            name + "-leaf",
            count=int(len(spots) / (0.9 * size * size)),
            length=2.4 * size,
            shadow=shadow,
            tone=-0.16,
            clump=6,
            material="grass",
            label=True,
        )
    n = int(dense * len(spots) / (0.55 * size * size))
    spot = spots[rng.integers(0, len(spots), n)]
    heap = noise.at(spot[:, 1].astype(float), spot[:, 0] * 1.6, 7 * size, seed, 2)
    spot = spot[heap > -0.30]
    spot = spot[np.argsort(spot[:, 0])]
    y, x = spot.T.astype(float)
    n = len(y)
    r = size * near[spot[:, 0], spot[:, 1]] * rng.uniform(0.55, 1.15, n)
    dark = 0.34 * shadow[spot[:, 0], spot[:, 1]]
    hue = noise.at(x, y, 90, seed + 3, 2)
    for petals, value, spread, scale in ((4, 0.34, 0.55, 0.62), (4, 0.56, 0.45, 0.50), (3, 0.82, 0.32, 0.32)):
        for _ in range(petals):
            keep = rng.random(n) < (1.0 if value < 0.7 else 0.7)
            turn = rng.uniform(0, 2 * np.pi, n)
            m = keep.sum()
            lift = (value - 0.5) * 0.8
            colour = easel.hour.mix(
                "flowers", np.clip(value - dark + 0.10 * hue + rng.normal(0, 0.05, n), 0.03, 0.98)[keep]
            )
            colour = colour + rng.normal(0, 1, (m, 3)) * (0.010, 0.008, 0.008)
            easel.canvas.strokes(
                (x + spread * r * np.cos(turn) - 0.25 * lift * r)[keep],
                (y + 0.6 * spread * r * np.sin(turn) - lift * r)[keep],
                turn[keep],
                (scale * r)[keep],
                (0.62 * scale * r)[keep],
                colour,
                profile="round",
                alpha=0.9,
                dry=0.08,
                label=INDEX["flowers"],
                rng=rng,
            )


def reeds(easel: Easel, where, name: str, *, shadow, length: float, count: int, tone: float = 0.0) -> None:
    """Reeds in groups on `where` (h, w): dark stand behind, then lit blades, some with heads."""
    rng = easel.rng(name)
    for share, shift, spread in ((0.45, -0.22, 0.5), (0.35, 0.02, 0.45), (0.2, 0.22, 0.4)):
        tufts(
            easel,
            where,
            f"{name}-{shift}",
            count=int(count * share),
            length=length,
            shadow=shadow,
            material="reeds",
            tone=shift + tone,
            wind=0.10,
            clump=8,
            spread=spread,
        )
    spots = np.argwhere(where > 0.5)
    spot = spots[rng.integers(0, len(spots), count // 9)]
    near = np.maximum(easel.nearness()[spot[:, 0], spot[:, 1]], 0.15)
    y, x = spot.T.astype(float)
    tall = 2.0 * length * near * rng.uniform(0.8, 1.1, len(y))
    dark = shadow[spot[:, 0], spot[:, 1]] * 0.3
    easel.canvas.strokes(
        x + rng.normal(0.12, 0.1, len(y)) * tall,
        y - tall,
        -np.pi / 2 + rng.normal(0.15, 0.12, len(y)),
        0.11 * tall,
        0.026 * tall,
        easel.hour.mix("trunk", np.clip(0.42 - dark + rng.normal(0, 0.06, len(y)), 0, 1)),
        profile="round",
        alpha=0.95,
        rng=rng,
        label=INDEX["reeds"],
    )


def specks(easel: Easel, where, name: str, *, size: float, dense: float, shadow) -> None:
    """Small white and pink flower heads in drifts, far too small to be a region: paint only."""
    rng = easel.rng(name)
    spots = np.argwhere((where > 0.5) & (lie(easel, 240, 91, 2) > 0.28))
    if len(spots) < 5:
        return
    spot = spots[rng.integers(0, len(spots), int(dense * len(spots) / 4000))]
    near = np.maximum(easel.nearness()[spot[:, 0], spot[:, 1]], 0.1)
    y, x = spot.T.astype(float)
    r = size * near * rng.uniform(0.6, 1.2, len(y))
    tone = np.where(rng.random(len(y)) < 0.6, 0.95, 0.6) - 0.35 * shadow[spot[:, 0], spot[:, 1]]
    easel.canvas.strokes(
        x,
        y,
        rng.normal(0, 0.4, len(y)),
        r,
        0.7 * r,
        easel.hour.mix("flowers", tone),
        profile="round",
        alpha=0.9,
        rng=rng,
    )
