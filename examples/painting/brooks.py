"""A brook between mossy banks: dark clear water, the bank's shadowed face, stones, threads of current; ice in winter."""

import numpy as np
from scipy.ndimage import gaussian_filter

from . import noise
from .easel import Easel
from .forms import band, spline
from .palette import INDEX
from .stones import boulder
from .water import water


def brook(easel: Easel, points, half, name: str, *, shadow, far: float, mirror_at: float) -> np.ndarray:
    """A brook along `points` (n, 2), from far to near, `half` px (n,) wide by halves. It mirrors what is painted above
    row `mirror_at`. Returns its mask (h, w)."""
    rng = easel.rng(name)
    seed = int(rng.integers(1 << 20))
    curve = spline(points, 400)
    wide = np.interp(np.linspace(0, 1, 400), np.linspace(0, 1, len(half)), half)
    fray = noise.at(curve[:, 0] * 2, curve[:, 1] * 2, 120, seed, 3)
    mask = gaussian_filter(band(curve, wide * (1 + 0.20 * fray), easel.shape), 5)
    mask = ((mask + 0.42 * noise.over(easel.shape, (80, 22), seed + 1, 3) * (np.abs(mask - 0.5) < 0.49)) > 0.5) * 1.0
    mask = gaussian_filter(mask, 0.8).astype(np.float32)
    picture = easel.canvas.copy()
    _bank(easel, mask, rng, shadow)
    line = np.full(easel.shape[1], mirror_at)
    water(easel, mask, far, [(picture.lab, None, line)], shadow=0.35 * shadow, name=name + "-water", clear=0.92)
    _bed(easel, mask, curve, wide, easel.rng(name + "-bed"), shadow)
    return mask


def _bank(easel: Easel, mask, rng, shadow) -> None:
    """The earth of the far bank, dark under its moss, down to the water."""
    near = np.maximum(easel.nearness(), 0.08)
    strip = np.zeros(easel.shape, np.float32)
    for drop in (0.25, 0.5, 0.75, 1.0):
        rows = (drop * 30 * near).astype(int)
        y, x = np.mgrid[: easel.shape[0], : easel.shape[1]]
        strip = np.maximum(strip, mask[np.minimum(y + rows, easel.shape[0] - 1), x])
    strip = strip * (mask < 0.5)
    target = easel.hour.mix(
        "moss", np.clip(0.16 - 0.1 * shadow + 0.10 * noise.over(easel.shape, (40, 16), 71, 3), 0.02, 0.9)
    )
    easel.canvas.fill(gaussian_filter(strip, 0.8), target.astype(np.float32), INDEX["moss"])
    body = (strip > 0.4).astype(np.float32)
    easel.canvas.lay(
        body,
        target.astype(np.float32),
        rng,
        width=1.5 + 4.5 * near,
        angle=0.05,
        ratio=2.6,
        coverage=1.2,
        alpha=0.85,
        dry=0.25,
        label=INDEX["moss"],
    )


def _bed(easel: Easel, mask, curve, wide, rng, shadow) -> None:
    """Threads of the current along the bed, light and dark, in drifts; a dark edge under the banks."""
    n = 420
    t = (rng.random(n) ** 0.75 * 380 + 8).astype(int)
    across = rng.uniform(-0.9, 0.9, n)
    along = np.gradient(curve, axis=0)
    angle = np.arctan2(along[t, 1], along[t, 0])
    flat = np.arctan2(0.45 * np.sin(angle), np.cos(angle))
    x = curve[t, 0] - np.sin(flat) * 0 + across * wide[t] * 1.1
    y = curve[t, 1] + rng.uniform(-0.3, 0.3, n) * wide[t]
    drift = noise.at(x, y * 2.5, 150, 83, 2)
    light = drift > 0.08
    keep = np.abs(drift) > 0.10
    size = (0.8 + 0.012 * wide[t]) * rng.uniform(0.7, 1.3, n)
    row, col = np.clip(y.astype(int), 0, easel.shape[0] - 1), np.clip(x.astype(int), 0, easel.shape[1] - 1)
    tone = np.where(light, 0.80 - 0.30 * shadow[row, col], 0.12) + rng.normal(0, 0.05, n)
    easel.canvas.strokes(
        x,
        y,
        flat + rng.normal(0, 0.10, n),
        size * rng.uniform(7, 13, n),
        size,
        easel.hour.mix("water", np.clip(tone, 0.03, 0.97)),
        bend=rng.normal(0, 2.0, n) * size,
        alpha=np.where(keep, 0.55, 0.0),
        dry=0.35,
        clip=mask,
        rng=rng,
    )


