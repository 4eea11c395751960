"""Pictures at another size, against the sums written out in whole numbers without end."""

from __future__ import annotations

import numpy as np
import pytest

from underpaint import _kernel
from underpaint.paint.sizes import axis

Axis = tuple[np.ndarray, np.ndarray, np.ndarray]


def slowly(paint: np.ndarray, down: Axis, across: Axis) -> np.ndarray:
    """What the kernel must give: every pixel by itself, one sum of products, rounded once, held between its neighbours."""
    channels = paint.shape[2]
    out = np.zeros((len(down[0]), len(across[0]), channels), paint.dtype)
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            sums, covered, near = [0] * channels, 0, []
            for row, tall, row_near in zip(*(part[y].tolist() for part in down), strict=True):
                for column, wide, column_near in zip(*(part[x].tolist() for part in across), strict=True):
                    colour = paint[row, column].tolist()
                    alpha = colour[3] if channels == 4 else 1
                    covered += tall * wide * alpha
                    for c in range(channels):
                        sums[c] += tall * wide * (alpha if c == 3 else alpha * colour[c])
                    if row_near and column_near:
                        near.append(colour)
            for c in range(channels):
                whole = max(1, covered) if channels == 4 and c < 3 else 1 << 28
                value = max(0, sums[c] + whole // 2) // whole
                out[y, x, c] = min(max(value, min(n[c] for n in near)), max(n[c] for n in near))
    return out


@pytest.mark.parametrize("size", [2, 3, 5, 6, 8])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [3, 4])
def test_it_is_the_sum_written_out(size, dtype, channels):
    rng = np.random.default_rng(size)
    for rows, cols in ((9, 7), (4, 13), (1, 2)):
        paint = rng.integers(0, np.iinfo(dtype).max + 1, (rows, cols, channels), dtype=dtype)
        paint[rng.random((rows, cols)) < 0.3] = rng.choice([0, np.iinfo(dtype).max])
        down, across = axis(rows, size), axis(cols, size)
        for threads in (1, 3):
            out = np.zeros((len(down[0]), len(across[0]), channels), dtype)
            _kernel.resize(paint, _kernel.Axis(*down), _kernel.Axis(*across), out, threads)
            np.testing.assert_array_equal(out, slowly(paint, down, across))


def test_the_colour_of_what_covers_nothing_is_not_seen():
    """A red shape on a ground of hidden green: no green comes into its edge."""
    paint = np.zeros((12, 12, 4), np.uint8)
    paint[..., 1] = 255
    paint[3:9, 3:9] = (255, 0, 0, 255)
    out = np.zeros((15, 15, 4), np.uint8)
    across = _kernel.Axis(*axis(12, 5))
    _kernel.resize(paint, across, across, out, 1)
    assert (out[..., 3] > 0).sum() > 40 and out[out[..., 3] > 0, 1].max() == 0


def test_what_would_look_beyond_the_paint_is_refused():
    paint, good = np.zeros((8, 8, 3), np.uint8), axis(8, 5)
    whole = _kernel.Axis(*good)
    with pytest.raises(ValueError, match="off the paint"):
        _kernel.resize(paint[:7].copy(), whole, whole, np.zeros((10, 10, 3), np.uint8), 1)
    with pytest.raises(ValueError, match="size"):
        _kernel.resize(paint, whole, whole, np.zeros((10, 9, 3), np.uint8), 1)
    with pytest.raises(ValueError, match="channels"):
        _kernel.resize(np.zeros((8, 8, 5), np.uint8), whole, whole, np.zeros((10, 10, 5), np.uint8), 1)
    with pytest.raises(ValueError, match="weight"):
        _kernel.Axis(good[0], good[1] * 3, good[2])
    with pytest.raises(ValueError, match="one shape"):
        _kernel.Axis(good[0], good[1][:5].copy(), good[2])
