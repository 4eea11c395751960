"""A board being labelled: its painting is kept ready between the strokes, so that the map follows each.

Its functions take plain values and answer with plain values and pictures as PNG, as they are called in a process of their own.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from underpaint.errors import InputError
from underpaint.film.boards import Board
from underpaint.film.film import Film
from underpaint.film.scribbles import Scribble, Scribbles, add_scribble, read_scribbles
from underpaint.film.store import hash_of
from underpaint.formats.encode import png_bytes
from underpaint.formats.palette import Colour
from underpaint.formats.pictures import read_bytes, read_picture
from underpaint.formats.sheets import material_map, painting
from underpaint.formats.writing import write_together
from underpaint.layout import board_map
from underpaint.paint.check import PATCH
from underpaint.paint.materials import flat_map

_KEPT = 2


@dataclass
class _Session:
    """A board's painting, read once. painting_of: SHA-256 of its file. materials: the map of `strokes`, numbers of the palette's names."""

    painting_of: str
    ready: board_map.Board
    strokes: tuple[Scribble, ...] = ()
    names: tuple[str, ...] = ()
    materials: np.ndarray | None = None


_sessions: OrderedDict[tuple[str, str], _Session] = OrderedDict()


def board_state(folder: Path, name: str) -> dict[str, object]:
    """Where the labelling of a board stands: size, strokes, the steps that can be undone and redone, and `map`, a PNG.

    map: of the scribbles; of the map that there is, while there are none; b"" where there is neither. why: why there is no
    map of the scribbles yet. thin: materials that nowhere fill enough of the map for a cut to be painted with them. there:
    whose map the board has now, "" for none, "own" for one written from these strokes, "other" for one that somebody made.
    used: whether that is the map of these very strokes. Raises InputError.
    """
    film = Film.open(folder)
    board, colours = film.board(name), film.colours
    scribbles = read_scribbles(board)
    session = _session(film, board)
    there, why, thin, shown = _there(board, scribbles), "", [], b""
    if scribbles.strokes:
        try:
            materials = _materials(session, scribbles, tuple(colours))
            shown, thin = _map_png(materials, colours), _thin(materials, colours)
        except InputError as wrong:
            why = str(wrong)
    elif there:
        shown = png_bytes(material_map(read_picture(board.materials)))
    height, width = session.ready.shape
    return {
        "size": [width, height],
        "steps": scribbles.lines_of_file,
        "can_undo": dict(scribbles.can_undo),
        "can_redo": dict(scribbles.can_redo),
        "strokes": [
            {"material": step.material, "width": step.width, "points": step.points} for step in scribbles.strokes
        ],
        "map": shown,
        "why": why,
        "thin": thin,
        "there": there,
        "used": bool(scribbles.steps)
        and scribbles.steps[-1].kind == "map"
        and scribbles.steps[-1].number == scribbles.lines_of_file,
    }


def use_board_map(folder: Path, name: str, by: str, *, replace: bool = False) -> str:
    """Write the map of the scribbles as the board's; returns its SHA-256.

    replace: also where the board has a map that these scribbles did not write; that one is kept in the film's store. Raises
    InputError where there is no map of them yet, or there is such a map; OutputError.
    """
    film = Film.open(folder)
    film.require_writable()
    board, colours = film.board(name), film.colours
    scribbles = read_scribbles(board)
    data = png_bytes(_coloured(_materials(_session(film, board), scribbles, tuple(colours)), colours))
    there = board.map_or_none
    if _there(board, scribbles) == "other":
        if not replace:
            raise InputError(f"{name}: {there.name} was made or changed by somebody; say that it may be replaced")
        film.store.put(read_bytes(there))
        if there.suffix.lower() != ".png":
            raise InputError(f"{name}: take {there.name} away first; the new map is a materials.png")
    digest = sha256(data).hexdigest()
    add_scribble(board, "map", by, sha256=digest)
    write_together({board.folder / "materials.png": data})
    return digest


def marks_of(strokes: Sequence[Scribble], names: Sequence[str], shape: tuple[int, int]) -> np.ndarray:
    """(h, w) int32: the number in `names` of the last stroke over each pixel, board_map.NONE where there is none.

    Raises InputError for a stroke of a material that is not among them.
    """
    marks = np.zeros(shape, np.uint16)
    numbers = {name: number for number, name in enumerate(names, 1)}
    height, width = shape
    for step in strokes:
        if step.kind == "stroke" and step.material not in numbers:
            raise InputError(
                f"the palette has no material {step.material!r}, of which there is a stroke; undo or erase it"
            )
        path = np.clip(np.array(step.points), -1000, (width + 1000, height + 1000))
        thick = max(1, round(step.width))
        # A stroke is as wide as its brush is round; a line of one point is a dot.
        fixed = np.round((path - 0.5) * 16).astype(np.int32).reshape(-1, 1, 2)
        number = numbers.get(step.material, 0) if step.kind == "stroke" else 0
        cv2.polylines(
            marks, [np.repeat(fixed, 2, 0) if len(fixed) == 1 else fixed], False, number, thick, cv2.LINE_8, shift=4
        )
    return marks.astype(np.int32) - 1


def _materials(session: _Session, scribbles: Scribbles, names: tuple[str, ...]) -> np.ndarray:
    """(h, w) int32, the map of the scribbles; made anew only where they changed."""
    if session.materials is None or (session.strokes, session.names) != (scribbles.strokes, names):
        session.materials = session.ready.materials(marks_of(scribbles.strokes, names, session.ready.shape))
        session.strokes, session.names = scribbles.strokes, names
    return session.materials


def _session(film: Film, board: Board) -> _Session:
    """The session of a board, begun anew where its painting is another one now."""
    key, digest = (str(film.folder), board.name), board.painting_sha256
    session = _sessions.pop(key, None)
    if session is None or session.painting_of != digest:
        session = _Session(digest, board_map.Board(painting(read_picture(board.painting))))
    _sessions[key] = session
    while len(_sessions) > _KEPT:
        _sessions.popitem(last=False)
    return session


def _there(board: Board, scribbles: Scribbles) -> str:
    """Whose map the board has, as board_state says it."""
    if board.map_or_none is None:
        return ""
    return "own" if hash_of(board.map_or_none) in scribbles.written else "other"


def _coloured(materials: np.ndarray, colours: dict[str, Colour]) -> np.ndarray:
    return np.array(list(colours.values()), np.uint8)[materials]


def _thin(materials: np.ndarray, colours: dict[str, Colour]) -> list[str]:
    """Materials of the map that nowhere fill PATCH x PATCH px."""
    flat = flat_map(_coloured(materials, colours))
    names = {red << 16 | green << 8 | blue: name for name, (red, green, blue) in colours.items()}
    return [names[code] for code in flat.codes[~flat.solid(PATCH)].tolist()]


def _map_png(materials: np.ndarray, colours: dict[str, Colour]) -> bytes:
    if len(colours) > 256:
        return png_bytes(_coloured(materials, colours))
    picture = Image.fromarray(materials.astype(np.uint8))
    picture.putpalette([channel for colour in colours.values() for channel in colour])
    written = BytesIO()
    picture.save(written, "PNG", compress_level=1)
    return written.getvalue()
