"""The film's papers, made in the office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from underpaint.farm.deliver import deliver
from underpaint.farm.film_papers import contact_sheet_of, cut_strip, write_credits
from underpaint.film.film import Film
from underpaint.formats.encode import png_bytes
from underpaint.formats.writing import write_together


def picture(folder: Path, kind: str, number: str, shown: Path) -> list[str]:
    """Write a paper to `shown`: "sheet", "card", or the "strip" of a cut; returns what is to be said of it."""
    film, noted = Film.open(folder), []
    if kind == "card":
        shown.unlink(missing_ok=True)
        write_credits(film, card=shown, warn=noted.append)
        return noted
    array, note = cut_strip(film, number) if kind == "strip" else contact_sheet_of(film)
    write_together({shown: png_bytes(array)})
    return [note] if note else []


def credits(folder: Path) -> tuple[str, list[str]]:
    """The credits as text, and what is to be said of them."""
    noted: list[str] = []
    page, _ = write_credits(Film.open(folder), warn=noted.append)
    return page, noted


def delivered(folder: Path, numbers: Sequence[str], flat: str) -> tuple[list[str], list[str]]:
    """Deliver; returns what was written, and what is to be said of it."""
    said: list[str] = []
    noted: list[str] = []
    deliver(Film.open(folder), numbers, flat=flat, today=date.today(), say=said.append, warn=noted.append)
    return said, noted