def stones(easel: Easel, places, name: str, *, shadow, foam: bool = True) -> None:
    """Stones (x, y, rx, ry) px in the brook, far ones first: wet and dark at the foot, a thread of foam below."""
    rng = easel.rng(name)
    white = easel.hour.season == "winter"
    for k, (x, y, rx, ry) in enumerate(sorted(places, key=lambda place: place[1])):
        row, col = np.clip([int(y), int(x)], 0, np.array(easel.shape) - 1)
        dark = 0.24 * float(shadow[row, col])
        boulder(easel, x, y, rx, ry, f"{name}-{k}", shade=dark, moss=0.95 if white else 0.55)
        n = int(8 + rx / 5)
        u = rng.uniform(-1, 1, n)
        wet = np.full(n, 0.10)
        for shift, value, scale, alpha in ((0.14, wet, 1.0, 0.6), (0.24, wet + 0.74, 0.55, 0.62 if foam else 0.0)):
            easel.canvas.strokes(
                x + u * rx,
                y + (shift + 0.05 - 0.16 * u * u) * ry + rng.normal(0, 0.02, n) * ry,
                -0.22 * u + rng.normal(0, 0.05, n),
                scale * rx * rng.uniform(0.14, 0.34, n),
                np.maximum(0.8, scale * 0.05 * ry),
                easel.hour.mix("water", np.clip(value - dark + rng.normal(0, 0.04, n), 0, 1)),
                alpha=alpha,
                dry=0.3,
                rng=rng,
            )
        if white:
            snow_cap(easel, f"{name}-{k}-snow", x, y, rx, ry, dark)


def snow_cap(easel: Easel, name: str, x, y, rx, ry, dark: float) -> None:
    """A cushion of snow on the stone that stands at (x, y) px, `rx` wide and `ry` high, in shadow by `dark` 0..1."""
    rng = easel.rng(name)
    n = 22
    for spread, lift, value, wide in ((0.80, 0.50, 0.34, 0.13), (0.74, 0.60, 0.62, 0.12), (0.52, 0.68, 0.86, 0.08)):
        u = rng.uniform(-1, 1, n)
        easel.canvas.strokes(
            x + u * spread * rx * 0.8,
            y - ry * (0.45 + (lift - 0.25) * np.sqrt(np.clip(1 - 0.85 * u * u, 0, 1))),
            0.55 * u + rng.normal(0, 0.06, n),
            0.28 * rx * rng.uniform(0.7, 1.2, n),
            wide * ry * rng.uniform(0.8, 1.2, n),
            easel.hour.mix("snow", np.clip(value - 0.8 * dark - 0.08 * u + rng.normal(0, 0.03, n), 0.05, 0.97)),
            profile="round",
            alpha=0.9,
            dry=0.12,
            rng=rng,
        )


def ice(easel: Easel, mask, name: str, shadow) -> None:
    """In winter: a shelf of ice and snow along the banks, open dark water in the middle. The map stays."""
    if easel.hour.season != "winter":
        return
    near = np.maximum(easel.nearness(), 0.08)
    inner = gaussian_filter(mask, 16) + 0.16 * noise.over(easel.shape, (90, 30), 91, 3)
    shelf = ((inner < 0.80) & (mask > 0.5)).astype(np.float32)
    target = easel.hour.mix(
        "snow",
        np.clip(
            0.62 - 0.24 * shadow - 0.9 * np.clip(inner - 0.55, 0, 1) + 0.1 * noise.over(easel.shape, (60, 14), 92, 2),
            0.05,
            0.95,
        ),
    ).astype(np.float32)
    easel.canvas.lay(
        shelf,
        target,
        easel.rng(name),
        width=2.0 + 5.0 * near,
        angle=0.0,
        ratio=3.4,
        coverage=1.8,
        alpha=0.75,
        dry=0.2,
        clip=gaussian_filter(shelf, 1.2) * mask,
        turn=0.08,
    )
