"""What the page for painting asks of the bench."""

from __future__ import annotations

from pathlib import Path

from underpaint.desk.ids import Missing
from underpaint.farm.repaint import go_back
from underpaint.film.check import own_cut
from underpaint.film.film import Film
from underpaint.formats.palette import read_palette
from underpaint.formats.pictures import read_picture
from underpaint.formats.sheets import material_map


def back(folder: Path, number: str, take: str) -> str:
    """Make an earlier painting the newest; returns the new take's number."""
    return go_back(Film.open(folder), number, take, lambda line: None).number


def material_at(folder: Path, number: str, x: float, y: float) -> str:
    """The name of the material at a place of a cut's map, 0..1 of its width and height; "" where the palette names none."""
    film = Film.open(folder)
    cut = own_cut(film, number)
    if cut.materials is None or film.palette is None:
        raise Missing(f"{cut.number} has no material map yet")
    array = material_map(read_picture(cut.materials))
    colour = tuple(array[int(y * array.shape[0]), int(x * array.shape[1])].tolist())
    return next((name for name, own in read_palette(film.palette).colours.items() if own == colour), "")
