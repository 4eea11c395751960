"""A layout labelled step by step: what shows after each, and what is written in the end."""

from __future__ import annotations

from collections import OrderedDict
from io import BytesIO

import cv2
import numpy as np
import pytest
from PIL import Image

from underpaint.errors import InputError
from underpaint.farm import label_session as session
from underpaint.farm import open_boards
from underpaint.farm.label_rough import rough_png
from underpaint.farm.learning import learn
from underpaint.film.boards import add_board
from underpaint.film.cuts import add_cut
from underpaint.film.film import Film, new_film
from underpaint.film.labelling import add_step

SKY, LAND, HOUSE = (150, 200, 225), (210, 215, 150), (90, 60, 50)
KEN = "Ken Sato"
SIZE = (320, 180)


@pytest.fixture(autouse=True)
def another_process(monkeypatch):
    monkeypatch.setattr(open_boards, "_open", OrderedDict())


@pytest.fixture
def film(tmp_path):
    """A board of three materials, and a cut that is a drawing and nothing else: a horizon and a house on it."""
    palette = tmp_path / "materials.gpl"
    palette.write_text("GIMP Palette\n150 200 225 sky\n210 215 150 land\n90 60 50 house\n")
    people = [(KEN, "background artist")]
    made = new_film(tmp_path / "film", "", frame="320x180", fps=24, dpi=192, palette=palette, people=people)
    flats = np.full((180, 320, 3), SKY, np.uint8)
    flats[100:] = LAND
    flats[60:120, 200:300] = HOUSE
    noise = np.random.default_rng(3).integers(-12, 12, flats.shape)
    Image.fromarray(flats).save(tmp_path / "map.png")
    Image.fromarray(np.clip(flats + noise, 0, 255).astype(np.uint8)).save(tmp_path / "noon.png")
    add_board(made.boards_folder, "noon", tmp_path / "noon.png", tmp_path / "map.png", {})
    paper = np.full((180, 320), 245, np.uint8)
    cv2.line(paper, (0, 120), (319, 120), 40, 2)
    cv2.rectangle(paper, (60, 40), (140, 120), 40, 2)
    Image.fromarray(paper).save(tmp_path / "layout.png")
    add_cut(made.cuts_folder, "C001", 24, tmp_path / "layout.png", None, {"boards": ["noon"]})
    return made


def say(film: Film, *words: tuple[str, int, int]) -> None:
    points, materials = [(x, y) for _, x, y in words], [material for material, _, _ in words]
    add_step(film.cut("C001"), "name", KEN, points=points, materials=materials)


def opened(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(png)).convert("RGBA"))


def test_before_any_word_every_region_waits_for_one_and_the_map_is_empty(film):
    state = session.label_state(film.folder, "C001")
    assert state["size"] == list(SIZE) and state["as_it_was"]
    inside = {(60 < place["x"] < 140 and 40 < place["y"] < 120) for place in state["unnamed"]}
    assert len(state["unnamed"]) == 3 and inside == {True, False}
    assert not opened(state["map"])[:, :, 3].any()


def test_a_word_shows_and_what_has_none_shows_as_a_guess(film):
    say(film, ("sky", 20, 20), ("land", 20, 160))
    state = session.label_state(film.folder, "C001")
    shown = opened(state["map"])
    assert tuple(shown[20, 300]) == (*SKY, 255) and tuple(shown[160, 300]) == (*LAND, 255)
    assert shown[80, 100, 3] == session.GUESSED_ALPHA
    assert len(state["unnamed"]) == 1


def test_undo_takes_the_word_off_the_map(film):
    say(film, ("sky", 20, 20), ("land", 20, 160))
    say(film, ("house", 100, 80))
    assert tuple(opened(session.label_state(film.folder, "C001")["map"])[80, 100]) == (*HOUSE, 255)
    add_step(film.cut("C001"), "undo", KEN)
    assert opened(session.label_state(film.folder, "C001")["map"])[80, 100, 3] == session.GUESSED_ALPHA


def test_a_drawn_line_parts_a_region_at_once(film):
    say(film, ("sky", 20, 20), ("land", 20, 160), ("house", 100, 80))
    session.label_state(film.folder, "C001")
    add_step(film.cut("C001"), "line", KEN, points=[(220, 0), (220, 120)])
    say(film, ("house", 280, 60))
    shown = opened(session.label_state(film.folder, "C001")["map"])
    assert tuple(shown[60, 200]) == (*SKY, 255) and tuple(shown[60, 240]) == (*HOUSE, 255)


def test_the_rough_follows_the_map_and_is_pale_where_nobody_said(film, tmp_path):
    with pytest.raises(InputError, match="name a first region"):
        rough_png(film.folder, "C001", 0, tmp_path / "cache")
    say(film, ("sky", 20, 20), ("land", 20, 160))
    rough = opened(rough_png(film.folder, "C001", 0, tmp_path / "cache"))
    across, down = rough.shape[1] / SIZE[0], rough.shape[0] / SIZE[1]

    def at(x: int, y: int) -> np.ndarray:
        return rough[int(y * down), int(x * across)].astype(int)

    assert np.abs(at(20, 20)[:3] - SKY).max() < 40 and np.abs(at(300, 160)[:3] - LAND).max() < 40
    assert at(20, 20)[3] == 255 and at(100, 80)[3] == session.GUESSED_ALPHA
    assert list((tmp_path / "cache").iterdir()), "the board's index is kept for the next rough"


