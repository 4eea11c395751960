"""The artist's file: written, painted on, handed in, and carried over; nothing of a person's is ever written over."""

from __future__ import annotations

import shutil
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from underpaint.errors import UnderpaintError
from underpaint.farm.work_file import hand_in
from underpaint.film.film import Film
from underpaint.film.verify import verify
from underpaint.formats.layered import read_stack
from underpaint.formats.ora import ora_bytes
from underpaint.formats.pictures import read_picture
from underpaint.formats.psd import psd_bytes
from underpaint.formats.stack import Layer, Stack

ARTIST = "Ken Sato"


def paint_on(path, colour=(200, 30, 30, 180), box=(10, 5, 26, 15)) -> np.ndarray:
    """Paint a box in the top layer, as an artist's program would, and save; returns the touch-up, canvas-sized."""
    stack = read_stack(path)
    touch_up = np.zeros((stack.height, stack.width, 4), stack.merged.dtype)
    touch_up[box[1] : box[3], box[0] : box[2]] = colour
    layers = (replace(stack.layers[0], pixels=touch_up, left=0, top=0), *stack.layers[1:])
    merged = stack.merged.copy()
    share = colour[3] / 255
    inside = merged[box[1] : box[3], box[0] : box[2]]
    inside[..., :3] = np.rint(inside[..., :3] * (1 - share) + np.array(colour[:3]) * share)
    write = psd_bytes if path.suffix == ".psd" else ora_bytes
    path.write_bytes(write(replace(stack, layers=layers, merged=merged)))
    return touch_up


@pytest.fixture
def painted_film(made, say):
    say("paint", "film", "C001")
    return made


@pytest.mark.parametrize("ending", [".psd", ".ora"])
def test_the_file_has_its_layers_and_the_hands_paint_comes_back_apart(painted_film, say, ending):
    path = painted_film / f"cuts/C001/work/C001_T01{ending}"
    assert str(path.name) in say("work", "film", "C001", *(["--ora"] if ending == ".ora" else []))
    stack = read_stack(path)
    names = ["touch-up", "BG pass 2", "BG pass 1", "regions", "layout lines"]
    assert [layer.name for layer in stack.layers] == names
    assert [layer.visible for layer in stack.layers] == [True, True, False, False, False]
    assert stack.layers[4].blend == "multiply" and not stack.layers[0].pixels.any()
    first = Film.open(painted_film).cut("C001").takes[0]
    second_pass = read_picture(first.files["pass2"][0]).array
    assert np.array_equal(stack.merged[..., :3], second_pass)

    touch_up = paint_on(path)
    out = say("hand-in", "film", "C001", str(path), "--by", ARTIST, "--minutes", "25")
    assert "T02" in out and "touch-up" in out
    take = Film.open(painted_film).cut("C001").takes[-1]
    assert (take.kind, take.by, take.minutes, take.boards) == ("hand-in", ARTIST, 25, first.boards)
    assert take.hand_share == pytest.approx(160 / (48 * 64))
    assert np.array_equal(read_picture(take.files["touch_up"][0]).array, touch_up)
    assert take.files["work_file"][0].read_bytes() == path.read_bytes()
    assert take.files["source_map"][1] == first.files["source_map"][1]
    assert "25 min by hand" in say("check", "film")
    say("check", "film", "C001")
    say("approve", "film", "C001", "--by", "Aiko Mori")


def test_the_touch_up_is_carried_over_unchanged_however_often(painted_film, say, another_painting):
    say("work", "film", "C001")
    touch_up = paint_on(painted_film / "cuts/C001/work/C001_T01.psd")
    say("hand-in", "film", "C001", "film/cuts/C001/work/C001_T01.psd", "--by", ARTIST)
    for turn in range(3):
        Image.fromarray(np.roll(another_painting, turn, 1)).save(painted_film / "boards/noon/painting.png")
        say("paint", "film", "C001")
        path = painted_film.parent / say("work", "film", "C001").strip()
        stack = read_stack(path)
        layer = stack.layers[0]
        carried = np.zeros((48, 64, 4), np.uint8)
        height, width = layer.pixels.shape[:2]
        carried[layer.top : layer.top + height, layer.left : layer.left + width] = layer.pixels
        assert np.array_equal(carried, touch_up)
        hidden = replace(stack.layers[2], visible=True)
        path.write_bytes(psd_bytes(replace(stack, layers=(*stack.layers[:2], hidden, *stack.layers[3:]))))
        say("hand-in", "film", "C001", str(path), "--by", ARTIST)
        take = Film.open(painted_film).cut("C001").takes[-1]
        assert np.array_equal(read_picture(take.files["touch_up"][0]).array, touch_up)
        assert take.hand_share == pytest.approx(160 / (48 * 64))


