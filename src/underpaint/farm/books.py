"""BOOKs: background art that lies above the BG of a cut. Each has a map of its own, is painted like the BG, and is clear around."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from underpaint.errors import InputError
from underpaint.farm.job import Inputs, Job, read_request
from underpaint.farm.synth import synth
from underpaint.film.cuts import Book, put_book
from underpaint.film.film import Film
from underpaint.film.takes import Take
from underpaint.formats.encode import png_bytes
from underpaint.formats.flatten import flatten
from underpaint.formats.palette import read_palette
from underpaint.formats.pictures import read_picture
from underpaint.formats.sheets import book_map, material_map, painting
from underpaint.formats.stack import Layer, as_layer
from underpaint.formats.writing import write_together
from underpaint.paint import Request
from underpaint.paint.check import check

SOURCES = "{}_source_map"
"""The role of a BOOK's source map among the files of a take; its picture's role is its name."""


def add_book(
    film: Film, number: str, name: str, layout: Path | None, materials: Path | None, boards: Sequence[str]
) -> Book:
    """Put a BOOK into a cut that is in the film: its drawing, and its material map, transparent where the BOOK is clear.

    boards: to paint it from, those of the cut unless given. Raises InputError where the map has a material that the palette
    or the boards lack, or is not of the cut's size, or there is such a BOOK; OutputError.
    """
    film.require_writable()
    cut = film.cut(number)
    if cut.background:
        raise InputError(f"{cut.number} shows the background of {cut.background}; give the BOOK to that cut")
    if cut.materials is None:
        raise InputError(f"{cut.number} has no material map yet; add that first, then its BOOKs")
    if materials is None:
        raise InputError(f"{cut.number} {name}: give its material map too, with --map")
    size = material_map(read_picture(cut.materials)).shape[:2]
    colours, where = book_map(read_picture(materials))
    if where.shape != size:
        (height, width), (rows, columns) = size, where.shape
        raise InputError(f"{materials}: is {columns} x {rows} px, the cut {width} x {height}; they must be of one size")
    book = Book(name, tuple(boards), materials, layout)
    if film.palette is not None:
        _require_named(materials, colours[where], read_palette(film.palette).colours)
    request = _request(film, cut.boards, book, colours)
    try:
        check(request)
    except InputError as why:
        raise InputError(f"{materials}: {why}") from None
    return put_book(cut, book)


def _require_named(path: Path, pixels: np.ndarray, palette: Mapping[str, tuple[int, int, int]]) -> None:
    known = {red << 16 | green << 8 | blue for red, green, blue in palette.values()}
    codes = np.unique(pixels.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32))
    for code in codes.tolist():
        if code not in known:
            raise InputError(f"{path}: has the colour #{code:06x}, which the film's palette gives to no material")


def _request(film: Film, boards: Sequence[str], book: Book, colours: np.ndarray) -> Request:
    """What is to be painted of a BOOK, as it is checked before it is painted."""
    found = [film.board(name) for name in book.boards or boards]
    if not found:
        raise InputError(f"{book.name}: neither it nor its cut names a board; give one with --board")
    job = Job(
        boards=tuple((board.painting, board.materials) for board in found),
        layout_map=found[0].materials,  # stands in for the BOOK's, which has holes
        layout_lines=None,
        palette=film.palette,
        out=Path(),
    )
    request = read_request(job, Inputs(), lambda note: None)
    lines = None
    if book.layout is not None:
        lines = read_request(replace(job, layout_lines=book.layout), Inputs(), lambda note: None).layout.lines
    return replace(request, layout=replace(request.layout, materials=colours, lines=lines))


@dataclass(frozen=True)
class BookWork:
    """A BOOK to paint. boards: painting and map of each."""

    name: str
    boards: tuple[tuple[Path, Path], ...]
    layout_map: Path
    layout_lines: Path | None


@dataclass(frozen=True)
class PaintedBook:
    """files: role to the file's name. counts: px of each board, wherever the BOOK is painted. read: role to SHA-256."""

    files: dict[str, str]
    counts: dict[str, int]
    read: dict[str, str]


def paint_book(
    book: BookWork,
    job: Job,
    folder: Path,
    size: Sequence[int],
    tell: Callable[[str, float], None],
    warn: Callable[[str], None],
) -> PaintedBook:
    """Paint a BOOK into a take's folder: both passes over its map, grown into its holes, and then the holes cut out again.

    job: of the cut's BG, for palette, seed, threads and cache. size: the BG's width and height. Raises InputError where the
    BOOK's map has another.
    """
    from underpaint.formats.source_map import read_source_map  # its zip takes a while to load

    own = read_picture(book.layout_map)
    colours, where = book_map(own)
    height, width = where.shape
    if (width, height) != tuple(size):
        raise InputError(f"{book.layout_map}: is {width} x {height} px, the cut {size[0]} x {size[1]}; make them of one size")
    grown, rough, out = (folder / f"{book.name}_{what}.png" for what in ("map", "pass1", "whole"))
    sources = folder / f"{SOURCES.format(book.name)}.npz"
    write_together({grown: png_bytes(colours)})
    draft = replace(
        job, boards=book.boards, layout_map=grown, layout_lines=book.layout_lines, stage="rough", rough=None, out=rough,
        source_map=None,
    )  # fmt: skip
    synth(draft, progress=tell, warn=warn)
    report = synth(replace(draft, stage="paint", rough=rough, out=out, source_map=sources), progress=tell, warn=warn)
    painted = read_picture(out)
    picture = as_layer(painting(painted), painting(painted).dtype)
    write_together({folder / f"{book.name}.png": png_bytes(picture * where[:, :, None], painted.icc)})
    for aside in (grown, rough, out):
        aside.unlink()
    record = read_source_map(sources)
    counts = np.bincount(record.board[where], minlength=len(record.boards))
    read = {role: told["sha256"] for role, told in report["inputs"].items() if role.startswith("board ")}
    read[f"{book.name}: layout map"] = own.sha256
    if book.layout_lines is not None:
        read[f"{book.name}: layout lines"] = report["inputs"]["layout lines"]["sha256"]
    files = {book.name: f"{book.name}.png", SOURCES.format(book.name): sources.name}
    return PaintedBook(files, {name: int(count) for name, count in zip(record.boards, counts, strict=False)}, read)


def books_of(take: Take) -> list[tuple[str, np.ndarray]]:
    """The BOOKs of a take, upward: name and (h, w, 4) picture."""
    pictures = ((name, painting(read_picture(take.files[name][0]))) for name in take.books)
    return [(name, as_layer(picture, picture.dtype)) for name, picture in pictures]


def with_books(ground: np.ndarray, books: Sequence[tuple[str, np.ndarray]]) -> np.ndarray:
    """What a BG, (h, w, 3 or 4), looks like with its BOOKs above it, in the BG's depth."""
    height, width = ground.shape[:2]
    layers = [Layer(name, as_layer(picture, ground.dtype)) for name, picture in reversed(books)]
    seen = flatten([*layers, Layer("BG", as_layer(ground, ground.dtype))], width, height, ground.dtype.type)
    return seen if seen[:, :, 3].min() < np.iinfo(ground.dtype).max else seen[:, :, :3]
