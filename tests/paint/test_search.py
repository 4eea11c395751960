"""One level of the search: what it may touch, that it improves, and how a match is carried to the next finer level."""

from __future__ import annotations

import numpy as np
import pytest

from underpaint import _kernel
from underpaint.paint import guides
from underpaint.paint.index import halve, open_places
from underpaint.paint.likeness import guide_lists, like_places
from underpaint.paint.search import CLOSED, Source, Target, beside, fees, finer, framed, price_of_use, search, vote

WEIGHTS = np.array([20, 20, 20, 8, 8, 1, 1, 12], np.uint8)
ROWS, COLS = 60, 80


def pixels_of(label: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """(h, w, 8): a tone per label with some grain, its code, its place in its piece, and how near its border is."""
    out = np.zeros((*label.shape, 8), np.uint8)
    out[..., :3] = 60 + 100 * label[..., None] + rng.integers(0, 40, (*label.shape, 3))
    out[..., 3:5] = guides.material_codes(2)[label]
    out[..., 5], out[..., 6] = guides.place_in_piece(label, 1)
    out[..., 7] = guides.nearness(guides.borders(label), 1)
    return out


@pytest.fixture
def source() -> Source:
    y, x = np.mgrid[:ROWS, :COLS]
    label = (y + 4 * np.sin(x / 9) > 28).astype(np.uint8)
    pixels = pixels_of(label, np.random.default_rng(1))
    open_ = open_places(label, ROWS, COLS)
    listed, starts = guide_lists(guides.key(pixels, label), open_)
    return Source(pixels, label, open_, like_places(pixels, open_, k=4, threads=1), listed, starts)


def a_target(free: np.ndarray | None = None) -> Target:
    y, x = np.mgrid[:33, :47]
    label = (y > 12 + x / 9).astype(np.uint8)
    pixels = pixels_of(label, np.random.default_rng(2))
    pixels[..., :3] = 128
    match = np.full(label.shape, -1, np.int32)
    return Target(framed(pixels), label, guides.key(pixels, label), match, free)


def run(source: Source, target: Target, *, turns: int, seed: int = 0) -> None:
    price = price_of_use(source, target.material, 100_000)
    blind = WEIGHTS * (np.arange(8) > 2).astype(np.uint8)
    common = {"price": price, "first_turn": 0, "stride": 4, "seed": seed, "threads": 1}
    search(source, target, blind, turns=2, leaps=1, picks=8, voting=False, **common)
    vote(source, target, by_material=True, span=2, moved=None, threads=1)
    search(source, target, WEIGHTS, turns=turns, leaps=4, **common)


def energy(source: Source, target: Target) -> float:
    fee = fees(source, target.match, price_of_use(source, target.material, 100_000), 1)
    channels, paid, looked = _kernel.energy(source.pixels, fee, target.pixels, target.match, 1)
    return (np.array(channels) @ WEIGHTS.astype(int) + paid) / looked


def test_every_pixel_finds_a_place_of_its_own_material(source):
    target = a_target()
    run(source, target, turns=4)
    assert (target.match >= 0).all()
    np.testing.assert_array_equal(source.open.ravel()[target.match], target.material)


def test_more_turns_are_a_better_match(source):
    found = []
    for turns in (0, 2, 12):
        target = a_target()
        run(source, target, turns=turns)
        found.append(energy(source, target))
    assert found[0] > found[1] > found[2]


def test_what_is_not_free_stays(source):
    free = np.zeros((33, 47), np.uint8)
    free[8:20, 10:30] = 1
    target = a_target(free)
    before = target.pixels.copy()
    run(source, target, turns=6)
    assert (target.match[free == 0] == -1).all() and (target.match[free == 1] >= 0).all()
    np.testing.assert_array_equal(target.paint[free == 0], before[2:-2, 2:-2, :3][free == 0])
    assert (target.paint[free == 1] != 128).any()
    np.testing.assert_array_equal(target.pixels[..., 3:], before[..., 3:])


@pytest.mark.parametrize("shape", [(ROWS, COLS), (ROWS - 1, COLS - 1)])
@pytest.mark.parametrize("threads", [1, 3])
def test_a_finer_match_keeps_its_offset_or_is_none(shape, threads):
    """Each of two by two pixels takes its parent's place, doubled, and its own corner of it."""
    rng = np.random.default_rng(3)
    rows, cols = shape
    label = rng.integers(0, 2, shape, dtype=np.uint8)
    source = Source(np.zeros((*shape, 8), np.uint8), label, open_places(label, rows, cols))
    material = rng.integers(0, 2, (11, 13), dtype=np.uint8)
    coarse_cols = (cols + 1) // 2
    match = rng.integers(-1, (rows + 1) // 2 * coarse_cols, (6, 7), dtype=np.int32)
    found = finer(match, source, material, threads)
    for y, x in np.ndindex(material.shape):
        parent = int(match[y // 2, x // 2])
        up, left = 2 * (parent // coarse_cols) + y % 2, 2 * (parent % coarse_cols) + x % 2
        fits = parent >= 0 and up < rows and left < cols and source.open[up, left] == material[y, x]
        assert found[y, x] == (up * cols + left if fits else -1)


def test_a_place_used_as_often_as_its_share_pays_the_evenness():
    """The cut is a copy of the board's open places, each used once: a full neighbourhood overlaps 625 times."""
    label = np.zeros((40, 50), np.uint8)
    source = Source(np.zeros((40, 50, 8), np.uint8), label, open_places(label, 40, 50))
    places = np.flatnonzero(source.open.ravel() != CLOSED).astype(np.int32).reshape(36, 46)
    price = price_of_use(source, np.zeros((36, 46), np.uint8), 10_000)
    fee = fees(source, places, price, 1) & 0xFFFFFF
    assert abs(int(fee[20, 25]) - 10_000) <= 1
    twice = fees(source, np.concatenate([places, places]), price, 1) & 0xFFFFFF
    assert abs(int(twice[20, 25]) - 20_000) <= 1


def test_beside_is_the_four_that_touch():
    moved = np.zeros((5, 6), np.uint8)
    moved[0, 0] = moved[3, 3] = 1
    expected = np.zeros((5, 6), np.uint8)
    for y, x in ((0, 0), (0, 1), (1, 0), (3, 3), (2, 3), (4, 3), (3, 2), (3, 4)):
        expected[y, x] = 1
    np.testing.assert_array_equal(beside(moved), expected)


def test_lists_of_the_next_coarser_level_serve_as_well(source):
    target = a_target()
    coarse, label = halve(source.pixels, 1), halve(source.label, 1)
    open_ = open_places(label, ROWS // 2, COLS // 2)
    source.listed, source.starts = guide_lists(guides.key(coarse, label), open_)
    source.similar, source.halved = like_places(coarse, open_, k=4, threads=1), True
    run(source, target, turns=4)
    assert (target.match >= 0).mean() > 0.99
    found = target.match >= 0
    np.testing.assert_array_equal(source.open.ravel()[target.match[found]], target.material[found])