def test_ten_paintings_later_the_touch_up_is_the_same_to_the_byte(painted_film, say, another_painting):
    """Without a work file in between: every painting carries it by itself, and looks like both together."""
    say("work", "film", "C001")
    touch_up = paint_on(painted_film / "cuts/C001/work/C001_T01.psd")
    say("hand-in", "film", "C001", "film/cuts/C001/work/C001_T01.psd", "--by", ARTIST)
    handed = Film.open(painted_film).cut("C001").takes[-1]
    hers = handed.files["touch_up"][0].read_bytes()
    for turn in range(10):
        Image.fromarray(np.roll(another_painting, turn, 1)).save(painted_film / "boards/noon/painting.png")
        say("paint", "film", "C001")
        take = Film.open(painted_film).cut("C001").takes[-1]
        assert (take.number, take.kind) == (f"T{turn + 3:02d}", "machine")
        assert take.files["touch_up"][0].read_bytes() == hers and take.hand_share == handed.hand_share
    below = read_picture(take.files["pass2"][0]).array.astype(float)
    share = touch_up[..., 3:] / 255
    seen = read_picture(take.picture).array
    assert np.abs(seen - (below * (1 - share) + touch_up[..., :3] * share)).max() <= 1
    assert np.array_equal(seen[touch_up[..., 3] == 0], below[touch_up[..., 3] == 0])
    stack = read_stack(say("work", "film", "C001").strip())
    layer = stack.layers[0].pixels[:48, :64]
    assert np.array_equal(layer, touch_up) and np.array_equal(stack.merged[..., :3], seen)
    say("cut", "add", "film", "C001", "--length", "2+00")
    assert f"{ARTIST}, by hand" in say("credits", "film", "C001")
    say("check", "film", "C001")
    say("approve", "film", "C001", "--by", "Aiko Mori")
    assert "C001_T12.psd" in say("deliver", "film", "C001")
    delivered = read_stack(painted_film / "delivery/C001_T12.psd")
    ground = delivered.layers[-1]
    assert [layer.name for layer in ground.layers] == ["touch-up", "BG"]
    assert np.array_equal(ground.layers[1].pixels[..., :3], below.astype(np.uint8))


def test_a_touch_up_that_was_erased_is_carried_no_further(painted_film, say, another_painting):
    say("work", "film", "C001")
    paint_on(painted_film / "cuts/C001/work/C001_T01.psd")
    say("hand-in", "film", "C001", "film/cuts/C001/work/C001_T01.psd", "--by", ARTIST)
    path = painted_film.parent / say("work", "film", "C001").strip()
    paint_on(path, colour=(0, 0, 0, 0), box=(0, 0, 64, 48))
    say("hand-in", "film", "C001", str(path), "--by", ARTIST)
    Image.fromarray(another_painting).save(painted_film / "boards/noon/painting.png")
    say("paint", "film", "C001")
    take = Film.open(painted_film).cut("C001").takes[-1]
    assert take.hand_share == 0
    painted = read_picture(take.files["pass2"][0]).array
    assert np.array_equal(read_picture(take.picture).array, painted)


