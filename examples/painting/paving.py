"""A paved street that climbs away: slabs in courses across it, a gutter of long stones, worn and never all drawn."""

import numpy as np
from scipy.ndimage import gaussian_filter, zoom

from . import noise
from .easel import Easel
from .forms import steps
from .palette import INDEX
from .row_house import RISE, street_level
from .shadows import Sunlight
from .solid import Camera


def distance(easel: Easel, camera: Camera) -> np.ndarray:
    """Distance Z in m (h, w) at which each pixel below the street's vanishing row meets the paving, else 400."""
    _, y = easel.grid()
    return np.clip(camera.focal * camera.height / np.maximum(y - camera.level + RISE * camera.focal, 5.0), 0, 400)


def paved(
    easel: Easel,
    camera: Camera,
    sun: Sunlight,
    noon: Sunlight,
    mask,
    middle,
    name: str = "paving",
    pools=(),
    gutter: float = 0.0,
) -> np.ndarray:
    """Pave `mask` (h, w). `middle(z)` m is the line that courses bend about; `pools` (x, z, reach m, strength) of
    lamp-light lie on it after sunset. What lies in shadow at
    noon is `paving-shade` on the map. Returns the share of sun (h, w) on the paving."""
    rng = easel.rng(name)
    seed = int(rng.integers(1 << 20))
    z = distance(easel, camera)
    x = (easel.grid()[0] - camera.cx) * z / camera.focal
    lit = _light(sun, x, z)
    value = 0.34 + 0.44 * lit * (0.35 + 0.65 * sun.facing((0, 1, 0)))
    value += 0.07 * noise.at(x, z * 1.4, 2.6, seed, 3) + 0.05 * noise.at(x, z, 0.7, seed + 1, 2)
    worn = np.exp(-(((x - middle(z)) / 1.4) ** 2))
    value += 0.04 * worn - 0.06 * np.exp(-(((x - middle(z) - gutter) / 0.22) ** 2))
    value = 0.7 * steps(np.clip(value, 0, 1), 8, 0.5) + 0.3 * value
    target = easel.hour.mix("paving", np.clip(value, 0.03, 0.97), np.clip((z - 12) / 60, 0, 0.3))
    drift = noise.at(x, z, 3.4, seed + 4, 2)[..., None]
    target = target + drift * np.array([0.0, 0.006, 0.010])
    warm = sum((s * np.exp(-((x - a) ** 2 + (z - b) ** 2) / r**2) for a, b, r, s in pools), np.zeros(easel.shape))
    warm = np.clip(warm * easel.hour.lamps, 0, 0.9)[..., None]
    target = (target + warm * 0.62 * (easel.hour.mix("lamp", np.array(0.36)) - target)).astype(np.float32)
    easel.canvas.fill(mask, target, INDEX["paving"])
    near = np.clip(6.0 / z, 0.06, 1.6)
    inside = (mask > 0.5).astype(np.float32)
    tilt = 0.05 * noise.over(easel.shape, 300, seed + 5, 2)
    how = {"angle": tilt, "label": INDEX["paving"], "streak": 0.035, "turn": 0.07}
    size = (2.0 + 12.0 * near**1.3).astype(np.float32)
    dark = gaussian_filter(_light(noon, x, z), 2.0) < 0.5
    for part in (dark, ~dark):  # no stroke runs from the shade into the sun
        here, how["clip"] = inside * part, (gaussian_filter(mask * part, 0.9) * 255).astype(np.uint8)
        easel.canvas.lay(
            here, target, rng, width=size, ratio=3.2, coverage=1.5, alpha=0.82, dry=0.2, order="down", **how
        )
        easel.canvas.lay(here, target, rng, width=0.5 * size, ratio=3.0, coverage=1.0, alpha=0.75, dry=0.35, **how)
        _slabs(easel, camera, rng, seed, target, here, how["clip"], middle)
    easel.canvas.labels[dark & (mask >= 0.5) & (easel.canvas.labels == INDEX["paving"])] = INDEX["paving-shade"]
    return lit


