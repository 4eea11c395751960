"""Any small request: the source map tells the truth, the mask is kept to, and every place is of the right material."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from underpaint import paint

COLOURS = np.array([(10, 20, 30), (200, 20, 30), (10, 220, 30)], np.uint8)

sides = st.integers(16, 45)
seeds = st.integers(0, 2**32 - 1)


def blocks(height: int, width: int, rng: np.random.Generator, materials: int) -> np.ndarray:
    """(h, w) labels in blocks of nine px, the upper left ones all different so that each has room for a patch."""
    rows, columns = -(-height // 9), -(-width // 9)
    label = rng.integers(0, materials, (rows, columns))
    label[0, 0], label[0, 1], label[1, 0] = 0, 1 % materials, 2 % materials
    return np.kron(label, np.ones((9, 9), int))[:height, :width]


def some_board(name: str, height: int, width: int, rng: np.random.Generator, deep: bool, channels: int) -> paint.Board:
    label = blocks(height, width, rng, 3)
    dtype = np.uint16 if deep else np.uint8
    painting = rng.integers(0, np.iinfo(dtype).max + 1, (height, width, channels), dtype=dtype)
    return paint.Board(name, painting, COLOURS[label])


@st.composite
def requests(draw) -> paint.Request:
    rng = np.random.default_rng(draw(seeds))
    deep, channels = draw(st.booleans()), draw(st.sampled_from([3, 4]))
    boards = tuple(
        some_board(name, draw(sides), draw(sides), rng, deep, channels) for name in "ab"[: draw(st.integers(1, 2))]
    )
    height, width = draw(sides), draw(sides)
    layout = COLOURS[blocks(height, width, rng, draw(st.integers(1, 3)))]
    lines = rng.integers(0, 256, (height, width), dtype=np.uint8) if draw(st.booleans()) else None
    smooth = frozenset({tuple(COLOURS[0].tolist())}) if draw(st.booleans()) else frozenset()
    repaint = None
    if draw(st.booleans()):
        keep = some_board("", height, width, rng, deep, channels).painting
        mask = rng.random((height, width)) < draw(st.sampled_from([0.02, 0.5, 1]))
        mask[rng.integers(height), rng.integers(width)] = True
        repaint = paint.Repaint(keep, mask)
    stage = "both" if repaint else draw(st.sampled_from(["both", "rough"]))
    return paint.Request(boards, paint.Layout(layout, lines), stage, None, repaint, smooth, seed=draw(seeds))


@settings(max_examples=40)
@given(asked=requests(), threads=st.integers(1, 3))
def test_truth_mask_and_material(asked, threads):
    painted = paint.paint(asked, threads=threads)
    sources, picture = painted.sources, painted.picture
    np.testing.assert_array_equal(paint.repaint(asked, sources), picture)

    kept = sources.board == paint.KEPT
    if asked.repaint is None:
        assert not kept.any()
    else:
        np.testing.assert_array_equal(kept, ~asked.repaint.mask)
        np.testing.assert_array_equal(picture[kept], asked.repaint.keep[kept])

    assert sum(painted.shares.values()) == pytest.approx(1, abs=1e-12)
    for number, board in enumerate(asked.boards):
        here = sources.board == number
        assert painted.shares[board.name] == here.sum() / (~kept).sum()
        if picture.shape[:2] == asked.layout.materials.shape[:2]:
            given = board.materials[sources.y[here], sources.x[here]]
            np.testing.assert_array_equal(given, asked.layout.materials[here])


@settings(max_examples=15)
@given(asked=requests())
def test_a_painting_from_any_rough_is_true_as_well(asked):
    first = paint.Request(asked.boards, asked.layout, "rough", smooth=asked.smooth, seed=asked.seed)
    rough = paint.paint(first).picture
    second = paint.Request(asked.boards, asked.layout, "paint", rough, asked.repaint, asked.smooth, seed=asked.seed)
    painted = paint.paint(second)
    assert painted.picture.shape[:2] == asked.layout.materials.shape[:2]
    np.testing.assert_array_equal(paint.repaint(second, painted.sources), painted.picture)
