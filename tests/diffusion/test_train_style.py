"""A style learnt from a film's boards: what it is trained on, stopped and gone on with, used, refused, and deleted."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from underpaint.diffusion import pupil, training
from underpaint.diffusion.lesson import Lesson
from underpaint.diffusion.model_folder import read_lora, read_model
from underpaint.diffusion.pupil import Pupil, view_of
from underpaint.errors import InputError
from underpaint.farm.contact_sheet import GAP, LINE
from underpaint.farm.model_way import model_way
from underpaint.farm.signing import cut_claim
from underpaint.farm.style_boards import style_boards_of
from underpaint.farm.train_style import KEPT, _sheet, train_style
from underpaint.farm.way import Way
from underpaint.film.boards import add_board, change_board
from underpaint.film.check import reasons_against, standing
from underpaint.film.film import Film, new_film
from underpaint.film.models import add_model
from underpaint.film.styles import film_style, hold_style, style_boards
from underpaint.film.verify import verify
from underpaint.formats.pictures import picture_size

TODAY = date(2027, 1, 4)
COLOURS = {"a": (200, 120, 60), "b": (40, 110, 160), "c": (60, 170, 80)}


@pytest.fixture(autouse=True)
def _few_steps(torch, monkeypatch) -> None:
    """A style is judged as well here by fewer looks at the board held out."""
    torch.set_num_threads(1)  # a painting takes all cores, and leaves it so
    monkeypatch.setattr(pupil, "_STEPS", 3)
    monkeypatch.setattr(pupil, "_EXAM_TIMES", 2)


@pytest.fixture(scope="session")
def tiny(models, sdxl, tmp_path_factory) -> dict[str, Path]:
    """Models whose settings say that they were made for small squares, by family; "inpaint" and "sample" cannot learn a style."""
    root = tmp_path_factory.mktemp("tiny")
    return {
        "sd": changed(models.sd, root / "sd"),
        "sdxl": changed(sdxl, root / "sdxl"),
        "inpaint": changed(models.sd, root / "inpaint", in_channels=9),
        "sample": changed(models.sd, root / "sample", "scheduler/scheduler_config.json", prediction_type="sample"),
    }


def changed(model: Path, folder: Path, settings: str = "unet/config.json", **told: object) -> Path:
    file = shutil.copytree(model, folder) / settings
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | {"sample_size": 8} | told), encoding="utf-8")
    return folder


def painted(colour, seed=0) -> np.ndarray:
    """(48, 80, 3) uint8, strokes about a colour."""
    noise = np.random.default_rng(seed).normal(0, 25, (48, 20, 3)).repeat(4, 1)
    return np.clip(np.array(colour) + noise, 0, 255).astype(np.uint8)


LESSONS = [Lesson(name, painted(COLOURS[name]), f"lake, {name}") for name in "ab"]
HELD_OUT = Lesson("c", painted(COLOURS["c"]), "hut, night")


def taught(model, lessons=LESSONS, held_out=HELD_OUT, *, steps=4, kept=None, keep=lambda data: None, seed=3, tell=None):
    return training.train_style(
        read_model(model), lessons, held_out, None if held_out is None else held_out.picture, steps=steps, rank=2, seed=seed,
        stamp={"of": "this"}, kept=kept, keep=keep, tell=tell or (lambda *told: None), keep_seconds=0,
    )  # fmt: skip


def test_a_long_name_runs_into_no_other_caption_of_the_sheet(tmp_path):
    def captions(painter: str) -> np.ndarray:
        board = SimpleNamespace(name="lake-noon", painter=painter)
        shown = SimpleNamespace(board=board, lesson=HELD_OUT, start=HELD_OUT.picture)
        (tmp_path / "sheet.png").write_bytes(_sheet("sketch 1.5", shown, (HELD_OUT.picture, HELD_OUT.picture)))
        sheet = np.asarray(Image.open(tmp_path / "sheet.png"))
        return sheet[GAP + LINE : GAP + 2 * LINE]

    np.testing.assert_array_equal(captions("Ken"), captions("Ken Sato, of the background department of the Studio"))


def read_kept(data: bytes) -> training.Kept:
    return training.read_kept(data, "kept")


@pytest.mark.parametrize("kind", ["sd", "sdxl"])
def test_each_step_lowers_the_loss_on_what_it_saw(tiny, kind, monkeypatch):
    drawn = training.sight
    monkeypatch.setattr(training, "sight", lambda pupil, lessons, seed, step: drawn(pupil, lessons, seed, 0))
    told = []
    losses = taught(tiny[kind], held_out=None, steps=5, tell=lambda *each: told.append(each)).losses
    assert all(later < earlier for earlier, later in pairwise(losses))
    assert [(step, loss) for step, loss, _ in told] == list(enumerate(losses, 1)) and told[-1][2] == 0 < told[0][2]


@pytest.mark.parametrize("kind", ["sd", "sdxl"])
def test_the_style_is_what_diffusers_loads(tiny, kind, tmp_path, torch):
    kept = []
    done = taught(tiny[kind], steps=3, keep=kept.append)
    (tmp_path / "s.safetensors").write_bytes(done.style)
    assert read_lora(tmp_path / "s.safetensors").path == tmp_path / "s.safetensors"
    learnt, model = (Pupil(read_model(tiny[kind]), 2, 0) for _ in range(2))
    training._restore(learnt, torch.optim.AdamW(learnt.weights.values()), read_kept(kept[-1]))
    view = view_of(HELD_OUT.picture, model.side, 0.5, 0.2, 0.7)
    plain, styled = done.drawn
    assert plain.shape == styled.shape and min(plain.shape[:2]) == model.side and plain.shape[1] > plain.shape[0]

    def loss(of) -> float:
        with torch.no_grad():
            return of.loss(view, "a lake", 500, 1).item()

    untaught = loss(model)
    model._unet.delete_adapters("style")
    assert loss(model) == untaught, "a style begins as no change at all"
    model._pipe.load_lora_weights(str(tmp_path), weight_name="s.safetensors", local_files_only=True)
    assert loss(model) == pytest.approx(loss(learnt), rel=1e-6) and loss(model) != untaught


def test_a_training_that_goes_on_equals_one_that_was_never_stopped(tiny):
    whole, parts = [], []
    unbroken = taught(tiny["sd"], steps=5, keep=whole.append)

    class Killed(BaseException):
        pass

    def stop(step, *_):
        if step == 3:
            raise Killed

    with pytest.raises(Killed):
        taught(tiny["sd"], steps=5, keep=parts.append, tell=stop)
    resumed = taught(tiny["sd"], steps=5, kept=read_kept(parts[-1]), keep=parts.append)
    assert resumed.style == unbroken.style and parts == whole
    assert resumed.losses == unbroken.losses and resumed.held_out == unbroken.held_out
    assert (resumed.drawn[1] == unbroken.drawn[1]).all()
    assert taught(tiny["sd"], steps=5, seed=4).style != unbroken.style


def test_the_board_held_out_is_never_trained_on(tiny, monkeypatch):
    looked = []

    def watched(picture, *how):
        looked.append(picture)
        return view_of(picture, *how)

    monkeypatch.setattr(training, "view_of", watched)
    with_it = taught(tiny["sd"], steps=4)
    assert len(looked) == 4 and all(any(each is lesson.picture for lesson in LESSONS) for each in looked)
    assert {id(each) for each in looked} == {id(lesson.picture) for lesson in LESSONS}
    other = replace(HELD_OUT, picture=painted((250, 0, 250)), words="something else")
    assert with_it.style == taught(tiny["sd"], held_out=other, steps=4).style == taught(tiny["sd"], held_out=None, steps=4).style


def test_squares_lie_in_the_picture_at_every_nearness():
    picture = np.arange(48 * 80, dtype=np.uint8).reshape(48, 80, 1).repeat(3, 2)
    near = view_of(picture, 16, 1.0, 0.5, 0.25)
    assert near.whole == (48, 80) and near.corner == (16, 16)
    assert (near.square == picture[16:32, 16:32]).all()
    far = view_of(picture, 16, 0.0, 1.0, 1.0)
    assert far.whole == (16, 27) and far.corner == (0, 11) and far.square.shape == (16, 16, 3)
    assert view_of(picture[:8, :9], 16, 1.0, 1.0, 1.0).square.shape == (16, 16, 3)


@pytest.mark.parametrize(("kind", "said"), [("inpaint", "is made to fill masks"), ("sample", "predicts 'sample'")])
def test_models_that_no_style_can_be_trained_over(tiny, kind, said):
    with pytest.raises(InputError, match=said):
        taught(tiny[kind])


def test_another_family_is_refused_before_it_is_loaded(tiny):
    model = replace(read_model(tiny["sd"]), pipeline="FluxPipeline")
    with pytest.raises(InputError, match="is a FluxPipeline; a style is trained over"):
        Pupil(model, 2, 0)


def test_a_model_whose_weights_are_no_good_stops_with_one_line(tiny, torch, monkeypatch):
    monkeypatch.setattr(Pupil, "loss", lambda *told: torch.tensor(float("nan"), requires_grad=True))
    with pytest.raises(InputError, match="step 1: the loss is no number"):
        taught(tiny["sd"], held_out=None)


# In a film


def signed(film: Film, name: str, picture: np.ndarray, **fields) -> None:
    file = film.folder.parent / f"{name}.png"
    Image.fromarray(picture).save(file)
    told = {"painter": f"Painter {name.upper()}", "place": "lake", "rights": {"owner": "studio", "consent": "this film and its styles"}}
    materials = np.full((48, 80, 3), (9, 9, 9), np.uint8)
    materials[20:] = (1, 2, 3)
    mapped = film.folder.parent / "map.png"
    Image.fromarray(materials).save(mapped)
    add_board(film.boards_folder, name, file, mapped, told | fields)


@pytest.fixture
def film(tiny, tmp_path, monkeypatch) -> Film:
    """Boards a, b and c, signed, and d whose painter agreed to nothing; the model "sketch" with its card."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.chdir(tmp_path)
    palette = tmp_path / "m.gpl"
    palette.write_text("GIMP Palette\n9 9 9 rock\n1 2 3 grass\n", encoding="utf-8")
    people = [("Kuro", "art director")]
    made = new_film(Path("film"), "Lake", frame="80x48", fps=24, dpi=144, palette=palette, people=people)
    for name, colour in COLOURS.items():
        signed(made, name, painted(colour))
    signed(made, "d", painted((9, 200, 9)), rights={"owner": "studio"})
    add_model(made.models_folder, {}, tiny["sd"], name="sketch", maker="Abe", licence="own", trained_on="nothing", version="1")
    return Film.open(made.folder)


