"""Tiles must not show: on a sky without strokes every step of one level is seen."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from underpaint.diffusion.tiles import over_tiles, places

sizes = st.integers(24, 150)
fields = st.tuples(st.integers(60, 190), st.floats(-30, 30), st.floats(-30, 30))
tiles = st.tuples(st.integers(24, 64), st.integers(24, 64))


def field(height: int, width: int, told: tuple[int, float, float]) -> np.ndarray:
    """A constant, or one that rises evenly down and across; (h, w, 3) float32."""
    middle, down, across = told
    y, x = np.mgrid[:height, :width]
    one = middle + down * (y / height - 0.5) + across * (x / width - 0.5)
    return np.repeat(one[..., None], 3, 2).astype(np.float32)


@given(sizes, sizes, fields, tiles)
def test_a_field_stays_what_it_is(height, width, told, tile):
    start = field(height, width, told)
    drawn = over_tiles(start, tile, min(tile) // 4, lambda piece, place, number: piece)
    assert np.abs(drawn - start).max() <= 1


@given(sizes, sizes, fields, tiles, st.integers(0, 1000))
def test_a_field_stays_so_when_every_tile_comes_back_in_another_tone(height, width, told, tile, seed):
    def draw(piece, place, number):
        shift = np.random.default_rng(seed + number).integers(-35, 36, 3)
        return (piece + shift).clip(0, 255).astype(np.uint8)

    start = field(height, width, told)
    drawn = over_tiles(start, tile, min(tile) // 4, draw)
    assert np.abs(drawn - start).max() <= 1


@given(sizes, sizes, tiles)
def test_tiles_cover_the_picture_and_overlap(height, width, tile):
    found = places((height, width), tile, min(tile) // 4)
    covered = np.zeros((height, width), int)
    for place in found:
        covered[place] += 1
    assert covered.min() == 1 or height <= tile[0] and width <= tile[1]
    for before, after in pairwise(found):
        if before[0] == after[0]:
            assert before[1].stop - after[1].start >= min(tile) // 4


def test_strokes_of_the_model_stay():
    """What is finer than the tone is the model's: lines that it draws are there at their full strength."""

    def draw(piece, place, number):
        drawn = piece.copy()
        drawn[::8] = 40
        return drawn

    start = np.full((64, 160, 3), 200, np.uint8)
    drawn = over_tiles(start, (64, 64), 16, draw)
    assert (drawn[4::8].mean() - drawn[8::8].mean()) > 140


def test_no_step_where_tiles_meet_under_strokes_of_their_own():
    """Each tile with its own tone and its own grain: across the borders of tiles neighbours differ no more than elsewhere."""

    def draw(piece, place, number):
        rng = np.random.default_rng(number)
        return (piece + rng.normal(0, 6, piece.shape) + rng.integers(-30, 31)).clip(0, 255).astype(np.uint8)

    start = field(128, 300, (128, 20, 40))
    drawn = over_tiles(start, (128, 128), 32, draw)
    steps = np.abs(np.diff(drawn.mean((0, 2))))
    edges = {side for _, column in places((128, 300), (128, 128), 32) for side in (column.start, column.stop) if 0 < side < 300}
    assert max(steps[edge - 1] for edge in edges) <= np.quantile(steps, 0.99) * 1.5


def test_what_every_tile_does_alike_looks_as_if_drawn_in_one():
    """A drawing that sharpens: a tile that were drawn over its neighbour's strokes would sharpen them twice."""
    rng = np.random.default_rng(5)
    start = cv2.GaussianBlur(rng.normal(0, 100, (300, 400, 3)).astype(np.float32), (0, 0), 1.5) + 128

    def sharpen(piece, place, number):
        piece = piece.astype(np.float32)
        return (2 * piece - cv2.GaussianBlur(piece, (0, 0), 3)).clip(0, 255)

    whole = over_tiles(start, (300, 400), 32, sharpen)
    tiled = over_tiles(start, (128, 128), 32, sharpen)
    assert np.abs(whole - start).max() > 10
    assert np.abs(whole - tiled).max() < 3  # not none, as larger tiles keep broader tones


def test_grain_is_as_strong_where_tiles_meet_as_elsewhere():
    def draw(piece, place, number):
        return piece + np.random.default_rng(number).normal(0, 12, piece.shape)

    drawn = over_tiles(np.full((128, 400, 3), 128, np.float32), (128, 128), 32, draw)
    grain = drawn.std((0, 2))
    middles = [(before[1].stop + after[1].start) // 2 for before, after in pairwise(places((128, 400), (128, 128), 32))]
    for middle in middles:
        assert grain[middle - 4 : middle + 4].mean() == pytest.approx(grain.mean(), rel=0.1)


@pytest.mark.parametrize("tile", [(64, 64), (500, 500)])
def test_a_mask_touches_its_place_alone_and_spares_the_other_tiles(tile):
    drawn_places = []

    def draw(piece, place, number):
        drawn_places.append(place)
        out = piece.copy()
        out[mask[place]] ^= 64
        return out

    start = np.full((64, 300, 3), 100, np.uint8)
    mask = np.zeros((64, 300), bool)
    mask[20:30, 10:20] = True
    drawn = over_tiles(start, tile, 16, draw, mask)
    assert len(drawn_places) == 1
    assert np.abs(drawn[:, 80:] - 100).max() == 0 or tile == (500, 500)
    assert (drawn[mask] != 100).any()
