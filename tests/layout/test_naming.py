"""Words name regions; what has no word is told, never silently painted."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from underpaint.errors import InputError
from underpaint.layout import Word, name_regions, regions_of

PALETTE = {"sky": (120, 180, 230), "meadow": (90, 170, 60), "house": (200, 120, 80), "stone": (130, 130, 130)}
SKY, MEADOW = Word("sky", 30, 20), Word("meadow", 30, 170)


def scene(gap: int = 0) -> np.ndarray:
    """A horizon, and a house that stands on it."""
    lines = np.zeros((200, 320), np.uint8)
    cv2.line(lines, (0, 120), (319, 120), 220, 3)
    cv2.rectangle(lines, (120, 50), (220, 120), 220, 3)
    lines[45:56, 160 : 160 + gap] = 0
    return lines


def test_each_region_takes_the_material_of_its_word():
    named = name_regions(regions_of(scene()), [SKY, MEADOW, Word("house", 170, 90)], PALETTE)
    picture = named.picture(PALETTE)
    assert tuple(picture[10, 10]) == PALETTE["sky"]
    assert tuple(picture[190, 300]) == PALETTE["meadow"]
    assert tuple(picture[60, 130]) == PALETTE["house"]
    assert not named.unnamed and not named.shared


def test_one_word_may_name_several_regions():
    lines = scene()
    cv2.line(lines, (300, 0), (300, 120), 220, 3)
    words = [SKY, MEADOW, Word("house", 170, 90), Word("sky", 310, 30)]
    named = name_regions(regions_of(lines), words, PALETTE)
    assert set(named.names) == {"sky", "meadow", "house"}
    assert tuple(named.picture(PALETTE)[30, 315]) == PALETTE["sky"]
    assert not named.unnamed


def test_small_closed_details_belong_to_what_surrounds_them():
    lines = scene()
    cv2.circle(lines, (60, 160), 8, 200, 2)
    named = name_regions(regions_of(lines), [SKY, MEADOW, Word("house", 170, 90)], PALETTE)
    assert tuple(named.picture(PALETTE)[160, 60]) == PALETTE["meadow"]
    assert named.details >= 1 and not named.unnamed


def test_a_region_without_a_word_is_listed_with_its_guess():
    named = name_regions(regions_of(scene()), [SKY, MEADOW], PALETTE)
    (house,) = named.unnamed
    assert 120 < house.x < 220 and 50 < house.y < 120
    assert house.guess in ("sky", "meadow") and 0 < house.confidence <= 1
    assert house.pixels == pytest.approx(100 * 70, rel=0.05)
    assert tuple(named.picture(PALETTE)[80, 150]) == PALETTE[house.guess]


def test_a_guess_from_earlier_cuts_comes_before_the_lines_around():
    def guess(labels, lines, known):
        assert labels.shape == lines.shape
        asked = set(np.unique(labels)) - set(known)
        assert set(known.values()) == {"sky", "meadow"}
        return {label: ("house", 0.8) for label in asked}

    named = name_regions(regions_of(scene()), [SKY, MEADOW], PALETTE, guess)
    (house,) = named.unnamed
    assert (house.guess, house.confidence, house.why) == ("house", 0.8, "earlier cuts")
    assert tuple(named.picture(PALETTE)[80, 150]) == PALETTE["house"]


def test_a_guess_may_have_nothing_to_say():
    named = name_regions(regions_of(scene()), [SKY, MEADOW], PALETTE, lambda labels, lines, known: {})
    assert [place.why for place in named.unnamed] == ["the lines around it"]


def test_words_that_no_line_parts_share_the_region_and_are_told():
    named = name_regions(regions_of(scene(30)), [SKY, MEADOW, Word("house", 170, 90)], PALETTE)
    (pair,) = named.shared
    assert {pair.first.material, pair.second.material} == {"sky", "house"}
    picture = named.picture(PALETTE)
    assert tuple(picture[110, 130]) == PALETTE["house"] and tuple(picture[110, 210]) == PALETTE["house"]
    assert tuple(picture[20, 250]) == PALETTE["sky"]
    assert (picture == PALETTE["house"]).all(2).sum() == pytest.approx(100 * 70, rel=0.06)


def test_an_unknown_word_names_the_nearest_of_the_palette():
    with pytest.raises(InputError, match=r"no material 'medow'.*nearest: meadow"):
        name_regions(regions_of(scene()), [SKY, Word("medow", 30, 170)], PALETTE)


def test_a_word_like_no_other_names_all_there_are():
    with pytest.raises(InputError, match="known: sky, meadow, house, stone"):
        name_regions(regions_of(scene()), [Word("xylophone", 30, 20)], PALETTE)


@pytest.mark.parametrize("point", [(-1, 20), (320, 20), (30, 200), (30, -0.5)])
def test_a_word_outside_the_picture_is_refused(point):
    with pytest.raises(InputError, match="outside the picture of 320 x 200 px"):
        name_regions(regions_of(scene()), [SKY, Word("meadow", *point)], PALETTE)


def test_no_words_are_refused():
    with pytest.raises(InputError, match="no words"):
        name_regions(regions_of(scene()), [], PALETTE)
