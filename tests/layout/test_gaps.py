"""Gaps: closed where a line goes on, left where it does not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from underpaint.layout.gaps import _near, close_gaps
from underpaint.layout.strokes import LINE


def drawing(*strokes: tuple[tuple[int, int], tuple[int, int]], thick: int = 3) -> np.ndarray:
    lines = np.zeros((120, 160), np.uint8)
    for start, end in strokes:
        cv2.line(lines, start, end, 200, thick)
    return lines


def pieces(lines: np.ndarray) -> int:
    return cv2.connectedComponents((lines >= 64).view(np.uint8), connectivity=8)[0] - 1


@pytest.mark.parametrize("angle", range(0, 180, 20))
@pytest.mark.parametrize("gap", [3, 6, 9])
def test_a_gap_in_a_straight_line_closes_at_any_slope(angle, gap):
    way = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    middle = np.array([80, 60])
    ends = [middle + side * way * (gap / 2 + 2) for side in (1, -1)]
    far = [middle + side * way * 50 for side in (1, -1)]
    lines = drawing(*((tuple(np.int32(a)), tuple(np.int32(b))) for a, b in zip(ends, far, strict=True)))
    assert pieces(lines) == 2
    closed = close_gaps(lines)
    assert pieces(closed) == 1
    assert (closed >= lines).all()
    # What was drawn in lies in the gap alone.
    y, x = np.nonzero(closed != lines)
    assert (np.hypot(x - 80, y - 60) < gap / 2 + 10).all()


def test_a_gap_round_a_bend_closes():
    lines = np.zeros((120, 160), np.uint8)
    cv2.ellipse(lines, (80, 60), (40, 40), 0, 0, 345, 200, 3)
    ring = close_gaps(lines)
    assert cv2.connectedComponents((ring < 64).view(np.uint8), connectivity=4)[0] - 1 == 2


def test_an_end_that_heads_for_a_line_reaches_it():
    lines = drawing(((20, 20), (20, 100)), ((27, 60), (120, 60)))
    assert pieces(lines) == 2
    assert pieces(close_gaps(lines)) == 1


def test_a_line_goes_straight_on_rather_than_up_a_nearer_stroke():
    # A stroke that hangs over a gap: nearer than the line's other side, but out of its way.
    lines = drawing(((20, 60), (70, 60)), ((84, 60), (140, 60)), ((76, 20), (76, 54)), thick=1)
    closed = close_gaps(lines)
    assert (closed[60, 71:84] >= LINE).all()


def test_an_end_that_another_has_reached_goes_nowhere_else():
    # The lower line ends on its way to the slanting one; that one's end must not go on to the line above.
    lines = drawing(((20, 45), (140, 45)), ((20, 53), (72, 53)), ((78, 52), (86, 72)), ((86, 72), (140, 72)), thick=1)
    closed = close_gaps(lines)
    assert (closed[53, 72:78] >= LINE).all()
    assert not closed[46:51].any()


def test_ends_too_far_apart_and_lines_side_by_side_are_left():
    apart = drawing(((20, 60), (60, 60)), ((90, 60), (140, 60)))
    np.testing.assert_array_equal(close_gaps(apart), apart)
    beside = drawing(((20, 50), (140, 50)), ((20, 58), (140, 58)))
    np.testing.assert_array_equal(close_gaps(beside), beside)


def test_a_wider_gap_closes_when_told():
    lines = drawing(((20, 60), (60, 60)), ((84, 60), (140, 60)))
    np.testing.assert_array_equal(close_gaps(lines), lines)
    assert pieces(close_gaps(lines, 22)) == 1


def test_nothing_drawn_and_all_drawn_are_left():
    for value in (0, 255):
        lines = np.full((40, 50), value, np.uint8)
        np.testing.assert_array_equal(close_gaps(lines), lines)


def test_a_gap_is_filled_as_lightly_as_the_lighter_line():
    lines = drawing(((10, 60), (70, 60)))
    cv2.line(lines, (82, 60), (150, 60), 110, 3)
    closed = close_gaps(lines)
    assert closed[60, 76] in range(100, 121)


@pytest.mark.parametrize("count", [0, 1, 2, 300])
def test_all_near_pairs_are_found(count):
    at = np.random.default_rng(count).integers(0, 90, (count, 2))
    found = set(zip(*(numbers.tolist() for numbers in _near(at, 18.15)), strict=True))
    apart = np.linalg.norm(at[:, None] - at, axis=2)
    assert found == {(i, j) for i in range(count) for j in range(i + 1, count) if apart[i, j] <= 18.15}


def test_a_line_that_grows_faint_is_followed_round_a_bend():
    lines = np.zeros((80, 80), np.uint8)
    # Darkest in its middle, as pencil is.
    for shade, thick in ((35, 3), (50, 1)):
        cv2.ellipse(lines, (44, 35), (5, 5), 0, -90, 90, shade, thick)
    cv2.line(lines, (20, 30), (44, 30), 200, 3)
    cv2.line(lines, (20, 40), (44, 40), 200, 3)
    assert pieces(lines) == 2
    closed = close_gaps(lines)
    assert pieces(closed) == 1
    # Where it is drawn, and not straight across.
    new = (closed >= LINE) & (lines < LINE)
    assert new.any()
    assert (lines[new] >= 35).all()
