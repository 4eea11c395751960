"""Grass, meadow and paths: broad rolling ground in perspective, with the shadows that fall on it."""

import numpy as np
from scipy.ndimage import gaussian_filter

from . import noise
from .easel import Easel
from .forms import band, spline, steps
from .palette import INDEX


def lie(easel: Easel, size: float, seed: int, octaves: int = 3) -> np.ndarray:
    """Noise (h, w) -1..1 that lies on the ground: `size` px across at the bottom edge, finer and flatter far off."""
    x, y = easel.grid()
    near = np.clip((y - easel.level) / (easel.shape[0] - easel.level), 0.03, 1)
    return noise.at((x - 960) / near, 900.0 / near, size, seed, octaves)


def grass(
    easel: Easel,
    mask,
    name: str,
    *,
    shadow,
    lean=0.0,
    material: str = "grass",
    second: str | None = "meadow",
    tone: float = 0.0,
    depth: float = 0.0,
    dry_share: float = 0.35,
) -> None:
    """Turf over `mask`, `shadow` (h, w) 0..1 cast on it, `lean` its slope in the picture (radians, number or field).
    Drifts of a `second` material (long dry grass) lie in the light where `dry_share` allows."""
    rng = easel.rng(name)
    seed = int(rng.integers(1 << 20))
    near = np.maximum(easel.nearness(), 0.06)
    roll, patch, fine = lie(easel, 620, seed, 2), lie(easel, 260, seed + 1, 3), lie(easel, 90, seed + 2, 2)
    value = 0.60 + 0.13 * roll + 0.13 * patch + 0.05 * fine + tone - 0.40 * shadow - 0.05 * near
    value = 0.75 * steps(np.clip(value, 0, 1), 7, 0.5) + 0.25 * value
    target = easel.hour.mix(material, np.clip(value, 0.03, 0.97), depth * (1 - near) ** 2)
    if second is not None:
        drift = np.clip((lie(easel, 420, seed + 3, 3) + 1.1 * dry_share - 0.55) * 5, 0, 1) * mask
        dry = easel.hour.mix(second, np.clip(value + 0.02, 0, 1), depth * (1 - near) ** 2)
        target = target + 0.85 * drift[..., None] * (dry - target)
    cool = 0.012 * lie(easel, 330, seed + 4, 2)
    target[..., 1] += cool
    target[..., 2] += 0.5 * cool
    target = target.astype(np.float32)
    easel.canvas.fill(mask, target, INDEX[material])
    if second is not None:
        easel.canvas.labels[(drift > 0.5) & (mask > 0.5)] = INDEX[second]
    tilt = (lean + 0.16 * lie(easel, 500, seed + 5, 2)).astype(np.float32)
    size = 3.0 + 22.0 * near**1.3
    how = {"angle": tilt, "streak": 0.03, "turn": 0.12, "bend": 0.06, "clip": gaussian_filter(mask, 0.8)}
    inside = (mask > 0.5).astype(np.float32)
    easel.canvas.lay(
        inside, target, rng, width=size * 1.1, ratio=3.4, coverage=1.5, alpha=0.8, dry=0.2, order="down", **how
    )
    easel.canvas.lay(
        inside, target, rng, width=size * 0.55, ratio=3.2, coverage=1.0, alpha=0.78, dry=0.35, jitter=0.018, **how
    )
    focus = inside * (easel.focus > 0.35)
    easel.canvas.lay(
        focus, target, rng, width=1.6 + 4.2 * near, ratio=2.6, coverage=0.5, alpha=0.8, dry=0.35, jitter=0.02, **how
    )
    accent = inside * (lie(easel, 200, seed + 6, 2) > 0.25)
    warm = target + np.array([0.035, -0.012, 0.02], np.float32)
    easel.canvas.lay(accent, warm, rng, width=size * 0.42, ratio=3.6, coverage=0.22, alpha=0.75, dry=0.45, **how)


def tufts(
    easel: Easel,
    where,
    name: str,
    *,
    count: int,
    length: float,
    shadow=None,
    material: str = "grass",
    tone: float = 0.0,
    wind: float = 0.25,
    label: bool = True,
    clump: int = 9,
    spread: float = 1.0,
) -> None:
    """Blades in tufts on `where` (h, w) 0..1, `length` px (half) at the bottom edge, further ones shorter."""
    rng = easel.rng(name)
    spots = np.argwhere(where > 0.5)
    if not len(spots):
        return
    chance = np.maximum(easel.nearness()[spots[:, 0], spots[:, 1]], 0.1) ** -0.8
    spot = spots[rng.choice(len(spots), count, p=chance / chance.sum())]
    spot = spot[np.argsort(spot[:, 0])]
    n = count * clump
    y, x = np.repeat(spot[:, 0], clump).astype(float), np.repeat(spot[:, 1], clump).astype(float)
    near = np.maximum(np.clip((y - easel.level) / (easel.shape[0] - easel.level), 0, 1), 0.12)
    seed = int(rng.integers(1 << 20))
    half = length * near * rng.uniform(0.5, 1.2, n) * (1 + 0.42 * noise.at(x, 2.5 * y, 210, seed, 2))
    x += rng.normal(0, 0.5, n) * length * near * spread
    y += rng.normal(0, 0.16, n) * length * near
    sway = wind + 0.45 * noise.at(x, 2.2 * y, 260, seed + 3, 2) + rng.normal(0, 0.30, n)
    angle = -np.pi / 2 + sway
    value = 0.50 + tone + rng.normal(0, 0.13, n)
    if shadow is not None:
        iy, ix = np.clip(y.astype(int), 0, easel.shape[0] - 1), np.clip(x.astype(int), 0, easel.shape[1] - 1)
        value = value - 0.36 * shadow[iy, ix]
    easel.canvas.strokes(
        x + half * np.cos(angle),
        y + half * np.sin(angle),
        angle,
        half,
        np.maximum(0.7, 0.075 * half),
        easel.hour.mix(material, np.clip(value, 0.04, 0.95)) + rng.normal(0, 1, (n, 3)) * (0.012, 0.008, 0.01),
        profile="blade",
        bend=0.28 * half * np.sign(sway) * rng.uniform(0.2, 1.3, n),
        alpha=0.92,
        dry=0.05,
        streak=0.02,
        label=INDEX[material] if label else -1,
        rng=rng,
    )


