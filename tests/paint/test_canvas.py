"""Boards stacked one above the other: every place of every level still shows its own board's pixel."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from underpaint import paint
from underpaint.paint.canvas import Palette, mean_paint, prepare, stack
from underpaint.paint.coat import where
from underpaint.paint.index import LEVELS, filled, index_board
from underpaint.paint.search import CLOSED
from underpaint.paint.sizes import SizedBoard


@pytest.fixture(scope="module")
def stacked(scene):
    """Two boards of different sizes, prepared, and both alone and together stacked."""
    one = paint.Board("one", scene.painting[:96, :128], scene.materials[:96, :128])
    other = replace(one, name="other", painting=scene.painting[40:, :75], materials=scene.materials[40:, :75])
    indexes = [index_board(board) for board in (one, other)]
    palette = Palette(np.unique(np.concatenate([index.codes for index in indexes])))
    boards = [
        prepare(SizedBoard(board, i, paint.AS_IS), palette, index, drawn=False, softness={}, sizes={}, threads=1)
        for i, (board, index) in enumerate(zip((one, other), indexes, strict=True))
    ]
    alone = [stack([board], palette, None, 1) for board in boards]
    return boards, alone, stack(boards, palette, None, 1)


@pytest.mark.parametrize("level", range(LEVELS))
def test_each_board_lies_whole_in_the_stack(stacked, level):
    _, alone, together = stacked
    above = 0
    for single in (levels[level] for levels in alone):
        rows, cols = single.open.shape
        here = np.s_[above : above + rows, :cols]
        for name in ("pixels", "label", "open"):
            np.testing.assert_array_equal(getattr(together[level], name)[here], getattr(single, name))
        assert (together[level].open[above : above + rows, cols:] == CLOSED).all()
        above += rows
    assert together[level].open.shape[0] == above


@pytest.mark.parametrize("level", range(1, LEVELS))
def test_like_places_stay_on_their_own_board(stacked, level):
    _, alone, together = stacked
    wide, above = together[level].open.shape[1], 0
    for single in (levels[level] for levels in alone):
        rows, cols = single.open.shape
        found = together[level].similar[above : above + rows, :cols]
        y, x = np.divmod(found, wide)
        back = np.where(found < 0, -1, (y - above) * cols + x)
        np.testing.assert_array_equal(back, single.similar)
        above += rows


@pytest.mark.parametrize("level", [0, 2])
def test_a_place_in_the_stack_is_a_place_on_a_board(stacked, level):
    boards, _, together = stacked
    source = together[level]
    places = np.flatnonzero(source.open.ravel() != CLOSED).astype(np.int32)
    found = where(places[None], boards, level)
    for number, prepared in enumerate(boards):
        here = found.board[0] == number
        assert here.any()
        y, x = found.y[0][here] >> level, found.x[0][here] >> level
        assert (found.y[0][here] < prepared.label.shape[0]).all() and (found.x[0][here] < prepared.label.shape[1]).all()
        above = sum(filled(before.label.shape[0]) >> level for before in boards[:number])
        np.testing.assert_array_equal((y + above) * np.int32(source.open.shape[1]) + x, places[here])
        if not level:
            np.testing.assert_array_equal(prepared.label[y, x], source.label.ravel()[places[here]])
    kept = where(np.full((2, 3), -1, np.int32), boards, level)
    assert (kept.board == paint.KEPT).all() and not kept.y.any() and not kept.x.any()


def test_a_material_has_the_mean_paint_of_the_first_board_that_has_it(stacked):
    boards, _, _ = stacked
    middle = mean_paint(boards).middle
    for label in np.unique(np.concatenate([board.label.ravel() for board in boards])):
        first = next(board for board in boards if (board.label == label).any())
        mean = first.board.painting[first.label == label].mean(axis=0)
        np.testing.assert_allclose(middle[label], mean, atol=0.51)
