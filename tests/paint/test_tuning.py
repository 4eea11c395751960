"""Settings of one material: what the eye sees of them, that other materials keep theirs, and that the map still tells all."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from underpaint import paint
from underpaint.errors import InputError

SKY, HILL, MEADOW = (150, 200, 225), (110, 160, 190), (210, 215, 150)


def painted(valley, **tuning: paint.Tuning) -> paint.Painted:
    named = {"sky": SKY, "hill": HILL, "meadow": MEADOW}
    request = paint.Request((valley.board,), paint.Layout(valley.layout),
                            tuning={named[name]: own for name, own in tuning.items()})  # fmt: skip
    return paint.paint(request, threads=2)


def unevenness(made: paint.Painted, valley, colour: tuple[int, int, int]) -> float:
    """How differently the parts of a board's material, 8 x 8 px each, are used: spread over mean; 0 would be all alike."""
    inside, own = (valley.layout == colour).all(2), (valley.board.materials == colour).all(2)
    used = np.zeros(own.shape)
    np.add.at(used, (made.sources.y[inside], made.sources.x[inside]), 1)
    parts = lambda a: a.reshape(24, 8, 32, 8).sum((1, 3))
    whole = parts(own) == 64
    return float(parts(used)[whole].std() / parts(used)[whole].mean())


@pytest.mark.parametrize("told", [{}, {"sky": paint.Tuning()}, {"sky": paint.Tuning(lines=1, evenness=1, smooth=None)}])
def test_what_is_not_told_changes_nothing(valley, told):
    plain, same = painted(valley), painted(valley, **told)
    assert np.array_equal(plain.picture, same.picture) and plain.energy == same.energy


def test_more_evenness_repeats_less_and_only_there(valley):
    little, usual, much = (painted(valley, meadow=paint.Tuning(evenness=value)) for value in (0, 1, 4))
    of_meadow, of_hill = ([unevenness(made, valley, colour) for made in (little, usual, much)] for colour in (MEADOW, HILL))
    assert of_meadow[0] > of_meadow[1] > of_meadow[2]
    assert np.ptp(of_hill) < 0.2 * np.ptp(of_meadow)


def test_smooth_lays_the_change_with_place_under_the_strokes(valley):
    """A board whose sky grows lighter downwards, too stroked to be found soft: told to be smooth, the cut's sky does so too."""
    height, width = valley.board.painting.shape[:2]
    y = np.mgrid[:height, :width][0]
    strokes = ndimage.gaussian_filter(np.random.default_rng(3).normal(0, 1, (height, width, 1)), (0.7, 2.5, 0))
    rise = 10 * strokes / strokes.std() + np.clip(y, 0, 80)[..., None] * 0.9
    sky = (valley.board.materials == SKY).all(2)
    paint_ = valley.board.painting.astype(float)
    paint_[sky] = (np.array([90, 120, 150]) + rise)[sky]
    board = paint.Board("b", np.clip(paint_, 0, 255).astype(np.uint8), valley.board.materials)
    assert not paint.index_board(board).is_soft.any()
    flat = np.full((160, 240, 3), SKY, np.uint8)

    def blotches(far: float | None) -> float:
        request = paint.Request((board,), paint.Layout(flat), tuning={SKY: paint.Tuning(smooth=far)})
        picture = ndimage.gaussian_filter(paint.paint(request, threads=2).picture.astype(float), (8, 8, 0))[8:-8]
        rows = picture.mean(1, keepdims=True)  # along a row of a sky nothing should change
        return float(np.abs(picture - rows).mean())

    assert blotches(0) == blotches(None)
    assert blotches(1) < 0.8 * blotches(0)


def test_what_is_found_soft_can_be_told_not_to_be(valley):
    height, width = valley.board.painting.shape[:2]
    y = np.mgrid[:height, :width][0]
    calm = np.stack([60 + y, 90 + y, 120 + y], -1).clip(0, 255).astype(np.uint8)
    board = paint.Board("b", calm, np.full(calm.shape, SKY, np.uint8))
    assert paint.index_board(board).is_soft.any()

    def apart(far: float | None) -> float:
        """Levels between the picture and the very paint that it is from."""
        cut = paint.Layout(np.full((64, 80, 3), SKY, np.uint8))
        made = paint.paint(paint.Request((board,), cut, tuning={SKY: paint.Tuning(smooth=far)}))
        return float(np.abs(made.picture.astype(int) - calm[made.sources.y, made.sources.x]).mean())

    assert apart(None) == apart(1) > apart(0.5) > apart(0)
    assert apart(0) < 2, "the board's paint as it is"


def test_the_source_map_paints_it_again_to_the_byte(valley):
    request = paint.Request((valley.board,), paint.Layout(valley.layout),
                            tuning={SKY: paint.Tuning(smooth=0.4), HILL: paint.Tuning(lines=2, evenness=0.5)})  # fmt: skip
    made = paint.paint(request, threads=2)
    assert np.array_equal(paint.repaint(request, made.sources), made.picture)
    assert np.array_equal(paint.paint(request, threads=1).picture, made.picture)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"evenness": 5}, "evenness is 5; it is a number from 0 to 4"),
        ({"lines": -0.1}, "lines is -0.1; it is a number from 0 to 3"),
        ({"smooth": 1.5}, "smooth is 1.5; it is a number from 0 to 1"),
        ({"strokes": 0.9}, "strokes is 0.9; it is one of 0.5, 0.75, 1, 1.25, 1.5"),
        ({"strokes": 2}, "strokes is 2; it is one of 0.5"),
        ({"evenness": float("nan")}, "evenness is nan"),
        ({"evenness": "much"}, "evenness is much"),
        ({"evenness": True}, "evenness is True"),
        ({"evenness": None}, "evenness is None"),
    ],
)
def test_settings_out_of_range_are_refused(valley, told, why):
    with pytest.raises(InputError, match=f"sky .*{why}"):
        paint.paint(paint.Request((valley.board,), paint.Layout(valley.layout), names={SKY: "sky"},
                                  tuning={SKY: paint.Tuning(**told)}))  # fmt: skip
    with pytest.raises(InputError, match=why):
        paint.tuning_of(told, "sky")


def test_a_setting_of_another_name_is_refused():
    with pytest.raises(InputError, match="sky: no setting 'gloss'; there are lines, strokes, evenness, smooth"):
        paint.tuning_of({"gloss": 1}, "sky")
