"""Smooth noise over the picture: the same numbers for the same seed, on any machine."""

import numpy as np
from numba import njit


@njit(cache=True)
def _hash(x, y, seed):
    n = (x * 374761393 + y * 668265263 + seed * 974634541) & 0xFFFFFFFF
    n = ((n ^ (n >> 13)) * 1274126177) & 0xFFFFFFFF
    n = ((n ^ (n >> 16)) * 2246822519) & 0xFFFFFFFF
    return ((n ^ (n >> 15)) & 0xFFFFFF) / 16777216.0


@njit(cache=True)
def _octave(x, y, seed):
    ix = int(np.floor(x))
    iy = int(np.floor(y))
    fx = x - ix
    fy = y - iy
    fx = fx * fx * fx * (fx * (fx * 6 - 15) + 10)
    fy = fy * fy * fy * (fy * (fy * 6 - 15) + 10)
    a = _hash(ix, iy, seed)
    b = _hash(ix + 1, iy, seed)
    c = _hash(ix, iy + 1, seed)
    d = _hash(ix + 1, iy + 1, seed)
    return (a + (b - a) * fx) * (1 - fy) + (c + (d - c) * fx) * fy


@njit(cache=True)
def _field(xs, ys, octaves, seed, out):
    for i in range(xs.size):
        x = xs[i]
        y = ys[i]
        total = 0.0
        gain = 1.0
        weight = 0.0
        for k in range(octaves):
            total += gain * _octave(x, y, seed + 17 * k)
            weight += gain
            gain *= 0.5
            x = x * 2.03 + 13.7
            y = y * 2.03 + 7.1
        out[i] = total / weight * 2.0 - 1.0


def at(x: np.ndarray, y: np.ndarray, size: float, seed: int, octaves: int = 1) -> np.ndarray:
    """Noise in -1..1 (float32) at points `x`, `y` (px); `size` is the largest feature in px."""
    x, y = np.broadcast_arrays(np.asarray(x, np.float64), np.asarray(y, np.float64))
    out = np.empty(x.size, np.float32)
    _field(x.ravel() / size, y.ravel() / size, octaves, seed, out)
    return out.reshape(x.shape)


def over(shape: tuple[int, int], size: float | tuple[float, float], seed: int, octaves: int = 3) -> np.ndarray:
    """Noise in -1..1 over a picture of `shape` (height, width); `size` px, or (across, down)."""
    across, down = size if isinstance(size, tuple) else (size, size)
    y, x = np.mgrid[: shape[0], : shape[1]]
    return at(x, y * (across / down), across, seed, octaves)