def lora(film: Film, name: str) -> Path:
    """What a painting with the style is laid over with."""
    way = model_way(Film.open(film.folder), Way(model=Path("sketch"), loras=((Path(name), 0.8),)))
    assert dict.fromkeys(Film.open(film.folder).styles[name].boards).keys() == set(way.boards) and not way.uncarded
    return way.way.loras[0][0]


def trained(film: Film, name: str = "lake", **more):
    """The style, what was said, and what was warned of."""
    said, warned = [], []
    asked = {"steps": 3, "rank": 2, "seed": 0, "hold_out": "c", "today": TODAY, "progress": None, "keep_seconds": 0} | more
    style = train_style(film, name, asked.pop("model", "sketch"), say=said.append, warn=warned.append, **asked)
    return style, said, warned


def test_a_style_is_trained_on_the_signed_boards_and_says_whose_they_are(film):
    shown = []
    style, said, warned = trained(film, progress=lambda stage, done: shown.append((stage, done)))
    assert warned == ["left out: board d has no consent of its painter"]
    assert "trained on board a, painted by Painter A, who agreed to: this film and its styles" in said
    assert style_boards(Film.open(film.folder), "lake") == {"a": "Painter A", "b": "Painter B"}
    assert style.boards == {name: film.board(name).painting_sha256 for name in "ab"}
    fields = style.record.fields
    assert fields["held_out"]["name"] == "c" and fields["held_out"]["loss_before"] > 0
    assert fields["boards"][0]["words"] == "background painting, lake, grass, rock"
    assert fields["model"]["name"] == "sketch" and fields["versions"].keys() >= {"torch", "peft"}
    assert [done for _, done in shown] == [1 / 3, 2 / 3, 1.0] and "step 3 of 3, loss " in shown[-1][0]
    assert sorted(path.name for path in style.folder.iterdir()) == ["held-out.png", "lake.safetensors", "style.toml"]
    assert picture_size(style.folder / "held-out.png") > (500, 300)
    assert lora(film, "lake") == style.weights and style.card.lacking() == []
    assert style.card.trained_on == "boards of this film: a by Painter A, b by Painter B; over sketch 1"
    assert [path.name for path in style.folder.parent.iterdir()] == ["lake"]
    with pytest.raises(InputError, match="there is a style of this name"):
        trained(film)


