"""What is told of a material, on one cut or on all: kept in the records, and only the cuts that it is about are painted again."""

from __future__ import annotations

import json
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from underpaint.film.film import Film
from underpaint.film.tuning import cut_tuning, materials_in
from underpaint.paint import Tuning


def told(film, number: str) -> dict[str, dict[str, float]]:
    opened = Film.open(film)
    return {name: own.told() for name, own in cut_tuning(opened, opened.cut(number)).items()}


def test_a_cut_says_it_before_the_film_does(made, say):
    assert say("cut", "tune", "film", "all", "sky", "--evenness", "2", "--smooth", "1") == "all cuts  sky: evenness 2, smooth 1\n"
    say("cut", "tune", "film", "C001", "sky", "--evenness", "0.5", "--lines", "3")
    assert told(made, "C001") == {"sky": {"lines": 3, "evenness": 0.5, "smooth": 1}}
    assert told(made, "C002") == {"sky": {"evenness": 2, "smooth": 1}}
    say("cut", "tune", "film", "C001", "sky", "--evenness", "1")  # the cut is as usual, whatever the film says
    assert told(made, "C001") == {"sky": {"lines": 3, "smooth": 1}}
    assert say("cut", "tune", "film", "C001", "sky", "--as-found") == "C001  sky: as found\n"
    assert told(made, "C001") == told(made, "C002")


