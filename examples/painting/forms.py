"""Simple volumes behind the paint: outlines, splines, soft value steps, and heaps of spheres with their normals."""

import numpy as np
from numba import njit
from PIL import Image, ImageDraw
from scipy.interpolate import PchipInterpolator, splev, splprep
from scipy.ndimage import gaussian_filter

from . import noise


def spline(points, count: int = 200) -> np.ndarray:
    """A smooth curve (count, 2) through `points` (n, 2), evenly by arc length."""
    points = np.asarray(points, float)
    knots, _ = splprep(points.T, s=0, k=min(3, len(points) - 1))
    fine = np.array(splev(np.linspace(0, 1, 8 * count), knots)).T
    run = np.r_[0, np.cumsum(np.hypot(*np.diff(fine, axis=0).T))]
    even = np.linspace(0, run[-1], count)
    return np.stack([np.interp(even, run, fine[:, 0]), np.interp(even, run, fine[:, 1])], 1)


def edge(points, width: int) -> np.ndarray:
    """Height y (width,) of a silhouette through `points` (n, 2), one value per picture column."""
    points = np.asarray(points, float)
    return PchipInterpolator(points[:, 0], points[:, 1])(np.arange(width))


def below(line: np.ndarray, shape) -> np.ndarray:
    """Mask (h, w) float of what lies below a silhouette `line` (w,)."""
    return np.clip(np.arange(shape[0])[:, None] - line[None, :] + 0.5, 0, 1)


def polygon(points, shape, wobble: float = 0.0, seed: int = 0) -> np.ndarray:
    """Anti-aliased mask (h, w) float of a polygon whose sides waver by about `wobble` px, as drawn by hand."""
    points = np.asarray(points, float)
    if wobble > 0:
        path = []
        for a, b in zip(points, np.roll(points, -1, 0), strict=True):
            n = max(2, int(np.hypot(*(b - a)) / 6))
            path.append(a + (b - a) * np.linspace(0, 1, n, endpoint=False)[:, None])
        points = np.concatenate(path)
        points = points + wobble * np.stack([noise.at(points[:, 0], points[:, 1], 38, seed + k, 2) for k in (0, 1)], 1)
    low = np.floor(points.min(0)).astype(int) - 2
    high = np.ceil(points.max(0)).astype(int) + 2
    low, high = np.maximum(low, 0), np.minimum(high, [shape[1], shape[0]])
    mask = np.zeros(shape, np.float32)
    if (high <= low).any():
        return mask
    size = high - low
    big = Image.new("L", tuple(int(s) for s in size * 3))
    ImageDraw.Draw(big).polygon([tuple(p) for p in (points - low) * 3], fill=255)
    small = np.asarray(big.resize(tuple(int(s) for s in size), Image.Resampling.BOX), np.float32) / 255
    mask[low[1] : high[1], low[0] : high[0]] = small
    return mask