def _light(sun: Sunlight, x, z) -> np.ndarray:
    """Share of sun (h, w) on the street, worked out at a quarter of the size and softened as a brush would."""
    coarse = np.stack([x[::4, ::4], street_level(z[::4, ::4]) + 0.02, z[::4, ::4]], -1)
    reached = zoom(sun.reaches(coarse), 4, order=1)[: x.shape[0], : x.shape[1]]
    wave = 4.0 * noise.over(x.shape, (90, 40), 441, 2)
    rows, columns = np.mgrid[: x.shape[0], : x.shape[1]]
    wavy = reached[np.clip(rows + wave, 0, x.shape[0] - 1).astype(int), columns]
    return gaussian_filter(wavy, 1.6)


def _slabs(easel, camera, rng, seed, target, inside, clip, middle) -> None:
    """Courses of slabs: their joints here and there, single slabs in patches, a lit lip on some."""
    height, width = easel.shape
    z = 3.4
    while z < 26:
        deep = 0.34 * rng.uniform(0.85, 1.2)
        half = 0.5 * deep
        count = 30
        wide = rng.uniform(0.34, 0.62, count)
        x = np.cumsum(wide) - wide.sum() / 2 + float(middle(z)) + rng.uniform(-0.2, 0.2)
        bow = 0.035 * (x - float(middle(z))) ** 2  # courses lie in shallow arcs, so that the street drains
        away = z + bow + rng.normal(0, 0.02, count)
        px = camera.cx + camera.focal * x / away
        py = camera.level + camera.focal * (camera.height - street_level(away)) / away
        at = camera.focal / away
        flat = at * camera.height / away  # px per metre of depth
        ok = (px > -60) & (px < width + 60) & (py > 0) & (py < height + 40)
        ix, iy = np.clip(px, 0, width - 1).astype(int), np.clip(py, 0, height - 1).astype(int)
        ok &= inside[iy, ix] > 0.5
        x, away, px, py, at, flat, wide_here = (c[ok] for c in (x, away, px, py, at, flat, wide))
        ix, iy = ix[ok], iy[ok]
        patch = noise.at(x, away, 2.3, seed + 7, 2) + 0.35 * (easel.focus[iy, ix] - 0.5)
        colour = target[iy, ix]
        slope = 2 * 0.035 * (x - float(middle(z))) * -flat / at
        n = len(x)
        if n:
            whole = patch > -0.12
            how = {"label": -1, "clip": clip, "rng": rng}
            tone = colour[whole] + rng.normal(0, 1, (whole.sum(), 3)) * (0.020, 0.004, 0.007)
            easel.canvas.strokes(
                px[whole],
                py[whole],
                slope[whole],
                (0.46 * wide_here * at)[whole],
                (0.42 * deep * flat)[whole],
                tone,
                alpha=0.75,
                dry=0.12,
                streak=0.04,
                **how,
            )
            joint = (patch > -0.3) & (rng.random(n) < 0.85)
            dark = colour[joint] + np.array([-0.085, 0.002, -0.004])
            easel.canvas.strokes(
                px[joint],
                (py + half * flat)[joint],
                slope[joint],
                (0.5 * wide_here * at)[joint],
                np.maximum(0.6, 0.055 * deep * flat)[joint],
                dark,
                alpha=0.7,
                dry=0.3,
                **how,
            )
            side = whole & (rng.random(n) < 0.8)
            lean = np.arctan2(flat, (x - 0.0) * flat / away * 1.0 + 1e-6)
            easel.canvas.strokes(
                (px + 0.5 * wide_here * at)[side],
                py[side],
                lean[side],
                (0.42 * deep * flat)[side],
                np.maximum(0.6, 0.018 * at)[side],
                colour[side] + np.array([-0.08, 0.002, -0.004]),
                alpha=0.65,
                dry=0.3,
                **how,
            )
            lip = (patch > 0.12) & (rng.random(n) < 0.6)
            easel.canvas.strokes(
                (px - 0.08 * wide_here * at)[lip],
                (py - 0.30 * deep * flat)[lip],
                slope[lip],
                (0.28 * wide_here * at)[lip],
                np.maximum(0.6, 0.07 * deep * flat)[lip],
                colour[lip] + np.array([0.045, 0.0, 0.006]),
                alpha=0.6,
                dry=0.45,
                **how,
            )
        z += deep
