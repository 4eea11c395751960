"""The board index: for every place the few places most like it, found once per board and reused by every cut.

k-coherence search (Tong et al. 2002). Likely places are neighbours on Z-order curves through a few descriptors of the
patch (Morton 1966; Connor & Kumar 2010), then spread from pixel to pixel; no random probing.
"""

from __future__ import annotations

import numpy as np

from underpaint import _kernel
from underpaint.paint.search import CLOSED

TABLES, REACH, SPREADS, APART = 3, 3, 2, 3


def descriptors(paint: np.ndarray) -> np.ndarray:
    """(6, h, w) int32 0..255 of the 5 x 5 patch: mean light, slopes across and down, two mean chromas, centre."""
    p = paint.astype(np.int32)
    light = (p[..., 0] + 2 * p[..., 1] + p[..., 2]) >> 2
    warm = (p[..., 0] - p[..., 2]) >> 1
    green = (2 * p[..., 1] - p[..., 0] - p[..., 2]) >> 2

    def tent(a: np.ndarray, taps: tuple[int, ...], axis: int) -> np.ndarray:
        out = np.zeros_like(a)
        for d, t in zip(range(-2, 3), taps, strict=True):
            if t:
                out += t * np.roll(a, -d, axis)
        return out

    flat, slope = (1, 1, 1, 1, 1), (-1, -1, 0, 1, 1)
    rows = tent(light, flat, 1)
    mean = tent(rows, flat, 0) // 25
    down = tent(rows, slope, 0) // 20
    across = tent(tent(light, slope, 1), flat, 0) // 20
    warmth = tent(tent(warm, flat, 1), flat, 0) // 25
    greens = tent(tent(green, flat, 1), flat, 0) // 25
    parts = [mean, across + 128, down + 128, warmth + 128, greens + 128, (light - mean) + 128]
    return np.clip(np.stack(parts), 0, 255)


def spread_bits(v: np.ndarray, dims: int) -> np.ndarray:
    """Puts the low 7 bits of v `dims` bits apart (uint64)."""
    out = np.zeros(v.shape, np.uint64)
    for bit in range(7):
        out |= ((v >> np.uint64(bit)) & np.uint64(1)) << np.uint64(bit * dims)
    return out


def like_places(pixels: np.ndarray, open_: np.ndarray, *, k: int, threads: int) -> np.ndarray:
    """For each open place the k most alike of the same material, closest first: (h, w, k) int32, -1 where fewer.

    pixels: (h, w, 8) uint8, of which channels 0..2 count. open_: (h, w) uint8, CLOSED where no patch may stand.
    """
    h, w = open_.shape
    places = np.flatnonzero(open_.ravel() != CLOSED).astype(np.int32)
    tables = np.stack(list(_tables(pixels, open_, places)))
    ranks = np.full((TABLES, h * w), -1, np.int32)
    for t in range(TABLES):
        ranks[t, tables[t]] = np.arange(len(places), dtype=np.int32)
    best = np.empty((h, w, k), np.int32)
    cost, scratch = np.empty_like(best), np.empty_like(best)
    weights = np.array([1, 1, 1, 0, 0, 0, 0, 0], np.uint8)
    _kernel.similar(
        pixels, open_, weights, tables, ranks.reshape(TABLES, h, w), REACH, APART, SPREADS, best, cost, scratch, threads
    )
    return best


def _tables(pixels: np.ndarray, open_: np.ndarray, places: np.ndarray):
    d = descriptors(pixels[..., :3]).reshape(6, -1)[:, places]
    material = open_.ravel()[places].astype(np.uint64) << np.uint64(42)
    for t in range(TABLES):
        key = material.copy()
        for i in range(6):
            shifted = ((d[(i + 2 * t) % 6] + 43 * t) >> 1).astype(np.uint64) & np.uint64(127)
            key |= spread_bits(shifted, 6) << np.uint64(i)
        yield places[np.argsort(key, kind="stable")]


def guide_lists(key: np.ndarray, open_: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Open places ordered by their (h, w) uint16 guide key: (n,) int32, and where each key starts: (65537,) int32."""
    places = np.flatnonzero(open_.ravel() != CLOSED).astype(np.int32)
    keys = key.ravel()[places]
    listed = places[np.argsort(keys, kind="stable")]
    counts = np.bincount(keys, minlength=65536)
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    return listed, starts
