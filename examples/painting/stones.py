"""Boulders: flat planes lit by turns, moss on top, cracks in the dark."""

import numpy as np

from . import noise
from .easel import Easel
from .forms import polygon, steps
from .palette import INDEX


def boulder(
    easel: Easel, x, y, rx, ry, name: str, *, shade: float = 0.0, depth: float = 0.0, moss: float = 0.3
) -> np.ndarray:
    """One boulder standing at (x, y) (its middle foot), `rx` wide and `ry` high in px. Returns its mask."""
    rng = easel.rng(name)
    seed = int(rng.integers(1 << 20))
    turn = np.linspace(0, 2 * np.pi, 11, endpoint=False) + rng.uniform(-0.2, 0.2, 11)
    out = rng.uniform(0.82, 1.08, 11)
    px, py = (
        x + rx * out * np.cos(turn),
        y - 0.45 * ry + ry * out * np.sin(turn) * np.where(np.sin(turn) > 0, 0.48, 0.62),
    )
    mask = polygon(np.stack([px, py], 1), easel.shape, 1.2, seed)
    y0, y1 = max(0, int(y - 1.3 * ry) - 4), min(easel.shape[0], int(y + 0.4 * ry) + 6)
    x0, x1 = max(0, int(x - 1.3 * rx) - 4), min(easel.shape[1], int(x + 1.3 * rx) + 4)
    gy, gx = np.mgrid[y0:y1, x0:x1].astype(float)
    u, v = (gx - x) / rx, (gy - (y - 0.45 * ry)) / (0.62 * ry)
    wu, wv = (0.07 * noise.at(gx, gy, 0.5 * rx, seed + k, 2) for k in (1, 2))
    count = 14
    far = np.sqrt((np.arange(count) + 0.5) / count)
    way = np.arange(count) * 2.39996 + rng.uniform(0, 6)
    centres = np.stack([far * np.cos(way), far * np.sin(way)], 1) + rng.normal(0, 0.09, (count, 2))
    gap = np.hypot(u[..., None] + wu[..., None] - centres[:, 0], v[..., None] + wv[..., None] - centres[:, 1])
    which = gap.argmin(-1)
    near = np.sort(gap, -1)
    dome = np.sqrt(np.clip(1 - 0.8 * (centres**2).sum(1), 0.05, 1))
    normal = np.concatenate([centres, dome[:, None]], 1) + rng.normal(0, 0.20, (count, 3))
    normal /= np.linalg.norm(normal, axis=1)[:, None]
    value = 0.34 + 0.50 * (normal @ np.array(easel.hour.sun))[which] - 0.20 * np.clip(v - 0.1, 0, 1) - shade
    value += 0.05 * noise.at(gx, gy, 0.35 * rx, seed + 4, 3)
    seam = near[..., 1] - near[..., 0]
    value = np.where((seam < 0.02) & (noise.at(gx, gy, 0.5 * rx, seed + 8, 2) > 0), value - 0.14, value)
    value = np.where((seam < 0.06) & (seam > 0.03) & (normal[which][..., 1] < -0.2), value + 0.07, value)
    target = np.zeros((*easel.shape, 3), np.float32)
    target[y0:y1, x0:x1] = easel.hour.mix("rock", np.clip(steps(value, 8, 0.6), 0.02, 0.97), depth)
    top = np.zeros(easel.shape, np.float32)
    top[y0:y1, x0:x1] = (
        np.clip((normal[which][..., 1] < -0.35) * (noise.at(gx, gy, 0.5 * rx, seed + 5, 3) + moss) * 3, 0, 1) * moss
    )
    green = easel.hour.mix("grass", np.clip(0.62 - shade, 0, 1))
    target += (top * (mask > 0.3))[..., None] * (green - target).astype(np.float32) * 0.6
    angle = np.zeros(easel.shape, np.float32)
    way = np.arctan2(normal[:, 1], normal[:, 0]) + np.pi / 2 + rng.normal(0, 0.3, count)
    angle[y0:y1, x0:x1] = way[which]
    easel.canvas.fill(mask, target, INDEX["rock"])
    body = (mask > 0.5).astype(np.float32)
    how = {"angle": angle, "clip": mask, "label": INDEX["rock"], "streak": 0.04, "turn": 0.16}
    big = max(1.8, 0.085 * min(rx, 2 * ry))
    easel.canvas.lay(body, target, rng, width=big, ratio=2.6, coverage=1.4, alpha=0.85, dry=0.25, **how)
    easel.canvas.lay(
        body, target, rng, width=0.5 * big, ratio=2.8, coverage=0.9, alpha=0.8, dry=0.4, jitter=0.018, **how
    )
    return mask