def test_a_touch_up_of_another_size_is_said_to_stay_behind(painted_film, say, underpaint):
    say("work", "film", "C001")
    paint_on(painted_film / "cuts/C001/work/C001_T01.psd")
    say("hand-in", "film", "C001", "film/cuts/C001/work/C001_T01.psd", "--by", ARTIST)
    for name in ("layout", "materials"):
        file = painted_film / f"cuts/C001/{name}.png"
        Image.fromarray(np.asarray(Image.open(file))[:, 4:]).save(file)
    outcome = underpaint(["paint", "film", "C001"])
    assert outcome.code == 0 and "touch-up of T02 is not carried over: it is 64 x 48 px" in outcome.err
    assert "touch_up" not in Film.open(painted_film).cut("C001").takes[-1].files
    outcome = underpaint(["work", "film", "C001"])
    assert outcome.code == 0 and "touch-up of T02 is left out" in outcome.err


def test_a_file_that_a_person_changed_is_never_written_over(painted_film, underpaint, say):
    path = painted_film / "cuts/C001/work/C001_T01.psd"
    say("work", "film", "C001")
    say("work", "film", "C001")
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    paint_on(path)
    hers = path.read_bytes()
    outcome = underpaint(["work", "film", "C001"])
    assert outcome.code == 0 and "C001_T01_2.psd" in outcome.out and "stays as it is" in outcome.err
    assert path.read_bytes() == hers and (path.parent / "C001_T01_2.psd").is_file()


def test_a_file_that_did_not_come_from_the_film_is_of_unknown_origin(painted_film, underpaint, say, refused):
    say("work", "film", "C001")
    foreign = painted_film.parent / "found.psd"
    foreign.write_bytes((painted_film / "cuts/C001/work/C001_T01.psd").read_bytes())
    outcome = underpaint(["hand-in", "film", "C001", str(foreign), "--by", ARTIST])
    assert outcome.code == 0 and "its origin is unknown" in outcome.err
    say("check", "film", "C001")
    assert "origin is unknown" in refused("approve", "film", "C001", "--by", "Aiko Mori")


def test_what_cannot_be_handed_in_costs_one_line(painted_film, say, refused):
    assert "has no painting yet" in refused("work", "film", "C002")
    path = say("work", "film", "C001").strip()
    assert "is as it was written" in refused("hand-in", "film", "C001", path, "--by", ARTIST)
    assert "not among the film's people" in refused("hand-in", "film", "C001", path, "--by", "Somebody")
    refused("hand-in", "film", "C001", "noon.png", "--by", ARTIST)
    assert len(Film.open(painted_film).cut("C001").takes) == 1


def test_layers_are_named_in_the_films_language(painted_film, say, refused):
    record = painted_film / "film.toml"
    record.write_text('language = "ja"\n' + record.read_text(), encoding="utf-8")
    stack = read_stack(say("work", "film", "C001").strip())
    assert [layer.name for layer in stack.layers] == ["加筆", "BG 第2パス", "BG 第1パス", "領域", "レイアウト線"]
    record.write_text(record.read_text(encoding="utf-8").replace('"ja"', '"xx"'), encoding="utf-8")
    assert "it can be en or ja" in refused("work", "film", "C001")


@pytest.mark.parametrize("kill", [False, True], ids=["the disk is full", "killed"])
def test_a_failure_at_any_call_loses_nothing_of_the_artists(made, say, fast_painter, failing, kill):
    """Handing in: the film is as before or as after, and the artist's file is as it was at every moment."""
    say("paint", "film", "C001", "--at-once", "1")
    path = made.parent / "work.psd"
    grey = np.full((48, 64, 4), 120, np.uint8)
    path.write_bytes(psd_bytes(Stack(64, 48, (Layer("her own", grey),), grey)))
    hers = path.read_bytes()
    shutil.copytree(made, made.with_name("before"))
    failed, at = 0, 0
    while True:
        at += 1
        shutil.rmtree(made)
        shutil.copytree(made.with_name("before"), made)
        film = Film.open(made)
        with failing.disk(at, kill=kill) as calls:
            try:
                hand_in(film, "C001", path, ARTIST, 5)
            except (UnderpaintError, failing.Killed):
                failed += 1
        assert path.read_bytes() == hers
        assert len(Film.open(made).cut("C001").takes) in (1, 2)
        assert verify(Film.open(made)).wrong == []
        if len(calls) < at:
            break
        hand_in(Film.open(made), "C001", path, ARTIST, 5)
        assert verify(Film.open(made)).wrong == []
    assert failed >= 10
