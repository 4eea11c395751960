"""The rough of a layout that is being labelled, painted from its map as it is now."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

import numpy as np
from PIL import Image

from underpaint import paint
from underpaint.errors import InputError
from underpaint.farm.index_cache import IndexCache
from underpaint.farm.label_session import GUESSED_ALPHA, labelled_now
from underpaint.farm.synth import cores
from underpaint.film.cuts import Cut
from underpaint.film.film import Film
from underpaint.film.store import hash_of
from underpaint.film.tuning import cut_tuning
from underpaint.formats.encode import png_bytes
from underpaint.formats.pictures import read_pictures
from underpaint.formats.sheets import material_map, painting

_KEPT_BOARDS = 4

_read_boards: OrderedDict[tuple[str, str], tuple[np.ndarray, np.ndarray]] = OrderedDict()


def rough_png(folder: Path, number: str, seed: int, cache: Path) -> bytes:
    """A rough of the cut from its map as it is now, with its tuning, as PNG with alpha: half transparent where the map is a guess.

    Raises InputError where there is no word yet, or the cut has no boards, or these lack a material.
    """
    film = Film.open(folder)
    labelled = labelled_now(film, number)
    if labelled.named is None:
        raise InputError("name a first region, and its rough appears")
    cut = film.cut(number)
    boards = _boards(film, cut)
    names = {colour: name for name, colour in labelled.palette.items()}
    request = paint.Request(
        boards,
        paint.Layout(labelled.named.picture(labelled.palette), labelled.session.drawing.picture, None),
        stage="rough",
        names=names,
        seed=seed,
        tuning={labelled.palette[name]: own for name, own in cut_tuning(film, cut).items() if name in labelled.palette},
    )
    kept = IndexCache(cache, lambda line: None)
    taken = paint.boards_of(request, cores())
    indexes = [kept.load_board(board, request.smooth) for board in taken]
    painted = paint.paint(request, indexes=indexes, threads=cores())
    for board, before, index in zip(taken, indexes, painted.indexes, strict=True):
        if before is None:
            kept.store_board(board, request.smooth, index)
    picture = painted.picture if painted.picture.dtype == np.uint8 else (painted.picture >> 8).astype(np.uint8)
    height, width = picture.shape[:2]
    guessed = np.asarray(Image.fromarray(labelled.named.guessed).resize((width, height), Image.Resampling.NEAREST))
    alpha = np.where(guessed, np.uint8(GUESSED_ALPHA), np.uint8(255))
    return png_bytes(np.dstack([picture[:, :, :3], alpha]))


def _boards(film: Film, cut: Cut) -> tuple[paint.Board, ...]:
    if not cut.boards:
        raise InputError(f"{cut.number} names no boards yet; say in its cut.toml which it is painted from")
    return tuple(_board(name, film.board(name).painting, film.board(name).materials) for name in cut.boards)


def _board(name: str, path: Path, map_path: Path) -> paint.Board:
    key = (hash_of(path), hash_of(map_path))
    if key not in _read_boards:
        while len(_read_boards) >= _KEPT_BOARDS:
            _read_boards.popitem(last=False)
        picture, mapped = read_pictures([path, map_path])
        _read_boards[key] = painting(picture), material_map(mapped)
    _read_boards.move_to_end(key)
    return paint.Board(name, *_read_boards[key])
