"""Pencil lines inside a region appear in the paint, as far as the board has lines to paint them with."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from underpaint import paint
from underpaint.paint import guides

WALL, MEADOW = (110, 160, 190), (210, 215, 150)
COLOURS = np.array([WALL, MEADOW], np.uint8)
SHAPE = (160, 256)


@pytest.fixture(scope="module")
def board() -> paint.Board:
    """A wall of boards and beams, parted by dark lines of three pixels, above a meadow."""
    rng = np.random.default_rng(4)
    y, _ = np.mgrid[:192, :256]
    label = (y > 150).astype(int)
    painting = np.where(label[..., None] == 0, np.array([180, 150, 115]), np.array([130, 160, 70])).astype(float)
    painting += 25 * ndimage.gaussian_filter(rng.normal(0, 1, (192, 256, 1)), (0.7, 2.5, 0))
    for x in range(12, 256, 34):
        painting[20:140, x : x + 3] -= 85
    for y in range(20, 150, 40):
        painting[y : y + 3, 10:246] -= 85
    return paint.Board("wall", np.clip(painting, 0, 255).astype(np.uint8), COLOURS[label])


STROKES = {
    "head": np.s_[30:32, 40:200],
    "left": np.s_[30:100, 40:42],
    "post": np.s_[30:100, 120:122],
    "right": np.s_[30:100, 198:200],
    "sill": np.s_[98:100, 40:200],
}


@pytest.fixture(scope="module")
def drawn() -> np.ndarray:
    """A window with a post, in pencil, where the board has none of these lines."""
    lines = np.full(SHAPE, 240, np.uint8)
    for stroke in STROKES.values():
        lines[stroke] = 50
    return lines


@pytest.fixture(scope="module")
def pictures(board, drawn) -> dict[bool, np.ndarray]:
    """Light in three seeds, without and with the drawing: (3, h, w) float."""
    materials = COLOURS[(np.mgrid[: SHAPE[0], : SHAPE[1]][0] > 130).astype(int)]
    indexes = [paint.index_board(board)]
    found = {}
    for given in (False, True):
        layout = paint.Layout(materials, drawn if given else None)
        shown = [paint.paint(paint.Request((board,), layout, seed=seed), indexes=indexes).picture for seed in (1, 2, 3)]
        found[given] = np.mean(shown, axis=3)
    return found


def away(drawn: np.ndarray) -> np.ndarray:
    """The wall more than eight pixels from any drawn line and from its borders."""
    far = ndimage.distance_transform_edt(drawn > 100) > 8
    far[120:] = False
    return far


def darkest(pictures: np.ndarray) -> np.ndarray:
    """(h, w): the darkest within two pixels, mean over the seeds."""
    return ndimage.minimum_filter(pictures, (1, 5, 5)).mean(axis=0)


def test_every_stroke_that_is_drawn_is_painted_within_two_pixels(pictures, drawn):
    found = darkest(pictures[True])
    wall = found[away(drawn)].mean()
    for stroke in STROKES.values():
        assert found[stroke].mean() < wall - 60  # of the 85 levels by which the board's own lines are darker


def test_nothing_is_drawn_where_the_paper_is_bare(pictures, drawn):
    dark = {given: (pictures[given][:, away(drawn)] < 110).mean() for given in (False, True)}
    assert dark[True] < 0.01
    assert dark[False] > 0.03


def test_without_the_drawing_the_lines_fall_anywhere(pictures, drawn):
    found = darkest(pictures[False])
    assert found[drawn < 100].mean() > found[away(drawn)].mean() - 15


def test_the_weight_of_lines_says_how_strongly_they_show(board, drawn):
    materials = COLOURS[(np.mgrid[: SHAPE[0], : SHAPE[1]][0] > 130).astype(int)]
    index = [paint.index_board(board)]
    strokes = np.zeros(SHAPE, bool)
    for stroke in STROKES.values():
        strokes[stroke] = True

    def contrast(colour: tuple[int, int, int], weight: float) -> float:
        """Levels by which the strokes are darker than the wall around them, mean of three seeds."""
        layout, tuning = paint.Layout(materials, drawn), {colour: paint.Tuning(lines=weight)}
        shown = [paint.paint(paint.Request((board,), layout, seed=seed, tuning=tuning), indexes=index).picture
                 for seed in (1, 2, 3)]  # fmt: skip
        light = np.mean(shown, axis=(0, 3))
        return light[away(drawn)].mean() - light[strokes].mean()

    none, faint, usual, bold = (contrast(WALL, weight) for weight in (0, 0.2, 1, 3))
    assert none < 10 < faint < usual < bold
    for weight in (0, 3):  # of another material
        assert abs(contrast(MEADOW, weight) - usual) < 8


def test_pencil_is_what_is_darker_than_its_paper():
    for paper in (255, 230, 180):
        lines = np.full((20, 30), paper, np.uint8)
        lines[3:5] = paper // 2
        lines[9] = paper - 20  # a smudge
        found = guides.pencil(lines)
        assert (found[3:5] == 255).all()
        assert not np.delete(found, [3, 4], axis=0).any()
