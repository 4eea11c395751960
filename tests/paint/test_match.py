"""The bare matcher: places that lie on the style, a picture that is the vote of those places, and what its numbers do."""

from __future__ import annotations

import numpy as np
import pytest

from underpaint import _kernel, paint
from underpaint.errors import InputError

WEIGHTS = (4, 4, 4, 2, 2, 2)
EVEN = 3500


@pytest.fixture(scope="module")
def style(valley) -> np.ndarray:
    return valley.board.painting[48:144, :128].copy()


@pytest.fixture(scope="module")
def source(valley) -> np.ndarray:
    return valley.board.materials[48:144, :128].copy()


@pytest.fixture(scope="module")
def target(valley) -> np.ndarray:
    return valley.layout[30:111, 40:181].copy()


def voted(style: np.ndarray, nnf: np.ndarray) -> np.ndarray:
    """Each pixel the mean, halves up, of what the patches over it show there, pixel by pixel."""
    rows, columns = nnf.shape[:2]
    out = np.empty((rows, columns, 3), np.uint8)
    for y, x in np.ndindex(rows, columns):
        shown = [
            style[nnf[a, b, 0] + y - a, nnf[a, b, 1] + x - b].astype(int)
            for a in range(max(0, y - 2), min(rows, y + 3))
            for b in range(max(0, x - 2), min(columns, x + 3))
        ]
        out[y, x] = (2 * np.sum(shown, axis=0) + len(shown)) // (2 * len(shown))
    return out


@pytest.mark.parametrize("uniformity", [0, EVEN])
def test_the_picture_is_the_vote_of_its_places(style, source, target, uniformity):
    match = paint.match(style, source, target, WEIGHTS, uniformity)
    assert match.nnf.dtype == np.int32 and match.picture.dtype == np.uint8
    assert match.nnf.shape == (81, 141, 2) and match.picture.shape == (81, 141, 3)
    assert (match.nnf >= 2).all() and (match.nnf < np.array(style.shape[:2]) - 2).all()
    np.testing.assert_array_equal(match.picture, voted(style, match.nnf))


def test_guides_are_followed(style, source, target):
    y, x = np.moveaxis(paint.match(style, source, target, WEIGHTS, EVEN).nnf, 2, 0)
    assert (source[y, x] == target).all(axis=2).mean() > 0.97


def test_guides_that_say_the_place_give_the_place(style):
    y, x = np.mgrid[:96, :128].astype(np.uint8)
    places = np.stack([2 * y, 2 * x - (x > 0)], axis=-1)
    inner = np.s_[20:70, 30:100]
    match = paint.match(style, places, places[inner].copy(), (2, 2, 2, 25, 25), 0)
    expected = np.moveaxis(np.mgrid[inner], 0, 2)
    assert (np.abs(match.nnf - expected) <= 1).all(axis=2).mean() > 0.97
    assert np.abs(match.picture.astype(int) - style[inner]).mean() < 1


def test_more_uniformity_uses_the_style_more_evenly(style, source, target):
    places, most = [], []
    for uniformity in (0, EVEN, 30 * EVEN):
        y, x = np.moveaxis(paint.match(style, source, target, WEIGHTS, uniformity).nnf, 2, 0)
        used = np.bincount((y * style.shape[1] + x).ravel())
        places.append((used > 0).sum())
        most.append(used.max())
    assert places == sorted(places) and places[2] > 1.5 * places[0]
    assert max(most[1:]) < most[0] / 3


def test_same_call_same_places(style, source, target):
    def found(**more) -> np.ndarray:
        return paint.match(style, source, target, WEIGHTS, EVEN, **{"seed": 3, **more}).nnf

    once = found()
    for threads in (2, 4):
        np.testing.assert_array_equal(found(threads=threads), once)
    index = paint.board_index(style, source, target.shape[:2], threads=2)
    np.testing.assert_array_equal(found(index=index), once)
    _kernel.use_instructions("scalar")
    try:
        np.testing.assert_array_equal(found(), once)
    finally:
        _kernel.use_instructions("best")
    assert (found(seed=4) != once).any()


@pytest.mark.parametrize(
    "change, says",
    [
        ({"weights": (4, 4, 4, 2, 2)}, "expected 6 whole numbers"),
        ({"weights": (4, 4, 4, 2, 2, 26)}, "0 to 25"),
        ({"weights": (4, 4, 4, 2, 2, -1)}, "0 to 25"),
        ({"source_guides": np.zeros((96, 127, 3), np.uint8)}, "do not fit"),
        ({"target_guides": np.zeros((60, 60, 2), np.uint8)}, "do not fit"),
        (
            {
                "source_guides": np.zeros((96, 128, 6), np.uint8),
                "target_guides": np.zeros((60, 60, 6), np.uint8),
                "weights": (1,) * 9,
            },
            "at most 8",
        ),
        ({"target_guides": np.zeros((39, 60, 3), np.uint8)}, "40"),
        ({"style": np.zeros((30, 128, 3), np.uint8), "source_guides": np.zeros((30, 128, 3), np.uint8)}, "40"),
        ({"style": np.zeros((96, 128, 4), np.uint8)}, "uint8"),
        ({"style": np.zeros((96, 128, 3), np.float32)}, "uint8"),
        ({"source_guides": np.zeros((96, 128, 3), np.uint16)}, "uint8"),
        ({"target_guides": np.zeros((60, 60, 3), np.float64)}, "uint8"),
    ],
)
def test_what_does_not_fit_is_refused(style, source, target, change, says):
    given = {"style": style, "source_guides": source, "target_guides": target, "weights": WEIGHTS}
    with pytest.raises(InputError, match=says):
        paint.match(**given | change, uniformity=EVEN)
