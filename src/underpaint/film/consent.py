"""A painter takes consent back: what holds that board's paint, and what is no longer Done."""

from __future__ import annotations

from dataclasses import dataclass

from underpaint.film.check import holds, standing, withdrawal
from underpaint.film.film import Film


@dataclass(frozen=True)
class Held:
    """A cut that holds the board's paint. takes: number to share of its painted pixels. was_done: whether it was Done."""

    cut: str
    takes: dict[str, float]
    was_done: bool


def withdraw(film: Film, board: str, note: str, by: str | None) -> list[Held]:
    """Write down that consent for a board was taken back; returns every cut with its paint, and none of them is Done any more.

    Said a second time, it only lists them again. Raises InputError where there is no such board, or a take cannot be read;
    OutputError.
    """
    film.require_writable()
    name = film.board(board).name
    held = []
    for cut in film.cuts.values():
        takes = {take.number: take.shares.get(name, 1.0) for take in cut.takes if holds(take, name)}
        if takes:
            now = standing(film, cut)
            held.append(Held(cut.number, takes, now.state == "Done" and now.take in takes))
    if withdrawal(film, name) is None:
        said = {} if by is None else {"by": by}
        film.journal.add("consent withdrawn", board=name, note=note.strip(), **said)
    return held
