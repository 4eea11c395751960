"""The board index: what decides it, what it holds, and that arrays which do not fit are never used."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from underpaint import paint
from underpaint.errors import InputError
from underpaint.paint.likeness import guide_lists, like_places

SKY = (150, 200, 225)


@pytest.fixture(scope="module")
def board(scene) -> paint.Board:
    return paint.Board("small", scene.painting, scene.materials)


@pytest.fixture(scope="module")
def index(board) -> paint.BoardIndex:
    return paint.index_board(board)


def test_the_key_says_all_that_decides_the_index(board):
    key = paint.index_key(board, frozenset())
    assert key == paint.index_key(replace(board, name="another name"), frozenset())
    other, map_ = board.painting.copy(), board.materials.copy()
    other[5, 6, 1] ^= 1
    map_[5, 6] = map_[-1, -1]
    different = [
        paint.index_key(replace(board, painting=other), frozenset()),
        paint.index_key(replace(board, materials=map_), frozenset()),
        paint.index_key(replace(board, painting=board.painting.astype(np.uint16)), frozenset()),
        paint.index_key(board, frozenset({SKY})),
    ]
    assert len({key, *different}) == 5
    named = (frozenset({SKY, (1, 2, 3)}), frozenset({(1, 2, 3), SKY}))
    assert paint.index_key(board, named[0]) == paint.index_key(board, named[1])


def test_an_index_comes_back_from_its_arrays(index):
    again = paint.BoardIndex.from_arrays(index.arrays())
    for name, array in index.arrays().items():
        np.testing.assert_array_equal(getattr(again, name), array)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda a: a.pop("edges"),
        lambda a: a.update(more=a["edges"]),
        lambda a: a.update(codes=a["codes"].astype(np.int64)),
        lambda a: a.update(codes=a["codes"][:0]),
        lambda a: a.update(edges=a["edges"][0]),
        lambda a: a.update(edges=a["edges"][:, :-40]),
        lambda a: a.update(terms=a["terms"][:255]),
        lambda a: a.update(is_soft=a["is_soft"].astype(bool)),
        lambda a: a.update(top=a["top"][:9]),
        lambda a: a.update(middle=a["middle"][:, :2]),
        lambda a: a.update(similar1=a["similar1"][..., :3]),
        lambda a: a.update(similar1=a["similar1"].astype(np.int64)),
        lambda a: a.update(similar3=a["similar2"]),
        lambda a: a.update(similar2=a["similar2"] + a["similar2"].max() + 1_000_000),
        lambda a: a.update(similar5=np.full_like(a["similar5"], -2)),
    ],
)
def test_arrays_that_do_not_fit_are_refused_in_a_line(index, spoil):
    arrays = index.arrays()
    spoil(arrays)
    with pytest.raises(InputError, match="delete it to have it made anew") as error:
        paint.BoardIndex.from_arrays(arrays)
    assert "\n" not in str(error.value)


def test_like_places_are_alike(index, scene):
    """Of the index, not of chance: a place's likest is nearer to it than nine in ten others of its material."""
    rng = np.random.default_rng(1)
    pixels = np.zeros((120, 160, 8), np.uint8)
    pixels[..., :3] = scene.painting
    open_ = np.full((120, 160), 255, np.uint8)
    open_[2:-2, 2:-2] = 0
    found = like_places(pixels, open_, k=4, threads=2)
    assert (found[open_ == 255] == -1).all() and (found[open_ == 0] >= 0).all()

    def patch(place: int) -> np.ndarray:
        y, x = divmod(int(place), 160)
        return scene.painting[y - 2 : y + 3, x - 2 : x + 3].astype(int)

    places = np.flatnonzero(open_ == 0)
    better = []
    for place in rng.choice(places, 60):
        near = ((patch(place) - patch(found.reshape(-1, 4)[place, 0])) ** 2).sum()
        others = [((patch(place) - patch(other)) ** 2).sum() for other in rng.choice(places, 30)]
        better.append(np.mean([near <= other for other in others]))
    assert np.mean(better) > 0.95


def test_lists_hold_every_open_place_once_in_the_order_of_its_key():
    rng = np.random.default_rng(2)
    key, open_ = rng.integers(0, 9, (12, 13), dtype=np.uint16), np.full((12, 13), 255, np.uint8)
    open_[2:-2, 2:-2] = 0
    listed, starts = guide_lists(key, open_)
    assert sorted(listed.tolist()) == np.flatnonzero(open_ == 0).tolist()
    assert starts.shape == (65537,)
    for value in range(9):
        here = listed[starts[value] : starts[value + 1]]
        assert (key.ravel()[here] == value).all() and (np.diff(here) > 0).all()


def test_an_index_without_like_places_has_the_same_bases(board, index):
    bare = paint.index_board(board, like=False)
    for name in ("codes", "edges", "terms", "is_soft", "top", "bottom", "middle"):
        np.testing.assert_array_equal(getattr(bare, name), getattr(index, name))
    assert (bare.similar1 == -1).all()
