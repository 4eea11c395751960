"""Where a map's border misses the painted edge: against the same steps written plainly in numpy."""

from __future__ import annotations

import numpy as np
import pytest

from underpaint import _kernel

REACH, AT_BORDER, SEEN = 8, 2, 9 * 256


def calmed(paint: np.ndarray) -> np.ndarray:
    out = paint.astype(np.int64)
    for axis in (0, 1):
        n = out.shape[axis]
        parts = [out.take(np.clip(np.arange(n) + d, 0, n - 1), axis) for d in range(-2, 3)]
        out = parts[0] + parts[4] + 4 * (parts[1] + parts[3]) + 6 * parts[2]
    return out


def astray_along(calm: np.ndarray, label: np.ndarray) -> np.ndarray:
    """Of borders between pixels of the same row."""
    rows, cols = label.shape
    out = np.zeros(label.shape, np.uint8)
    steps = np.abs(np.diff(calm, axis=1)).sum(2)
    nearest_first = sorted(range(-REACH, REACH + 1), key=lambda k: (abs(k), k))
    for y in range(rows):
        for x in range(REACH, cols - REACH - 1):
            if label[y, x] == label[y, x + 1]:
                continue
            here = {k: steps[y, x + k] for k in nearest_first}
            off = max(here, key=here.get)
            at_border = max(here[k] for k in range(-AT_BORDER, AT_BORDER + 1))
            if abs(off) <= AT_BORDER or here[off] <= SEEN or at_border * 10 >= here[off] * 9:
                continue
            between = range(x + 1, x + off + 1) if off > 0 else range(x, x + off, -1)
            for n in between:
                if label[y, n] != label[y, between[0]]:
                    break
                out[y, n] = 1
    return out


def found(paint: np.ndarray, label: np.ndarray, threads: int = 1) -> np.ndarray:
    out = np.full(label.shape, 7, np.uint8)
    _kernel.astray(paint, label, out, threads)
    return out


@pytest.mark.parametrize("seed", range(4))
def test_as_written_plainly(seed):
    rng = np.random.default_rng(seed)
    shape = (30 + 7 * seed, 44)
    y, x = np.mgrid[: shape[0], : shape[1]]
    label = ((x + y // 3 > 20).astype(np.uint8) + 2 * (y > 18)).astype(np.uint8)
    colours = rng.integers(0, 256, (4, 3))
    paint = np.roll(colours[label], rng.integers(-5, 6, 2), (0, 1)) + rng.integers(-30, 31, (*shape, 3))
    paint = np.clip(paint, 0, 255).astype(np.uint8)
    calm = calmed(paint)
    expected = astray_along(calm, label) | astray_along(calm.transpose(1, 0, 2), label.T).T
    assert expected.any()
    for threads in (1, 3):
        np.testing.assert_array_equal(found(paint, label, threads), expected)


@pytest.mark.parametrize("off", [-6, -3, -2, 0, 2, 3, 6])
@pytest.mark.parametrize("across", [True, False])
def test_what_lies_between_border_and_edge_is_astray(off, across):
    """A painted edge `off` pixels beside the border; two pixels and less are no matter."""
    label, paint = np.zeros((40, 40), np.uint8), np.full((40, 40, 3), 60, np.uint8)
    label[:, 20:], paint[:, 20 + off :] = 1, 160
    expected = np.zeros((40, 40), np.uint8)
    if abs(off) > 2:
        expected[:, min(20, 20 + off) : max(20, 20 + off)] = 1
    if not across:
        label, paint, expected = label.T.copy(), paint.transpose(1, 0, 2).copy(), expected.T
    np.testing.assert_array_equal(found(paint, label), expected)


@pytest.mark.parametrize("size", [(1, 1), (1, 40), (40, 1), (5, 5), (17, 18)])
def test_too_small_to_tell(size):
    label = np.indices(size).sum(0).astype(np.uint8) % 2
    assert found(np.full((*size, 3), 9, np.uint8), label).max() == 0
