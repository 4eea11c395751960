"""What a request names: cuts, takes and boards by their ids, looked up in the film; never a path."""

from __future__ import annotations

import re
from pathlib import Path

from underpaint.errors import InputError
from underpaint.film.boards import Board
from underpaint.film.cuts import Cut
from underpaint.film.film import Film
from underpaint.film.naming import board_name, cut_number
from underpaint.film.takes import Take

_TAKE = re.compile(r"T\d{2,5}")
_FILE = re.compile(r"[^\W_][\w .,+-]{0,79}\.(?:psd|psb|ora)", re.IGNORECASE)


class Missing(InputError):
    """What was asked for is not in the film."""


def cut_in(film: Film, text: str) -> Cut:
    """The cut of this number. Raises Missing."""
    try:
        return film.cuts[cut_number(text)]
    except (InputError, KeyError):
        raise Missing(f"no cut {text[:20]!r} in this film") from None


def take_in(cut: Cut, text: str) -> Take:
    """The take of this number. Raises Missing."""
    if _TAKE.fullmatch(text) and any(entry.event == "take" and entry.take == text for entry in cut.entries):
        return cut.take(text)
    raise Missing(f"{cut.number} has no take {text[:20]!r}")


def board_in(film: Film, text: str) -> Board:
    """The board of this name. Raises Missing."""
    try:
        return film.boards[board_name(text)]
    except (InputError, KeyError):
        raise Missing(f"no board {text[:80]!r} in this film") from None


def layered_name(text: str) -> str:
    """The name of a layered file as somebody's browser gives it. Raises InputError where it is no plain name of one."""
    if not _FILE.fullmatch(text):
        raise InputError(f"{text[:80]!r} cannot be handed in; it must be the .psd, .psb or .ora file of this cut")
    return text


def inside(root: Path, path: Path) -> Path:
    """The path, with every link followed, where it lies within `root`. Raises Missing where it leads out of it."""
    real = path.resolve()
    if not real.is_relative_to(root.resolve()):
        raise Missing(f"{path.name[:80]!r} is not a file of this film")
    return real
