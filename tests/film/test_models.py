"""Trained models: without a card of its very files nothing that a model had a part in is Done, and every paper names it."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from underpaint.errors import InputError
from underpaint.film.film import Film
from underpaint.film.models import add_model
from underpaint.formats.source_map import MODEL, read_source_map

DIRECTOR, ARTIST = "Aiko Mori", "Ken Sato"
PAPERS = {"maker": "Test Lab", "licence": "CC0", "trained_on": "nothing, its weights are random"}


def done(say, cut: str) -> str:
    say("check", "film", cut)
    return say("approve", "film", cut, "--by", DIRECTOR)


def newest(made: Path, cut: str = "C001"):
    return Film.open(made).cut(cut).takes[-1]


def slates(made: Path) -> None:
    for cut in made.glob("cuts/*/cut.toml"):
        cut.write_text(cut.read_text(encoding="utf-8") + 'length = "2+00"\nplace = "hill"\n', encoding="utf-8")


# cards


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"maker": " "}, "needs its maker"),
        ({"licence": ""}, "needs its licence"),
        ({"trained_on": ""}, "where its maker says nothing, write that down"),
        ({"name": "AI"}, "no model's name"),
        ({"name": "a/b"}, "cannot be a model's name"),
        ({"name": "There"}, "there is a card of this name"),
        ({"name": "Another"}, "has a card already, There 1.0"),
    ],
)
def test_a_card_that_says_too_little_is_not_written(made, tiny, told, says):
    film = Film.open(made)
    add_model(film.models_folder, {}, tiny, name="There", version="1.0", **PAPERS)
    film = Film.open(made)
    with pytest.raises(InputError, match=says):
        add_model(film.models_folder, film.models, tiny, **{"name": "New", **PAPERS, **told})
    assert list(Film.open(made).models) == ["There"]


def test_a_card_holds_every_file_and_a_model_of_other_files_is_another(made, tiny, carded, say, refused):
    carded()
    card = Film.open(made).models["Tiny SD"]
    assert set(card.files) == {"model_index.json", "unet/config.json", "unet/diffusion_pytorch_model.safetensors"}
    assert "Test Lab" in say("model", "list", "film") and "Tiny SD 1.0" in say("model", "list", "film")
    say("verify", "film")
    (tiny / "unet" / "config.json").write_text('{"other": 1}')
    assert "another model" in refused("paint", "film", "--engine", "diffusion", "--model", "Tiny SD")
    carded("Tiny SD b")
    assert Film.open(made).models["Tiny SD b"].sha256 != card.sha256


def test_what_is_laid_over_a_model_has_a_card_of_its_own_kind(model_maker, made, tiny, carded, refused):
    model_maker.lora(tiny.parent / "style.safetensors")
    assert carded("Style", "style.safetensors", "--board", "noon").startswith("lora Style 1.0")
    assert Film.open(made).models["Style"].boards == ("noon",)
    assert "card of a lora, not of a model" in refused("paint", "film", "--engine", "diffusion", "--model", "Style")
    assert "neither a card of the film" in refused("paint", "film", "--engine", "diffusion", "--model", "nowhere")


# takes


def test_a_painting_of_the_boards_says_nothing_of_models(made, say, fast_painter):
    say("paint", "film", "C001")
    take = newest(made)
    names = ("engine", "engine_version", "stage", "seed", "boards", "layout_map", "layout_lines", "rough", "geometry", "tuning", "books")
    assert tuple(take.request) == names
    assert "model" not in take.fields and take.models == ()


def test_a_painting_by_a_model_is_done_only_with_its_card(made, by_model, carded, say, refused, underpaint):
    slates(made)
    by_model("C001")
    take = newest(made)
    assert take.model.sha256 == take.request["model"]["sha256"] and take.engine == "diffusion"
    assert "source_map" not in take.files and take.shares == {}
    say("check", "film", "C001")
    assert "has no card in the film" in refused("approve", "film", "C001", "--by", DIRECTOR)
    carded()
    say("approve", "film", "C001", "--by", DIRECTOR)

    page = say("credits", "film", "C001", "--json", "credits.json", "--csv", "credits.csv", "--card", "card.png")
    assert "Painted by a trained model\n  Tiny SD 1.0 by Test Lab  100.0 %" in page
    assert f"Boards shown to a model, painted by\n  {ARTIST}" in page
    told = json.loads(Path("credits.json").read_text(encoding="utf-8"))
    assert told["by_screen_time"]["models"] == {"Tiny SD 1.0": "1"} and told["by_screen_time"]["painters"] == {}
    table = Path("credits.csv").read_text(encoding="utf-8")
    assert "C001,model,Tiny SD 1.0 by Test Lab,,,3072,1,100.0," in table
    assert not any(word.strip(" .,") in ("AI", "KI") for word in (page + table).split())

    say("deliver", "film", "C001")
    checked = underpaint(["verify-picture", "film/delivery/C001_T01.png"]).out
    assert "painted by trained model Tiny SD 1.0 by Test Lab (100.0 %)" in checked
    assert "licence CC0, trained on nothing" in checked
    assert f"board    noon, {ARTIST}, shown to the model" in checked
    assert b"digitalsourcetype/trainedAlgorithmicMedia" in Path("film/delivery/C001_T01.png").read_bytes()

    record = made / "models" / "Tiny SD" / "model.toml"
    record.write_text(record.read_text(encoding="utf-8").replace('licence = "CC0"\n', ""), encoding="utf-8")
    assert "card of model Tiny SD 1.0 has no licence" in refused("deliver", "film", "C001")
    record.write_text(record.read_text(encoding="utf-8").replace('model.toml', "").replace('safetensors" = "', 'safetensors" = "0'), encoding="utf-8")
    assert "has no card in the film" in refused("deliver", "film", "C001")


def test_a_painting_of_the_boards_over_a_model_s_rough_needs_the_model_s_card_too(made, by_model, carded, say, refused, underpaint):
    slates(made)
    by_model("C001", "--pass", "rough", "--variants", "2")
    say("pick", "film", "C001", "T02")
    say("paint", "film", "C001")
    take = newest(made)
    assert take.engine == "exemplar" and take.model is None and take.rough_model.label.startswith("tiny ")
    assert "source_map" in take.files and sum(take.shares.values()) == 1
    say("check", "film", "C001")
    assert "has no card in the film" in refused("approve", "film", "C001", "--by", DIRECTOR)
    carded()
    say("approve", "film", "C001", "--by", DIRECTOR)
    assert "1 unchanged" in say("paint", "film", "C001")

    page = say("credits", "film", "C001")
    assert f"{ARTIST}  100.0 %" in page and "Helped by a trained model\n  Tiny SD 1.0 by Test Lab  1 cut" in page
    say("deliver", "film", "C001")
    checked = underpaint(["verify-picture", "film/delivery/C001_T03.png"]).out
    assert "helped by trained model Tiny SD 1.0" in checked and "pass 1 by trained model Tiny SD 1.0" in checked
    assert b"compositeWithTrainedAlgorithmicMedia" in Path("film/delivery/C001_T03.png").read_bytes()


def test_a_place_of_a_model_s_painting_is_mended_by_it_or_from_the_boards(model_maker, made, by_model, asked, carded, say, refused):
    slates(made)
    mask = np.zeros((48, 64), np.uint8)
    mask[10:20, 10:30] = 255
    Image.fromarray(mask).save("mask.png")
    by_model("C001", "--words", "calm")
    assert "nothing says where it lies" in refused("repaint", "film", "C001", "--mask", "mask.png")
    carded()
    say("repaint", "film", "C001", "--mask", "mask.png", "--seed", "9")
    before, after = (take for take in Film.open(made).cut("C001").takes)
    assert {way.words for _, way in asked} == {"calm, hill"}
    assert after.model.sha256 == before.model.sha256 and "source_map" not in after.files
    changed = np.asarray(Image.open(before.picture)) != np.asarray(Image.open(after.picture))
    assert changed.any(axis=2)[mask > 0].all() and not changed[mask == 0].any()

    say("repaint", "film", "C001", "--mask", "mask.png", "--engine", "exemplar")
    mixed = newest(made)
    board = read_source_map(mixed.files["source_map"][0]).board
    assert (board == MODEL)[mask == 0].all() and (board == 0)[mask > 0].all()
    assert mixed.shares == {"noon": 200 / 3072}
    say("credits", "film", "C001", "--json", "credits.json")
    shares = json.loads(Path("credits.json").read_text(encoding="utf-8"))["by_screen_time"]
    assert shares["models"] == {"Tiny SD 1.0": "359/384"} and shares["painters"] == {ARTIST: "25/384"}

    model_maker.model(made.parent / "second", fill=2)
    said = refused("repaint", "film", "C001", "--mask", "mask.png", "--engine", "diffusion", "--model", "second")
    assert "Tiny SD 1.0 painted there already" in said


def test_a_person_s_touch_up_on_a_model_s_painting_is_the_person_s(made, by_model, carded, say, underpaint):
    from underpaint.formats.layered import read_stack
    from underpaint.formats.psd import psd_bytes

    slates(made)
    carded()
    by_model("C001")
    path = Path(say("work", "film", "C001").strip())
    stack = read_stack(path)
    assert [layer.path[-1] if hasattr(layer, "path") else layer.name for layer in stack.layers][1] == "BG pass 2 (Tiny SD 1.0)"
    from dataclasses import replace

    from underpaint.formats.flatten import flatten

    hand = np.zeros((48, 64, 4), np.uint8)
    hand[:12, :16] = (255, 0, 0, 255)
    layers = (replace(stack.layers[0], pixels=hand, left=0, top=0), *stack.layers[1:])
    path.write_bytes(psd_bytes(replace(stack, layers=layers, merged=flatten(layers, 64, 48, np.uint8))))
    say("hand-in", "film", "C001", str(path), "--by", ARTIST)
    take = newest(made)
    assert take.kind == "hand-in" and take.model.label.startswith("Tiny SD")
    done(say, "C001")
    say("credits", "film", "C001", "--json", "credits.json")
    shares = json.loads(Path("credits.json").read_text(encoding="utf-8"))["by_screen_time"]
    assert shares["touched"] == {ARTIST: "1/16"} and shares["models"] == {"Tiny SD 1.0": "15/16"}
    assert sum(map(Fraction, (*shares["touched"].values(), *shares["models"].values(), *shares["painters"].values()))) == 1
    say("deliver", "film", "C001")
    assert b"compositeWithTrainedAlgorithmicMedia" in Path("film/delivery/C001_T02.png").read_bytes()


def test_the_batch_leaves_what_a_model_painted_until_it_is_named(made, by_model, say):
    by_model("C001")
    assert "1 cut painted" in say("paint", "film")  # C002
    assert newest(made).engine == "diffusion"
    layout = made / "cuts" / "C001" / "materials.png"
    Image.fromarray(np.asarray(Image.open(layout))[::-1].copy()).save(layout)
    said = say("paint", "film")
    assert "0 cuts painted" in said and "1 left alone" in said
    say("paint", "film", "C001")
    assert newest(made).engine == "exemplar"


def test_the_same_way_paints_once_and_another_word_paints_again(made, by_model, asked, carded, say):
    by_model("C001")
    carded()  # it is the same model under its name
    assert "1 unchanged" in say("paint", "film", "C001", "--engine", "diffusion", "--model", "Tiny SD")
    assert "1 cut painted" in by_model("C001", "--words", "calm")
    words = [way.words for _, way in asked]
    assert words[-1] == "calm" and newest(made).request["way"]["words"] == "calm"
    assert "1 cut painted" in by_model("C001", "--words", "calm", "--guidance", "0")
    assert asked[-1][1].guidance == 0 and newest(made).request["way"]["guidance"] == 0


def test_a_strength_is_of_the_pass_that_was_asked_for(made, by_model, asked, say):
    by_model("C001", "--strength", "0.5")
    assert [(job.stage, way.strength) for job, way in asked] == [("rough", 0.5), ("paint", None)]
    by_model("C001", "--pass", "rough")
    say("pick", "film", "C001", "T02")
    by_model("C001", "--strength", "0.4")
    assert (asked[-1][0].stage, asked[-1][1].strength) == ("paint", 0.4)


def test_boards_that_a_model_was_shown_or_learned_from_are_held_by_what_it_painted(model_maker, made, tiny, by_model, carded, say, refused, states):
    say("board", "add", "film", "dusk.png", "--map", "dusk-map.png", "--painter", "Mio", "--owner", "Mio", "--consent", "for this film")
    model_maker.lora(tiny.parent / "style.safetensors")
    carded()
    carded("Style", "style.safetensors", "--board", "dusk")
    by_model("C001", "--lora", "Style:0.7")
    assert newest(made).request["model"]["parts"][0]["weight"] == 0.7
    done(say, "C001")
    said = say("consent", "withdraw", "film", "dusk", "--by", "Mio")
    assert "T01 shown to a model  is no longer Done" in said and states()["C001"] == "Retake"
    say("check", "film", "C001")
    assert "consent for board dusk was withdrawn" in refused("approve", "film", "C001", "--by", DIRECTOR)


def test_a_server_s_models_are_known_by_the_cards_that_have_their_files(model_maker, made, tiny, asked, carded, say, refused):
    def paint(*words: str) -> str:
        return say("paint", "film", *words, "--engine", "comfyui", "--server", "http://127.0.0.1:1", "--workflow", "flow.json")

    nodes = {
        "1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "sets\\big.safetensors"}},
        "2": {"class_type": "KSampler", "inputs": {"seed": 1}, "_meta": {"title": "underpaint seed"}},
        "3": {"class_type": "LoadImage", "inputs": {"image": ""}, "_meta": {"title": "underpaint start"}},
        "4": {"class_type": "PreviewImage", "inputs": {"images": ["3", 0]}, "_meta": {"title": "underpaint result"}},
    }
    Path("flow.json").write_text(json.dumps(nodes), encoding="utf-8")
    slates(made)
    paint("C001")
    say("check", "film", "C001")
    assert "model big of unknown version has no card in the film" in refused("approve", "film", "C001", "--by", DIRECTOR)
    model_maker.weights(Path("big.safetensors"), "conv.weight", 3)
    carded("Big", "big.safetensors", "--checkpoint")
    say("approve", "film", "C001", "--by", DIRECTOR)
    say("deliver", "film", "C001")
    assert "Big 1.0" in say("verify-picture", "film/delivery/C001_T01.png")
    paint("C002")
    assert newest(made, "C002").model.label == "Big 1.0"
    done(say, "C002")


def test_how_long_a_model_takes_is_said_before_it_has_painted(made, tiny, asked):
    from underpaint.farm.model_way import model_way
    from underpaint.farm.paint_film import paint_film
    from underpaint.farm.repaint import repaint_inside
    from underpaint.farm.way import Way

    def takes() -> int:
        return len(Film.open(made).cut("C001").takes)

    heard = []
    hearing = {"meanwhile": lambda line: heard.append((line, takes())), "warn": str}
    film = Film.open(made)
    paint_film(film, ["C001"], model=model_way(film, Way(model=tiny)), say=str, **hearing)
    assert heard[0] == ("C001: this takes a while", 0) and takes() == 1
    heard.clear()
    add_model(film.models_folder, {}, tiny, name="Tiny SD", maker="Test Lab", licence="CC0", trained_on="nothing")
    repaint_inside(Film.open(made), "C001", [2, 2, 30, 2, 30, 30], seed=3, **hearing)
    assert heard == [("C001: this takes a while", 1)] and takes() == 2


def test_a_painting_that_strays_from_its_lines_is_marked(made, by_model, carded, say, underpaint):
    by_model("C001")
    take = newest(made)
    assert take.adherence == 1  # its flat colours step exactly where the map does
    assert "below" not in say("check", "film")
    settings = made / "film.toml"
    settings.write_text("adherence_floor = 2\n" + settings.read_text(encoding="utf-8"), encoding="utf-8")
    assert f"lines {take.adherence:.2f}, below the film's 2" in say("check", "film")
    painted = underpaint(["paint", "film", "C002", "--engine", "diffusion", "--model", "tiny"])
    assert "below the film's floor of 2" in painted.err and "floor of 2" in newest(made, "C002").fields["notes"][-1]
    carded()
    done(say, "C001")  # marked, and a person's decision
    settings.write_text(settings.read_text(encoding="utf-8").replace("floor = 2", 'floor = "much"'), encoding="utf-8")
    assert "give a number from 0 to 2" in underpaint(["check", "film"]).err


def test_the_wrap_lists_the_cards_and_what_the_models_had_a_part_in(made, by_model, carded, say):
    carded()
    by_model("C001")
    say("wrap", "film", "--yes")
    learned = json.loads((made / "wrap" / "learned.json").read_text(encoding="utf-8"))
    assert [model["trained_on"] for model in learned["models"]] == ["nothing"]
    assert [used["name"] for used in learned["takes"][0]["models"]] == ["Tiny SD"]
    assert "models   Tiny SD 1.0" in say("wrap", "film", "--check", "film/wrap/receipt.json")
