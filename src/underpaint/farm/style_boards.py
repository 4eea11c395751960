"""Which boards a style may be trained on, and what a model sees of each: the painting, and words for what it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from underpaint import paint
from underpaint.diffusion.board_style import colour_fields, materials_by_area
from underpaint.diffusion.lesson import Lesson
from underpaint.diffusion.words import prompt_of
from underpaint.errors import InputError
from underpaint.film.boards import Board
from underpaint.film.check import rights_against
from underpaint.film.film import Film
from underpaint.formats.pictures import read_picture
from underpaint.formats.sheets import material_map, opaque


@dataclass(frozen=True)
class StyleBoard:
    """A board as a model sees it. painting: SHA-256 of its painting's file. start: its map filled with its own
    colours, without strokes, (h, w, 3) uint8; None where it has no map."""

    board: Board
    painting: str
    lesson: Lesson
    start: np.ndarray | None


@dataclass(frozen=True)
class StyleBoards:
    """boards: to train on. held_out: to judge by, None where there is none to spare. left_out: why, by board."""

    boards: tuple[StyleBoard, ...]
    held_out: StyleBoard | None
    left_out: Mapping[str, str]


def style_boards_of(film: Film, hold_out: str | None, seed: int, today: date) -> StyleBoards:
    """The film's signed boards: a painter and an owner are named, consent is given and not withdrawn, the rights last.

    hold_out: the board to judge by; None: the seed chooses one where there are two or more. Raises InputError where there is no board to
    train on, or the one to hold out cannot be.
    """
    against = {name: _against(film, board, today) for name, board in film.boards.items()}
    left_out = {name: "; ".join(why) for name, why in against.items() if why}
    signed = [name for name in film.boards if name not in left_out]
    if hold_out is None:
        hold_out = signed[seed % len(signed)] if len(signed) > 1 else None
    elif film.board(hold_out).name in left_out:
        raise InputError(f"board {hold_out} cannot be held out: {left_out[hold_out]}")
    seen = {name: _seen(film, film.board(name)) for name in signed}
    held_out = None if hold_out is None else seen.pop(hold_out)
    for name in [name for name, each in seen.items() if held_out is not None and _alike(each, held_out)]:
        left_out[name] = f"board {name} has the painting of board {hold_out}, which is held out"
        del seen[name]
    if not seen:
        reasons = [*left_out.values(), *([] if hold_out is None else [f"board {hold_out} is held out"])]
        raise InputError(f"{film.folder}: no board to train a style on ({'; '.join(reasons) or 'it has none yet'})")
    return StyleBoards(tuple(seen.values()), held_out, left_out)


def _alike(one: StyleBoard, other: StyleBoard) -> bool:
    """Whether they are the same painting, also where its file was saved anew."""
    return np.array_equal(one.lesson.picture, other.lesson.picture)


def _against(film: Film, board: Board, today: date) -> list[str]:
    unsigned = [] if board.painter.strip() else [f"board {board.name} names no painter"]
    return unsigned + rights_against(film, board.name, today)


def _seen(film: Film, board: Board) -> StyleBoard:
    picture = read_picture(board.painting)
    painting, materials, start = opaque(picture), [], None
    if board.map_or_none is not None:
        mapped = material_map(read_picture(board.materials))
        if mapped.shape != painting.shape:
            raise InputError(f"{board.materials}: is not of its painting's size")
        names = {} if film.palette is None else {colour: name for name, colour in film.colours.items()}
        materials = materials_by_area(mapped, names)
        start = colour_fields([paint.Board(board.name, painting, mapped)], mapped)
    words = prompt_of(place=board.place, time=board.time, weather=board.weather, season=board.season, materials=materials)
    return StyleBoard(board, picture.sha256, Lesson(board.name, painting, words), start)
