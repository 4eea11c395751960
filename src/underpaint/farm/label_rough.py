"""The rough of a layout that is being labelled, painted from its map as it is now."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from underpaint import paint
from underpaint.errors import InputError
from underpaint.farm.index_cache import IndexCache
from underpaint.farm.label_session import GUESSED_ALPHA, labelled_now
from underpaint.farm.open_boards import find_indexes, keep_index, open_boards
from underpaint.farm.synth import cores
from underpaint.film.film import Film
from underpaint.film.tuning import cut_tuning
from underpaint.formats.encode import png_bytes


def rough_png(folder: Path, number: str, seed: int, cache: Path) -> bytes:
    """A rough of the cut from its map as it is now, with its tuning, as PNG with alpha: half transparent where the map is a guess.

    Raises InputError where there is no word yet, or the cut has no boards, or these lack a material.
    """
    film = Film.open(folder)
    labelled = labelled_now(film, number)
    if labelled.named is None:
        raise InputError("name a first region, and its rough appears")
    cut = film.cut(number)
    boards = open_boards(film, cut)
    find_indexes(boards, cache)
    names = {colour: name for name, colour in labelled.palette.items()}
    request = paint.Request(
        tuple(each.board for each in boards),
        paint.Layout(labelled.named.picture(labelled.palette), labelled.session.drawing.picture, None),
        stage="sketch",
        names=names,
        seed=seed,
        tuning={labelled.palette[name]: own for name, own in cut_tuning(film, cut).items() if name in labelled.palette},
    )
    taken = paint.boards_of(request, cores())
    kept = IndexCache(cache, lambda line: None)
    own = len(boards)
    copies = taken[own:]  # with strokes of another size
    indexes = [*(each.index for each in boards), *(kept.load_board(board, frozenset()) for board in copies)]
    painted = paint.paint(request, indexes=indexes, threads=cores())
    for each, index in zip(boards, painted.indexes, strict=False):
        keep_index(each, index, cache)
    kept.store_new(copies, frozenset(), indexes[own:], painted.indexes[own:])
    picture = painted.picture if painted.picture.dtype == np.uint8 else (painted.picture >> 8).astype(np.uint8)
    height, width = picture.shape[:2]
    guessed = np.asarray(Image.fromarray(labelled.named.guessed).resize((width, height), Image.Resampling.NEAREST))
    alpha = np.where(guessed, np.uint8(GUESSED_ALPHA), np.uint8(255))
    return png_bytes(np.dstack([picture[:, :, :3], alpha]))
