"""A place painted anew is a take of its own; around it nothing changes, and there is a way back."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from underpaint.errors import InputError
from underpaint.farm.repaint import inside, repaint_inside, repaint_place
from underpaint.film.film import Film
from underpaint.film.verify import verify
from underpaint.formats.source_map import read_source_map


@pytest.fixture
def painted(made, say):
    say("paint", "film", "C001")
    mask = np.zeros((48, 64), np.uint8)
    mask[4:20, 10:40] = 255
    Image.fromarray(mask).save(made.parent / "mask.png")
    return made


def take(film, number: str):
    return Film.open(film).cut("C001").take(number)


def pixels(film, number: str, role: str = "pass2") -> np.ndarray:
    return np.asarray(Image.open(take(film, number).files[role][0]))


def test_only_the_place_changes_and_the_old_take_stays(painted, say):
    before = take(painted, "T01").files["pass2"][0].read_bytes()
    said = say("repaint", "film", "C001", "--mask", "mask.png", "--seed", "7")
    assert "C001 T02" in said
    mask = np.asarray(Image.open(painted.parent / "mask.png")) > 0
    differs = (pixels(painted, "T01") != pixels(painted, "T02")).any(2)
    assert differs[mask].any() and not differs[~mask].any()
    assert take(painted, "T01").files["pass2"][0].read_bytes() == before
    assert not verify(Film.open(painted)).wrong


def test_the_source_map_says_of_both_where_they_are_from(painted, say):
    say("repaint", "film", "C001", "--mask", "mask.png", "--seed", "7")
    mask = np.asarray(Image.open(painted.parent / "mask.png")) > 0
    old, new = (read_source_map(take(painted, number).files["source_map"][0]) for number in ("T01", "T02"))
    assert (new.board == 0).all(), "no pixel is without a board"
    assert ((old.y == new.y) & (old.x == new.x))[~mask].all()
    assert not ((old.y == new.y) & (old.x == new.x))[mask].all()
    assert take(painted, "T02").shares == {"noon": 1.0}


def test_a_seed_paints_the_same_twice_and_another_one_otherwise(painted, say):
    for seed in ("7", "8"):
        say("repaint", "film", "C001", "--mask", "mask.png", "--seed", seed)
    say("go-back", "film", "C001", "T01")
    say("repaint", "film", "C001", "--mask", "mask.png", "--seed", "7")
    assert (pixels(painted, "T02") == pixels(painted, "T05")).all()
    assert (pixels(painted, "T02") != pixels(painted, "T03")).any()


def test_going_back_is_a_take_with_the_files_of_the_earlier_one(painted, say, refused):
    say("repaint", "film", "C001", "--mask", "mask.png")
    say("go-back", "film", "C001", "T01")
    for role in ("pass1", "pass2", "source_map"):
        assert take(painted, "T03").files[role][1] == take(painted, "T01").files[role][1]
    assert "T09" in refused("go-back", "film", "C001", "T09")


def test_a_place_is_told_by_a_line_around_it(painted):
    outline = [10, 4, 40, 4, 40, 20, 10, 20]
    take_made = repaint_inside(Film.open(painted), "C001", outline, seed=7, threads=1, warn=str)
    mask = np.asarray(Image.open(take_made.files["mask"][0])) > 0
    assert mask[5:20, 11:40].all() and not mask[22:].any() and not mask[:, 43:].any()
    differs = (pixels(painted, "T01") != pixels(painted, "T02")).any(2)
    assert differs[mask].any() and not differs[~mask].any()


def test_what_a_line_goes_around_is_inside_even_where_it_crosses_itself():
    twice = [0, 0, 30, 0, 30, 20, 10, 20, 10, 5, 20, 5, 20, 15, 0, 15]
    assert inside(twice, 40, 30)[1:15, 1:30].all()
    assert inside([-50, -50, 10, -50, 10, 10, -50, 10], 40, 30).sum() == 11 * 11  # as far as the picture goes


@pytest.mark.parametrize(
    ("outline", "why"),
    [
        ([], "0 numbers came in"),
        ([1, 2, 3, 4], "4 numbers came in"),
        ([1, 2, 3, 4, 5, 6, 7], "7 numbers came in"),
        ([1.0, 2.0, float("nan"), 4.0, 5.0, 6.0], "an outline is 3 to 4,096 points"),
        ([100, 100, 120, 100, 120, 120], "lies outside of the picture"),
        ([1.0] * 10_000, "10000 numbers came in"),
    ],
)
def test_a_line_that_is_none_is_refused(outline, why):
    with pytest.raises(InputError, match=why):
        inside(outline, 40, 30)


def test_a_mended_cut_is_not_painted_again(painted, say):
    say("repaint", "film", "C001", "--mask", "mask.png")
    assert "0 cuts painted" in say("paint", "film", "C001")


def test_a_mended_cut_can_be_approved_delivered_and_credited(painted, say):
    say("repaint", "film", "C001", "--mask", "mask.png")
    say("check", "film", "C001")
    say("approve", "film", "C001", "--by", "Aiko Mori")
    assert "Done" in say("check", "film")


def test_a_touch_up_stays_above_the_new_paint(painted, say):
    from underpaint.farm.work_file import hand_in, write_work_file
    from underpaint.formats.layered import read_stack
    from underpaint.formats.ora import ora_bytes

    film = Film.open(painted)
    path = write_work_file(film, "C001", ".ora", lambda line: None)
    stack = read_stack(path)
    dab = np.zeros((48, 64, 4), np.uint8)
    dab[6:9, 12:18] = (250, 10, 20, 255)
    from dataclasses import replace

    path.write_bytes(ora_bytes(replace(stack, layers=(replace(stack.layers[0], pixels=dab), *stack.layers[1:]))))
    handed = hand_in(Film.open(painted), "C001", path, "Ken Sato", 1).take
    say("repaint", "film", "C001", "--mask", "mask.png")
    newest = Film.open(painted).cut("C001").takes[-1]
    assert newest.files["touch_up"][1] == handed.files["touch_up"][1]
    assert tuple(np.asarray(Image.open(newest.picture))[7, 14][:3]) == (250, 10, 20)


@pytest.mark.parametrize(
    ("mask", "why"),
    [(np.zeros((48, 64), np.uint8), "mask is empty"), (np.full((20, 64), 255, np.uint8), "64 x 20")],
)
def test_a_mask_that_does_not_fit_is_refused_and_makes_no_take(painted, refused, mask, why):
    Image.fromarray(mask).save(painted.parent / "mask.png")
    assert why in refused("repaint", "film", "C001", "--mask", "mask.png")
    assert len(Film.open(painted).cut("C001").takes) == 1
    assert not [path for path in (painted / "cuts" / "C001" / "takes").iterdir() if path.name not in ("T01",)]


def test_a_cut_without_a_painting_or_with_another_layout_now_is_refused(painted, refused, made):
    assert "no painting yet" in refused("repaint", "film", "C002", "--mask", "mask.png")
    materials = made / "cuts" / "C001" / "materials.png"
    array = np.asarray(Image.open(materials)).copy()
    array[30:34] = array[0, 0]
    materials.chmod(0o644)
    Image.fromarray(array).save(materials)
    assert "have changed since T01" in refused("repaint", "film", "C001", "--mask", "mask.png")


def test_a_disk_that_fails_at_any_call_leaves_the_film_sound(painted, failing):
    from contextlib import suppress

    from underpaint.errors import UnderpaintError

    mask = np.asarray(Image.open(painted.parent / "mask.png")) > 0
    for at in range(1, 400, 7):
        takes = len(Film.open(painted).cut("C001").takes)
        with failing.disk(at, kill=at % 2 == 0) as calls, suppress(failing.Killed, OSError, UnderpaintError):
            repaint_place(Film.open(painted), "C001", mask, seed=3, threads=1, warn=lambda line: None)
        assert not verify(Film.open(painted)).wrong
        assert len(Film.open(painted).cut("C001").takes) in (takes, takes + 1)
        if len(calls) < at:
            return
    pytest.fail("painting a place makes more calls than were tried")
