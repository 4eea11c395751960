"""The film on a wall: of every cut what a person needs to see at a glance."""

from __future__ import annotations

from dataclasses import dataclass

from underpaint.errors import InputError
from underpaint.film.check import background_of, standing
from underpaint.film.cuts import Cut
from underpaint.film.film import Film
from underpaint.film.takes import Take


@dataclass(frozen=True)
class Card:
    """A cut at a glance. state: as Standing has it. take: what its picture is of, None before the first. note: what the last
    retake asked for. hand_share: of the picture's pixels, changed by hand. background: whose background it shows, or "".
    wrong: why it cannot be read, or ""."""

    cut: Cut
    state: str
    take: Take | None
    retakes: int
    note: str
    hand_share: float
    background: str
    wrong: str


def cards(film: Film) -> list[Card]:
    """Of every cut, in order. What is wrong with one cut is said on its card."""
    return [card(film, cut) for cut in film.cuts.values()]


def card(film: Film, cut: Cut) -> Card:
    try:
        ground = background_of(film, cut)
        now = standing(film, cut)
        lines = [entry for entry in ground.entries if entry.event == "take" and entry.take == now.take]
        take = ground.take_of(lines[-1]) if lines else None
    except InputError as why:
        return Card(cut, "Todo", None, 0, "", 0.0, cut.background, str(why))
    share = take.hand_share if take else 0.0
    return Card(cut, now.state, take, now.retakes, now.note if now.state == "Retake" else "", share, cut.background, "")