def test_the_held_out_board_leaves_no_trace_in_the_weights(film):
    one, _, _ = trained(film, "one")
    shutil.rmtree(film.boards_folder / "c")
    signed(film, "c", painted((255, 0, 255), seed=9))
    signed(film, "copy of c", painted((255, 0, 255), seed=9))
    other, _, warned = trained(Film.open(film.folder), "other")
    assert "left out: board copy of c has the painting of board c, which is held out" in warned
    assert one.weights.read_bytes() == other.weights.read_bytes()


def test_without_a_word_the_seed_chooses_the_board_to_hold_out(film):
    assert trained(film, "one", hold_out=None, seed=1, steps=1)[0].record.fields["held_out"]["name"] == "b"
    for name in "ab":
        shutil.rmtree(film.boards_folder / name)
    style, _, warned = trained(Film.open(film.folder), "two", hold_out=None, steps=1)
    assert "held_out" not in style.record.fields and "no second board to hold out" in warned[-1]
    assert list(style.boards) == ["c"]


def test_what_cannot_be_trained_costs_one_line_and_leaves_nothing(film, tiny, tmp_path, monkeypatch):
    def refused(**more) -> str:
        with pytest.raises(InputError) as why:
            trained(Film.open(film.folder), **more)
        assert not (film.folder / "styles").exists() and "\n" not in str(why.value)
        return str(why.value)

    assert "no model 'flux' has a card here" in refused(model="flux")
    assert "no board 'z'" in refused(hold_out="z")
    assert "board d cannot be held out: " in refused(hold_out="d")
    assert "cannot be a style's name" in refused(name="../a")
    assert "is no model's name" in refused(name="AI")
    assert "is a model of this name" in refused(name="sketch")
    copied = Path(shutil.copytree(tiny["sd"], tmp_path / "copied"))
    card = film.folder / "models/sketch/model.toml"
    good = card.read_text(encoding="utf-8")
    card.write_text(good.replace(str(tiny["sd"]), str(copied)), encoding="utf-8")
    settings = copied / "unet/config.json"
    settings.write_text(settings.read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert "its files are not those of the card sketch 1" in refused()
    card.write_text(good, encoding="utf-8")
    for name in "ab":
        change_board(film.board(name), {}, {"valid_until": "2026-01-01"})
    assert "no board to train a style on" in refused() and "the rights of board a ended on 2026-01-01" in refused()
    monkeypatch.setitem(sys.modules, "peft", None)
    assert "pip install 'underpaint[diffusion]'" in refused()


def test_a_kill_costs_nothing_that_was_kept(film):
    whole, _, _ = trained(film, "whole", steps=8)
    # Stopped for good in the middle, by a real SIGKILL, when something has been kept.
    program = (
        "import sys, time, torch; torch.set_num_threads(1)\n"
        "from datetime import date\n"
        "from underpaint.diffusion import pupil; pupil._EXAM_TIMES = 2\n"
        "from underpaint.farm.train_style import train_style\n"
        "from underpaint.film.film import Film\n"
        "train_style(Film.open('film'), 'lake', 'sketch', steps=8, rank=2, seed=0, hold_out='c', today=date(2027, 1, 4),\n"
        "            progress=lambda stage, done: time.sleep(0.3), say=print, warn=print, keep_seconds=0)\n"
    )
    run = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.DEVNULL)
    kept = film.folder / "styles/.training-lake" / KEPT
    until = time.monotonic() + 120
    while not kept.is_file() and run.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    os.kill(run.pid, signal.SIGKILL)
    assert run.wait() == -signal.SIGKILL and kept.is_file()
    assert 0 < read_kept(kept.read_bytes()).step < 8
    with pytest.raises(InputError, match="with other steps, rank; give the same again"):
        trained(film, steps=5, rank=3)
    style, said, _ = trained(film, steps=8)
    assert any(line.startswith("goes on after step") for line in said)
    assert style.weights.read_bytes() == whole.weights.read_bytes()
    assert style.record.fields["losses"] == whole.record.fields["losses"]
    assert style.record.fields["held_out"] == whole.record.fields["held_out"]
    assert not kept.parent.exists()