def test_no_map_is_written_while_a_region_has_no_word(film):
    say(film, ("sky", 20, 20), ("land", 20, 160))
    with pytest.raises(InputError, match="1 regions have no word yet"):
        session.use_map(film.folder, "C001", KEN)
    assert Film.open(film.folder).cut("C001").materials is None


def test_the_map_and_its_words_are_written(film):
    say(film, ("sky", 20, 20), ("land", 20, 160), ("house", 100, 80))
    session.use_map(film.folder, "C001", KEN)
    cut = Film.open(film.folder).cut("C001")
    written = np.asarray(Image.open(cut.materials).convert("RGB"))
    assert tuple(written[80, 100]) == HOUSE and tuple(written[5, 5]) == SKY and tuple(written[170, 5]) == LAND
    assert [word["material"] for word in cut.record.tables("words")] == ["sky", "land", "house"]
    assert cut.lines == cut.layout, "a drawing that lies in its frame is painted from as it is"
    say(film, ("land", 100, 80))
    session.use_map(film.folder, "C001", KEN)  # its own map may be written again


def test_a_map_that_somebody_made_is_replaced_only_when_that_is_said_and_is_kept(film):
    say(film, ("sky", 20, 20), ("land", 20, 160), ("house", 100, 80))
    theirs = film.folder / "cuts" / "C001" / "materials.png"
    Image.new("RGB", SIZE, SKY).save(theirs)
    before = theirs.read_bytes()
    with pytest.raises(InputError, match="made or changed by somebody"):
        session.use_map(film.folder, "C001", KEN)
    assert theirs.read_bytes() == before
    session.use_map(film.folder, "C001", KEN, replace=True)
    assert theirs.read_bytes() != before
    assert any(path.read_bytes() == before for path in (film.folder / "store").rglob("*") if path.is_file())


def test_a_turned_scan_is_brought_into_the_frame_and_painted_from_there(film, tmp_path):
    paper = np.full((260, 420), 245, np.uint8)
    cv2.rectangle(paper, (50, 40), (50 + 320, 40 + 180), 40, 2)
    cv2.line(paper, (50, 160), (370, 160), 40, 2)
    turn = cv2.getRotationMatrix2D((210, 130), 1.5, 1)
    scan = cv2.warpAffine(paper, turn, (420, 260), borderValue=245, flags=cv2.INTER_CUBIC)
    Image.fromarray(scan).save(tmp_path / "scan.png")
    add_cut(film.cuts_folder, "C002", 24, tmp_path / "scan.png", None, {"boards": ["noon"]})
    film = Film.open(film.folder)
    add_step(film.cut("C002"), "name", KEN, points=[(20, 20), (20, 170)], materials=["sky", "land"])
    session.use_map(film.folder, "C002", KEN)
    cut = Film.open(film.folder).cut("C002")
    assert cut.lines != cut.layout
    drawn, written = np.asarray(Image.open(cut.lines)), np.asarray(Image.open(cut.materials).convert("RGB"))
    assert drawn.shape == written.shape[:2] == SIZE[::-1]
    above = (written == SKY).all(2).sum(0)
    assert np.ptp(above[10:-10]) <= 3, "the horizon is level again"


def test_lines_of_an_earlier_scan_are_kept_and_painted_from_no_more(film, tmp_path):
    say(film, ("sky", 20, 20), ("land", 20, 160), ("house", 100, 80))
    session.use_map(film.folder, "C001", KEN)
    cut = Film.open(film.folder).cut("C001")
    lines = cut.folder / "lines.png"
    Image.new("L", SIZE, 200).save(lines)
    before = lines.read_bytes()
    assert session.label_state(film.folder, "C001")["there"] == "other"
    with pytest.raises(InputError, match=r"lines\.png was made or changed by somebody"):
        session.use_map(film.folder, "C001", KEN)
    assert lines.read_bytes() == before
    session.use_map(film.folder, "C001", KEN, replace=True)
    cut = Film.open(film.folder).cut("C001")
    assert cut.lines == cut.layout
    assert any(path.read_bytes() == before for path in (film.folder / "store").rglob("*") if path.is_file())
    assert session.label_state(film.folder, "C001")["there"] == "own"


@pytest.fixture
def taught(film, tmp_path):
    """The film with nine cuts more that are labelled, each with two houses, or fires, on the horizon."""

    def teach(colour) -> Film:
        flats = np.full((180, 320, 3), SKY, np.uint8)
        flats[120:] = LAND
        flats[40:120, 60:140] = colour
        flats[40:120, 220:300] = colour
        Image.fromarray(flats).save(tmp_path / "labelled.png")
        files = tmp_path / "layout.png", tmp_path / "labelled.png"
        for number in range(2, 11):
            add_cut(film.cuts_folder, f"C{number:03}", 24, *files, {"boards": ["noon"]})
        return Film.open(film.folder)

    return teach


