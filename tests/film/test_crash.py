"""The disk fails, or the program is killed, at every call in turn: the film is then as before or as after, and goes on."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from underpaint.errors import UnderpaintError
from underpaint.farm.paint_film import paint_film
from underpaint.film.check import approve, hand_over, standing
from underpaint.film.consent import withdraw
from underpaint.film.film import Film
from underpaint.film.verify import verify


def paint_once(film: Film) -> None:
    outcome = paint_film(film, ["C001"], at_once=1, say=lambda line: None, warn=lambda line: None)
    if outcome.failed:
        raise UnderpaintError(outcome.failed["C001"])


def hand(film: Film) -> None:
    hand_over(film, "C001")


def approve_it(film: Film) -> None:
    approve(film, "C001", "Aiko Mori", date(2026, 11, 1))


def take_back(film: Film) -> None:
    withdraw(film, "noon", "", None)


STEPS = (
    (paint_once, "Todo", "WIP"),
    (hand, "WIP", "WFA"),
    (approve_it, "WFA", "Done"),
    (take_back, "Done", "Retake"),
)


@pytest.mark.parametrize("kill", [False, True], ids=["the disk is full", "killed"])
@pytest.mark.parametrize("step", range(len(STEPS)), ids=[step[0].__name__ for step in STEPS])
def test_a_failure_at_any_call_leaves_the_film_as_before_or_as_after(made, fast_painter, failing, kill, step):
    for doing, _, _ in STEPS[:step]:
        doing(Film.open(made))
    doing, before, after = STEPS[step]
    film_before = made.with_name("before")
    shutil.copytree(made, film_before)
    failed, at = 0, 0
    while True:
        at += 1
        shutil.rmtree(made)
        shutil.copytree(film_before, made)
        film = Film.open(made)
        with failing.disk(at, kill=kill) as calls:
            try:
                doing(film)
            except (UnderpaintError, failing.Killed):
                failed += 1
        film = Film.open(made)
        assert standing(film, film.cut("C001")).state in (before, after), calls
        assert verify(film).wrong == [], calls
        if standing(film, film.cut("C001")).state == before or doing is paint_once:
            doing(Film.open(made))
        film = Film.open(made)
        assert standing(film, film.cut("C001")).state == after, calls
        assert len(film.cut("C001").takes) == 1, calls
        assert verify(film).wrong == [], calls
        if len(calls) < at:
            break
    assert failed >= 3, "the calls were never made to fail"


def test_a_whole_take_that_missed_its_line_is_not_painted_again(made, fast_painter, say):
    say("paint", "film", "C001")
    journal = made / "journal.jsonl"
    journal.write_bytes(journal.read_bytes()[:-20])
    asked = len(fast_painter)
    assert "T01 was whole" in say("paint", "film", "C001")
    assert len(fast_painter) == asked
    assert [take.number for take in Film.open(made).cut("C001").takes] == ["T01"]
    (note,) = verify(Film.open(made)).notes
    assert "line 1 was torn" in note