def test_damage_to_what_was_kept_and_another_program_at_it_cost_one_line(film):
    kept = film.folder / "styles/.training-lake" / KEPT
    kept.parent.mkdir(parents=True)
    for data in (b"", b"\x10\0\0\0\0\0\0\0{}", b"x" * 400):
        kept.write_bytes(data)
        with pytest.raises(InputError, match="(is damaged, so the training cannot go on from it|empty file); to begin anew, delete"):
            trained(film)
    with hold_style(film, "lake"), pytest.raises(InputError, match="style lake: "):
        trained(film)


# Used, taken back, deleted


def test_a_picture_in_the_style_credits_whom_it_was_learnt_from_and_stands_with_their_consent(film, underpaint):
    def say(*words: str) -> str:
        outcome = underpaint(list(words))
        assert outcome.code == 0, outcome.err
        return outcome.out

    trained(film, steps=1)
    for name in ("layout", "map"):
        Image.fromarray(np.full((48, 80, 3), (9, 9, 9), np.uint8)).save(f"{name}.png")
    about = ["--board", "c", "--length", "1+00", "--layout-by", "Abe"]
    say("cut", "add", "film", "C001", "--layout", "layout.png", "--map", "map.png", *about)
    with_style = ["--engine", "diffusion", "--model", "sketch", "--lora", "lake:0.8", "--steps", "2"]
    say("paint", "film", "C001", *with_style)
    say("check", "film", "C001")
    say("approve", "film", "C001", "--by", "Kuro")
    page = say("credits", "film", "--json", "c.json", "--csv", "c.csv")
    learnt = page.split("A model learnt from boards painted by\n")[1].split("\n\n")[0]
    assert [line.split("  ")[1] for line in learnt.splitlines()] == ["Painter A", "Painter B"]
    assert "boards that the model learnt from: a by Painter A, b by Painter B" in page
    assert "Boards shown to a model, painted by\n  Painter C" in page
    assert json.loads(Path("c.json").read_text(encoding="utf-8"))["cuts"][0]["boards_that_models_learnt_from"] == ["a", "b"]
    assert "C001,board learnt from,Painter A,a" in Path("c.csv").read_text(encoding="utf-8-sig")
    claim = cut_claim(Film.open(film.folder), Film.open(film.folder).cut("C001"))
    assert "a model having learnt from the film's art boards by Painter A and Painter B" in claim.sentence
    assert [board.part for board in claim.boards] == ["shown to the model", *["the model learnt from it"] * 2]
    assert claim.boards[1].sha256 == film.board("a").painting_sha256

    said = say("consent", "withdraw", "film", "b")
    assert "C001" in said and "is no longer Done" in said and "style lake was trained on it" in said
    now = Film.open(film.folder)
    assert standing(now, now.cut("C001")).state == "Retake"
    against = reasons_against(now, now.cut("C001").takes[-1], TODAY)
    assert against == ["consent for board b was withdrawn"]
    outcome = underpaint(["paint", "film", "C001", *with_style])
    assert outcome.code == 2 and "lake cannot be used: it was trained on board b" in outcome.err


