"""What a trained model had a part in says so by whichever way it came there, and nothing says so that it had no part in."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from underpaint.film.check import rests_on
from underpaint.film.film import Film
from underpaint.film.records import record_bytes
from underpaint.film.store import hash_of
from underpaint.formats.flatten import flatten
from underpaint.formats.layered import read_stack
from underpaint.formats.pictures import read_picture
from underpaint.formats.psd import psd_bytes
from underpaint.paint import ENGINE, ENGINE_VERSION

DIRECTOR, ARTIST = "Aiko Mori", "Ken Sato"


def newest(made: Path, cut: str = "C001"):
    return Film.open(made).cut(cut).takes[-1]


def slate(made: Path, cut: str = "C001", **told: str) -> None:
    path = made / "cuts" / cut / "cut.toml"
    lines = "".join(f'{name} = "{value}"\n' for name, value in ({"length": "2+00"} | told).items())
    path.write_text(path.read_text(encoding="utf-8") + lines, encoding="utf-8")


@pytest.fixture
def touched_up(say):
    """touched_up("C001") hands in a corner painted red, over the newest painting."""

    def call(cut: str, width: int = 16) -> None:
        path = Path(say("work", "film", cut).strip())
        stack = read_stack(path)
        hand = np.zeros((48, 64, 4), np.uint8)
        hand[:12, :width] = (255, 0, 0, 255)
        layers = (replace(stack.layers[0], pixels=hand, left=0, top=0), *stack.layers[1:])
        path.write_bytes(psd_bytes(replace(stack, layers=layers, merged=flatten(layers, 64, 48, np.uint8))))
        say("hand-in", "film", cut, str(path), "--by", ARTIST)

    return call


@pytest.fixture
def captions(made, monkeypatch):
    """captions() -> what the process strip of C001 says under each step."""
    from underpaint.farm import film_papers

    panels: list = []
    draw = film_papers.process_strip
    monkeypatch.setattr(film_papers, "process_strip", lambda title, shown: panels.append(shown) or draw(title, shown))

    def call() -> dict[str, list[str]]:
        film_papers.cut_strip(Film.open(made), "C001")
        return {panel.step: list(panel.names) for panel in panels.pop()}

    return call


def test_a_touch_up_made_over_a_model_s_painting_takes_the_model_with_it(made, by_model, carded, say, refused, touched_up, captions):
    slate(made)
    by_model("C001")
    touched_up("C001")
    say("paint", "film", "C001")
    take = newest(made)
    assert take.engine == "exemplar" and "touch_up" in take.files
    say("check", "film", "C001")
    assert "has no card in the film" in refused("approve", "film", "C001", "--by", DIRECTOR)
    carded()
    say("approve", "film", "C001", "--by", DIRECTOR)
    assert "Helped by a trained model\n  Tiny SD 1.0" in say("credits", "film", "C001")
    assert "helped by trained model Tiny SD 1.0 by Test Lab" in captions()["pass 2"]
    say("deliver", "film", "C001")
    assert b"compositeWithTrainedAlgorithmicMedia" in Path("film/delivery/C001_T03.png").read_bytes()
    touched_up("C001", 20)
    assert [used.label.split()[0] for used in newest(made).models] == ["tiny"]


def test_a_rough_that_fails_takes_no_other_with_it(made, by_model, monkeypatch, underpaint):
    import underpaint.farm.diffuse as farm
    from underpaint.errors import InputError

    paint = farm.diffuse

    def held_back(job, way, **how):
        if job.seed == 2:
            raise InputError("the model's own safety check held the picture back")
        return paint(job, way, **how)

    monkeypatch.setattr(farm, "diffuse", held_back)
    outcome = underpaint(["paint", "film", "C001", "--pass", "rough", "--variants", "4", "--engine", "diffusion", "--model", "tiny"])
    assert outcome.code != 0 and "safety check" in outcome.out + outcome.err
    assert [take.seed for take in Film.open(made).cut("C001").takes] == [0, 1, 3]


def test_roughs_that_were_whole_stay_when_it_is_stopped(made, by_model, monkeypatch, underpaint):
    import underpaint.farm.diffuse as farm

    paint = farm.diffuse

    def stopped(job, way, **how):
        if job.seed == 2:
            raise KeyboardInterrupt
        return paint(job, way, **how)

    monkeypatch.setattr(farm, "diffuse", stopped)
    underpaint(["paint", "film", "C001", "--pass", "rough", "--variants", "4", "--engine", "diffusion", "--model", "tiny"])
    assert [take.seed for take in Film.open(made).cut("C001").takes] == [0, 1]
    monkeypatch.setattr(farm, "diffuse", paint)
    by_model("C001", "--pass", "rough", "--variants", "4")
    assert [take.seed for take in Film.open(made).cut("C001").takes] == [0, 1, 2, 3]


def test_a_painting_stopped_in_its_second_pass_goes_on_from_its_first(made, by_model, asked, monkeypatch, underpaint):
    import underpaint.farm.diffuse as farm

    paint = farm.diffuse

    def stopped(job, way, **how):
        if job.stage == "paint":
            raise KeyboardInterrupt
        return paint(job, way, **how)

    monkeypatch.setattr(farm, "diffuse", stopped)
    assert underpaint(["paint", "film", "C001", "--engine", "diffusion", "--model", "tiny", "--strength", "0.5"]).code == 130
    monkeypatch.setattr(farm, "diffuse", paint)
    by_model("C001", "--strength", "0.4")
    assert [(job.stage, way.strength) for job, way in asked[1:]] == [("rough", 0.4), ("paint", None)]  # another request
    asked.clear()
    by_model("C001", "--strength", "0.5")
    assert [(job.stage, way.strength) for job, way in asked] == [("paint", None)]
    first, second = (take.files["pass1"][0].read_bytes() for take in Film.open(made).cut("C001").takes)
    assert first == second
    asked.clear()
    by_model("C001", "--strength", "0.5", "--words", "calm")
    assert [job.stage for job, _ in asked] == ["rough", "paint"]


def test_a_place_of_the_boards_painting_by_a_model_does_not_make_the_painting_the_models(made, by_model, carded, say):
    slate(made)
    carded()
    say("paint", "film", "C001")
    height, width = read_picture(newest(made).picture).array.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    mask[: height // 3, : width // 3] = 255
    Image.fromarray(mask).save("mask.png")
    say("repaint", "film", "C001", "--mask", "mask.png", "--engine", "diffusion", "--model", "Tiny SD")
    say("check", "film", "C001")
    say("approve", "film", "C001", "--by", DIRECTOR)
    say("deliver", "film", "C001")
    said = say("verify-picture", "film/delivery/C001_T02.png")
    steps = [line.split(",")[0].split(maxsplit=1)[1] for line in said.splitlines() if line.startswith("  step")]
    assert steps == ["pass 1", "pass 2", "a place painted anew by trained model Tiny SD 1.0", f"approved by {DIRECTOR}"]


def test_a_second_model_of_a_server_cannot_join_a_first_that_has_no_card_either(made, asked, say, refused):
    def flow(checkpoint: str) -> tuple[str, ...]:
        nodes = {
            "1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": checkpoint}},
            "2": {"class_type": "KSampler", "inputs": {"seed": 1}, "_meta": {"title": "underpaint seed"}},
            "3": {"class_type": "LoadImage", "inputs": {"image": ""}, "_meta": {"title": "underpaint start"}},
            "4": {"class_type": "PreviewImage", "inputs": {"images": ["3", 0]}, "_meta": {"title": "underpaint result"}},
        }
        Path("flow.json").write_text(json.dumps(nodes), encoding="utf-8")
        return "--engine", "comfyui", "--server", "http://127.0.0.1:1", "--workflow", "flow.json"

    say("paint", "film", "C001", *flow("big.safetensors"))
    height, width = read_picture(newest(made).picture).array.shape[:2]
    Image.fromarray(np.full((height, width), 255, np.uint8)).save("mask.png")
    say("repaint", "film", "C001", "--mask", "mask.png", *flow("big.safetensors"))
    assert "a second one cannot join it" in refused("repaint", "film", "C001", "--mask", "mask.png", *flow("other.safetensors"))


def test_the_batch_says_of_a_touched_up_painting_that_it_is_unchanged(made, by_model, say, touched_up):
    by_model("C001")
    touched_up("C001")
    said = say("paint", "film")
    assert "1 unchanged, 0 left alone" in said
    by_model("C001", "--pass", "rough")
    assert "2 unchanged" in say("paint", "film")


def test_a_picked_rough_of_the_boards_is_not_called_the_model_s(made, by_model, carded, say, underpaint, captions):
    slate(made)
    carded()
    say("paint", "film", "C001", "--pass", "rough")
    say("pick", "film", "C001", "T01")
    by_model("C001")
    names = [layer.name for layer in read_stack(Path(say("work", "film", "C001").strip())).layers]
    assert "BG pass 1" in names and "BG pass 2 (Tiny SD 1.0)" in names
    assert captions()["pass 1"] == [f"{ENGINE} {ENGINE_VERSION}"]
    assert "painted by trained model Tiny SD 1.0 by Test Lab 100.0 %" in captions()["pass 2"]
    say("check", "film", "C001")
    say("approve", "film", "C001", "--by", DIRECTOR)
    say("deliver", "film", "C001")
    checked = underpaint(["verify-picture", "film/delivery/C001_T02.png"]).out
    assert "pass 2 by trained model Tiny SD 1.0" in checked and "pass 1 by trained model" not in checked


def test_a_board_that_a_rough_s_model_was_shown_is_held_by_what_is_painted_from_it(made, by_model, carded, say, states):
    slate(made)
    say("board", "add", "film", "dusk.png", "--map", "dusk-map.png", "--painter", "Mio", "--owner", "Mio", "--consent", "for this film")
    carded()
    by_model("C001", "--pass", "rough")
    say("pick", "film", "C001", "T01")
    record = made / "cuts" / "C001" / "cut.toml"
    record.write_text(record.read_text(encoding="utf-8").replace('"noon"', '"dusk"'), encoding="utf-8")
    say("paint", "film", "C001")
    assert newest(made).shares == {"dusk": 1.0}
    assert f"Boards shown to a model, painted by\n  {ARTIST}" in say("credits", "film", "C001")
    say("check", "film", "C001")
    say("approve", "film", "C001", "--by", DIRECTOR)
    assert "T02 shown to a model  is no longer Done" in say("consent", "withdraw", "film", "noon", "--by", ARTIST)
    assert states()["C001"] == "Retake"


def test_a_board_that_a_model_was_shown_is_held_though_a_book_counts_none_of_its_paint(made, by_model):
    by_model("C001")
    film = Film.open(made)
    assert rests_on(film, replace(newest(made), shares={"noon": 0.0}), "noon")


def test_a_style_under_another_file_name_is_the_same_style(model_maker, made, tiny, carded, refused):
    model_maker.lora(tiny.parent / "style.safetensors")
    carded("Style", "style.safetensors", "--board", "noon")
    (tiny.parent / "style.safetensors").rename(tiny.parent / "other.safetensors")
    papers = ["--maker", "Test Lab", "--licence", "CC0", "--trained-on", "nothing"]
    assert "has a card already, Style 1.0" in refused("model", "add", "film", "other.safetensors", "--name", "Another", *papers)


def test_a_material_that_is_called_otherwise_now_is_another_request(made, by_model, say):
    by_model("C001")
    assert "1 unchanged" in by_model("C001")
    palette = made / "materials.gpl"
    palette.write_text(palette.read_text(encoding="utf-8").replace("land", "snow"), encoding="utf-8")
    assert "1 cut painted" in by_model("C001")


@pytest.mark.parametrize("name", ["AI", "ai ", "ＡＩ"])
def test_ai_is_the_name_of_nothing(made, tiny, refused, name):
    papers = ["--maker", "Test Lab", "--licence", "CC0", "--trained-on", "nothing"]
    assert "no model's name" in refused("model", "add", "film", "tiny", "--name", name, *papers)


def test_a_touch_up_that_is_not_there_any_more_is_no_step_of_the_picture(made, by_model, carded, say, touched_up, underpaint):
    slate(made)
    carded()
    by_model("C001")
    touched_up("C001")
    for name in ("materials", "layout"):
        path = made / "cuts" / "C001" / f"{name}.png"
        Image.open(path).resize((80, 60), Image.Resampling.NEAREST).save(path)
    by_model("C001")
    say("check", "film", "C001")
    say("approve", "film", "C001", "--by", DIRECTOR)
    say("deliver", "film", "C001")
    assert "touch-up by" not in underpaint(["verify-picture", "film/delivery/C001_T03.png"]).out
    data = Path("film/delivery/C001_T03.png").read_bytes()
    assert b"trainedAlgorithmicMedia" in data and b"compositeWithTrainedAlgorithmicMedia" not in data


def test_a_workflow_changed_in_the_middle_of_a_batch_is_not_taken_for_the_one_before(made, by_model, monkeypatch, underpaint):
    import underpaint.farm.diffuse as farm

    nodes = {
        "1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "big.safetensors"}},
        "2": {"class_type": "KSampler", "inputs": {"seed": 1}, "_meta": {"title": "underpaint seed"}},
        "3": {"class_type": "LoadImage", "inputs": {"image": ""}, "_meta": {"title": "underpaint start"}},
        "4": {"class_type": "PreviewImage", "inputs": {"images": ["3", 0]}, "_meta": {"title": "underpaint result"}},
    }
    flow = Path("flow.json")
    flow.write_text(json.dumps(nodes), encoding="utf-8")
    paint = farm.diffuse

    def another_after_the_first(job, way, **how):
        report = paint(job, way, **how)
        if job.stage == "paint":
            flow.write_text(flow.read_text(encoding="utf-8").replace("big.", "other."), encoding="utf-8")
        return report

    monkeypatch.setattr(farm, "diffuse", another_after_the_first)
    outcome = underpaint(["paint", "film", "--engine", "comfyui", "--server", "http://127.0.0.1:1", "--workflow", "flow.json"])
    assert outcome.code == 2 and "C002: the workflow was changed since the painting began" in outcome.err
    assert len(Film.open(made).cut("C001").takes) == 1 and not Film.open(made).cut("C002").takes


@pytest.mark.parametrize("weight", ["nan", "inf"])
def test_a_weight_that_is_no_number_is_refused_before_anything_is_painted(model_maker, made, tiny, refused, weight):
    model_maker.lora(tiny.parent / "style.safetensors")
    said = refused("paint", "film", "--engine", "diffusion", "--model", "tiny", "--lora", f"style.safetensors:{weight}")
    assert f"its weight is {weight}" in said


def test_what_a_card_says_keeps_to_its_line(made, tiny, say):
    papers = ["--maker", "Test\nApproved by", "--licence", "CC0", "--trained-on", "a\x1b[2Jb", "--version", "1\n0"]
    say("model", "add", "film", "tiny", "--name", "Tiny", *papers)
    card = Film.open(made).models["Tiny"]
    assert (card.maker, card.version, card.trained_on) == ("Test Approved by", "1 0", "a[2Jb")


def test_a_wrap_deletes_a_style_whose_folder_was_renamed(model_maker, made, say):
    weights = model_maker.lora(made / "styles" / "renamed" / "lake.safetensors")
    hand_made = model_maker.lora(made / "styles" / "renamed" / "own.safetensors", 7)
    fields = {"maker": "film", "sha256": hash_of(weights), "boards": [{"name": "noon", "painter": ARTIST, "painting": ""}]}
    (made / "styles" / "renamed" / "style.toml").write_bytes(record_bytes("style", fields))
    say("wrap", "film", "--yes")
    assert not weights.exists() and hand_made.exists()
