"""A film's papers from its folder: a small film whose every pixel is known."""

from __future__ import annotations

import csv
import json

import pytest
from PIL import Image

from underpaint.errors import InputError
from underpaint.farm.contact_sheet import GAP, PAPER
from underpaint.farm.film_papers import contact_sheet_of, cut_strip, write_credits
from underpaint.film.film import Film


def test_credits_are_exact_from_the_films_own_folder(film, tmp_path):
    notes: list[str] = []
    outputs = {"table": tmp_path / "c.csv", "record": tmp_path / "c.json", "card": tmp_path / "card.png"}
    page = write_credits(film, warn=notes.append, **outputs)
    assert (
        notes[0] == "left out, having no painting yet: C004" and "the layout of C002;" in notes[1] and len(notes) == 2
    )
    told = json.loads(outputs["record"].read_text(encoding="utf-8"))
    cut = {"painters": {"Ito": "43/60", "Yamada": "1/4"}, "touched": {"Sato": "1/30"}}
    for number in (0, 2):
        assert {group: told["cuts"][number]["shares"][group] for group in cut} == cut
    assert told["cuts"][0]["pixels_of_boards"] == {"noon": 860, "dusk": 300}
    assert told["cuts"][0]["engine"] == {"name": "exemplar", "version": "7"}
    # 3 s and, shared, 4 s of C001 against 1 s of C002; by pixels the shared background counts once.
    assert told["by_screen_time"]["painters"] == {"Ito": "361/480", "Yamada": "7/32"}
    assert told["by_pixels"]["touched"] == {"Sato": "1/60"} and told["pixels"] == 2400
    assert [c["approved_by"] for c in told["cuts"]] == [["Kuro"], [], ["Kuro"]]
    assert "Ito  75.2 %" in page and "  layout Abe" in page
    rows = list(csv.DictReader(outputs["table"].read_text(encoding="utf-8-sig").splitlines()))
    assert [row["pixels"] for row in rows if row["role"] == "touch-up" and row["cut"] == "C001"] == ["40"]
    with Image.open(outputs["card"]) as card:
        assert card.size == (640, 360)


def test_a_cut_that_is_named_must_have_a_painting(film):
    assert "C001" in write_credits(film, ["1"], warn=pytest.fail)
    with pytest.raises(InputError, match="C004 has no painting"):
        write_credits(film, ["C004"], warn=pytest.fail)


def test_a_cut_without_a_length_says_so(film):
    path = film.cut("C002").record.path
    path.write_text(path.read_text(encoding="utf-8").replace('length = "1+00"', ""), encoding="utf-8")
    with pytest.raises(InputError, match=r"C002/cut.toml: has no length"):
        write_credits(Film.open(film.folder), warn=pytest.fail)


def test_the_strip_has_the_four_steps_in_order(film):
    strip, note = cut_strip(film, "C001")
    assert note is None
    panel = 360 * 4 // 3
    middle = [tuple(strip[150, GAP + panel // 2 + number * (panel + GAP)]) for number in range(4)]
    assert middle == [(255, 255, 255), (0, 200, 0), (0, 255, 0), (255, 0, 0)]
    with pytest.raises(InputError, match="C004 has no painting"):
        cut_strip(film, "C004")


def test_the_sheet_shows_every_cut(film):
    sheet, note = contact_sheet_of(film)
    assert note is None
    middle = [tuple(sheet[46 + 75, 12 + 100 + number * 212]) for number in range(3)]
    assert middle == [(255, 0, 0), (0, 0, 255), (255, 0, 0)]
    assert tuple(sheet[46 + 75, 12 + 3 * 212 + 100]) == PAPER, "the cut without a take is an empty frame"
