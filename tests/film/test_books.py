"""BOOKs: painted like the BG, clear around, a group of their own, and every visible pixel somebody's."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from underpaint.film.film import Film
from underpaint.film.verify import verify
from underpaint.formats.layered import read_stack
from underpaint.formats.pictures import read_picture
from underpaint.formats.psd import psd_bytes
from underpaint.formats.source_map import read_source_map

SKY, LAND = (150, 200, 225), (210, 215, 150)
PLACES = {"BOOK1": np.s_[30:48, 0:40], "BOOK2": np.s_[20:48, 30:64]}
SEEN = {"BOOK2": 28 * 34, "BOOK1": 18 * 30, "BG": 48 * 64 - 28 * 34 - 18 * 30}


def book_map(path, place, colour=LAND, alpha=255) -> str:
    picture = np.zeros((48, 64, 4), np.uint8)
    picture[place] = (*colour, alpha)
    Image.fromarray(picture).save(path)
    return str(path)


@pytest.fixture
def with_books(made, say):
    """C001 with two BOOKs, the second from a board of another painter."""
    rights = ["--painter", "Yui Abe", "--owner", "the studio", "--consent", "yes"]
    say("board", "add", "film", "dusk.png", "--map", "dusk-map.png", *rights)
    say("cut", "add", "film", "C001", "--length", "2+00")
    book_map("one.png", PLACES["BOOK1"])
    book_map("two.png", PLACES["BOOK2"])
    say("cut", "add", "film", "C001", "--book", "BOOK2", "--map", "two.png", "--board", "dusk")
    say("cut", "add", "film", "C001", "--book", "book1", "--map", "one.png", "--layout", "C001/layout.png")
    return made


def test_books_are_painted_clear_around_and_only_again_when_theirs_has_changed(with_books, say):
    say("paint", "film", "C001")
    (take,) = Film.open(with_books).cut("C001").takes
    assert take.books == ["BOOK1", "BOOK2"] and set(take.boards) == {"noon", "dusk"}
    assert take.shares["dusk"] == pytest.approx(28 * 34 / (48 * 64 + 28 * 34 + 18 * 40))
    expected = read_picture(take.files["pass2"][0]).array.copy()
    for name, place in PLACES.items():
        picture = read_picture(take.files[name][0]).array
        where = np.zeros((48, 64), bool)
        where[place] = True
        assert np.array_equal(picture[..., 3], where * np.uint8(255)) and not picture[~where].any()
        expected[place] = picture[place][..., :3]
    assert np.array_equal(read_picture(take.picture).array, expected)
    sources = read_source_map(take.files["BOOK2_source_map"][0])
    board = read_picture(Film.open(with_books).board("dusk").painting).array
    place = PLACES["BOOK2"]
    again = board[sources.y[place], sources.x[place]]
    assert np.abs(again.astype(int) - expected[place].astype(int)).mean() < 30, "its paint is the board's"
    assert sorted(path.name for path in take.picture.parent.glob("*.png")) == [
        "BOOK1.png", "BOOK2.png", "pass1.png", "pass2.png", "picture.png"]  # fmt: skip
    assert "1 unchanged" in say("paint", "film", "C001")
    assert verify(Film.open(with_books)).wrong == []
    book_map(with_books / "cuts/C001/BOOK1_materials.png", np.s_[31:48, 0:40])
    say("paint", "film", "C001")
    assert len(Film.open(with_books).cut("C001").takes) == 2


def test_credits_count_what_is_seen_and_delivery_has_a_group_each(with_books, say):
    say("paint", "film", "C001")
    say("credits", "film", "C001", "--json", "c.json")
    (cut,) = json.loads(Path("c.json").read_text(encoding="utf-8"))["cuts"]
    assert cut["pixels_of_boards"] == {"noon": SEEN["BG"] + SEEN["BOOK1"], "dusk": SEEN["BOOK2"]}
    assert cut["pixels"] == 48 * 64
    say("check", "film", "C001")
    say("approve", "film", "C001", "--by", "Aiko Mori")
    say("deliver", "film", "C001")
    stack = read_stack(with_books / "delivery/C001_T01.psd")
    assert [layer.name for layer in stack.layers] == ["layout", "regions", "BOOK2", "BOOK1", "BG"]
    take = Film.open(with_books).cut("C001").takes[-1]
    assert np.array_equal(stack.merged[..., :3], read_picture(take.picture).array)
    assert np.array_equal(stack.layers[-1].layers[-1].pixels[..., :3], read_picture(take.files["pass2"][0]).array)
    assert "C001" in say("consent", "withdraw", "film", "dusk")


def test_a_touch_up_lies_below_the_books_and_counts_where_it_is_seen(with_books, say):
    say("paint", "film", "C001")
    path = say("work", "film", "C001").strip()
    stack = read_stack(path)
    hand = np.zeros((48, 64, 4), np.uint8)
    hand[10:40, 0:10] = (200, 20, 20, 255)  # of its 300 px, 10 rows of 10 lie below BOOK1
    merged = stack.merged.copy()
    merged[10:40, 0:10, :3] = (200, 20, 20)
    layers = (replace(stack.layers[0], pixels=hand), *stack.layers[1:])
    Path(path).write_bytes(psd_bytes(replace(stack, layers=layers, merged=merged)))
    say("hand-in", "film", "C001", path, "--by", "Ken Sato")
    take = Film.open(with_books).cut("C001").takes[-1]
    seen = read_picture(take.picture).array
    assert (seen[10:30, 0:10] == (200, 20, 20)).all() and not (seen[30:40, 0:10] == (200, 20, 20)).all(2).any()
    say("credits", "film", "C001", "--json", "c.json")
    (cut,) = json.loads(Path("c.json").read_text(encoding="utf-8"))["cuts"]
    assert cut["pixels_by_hand"] == {"Ken Sato": 200} and cut["pixels"] == 48 * 64


def test_a_folder_of_a_cut_brings_its_books_along(with_books, say):
    say("new", "second", "--gpl", "materials.gpl")
    say("board", "add", "second", str(with_books / "boards"))
    shutil.copytree(with_books / "cuts/C001", "again")
    say("cut", "add", "second", "again")
    cut = Film.open("second").cut("C001")
    assert [(book.name, book.boards) for book in cut.books] == [("BOOK1", ()), ("BOOK2", ("dusk",))]
    say("paint", "second")
    assert Film.open("second").cut("C001").takes[0].books == ["BOOK1", "BOOK2"]


@pytest.mark.parametrize(
    "colour, place, alpha, name, says",
    [
        ((9, 9, 9), np.s_[:9, :9], 255, "BOOK1", "#090909, which the film's palette gives to no material"),
        ((1, 2, 3), np.s_[:9, :9], 255, "BOOK1", "no board has the material rock"),
        (LAND, np.s_[:, :], 255, "BOOK1", "no transparent place"),
        (LAND, np.s_[:0, :0], 255, "BOOK1", "nothing in it"),
        (LAND, np.s_[:9, :9], 90, "BOOK1", "nothing in it"),
        (LAND, np.s_[:9, :9], 255, "BG", "is no BOOK; number them BOOK1"),
    ],
)
def test_a_book_that_cannot_be_painted_is_refused_when_it_is_added(made, refused, colour, place, alpha, name, says):
    with open(made / "materials.gpl", "a", encoding="utf-8") as palette:
        palette.write("1 2 3 rock\n")
    before = (made / "cuts/C001/cut.toml").read_bytes()
    path = book_map("book.png", place, colour, alpha)
    assert says in refused("cut", "add", "film", "C001", "--book", name, "--map", path)
    assert (made / "cuts/C001/cut.toml").read_bytes() == before
    assert not list((made / "cuts/C001").glob("BOOK*"))


def test_a_book_needs_its_cut_its_map_and_its_own_number(with_books, refused, say):
    assert "give its material map too" in refused("cut", "add", "film", "C001", "--book", "BOOK3")
    assert "has a BOOK1 already" in refused("cut", "add", "film", "C001", "--book", "BOOK1", "--map", "two.png")
    assert "20 x 20 px, the cut 64 x 48" in refused("cut", "add", "film", "C001", "--book", "BOOK3", "--map", book_small())
    assert "no cut C009" in refused("cut", "add", "film", "C009", "--book", "BOOK1", "--map", "two.png")
    assert "--book goes with" in refused("cut", "add", "film", "C001", "--book", "BOOK3", "--length", "1+00")
    say("cut", "add", "film", "C003", "--background", "C001")
    assert "shows the background of C001" in refused("cut", "add", "film", "C003", "--book", "BOOK1", "--map", "two.png")


def test_a_map_that_was_replaced_by_one_of_another_size_is_refused(with_books, refused):
    shutil.copy(book_small(), with_books / "cuts/C001/BOOK1_materials.png")
    assert "BOOK1_materials.png: is 20 x 20 px, the cut 64 x 48" in refused("paint", "film", "C001")
    assert Film.open(with_books).cut("C001").takes == ()


def book_small() -> str:
    picture = np.zeros((20, 20, 4), np.uint8)
    picture[:9] = (*LAND, 255)
    Image.fromarray(picture).save("tiny.png")
    return "tiny.png"
