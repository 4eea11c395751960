"""A board labelled stroke by stroke: the map after each, and what is written in the end."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from underpaint.errors import InputError
from underpaint.farm import board_session as session
from underpaint.farm.paint_film import paint_film
from underpaint.film.boards import add_board
from underpaint.film.cuts import add_cut
from underpaint.film.film import Film, new_film
from underpaint.film.scribbles import add_scribble

SKY, LAND, HOUSE = (150, 200, 225), (210, 215, 150), (90, 60, 50)
KEN = "Ken Sato"
SIZE = (160, 90)


@pytest.fixture
def film(tmp_path):
    """A board that is a painting of three things, and nothing else."""
    palette = tmp_path / "materials.gpl"
    palette.write_text("GIMP Palette\n150 200 225 sky\n210 215 150 land\n90 60 50 house\n")
    made = new_film(tmp_path / "film", "", frame="160x90", fps=24, dpi=192, palette=palette, people=[(KEN, "background artist")])
    painted = np.full((90, 160, 3), (120, 170, 220), np.uint8)
    painted[50:] = (90, 140, 60)
    painted[30:60, 100:150] = (150, 90, 70)
    noise = np.random.default_rng(3).integers(-6, 6, painted.shape)
    Image.fromarray(np.clip(painted + noise, 0, 255).astype(np.uint8)).save(tmp_path / "noon.png")
    add_board(made.boards_folder, "noon", tmp_path / "noon.png", None, {})
    return Film.open(made.folder)


def scribble(film: Film, material: str, *points: tuple[int, int], width: float = 4) -> None:
    add_scribble(film.board("noon"), "stroke", KEN, points=points, material=material, width=width)


def scribble_all(film: Film) -> None:
    scribble(film, "sky", (10, 20), (80, 20))
    scribble(film, "land", (10, 75), (80, 75))
    scribble(film, "house", (110, 45), (140, 45))


def shown(film: Film) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(session.board_state(film.folder, "noon")["map"])).convert("RGB"))


def test_there_is_no_map_before_two_materials_are_told_and_it_says_so(film):
    state = session.board_state(film.folder, "noon")
    assert state["size"] == list(SIZE) and state["map"] == b"" and state["why"] == "" and state["there"] == ""
    scribble(film, "sky", (10, 20), (80, 20))
    state = session.board_state(film.folder, "noon")
    assert state["map"] == b"" and "one material only" in state["why"]


def test_the_map_follows_the_strokes_and_their_undo(film):
    scribble_all(film)
    found = shown(film)
    assert tuple(found[5, 150]) == SKY and tuple(found[85, 150]) == LAND and tuple(found[35, 105]) == HOUSE
    add_scribble(film.board("noon"), "undo", KEN)
    assert HOUSE not in {tuple(colour) for colour in shown(film).reshape(-1, 3)}


def test_a_scribbled_pixel_keeps_its_material_and_what_was_erased_does_not(film):
    scribble_all(film)
    scribble(film, "land", (30, 10), width=8)
    assert tuple(shown(film)[10, 30]) == LAND
    add_scribble(film.board("noon"), "erase", KEN, points=[(30, 10)], width=14)
    assert tuple(shown(film)[10, 30]) == SKY


def test_marks_are_as_wide_as_the_brush_and_the_last_stroke_lies_on_top(film):
    scribble(film, "sky", (20, 40), (60, 40), width=10)
    scribble(film, "land", (40, 20), (40, 60), width=4)
    from underpaint.film.scribbles import read_scribbles

    marks = session.marks_of(read_scribbles(film.board("noon")).strokes, ("sky", "land"), (90, 160))
    column, row = marks[:, 30], marks[25, :]
    assert 9 <= (column == 0).sum() <= 11 and 3 <= (row == 1).sum() <= 5 and marks[40, 40] == 1
    assert abs(np.flatnonzero(column == 0).mean() - 39.5) <= 0.5


def test_a_material_that_no_cut_can_be_painted_with_is_told(film):
    path = film.board("noon").painting
    painted = np.array(Image.open(path))
    painted[10:12, 20:40] = (250, 40, 30)
    Image.fromarray(painted).save(path)
    scribble(film, "sky", (10, 20), (80, 20))
    scribble(film, "land", (10, 75), (80, 75))
    scribble(film, "sky", (110, 45), (140, 45))
    assert session.board_state(film.folder, "noon")["thin"] == []
    scribble(film, "house", (31, 11), width=1)
    assert 1 <= (shown(film) == HOUSE).all(2).sum() < 100
    assert session.board_state(film.folder, "noon")["thin"] == ["house"]


def test_painting_from_a_board_without_a_map_is_refused_in_one_line_and_goes_on_once_it_has_one(film, tmp_path):
    Image.fromarray(np.vstack([np.full((45, 160, 3), SKY, np.uint8), np.full((45, 160, 3), LAND, np.uint8)])).save(tmp_path / "m.png")
    add_cut(film.cuts_folder, "C001", 24, None, tmp_path / "m.png", {"boards": ["noon"]})
    options = {"at_once": 1, "cache": tmp_path / "cache", "say": str, "warn": str}
    outcome = paint_film(Film.open(film.folder), **options)
    assert "board noon has no material map yet" in outcome.failed["C001"] and not outcome.painted
    scribble_all(film)
    session.use_board_map(film.folder, "noon", KEN)
    assert paint_film(Film.open(film.folder), **options).painted


def test_the_map_is_written_again_but_never_over_one_that_somebody_made(film):
    scribble_all(film)
    session.use_board_map(film.folder, "noon", KEN)
    board = Film.open(film.folder).board("noon")
    assert np.array_equal(np.asarray(Image.open(board.materials).convert("RGB")), shown(film))
    assert session.board_state(film.folder, "noon")["used"]
    scribble(film, "land", (30, 10), width=8)
    state = session.board_state(film.folder, "noon")
    assert state["there"] == "own" and not state["used"]
    session.use_board_map(film.folder, "noon", KEN)
    theirs = board.folder / "materials.png"
    Image.new("RGB", SIZE, SKY).save(theirs)
    before = theirs.read_bytes()
    with pytest.raises(InputError, match="made or changed by somebody"):
        session.use_board_map(film.folder, "noon", KEN)
    assert theirs.read_bytes() == before
    session.use_board_map(film.folder, "noon", KEN, replace=True)
    assert theirs.read_bytes() != before
    assert any(path.read_bytes() == before for path in (film.folder / "store").rglob("*") if path.is_file())


def test_a_map_that_is_there_is_shown_until_somebody_scribbles(film):
    Image.new("RGB", SIZE, SKY).save(film.board("noon").folder / "materials.png")
    state = session.board_state(film.folder, "noon")
    assert state["there"] == "other" and tuple(shown(film)[85, 5]) == SKY
    scribble_all(film)
    assert tuple(shown(film)[85, 5]) == LAND
