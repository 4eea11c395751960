"""Films saved by each version of the program are opened, for ever."""

from __future__ import annotations

from pathlib import Path

from underpaint.film.check import standing
from underpaint.film.film import Film
from underpaint.film.verify import verify

FILMS = Path(__file__).parent / "films"


def test_a_film_of_version_1_is_read_whole():
    film = Film.open(FILMS / "version-1")
    assert film.title == "夏の湖" and film.boards["noon"].rights.valid_until.year == 2040
    found = verify(film)
    assert found.wrong == [] and found.notes == [] and found.takes == 3
    now = {number: standing(film, cut) for number, cut in film.cuts.items()}
    assert {number: (each.state, each.take) for number, each in now.items()} == {
        "C001": ("Done", "T03"),
        "C002": ("Done", "T03"),
    }
    assert now["C001"].retakes == 1
    first, second, third = film.cut("C001").takes
    assert (first.stage, second.stage, third.stage) == ("rough", "rough", "paint")
    assert film.cut("C001").picked == second and third.files["pass1"][1] == second.files["pass1"][1]
