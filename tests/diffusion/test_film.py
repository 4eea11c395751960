"""A film painted by a real, tiny model: its takes, and its papers to the end."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image

from underpaint.film.film import Film
from underpaint.formats.pictures import read_picture


@pytest.fixture
def say(desk, underpaint, monkeypatch):
    monkeypatch.chdir(desk.folder)
    for variable in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(variable, str(desk.folder / "home"))
    for user in ("paint_film", "by_model"):
        monkeypatch.setattr(f"underpaint.farm.{user}.cores", lambda: 1)

    def call(*words: str) -> str:
        outcome = underpaint(list(words))
        assert outcome.code == 0, outcome.err
        return outcome.out

    rights = ("--painter", "Ken Sato", "--owner", "the studio", "--consent", "for this film")
    call("new", "film", "--gpl", "materials.gpl", "--person", "Aiko Mori", "art director")
    call("board", "add", "film", "board.png", "--map", "board-map.png", "--name", "noon", *rights)
    call("cut", "add", "film", "C001", "--layout", "lines.png", "--map", "layout-map.png", "--board", "noon", "--length", "2+00",
         "--place", "lake")  # fmt: skip
    return call


def test_a_model_with_a_card_paints_a_cut_to_its_delivery(say, models, refused_by, desk):
    way = ("--engine", "diffusion", "--model", str(models.sd), "--lora", f"{models.lora}:0.5", "--steps", "2")
    say("paint", "film", "C001", *way)
    say("check", "film", "C001")
    assert "has no card in the film" in refused_by("approve", "film", "C001", "--by", "Aiko Mori")
    papers = ("--maker", "Test Lab", "--licence", "CC0", "--trained-on", "nothing", "--version", "1.0")
    say("model", "add", "film", str(models.sd), "--name", "Tiny SD", *papers)
    say("model", "add", "film", str(models.lora), "--name", "Tiny style", *papers)
    say("approve", "film", "C001", "--by", "Aiko Mori")
    take = Film.open("film").cut("C001").takes[0]
    assert take.request["way"]["words"] == "lake" and take.fields["device"]["name"] and take.adherence is not None
    assert [used.part for used in take.models] == ["model", "lora"] and take.models[1].weight == 0.5
    assert read_picture(take.files["pass2"][0]).array.shape == (96, 128, 3)
    say("credits", "film", "--json", "credits.json")
    told = json.loads((desk.folder / "credits.json").read_text(encoding="utf-8"))
    assert told["by_screen_time"]["models"] == {"Tiny SD 1.0": "1"}
    assert told["cuts"][0]["helped_by_models"] == ["Tiny style 1.0"]

    mask = np.zeros((96, 128), np.uint8)
    mask[20:60, 30:80] = 255
    Image.fromarray(mask).save("mask.png")
    say("repaint", "film", "C001", "--mask", "mask.png", "--seed", "4")
    again = Film.open("film").cut("C001").takes[-1]
    changed = (read_picture(again.picture).array != read_picture(take.picture).array).any(axis=2)
    assert changed[30:50, 40:70].mean() > 0.5 and not changed[mask == 0].any()
    assert [used.label for used in again.models] == ["Tiny SD 1.0", "Tiny style 1.0"]


def test_the_desk_makes_roughs_by_the_cards_of_a_model_its_lines_and_a_style(say, models):
    from underpaint.desk.batch import _roughs_by_model

    papers = ("--maker", "Test Lab", "--licence", "CC0", "--trained-on", "nothing", "--version", "1.0")
    cards = {"model": "Tiny SD", "controlnet": "Tiny lines", "lora": "Tiny style"}
    for part, folder in (("model", models.sd), ("controlnet", models.controlnet), ("lora", models.lora)):
        say("model", "add", "film", str(folder), "--name", cards[part], *papers)
    heard = []
    options = {"variants": 2, "first_seed": 4}
    assert _roughs_by_model(lambda kind, told: heard.append((kind, told)), "film", "C001", cards, options) == []
    takes = Film.open("film").cut("C001").takes
    assert [(take.stage, take.seed) for take in takes] == [("rough", 4), ("rough", 5)]
    assert [used.name for used in takes[0].models] == ["Tiny SD", "Tiny lines", "Tiny style"]
    assert any(kind == "meanwhile" and "this takes about" in told for kind, told in heard)


@pytest.fixture
def refused_by(underpaint):
    def call(*words: str) -> str:
        outcome = underpaint(list(words))
        assert outcome.code == 2, outcome.out
        return outcome.err

    return call
