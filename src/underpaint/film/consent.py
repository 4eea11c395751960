"""A painter takes consent back: what holds that board's paint, and what is no longer Done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from underpaint.film.check import background_of, rests_on, standing, withdrawal
from underpaint.film.film import Film


@dataclass(frozen=True)
class Held:
    """A cut that holds the board's paint. takes: number to share of its painted pixels, None where a trained model was shown
    the board, which is as good as paint here. was_done: whether it was Done.
    delivered: names of the files that such a take went out in."""

    cut: str
    takes: dict[str, float | None]
    was_done: bool
    delivered: tuple[str, ...]


def withdraw(film: Film, board: str, note: str, by: str | None) -> list[Held]:
    """Write down that consent for a board was taken back; none of the cuts with its paint is Done any more.

    Returns every such cut, with what of it was delivered.

    Said a second time, it only lists them again. Raises InputError where there is no such board, or a take cannot be read;
    OutputError.
    """
    film.require_writable()
    name = film.board(board).name
    held = []
    for cut in film.cuts.values():
        shown = background_of(film, cut).takes
        takes = {
            take.number: take.shares.get(name) or (None if take.models else 1.0) for take in shown if rests_on(film, take, name)
        }
        if takes:
            now = standing(film, cut)
            was_done = now.state == "Done" and now.take in takes
            held.append(Held(cut.number, takes, was_done, _delivered(film, cut.number, takes)))
    if withdrawal(film, name) is None:
        said = {} if by is None else {"by": by}
        film.journal.add("consent withdrawn", board=name, note=note.strip(), **said)
    return held


def _delivered(film: Film, cut: str, takes: Iterable[str]) -> tuple[str, ...]:
    sent = [e for e in film.journal.entries if e.event in ("delivering", "deliver") and e.cut == cut and e.take in takes]
    return tuple(dict.fromkeys(name for entry in sent for name in dict(entry.fields.get("files", {}))))
