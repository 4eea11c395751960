"""Sky and cumulus."""

import numpy as np
from scipy.ndimage import gaussian_filter

from . import noise
from .brush import KEEP
from .easel import Easel
from .forms import Heap, cluster, steps
from .palette import INDEX


def sky(easel: Easel, horizon: float, veil: float = 0.5, glow: np.ndarray | None = None) -> np.ndarray:
    """Wash in the sky down to `horizon` px, with a `veil` 0..1 of thin high cloud; returns its target (h, w, 3), for
    heaped clouds to dissolve into. `glow` (h, w, 3) is added to it."""
    rng = easel.rng("sky")
    x, y = easel.grid()
    drift = noise.over(easel.shape, (900, 260), 21, 3)
    target = easel.hour.sky(y / horizon + 0.05 * drift + 0.00008 * (x - 960)).astype(np.float32)
    target[..., 0] += 0.006 * noise.over(easel.shape, (340, 120), 22, 2)
    high = noise.at(x + 0.9 * y, y * 7.0 - 1.4 * x, 620, 24, 4) + 0.5 * noise.over(easel.shape, (800, 300), 25, 2)
    thin = veil * np.clip((high - 0.10) * 1.5, 0, 0.8) * np.clip(1.25 - y / horizon, 0, 1)
    target += thin[..., None] * (easel.hour.mix("cloud", np.full(easel.shape, 0.82)) - target)
    if glow is not None:
        target += glow
    mask = (y < horizon + 30).astype(np.float32)
    easel.canvas.fill(mask, target, INDEX["sky"])
    slant = -0.16 + 0.25 * noise.over(easel.shape, 700, 23, 2)
    wash = {"edge": 18.0, "streak": 0.012, "jitter": 0.008, "angle": slant, "label": INDEX["sky"]}
    easel.canvas.lay(mask, target, rng, width=62.0, ratio=3.6, coverage=1.6, alpha=0.5, dry=0.0, **wash)
    wash["edge"] = 9.0
    easel.canvas.lay(mask, target, rng, width=30.0, ratio=4.2, coverage=0.7, alpha=0.34, dry=0.35, **wash)
    wash["edge"] = 5.0
    thin_part = (thin > 0.10) * mask
    easel.canvas.lay(thin_part, target, rng, width=9.0, ratio=5.0, coverage=0.6, alpha=0.4, dry=0.4, **wash)
    return target


def cumulus(centre, base, width, height, rng, lean=0.0, count=16) -> np.ndarray:
    """Masses (m, 4) of one heaped cloud over its `base` px."""
    masses = []
    for _ in range(count):
        u = rng.uniform(-1, 1)
        top = height * (1 - abs(u) ** 1.5) * rng.uniform(0.8, 1.0)
        v = rng.random() ** 0.7
        r = height * rng.uniform(0.15, 0.25) * (1 - 0.4 * abs(u)) * (1.25 - 0.45 * v)
        masses.append((centre + u * width / 2 + lean * v * top, base - v * max(top - r, 0) - 0.3 * r, -30 * v, r))
    masses.append((centre + lean * height * 0.8, base - height * 0.72, -20, height * 0.24))
    return np.array(masses)


def clouds(easel: Easel, heaps, bare: np.ndarray, name: str, soft: float = 46.0) -> None:
    """Paint cumulus `heaps` (list of (masses, base)) over the sky `bare` (h, w, 3)."""
    rng = easel.rng(name)
    _, y = easel.grid()
    seed = int(rng.integers(1 << 20))
    masses = np.concatenate([m for m, _ in heaps])
    base = max(b for _, b in heaps)
    balls, parent = cluster(masses, 13, rng, (0.2, 0.5), 0.05)
    up = balls[:, 1] < masses[parent, 1] + 0.35 * masses[parent, 3]
    balls, parent = np.concatenate([balls[up], masses]), np.concatenate([parent[up], np.arange(len(masses))])
    heap = Heap(easel.shape, balls, masses, parent, 11.0, seed, 40.0)
    value = heap.light(easel.hour.sun, 0.55, 0.34, 12.0)
    low = np.clip((base - y) / (base - balls[:, 1].min()), 0, 1)
    value = 0.98 * value + 0.26 * low - 0.22 + 0.06 * noise.over(easel.shape, 90, seed + 1, 3)
    value = gaussian_filter(value, 2.5)
    value = 0.65 * steps(np.clip((value - 0.12) / 0.78, 0, 1), 5, 0.5) + 0.35 * value
    fade = np.clip((base - y + 34 * noise.over(easel.shape, (170, 40), seed + 2, 3)) / soft, 0, 1)
    cover = gaussian_filter(heap.mask.astype(np.float32), 1.6) * fade
    haze = np.clip(0.55 * (1 - low) ** 2, 0, 1)
    target = easel.hour.mix("cloud", value)
    target = target * (1 - haze[..., None]) + bare * haze[..., None]
    target = (bare + (target - bare) * cover[..., None]).astype(np.float32)
    easel.canvas.fill(cover, target, INDEX["cloud"])
    around = np.arctan2(heap.small[..., 0], -heap.small[..., 1] + 1e-3).astype(np.float32)
    core = (cover > 0.6).astype(np.float32)
    how = {"angle": around, "streak": 0.014, "label": INDEX["cloud"], "turn": 0.4, "bend": 0.2, "jitter": 0.008}
    easel.canvas.lay(core, target, rng, width=17.0, ratio=2.0, coverage=1.0, alpha=0.62, dry=0.15, edge=5.0, **how)
    easel.canvas.lay(core, target, rng, width=8.5, ratio=2.3, coverage=1.0, alpha=0.72, dry=0.2, edge=2.2, **how)
    how["label"] = KEEP
    rim = (cover > 0.25).astype(np.float32)
    easel.canvas.lay(rim, target, rng, width=4.5, ratio=2.4, coverage=0.7, alpha=0.7, dry=0.25, differ=0.05, **how)