def box(mask: np.ndarray) -> tuple[slice, slice]:
    """The rows and columns of the least box around what `mask` (h, w) covers; empty slices if nothing."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if not len(rows):
        return slice(0, 0), slice(0, 0)
    return slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)


def band(curve: np.ndarray, half, shape) -> np.ndarray:
    """Mask (h, w) of a ribbon along `curve` (n, 2) with half-width `half` px (number or (n,))."""
    along = np.gradient(curve, axis=0)
    along /= np.maximum(np.hypot(*along.T), 1e-6)[:, None]
    side = np.stack([-along[:, 1], along[:, 0]], 1) * np.broadcast_to(half, len(curve))[:, None]
    return polygon(np.concatenate([curve + side, (curve - side)[::-1]]), shape)


def steps(value: np.ndarray, count: int, soft: float = 0.35) -> np.ndarray:
    """`value` 0..1 pressed towards `count` tones, as a painter groups them; `soft` is the width of the passages."""
    scaled = np.clip(value, 0, 1) * count
    floor = np.minimum(np.floor(scaled), count - 1)
    t = np.clip((scaled - floor - 0.5) / soft + 0.5, 0, 1)
    return np.clip((floor + t * t * (3 - 2 * t)) / count, 0, 1)


@njit(cache=True, fastmath=True)
def _heap(balls, wx, wy, depth, which):
    height, width = depth.shape
    for i in range(balls.shape[0]):
        x, y, z, r = balls[i]
        m = r * 1.3 + 14
        for py in range(max(0, int(y - m)), min(height, int(y + m) + 1)):
            for px in range(max(0, int(x - m)), min(width, int(x + m) + 1)):
                dx = px + wx[py, px] - x
                dy = py + wy[py, px] - y
                q = r * r - dx * dx - dy * dy
                if q > 0:
                    d = z + np.sqrt(q)
                    if d > depth[py, px]:
                        depth[py, px] = d
                        which[py, px] = i


class Heap:
    """Spheres seen from the front: clumps `balls` (n, 4: x, y, z, r in px) that belong to `masses` (m, 4) by
    `parent` (n,). Their outline is displaced by `ragged` px of noise, so that it reads as leaves or vapour."""

    def __init__(self, shape, balls, masses, parent, ragged: float, seed: int, grain: float = 18.0) -> None:
        balls, masses = np.asarray(balls, np.float64), np.asarray(masses, np.float64)
        warp = [ragged * noise.over(shape, grain, seed + k, 3) for k in (0, 1)]
        depth = np.full(shape, -1e9)
        self.which = np.full(shape, -1, np.int32)
        _heap(balls, *warp, depth, self.which)
        self.mask = self.which >= 0
        self.parent = np.where(self.mask, np.asarray(parent)[self.which], -1)
        y, x = np.mgrid[: shape[0], : shape[1]]
        self.small = self._normal(balls[self.which], x + warp[0], y + warp[1])
        self.large = self._normal(masses[self.parent], x, y)
        depth[~self.mask] = depth[self.mask].min() if self.mask.any() else 0
        self.depth = depth

    @staticmethod
    def _normal(ball, x, y):
        nx, ny = (x - ball[..., 0]) / ball[..., 3], (y - ball[..., 1]) / ball[..., 3]
        flat = np.maximum(1.0, np.hypot(nx, ny))
        nx, ny = nx / flat, ny / flat
        return np.stack([nx, ny, np.sqrt(np.maximum(0, 1 - nx * nx - ny * ny))], -1)

    def light(self, sun, large: float = 0.66, crevice: float = 0.25, reach: float = 9.0) -> np.ndarray:
        """Value 0..1 (h, w): `large` is the share of the big form, `crevice` darkens what lies behind neighbours."""
        sun = np.asarray(sun, float) / np.linalg.norm(sun)
        value = large * (self.large @ sun) + (1 - large) * (self.small @ sun)
        hidden = np.clip((gaussian_filter(self.depth, reach) - self.depth) / (2.2 * reach), 0, 1)
        return np.clip(0.5 + 0.5 * value - crevice * hidden, 0, 1)


def cluster(masses, per: int, rng: np.random.Generator, size=(0.26, 0.42), front: float = 0.15):
    """Clumps on the surface of `masses` (m, 4): returns balls (m*per, 4) and parent (m*per,)."""
    balls, parent = [], []
    for k, (x, y, z, r) in enumerate(np.asarray(masses, float)):
        way = rng.normal(0, 1, (per, 3))
        way[:, 2] = np.abs(way[:, 2]) + front
        way /= np.linalg.norm(way, axis=1)[:, None]
        small = r * rng.uniform(*size, per)
        out = r - 0.55 * small
        balls.append(np.stack([x + way[:, 0] * out, y + 0.92 * way[:, 1] * out, z + way[:, 2] * out, small], 1))
        parent.append(np.full(per, k))
    return np.concatenate(balls), np.concatenate(parent)
