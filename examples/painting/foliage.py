"""Canopies and bushes: heaps of leaf clumps, trunks and branches, firs."""

import numpy as np
from scipy.ndimage import gaussian_filter, gaussian_gradient_magnitude

from . import noise
from .brush import KEEP
from .easel import Easel
from .forms import Heap, cluster, spline, steps
from .palette import INDEX


def canopy(
    easel: Easel,
    masses,
    name: str,
    *,
    material: str = "foliage",
    leaf: float = 8.0,
    per: int = 13,
    depth: float = 0.0,
    tone: float = 0.0,
    holes: float = 0.0,
    ragged: float = 1.3,
    spray: float = 1.0,
    clumps=(0.26, 0.44),
    hues: float = 0.010,
) -> np.ndarray:
    """A crown or bush over `masses` (m, 4): dark ground, then leaf dabs from dark to light, sprays past the outline.
    `leaf` is the half-length of a dab in px, `holes` 0..1 how much sky shows through,
    `hues` how far the colour drifts from bough to bough. Returns its mask."""
    rng = easel.rng(name)
    seed = int(rng.integers(1 << 20))
    masses = np.asarray(masses, float)
    balls, parent = cluster(masses, per, rng, clumps)
    heap = Heap(easel.shape, balls, masses, parent, ragged * leaf, seed, 3.4 * leaf)
    light = 0.70 * heap.light(easel.hour.sun, 0.55, 0.60, 1.4 * leaf) + 0.30 * _crown_light(easel, masses)
    value = light + 0.10 * noise.over(easel.shape, 3.2 * leaf, seed + 2, 2) + tone
    value = np.clip((value - 0.20) / 0.80, 0, 1) ** 1.25
    mask = heap.mask.astype(np.float32)
    if holes > 0:
        rim = gaussian_filter(mask, 4 * leaf)
        gap = noise.over(easel.shape, 5.5 * leaf, seed + 3, 3) - 0.62 + 0.5 * holes - 0.9 * (rim - 0.6)
        mask *= gap < 0.0
    target = easel.hour.mix(material, 0.9 * steps(value, 6, 0.45) + 0.1 * value, depth)
    drift = hues * noise.over(easel.shape, 15 * leaf, seed + 7, 2)[..., None] * np.array([0.4, -1.0, 0.7], np.float32)
    target = target + drift
    ground = easel.hour.mix(material, np.clip(0.45 * value, 0, 1), depth).astype(np.float32)
    easel.canvas.fill(gaussian_filter(mask, 0.7), ground, INDEX[material])
    sway = 1.3 * noise.over(easel.shape, 5 * leaf, seed + 6, 2)
    flow = (np.arctan2(heap.small[..., 1] + 0.7, heap.small[..., 0]) + sway).astype(np.float32)
    how = {"angle": flow, "label": INDEX[material], "profile": "leaf", "bend": 0.18, "turn": 0.6, "jitter": 0.013}
    focus = 1.12 - 0.35 * easel.focus
    easel.canvas.lay(mask, target, rng, width=0.62 * leaf * focus, ratio=1.9, coverage=1.5, alpha=0.9, dry=0.12, **how)
    how["label"] = KEEP  # from here on the light decides where strokes go, and the map must not depend on it
    lit = mask * (value > 0.36)
    easel.canvas.lay(lit, target, rng, width=0.42 * leaf * focus, ratio=2.0, coverage=1.1, alpha=0.92, **how)
    _sprays(easel, mask, target, easel.rng(name + "-spray"), seed, leaf, INDEX[material], spray)
    high = mask * (value > 0.60) * (noise.over(easel.shape, 7 * leaf, seed + 5, 2) > -0.05)
    bright = easel.hour.mix(material, np.clip(value + 0.14, 0, 1), depth) + drift
    easel.canvas.lay(high, bright, rng, width=0.30 * leaf * focus, ratio=2.2, coverage=0.5, alpha=0.92, **how)
    return mask


def _crown_light(easel, masses) -> np.ndarray:
    """Value 0..1 (h, w) of the whole crown as one round thing, which holds its boughs together."""
    x, y = easel.grid()
    middle = np.average(masses[:, :2], axis=0, weights=masses[:, 3] ** 2)
    reach = (np.abs(masses[:, :2] - middle) + masses[:, 3:]).max(0)
    nx, ny = (x - middle[0]) / reach[0], (y - middle[1]) / reach[1]
    flat = np.maximum(1.0, np.hypot(nx, ny))
    nx, ny = nx / flat, ny / flat
    sun = easel.hour.sun
    return 0.5 + 0.5 * (nx * sun[0] + ny * sun[1] + np.sqrt(np.maximum(0, 1 - nx * nx - ny * ny)) * sun[2])


def _sprays(easel, mask, target, rng, seed, leaf, label, amount) -> None:
    """Single leaves that leave the outline, in patches, so that the edge is lost and found."""
    slope = gaussian_gradient_magnitude(mask, 1.0)
    patch = noise.over(easel.shape, 9 * leaf, seed + 4, 2) > -0.15
    spots = np.argwhere((slope > 0.2) & patch & (mask > 0.5))
    if not len(spots) or amount <= 0:
        return
    gy, gx = np.gradient(gaussian_filter(mask, 2.0 * leaf))
    n = int(len(spots) / (1.6 * leaf) * amount)
    spot = spots[rng.integers(0, len(spots), n)]
    out = np.arctan2(-gy, -gx)[spot[:, 0], spot[:, 1]]
    away = rng.uniform(0.0, 0.8, n) * leaf
    size = leaf * rng.uniform(0.45, 0.95, n)
    easel.canvas.strokes(
        spot[:, 1] + away * np.cos(out),
        spot[:, 0] + away * np.sin(out),
        out + rng.normal(0, 0.7, n),
        size,
        0.42 * size,
        target[spot[:, 0], spot[:, 1]] + rng.normal(0, 0.012, (n, 3)),
        profile="leaf",
        alpha=0.9,
        label=label,
        rng=rng,
    )


