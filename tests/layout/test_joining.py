"""Joining: what meets in the open goes together first; touching outlines pinch one place in two, and a word reaches both."""

from __future__ import annotations

import cv2
import numpy as np

from underpaint.layout.joining import Borders, borders, join
from underpaint.layout.naming import Word, name_regions
from underpaint.layout.regions import distance, regions_of
from underpaint.layout.strokes import LINE, strokes_of

PALETTE = {"sky": (150, 200, 250), "cloud": (250, 250, 250), "hill": (60, 120, 60)}


def pinched() -> np.ndarray:
    """A sky that a cloud, touching a hill top, cuts in two."""
    lines = np.zeros((240, 400), np.uint8)
    cv2.ellipse(lines, (180, 40), (60, 60), 0, 0, 360, 230, 4)
    hill = np.array([[0, 220], [90, 170], [180, 106], [270, 170], [399, 220]])
    cv2.polylines(lines, [hill], False, 230, 4)
    return lines


def test_a_word_reaches_over_a_pinch():
    regions = regions_of(pinched())
    left, right = regions.cells[20, 20], regions.cells[20, 380]
    assert left != right
    words = [Word("sky", 20, 20), Word("cloud", 180, 60), Word("hill", 180, 200)]
    named = name_regions(regions, words, PALETTE)
    picture = [named.names[named.materials[y, x]] for y, x in ((20, 20), (20, 380), (60, 180), (200, 180))]
    assert picture == ["sky", "sky", "cloud", "hill"]


def test_cells_that_only_touching_outlines_part_meet_in_a_pinch():
    lines = np.zeros((60, 60), np.uint8)
    cv2.line(lines, (0, 10), (59, 50), 230, 2)
    cv2.line(lines, (0, 50), (59, 10), 230, 2)
    # Top and bottom meet along the middle, so that left and right do not.
    y, x = np.mgrid[:60, :60]
    slope = (y - 30) * 59 / 40
    labels = np.where(np.abs(slope) > np.abs(x - 29.5), np.where(y < 30, 1, 2), np.where(x < 30, 3, 4)).astype(np.int32)
    labels[28:33, 27:33] = np.where(y < 30, 1, 2)[28:33, 27:33]
    met = borders(labels, strokes_of(lines), distance(lines >= LINE))
    pairs = [tuple(pair) for pair in met.pairs.tolist()]
    assert sorted(pairs) == [(1, 2), (1, 3), (1, 4), (2, 3), (2, 4), (3, 4)]
    pinch = pairs.index((3, 4))
    assert met.length[pinch] == 0
    assert (np.delete(met.length, pinch) > 0).all()
    assert 0 < met.parted[pinch] < np.delete(met.parted, [pinch, pairs.index((1, 2))]).min()


def test_a_wordless_place_goes_across_a_light_line_before_it_goes_over_a_pinch():
    pairs = np.array([[1, 2], [2, 3]])
    length, together = np.array([0, 100]), np.array([-2.8, -40.0])
    met = Borders(pairs, length, together, np.zeros(2, np.float32))
    _, end = join(np.array([-1, 0, -1, 1]), met)
    assert end[2] == end[3] != end[1]
