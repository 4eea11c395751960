"""Old trunks: a round form in plates of bark, with moss at the foot or snow on the weather side."""

import numpy as np
from scipy.ndimage import gaussian_filter

from . import noise
from .easel import Easel
from .forms import band, spline, steps
from .palette import INDEX


def trunk(
    easel: Easel,
    points,
    radius,
    name: str,
    *,
    depth: float = 0.0,
    shade=None,
    tone: float = 0.0,
    mossy: float = 0.5,
) -> None:
    """A trunk along `points` (n, 2) from foot to tip, `radius` px along it; `shade(x, y)` 0..1 is cast on it, `mossy`
    0..1 how far moss climbs it. Snow and moss change the paint and leave the map as it is."""
    rng = easel.rng(name)
    seed = int(rng.integers(1 << 20))
    curve = spline(points, 300)
    half = np.interp(np.linspace(0, 1, 300), np.linspace(0, 1, len(radius)), radius)
    broad = float(np.max(half))
    fray = noise.at(curve[:, 0] * 2, curve[:, 1], 0.9 * broad + 14, seed, 3)
    mask = gaussian_filter(band(curve, half * (1 + 0.07 * fray), easel.shape), 0.8).astype(np.float32)
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if not len(rows):
        return
    box = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    y, x = np.mgrid[box].astype(np.float32)
    way = np.gradient(curve, axis=0)
    way /= np.hypot(*way.T)[:, None]
    near = _nearest(curve, x, y)
    dx, dy = x - curve[near, 0], y - curve[near, 1]
    across = np.clip((-dx * way[near, 1] + dy * way[near, 0]) / half[near], -1, 1)
    run = near / 300.0 * np.hypot(*np.diff(curve, axis=0).T).sum()
    sun = np.array(easel.hour.sun)
    normal_x, normal_y = -way[near, 1] * across, way[near, 0] * across
    lit = normal_x * sun[0] + normal_y * sun[1] + np.sqrt(1 - across**2) * sun[2]
    turned = np.arcsin(across) * broad
    plate = noise.at(turned, run * 0.30, 0.30 * broad + 5, seed + 1, 3)
    fissure = np.abs(noise.at(turned, run * 0.20, 0.34 * broad + 6, seed + 2, 2))
    value = 0.33 + 0.44 * lit + 0.17 * plate - 0.24 * np.clip(1 - fissure / 0.13, 0, 1) + tone
    if shade is not None:
        value = value - 0.30 * shade(x, y)
    value = 0.7 * steps(np.clip(value, 0, 1), 7, 0.5) + 0.3 * value
    small = easel.hour.mix("trunk", np.clip(value, 0.02, 0.96), depth)
    climb = mossy * np.exp(-run / (3.2 * broad + 1)) * 1.6 + 0.5 * noise.at(turned, run * 0.4, 0.8 * broad, seed + 3, 3)
    if easel.hour.season != "winter":
        green = easel.hour.mix("moss", np.clip(value + 0.06, 0.02, 0.9), depth)
        small = small + (np.clip((climb - 0.45) * 3, 0, 0.85) * (mossy > 0))[..., None] * (green - small)
    else:
        weather = -across * np.sign(sun[0]) * np.sign(-way[near, 1]) * -1
        stuck = (
            weather
            + 0.9 * noise.at(turned, run * 0.35, 0.9 * broad + 10, seed + 4, 3)
            + 0.5 * np.exp(-run / (broad + 1))
        )
        white = easel.hour.mix("snow", np.clip(0.35 + 0.6 * lit + 0.1 * plate, 0.1, 0.95), depth)
        small = small + np.clip((stuck - 0.92) * 4, 0, 0.9)[..., None] * (white - small)
    target = np.zeros((*easel.shape, 3), np.float32)
    target[box] = small
    angle = np.zeros(easel.shape, np.float32)
    angle[box] = np.arctan2(way[near, 1], way[near, 0])
    easel.canvas.fill(mask, target, INDEX["trunk"])
    body = (mask > 0.4).astype(np.float32)
    how = {"angle": angle, "label": INDEX["trunk"], "streak": 0.045, "turn": 0.09, "bend": 0.05}
    for size, coverage, alpha, dry, ratio in (
        (0.15, 1.4, 0.8, 0.15, 3.4),
        (0.08, 1.1, 0.8, 0.3, 3.8),
        (0.036, 0.5, 0.8, 0.4, 4.2),
    ):
        width = max(1.3, size * broad)
        easel.canvas.lay(
            body,
            target,
            rng,
            width=width,
            ratio=ratio,
            coverage=coverage,
            alpha=alpha,
            dry=dry,
            clip=_frayed(mask, seed),
            **how,
        )


def _frayed(mask, seed) -> np.ndarray:
    """Let strokes leave the outline by a few px here and there."""
    loose = gaussian_filter(mask, 2.0) + 0.2 * noise.over(mask.shape, 26, seed + 9, 2)
    return np.maximum(mask, np.clip((loose - 0.30) * 5, 0, 1) * (loose > 0.30))


def _nearest(curve, x, y) -> np.ndarray:
    """Index (h, w) of the nearest of the curve's points, searched coarsely, then finely."""
    coarse = np.arange(0, len(curve), 12)
    gap = [np.square(x - curve[k, 0]) + np.square(y - curve[k, 1]) for k in coarse]
    best = coarse[np.argmin(gap, axis=0)]
    shortest = np.full(x.shape, np.inf)
    found = best.copy()
    for step in range(-8, 9):
        k = np.clip(best + step, 0, len(curve) - 1)
        gap = np.square(x - curve[k, 0]) + np.square(y - curve[k, 1])
        closer = gap < shortest
        shortest = np.where(closer, gap, shortest)
        found = np.where(closer, k, found)
    return found


def roots(
    easel: Easel,
    x: float,
    foot: float,
    half: float,
    name: str,
    *,
    depth: float = 0.0,
    shade=None,
    tone: float = 0.0,
) -> None:
    """Three roots that carry a trunk of half-width `half` px into the ground at (x, foot)."""
    for k, (side, reach, drop) in enumerate(((-1, 1.75, 0.16), (1, 1.6, 0.20), (0.15, 0.7, 0.34))):
        points = [
            (x + 0.45 * side * half, foot - 1.2 * half),
            (x + 0.85 * side * half, foot - 0.36 * half),
            (x + reach * side * half, foot + drop * half),
        ]
        trunk(
            easel,
            points,
            (0.55 * half, 0.42 * half, 0.12 * half),
            f"{name}-{k}",
            depth=depth,
            shade=shade,
            tone=tone,
            mossy=0.7,
        )
