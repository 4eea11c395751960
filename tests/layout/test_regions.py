"""Lines become regions: gaps close, borders run in the middle of lines, no pixel is left over."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from underpaint.errors import InputError
from underpaint.layout import regions_of
from underpaint.layout.regions import cells_of


def boxed(gap: int = 0, thick: int = 3) -> np.ndarray:
    lines = np.zeros((160, 240), np.uint8)
    cv2.rectangle(lines, (60, 40), (180, 120), 220, thick)
    if gap:
        lines[36:46, 120 : 120 + gap] = 0
    return lines


@pytest.mark.parametrize("gap", [0, 3, 6, 10])
def test_a_gap_up_to_the_set_width_closes(gap):
    regions = regions_of(boxed(gap), gap=11)
    assert regions.labels[80, 120] != regions.labels[10, 10]
    assert regions.count == 2


@pytest.mark.parametrize(("gap", "width"), [(20, 8), (30, 11)])
def test_a_wider_gap_stays_open(gap, width):
    with pytest.raises(InputError, match="no line of the drawing closes a region off"):
        regions_of(boxed(gap), gap=width)


def test_a_border_runs_in_the_middle_of_its_line():
    for thick in (1, 3, 7):
        labels = regions_of(boxed(thick=thick)).labels
        column = labels[80]
        changes = np.flatnonzero(column[1:] != column[:-1]) + 0.5
        assert len(changes) == 2
        assert np.abs(changes - [60, 180]).max() <= 1


def test_a_border_follows_a_slanted_and_a_curved_line_within_a_pixel():
    lines = np.zeros((200, 300), np.uint8)
    x = np.arange(300)
    y = 100 + 40 * np.sin(x / 40)
    cv2.polylines(lines, [np.stack([x, y], 1).round().astype(np.int32)], False, 255, 3, cv2.LINE_AA)
    labels = regions_of(lines).labels
    border = (labels == labels[199, 0]).argmax(0)
    assert np.abs(border - 0.5 - y)[3:-3].max() <= 1.2


def test_every_pixel_has_a_region_and_no_region_is_a_sliver():
    rng = np.random.default_rng(3)
    lines = np.zeros((200, 300), np.uint8)
    for _ in range(40):
        a, b = rng.integers(0, 200, 2), rng.integers(0, 200, 2)
        cv2.line(lines, (int(a[0] * 1.5), int(a[1])), (int(b[0] * 1.5), int(b[1])), 200, 2)
    regions = regions_of(lines)
    assert regions.labels.min() == 1 and regions.cells.min() == 1
    assert np.array_equal(np.unique(regions.labels), np.arange(1, regions.count + 1))
    assert np.bincount(regions.labels.ravel())[1:].min() >= 12


def test_a_region_is_made_of_whole_cells():
    regions = regions_of(boxed(6))
    for cell in np.unique(regions.cells):
        assert len(np.unique(regions.labels[regions.cells == cell])) == 1


def test_a_lone_stroke_parts_nothing():
    lines = np.zeros((100, 200), np.uint8)
    lines[50, 40:160] = 255
    with pytest.raises(InputError, match="closes a region off"):
        regions_of(lines)


def test_a_line_from_edge_to_edge_parts_the_picture():
    lines = np.zeros((100, 200), np.uint8)
    lines[50] = 255
    assert regions_of(lines).count == 2


def test_all_drawn_has_no_cells():
    assert cells_of(np.ones((40, 40), bool)).max() == 0
    with pytest.raises(InputError, match="closes a region off"):
        regions_of(np.full((40, 40), 255, np.uint8))


def test_regions_are_the_same_every_time_and_on_any_number_of_threads():
    lines = boxed(6)
    before = lines.copy()
    threads = cv2.getNumThreads()
    try:
        found = []
        for number in (1, 4):
            cv2.setNumThreads(number)
            found.append(regions_of(lines).labels)
    finally:
        cv2.setNumThreads(threads)
    assert np.array_equal(*found)
    assert np.array_equal(lines, before)
