"""What a picture becomes as painting, map, pencil drawing and mask."""

from __future__ import annotations

import numpy as np
import pytest

from underpaint.errors import InputError
from underpaint.formats.pictures import Picture
from underpaint.formats.sheets import is_coloured, mask, material_map, painting, pencil


def picture(*pixels: tuple[int, ...], dtype=np.uint8) -> Picture:
    return Picture(np.array([pixels], dtype), None, "", "given.png")


def test_grey_becomes_rgb_and_alpha_stays():
    assert painting(picture((9,))).tolist() == [[[9, 9, 9]]]
    assert painting(picture((9, 40))).tolist() == [[[9, 9, 9, 40]]]
    assert painting(picture((1, 2, 3, 4), dtype=np.uint16)).dtype == np.uint16


def test_a_map_is_eight_bit_opaque_rgb():
    assert material_map(picture((0, 257 * 7, 65535), dtype=np.uint16)).tolist() == [[[0, 7, 255]]]
    assert material_map(picture((5, 6, 7, 255))).tolist() == [[[5, 6, 7]]]
    with pytest.raises(InputError, match="given.png: transparent at x=1, y=0"):
        material_map(picture((5, 6, 7, 255), (5, 6, 7, 254)))


def test_a_drawing_on_a_transparent_layer_lies_on_white_paper():
    drawn = pencil(picture((0, 0, 0, 0), (0, 0, 0, 255), (0, 0, 0, 128), (255, 255, 255, 255)))
    assert drawn.tolist() == [[255, 0, 127, 255]]
    assert pencil(picture((255, 0, 0))).tolist() == [[76]]
    assert pencil(picture((65535,), (257 * 3,), dtype=np.uint16)).tolist() == [[255, 3]]


def test_a_mask_is_where_it_is_light():
    assert mask(picture((127,), (128,), (255,))).tolist() == [[False, True, True]]
    assert mask(picture((255, 255, 255, 0), (255, 255, 255, 255))).tolist() == [[False, True]]


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_light_blue_makes_a_drawing_coloured_and_tinted_paper_does_not(dtype):
    unit = 1 if dtype == np.uint8 else 257
    page = np.full((60, 60, 3), (250, 240, 205), np.uint16)
    page[20:24] = 30

    def coloured(array: np.ndarray) -> bool:
        return is_coloured(Picture((array * unit).astype(dtype), None, "", "given.png"))

    assert not coloured(page)
    assert not coloured(page[:, :, :1])
    page[30:50, 10:40] = (150, 200, 250)
    assert coloured(page)
    assert not coloured(np.dstack([page, np.zeros((60, 60), np.uint16)]))
