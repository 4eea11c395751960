"""Half size, against the mean written out."""

from __future__ import annotations

import numpy as np
import pytest

from underpaint import _kernel


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [1, 3, 8])
@pytest.mark.parametrize("threads", [1, 3])
def test_halve_is_the_rounded_mean_of_four(dtype, channels, threads):
    most = np.iinfo(dtype).max + 1
    for rows in range(1, 9):
        for columns in range(1, 9):
            full = np.random.default_rng(rows * 9 + columns).integers(0, most, (rows, columns, channels), dtype=dtype)
            half = np.zeros(((rows + 1) // 2, (columns + 1) // 2, channels), dtype)
            _kernel.halve(full, half, threads)
            even = np.pad(full, ((0, rows % 2), (0, columns % 2), (0, 0)), mode="edge").astype(int)
            four = even[::2, ::2] + even[1::2, ::2] + even[::2, 1::2] + even[1::2, 1::2]
            np.testing.assert_array_equal(half, (four + 2) // 4)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_halve_keeps_the_lightest_and_darkest(dtype):
    full = np.zeros((4, 4, 3), dtype)
    full[:, 2:] = np.iinfo(dtype).max
    half = np.empty((2, 2, 3), dtype)
    _kernel.halve(full, half, 1)
    np.testing.assert_array_equal(half, full[::2, ::2])


def test_pad_rim_repeats_the_edge():
    for rows in range(1, 6):
        for columns in range(1, 6):
            target = np.random.default_rng(rows * 6 + columns).integers(
                0, 256, (rows + 4, columns + 4, 8), dtype=np.uint8
            )
            inner = target[2:-2, 2:-2].copy()
            _kernel.pad_rim(target)
            np.testing.assert_array_equal(target, np.pad(inner, ((2, 2), (2, 2), (0, 0)), mode="edge"))
