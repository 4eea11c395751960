"""How true a picture is to its drawn lines."""

from __future__ import annotations

import numpy as np
import pytest

from underpaint.paint import adherence, measured


def two_fields(border: int, height: int = 60, width: int = 80) -> np.ndarray:
    colours = np.array([(200, 60, 20), (20, 120, 190)], np.uint8)
    return colours[(np.arange(width)[None] >= border).repeat(height, 0).astype(int)]


@pytest.mark.parametrize(("off", "hit"), [(0, 1.0), (2, 1.0), (-2, 1.0), (3, 0.0), (-4, 0.0)])
def test_a_border_is_hit_within_two_pixels(off, hit):
    assert adherence(two_fields(40 + off), two_fields(40)) == hit
    turned = [picture.transpose(1, 0, 2) for picture in (two_fields(40 + off), two_fields(40))]
    assert adherence(*turned) == hit


def test_a_picture_without_a_step_hits_nothing_and_a_map_without_a_border_says_nothing():
    assert adherence(np.full((60, 80, 3), 90, np.uint8), two_fields(40)) == 0
    assert adherence(two_fields(40), np.full((60, 80, 3), 90, np.uint8)) is None
    assert adherence(np.zeros((9, 9, 3), np.uint8), np.zeros((9, 9, 3), np.uint8)) is None


def test_the_share_is_of_the_border():
    half = two_fields(40)
    half[30:] = two_fields(50)[30:]
    assert adherence(half, two_fields(40)) == pytest.approx(0.5, abs=0.05)


def test_depth_and_alpha_change_nothing():
    noise = np.random.default_rng(3).integers(0, 40, (60, 80, 3)).astype(np.uint8)
    picture, drawn = two_fields(42) // 2 + noise, two_fields(40)
    deep = np.dstack([picture.astype(np.uint16) * 257, np.full((60, 80), 65535, np.uint16)])
    assert adherence(picture, drawn) == adherence(deep, drawn)


def test_the_ratio_is_beside_what_the_boards_reach():
    board = (two_fields(45), two_fields(40))  # its painter never steps where the map says
    assert measured(two_fields(40), two_fields(40), [board]) == {"adherence": 1.0, "adherence_ratio": None}
    soft = two_fields(40)
    soft[30:] = two_fields(50)[30:]
    told = measured(two_fields(40), two_fields(40), [(soft, two_fields(40))])
    assert told["adherence_ratio"] == pytest.approx(2, rel=0.1)


def test_a_rough_is_measured_against_boards_made_as_small():
    large = two_fields(160, 240, 320)
    told = measured(two_fields(40), large, [(large, large)])
    assert told == {"adherence": 1.0, "adherence_ratio": 1.0}