def test_consent_taken_back_makes_the_style_unusable(film, underpaint):
    style, _, _ = trained(film)
    outcome = underpaint(["consent", "withdraw", "film", "a"])
    assert outcome.code == 0 and "style lake was trained on it, and can no longer be used" in outcome.out
    with pytest.raises(InputError, match="lake cannot be used: it was trained on board a, and consent for board a was withdrawn"):
        lora(film, "lake")
    without, _, warned = trained(Film.open(film.folder), "without")
    assert list(without.boards) == ["b"] and "consent for board a was withdrawn" in warned[0]
    assert verify(film).wrong == []
    without.weights.write_bytes(style.weights.read_bytes())
    assert verify(film).wrong == [f"{without.weights}: was changed since it was trained"]
    with pytest.raises(InputError, match="its files are not those of the card without"):
        lora(film, "without")
    with pytest.raises(InputError, match="no style 'x'; its styles: lake, without"):
        film_style(Film.open(film.folder), "x")


def test_the_command_and_the_papers_at_the_end(film, underpaint):
    outcome = underpaint(["train-style", "film", "--model", "sketch", "-o", "lake", "--steps", "2", "--rank", "2"])
    assert outcome.code == 0, outcome.err
    assert "held out: loss" in outcome.out and "left out: board d has no consent" in outcome.err
    film = Film.open(film.folder)
    style = film_style(film, "lake")
    (film.folder / "styles/.training-dusk").mkdir()
    (film.folder / "styles/.training-dusk" / KEPT).write_bytes(b"weights")
    (film.folder / "styles/.underpaint-aa.part").mkdir()
    (film.folder / "styles/.underpaint-aa.part/dusk.safetensors").write_bytes(b"weights")
    told = underpaint(["wrap", "film"]).out
    assert "lake.safetensors  style lake, trained on b, c" in told and ".training-dusk  what a training" in told
    assert style.weights.is_file()
    outcome = underpaint(["wrap", "film", "--yes"])
    assert outcome.code == 0, outcome.err
    left = {str(path.relative_to(film.folder)) for path in (film.folder / "styles").rglob("*")}
    assert left == {"styles/lake", "styles/lake/style.toml", "styles/lake/held-out.png"}
    learned = json.loads((film.folder / "wrap/learned.json").read_text(encoding="utf-8"))
    assert learned["styles"][0]["sha256"] == style.sha256 and "their weights were deleted" in learned["learned"]
    trash = json.loads((film.folder / "wrap/trash.json").read_text(encoding="utf-8"))["files"]
    assert {Path(each["file"]).name for each in trash} >= {"lake.safetensors", ".training-dusk", ".underpaint-aa.part"}
    checked = underpaint(["wrap", "film", "--check", "film/wrap/receipt.json"])
    assert checked.code == 0, checked.out
    assert style_boards(film, "lake") == {"b": "Painter B", "c": "Painter C"}
    style.weights.write_bytes(b"back from a copy")
    checked = underpaint(["wrap", "film", "--check", "film/wrap/receipt.json"])
    assert checked.code == 1 and "lake.safetensors is there again" in checked.out


