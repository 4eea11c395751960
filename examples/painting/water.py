"""Still water: what stands above it, upside down and drawn out, then long level strokes."""

import numpy as np
from scipy.ndimage import gaussian_filter, map_coordinates

from . import noise
from .easel import Easel
from .palette import INDEX


def mirror(easel: Easel, picture: np.ndarray, line: np.ndarray, squeeze: float = 1.0) -> np.ndarray:
    """`picture` (h, w, 3) turned over about the waterline `line` (w,) px, trembling more towards the viewer."""
    x, y = easel.grid()
    down = y - line[None, :]
    tremble = np.clip(down / 200, 0.1, 1.4)
    ripple = noise.at(x * 0.10, y, 7.0, 41, 2) * 6.0 + noise.at(x * 0.22, y, 17.0, 42, 2) * 6.0
    sy = line[None, :] - down * squeeze + ripple * tremble * 1.6
    sx = x + noise.at(x * 0.1, y, 9.0, 43, 2) * 5.0 * tremble
    spots = np.stack([np.clip(sy, 0, easel.shape[0] - 1), np.clip(sx, 0, easel.shape[1] - 1)])
    return np.stack([map_coordinates(picture[..., k], spots, order=1) for k in range(3)], -1)


def water(easel: Easel, mask, far: float, standing, *, shadow, name: str = "water", clear: float = 0.62) -> None:
    """Paint the lake over `mask` from its `far` shore (px); `standing`: list of (picture, alpha, line) to mirror, far
    to near, `alpha` (h, w) saying what of the picture stands there. `clear`: how much the mirror keeps of it."""
    rng = easel.rng(name)
    _x, y = easel.grid()
    near = np.clip((y - far) / (easel.shape[0] * 0.85 - far), 0, 1)
    image = None
    for picture, alpha, line in standing:
        turned = mirror(easel, picture, line)
        if image is None:
            image = turned
            continue
        cover = mirror(easel, np.repeat(alpha[..., None], 3, 2).astype(np.float32), line)[..., :1]
        image = image + cover * (turned - image)
    image = gaussian_filter(image, (5.0, 1.0, 0))
    band = noise.over(easel.shape, (620, 34), 44, 3)
    deep = easel.hour.mix("water", np.clip(0.42 - 0.10 * near + 0.14 * band - 0.34 * shadow, 0, 1))
    keep = clear * (1 - 0.40 * near) + 0.10 * np.clip(band, -1, 1)
    keep = keep * (1 - 0.55 * shadow)
    target = image * keep[..., None] + deep * (1 - keep[..., None])
    breeze = np.clip((noise.over(easel.shape, (760, 26), 45, 3) - 0.22) * 5, 0, 1) * (1 - 0.6 * near)
    pale = easel.hour.mix("water", 0.74 + 0.1 * band)
    target = target + 0.42 * breeze[..., None] * (pale - target)
    mist = np.exp(-((y - far) / 16.0).clip(0)) * 0.5
    target = (target + mist[..., None] * (easel.hour.mix("water", np.full(easel.shape, 0.86)) - target)).astype(
        np.float32
    )
    easel.canvas.fill(mask, target, INDEX["water"])
    how = {"angle": 0.0, "turn": 0.012, "clip": gaussian_filter(mask, 0.7), "label": INDEX["water"], "bend": 0.01}
    body = (mask > 0.5).astype(np.float32)
    easel.canvas.lay(
        body, target, rng, width=2.2 + 4.6 * near, ratio=7.0, coverage=1.3, alpha=0.7, dry=0.2, jitter=0.008, **how
    )
    easel.canvas.lay(body, target, rng, width=1.2 + 2.2 * near, ratio=9.0, coverage=0.8, alpha=0.75, dry=0.35, **how)
    _ripples(easel, body, target, rng, near, how)


def _ripples(easel, body, target, rng, near, how) -> None:
    """Drifts of short light and dark lines, and a few sparkles where the breeze runs."""
    drift = noise.over(easel.shape, (420, 40), 47, 3)
    for sign, limit, coverage in ((1, 0.12, 0.10), (-1, 0.10, 0.12)):
        where = body * (sign * drift > limit)
        tone = target.copy()
        tone[..., 0] += sign * 0.045
        easel.canvas.lay(
            where, tone, rng, width=1.0 + 1.6 * near, ratio=9.0, coverage=coverage, alpha=0.75, dry=0.3, **how
        )
