"""Strokes: parted where they meet, and outlines told from details."""

from __future__ import annotations

import cv2
import numpy as np

from underpaint.layout.strokes import strokes_of


def test_strokes_part_where_they_meet():
    lines = np.zeros((100, 100), np.uint8)
    cv2.line(lines, (10, 50), (90, 50), 200, 3)
    cv2.line(lines, (50, 10), (50, 90), 200, 3)
    strokes = strokes_of(lines)
    assert strokes.number.max() == 4
    assert not (strokes.number[~strokes.middle]).any()
    length = np.exp(strokes.features[1:, 1])
    np.testing.assert_allclose(length, 38, atol=4)
    np.testing.assert_array_equal(strokes.features[1:, 2], 1)


def test_a_closed_line_is_one_stroke_without_a_free_end():
    lines = np.zeros((100, 100), np.uint8)
    cv2.circle(lines, (50, 50), 30, 200, 3)
    strokes = strokes_of(lines)
    assert strokes.number.max() == 1
    assert strokes.features[1, 2] == 0
    np.testing.assert_allclose(strokes.features[1, 0], 1, atol=0.01)


def test_firm_long_lines_are_outlines_and_light_short_ones_are_details():
    lines = np.zeros((200, 300), np.uint8)
    cv2.line(lines, (0, 100), (299, 100), 230, 4)
    cv2.circle(lines, (150, 50), 40, 230, 4)
    for x in range(20, 280, 20):
        cv2.line(lines, (x, 140), (x + 4, 150), 120, 1)
    outline = strokes_of(lines).outlines
    assert outline.shape == lines.shape
    assert outline[100, 40] == outline[50, 110] == 1
    assert outline[145, 22] == -1
    # A pixel takes after the stroke nearest to it.
    assert outline[112, 40] == 1


def test_a_page_without_lines_has_no_strokes():
    strokes = strokes_of(np.zeros((40, 50), np.uint8))
    assert not strokes.number.any()
    assert not strokes.outlines.any()


def test_a_line_that_goes_straight_on_past_others_is_one():
    lines = np.zeros((80, 200), np.uint8)
    cv2.line(lines, (10, 20), (190, 20), 200, 2)
    for x in (70, 130):
        cv2.line(lines, (x, 20), (x, 70), 200, 2)
    strokes = strokes_of(lines)
    own, whole = np.exp(strokes.features[:, 1]), np.exp(strokes.features[:, 3])
    across, down = strokes.number[19:22, 100].max(), strokes.number[45, 69:72].max()
    assert own[across] < 60
    assert whole[across] > 150
    assert whole[down] < 60
