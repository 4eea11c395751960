"""Labels that grow within a mask: against a slow twin that asks every empty pixel's neighbours, round by round."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from underpaint import _kernel

sides = st.integers(1, 14)


def spread(labels: np.ndarray, mask: np.ndarray) -> np.ndarray:
    grown = labels.copy()
    _kernel.spread_labels(grown, mask)
    return grown


def steps_to(labels: np.ndarray, mask: np.ndarray) -> dict[int, np.ndarray]:
    """Of each label, (h, w): the fewest steps within the mask from it to each pixel; a million where no way leads."""
    ways = {}
    for label in np.unique(labels[(labels > 0) & (mask > 0)]).tolist():
        far = np.where((labels == label) & (mask > 0), 0, 10**6)
        far = np.pad(far, 1, constant_values=10**6)
        passable = np.pad((mask > 0) & (labels == 0), 1)
        for _ in range(mask.size):
            beside = np.minimum.reduce([np.roll(far, step, axis) for step in (1, -1) for axis in (0, 1)])
            far = np.where(passable, np.minimum(far, beside + 1), far)
        ways[label] = far[1:-1, 1:-1]
    return ways


@given(rows=sides, columns=sides, seed=st.integers(0, 9999))
def test_each_empty_pixel_takes_a_label_that_reaches_it_first(rows, columns, seed):
    rng = np.random.default_rng(seed)
    mask = (rng.random((rows, columns)) < rng.uniform(0.4, 1)).astype(np.uint8)
    labels = np.where(rng.random((rows, columns)) < 0.1, rng.integers(1, 4, (rows, columns)), 0).astype(np.int32)
    grown = spread(labels, mask)
    ways = steps_to(labels, mask)
    nearest = np.minimum.reduce(list(ways.values())) if ways else np.full(labels.shape, 10**6)
    empty = (labels == 0) & (mask > 0)
    np.testing.assert_array_equal(grown[~empty], labels[~empty])
    np.testing.assert_array_equal(grown[empty] > 0, nearest[empty] < 10**6)
    for label, far in ways.items():
        taken = empty & (grown == label)
        np.testing.assert_array_equal(far[taken], nearest[taken])


def test_at_equal_distance_the_right_side_wins_at_first_and_then_the_left():
    labels = np.array([[1, 0, 2], [0, 0, 0], [3, 0, 4]], np.int32)
    grown = spread(labels, np.ones((3, 3), np.uint8))
    np.testing.assert_array_equal(grown, [[1, 2, 2], [3, 3, 4], [3, 4, 4]])
