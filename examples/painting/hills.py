"""Far hills as lit and shadowed planes, near hills as woods."""

import numpy as np
from scipy.ndimage import gaussian_filter

from . import noise
from .brush import KEEP
from .easel import Easel
from .forms import Heap, below, edge, steps
from .palette import INDEX


def far_hills(easel: Easel, line, depth: float, name: str, foot: float, material: str = "far-hill") -> None:
    """A range under the silhouette `line` (points), `depth` 0..1 into the haze, its `foot` px lost in mist."""
    rng = easel.rng(name)
    seed = int(rng.integers(1 << 20))
    _, y = easel.grid()
    top = edge(line, easel.shape[1])
    top = top + 3.2 * noise.at(np.arange(easel.shape[1]), 0, 46, seed, 3)
    mask = below(top, easel.shape)
    mask[int(foot) + 6 :] = 0
    height = noise.over(easel.shape, (210, 150), seed + 1, 4) + 0.006 * (y - top[None, :])
    height = gaussian_filter(height, 3.0)
    gy, gx = np.gradient(height)
    sun = np.array(easel.hour.sun)
    slope = -(gx * sun[0] + 0.6 * gy * sun[1]) * 60
    value = steps(np.clip(0.52 + slope, 0, 1), 4, 0.5)
    air = np.clip(depth + 0.28 * np.clip((y - top[None, :]) / (foot - top[None, :] + 1), 0, 1) ** 1.5, 0, 1)
    target = easel.hour.mix(material, 0.12 + 0.8 * value, air).astype(np.float32)
    easel.canvas.fill(mask, target, INDEX[material])
    down = np.where(gx * 1.0 > 0, 0.55, np.pi - 0.55).astype(np.float32)
    down = down + 0.3 * noise.over(easel.shape, 160, seed + 3, 2)
    inside = (np.arange(easel.shape[0])[:, None] > top[None, :] + 3) * mask
    how = {"angle": down, "label": INDEX[material], "streak": 0.016, "turn": 0.25, "jitter": 0.009}
    easel.canvas.lay(inside, target, rng, width=9.0, ratio=3.0, coverage=1.3, alpha=0.75, dry=0.2, edge=2.0, **how)
    easel.canvas.lay(inside, target, rng, width=4.2, ratio=3.0, coverage=1.0, alpha=0.75, dry=0.3, **how)
    how["label"] = KEEP
    easel.canvas.lay(inside, target, rng, width=2.2, ratio=3.4, coverage=0.5, alpha=0.7, dry=0.3, differ=0.05, **how)


