"""The demo: a few cuts of a film, from several places, painted as a film of their own."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from underpaint.farm.contact_sheet import contact_sheet
from underpaint.film.film import Film
from underpaint.film.verify import verify
from underpaint.formats.layered import read_stack
from underpaint.formats.pictures import read_picture

# Number to the boards' names; the boards' places are below.
CUTS = {"C001": "noon", "C002": "noon", "C003": "dusk", "C004": "hut", "C005": "noon", "C006": "noon"}
PLACES = {"noon": "lake", "dusk": "lake", "hut": "meadow"}


@pytest.fixture
def film(desk, underpaint) -> Path:
    """Six cuts of two places, of which the sixth shares a background."""
    folder = desk.path("source")
    assert underpaint(["new", str(folder), "--title", "Lake", "--gpl", str(desk.path("materials.gpl"))]).code == 0
    board = [str(desk.path("board.png")), "--map", str(desk.path("board-map.png")), "--painter", "Sato"]
    for name, place in PLACES.items():
        assert underpaint(["board", "add", str(folder), *board, "--name", name, "--place", place]).code == 0
    cut = ["--layout", str(desk.path("lines.png")), "--map", str(desk.path("layout-map.png")), "--length", "2+00"]
    for number, name in CUTS.items():
        assert underpaint(["cut", "add", str(folder), number, *cut, "--board", name]).code == 0
    assert underpaint(["cut", "add", str(folder), "C006", "--background", "C001"]).code == 0
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def shown(film, desk, underpaint, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(desk.path("home-cache")))
    before = files_of(film)
    outcome = underpaint(["demo", "--film", str(film), "-o", str(desk.path("demo"))])
    assert outcome.code == 0, outcome.err
    assert files_of(film) == before, "the film that the cuts are from stays as it is"
    return outcome.out


def test_it_shows_a_few_cuts_of_every_place_as_a_film(film, desk, shown):
    out = desk.path("demo")
    made = Film.open(out / "film")
    assert list(made.cuts) == ["C001", "C002", "C003", "C004"] and verify(made).wrong == []
    assert {made.board(name).place for cut in made.cuts.values() for name in cut.boards} == {"lake", "meadow"}
    for number in made.cuts:
        for name in (f"{number}_T01_strip.png", f"{number}_T01.psd"):
            assert str(out / name) in shown
        picture = read_picture(made.cut(number).takes[0].picture).array
        assert np.array_equal(read_stack(out / f"{number}_T01.psd").merged[..., :3], picture)
    for name in ("contact-sheet.png", "credits.txt", "credits.png", "film"):
        assert str(out / name) in shown
    assert "Not approved yet" in (out / "credits.txt").read_text()


def test_a_second_run_goes_on_and_leaves_what_a_person_changed(film, desk, shown, underpaint):
    psd = desk.path("demo") / "C001_T01.psd"
    psd.write_bytes(psd.read_bytes() + b"hers")
    before = files_of(desk.path("demo"))
    outcome = underpaint(["demo", "--film", str(film), "-o", str(desk.path("demo"))])
    assert outcome.code == 0 and "gone on with" in outcome.out and f"{psd}: was changed by somebody" in outcome.err
    assert files_of(desk.path("demo")) == before


def test_half_a_copy_is_made_whole(film, desk, shown, underpaint):
    for name in ("film.toml", "journal.jsonl"):
        (desk.path("demo") / "film" / name).unlink()
    shutil.rmtree(desk.path("demo") / "film/cuts/C003")
    assert underpaint(["demo", "--film", str(film), "-o", str(desk.path("demo"))]).code == 0
    assert list(Film.open(desk.path("demo") / "film").cuts) == ["C001", "C002", "C003", "C004"]


def test_a_film_with_nothing_to_paint_costs_one_line(desk, underpaint):
    underpaint(["new", str(desk.path("bare"))])
    outcome = underpaint(["demo", "--film", str(desk.path("bare")), "-o", str(desk.path("demo"))])
    assert outcome.code == 2 and "nothing to paint" in outcome.err and len(outcome.err.splitlines()) == 1
    assert not desk.path("demo").exists()


def test_a_sheet_shows_each_picture_in_its_place():
    red, blue = np.full((50, 100, 3), (200, 0, 0), np.uint8), np.full((50, 100, 4), (0, 0, 51400, 65535), np.uint16)
    sheet = contact_sheet([("title", [("a", red), ("b", blue)])], width=100)
    rows, columns = sheet.shape[:2]
    assert tuple(sheet[rows - 30, columns // 4]) == (200, 0, 0)
    assert tuple(sheet[rows - 30, 3 * columns // 4]) == (0, 0, 200)
