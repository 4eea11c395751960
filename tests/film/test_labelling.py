"""Labelling is a file that only grows: what is said, undone and said again is a replay of it."""

from __future__ import annotations

import os
import threading
from contextlib import suppress

import pytest

from underpaint.errors import InputError, UnderpaintError
from underpaint.film.film import Film
from underpaint.film.labelling import FILE, add_step, read_labelling

KEN, AIKO = "Ken Sato", "Aiko Mori"


@pytest.fixture
def cut(made):
    return Film.open(made).cut("C001")


def name(cut, material: str, x: float = 3.0, by: str = KEN):
    return add_step(cut, "name", by, points=[(x, 4.0)], materials=[material])


def materials(cut) -> list[str]:
    return [material for material, _, _ in read_labelling(cut).words]


def test_words_come_back_in_the_order_they_were_said(cut):
    assert read_labelling(cut).words == ()
    name(cut, "sky", 3.25)
    add_step(cut, "name", KEN, points=[(1, 2), (5, 6)], materials=["land", "sky"])
    assert read_labelling(cut).words == (("sky", 3.25, 4.0), ("land", 1.0, 2.0), ("sky", 5.0, 6.0))


def test_lines_and_merges_are_kept(cut):
    add_step(cut, "line", KEN, points=[(0, 0), (9.5, 9)])
    add_step(cut, "merge", KEN, points=[(1, 1), (2, 2), (3, 3)])
    now = read_labelling(cut)
    assert now.lines == (((0.0, 0.0), (9.5, 9.0)),) and len(now.merges[0]) == 3


def test_undo_goes_back_to_the_beginning_and_redo_to_the_end(cut):
    said = [name(cut, "sky", x).words for x in range(1, 30)]
    for before in reversed([(), *said[:-1]]):
        assert add_step(cut, "undo", KEN).words == before
    with pytest.raises(InputError, match="nothing of Ken Sato to undo"):
        add_step(cut, "undo", KEN)
    for after in said:
        assert add_step(cut, "redo", KEN).words == after
    with pytest.raises(InputError, match="nothing of Ken Sato to redo"):
        add_step(cut, "redo", KEN)


def test_what_was_undone_before_a_new_step_stays_undone(cut):
    name(cut, "sky")
    add_step(cut, "undo", KEN)
    name(cut, "land")
    with pytest.raises(InputError, match="redo"):
        add_step(cut, "redo", KEN)
    assert materials(cut) == ["land"]


def test_everybody_undoes_what_they_said_themselves(cut):
    name(cut, "sky", by=KEN)
    name(cut, "land", by=AIKO)
    add_step(cut, "undo", KEN)
    assert materials(cut) == ["land"]
    add_step(cut, "redo", KEN)
    assert materials(cut) == ["sky", "land"]


def test_two_people_at_once_lose_nothing(cut):
    def say(by: str) -> None:
        for x in range(12):
            name(cut, "sky", x, by)

    people = [threading.Thread(target=say, args=(by,)) for by in (KEN, AIKO)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert len(read_labelling(cut).words) == 24


def test_the_words_of_the_record_are_where_labelling_begins_and_no_undo_takes_them(made):
    record = made / "cuts" / "C001" / "cut.toml"
    record.write_text(record.read_text() + 'words = [{ material = "sky", x = 7, y = 8 }]\n')
    cut = Film.open(made).cut("C001")
    assert read_labelling(cut).words == (("sky", 7.0, 8.0),)
    name(cut, "land")
    record.write_text(record.read_text().replace("x = 7", "x = 9"))
    cut = Film.open(made).cut("C001")
    assert read_labelling(cut).words == (("sky", 7.0, 8.0), ("land", 3.0, 4.0))
    add_step(cut, "undo", KEN)
    with pytest.raises(InputError, match="nothing of"):
        add_step(cut, "undo", KEN)
    assert materials(cut) == ["sky"]


def test_a_torn_last_line_costs_only_that_step(cut):
    name(cut, "sky")
    name(cut, "land")
    path = cut.folder / FILE
    os.truncate(path, path.stat().st_size - 9)
    assert materials(cut) == ["sky"]
    name(cut, "land", 8.0)
    assert read_labelling(cut).words == (("sky", 3.0, 4.0), ("land", 8.0, 4.0))


def test_a_disk_that_fails_at_any_call_leaves_the_steps_before(cut, failing):
    name(cut, "sky")
    for kill in (False, True):
        for at in range(1, 40):
            count = len(read_labelling(cut).words)
            with failing.disk(at, kill=kill) as calls, suppress(failing.Killed, OSError, UnderpaintError):
                name(cut, "land")
            words = materials(cut)
            assert words[0] == "sky" and len(words) in (count, count + 1)
            if len(calls) < at:
                break
        else:
            pytest.fail("the step makes more calls than were tried")


@pytest.mark.parametrize(
    ("kind", "told", "why"),
    [
        ("paint", {}, "no step of labelling"),
        ("name", {}, "0 points"),
        ("name", {"points": [(1, 2)]}, "0 materials for 1 points"),
        ("name", {"points": [(1, float("nan"))], "materials": ["sky"]}, "nowhere near"),
        ("name", {"points": [(1, 1e9)], "materials": ["sky"]}, "nowhere near"),
        ("line", {"points": [(1, 2)]}, "1 points"),
        ("line", {"points": [(1, 2)] * 5000}, "5000 points"),
        ("undo", {"points": [(1, 2)]}, "1 points"),
    ],
)
def test_a_step_that_makes_no_sense_is_refused_and_not_written(cut, kind, told, why):
    with pytest.raises(InputError, match=why):
        add_step(cut, kind, KEN, **told)
    assert not (cut.folder / FILE).exists()


@pytest.mark.parametrize(
    ("line", "why"), [(b'["no"]', "line 1 is no step"), (b'{"version": 2, "step": "name"}', "of version 2")]
)
def test_a_file_of_something_else_is_not_read(cut, line, why):
    (cut.folder / FILE).write_bytes(line + b"\n")
    with pytest.raises(InputError, match=why):
        read_labelling(cut)
