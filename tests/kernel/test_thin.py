"""Thinning: against the method's own words, a pixel at a time, and what a middle of a line must be."""

from __future__ import annotations

import cv2
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from underpaint import _kernel

sides = st.integers(1, 16)
seeds = st.integers(0, 9999)


def thinned(drawn: np.ndarray) -> np.ndarray:
    thin = np.full(drawn.shape, 7, np.uint8)
    _kernel.thin_lines(drawn, thin)
    return thin


def slowly(drawn: np.ndarray) -> np.ndarray:
    """Guo and Hall (1989), algorithm A1, as the paper states it: p1 north-west, then clockwise, p8 west."""
    on = np.pad(drawn > 0, 1)
    changed = True
    while changed:
        changed = False
        for odd in (True, False):
            away = []
            for y, x in zip(*np.nonzero(on), strict=True):
                p1, p2, p3, p4, p5, p6, p7, p8 = (
                    on[y + down, x + across]
                    for down, across in ((-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1))
                )
                parts = sum(
                    (bool(not a and (b or c)) for a, b, c in ((p2, p3, p4), (p4, p5, p6), (p6, p7, p8), (p8, p1, p2)))
                )
                around = min(
                    (p1 | p2) + 0 + (p3 | p4) + (p5 | p6) + (p7 | p8), (p2 | p3) + 0 + (p4 | p5) + (p6 | p7) + (p8 | p1)
                )
                held = (p2 or p3 or not p5) and p4 if not odd else (p6 or p7 or not p1) and p8
                if parts == 1 and 2 <= around <= 3 and not held:
                    away.append((y, x))
            for place in away:
                on[place] = False
            changed |= bool(away)
    return on[1:-1, 1:-1].astype(np.uint8)


@given(rows=sides, columns=sides, seed=seeds)
def test_thin_lines(rows, columns, seed):
    rng = np.random.default_rng(seed)
    drawn = (rng.random((rows, columns)) < rng.uniform(0.2, 0.95)).astype(np.uint8)
    np.testing.assert_array_equal(thinned(drawn), slowly(drawn))


@given(seed=seeds)
def test_a_line_stays_in_one_piece_as_long_as_it_was(seed):
    rng = np.random.default_rng(seed)
    drawn = np.zeros((60, 60), np.uint8)
    start, end = rng.integers(8, 52, (2, 2))
    cv2.line(drawn, start.tolist(), end.tolist(), 1, int(rng.integers(1, 6)))
    thin = thinned(drawn)
    assert not (thin & ~drawn).any()
    assert cv2.connectedComponents(thin, connectivity=8)[0] == 2
    y, x = np.nonzero(thin)
    long = np.abs(end - start).max()
    assert max(np.ptp(x), np.ptp(y)) >= long - 6
    assert len(x) <= long + 9
