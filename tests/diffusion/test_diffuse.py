"""Pictures by a trained model from files, on the command line and as a library: both passes, and the mix of engines."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from hashlib import sha256

import numpy as np
import pytest
from PIL import Image

from underpaint.formats.pictures import read_picture
from underpaint.formats.source_map import read_source_map


@pytest.fixture
def by_model(desk, models, underpaint):
    """by_model("--rough", out="rough.png"): paints the small scene with the tiny model; its outcome and its report."""

    def call(*more, out="out.png", model=None):
        arguments = desk.synth(
            "--engine", "diffusion", "--model", str(model or models.sd), "--steps", "4", "--threads", "1",
            "--gpl", str(desk.path("materials.gpl")), "--report", str(desk.path(f"{out}.json")), *more, out=out,
        )  # fmt: skip
        outcome = underpaint(arguments)
        report = desk.path(f"{out}.json")
        return outcome, json.loads(report.read_text()) if outcome.code == 0 else None

    return call


def pixels(desk, name) -> np.ndarray:
    return read_picture(desk.path(name)).array


def test_both_passes_and_what_the_report_says(by_model, desk, models):
    outcome, report = by_model("--words", "a lake, noon", "--seed", "5")
    assert outcome.code == 0 and "128 x 96 px" in outcome.out
    assert "this takes about" in outcome.err and "graphics card" in outcome.err
    assert pixels(desk, "out.png").shape == (96, 128, 3)
    assert report["engine"]["name"] == "diffusion" and report["engine"]["version"] == "1"
    assert report["model"]["pipeline"] == "StableDiffusionPipeline"
    weights = models.sd / "unet/diffusion_pytorch_model.safetensors"
    assert report["model"]["files"]["unet/diffusion_pytorch_model.safetensors"] == sha256(weights.read_bytes()).hexdigest()
    assert report["settings"] == {
        "words": "background painting, a lake, noon, sky, meadow, hill", "strength": 0.6, "steps": 4, "start": "rough",
    }  # fmt: skip
    assert report["shares"] == {} and report["seed"] == 5 and 0 <= report["adherence"] <= 1
    assert report["output"]["sha256"] == sha256(desk.path("out.png").read_bytes()).hexdigest()


def test_the_same_request_gives_the_same_bytes(by_model, desk):
    by_model("--seed", "5")
    by_model("--seed", "5", out="again.png")
    by_model("--seed", "6", out="other.png")
    _, report = by_model("--seed", "5", "--guidance", "0", out="free.png")
    assert report["settings"]["guidance"] == 0 and not np.array_equal(pixels(desk, "out.png"), pixels(desk, "free.png"))
    assert np.array_equal(pixels(desk, "out.png"), pixels(desk, "again.png"))
    assert not np.array_equal(pixels(desk, "out.png"), pixels(desk, "other.png"))


def test_two_passes_are_the_rough_and_then_the_painting(by_model, desk):
    by_model("--seed", "5")
    rough, _ = by_model("--seed", "5", "--rough", out="rough.png")
    assert rough.code == 0 and pixels(desk, "rough.png").shape == (55, 74, 3)
    by_model("--seed", "5", "--from-rough", str(desk.path("rough.png")), out="painted.png")
    assert np.array_equal(pixels(desk, "out.png"), pixels(desk, "painted.png"))


def test_what_the_first_pass_starts_from(by_model, desk, scene):
    from underpaint.diffusion.board_style import colour_fields
    from underpaint.paint import Board

    by_model("--rough", out="rough.png")
    _, report = by_model("--rough", "--start", "colours", out="colours.png")
    assert not np.array_equal(pixels(desk, "rough.png"), pixels(desk, "colours.png"))
    assert report["settings"]["start"] == "colours" and report["settings"]["strength"] == 0.8
    fields = colour_fields([Board("board", scene.painting, scene.materials)], scene.layout)
    for colour in np.unique(scene.layout.reshape(-1, 3), axis=0):
        of_board = scene.painting[(scene.materials == colour).all(2)].mean(0)
        of_cut = fields[(scene.layout == colour).all(2)].mean(0)
        assert np.abs(of_board - of_cut).max() < 12
    assert np.abs(np.diff(fields[80].astype(int), axis=0)).max() <= 2  # without strokes


def test_everything_laid_over_the_model_is_used_and_told(by_model, desk, models):
    by_model("--rough", out="plain.png")
    _, report = by_model(
        "--rough", "--controlnet", str(models.controlnet), "--lora", f"{models.lora}:0.5", "--ip-adapter", str(models.ip),
        "--layout-lines", str(desk.path("lines.png")), out="rough.png",
    )  # fmt: skip
    assert not np.array_equal(pixels(desk, "plain.png"), pixels(desk, "rough.png"))
    assert report["controlnet"]["pipeline"] == "ControlNetModel"
    assert [lora["weight"] for lora in report["loras"]] == [0.5]
    assert "image_encoder/config.json" in report["ip_adapter"]["files"]


def test_a_place_painted_anew_leaves_the_rest_to_the_byte(by_model, desk):
    by_model(out="first.png")
    before, mask = pixels(desk, "first.png"), np.zeros((96, 128), bool)
    mask[30:70, 40:90] = True
    Image.fromarray(mask).save(desk.path("mask.png"))
    outcome, _ = by_model("--keep", str(desk.path("first.png")), "--mask", str(desk.path("mask.png")), "--seed", "9")
    after = pixels(desk, "out.png")
    assert outcome.code == 0
    assert np.array_equal(after[~mask], before[~mask]) and (after[mask] != before[mask]).mean() > 0.5
    rim = np.abs(after[30:70, 40].astype(int) - before[30:70, 40])  # takes over by and by
    inner = np.abs(after[30:70, 64].astype(int) - before[30:70, 64])
    assert rim.mean() < inner.mean()


def test_how_long_a_place_takes_is_said_of_its_own_tiles(by_model, desk):
    by_model(out="first.png")
    mask = np.zeros((96, 128), bool)
    mask[5:20, 5:20] = True  # in one corner, so in one of the tiles of 64 px
    Image.fromarray(mask).save(desk.path("mask.png"))
    place, _ = by_model("--keep", str(desk.path("first.png")), "--mask", str(desk.path("mask.png")), "--from-rough", str(desk.path("first.png")))
    whole, _ = by_model("--from-rough", str(desk.path("first.png")))
    assert "(1 tile, 1 step in all)" in place.err and "(6 tiles, 6 steps in all)" in whole.err


@pytest.mark.parametrize("depth", [np.uint8, np.uint16])
def test_a_rough_by_a_model_and_a_painting_out_of_the_boards_own_paint(by_model, desk, underpaint, scene, depth):
    """The mix to recommend: the model composes, every pixel that stays is of a signed board."""
    from OpenImageIO import ImageBuf

    board = scene.painting.astype(depth) * (257 if depth is np.uint16 else 1)
    ImageBuf(np.ascontiguousarray(board)).write(str(desk.path("board.png")))
    outcome, _ = by_model("--rough", "--seed", "2", out="rough.png")
    assert outcome.code == 0
    arguments = [
        "--from-rough", str(desk.path("rough.png")), "--source-map", str(desk.path("sources.npz")),
        "--report", str(desk.path("report.json")),
    ]  # fmt: skip
    outcome = underpaint(desk.synth(*arguments))
    assert outcome.code == 0, outcome.err
    record = read_source_map(desk.path("sources.npz"))
    assert record.board.shape == (96, 128) and (record.board == 0).all()
    report = json.loads(desk.path("report.json").read_text())
    assert report["engine"]["name"] == "exemplar" and report["shares"] == {"board": 1.0}
    assert pixels(desk, "out.png").dtype == depth


def test_a_see_through_board_gets_an_opaque_picture(by_model, desk, scene):
    Image.fromarray(np.dstack([scene.painting, np.full(scene.painting.shape[:2], 255, np.uint8)])).save(desk.path("board.png"))
    outcome, _ = by_model("--rough")
    assert outcome.code == 0 and (pixels(desk, "out.png")[..., 3] == 255).all()


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--source-map", "map.npz"), "no source map"),
        (("--strength", "0"), "strength 0"),
        (("--strength", "1.5"), "strength 1.5"),
        (("--guidance", "-1"), "guidance -1; it is 0"),
        (("--guidance", "nan"), "guidance nan; it is 0"),
        (("--steps", "0"), "0 steps"),
        (("--controlnet", "nowhere"), "nowhere: is not there"),
        (("--lora", "nowhere.safetensors:0.5"), "nowhere.safetensors: is not there"),
        (("--rough", "--from-rough", "x.png"), "give one of them"),
    ],
)
def test_what_cannot_be_asked_for(by_model, desk, more, says):
    before = desk.files()
    outcome, _ = by_model(*more)
    assert outcome.code == 2 and says in outcome.err
    assert outcome.err.count("\n") == 1 and desk.files() == before


def test_options_of_a_model_without_the_engine(desk, underpaint):
    for option, value in (("--model", "m"), ("--lora", "l"), ("--ip-adapter", "i"), ("--strength", "0.5")):
        outcome = underpaint(desk.synth(option, value))
        assert outcome.code == 2 and option in outcome.err and "--engine diffusion" in outcome.err
    outcome = underpaint(desk.synth("--engine", "diffusion"))
    assert outcome.code == 2 and "--model" in outcome.err


def test_stopped_nothing_is_left(by_model, desk, monkeypatch):
    from underpaint.diffusion.painter import Painter, Timing
    from underpaint.errors import Cancelled

    drawn = []

    def draw(self, picture, **told):
        drawn.append(picture)
        raise Cancelled

    monkeypatch.setattr(Painter, "timed", lambda *told, **more: Timing(0, 0))
    monkeypatch.setattr(Painter, "draw", draw)
    before = {name for name in desk.files() if not name.startswith("cache")}
    outcome, _ = by_model()
    assert outcome.code == 130 and len(drawn) == 1
    assert {name for name in desk.files() if not name.startswith("cache")} == before


def test_a_model_that_changed_on_the_disk_is_loaded_anew(by_model, desk, models, tmp_path):
    from underpaint.farm import by_model as loaded

    model = shutil.copytree(models.sd, tmp_path / "own")
    _, first = by_model("--rough", model=model)
    kept = loaded._last[0].painter
    _, again = by_model("--rough", model=model)
    assert loaded._last[0].painter is kept and again["model"] == first["model"]
    config = model / "scheduler/scheduler_config.json"
    config.write_text(config.read_text() + "\n")
    _, changed = by_model("--rough", model=model)
    assert loaded._last[0].painter is not kept and changed["model"]["sha256"] != first["model"]["sha256"]


def test_the_program_starts_and_paints_without_the_models_libraries(desk):
    """Nothing of the core loads them: in a fresh interpreter, painting and all."""
    script = (
        "import sys; from underpaint.cli import run; import underpaint.farm.paint_film, underpaint.desk.app\n"
        f"assert run({desk.synth()!r}) == 0\n"
        "heavy = {'torch', 'diffusers', 'transformers', 'peft', 'accelerate', 'safetensors'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=120)


def test_where_the_libraries_are_missing_it_says_what_to_install(desk, tmp_path):
    """In a fresh interpreter in which torch cannot be imported."""
    (tmp_path / "model").mkdir()
    (tmp_path / "model/model_index.json").write_text('{"_class_name": "StableDiffusionPipeline"}')
    arguments = desk.synth("--engine", "diffusion", "--model", str(tmp_path / "model"))
    script = f"import sys; sys.modules['torch'] = None; from underpaint.cli import run; sys.exit(run({arguments!r}))"
    done = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 2 and done.stderr.count("\n") == 1, done.stderr
    assert "pip install 'underpaint[diffusion]'" in done.stderr
