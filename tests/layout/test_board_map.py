"""A few scribbles give a painting's map back, borders on the painted edges, thin things kept."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from underpaint.errors import InputError
from underpaint.formats.pictures import read_picture
from underpaint.formats.sheets import material_map, painting
from underpaint.layout.board_map import NONE, Board, marks_from_points
from underpaint.paint.materials import flat_map

FILM = Path(__file__).parents[2] / "examples" / "film"


def scribble(truth: np.ndarray, depth: int = 4) -> np.ndarray:
    """The middle of every material's largest part: a stroke of a few px."""
    marks = np.full(truth.shape, NONE, np.int32)
    for material in np.unique(truth):
        far = cv2.distanceTransform(np.pad(truth == material, 1).view(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]
        y, x = np.unravel_index(int(far.argmax()), far.shape)
        place = np.zeros(truth.shape, bool)
        place[y : y + 2, max(0, x - depth) : x + depth + 1] = True
        marks[place & (truth == material)] = material
    return marks


def test_the_map_of_a_small_board_comes_back_from_one_scribble_a_material(scene):
    truth = flat_map(scene.materials).labels.astype(np.int32)
    marks = scribble(truth, depth=30)
    assert (marks != NONE).mean() <= 0.03
    found = Board(scene.painting).materials(marks)
    assert (found == truth).mean() >= 0.97
    assert (found[marks != NONE] == marks[marks != NONE]).all()


def test_borders_lie_on_the_painted_edge():
    y, x = np.mgrid[:90, :160]
    truth = (x > 70 + 12 * np.sin(y / 14)).astype(np.int32)
    noise = np.random.default_rng(3).normal(0, 6, (90, 160, 3))
    picture = np.clip(np.array([[90, 130, 180], [150, 160, 80]])[truth] + noise, 0, 255).astype(np.uint8)
    found = Board(picture).materials(scribble(truth))
    off = found != truth
    edge = cv2.distanceTransform(
        1 - cv2.morphologyEx(truth.astype(np.uint8), cv2.MORPH_GRADIENT, np.ones((3, 3))), cv2.DIST_L2, 5
    )
    assert edge[off].max(initial=0) <= 1.5


@pytest.mark.parametrize("wide", [2, 3])
def test_a_thin_post_and_a_branch_are_kept(wide):
    truth = np.zeros((120, 200), np.uint8)
    cv2.line(truth, (60, 20), (60, 119), 1, wide)
    cv2.line(truth, (60, 60), (150, 30), 1, wide)
    truth = truth.astype(np.int32)
    noise = np.random.default_rng(4).normal(0, 5, (*truth.shape, 3))
    picture = np.clip(np.array([[150, 190, 220], [80, 60, 40]])[truth] + noise, 0, 255).astype(np.uint8)
    marks = np.full(truth.shape, NONE, np.int32)
    marks[100:110, 60] = 1
    marks[90:93, 100:160] = 0
    found = Board(picture).materials(marks)
    assert (found[truth == 1] == 1).mean() >= 0.95
    assert (found[truth == 0] == 0).mean() >= 0.99


def test_one_more_scribble_changes_the_map_where_it_was_drawn():
    picture = np.full((60, 120, 3), 120, np.uint8)
    picture[20:40, 50:70] = (140, 110, 110)
    marks = np.full((60, 120), NONE, np.int32)
    marks[5, 10:40] = 0
    marks[55, 80:110] = 1
    board = Board(picture)
    before = board.materials(marks)
    assert not (before == 7).any()
    marks[30, 55:65] = 7
    after = board.materials(marks)
    assert (after[22:38, 52:68] == 7).all()
    assert set(np.unique(after)) == {0, 1, 7}


def test_the_same_scribbles_give_the_same_map_and_are_left_as_they_were(scene):
    marks = scribble(flat_map(scene.materials).labels.astype(np.int32))
    before, picture = marks.copy(), scene.painting.copy()
    first, second = Board(scene.painting).materials(marks), Board(scene.painting).materials(marks)
    assert (first == second).all()
    assert (marks == before).all() and (scene.painting == picture).all()


def test_sixteen_bits_and_alpha_are_taken(scene):
    marks = scribble(flat_map(scene.materials).labels.astype(np.int32))
    alpha = np.full((*marks.shape, 1), 255, np.uint8)
    plain = Board(scene.painting).materials(marks)
    assert (Board(np.concatenate([scene.painting, alpha], axis=2)).materials(marks) == plain).all()
    assert (Board(scene.painting.astype(np.uint16) * 257).materials(marks) == plain).all()


def test_points_are_scribbles_too(scene):
    truth = flat_map(scene.materials).labels.astype(np.int32)
    points = [(x, y, int(truth[y, x])) for x in range(10, 160, 30) for y in range(10, 120, 20)]
    found = Board(scene.painting).materials(marks_from_points(points, truth.shape))
    assert (found == truth).mean() >= 0.95
    with pytest.raises(InputError, match="the point 160, 4 lies outside the picture of 160 x 120 px"):
        marks_from_points([(160, 4, 0)], (120, 160))


def test_a_board_of_the_example_film_comes_back_a_little_better_with_every_round_of_scribbles():
    picture = painting(read_picture(FILM / "boards" / "lake-noon" / "painting.png"))
    known = flat_map(material_map(read_picture(FILM / "boards" / "lake-noon" / "materials.png"))).labels
    board = Board(cv2.resize(picture[:, :, :3], None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    truth = np.ascontiguousarray(known[::2, ::2]).astype(np.int32)
    marks = np.full(truth.shape, NONE, np.int32)
    wrong = np.ones(truth.shape, bool)
    right = []
    for _ in range(4):
        for material in np.unique(truth):
            mask = ((truth == material) & wrong).view(np.uint8)
            count, parts, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
            for part in range(1, count):
                if stats[part, cv2.CC_STAT_AREA] >= 300:
                    marks[scribble((parts == part).astype(int), depth=20) == 1] = material
        found = board.materials(marks)
        wrong = found != truth
        right.append(1 - wrong.mean())
    assert (marks != NONE).mean() <= 0.03
    assert right[0] >= 0.75 and right[-1] >= 0.94
    assert right[1] > right[0] and right[-1] > right[1]


@pytest.mark.parametrize(
    "marks, message",
    [
        (np.full((120, 160), NONE), "no scribbles: draw at least one"),
        (np.where(np.arange(120)[:, None] < 5, 3, np.full((120, 160), NONE)), "scribbles of one material only"),
        (np.zeros((12, 160), int), r"scribbles: an array \(12, 160\)"),
        (np.zeros((120, 160)), "of float64; expected"),
    ],
)
def test_marks_that_part_nothing_are_refused(scene, marks, message):
    with pytest.raises(InputError, match=message):
        Board(scene.painting).materials(marks)


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((1, 1, 3), np.uint8),
        np.zeros((40, 40), np.uint8),
        np.zeros((40, 40, 3)),
        np.zeros((40, 15, 3), np.uint8),
    ],
)
def test_what_is_no_painting_is_refused(picture):
    with pytest.raises(InputError, match="painting: "):
        Board(picture)