def limb(easel: Easel, points, radius, name: str, *, material: str = "trunk", shade=None, depth: float = 0.0) -> None:
    """A trunk or branch along `points` (n, 2); `radius` px at start and end. Bark follows the form and is lit across;
    `shade(x, y)` 0..1 is cast shadow on it."""
    rng = easel.rng(name)
    curve = spline(points, 240)
    half = np.interp(np.linspace(0, 1, 240), np.linspace(0, 1, len(radius)), radius)
    along = np.gradient(curve, axis=0)
    along /= np.hypot(*along.T)[:, None]
    side = np.stack([-along[:, 1], along[:, 0]], 1)
    run = np.hypot(*np.diff(curve, axis=0).T).sum()
    sun = np.array(easel.hour.sun)
    seed = int(rng.integers(1 << 20))

    def coat(count, size, ratio, alpha, dry, contrast):
        t, across = rng.random(count), rng.uniform(-1, 1, count)
        i = (t * 239).astype(int)
        x, y = (curve[i] + side[i] * (across * half[i] * 0.97)[:, None]).T
        normal = side[i] * across[:, None]
        lit = normal[:, 0] * sun[0] + normal[:, 1] * sun[1] + np.sqrt(1 - across**2) * sun[2]
        bark = noise.at(across * 60 + seed, t * run, 26, seed, 3)
        value = 0.40 + 0.42 * lit + contrast * bark
        if shade is not None:
            value = value - 0.34 * shade(x, y)
        width = np.minimum(size * rng.uniform(0.6, 1.3, count), 0.62 * half[i] + 0.5)
        length = np.minimum(width * ratio, 0.2 * run)
        easel.canvas.strokes(
            x,
            y,
            np.arctan2(along[i, 1], along[i, 0]) + rng.normal(0, 0.13, count),
            length,
            width,
            easel.hour.mix(material, np.clip(value, 0.02, 0.96), np.full(count, depth))
            + rng.normal(0, 1, (count, 3)) * (0.014, 0.006, 0.008),
            alpha=alpha,
            dry=dry,
            streak=0.05,
            label=INDEX[material],
            bend=rng.normal(0, 0.15, count) * length,
            rng=rng,
        )

    area = 2 * half.mean() * run
    big = max(2.2, 0.30 * half.mean())
    coat(int(2.6 * area / (8 * big * big)) + 30, big, 3.2, 0.95, 0.0, 0.10)
    coat(int(1.5 * area / (8 * (0.5 * big) ** 2)) + 20, 0.5 * big, 4.0, 0.85, 0.3, 0.26)
    if big > 5:
        coat(int(0.45 * area / (8 * (0.22 * big) ** 2)), 0.22 * big, 5.5, 0.8, 0.35, 0.42)


def fir(easel: Easel, x, foot, tall, name: str, *, depth: float = 0.0, material: str = "dark-foliage") -> None:
    """One fir: tiers of drooping boughs, dark below, lit on the sunny shoulder."""
    rng = easel.rng(name)
    tiers = int(np.clip(tall / 16, 7, 22))
    sunny = np.sign(easel.hour.sun[0])
    limb(
        easel,
        [(x, foot), (x + 1, foot - tall * 0.5), (x, foot - tall * 0.95)],
        (tall * 0.022, 1.2),
        name + "-trunk",
        depth=depth,
    )
    for k in range(tiers):
        t = (k + rng.uniform(-0.25, 0.25)) / tiers
        y = foot - tall * (0.06 + 0.94 * t)
        reach = tall * 0.24 * (1 - t) ** 0.85 * rng.uniform(0.75, 1.15) + 2
        for value, n, lift, size in ((0.14, 9, 0.1, 1.0), (0.36, 6, -0.05, 0.75), (0.62, 5, -0.16, 0.55)):
            n = int(n * (0.7 + tall / 300))
            u = rng.uniform(-1, 1, n)
            if value > 0.3:
                u = 0.35 * u + 0.45 * sunny * rng.random(n)
            px = x + u * reach * 0.8
            py = y + np.abs(u) * reach * 0.42 + lift * reach * 0.5 + rng.normal(0, 1.5, n)
            angle = (
                np.where(u > 0, 0.55, np.pi - 0.55)
                + rng.normal(0, 0.22, n)
                + (np.pi / 2 - 0.55) * (np.abs(u) < 0.15) * np.sign(u)
            )
            length = size * reach * rng.uniform(0.28, 0.5, n) + 1.5
            easel.canvas.strokes(
                px,
                py,
                angle,
                length,
                np.maximum(1.0, 0.30 * length),
                easel.hour.mix(material, np.full(n, value), np.full(n, depth))
                + rng.normal(0, 0.012, (n, 3)) * (1, 0.5, 0.5),
                profile="leaf",
                bend=-0.18 * length * np.sign(u),
                alpha=0.92,
                dry=0.1,
                label=INDEX[material],
                rng=rng,
            )