def test_guesses_are_learned_from_the_other_cuts_and_kept(taught, tmp_path):
    film, cache = taught(HOUSE), tmp_path / "cache"
    say(film, ("sky", 20, 20), ("land", 20, 160))
    assert not session.take_learned(film.folder, "C001", cache)
    state = session.label_state(film.folder, "C001")
    assert "nothing to learn from" in state["basis"] and not any(place["learned"] for place in state["unnamed"])
    learn(film.folder, "C001", cache)
    assert session.take_learned(film.folder, "C001", cache)
    state = session.label_state(film.folder, "C001")
    assert "24 named regions of 3 materials" in state["basis"]
    assert [(place["guess"], place["learned"]) for place in state["unnamed"]] == [("house", True)]
    changed = np.asarray(Image.open(film.cut("C002").materials)).copy()
    changed[130:160, 10:60] = HOUSE
    Image.fromarray(changed).save(film.cut("C002").materials)
    assert not session.take_learned(film.folder, "C001", cache), "a cut it learned from is another one now"


def test_nothing_is_guessed_that_no_board_of_the_cut_has(taught, tmp_path):
    fire = (250, 120, 20)
    film, cache = taught(fire), tmp_path / "cache"
    with film.palette.open("a") as palette:
        palette.write("250 120 20 fire\n")
    say(film, ("sky", 20, 20), ("land", 20, 160))
    learn(film.folder, "C001", cache)
    assert session.take_learned(film.folder, "C001", cache)
    guesses = {place["guess"] for place in session.label_state(film.folder, "C001")["unnamed"]}
    assert guesses and guesses <= {"sky", "land", "house"}
    assert rough_png(film.folder, "C001", 0, cache), "a guess never stands in the way of the rough"


def test_boards_made_ready_are_not_indexed_again(film, tmp_path, monkeypatch):
    cache = tmp_path / "cache"
    open_boards.index_boards(film.folder, "C001", cache)
    kept = list(cache.iterdir())
    assert len(kept) == 1
    open_boards._open.clear()  # as in another process
    monkeypatch.setattr("underpaint.paint.engine.index_board", None)
    say(film, ("sky", 20, 20), ("land", 20, 160))
    assert rough_png(film.folder, "C001", 0, cache)
    assert list(cache.iterdir()) == kept


def test_a_cut_that_names_no_boards_is_made_ready_without_a_word(film, tmp_path):
    add_cut(film.cuts_folder, "C002", 24, tmp_path / "layout.png", None, {})
    open_boards.index_boards(film.folder, "C002", tmp_path / "cache")
    with pytest.raises(InputError, match="names no boards yet"):
        open_boards.open_boards(Film.open(film.folder), Film.open(film.folder).cut("C002"))


def test_who_names_a_place_again_takes_its_word_back(film):
    say(film, ("sky", 20, 20), ("land", 20, 160), ("house", 100, 80))
    say(film, ("sky", 110, 60))
    state = session.label_state(film.folder, "C001")
    shown = opened(state["map"])
    assert tuple(shown[80, 100]) == tuple(shown[60, 110]) == (*SKY, 255)
    assert [word["material"] for word in state["words"]].count("house") == 0
    add_step(film.cut("C001"), "undo", KEN)
    assert tuple(opened(session.label_state(film.folder, "C001")["map"])[60, 110]) == (*HOUSE, 255)


def test_places_say_what_one_click_names_and_merged_ones_are_one(film):
    def numbers() -> np.ndarray:
        red, green, blue = np.moveaxis(opened(session.places_png(film.folder, "C001")).astype(int), 2, 0)[:3]
        return red + 256 * green + 65536 * blue

    before, name = numbers(), session.label_state(film.folder, "C001")["places"]
    assert len({before[20, 20], before[160, 20], before[80, 100]}) == 3 and before.min() > 0
    assert before[20, 20] == before[20, 300]
    add_step(film.cut("C001"), "merge", KEN, points=[(20, 20), (100, 80)])
    after = numbers()
    assert after[20, 20] == after[80, 100] != after[160, 20]
    assert session.label_state(film.folder, "C001")["places"] != name


def test_it_says_whose_map_the_cut_has(film):
    state = session.label_state(film.folder, "C001")
    assert (state["there"], state["used"]) == ("", False)
    say(film, ("sky", 20, 20), ("land", 20, 160), ("house", 100, 80))
    session.use_map(film.folder, "C001", KEN)
    state = session.label_state(film.folder, "C001")
    assert (state["there"], state["used"]) == ("own", True)
    say(film, ("land", 100, 80))
    assert not session.label_state(film.folder, "C001")["used"]
    Image.new("RGB", SIZE, SKY).save(film.folder / "cuts" / "C001" / "materials.png")
    assert session.label_state(film.folder, "C001")["there"] == "other"
