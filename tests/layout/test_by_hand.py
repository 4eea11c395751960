"""What a person draws and joins while labelling holds against what the drawing says."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from underpaint.errors import InputError
from underpaint.layout import Word, name_regions, regions_of
from underpaint.layout.by_hand import with_lines

PALETTE = {"sky": (120, 180, 230), "meadow": (90, 170, 60), "house": (200, 120, 80)}


def halves() -> np.ndarray:
    """A wide place above a horizon, and one below it."""
    lines = np.zeros((200, 320), np.uint8)
    cv2.line(lines, (0, 120), (319, 120), 220, 3)
    return lines


def at(named, x: int, y: int) -> str:
    return named.names[named.materials[y, x]]


def test_a_line_drawn_in_parts_a_region():
    lines = halves()
    words = [Word("sky", 40, 60), Word("house", 280, 60), Word("meadow", 40, 170)]
    parted = with_lines(lines, [[(160, 0), (160, 120)]])
    named = name_regions(regions_of(parted), words, PALETTE)
    assert not named.shared
    assert at(named, 150, 60) == "sky" and at(named, 170, 60) == "house" and at(named, 170, 170) == "meadow"
    assert not lines[60, 160], "the drawing itself stays as it was"


def test_a_line_drawn_in_closes_a_gap():
    lines = halves()
    lines[:, 140:180] = 0
    named = name_regions(
        regions_of(with_lines(lines, [[(130, 120), (190, 120)]])), [Word("sky", 40, 60), Word("meadow", 40, 170)], PALETTE
    )
    assert not named.shared
    assert at(named, 160, 110) == "sky" and at(named, 160, 130) == "meadow"


def test_nothing_drawn_in_is_the_drawing_itself():
    lines = halves()
    assert with_lines(lines, []) is lines


@pytest.mark.parametrize("points", [[(500, 10), (600, 20)], [(-90, -80), (-70, -70)]])
def test_a_line_that_is_nowhere_on_the_picture_is_refused(points):
    with pytest.raises(InputError, match="outside the picture of 320 x 200 px"):
        with_lines(halves(), [points])


def test_merged_places_take_the_word_of_one_across_the_firmest_line():
    lines = halves()
    cv2.rectangle(lines, (100, 20), (200, 100), 255, 5)
    words = [Word("sky", 40, 60), Word("meadow", 40, 170)]
    apart = name_regions(regions_of(lines), words, PALETTE)
    assert len(apart.unnamed) == 1 and apart.guessed[60, 150] and not apart.guessed[60, 40]
    joined = name_regions(regions_of(lines), words, PALETTE, merges=[[(150, 60), (40, 170)]])
    assert at(joined, 150, 60) == "meadow" and not joined.unnamed and not joined.guessed.any()


def test_places_with_words_of_their_own_stay_apart_though_merged():
    words = [Word("sky", 40, 60), Word("meadow", 40, 170)]
    named = name_regions(regions_of(halves()), words, PALETTE, merges=[[(40, 60), (40, 170)]])
    assert at(named, 300, 60) == "sky" and at(named, 300, 170) == "meadow"


def test_a_merge_outside_the_picture_is_refused():
    with pytest.raises(InputError, match="outside the picture"):
        name_regions(regions_of(halves()), [Word("sky", 40, 60)], PALETTE, merges=[[(40, 60), (40, 200)]])