def path(easel: Easel, points, half, name: str, *, shadow, inside=None, material: str = "path") -> np.ndarray:
    """A trodden path along `points` (n, 2) with half-widths `half` px (n,): ruts, worn edges, pebbles. Returns its
    mask."""
    rng = easel.rng(name)
    seed = int(rng.integers(1 << 20))
    curve = spline(points, 400)
    wide = np.interp(np.linspace(0, 1, 400), np.linspace(0, 1, len(half)), half)
    fray = noise.at(curve[:, 0] * 3, curve[:, 1] * 3, 130, seed, 3)
    mask = gaussian_filter(band(curve, wide * (1 + 0.30 * fray), easel.shape), 7)
    mask = (mask + 0.5 * noise.over(easel.shape, (70, 16), seed + 1, 3) * (np.abs(mask - 0.5) < 0.49) > 0.5) * 1.0
    if inside is not None:
        mask = mask * inside
    mask = gaussian_filter(mask, 0.8)
    x, y = easel.grid()
    middle = (
        np.interp(y, curve[::-1, 1], curve[::-1, 0]) if curve[0, 1] > curve[-1, 1] else np.interp(y, *curve.T[::-1])
    )
    across = (x - middle) / (np.interp(y, np.sort(curve[:, 1]), wide[np.argsort(curve[:, 1])]) + 1e-3)
    rut = np.exp(-(((np.abs(across) - 0.45) / 0.2) ** 2))
    value = 0.62 + 0.18 * lie(easel, 220, seed + 2, 3) - 0.13 * rut + 0.05 * (np.abs(across) < 0.25) - 0.40 * shadow
    value -= 0.16 * np.clip(np.abs(across) - 0.7, 0, 1)
    value = 0.7 * steps(np.clip(value, 0, 1), 6, 0.5) + 0.3 * value
    target = easel.hour.mix(material, np.clip(value, 0.04, 0.96)).astype(np.float32)
    easel.canvas.fill(mask, target, INDEX[material])
    near = np.maximum(easel.nearness(), 0.08)
    body = (mask > 0.5).astype(np.float32)
    how = {"angle": 0.04, "label": INDEX[material], "clip": mask, "turn": 0.2}
    easel.canvas.lay(body, target, rng, width=2.5 + 9 * near, ratio=2.8, coverage=1.3, alpha=0.8, dry=0.3, **how)
    easel.canvas.lay(
        body, target, rng, width=1.4 + 4 * near, ratio=2.6, coverage=0.8, alpha=0.75, dry=0.4, jitter=0.02, **how
    )
    _pebbles(easel, body, rng, near, shadow, material)
    return mask


def _pebbles(easel, body, rng, near, shadow, material) -> None:
    spots = np.argwhere((body > 0.5) & (lie(easel, 160, 77, 2) > 0.1))
    if len(spots) < 10:
        return
    spot = spots[rng.integers(0, len(spots), int(len(spots) / 900) + 20)]
    y, x = spot.T.astype(float)
    size = (0.8 + 3.6 * near[spot[:, 0], spot[:, 1]]) * rng.uniform(0.5, 1.3, len(y))
    dark = 0.40 * shadow[spot[:, 0], spot[:, 1]]
    for dy, value, scale in ((0.35, 0.30, 1.1), (0.0, 0.74, 0.9)):
        easel.canvas.strokes(
            x,
            y + dy * size,
            rng.normal(0, 0.15, len(y)),
            1.7 * scale * size,
            0.75 * scale * size,
            easel.hour.mix(material, np.clip(value - dark, 0.05, 0.95)) + rng.normal(0, 0.01, (len(y), 3)),
            profile="round",
            alpha=0.85,
            rng=rng,
        )


def cast(easel: Easel, spots, soft: float = 6.0, dapple: float = 0.0, seed: int = 5) -> np.ndarray:
    """Shadow (h, w) 0..1 from ellipses `spots` (x, y, rx, ry); `dapple` lets coins of light through."""
    x, y = easel.grid()
    wave = 0.22 * lie(easel, 120, seed, 3)
    shade = np.zeros(easel.shape, np.float32)
    for cx, cy, rx, ry in spots:
        inner = 1.0 - np.hypot((x - cx) / rx, (y - cy) / ry) + wave
        np.maximum(shade, np.clip(inner * 6, 0, 1), out=shade)
    if dapple > 0:
        coins = np.clip((lie(easel, 70, seed + 3, 2) - 0.30) * 6, 0, 1)
        shade = shade * (1 - dapple * coins)
    return gaussian_filter(shade, soft)
