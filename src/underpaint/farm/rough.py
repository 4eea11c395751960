"""A rough to look at while a material is tuned: painted, shown, and recorded nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from underpaint import paint
from underpaint.errors import InputError
from underpaint.farm.index_cache import IndexCache
from underpaint.farm.job import Inputs, Job, read_request
from underpaint.farm.synth import cores
from underpaint.film.check import own_cut
from underpaint.film.cuts import Cut
from underpaint.film.film import Film
from underpaint.film.store import hash_of
from underpaint.film.tuning import cut_tuning
from underpaint.formats.encode import png_bytes
from underpaint.formats.palette import read_palette


@dataclass
class _Opened:
    """What a cut is painted from, read; key: of what. indexes: of its boards and of their copies in other sizes, by
    paint.index_key."""

    key: tuple
    request: paint.Request
    indexes: dict[bytes, paint.BoardIndex]


_last: list[_Opened] = []


def rough_png(folder: Path, number: str, seed: int, told: Mapping[str, Mapping[str, object]], cache: Path) -> bytes:
    """The rough of a cut as PNG, with the film's tuning but for what is `told`: material to all its settings.

    What it is painted from stays open for the next one. Raises InputError where the cut has no map or no boards, or a
    setting is none.
    """
    film = Film.open(folder)
    cut = own_cut(film, number)
    tuned = cut_tuning(film, cut) | {name: paint.tuning_of(own, name) for name, own in told.items()}
    opened = _open(film, cut)
    colours = {} if film.palette is None else read_palette(film.palette).colours
    tuning = {colours[name]: own for name, own in tuned.items() if name in colours}
    request = replace(opened.request, seed=seed, tuning=tuning)
    kept = IndexCache(cache, lambda line: None)
    boards = paint.boards_of(request, cores())
    keys = [paint.index_key(board, request.smooth) for board in boards]
    there = [opened.indexes.get(key) or kept.load_board(board, request.smooth) for key, board in zip(keys, boards, strict=True)]
    painted = paint.paint(request, indexes=there, threads=cores())
    kept.store_new(boards, request.smooth, there, painted.indexes)
    opened.indexes |= zip(keys, painted.indexes, strict=True)
    return png_bytes(painted.picture, None)


def _open(film: Film, cut: Cut) -> _Opened:
    if cut.materials is None:
        raise InputError(f"{cut.number} has no material map yet; label its layout first")
    if not cut.boards:
        raise InputError(f'{cut.record.path}: names no boards; add a line such as boards = ["lake-noon"]')
    boards = [film.board(name) for name in cut.boards]
    lines = None if cut.lines is None else hash_of(cut.lines)
    key = (tuple((board.painting_sha256, board.materials_sha256) for board in boards), hash_of(cut.materials), lines)
    if not _last or _last[0].key != key:
        _last.clear()
        job = Job(boards=tuple((board.painting, board.materials) for board in boards), layout_map=cut.materials,
                  layout_lines=cut.lines, palette=film.palette, stage="rough", out=Path())  # fmt: skip
        request = read_request(job, Inputs(), lambda line: None)
        _last.append(_Opened(key, request, {}))
    return _last[0]