def woods(
    easel: Easel,
    line,
    foot,
    depth: float,
    name: str,
    crown=(11.0, 20.0),
    material: str = "near-hill",
    firs: float = 0.25,
    tone: float = 0.0,
    turned: float = 0.0,
    mist: float = 0.0,
) -> None:
    """A wooded hill between silhouette `line` and `foot` (points): crowns from far to near, here and there a
    fir; `turned` 0..1 is the share of crowns in the colours of the foliage, `mist` 0..1 lies at the foot."""
    rng = easel.rng(name)
    seed = int(rng.integers(1 << 20))
    _x, y = easel.grid()
    top, bottom = edge(line, easel.shape[1]), edge(foot, easel.shape[1])
    slack = crown[1]
    n = int(np.clip(bottom - top, 0, None).sum() / (np.mean(crown) ** 2 * 0.9))
    cx = rng.uniform(0, easel.shape[1], n)
    room = np.interp(cx, np.arange(easel.shape[1]), bottom - top)
    cy = np.interp(cx, np.arange(easel.shape[1]), top) + rng.random(n) * np.maximum(room, 0) + slack * 0.5
    keep = room > 2
    cx, cy, room = cx[keep], cy[keep], room[keep]
    near = np.clip((cy - top.min()) / (bottom.max() - top.min() + 1), 0, 1)
    r = (crown[0] + (crown[1] - crown[0]) * near) * rng.uniform(0.7, 1.25, len(cx))
    balls = np.stack([cx, cy - 0.2 * r, cy * 3.0, r], 1)
    lumps = np.stack([cx + 30 * np.sin(cy / 37), cy + 25, cy, np.full(len(cx), 95.0)], 1)
    heap = Heap(easel.shape, balls, lumps, np.arange(len(balls)), 3.6, seed, 9.0)
    mask = np.maximum(heap.mask, below(top + 8, easel.shape) > 0.5) * (below(bottom, easel.shape) < 0.5)
    roll = 0.5 + 0.5 * noise.over(easel.shape, (240, 130), seed + 1, 3)
    value = 0.25 + 0.62 * heap.light(easel.hour.sun, 0.2, 0.5, 6.0) + 0.42 * (roll - 0.5) + tone - 0.16
    value = np.where(heap.mask, value, 0.12)
    span = np.clip((y - top[None, :]) / (bottom - top + 1)[None, :], 0, 1)
    value = value - 0.16 * span**3
    value = 0.7 * steps(np.clip(value, 0, 1), 6, 0.4) + 0.3 * value
    air = np.clip(depth - 0.12 * span + mist * span**2, 0, 1)
    target = easel.hour.mix(material, value, air)
    if turned > 0:
        lots = np.random.default_rng(seed).random(len(balls)) + 0.35 * noise.at(cx, cy, 150, seed + 9, 2)
        bright = (np.append(lots, 9.0)[heap.which] < turned)[..., None]
        target = np.where(
            bright, 0.75 * easel.hour.mix("foliage", 0.9 * value, np.clip(air + 0.12, 0, 1)) + 0.25 * target, target
        )
    easel.canvas.fill(mask.astype(np.float32), target, INDEX[material])
    flow = np.arctan2(heap.small[..., 1] + 0.5, heap.small[..., 0]).astype(np.float32)
    how = {"angle": flow, "label": INDEX[material], "turn": 0.5, "bend": 0.25, "jitter": 0.012}
    mean = float(np.mean(crown))
    easel.canvas.lay(mask, target, rng, width=0.34 * mean, ratio=1.7, coverage=1.3, alpha=0.85, dry=0.15, **how)
    how["label"] = KEEP
    easel.canvas.lay(
        mask, target, rng, width=0.17 * mean, ratio=1.8, coverage=1.1, alpha=0.85, dry=0.2, differ=0.06, **how
    )
    _fir_dabs(easel, easel.rng(name + "-firs"), top, bottom, seed, depth, mean, firs, material)


def _fir_dabs(easel, rng, top, bottom, seed, depth, mean, share, material) -> None:
    """Dark pointed strokes in groups among the crowns."""
    count = int(400 * share)
    cx = rng.uniform(0, easel.shape[1] - 1, count * 3)
    cx = cx[noise.at(cx, cx * 0, 190, seed + 7, 2) > 0.1][:count]
    column = cx.astype(int)
    room = bottom[column] - top[column]
    cy = top[column] + room * rng.random(len(cx)) ** 1.6 * 0.8 + 4
    ok = room > 16
    cx, cy = cx[ok], cy[ok]
    order = np.argsort(cy)
    cx, cy = cx[order], cy[order]
    tall = mean * rng.uniform(0.9, 1.6, len(cx))
    for shift, value, width in ((0.0, 0.10, 0.42), (-0.22, 0.30, 0.2)):
        easel.canvas.strokes(
            cx + shift * mean * 0.5,
            cy - tall * 0.4,
            -np.pi / 2 + rng.normal(0, 0.04, len(cx)),
            tall,
            width * mean * rng.uniform(0.7, 1.2, len(cx)),
            easel.hour.mix(material, np.full(len(cx), value), np.full(len(cx), depth))
            + rng.normal(0, 0.006, (len(cx), 3)),
            profile="blade",
            alpha=0.9,
            dry=0.1,
            label=INDEX[material],
            rng=rng,
        )
