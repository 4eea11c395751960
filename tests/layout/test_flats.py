"""Pictures in the palette's colours: soft borders become hard, anything else is reported with its place."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from underpaint.errors import InputError
from underpaint.layout.board_map import NONE
from underpaint.layout.flats import read_flats, read_scribbles

PALETTE = {"sky": (150, 200, 225), "hill": (110, 60, 40), "meadow": (210, 215, 50), "lake": (20, 40, 160)}
COLOURS = np.array(list(PALETTE.values()), np.uint8)


def drawn(softer: int = 4) -> tuple[np.ndarray, np.ndarray]:
    """A map of four materials as it was meant, and as a program draws it with anti-aliasing."""
    large = np.zeros((100 * softer, 140 * softer), np.uint8)
    cv2.circle(large, (50 * softer, 50 * softer), 30 * softer, 1, -1)
    cv2.fillPoly(large, [np.array([[60, 20], [130, 35], [90, 90]]) * softer], 2)
    cv2.ellipse(large, (70 * softer, 80 * softer), (25 * softer, 12 * softer), 20, 0, 360, 3, -1)
    middle = large[softer // 2 :: softer, softer // 2 :: softer]
    return middle.astype(np.int32), cv2.resize(COLOURS[large], (140, 100), interpolation=cv2.INTER_AREA)


def test_flat_colours_come_back_as_they_are():
    truth, _ = drawn()
    assert (read_flats(COLOURS[truth], PALETTE) == truth).all()
    assert (read_flats(COLOURS[truth].astype(np.uint16) * 257, PALETTE) == truth).all()


def test_soft_borders_snap_to_the_right_neighbour():
    truth, soft = drawn()
    assert len(np.unique(soft.reshape(-1, 3), axis=0)) > 50
    found = read_flats(soft, PALETTE)
    assert (found == truth).mean() >= 0.995
    near = cv2.dilate(truth.astype(np.uint8), np.ones((3, 3))) != cv2.erode(truth.astype(np.uint8), np.ones((3, 3)))
    assert near[found != truth].all()


def test_a_blend_never_becomes_a_third_material():
    """Half sky, half hill looks like another colour of the palette than either."""
    palette = {"sky": (200, 200, 200), "hill": (100, 100, 100), "fog": (150, 150, 152)}
    picture = np.full((30, 40, 3), 200, np.uint8)
    picture[:, 20:] = 100
    picture[:, 20] = 146
    assert set(np.unique(read_flats(picture, palette))) == {0, 1}


def test_a_colour_off_the_palette_is_reported_with_place_and_nearest_name():
    _, soft = drawn()
    soft[5:12, 100:110] = (160, 190, 220)
    with pytest.raises(InputError) as refused:
        read_flats(soft, PALETTE)
    assert "#a0bedc at x=100, y=5 is not the palette's (70 px are off it); the nearest is sky (#96c8e1)" in str(
        refused.value
    )


def test_a_thin_line_of_a_foreign_colour_is_no_soft_border():
    picture = COLOURS[np.zeros((40, 60), int)]
    picture[10, 5:50] = (255, 0, 0)
    with pytest.raises(InputError, match="#ff0000 at x=5, y=10"):
        read_flats(picture, PALETTE)


def test_small_see_through_seams_close_and_holes_are_reported():
    truth, _ = drawn()
    layer = np.dstack([COLOURS[truth], np.full(truth.shape, 255, np.uint8)])
    layer[:, 70, 3] = 0
    assert (read_flats(layer, PALETTE) == truth).mean() > 0.99
    layer[10:40, 100:130, 3] = 0
    with pytest.raises(InputError, match=r"flats: transparent at x=\d+, y=\d+"):
        read_flats(layer, PALETTE)
    with pytest.raises(InputError, match="flats: transparent at x=0, y=0"):
        read_flats(np.zeros((8, 8, 4), np.uint8), PALETTE)


@settings(max_examples=30)
@given(st.data())
def test_any_picture_gives_materials_or_one_line(data):
    height, width = data.draw(st.integers(1, 9)), data.draw(st.integers(1, 9))
    values = data.draw(st.lists(st.integers(0, 255), min_size=height * width * 4, max_size=height * width * 4))
    picture = np.array(values, np.uint8).reshape(height, width, 4)
    for read in (read_flats, read_scribbles):
        try:
            labels = read(picture, PALETTE)
        except InputError as why:
            assert "\n" not in str(why)
        else:
            assert labels.shape == (height, width) and labels.min() >= NONE and labels.max() < len(PALETTE)


def scribbles() -> np.ndarray:
    layer = np.zeros((60, 80, 4), np.uint8)
    layer[10:14, 5:60] = (*PALETTE["sky"], 255)
    layer[40:44, 5:60] = (*PALETTE["lake"], 255)
    return layer


def test_scribbles_are_marks_and_soft_rims_are_left_out():
    layer = scribbles()
    layer[9, 5:60] = (*PALETTE["sky"], 90)
    layer[14, 5:60] = (*(np.array(PALETTE["sky"]) * 0.7).astype(int), 180)
    marks = read_scribbles(layer, PALETTE)
    assert (marks[10:14, 5:60] == 0).all() and (marks[40:44, 5:60] == 3).all()
    assert (marks != NONE).sum() == 2 * 4 * 55


def test_scribbles_off_the_palette_are_reported():
    layer = scribbles()
    layer[25:29, 30:50] = (20, 40, 120, 255)
    with pytest.raises(InputError, match=r"scribbles: the colour #142878 at x=30, y=25 .* nearest is lake \(#1428a0\)"):
        read_scribbles(layer, PALETTE)


def test_scribbles_need_a_transparent_background_and_a_palette():
    layer = scribbles()
    with pytest.raises(InputError, match="scribbles: nothing is transparent"):
        read_scribbles(layer[:, :, :3], PALETTE)
    with pytest.raises(InputError, match="the palette names no colour"):
        read_scribbles(layer, {})
    with pytest.raises(InputError, match=r"flats: an array \(3, 3\)"):
        read_flats(np.zeros((3, 3), np.uint8), PALETTE)
