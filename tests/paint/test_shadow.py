"""Shadow that is drawn lies on the paint where it is drawn, in the board's own darker paint."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from underpaint import paint
from underpaint.errors import InputError

WALL = (110, 160, 190)


@pytest.fixture(scope="module")
def request_() -> paint.Request:
    """A board lit from the left with a tree's shadow across it, and a cut whose shadow lies at the bottom."""
    rng = np.random.default_rng(8)
    y, x = np.mgrid[:160, :240]
    light = np.where((x - y > 60) & (x - y < 130), 95, 165) + 9 * rng.normal(0, 1, (160, 240))
    painting = np.clip(light[..., None] * np.array([1.1, 1, 0.8]), 0, 255).astype(np.uint8)
    board = paint.Board("wall", painting, np.full((160, 240, 3), WALL, np.uint8))
    shadow = np.zeros((120, 160), bool)
    shadow[80:, 20:] = True
    return paint.Request((board,), paint.Layout(np.full((120, 160, 3), WALL, np.uint8), shadow=shadow), seed=2)


def test_the_paint_is_dark_where_shadow_is_drawn_and_only_there(request_):
    shadow = request_.layout.shadow
    picture = paint.paint(request_).picture.mean(axis=2)
    assert (picture[shadow] < 125).mean() > 0.9
    assert (picture[~shadow] < 125).mean() < 0.05


@pytest.mark.parametrize(
    ("shadow", "says"),
    [
        (np.zeros((120, 160), np.uint8), "layout shadow: .*expected .H, W. bool"),
        (np.zeros((120, 159), bool), "the layout shadow is 159 x 120 px? but the layout map"),
    ],
)
def test_a_shadow_that_does_not_fit_is_refused(request_, shadow, says):
    with pytest.raises(InputError, match=says):
        paint.paint(replace(request_, layout=replace(request_.layout, shadow=shadow)))
