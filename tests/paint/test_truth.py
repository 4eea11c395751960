"""The source map tells the truth: painting again from it gives the picture again, to the byte."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from underpaint import paint

SKY = (150, 200, 225)


@dataclass(frozen=True)
class Case:
    asked: paint.Request
    painted: paint.Painted


def plain(scene) -> paint.Request:
    return paint.Request((paint.Board("small", scene.painting, scene.materials),), paint.Layout(scene.layout), seed=11)


def lines(scene) -> paint.Request:
    return replace(plain(scene), layout=paint.Layout(scene.layout, scene.lines))


def soft(scene) -> paint.Request:
    return replace(plain(scene), smooth=frozenset({SKY}))


def odd(scene) -> paint.Request:
    """A cut whose sides are no multiple of anything."""
    return replace(plain(scene), layout=paint.Layout(scene.layout[:91, :117]))


def tiny(scene) -> paint.Request:
    """A cut so small that its rough is as large as itself."""
    return replace(plain(scene), layout=paint.Layout(scene.layout[24:40, 40:58]))


def with_alpha(scene) -> paint.Request:
    """Eight bits, with a hole and a fading side."""
    asked = plain(scene)
    (board,) = asked.boards
    alpha = np.broadcast_to(np.linspace(255, 40, 160).astype(np.uint8)[None, :, None], (120, 160, 1)).copy()
    alpha[20:60, 30:70] = 0
    return replace(asked, boards=(replace(board, painting=np.concatenate([board.painting, alpha], axis=2)),))


def deep(scene) -> paint.Request:
    asked = soft(scene)
    (board,) = asked.boards
    grain = np.random.default_rng(4).integers(0, 257, board.painting.shape, dtype=np.uint16)
    return replace(asked, boards=(replace(board, painting=board.painting.astype(np.uint16) * 255 + grain),))


def deep_with_alpha(scene) -> paint.Request:
    asked = with_alpha(scene)
    (board,) = asked.boards
    return replace(asked, boards=(replace(board, painting=board.painting.astype(np.uint16) * 251 + 17),))


def two_boards(scene) -> paint.Request:
    """Sky is on the second, smaller board alone, the ground on the first alone."""
    asked = plain(scene)
    (board,) = asked.boards
    ground = board.materials.copy()
    ground[(ground == SKY).all(axis=2)] = (1, 1, 1)
    sky = board.materials[:60, :131].copy()
    sky[(sky != SKY).any(axis=2)] = (2, 2, 2)
    upper = paint.Board("upper", board.painting[:60, :131], sky)
    return replace(asked, boards=(paint.Board("lower", board.painting, ground), upper))


def boards_alike(scene) -> paint.Request:
    """Two boards that have the same materials."""
    asked = plain(scene)
    (board,) = asked.boards
    other = paint.Board("mirrored", board.painting[:, ::-1].copy(), board.materials[:, ::-1].copy())
    return replace(asked, boards=(board, other), smooth=frozenset({SKY}))


def rough(asked: paint.Request) -> paint.Request:
    return replace(asked, stage="rough")


def from_rough(asked: paint.Request) -> paint.Request:
    return replace(asked, stage="paint", rough=paint.paint(rough(asked)).picture)


def repainted(asked: paint.Request) -> paint.Request:
    board = asked.boards[0].painting
    height, width = asked.layout.materials.shape[:2]
    most = np.iinfo(board.dtype).max + 1
    keep = np.random.default_rng(2).integers(0, most, (height, width, board.shape[2]), dtype=board.dtype)
    mask = np.zeros((height, width), bool)
    mask[30:80, 20:90] = True
    mask[50:55, 40:60] = False
    return replace(asked, repaint=paint.Repaint(keep, mask))


REQUESTS = {
    "plain": plain,
    "lines": lines,
    "soft": soft,
    "odd": odd,
    "tiny": tiny,
    "alpha": with_alpha,
    "deep": deep,
    "deep alpha": deep_with_alpha,
    "two boards": two_boards,
    "boards alike": boards_alike,
    "rough": lambda scene: rough(plain(scene)),
    "rough, odd": lambda scene: rough(odd(scene)),
    "rough, tiny": lambda scene: rough(tiny(scene)),
    "rough, deep alpha": lambda scene: rough(deep_with_alpha(scene)),
    "rough, two boards": lambda scene: rough(two_boards(scene)),
    "from rough": lambda scene: from_rough(plain(scene)),
    "from rough, odd": lambda scene: from_rough(odd(scene)),
    "from rough, deep": lambda scene: from_rough(deep(scene)),
    "from rough, two boards": lambda scene: from_rough(two_boards(scene)),
    "repaint": lambda scene: repainted(plain(scene)),
    "repaint, odd": lambda scene: repainted(odd(scene)),
    "repaint, deep alpha": lambda scene: repainted(deep_with_alpha(scene)),
    "repaint, two boards": lambda scene: repainted(two_boards(scene)),
    "repaint from rough": lambda scene: repainted(from_rough(plain(scene))),
}


@pytest.fixture(scope="module", params=REQUESTS)
def case(request, scene) -> Case:
    asked = REQUESTS[request.param](scene)
    return Case(asked, paint.paint(asked, threads=2))


def test_painting_again_from_the_map_gives_the_picture_again(case):
    again = paint.repaint(case.asked, case.painted.sources, threads=1)
    assert again.dtype == case.painted.picture.dtype == case.asked.boards[0].painting.dtype
    np.testing.assert_array_equal(again, case.painted.picture)


def test_the_seed_has_no_say_once_the_places_are_known(case):
    again = paint.repaint(replace(case.asked, seed=999), case.painted.sources)
    np.testing.assert_array_equal(again, case.painted.picture)


def test_every_place_lies_on_its_board_in_the_materials_own_paint(case):
    sources, boards = case.painted.sources, case.asked.boards
    assert sources.board.shape == sources.y.shape == sources.x.shape == case.painted.picture.shape[:2]
    for number, board in enumerate(boards):
        here = sources.board == number
        assert here.any() or len(boards) > 1
        height, width = board.painting.shape[:2]
        assert (sources.y[here] < height).all() and (sources.x[here] < width).all()
        if case.asked.stage != "rough":
            wanted = case.asked.layout.materials[here]
            given = board.materials[sources.y[here], sources.x[here]]
            np.testing.assert_array_equal(wanted, given)
    kept = sources.board == paint.KEPT
    assert ((sources.board < len(boards)) | kept).all()
    assert kept.any() == (case.asked.repaint is not None)


def test_shares_follow_from_the_map(case):
    sources, shares = case.painted.sources, case.painted.shares
    new = sources.board != paint.KEPT
    assert set(shares) == {board.name for board in case.asked.boards}
    for number, board in enumerate(case.asked.boards):
        assert shares[board.name] == (sources.board == number).sum() / new.sum()
    assert sum(shares.values()) == pytest.approx(1, abs=1e-12)


def test_nothing_that_came_in_is_changed(case):
    """All that comes in may be read-only, and the picture is nobody's view."""
    asked = case.asked
    arrays = [array for board in asked.boards for array in (board.painting, board.materials)]
    arrays += [asked.layout.materials, asked.layout.lines, asked.rough]
    arrays += [asked.repaint.keep, asked.repaint.mask] if asked.repaint else []
    arrays = [array for array in arrays if array is not None]
    before = [array.copy() for array in arrays]
    for array in arrays:
        array.flags.writeable = False
    try:
        again = paint.paint(asked)
    finally:
        for array in arrays:
            array.flags.writeable = True
    np.testing.assert_array_equal(again.picture, case.painted.picture)
    for array, copy in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(array, copy)
        assert not np.shares_memory(array, again.picture)


