"""Soft paint: a sky that is a gradient on the board is a gradient in the cut, without blotches; and its base is a fit."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from underpaint import paint
from underpaint.paint import soft

SKY, MEADOW = (150, 200, 225), (210, 215, 150)
COLOURS = np.array([SKY, MEADOW], np.uint8)
CALM_GRAIN, ROUGH_GRAIN = 1, 4  # levels: the first is found to be soft, the second only if named


def board(grain: float) -> paint.Board:
    """256 x 192 px: a sky that brightens evenly downwards and to the right, under even grain; streaky ground below."""
    rng = np.random.default_rng(3)
    y, x = np.mgrid[:192, :256]
    label = (y > 120 + 8 * np.sin(x / 20)).astype(int)
    sky = np.stack([90 + 0.6 * y + 0.05 * x, 140 + 0.5 * y + 0.03 * x, 225 + 0.15 * y], -1)
    ground = np.array([130, 160, 70]) + 30 * ndimage.gaussian_filter(rng.normal(0, 1, (192, 256, 3)), (1, 3, 0))
    painting = np.where(label[..., None] == 0, sky + grain * rng.normal(0, 1, sky.shape), ground)
    return paint.Board("sky", np.clip(painting, 0, 255).astype(np.uint8), COLOURS[label])


@pytest.fixture(scope="module")
def cut() -> np.ndarray:
    y, x = np.mgrid[:160, :256]
    return COLOURS[(y > 95 + x / 10).astype(int)]


def blotch(picture: np.ndarray, materials: np.ndarray) -> float:
    """Root mean square in levels by which the low-passed sky departs from a quadratic over place."""
    sky = (materials == SKY).all(axis=2)
    weight = ndimage.gaussian_filter(sky.astype(float), 5)
    core = sky & (weight > 0.9)
    v, u = (place / side for place, side in zip(np.nonzero(core), core.shape, strict=True))
    terms = np.stack([np.ones_like(u), u, v, u * u, u * v, v * v], 1)
    low = ndimage.gaussian_filter(picture * sky[..., None].astype(float), (5, 5, 0))[core] / weight[core][:, None]
    fitted = terms @ np.linalg.lstsq(terms, low, rcond=None)[0]
    return float(np.sqrt(((low - fitted) ** 2).mean()))


def sky_of(grain: float, cut: np.ndarray, smooth: frozenset[paint.Colour], seed: int = 1) -> float:
    painted = paint.paint(paint.Request((board(grain),), paint.Layout(cut), smooth=smooth, seed=seed))
    return blotch(painted.picture, cut)


def test_a_sky_named_smooth_has_no_blotch_and_one_that_is_not_has(cut):
    own = blotch(board(ROUGH_GRAIN).painting, board(ROUGH_GRAIN).materials)
    for seed in (1, 2):
        named, left = (sky_of(ROUGH_GRAIN, cut, smooth, seed) for smooth in (frozenset({SKY}), frozenset()))
        assert named < 1.5 * own
        assert left > 2 * named


def test_a_calm_sky_needs_no_naming(cut):
    calm = board(CALM_GRAIN)
    index = paint.index_board(calm)
    assert np.flatnonzero(index.is_soft).tolist() == [index.codes.tolist().index(0x96C8E1)]
    assert sky_of(CALM_GRAIN, cut, frozenset()) < 1.5 * blotch(calm.painting, calm.materials) < 0.5
    assert not paint.index_board(board(ROUGH_GRAIN)).is_soft.any()


def test_the_gradient_runs_over_the_cuts_own_sky(cut):
    """Top and bottom of the cut's sky have the colours of top and bottom of the board's, though it is less high."""
    given = board(CALM_GRAIN)
    picture = paint.paint(paint.Request((given,), paint.Layout(cut))).picture.astype(float)
    np.testing.assert_allclose(picture[:6].mean((0, 1)), given.painting[:6].mean((0, 1)), atol=2)
    horizon = given.painting[106:110, 60:200].mean((0, 1))
    np.testing.assert_allclose(picture[92:96, 60:200].mean((0, 1)), horizon, atol=8)
    rows = picture[2:94, 20:].mean(axis=(1, 2))
    assert (np.diff(ndimage.uniform_filter1d(rows, 5)) > 0).all()


def test_soft_grain_is_kept(cut):
    """What lies on the base still comes from the board: smoothing is not blurring."""
    given = board(ROUGH_GRAIN)
    painted = paint.paint(paint.Request((given,), paint.Layout(cut), smooth=frozenset({SKY})))
    grain = [
        np.abs(np.diff(picture[:60].astype(float), axis=1)).mean() for picture in (given.painting, painted.picture)
    ]
    assert 0.5 * grain[0] < grain[1] < 1.2 * grain[0]


def test_a_base_is_the_least_squares_fit():
    """Against floating-point least squares over the same terms; the fit's slight stiffness and trust allow two levels."""
    rng = np.random.default_rng(6)
    y, x = np.mgrid[:60, :80]
    paint8 = np.stack([60 + y + 0.02 * y * y, 200 - 0.8 * x + 0.3 * y, 120 + 0.4 * x + 0.005 * x * y], -1)
    paint8 = np.clip(paint8 + rng.normal(0, 1, paint8.shape), 0, 255).astype(np.uint8)
    base = soft.fit(paint8, np.zeros((60, 80), np.uint8), {0}, 1)
    top, bottom = int(base.top[0]), int(base.bottom[0])
    u, v = x / 79, np.clip((y - top) / (bottom - top), 0, 1)
    terms = np.stack([np.ones(u.shape), u, v, u * u, u * v, v * v], -1).reshape(-1, 6)
    expected = terms @ np.linalg.lstsq(terms, paint8.reshape(-1, 3).astype(float), rcond=None)[0]
    np.testing.assert_allclose(terms @ (base.terms[0].T / 65536), expected, atol=2)
    np.testing.assert_array_equal(base.middle[0], np.floor(paint8.reshape(-1, 3).mean(0) + 0.5))
    assert base.is_soft.tolist() == [1] + [0] * 255


def test_where_place_explains_nothing_there_is_hardly_a_base():
    paint8 = np.random.default_rng(7).integers(0, 256, (60, 80, 3), dtype=np.uint8)
    base = soft.fit(paint8, np.zeros((60, 80), np.uint8), {0}, 1)
    assert np.abs(base.terms[0, :, 1:]).max() < 2 * 65536
    np.testing.assert_allclose(base.terms[0, :, 0] / 65536, paint8.mean((0, 1)), atol=2)


def test_extents_leave_out_a_fiftieth_at_either_end():
    label = np.ones((100, 200), np.uint8)
    label[10:60] = 0
    label[0, :20] = 0  # a few stray pixels
    top, bottom = soft.extents(label, 2)
    counts = (label == 0).sum(axis=1)
    assert top[0] == next(y for y in range(100) if counts[: y + 1].sum() > counts.sum() // 50)
    assert 10 <= top[0] <= 12 and 57 <= bottom[0] <= 60
