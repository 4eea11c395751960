"""Scribbles on a board: what is drawn, erased, undone and drawn again is a replay of a file that only grows."""

from __future__ import annotations

import os

import pytest

from underpaint.errors import InputError
from underpaint.film.film import Film
from underpaint.film.scribbles import FILE, add_scribble, read_scribbles

KEN, AIKO = "Ken Sato", "Aiko Mori"


@pytest.fixture
def board(made):
    return next(iter(Film.open(made).boards.values()))


def stroke(board, material: str, x: float = 3.0, by: str = KEN):
    return add_scribble(board, "stroke", by, points=[(x, 4.0), (x + 5, 4.0)], material=material, width=6)


def shown(board) -> list[str]:
    return [step.material or step.kind for step in read_scribbles(board).strokes]


def test_strokes_come_back_as_they_were_drawn(board):
    stroke(board, "sky", 3.25)
    add_scribble(board, "erase", KEN, points=[(1, 2)], width=12)
    first, second = read_scribbles(board).strokes
    assert (first.kind, first.material, first.width, first.points) == ("stroke", "sky", 6.0, ((3.25, 4.0), (8.25, 4.0)))
    assert (second.kind, second.width, second.points) == ("erase", 12.0, ((1.0, 2.0),))


def test_undo_goes_back_to_the_beginning_and_redo_to_the_end(board):
    said = [shown(board) for number in range(30) if stroke(board, f"m{number}")]
    for before in reversed([[], *said[:-1]]):
        add_scribble(board, "undo", KEN)
        assert shown(board) == before
    with pytest.raises(InputError, match="nothing of Ken Sato to undo"):
        add_scribble(board, "undo", KEN)
    for after in said:
        add_scribble(board, "redo", KEN)
        assert shown(board) == after


def test_everybody_undoes_their_own_strokes(board):
    stroke(board, "sky", by=KEN)
    stroke(board, "land", by=AIKO)
    add_scribble(board, "undo", KEN)
    assert shown(board) == ["land"]


def test_a_map_that_was_written_is_not_undone(board):
    stroke(board, "sky")
    add_scribble(board, "map", KEN, sha256="ab" * 32)
    add_scribble(board, "undo", KEN)
    assert shown(board) == [] and read_scribbles(board).written == {"ab" * 32}


def test_a_torn_last_line_costs_only_that_stroke(board):
    stroke(board, "sky")
    stroke(board, "land")
    path = board.folder / FILE
    os.truncate(path, path.stat().st_size - 9)
    assert shown(board) == ["sky"]
    stroke(board, "house")
    assert shown(board) == ["sky", "house"]


@pytest.mark.parametrize(
    ("kind", "told", "why"),
    [
        ("paint", {}, "no step of scribbling"),
        ("stroke", {"material": "sky", "width": 3}, "0 points"),
        ("stroke", {"points": [(1, 2)], "width": 3}, "needs a material"),
        ("erase", {"points": [(1, 2)], "width": 3, "material": "sky"}, "nothing else has one"),
        ("stroke", {"points": [(1, 2)], "material": "sky", "width": 0.5}, "1 to 400 px"),
        ("stroke", {"points": [(1, 2)], "material": "sky", "width": float("nan")}, "1 to 400 px"),
        ("erase", {"points": [(1, 1e9)], "width": 3}, "nowhere near"),
        ("undo", {"points": [(1, 2)]}, "1 points"),
    ],
)
def test_a_stroke_that_makes_no_sense_is_refused_and_not_written(board, kind, told, why):
    with pytest.raises(InputError, match=why):
        add_scribble(board, kind, KEN, **told)
    assert not (board.folder / FILE).exists()
