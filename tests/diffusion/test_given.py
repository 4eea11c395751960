"""What a model is given: words, lines, colours and a piece of a board; and the sizes that its passes have."""

from __future__ import annotations

import numpy as np
import pytest

from underpaint.diffusion.board_style import colour_fields, materials_by_area, style_picture
from underpaint.diffusion.lines import at_size, control_lines
from underpaint.diffusion.words import prompt_of
from underpaint.paint import Board

SKY, GRASS, LAMP = (150, 200, 225), (90, 160, 60), (1, 2, 3)


def test_words_say_what_is_known_and_nothing_else():
    told = {"place": "lake-shore", "time": "noon", "season": "summer", "weather": "clear", "light": "left"}
    assert prompt_of(**told, words="calm", materials=["sky", "far-hill"]) == (
        "background painting, lake shore, noon, summer, clear, light left, calm, sky, far hill"
    )
    assert prompt_of(words="  ", materials=[]) == "background painting"
    assert prompt_of(words="sky", materials=["sky"]) == "background painting, sky"
    assert prompt_of(materials=[f"m{i}" for i in range(50)]).count(",") == 10


def test_materials_come_by_their_size():
    layout = np.full((10, 10, 3), SKY, np.uint8)
    layout[8:] = GRASS
    layout[9, 9] = LAMP
    assert materials_by_area(layout, {GRASS: "grass", SKY: "sky"}) == ["sky", "grass"]


def test_pencil_is_white_on_black_whatever_the_paper():
    pencil = np.full((40, 60), 230, np.uint8)
    pencil[20] = 90
    lines = control_lines(np.zeros((40, 60, 3), np.uint8), pencil)
    assert (lines[20] == 255).all() and (np.delete(lines, 20, 0) == 0).all()
    assert (control_lines(np.zeros((40, 60, 3), np.uint8), np.full((40, 60), 255, np.uint8)) == 0).all()


def test_without_a_pencil_drawing_the_borders_of_the_map_are_the_lines():
    layout = np.full((40, 60, 3), SKY, np.uint8)
    layout[25:] = GRASS
    lines = control_lines(layout, None)
    assert (lines[24:26] == 255).all() and (lines[:24] == 0).all() and (lines[26:] == 0).all()


@pytest.mark.parametrize("height", [10, 23, 40, 90])
def test_a_thin_line_stays_at_any_size(height):
    lines = np.zeros((40, 60), np.uint8)
    lines[20] = 255
    sized = at_size(lines, height, height * 3 // 2)
    assert sized.shape == (height, height * 3 // 2) and sized.max() > 200


def board() -> Board:
    """200 x 60 px: sky that grows darker downwards, grass at the right end, a lamp in the left corner."""
    y, x = np.mgrid[:60, :200]
    painting = np.stack([100 - y, 150 - y, 230 - y], 2).astype(np.uint8)
    materials = np.full((60, 200, 3), SKY, np.uint8)
    grass = (y > 30) & (x > 120)
    painting[grass], materials[grass] = (60, 140, 40), GRASS
    painting[:5, :5], materials[:5, :5] = (255, 255, 0), LAMP
    return Board("b", painting, materials)


def test_the_style_picture_shows_what_the_layout_is_made_of():
    layout = np.full((30, 30, 3), GRASS, np.uint8)
    shown = style_picture([board()], layout)
    assert shown.shape == (60, 60, 3)
    assert (shown == (60, 140, 40)).all(2).mean() > 0.4 and not (shown == (255, 255, 0)).all(2).any()
    other = Board("other", np.full((60, 60, 3), 9, np.uint8), np.full((60, 60, 3), LAMP, np.uint8))
    assert np.array_equal(shown, style_picture([other, board()], layout))


@pytest.mark.parametrize("depth", [np.uint8, np.uint16])
def test_colour_fields_run_over_a_region_as_over_the_board(depth):
    like = board()
    like = Board("b", like.painting.astype(depth) * (257 if depth is np.uint16 else 1), like.materials)
    layout = np.full((120, 80, 3), SKY, np.uint8)
    layout[100:] = GRASS
    fields = colour_fields([like], layout).astype(int)
    assert np.abs(fields[100:] - (60, 140, 40)).max() <= 2
    assert np.abs(fields[2, 40] - (98, 148, 228)).max() <= 6 and np.abs(fields[97, 40] - (42, 92, 172)).max() <= 6


def test_a_rough_has_the_pixels_of_the_models_own_size_and_the_cuts_format():
    from underpaint.diffusion.passes import rough_size

    for native, size in ((512, (1080, 1920)), (1024, (1080, 1920)), (1024, (2160, 3840)), (512, (1000, 1000)), (512, (1920, 1080))):
        height, width = rough_size(native, *size)
        assert height * width == pytest.approx(native * native, rel=0.01)
        assert abs(height * size[1] - width * size[0]) <= max(size)
    assert rough_size(512, 200, 300) == (200, 300)  # never larger
    height, width = rough_size(1024, 1080, 3 * 1920)  # a PAN: as high as one of two to one
    assert height == pytest.approx(1024 / 2**0.5, abs=1) and width == pytest.approx(height * 16 / 3, abs=2)