def test_another_map_is_another_picture(scene):
    """The places decide: shift them in one corner, and the picture changes there and nowhere else."""
    asked = plain(scene)
    painted = paint.paint(asked)
    moved = replace(painted.sources, y=painted.sources.y.copy(), x=painted.sources.x.copy())
    moved.y[:20, :20], moved.x[:20, :20] = 11, 13
    again = paint.repaint(asked, moved)
    changed = (again != painted.picture).any(axis=2)
    assert changed[:20, :20].mean() > 0.8
    assert not changed[21:].any() and not changed[:, 21:].any()


def test_a_rough_stands_for_four_by_four_pixels(scene):
    painted = paint.paint(rough(plain(scene)))
    assert painted.picture.shape == (24, 32, 3)
    assert not (painted.sources.y % 4).any() and not (painted.sources.x % 4).any()
    np.testing.assert_array_equal(painted.picture, painted.rough)


def test_both_passes_show_the_rough_that_the_first_gives_alone(scene):
    np.testing.assert_array_equal(paint.paint(plain(scene)).rough, paint.paint(rough(plain(scene))).picture)


@pytest.mark.parametrize("place", [(0, 0), (0, 71), (115, 155), (60, 80), (33, 101)])
@pytest.mark.parametrize("stage", ["both", "rough"])
def test_the_smallest_material_leaves_no_hole(scene, place, stage):
    """Five by five pixels on the board, anywhere on it, are enough for a large place in the layout."""
    y, x = place
    materials, layout = scene.materials.copy(), scene.layout.copy()
    materials[y : y + 5, x : x + 5] = layout[40:80, 30:90] = (1, 2, 3)
    painted = paint.paint(
        paint.Request((paint.Board("small", scene.painting, materials),), paint.Layout(layout), stage=stage)
    )
    assert not (painted.sources.board == paint.KEPT).any()
    if stage == "both":
        found = materials[painted.sources.y, painted.sources.x]
        np.testing.assert_array_equal(found, layout)
