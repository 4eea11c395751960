"""The boards of a cut read once and kept open, for roughs that follow every step of a labelling."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from underpaint import paint
from underpaint.errors import InputError
from underpaint.farm.index_cache import IndexCache
from underpaint.farm.synth import cores
from underpaint.film.cuts import Cut
from underpaint.film.film import Film
from underpaint.film.store import hash_of
from underpaint.formats.palette import Colour
from underpaint.formats.pictures import read_pictures
from underpaint.formats.sheets import material_map, painting
from underpaint.paint.index import index_board
from underpaint.paint.materials import flat_map

_KEPT = 4


@dataclass
class OpenBoard:
    """A board as it is painted from. index: once it was found or made."""

    board: paint.Board
    index: paint.BoardIndex | None = None

    @cached_property
    def colours(self) -> frozenset[Colour]:
        """Of the materials on its map."""
        codes = flat_map(self.board.materials).codes.tolist()
        return frozenset((code >> 16, code >> 8 & 255, code & 255) for code in codes)


_open: OrderedDict[tuple[str, str, str], OpenBoard] = OrderedDict()


def open_boards(film: Film, cut: Cut) -> list[OpenBoard]:
    """The boards that a cut names. Raises InputError where it names none, or one cannot be painted from."""
    if not cut.boards:
        raise InputError(f"{cut.number} names no boards yet; say in its cut.toml which it is painted from")
    return [_opened(name, film.board(name).painting, film.board(name).materials) for name in cut.boards]


def find_indexes(boards: list[OpenBoard], cache: Path) -> None:
    """Give the boards the indexes that `cache` keeps of them."""
    kept = IndexCache(cache, lambda line: None)
    for each in boards:
        each.index = each.index or kept.load_board(each.board, frozenset())


def keep_index(each: OpenBoard, index: paint.BoardIndex, cache: Path) -> None:
    """Give a board its index, and keep that in `cache` if it is new."""
    if each.index is None:
        each.index = index
        IndexCache(cache, lambda line: None).store_board(each.board, frozenset(), index)


def index_boards(folder: Path, number: str, cache: Path) -> None:
    """Have indexes of a cut's boards in `cache`, and these boards open here. Boards that cannot be painted from are left out."""
    film = Film.open(folder)
    with suppress(InputError):  # said when a rough is painted
        boards = open_boards(film, film.cut(number))
        find_indexes(boards, cache)
        for each in boards:
            if each.index is None:
                keep_index(each, index_board(each.board, threads=cores()), cache)


def _opened(name: str, path: Path, map_path: Path) -> OpenBoard:
    key = (name, hash_of(path), hash_of(map_path))
    if key not in _open:
        while len(_open) >= _KEPT:
            _open.popitem(last=False)
        picture, mapped = read_pictures([path, map_path])
        _open[key] = OpenBoard(paint.Board(name, painting(picture), material_map(mapped)))
    _open.move_to_end(key)
    return _open[key]
