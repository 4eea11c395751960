"""Ferns: fronds that rise from one root and arch over, leaflets on both sides of the rib."""

import numpy as np

from .easel import Easel
from .palette import INDEX


def ferns(easel: Easel, clumps, name: str, *, shadow=None, tone: float = 0.0, fronds: int = 9) -> None:
    """Clumps (x, y, size) px of fern with their root at (x, y): dark leaves below, fronds from back to front, lit ones
    last. `shadow` (h, w) 0..1 lies on them; in winter fronds are bent and carry snow."""
    white = easel.hour.season == "winter"
    for k, (cx, cy, size) in enumerate(clumps):
        rng, flakes = easel.rng(f"{name}-{k}"), easel.rng(f"{name}-{k}-snow")
        dark = 0.0
        if shadow is not None:
            row, col = np.clip([int(cy), int(cx)], 0, np.array(easel.shape) - 1)
            dark = 0.34 * float(shadow[row, col])
        _base(easel, rng, cx, cy, size, 0.10 + tone - 0.3 * dark)
        count = fronds + int(rng.integers(-1, 3))
        turns = np.linspace(-1.25, 1.25, count) + rng.normal(0, 0.12, count)
        parts = []
        for turn in turns[np.argsort(-np.abs(turns) + rng.normal(0, 0.5, count))]:
            long = size * rng.uniform(0.75, 1.15)
            rise = long * (0.95 - 0.42 * abs(turn)) * rng.uniform(0.8, 1.1)
            out = long * np.sin(turn)
            fall = long * rng.uniform(0.35, 0.6)
            m = 15
            u = np.linspace(0.16, 0.97, m)
            x = cx + out * u + rng.normal(0, 0.03 * size)
            y = cy - rise * 1.7 * u + (rise * 0.7 + fall) * u * u
            along = np.arctan2(-rise * 1.7 + 2 * (rise * 0.7 + fall) * u, out + 1e-3)
            leaf = 0.30 * long * np.sin(np.pi * (0.12 + 0.86 * u)) ** 0.8 * (1 - 0.35 * u)
            facing = 0.5 - 0.35 * np.sign(easel.hour.sun[0]) * -turn / 1.25
            base = 0.24 + 0.26 * facing + tone - dark + rng.normal(0, 0.05)
            for side in (-1, 1):
                angle = along + side * (1.02 - 0.25 * u) + rng.normal(0, 0.09, m)
                upper = np.sin(angle) < np.sin(along)
                value = base + 0.17 * upper - 0.05 + 0.10 * u + rng.normal(0, 0.035, m)
                half = 0.5 * leaf * rng.uniform(0.85, 1.12, m)
                parts.append(
                    (
                        x + half * np.cos(angle),
                        y + half * np.sin(angle),
                        angle,
                        half,
                        np.maximum(0.9, 0.25 * half),
                        value,
                    )
                )
            parts.append(
                (x, y, along, np.full(m, 0.05 * long), np.full(m, max(0.6, 0.010 * long)), np.full(m, base + 0.22))
            )
        px, py, angle, half, wide, value = (np.concatenate(column) for column in zip(*parts, strict=True))
        easel.canvas.strokes(
            px,
            py,
            angle,
            half,
            wide,
            easel.hour.mix("fern", np.clip(value, 0.03, 0.97)) + rng.normal(0, 1, (len(px), 3)) * (0.010, 0.006, 0.008),
            profile="leaf",
            bend=0.16 * half,
            alpha=0.93,
            dry=0.08,
            label=INDEX["fern"],
            rng=rng,
        )
        if white:
            _snow(easel, flakes, cx, cy, size, dark)


def _base(easel, rng, cx, cy, size, value) -> None:
    n = 16
    x = cx + rng.normal(0, 0.20, n) * size
    y = cy - 0.20 * size + rng.normal(0, 0.09, n) * size
    easel.canvas.strokes(
        x,
        y,
        np.arctan2(y - cy - 0.2 * size, x - cx) + rng.normal(0, 0.4, n),
        0.20 * size * rng.uniform(0.7, 1.2, n),
        0.09 * size,
        easel.hour.mix("fern", np.clip(value + rng.normal(0, 0.03, n), 0.02, 0.9)),
        profile="round",
        alpha=0.9,
        dry=0.1,
        label=INDEX["fern"],
        rng=rng,
    )


def _snow(easel, rng, cx, cy, size, dark) -> None:
    """Pads of snow on the bent crowns."""
    n = 22
    x = cx + rng.normal(0, 0.42, n) * size
    y = cy - size * (0.52 - 0.55 * ((x - cx) / size) ** 2) + rng.normal(0, 0.08, n) * size
    order = np.argsort(y)
    x, y = x[order], y[order]
    lean = 1.1 * (x - cx) / size
    for shift, value, scale in ((0.04, 0.30, 1.0), (-0.01, 0.62, 0.85), (-0.03, 0.84, 0.5)):
        easel.canvas.strokes(
            x,
            y + shift * size,
            lean,
            0.16 * scale * size,
            0.055 * scale * size,
            easel.hour.mix("snow", np.clip(value - 0.5 * dark + rng.normal(0, 0.04, n), 0.05, 0.97)),
            profile="round",
            alpha=0.9,
            dry=0.15,
            rng=rng,
        )