def test_a_film_whose_style_is_being_trained_is_not_wrapped(film, underpaint):
    (film.folder / "styles/.training-lake").mkdir(parents=True)
    with hold_style(film, "lake"):
        outcome = underpaint(["wrap", "film", "--yes"])
    assert outcome.code == 2 and "style lake: " in outcome.err and not (film.folder / "wrap").exists()


def test_a_film_that_is_wrapped_while_the_boards_are_read_learns_nothing_more(film, underpaint, monkeypatch):
    from underpaint.farm import train_style as farm

    read = farm.style_boards_of

    def slow(*words):
        found = read(*words)
        assert underpaint(["wrap", "film", "--yes"]).code == 0
        return found

    monkeypatch.setattr(farm, "style_boards_of", slow)
    with pytest.raises(InputError, match="was wrapped"):
        trained(film)
    assert not list(film.folder.glob("styles/**/*.safetensors"))


def test_the_painting_held_out_is_not_trained_on_from_another_file(film):
    saved = film.folder.parent / "again.png"
    Image.fromarray(painted(COLOURS["c"])).save(saved, compress_level=0)
    told = {"painter": "Painter C", "rights": {"owner": "studio", "consent": "this film and its styles"}}
    add_board(film.boards_folder, "again", saved, film.folder.parent / "map.png", told)
    shown = style_boards_of(Film.open(film.folder), "c", 0, TODAY)
    assert [each.board.name for each in shown.boards] == ["a", "b"] and "again" in shown.left_out