def test_the_record_keeps_what_else_is_written_in_it(made, say):
    path = made / "cuts" / "C001" / "cut.toml"
    path.write_text(path.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    say("cut", "tune", "film", "C001", "sky", "--smooth", "0")
    say("cut", "tune", "film", "C001", "land", "--lines", "2")
    text = path.read_text(encoding="utf-8")
    assert "# mine" in text and "[tuning.sky]\nsmooth = 0.0\n" in text and "[tuning.land]\nlines = 2.0\n" in text


def test_only_cuts_that_it_is_about_are_painted_again(made, say, fast_painter):
    say("paint", "film")
    assert "tuning" not in {name for name, value in request(made, "C001", "T01").items() if value is not None}
    say("cut", "tune", "film", "C001", "sky", "--evenness", "2")
    assert "1 cut painted" in say("paint", "film")
    assert request(made, "C001", "T02")["tuning"] == {"sky": {"evenness": 2}}
    assert fast_painter[-1].tuning == {"sky": Tuning(evenness=2)}
    say("cut", "tune", "film", "C001", "sky", "--as-found")
    assert "1 cut painted" in say("paint", "film")
    assert "0 cuts painted" in say("paint", "film")


def test_takes_of_what_the_cut_has_now_are_known(made, say, fast_painter):
    from underpaint.farm.take_request import made_from_now

    now = lambda: sorted(made_from_now(Film.open(made), Film.open(made).cut("C001")))
    say("paint", "film", "C001", "--pass", "rough", "--variants", "2")
    say("paint", "film", "C001")
    assert now() == ["T01", "T02", "T03"]
    say("pick", "film", "C001", "T02")  # another rough than the painting is from
    assert now() == ["T01", "T02"]
    say("cut", "tune", "film", "C001", "sky", "--evenness", "2")
    assert now() == []
    say("cut", "tune", "film", "C001", "sky", "--as-found")
    assert now() == ["T01", "T02"]
    (made / "cuts" / "C001" / "cut.toml").write_text('kind = "cut"\nboards = ["gone"]\n', encoding="utf-8")
    assert now() == []


def test_a_material_that_a_cut_has_not_changes_nothing_there(made, say, fast_painter):
    palette = made / "materials.gpl"
    palette.write_text(palette.read_text(encoding="utf-8") + "1 2 3 snow\n", encoding="utf-8")
    say("paint", "film")
    say("cut", "tune", "film", "all", "snow", "--evenness", "2")
    assert told(made, "C001") == {} and materials_in(Film.open(made), Film.open(made).cut("C001")) == ["sky", "land"]
    assert "0 cuts painted" in say("paint", "film")


def test_roughs_and_places_painted_anew_follow_it_too(made, say):
    say("cut", "tune", "film", "C001", "land", "--lines", "0.5")
    say("paint", "film", "C001", "--pass", "rough", "--variants", "2")
    assert request(made, "C001", "T02")["tuning"] == {"land": {"lines": 0.5}}
    say("pick", "film", "C001", "T02")
    say("paint", "film", "C001")
    mask = Image.new("L", (64, 48))
    mask.paste(255, (10, 4, 40, 20))
    mask.save(made.parent / "mask.png")
    say("cut", "tune", "film", "C001", "sky", "--evenness", "3")
    say("repaint", "film", "C001", "--mask", "mask.png")
    place = request(made, "C001", "T04")["repaint"]
    assert place["tuning"] == {"sky": {"evenness": 3}, "land": {"lines": 0.5}}


def test_a_rough_to_look_at_is_the_one_that_would_be_recorded(made, say, tmp_path):
    from underpaint.farm.rough import rough_png

    shown = {told: rough_png(made, "C001", 1, {"sky": {"evenness": told}}, tmp_path / "cache") for told in (1, 4)}
    assert shown[1] != shown[4]
    assert not list((made / "cuts" / "C001").glob("takes/T*"))
    say("cut", "tune", "film", "C001", "sky", "--evenness", "4")
    say("paint", "film", "C001", "--pass", "rough", "--variants", "2")
    picture = np.asarray(Image.open(Film.open(made).cut("C001").take("T02").picture))
    for png in (shown[4], rough_png(made, "C001", 1, {}, tmp_path / "cache")):
        assert np.array_equal(np.asarray(Image.open(BytesIO(png))), picture)


def test_a_rough_to_look_at_follows_the_files(made, tmp_path):
    from underpaint.errors import InputError
    from underpaint.farm.rough import rough_png

    before = rough_png(made, "C001", 1, {}, tmp_path / "cache")
    path = made / "cuts" / "C001" / "materials.png"
    flipped = np.asarray(Image.open(path))[::-1]
    Image.fromarray(flipped).save(path)
    assert rough_png(made, "C001", 1, {}, tmp_path / "cache") != before
    with pytest.raises(InputError, match="no setting 'gloss'"):
        rough_png(made, "C001", 1, {"sky": {"gloss": 1}}, tmp_path / "cache")
    path.unlink()
    with pytest.raises(InputError, match="C001 has no material map yet"):
        rough_png(made, "C001", 1, {}, tmp_path / "cache")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("C001", "lava", "--lines", "2"), "no material 'lava'; its palette has sky, land"),
        (("C009", "sky", "--lines", "2"), "no cut C009"),
        (("C001", "sky", "--lines", "4"), "--lines"),
        (("C001", "sky"), "--as-found"),
        (("C001", "sky", "--lines", "2", "--as-found"), "--as-found"),
    ],
)
def test_what_cannot_be_is_refused(made, refused, words, why):
    assert why in refused("cut", "tune", "film", *words)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("tuning = 3", "tuning is '3'; it must be a table"),
        ("[tuning]\nsky = 3", "tuning of sky is no table"),
        ("[tuning.sky]\ngloss = 3", "no setting 'gloss'"),
        ('[tuning.sky]\nlines = "bold"', "lines is bold"),
        ("[tuning.sky]\nevenness = nan", "evenness is nan"),
        ("[tuning.lava]\nlines = 2", "no material 'lava'"),
    ],
)
def test_a_record_that_says_something_else_is_named(made, refused, line, why):
    path = made / "cuts" / "C001" / "cut.toml"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    assert why in refused("paint", "film", "C001")


def request(film, number: str, take: str) -> dict:
    path = film / "cuts" / number / "takes" / take / "take.json"
    return json.loads(path.read_text(encoding="utf-8"))["request"]
