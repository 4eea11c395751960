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
    page, known = write_credits(film, warn=notes.append, **outputs)
    assert known
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
    assert "C001" in write_credits(film, ["1"], warn=pytest.fail)[0]
    with pytest.raises(InputError, match="C004 has no painting"):
        write_credits(film, ["C004"], warn=pytest.fail)


def foreign_picture(film: Film, making) -> None:
    """C002's newest take is a picture that came from elsewhere."""
    told = {"made_by": "hand-in", "by": "Sato", "request": {}, "boards": {}, "shares": {}, "hand_share": 1}
    making.take(film, "C002", {"picture": making.flat(1, 2, 3)}, **told)


def altered_picture(film: Film, making) -> None:
    picture = film.cut("C002").takes[-1].picture
    picture.chmod(0o644)
    picture.write_bytes(making.flat(1, 2, 3))


def missing_record(film: Film, making) -> None:
    (film.cut("C002").takes_folder / "T01/take.json").unlink()


@pytest.mark.parametrize("harm", [foreign_picture, altered_picture, missing_record], ids=lambda harm: harm.__name__)
def test_a_cut_of_unknown_origin_is_named_and_the_others_go_on(film, tmp_path, underpaint, making, harm):
    harm(Film.open(film.folder), making)
    outputs = {"--csv": tmp_path / "c.csv", "--json": tmp_path / "c.json", "--card": tmp_path / "card.png"}
    outcome = underpaint(["credits", str(film.folder), *(str(word) for pair in outputs.items() for word in pair)])
    assert outcome.code == 1 and "C002" in outcome.err and "unknown origin" in outcome.err
    assert "Of unknown origin, credited to nobody\n  C002\n" in outcome.out and "Sato, by hand" in outcome.out
    told = json.loads(outputs["--json"].read_text(encoding="utf-8"))
    assert told["unknown_origin"] == ["C002"] and [cut["cut"] for cut in told["cuts"]] == ["C001", "C003"]
    assert told["by_screen_time"]["painters"] == {"Ito": "43/60", "Yamada": "1/4"}
    rows = list(csv.DictReader(outputs["--csv"].read_text(encoding="utf-8-sig").splitlines()))
    assert [row["cut"] for row in rows if row["role"] == "unknown origin"] == ["C002"]
    outcome = underpaint(["credits", str(film.folder), "C002"])
    assert outcome.code == 2 and len(outcome.err.splitlines()) == 1
    assert underpaint(["credits", str(film.folder), "C001"]).code == 0


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
