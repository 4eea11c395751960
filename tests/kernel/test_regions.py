"""Pieces of a map, places inside them, and maps at half size: against flood fill and counting."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from underpaint import _kernel

sides = st.integers(1, 14)
seeds = st.integers(0, 9999)


def some_labels(rows: int, columns: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.integers(0, rng.integers(1, 5), (rows, columns), dtype=np.uint8)


def flooded(label: np.ndarray) -> np.ndarray:
    """Pieces found by walking from each pixel not yet reached, in reading order."""
    piece = np.full(label.shape, -1, np.int32)
    count = 0
    for start in np.ndindex(label.shape):
        if piece[start] >= 0:
            continue
        piece[start] = count
        waiting = [start]
        while waiting:
            y, x = waiting.pop()
            for place in ((y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1)):
                inside = 0 <= place[0] < label.shape[0] and 0 <= place[1] < label.shape[1]
                if inside and piece[place] < 0 and label[place] == label[start]:
                    piece[place] = count
                    waiting.append(place)
        count += 1
    return piece


@given(rows=sides, columns=sides, seed=seeds)
def test_pieces(rows, columns, seed):
    label = some_labels(rows, columns, seed)
    piece = np.empty(label.shape, np.int32)
    count = _kernel.pieces(label, piece)
    expected = flooded(label)
    np.testing.assert_array_equal(piece, expected)
    assert count == expected.max() + 1


@pytest.mark.parametrize("threads", [1, 3])
@given(rows=sides, columns=sides, seed=seeds)
def test_place_in_piece(threads, rows, columns, seed):
    piece = flooded(some_labels(rows, columns, seed))
    down, across = np.empty(piece.shape, np.uint8), np.empty(piece.shape, np.uint8)
    _kernel.place_in_piece(piece, int(piece.max()) + 1, down, across, threads)
    for number in range(piece.max() + 1):
        y, x = np.nonzero(piece == number)
        np.testing.assert_array_equal(down[y, x], 255 * (y - y.min()) // max(1, np.ptp(y)))
        np.testing.assert_array_equal(across[y, x], 255 * (x - x.min()) // max(1, np.ptp(x)))


@pytest.mark.parametrize("threads", [1, 3])
@given(rows=sides, columns=sides, seed=seeds)
def test_halve_labels(threads, rows, columns, seed):
    label = some_labels(rows, columns, seed)
    half = np.empty(((rows + 1) // 2, (columns + 1) // 2), np.uint8)
    _kernel.halve_labels(label, half, threads)
    even = np.pad(label, ((0, rows % 2), (0, columns % 2)), mode="edge")
    for y, x in np.ndindex(half.shape):
        four = even[2 * y : 2 * y + 2, 2 * x : 2 * x + 2].ravel().tolist()
        most = max(Counter(four).values())
        assert half[y, x] == next(value for value in four if four.count(value) == most)
