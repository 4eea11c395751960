"""The source map tells the truth: painting again from it gives the picture again, to the byte."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from underpaint import paint

SKY = (150, 200, 225)


@pytest.fixture(scope="module")
def request_(scene) -> paint.Request:
    return paint.Request((paint.Board("small", scene.painting, scene.materials),), paint.Layout(scene.layout), seed=11)


def deep(request: paint.Request) -> paint.Request:
    (board,) = request.boards
    painting = board.painting.astype(np.uint16) * 251 + 17
    alpha = np.linspace(65535, 30000, painting.shape[1], dtype=np.uint16)
    alpha = np.broadcast_to(alpha[None, :, None], (*painting.shape[:2], 1))
    return replace(request, boards=(replace(board, painting=np.concatenate([painting, alpha], axis=2)),))


def two_boards(request: paint.Request) -> paint.Request:
    """Sky is on the second board alone, the ground on the first alone."""
    (board,) = request.boards
    ground = board.materials.copy()
    ground[(ground == SKY).all(axis=2)] = (1, 1, 1)
    sky = board.materials[:60].copy()
    sky[(sky != SKY).any(axis=2)] = (2, 2, 2)
    upper = paint.Board("upper", board.painting[:60], sky)
    return replace(request, boards=(paint.Board("lower", board.painting, ground), upper))


def with_lines(request: paint.Request, scene) -> paint.Request:
    return replace(request, layout=replace(request.layout, lines=scene.lines))


def soft_sky(request: paint.Request) -> paint.Request:
    return replace(request, smooth=frozenset({SKY}))


def repainted(request: paint.Request) -> paint.Request:
    keep = np.random.default_rng(2).integers(0, 256, (96, 128, 3), dtype=np.uint8)
    mask = np.zeros((96, 128), bool)
    mask[30:80, 20:90] = True
    mask[50:55, 40:60] = False
    return replace(request, repaint=paint.Repaint(keep, mask))


REQUESTS = {
    "plain": lambda request, scene: request,
    "lines": with_lines,
    "soft": lambda request, scene: soft_sky(request),
    "deep": lambda request, scene: deep(request),
    "two boards": lambda request, scene: two_boards(request),
    "repaint": lambda request, scene: repainted(request),
    "rough": lambda request, scene: replace(request, stage="rough"),
    "from rough": lambda request, scene: replace(
        request, stage="paint", rough=paint.paint(replace(request, stage="rough")).picture
    ),
}


@pytest.fixture(params=REQUESTS)
def asked(request, request_, scene) -> paint.Request:
    return REQUESTS[request.param](request_, scene)


def test_painting_again_from_the_map_gives_the_picture_again(asked):
    painted = paint.paint(asked)
    again = paint.repaint(asked, painted.sources)
    assert again.dtype == painted.picture.dtype == asked.boards[0].painting.dtype
    np.testing.assert_array_equal(again, painted.picture)


def test_every_place_lies_on_its_board_in_the_materials_own_paint(asked):
    painted = paint.paint(asked)
    sources = painted.sources
    assert sources.board.shape == sources.y.shape == sources.x.shape == painted.picture.shape[:2]
    for number, board in enumerate(asked.boards):
        here = sources.board == number
        assert here.any()
        height, width = board.painting.shape[:2]
        assert (sources.y[here] < height).all() and (sources.x[here] < width).all()
        if painted.picture.shape[:2] == asked.layout.materials.shape[:2]:
            wanted = asked.layout.materials[here]
            given = board.materials[sources.y[here], sources.x[here]]
            assert (wanted == given).all(axis=1).mean() > 0.99
    known = (sources.board < len(asked.boards)) | (sources.board == 255)
    assert known.all()


def test_shares_follow_from_the_map(asked):
    painted = paint.paint(asked)
    new = painted.sources.board != 255
    for number, board in enumerate(asked.boards):
        share = (painted.sources.board == number).sum() / new.sum()
        assert painted.shares[board.name] == pytest.approx(share, abs=1e-6)


def test_only_the_masked_place_changes(request_):
    asked = repainted(request_)
    painted = paint.paint(asked)
    kept = ~asked.repaint.mask
    np.testing.assert_array_equal(painted.picture[kept], asked.repaint.keep[kept])
    np.testing.assert_array_equal(painted.sources.board == 255, kept)
    assert (painted.picture[asked.repaint.mask] != asked.repaint.keep[asked.repaint.mask]).any(axis=1).mean() > 0.9


def test_nothing_that_came_in_is_changed(asked):
    before = [array.copy() for board in asked.boards for array in (board.painting, board.materials)]
    layout = asked.layout.materials.copy()
    paint.paint(asked)
    after = [array for board in asked.boards for array in (board.painting, board.materials)]
    for one, other in zip(before, after, strict=True):
        np.testing.assert_array_equal(one, other)
    np.testing.assert_array_equal(layout, asked.layout.materials)
