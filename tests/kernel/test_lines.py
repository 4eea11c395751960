"""Nearness to lines against every distance measured, and painted edges against Canny's steps one after the other."""

from __future__ import annotations

from math import isqrt

import numpy as np
import pytest
from scipy import ndimage

from underpaint import _kernel

REACH = 16


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (37, 3), (24, 41)])
@pytest.mark.parametrize("share", [0, 0.002, 0.05, 1])
@pytest.mark.parametrize("threads", [1, 3])
def test_line_nearness(shape, share, threads):
    line = (np.random.default_rng(1).random(shape) < share).astype(np.uint8) * 255
    near = np.empty(shape, np.uint8)
    _kernel.line_nearness(line, near, threads)
    drawn = np.argwhere(line)
    for y, x in np.ndindex(shape):
        squares = ((drawn - (y, x)) ** 2).sum(1)
        square = int(squares.min()) if len(squares) else REACH**2
        # floor(255 - 255 d / 16), with the root taken in whole numbers and upwards, as it is taken away
        fall = isqrt(255 * 255 * square // REACH**2)
        fall += fall * fall * REACH**2 < 255 * 255 * square
        assert near[y, x] == max(0, 255 - fall)


def calm(paint: np.ndarray) -> np.ndarray:
    rows, columns = paint.shape[:2]
    out = np.empty_like(paint)
    for y, x in np.ndindex(rows, columns):
        around = paint[max(0, y - 2) : y + 3, max(0, x - 2) : x + 3].reshape(-1, 3).astype(int)
        weight = 4096 // (64 + np.abs(around - paint[y, x].astype(int)).sum(1) ** 2)
        out[y, x] = ((weight[:, None] * around).sum(0) + weight.sum() // 2) // weight.sum()
    return out


def towards_zero(value: np.ndarray, divisor: int) -> np.ndarray:
    return np.sign(value) * (np.abs(value) // divisor)


def edges(paint: np.ndarray, high: int, low: int, shortest: int) -> np.ndarray:
    """Strength in half levels per px, the root mean square of the slopes along the whole piece; 0 where there is no edge."""
    red, green, blue = np.moveaxis(calm(calm(paint)).astype(int), 2, 0)
    opponents = (
        (red + 2 * green + blue) // 4,
        towards_zero(red - green, 2),
        towards_zero(2 * blue - red - green, 4),
    )
    inner = np.s_[1:-1, 1:-1]
    slopes = []
    for channel in opponents:
        across = ndimage.correlate(channel, np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]), mode="nearest")
        down = ndimage.correlate(channel, np.array([[-1, -2, -1], [0, 0, 0], [1, 2, 1]]), mode="nearest")
        slopes.append((across, down))
    squares = np.stack([across**2 + down**2 for across, down in slopes])
    first = squares.argmax(0)
    strength = np.zeros(red.shape, int)
    strength[inner] = squares.max(0)[inner]
    mark = np.zeros(red.shape, bool)
    for y, x in np.argwhere(strength >= 64 * low * low):
        across, down = (int(slope[y, x]) for slope in slopes[first[y, x]])
        if 12 * abs(down) <= 5 * abs(across):
            step = (0, 1)
        elif 12 * abs(across) <= 5 * abs(down):
            step = (1, 0)
        else:
            step = (1, 1) if (across > 0) == (down > 0) else (1, -1)
        before, after = strength[y - step[0], x - step[1]], strength[y + step[0], x + step[1]]
        mark[y, x] = before < strength[y, x] >= after
    pieces, count = ndimage.label(mark, np.ones((3, 3)))
    out = np.zeros(red.shape, np.uint8)
    for number in range(1, count + 1):
        piece = pieces == number
        if piece.sum() >= shortest and strength[piece].max() >= 64 * high * high:
            out[piece] = min(255, max(1, isqrt(int(strength[piece].sum()) // int(piece.sum()) // 16)))
    return out


@pytest.mark.parametrize("shape", [(1, 1), (2, 9), (3, 3), (17, 29), (40, 33)])
@pytest.mark.parametrize("threads", [1, 3])
def test_painted_edges(shape, threads):
    rng = np.random.default_rng(2)
    blocks = rng.integers(0, 256, (shape[0] // 9 + 1, shape[1] // 11 + 1, 3)).repeat(9, 0).repeat(11, 1)
    paint = np.clip(blocks[: shape[0], : shape[1]] + rng.integers(-9, 10, (*shape, 3)), 0, 255).astype(np.uint8)
    found = np.empty(shape, np.uint8)
    for high, low, shortest in ((8, 3, 5), (20, 10, 1), (60, 2, 9)):
        _kernel.painted_edges(paint, high, low, shortest, found, threads)
        np.testing.assert_array_equal(found, edges(paint, high, low, shortest))
    if min(shape) > 16:
        _kernel.painted_edges(paint, 8, 3, 5, found, threads)
        assert 0.02 < (found > 0).mean() < 0.4
