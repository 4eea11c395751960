"""Strokes larger and smaller than the board's: what the eye sees of them, and that every pixel is still known to the byte."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import numpy as np
import pytest
from scipy import ndimage

from underpaint import paint
from underpaint.errors import InputError
from underpaint.paint import sizes

SKY, HILL, MEADOW = (150, 200, 225), (110, 160, 190), (210, 215, 150)
OTHER = (2, 3, 5, 6)
KNOWN = (
    (np.uint8, 2, "e5e94ca7b6b2"),
    (np.uint8, 3, "54271a9d1df6"),
    (np.uint8, 5, "1000536ea03b"),
    (np.uint8, 6, "02c2e9d6577b"),
    (np.uint16, 2, "ddade0546cad"),
    (np.uint16, 3, "09fbc3f19466"),
    (np.uint16, 5, "a1241dd15c03"),
    (np.uint16, 6, "d3024f458e4d"),
)
"""Copies as they must be on every machine."""


def asked(valley, told: dict, **more) -> paint.Request:
    tuning = {colour: paint.Tuning(strokes=size) for colour, size in told.items()}
    return paint.Request((valley.board,), paint.Layout(valley.layout), tuning=tuning, **more)


@pytest.fixture(scope="module")
def strewn(valley) -> paint.Board:
    """The board with dark strokes of 10 x 6 px on its meadow, here and there, none touching another."""
    painting = valley.board.painting.copy()
    rng = np.random.default_rng(7)
    free = np.ones(painting.shape[:2], bool)
    for y, x in zip(rng.integers(8, 184, 4000), rng.integers(8, 248, 4000), strict=True):
        if free[y - 5 : y + 11, x - 6 : x + 16].all() and (valley.board.materials[y, x] == MEADOW).all():
            painting[y : y + 6, x : x + 10] = 20
            free[y : y + 6, x : x + 10] = False
    return replace(valley.board, painting=painting)


def size_of_strokes(picture: np.ndarray, inside: np.ndarray) -> float:
    """The side of a square as large as the middle one of the dark strokes."""
    labels, count = ndimage.label((picture.mean(2) < 60) & ndimage.binary_erosion(inside, iterations=2))
    areas = np.bincount(labels.ravel())[1:]
    assert count > 10
    return float(np.median(areas[areas > 8])) ** 0.5


@pytest.mark.parametrize("size", OTHER)
def test_weights_are_the_same_on_every_machine(size):
    """Sines differ in their last bit from machine to machine: none may decide how a weight is rounded."""
    for phase in range(size):
        middle = (4 * (2 * phase + 1) - size) / (2 * size)
        wide = max(1.0, 4 / size)
        gaps = (np.arange(-30, 30) - middle) / wide
        with np.errstate(invalid="ignore"):
            exact = np.where(gaps == 0, 1, np.sinc(gaps) * np.sinc(gaps / sizes.LOBES)) * (np.abs(gaps) < sizes.LOBES)
        scaled = sizes.WHOLE * exact / exact.sum()
        assert np.abs(scaled - np.floor(scaled) - 0.5).min() > 1e-6
        _, weights, near = sizes.axis(4 * 20, size)
        row = weights[10 * size + phase]
        assert row.sum() == sizes.WHOLE
        assert np.abs(np.sort(row)[::-1][:4] - np.sort(scaled)[::-1][:4]).max() < 2.5
        assert near[10 * size + phase].any()


def test_a_copy_is_the_same_to_the_byte():
    rng = np.random.default_rng(1)
    for dtype, size, digest in KNOWN:
        board = paint.Board("b", rng.integers(0, np.iinfo(dtype).max + 1, (37, 41, 3)).astype(dtype), np.zeros((37, 41, 3), np.uint8))
        made = [sizes.at_size(board, size, threads).painting for threads in (1, 2)]
        assert [sha256(each.astype("<u2").tobytes()).hexdigest()[:12] for each in made] == [digest] * 2, (dtype, size)


@pytest.mark.parametrize("size", OTHER)
def test_nothing_grows_beside_an_edge(size):
    """Dark beside light: the copy has no pixel darker than the dark or lighter than the light, and flat paint stays flat."""
    painting = np.full((40, 40, 3), 60, np.uint8)
    painting[:, 20:] = 200
    board = paint.Board("b", painting, painting.copy())
    copy = sizes.at_size(board, size, 1)
    half = 20 * size // 4
    assert copy.painting.shape == copy.materials.shape == (10 * size, 10 * size, 3)
    assert copy.painting.min() == 60 and copy.painting.max() == 200
    away = max(1, 3 * size // 4 + 1)
    assert (copy.painting[:, : half - away] == 60).all() and (copy.painting[:, half + away :] == 200).all()
    np.testing.assert_array_equal(copy.materials[:, :half], 60)
    np.testing.assert_array_equal(copy.materials[:, half:], 200)


@pytest.mark.parametrize("told", [0.5, 0.75, 1.25, 1.5])
def test_strokes_are_as_large_as_told_and_only_there(valley, strewn, told):
    requests = [replace(asked(valley, {MEADOW: size}), boards=(strewn,)) for size in (1, told)]
    plain, made = (paint.paint(request, threads=2) for request in requests)
    meadow = (valley.layout == MEADOW).all(2)
    assert plain.sources.size is None
    assert (made.sources.size[meadow] == 4 * told).all() and (made.sources.size[~meadow] == 4).all()
    sizes_ = [size_of_strokes(each.picture, meadow) for each in (plain, made)]
    assert sizes_[1] / sizes_[0] == pytest.approx(told, rel=0.12)


def test_the_key_of_the_paint_stays(valley):
    """Larger or smaller, a material is as light as it was and has its colours."""
    inside = ndimage.binary_erosion((valley.layout == MEADOW).all(2), iterations=4)
    seen = [paint.paint(asked(valley, {MEADOW: told}), threads=2).picture[inside].astype(float) for told in (1, 0.5, 1.5)]
    for other in seen[1:]:
        assert np.abs(other.mean(0) - seen[0].mean(0)).max() < 6
        assert np.abs(other.std(0) / seen[0].std(0) - 1).max() < 0.25


def test_soft_paint_is_as_soft_at_every_size():
    """A sky from light to dark keeps its light where it was, though its strokes are larger, and paint with strokes is not
    taken for soft because it looks calm at another size."""
    y = np.mgrid[:160, :240][0]
    strokes = 6 * ndimage.gaussian_filter(np.random.default_rng(2).normal(0, 1, (160, 240, 1)), (2, 4, 0))
    painting = (np.array([60, 90, 140]) + 0.6 * y[..., None] + strokes / strokes.std()).clip(0, 255).astype(np.uint8)
    board = paint.Board("b", painting, np.full(painting.shape, SKY, np.uint8))
    assert paint.index_board(board).is_soft.any()
    layout = paint.Layout(np.full((96, 128, 3), SKY, np.uint8))
    rows = []
    for told in (1, 0.5, 1.5):
        made = paint.paint(paint.Request((board,), layout, tuning={SKY: paint.Tuning(strokes=told)}), threads=2)
        rows.append(made.picture.astype(float).mean((1, 2)))
    for other in rows[1:]:
        assert np.abs(ndimage.uniform_filter1d(other - rows[0], 9)).max() < 4


@pytest.mark.parametrize("drawn", [False, True])
def test_the_source_map_paints_it_again_to_the_byte(valley, drawn):
    request = asked(valley, {SKY: 1.25, MEADOW: 0.75})
    if drawn:
        lines = np.full(valley.layout.shape[:2], 255, np.uint8)
        lines[60:62, 20:200] = 0
        request = replace(request, layout=replace(request.layout, lines=lines))
    made = paint.paint(request, threads=2)
    assert set(np.unique(made.sources.size)) == {3, 4, 5}
    assert np.array_equal(paint.repaint(request, made.sources, threads=1), made.picture)
    assert np.array_equal(paint.paint(request, threads=1).picture, made.picture)


def test_sixteen_bits_with_alpha_too(valley):
    deep = valley.board.painting.astype(np.uint16) * 257 + 3
    deep = np.dstack([deep, np.where(deep[..., :1] % 5 == 0, 40_000, 65_535).astype(np.uint16)])
    request = replace(asked(valley, {MEADOW: 0.75}), boards=(replace(valley.board, painting=deep),))
    made = paint.paint(request, threads=2)
    assert made.picture.dtype == np.uint16 and made.picture.shape[2] == 4
    assert len(np.unique(made.picture[(valley.layout == MEADOW).all(2)] % 257)) > 100, "not eight bits made wide"
    assert np.array_equal(paint.repaint(request, made.sources), made.picture)


def test_a_byte_changed_on_the_board_or_in_the_map_shows(valley):
    request = asked(valley, {MEADOW: 1.5})
    made = paint.paint(request)
    y, x = np.argwhere(made.sources.size == 6)[500]
    rows, columns = (sizes.place(at[made.sources.size == 6], 6) for at in (made.sources.y, made.sources.x))
    at = sizes.place(made.sources.y[y, x], 6), sizes.place(made.sources.x[y, x], 6)
    assert (valley.board.materials[rows, columns] == MEADOW).all(), "each on the board's own meadow"
    painting = valley.board.painting.copy()
    painting[at] ^= 128
    retouched = replace(request, boards=(replace(valley.board, painting=painting),))
    assert not np.array_equal(paint.repaint(retouched, made.sources), made.picture)
    for name, by in (("size", 1), ("y", 3)):
        wrong = getattr(made.sources, name).copy()
        wrong[y - 2 : y + 3, x - 2 : x + 3] -= np.array(by, wrong.dtype)
        assert not np.array_equal(paint.repaint(request, replace(made.sources, **{name: wrong})), made.picture)


def test_a_copy_counts_for_its_board(valley):
    """Two boards, one with sky alone: what is taken from copies is the paint of the board that they are copies of."""
    sky = paint.Board("sky", valley.board.painting[:60, :200], np.full((60, 200, 3), SKY, np.uint8))
    for boards in ((valley.board, sky), (sky, valley.board)):
        request = replace(asked(valley, {SKY: 0.75, HILL: 1.5}), boards=boards)
        made = paint.paint(request, threads=2)
        assert len(paint.boards_of(request)) == len(made.indexes) == 2 + 2 + 1
        assert made.sources.board.max() == 1
        hill = (valley.layout == HILL).all(2)
        assert (made.sources.board[hill] == boards.index(valley.board)).all()
        assert sum(made.shares.values()) == pytest.approx(1) and made.shares["sky"] > 0
        assert np.array_equal(paint.repaint(request, made.sources), made.picture)


def test_indexes_are_lent_and_change_nothing(valley):
    request = asked(valley, {MEADOW: 1.25})
    first = paint.paint(request)
    keys = [paint.index_key(board, frozenset()) for board in paint.boards_of(request)]
    assert len(set(keys)) == 2, "the board and its copy are kept apart"
    again = paint.paint(request, indexes=first.indexes)
    assert np.array_equal(first.picture, again.picture)
    assert all(one is other for one, other in zip(first.indexes, again.indexes, strict=True))


def test_a_rough_is_followed_and_a_place_painted_anew(valley):
    request = asked(valley, {MEADOW: 1.5})
    rough = paint.paint(replace(request, stage="rough"), threads=2)
    assert set(np.unique(rough.sources.size)) == {4, 6}
    assert np.array_equal(paint.repaint(replace(request, stage="rough"), rough.sources), rough.picture)
    made = paint.paint(replace(request, stage="paint", rough=rough.picture), threads=2)
    assert set(np.unique(made.sources.size)) == {4, 6}
    mask = np.zeros(valley.layout.shape[:2], bool)
    mask[110:150, 60:180] = True
    anew = paint.paint(replace(asked(valley, {MEADOW: 0.5}), repaint=paint.Repaint(made.picture, mask)), threads=2)
    assert np.array_equal(anew.picture[~mask], made.picture[~mask])
    assert (anew.sources.board[~mask] == paint.KEPT).all() and (anew.sources.size[~mask] == 4).all()
    assert 2 in anew.sources.size[mask]


def test_a_material_that_the_cut_lacks_makes_no_copy(valley):
    layout = np.full((64, 96, 3), SKY, np.uint8)
    request = paint.Request((valley.board,), paint.Layout(layout), tuning={MEADOW: paint.Tuning(strokes=1.5)})
    assert paint.boards_of(request) == (valley.board,)
    assert paint.paint(request).sources.size is None


def test_strokes_too_small_for_the_board_are_refused(valley):
    materials = valley.board.materials.copy()
    materials[150:157, 100:107] = (1, 2, 3)
    layout = valley.layout.copy()
    layout[120:140, 100:120] = (1, 2, 3)
    request = paint.Request((replace(valley.board, materials=materials),), paint.Layout(layout), names={(1, 2, 3): "pond"})
    paint.paint(replace(request, tuning={(1, 2, 3): paint.Tuning(strokes=0.75)}))
    with pytest.raises(InputError, match="pond.*: with strokes of 0.5 no board has a 5 x 5 px patch of it left"):
        paint.paint(replace(request, tuning={(1, 2, 3): paint.Tuning(strokes=0.5)}))


def test_more_copies_than_can_be_told_apart_are_refused(valley):
    few = tuple(replace(valley.board, name=str(i), painting=valley.board.painting[:90, :90],
                        materials=valley.board.materials[:90, :90]) for i in range(128))  # fmt: skip
    layout = paint.Layout(np.full((64, 96, 3), SKY, np.uint8))
    with pytest.raises(InputError, match="128 boards and 128 copies"):
        paint.paint(paint.Request(few, layout, tuning={SKY: paint.Tuning(strokes=0.5)}))
