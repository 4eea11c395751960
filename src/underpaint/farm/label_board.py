"""A board's material map from its painting and scribbles, or from flats: files in, files out."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from underpaint.errors import InputError
from underpaint.formats.encode import encoder_for
from underpaint.formats.layered import is_layered, read_layer
from underpaint.formats.palette import Colour, read_palette
from underpaint.formats.pictures import Picture, read_picture
from underpaint.formats.sheets import painting
from underpaint.formats.words import read_words
from underpaint.formats.writing import require_outputs, write_together
from underpaint.layout.board_map import Board, marks_from_points
from underpaint.layout.flats import read_flats, read_scribbles
from underpaint.layout.naming import Word, check_words
from underpaint.paint.check import PATCH
from underpaint.paint.materials import flat_map

Warn = Callable[[str], None]


def label_board(
    board: Path, *, palette: Path, scribbles: Path, out: Path, layer: str | None = None, warn: Warn
) -> tuple[int, int, float]:
    """Write the material map of a board: a painting and a few scribbles per material in the palette's colours.

    scribbles: a picture with transparent background, a PSD or ORA file of which `layer` is read, or points in a words.json. Returns the map's
    (width, height) in px and the seconds it took. warn: told, in one line each, what will trouble the painting later.
    Raises InputError and OutputError; nothing is written then.
    """
    started = time.perf_counter()
    encode = _ready(out, board, palette, scribbles)
    colours = read_palette(palette).colours
    picture = read_picture(board)
    ready = _named(board, lambda: Board(painting(picture)))
    if scribbles.suffix.lower() == ".json":
        marks = _named(scribbles, lambda: _pointed(scribbles, colours, ready.shape))
    else:
        marks = _drawn(scribbles, layer, colours, board, picture)
    materials = _named(scribbles, lambda: ready.materials(marks))
    return _write(materials, colours, out, encode, warn, started)


def label_flats(
    flats: Path, *, palette: Path, out: Path, layer: str | None = None, warn: Warn
) -> tuple[int, int, float]:
    """Write the material map of flats painted in Krita, Photoshop or GIMP: a picture, or a layer of a PSD or ORA file.

    Returns, warns and raises as label_board does.
    """
    started = time.perf_counter()
    encode = _ready(out, flats, palette)
    colours = read_palette(palette).colours
    picture = _read(flats, layer)
    materials = _named(flats, lambda: read_flats(painting(picture), colours))
    return _write(materials, colours, out, encode, warn, started)


def _ready(out: Path, *read: Path) -> Callable[[np.ndarray], bytes]:
    encode = encoder_for(out.suffix)
    require_outputs([out], read, "the outputs")
    return encode


def _read(path: Path, layer: str | None) -> Picture:
    if is_layered(path):
        return read_layer(path, layer)
    if layer is not None:
        raise InputError(f"{path}: --layer chooses a layer of a .psd, .psb or .ora file; this is none")
    return read_picture(path)


def _drawn(scribbles: Path, layer: str | None, colours: dict[str, Colour], board: Path, picture: Picture) -> np.ndarray:
    drawn = _read(scribbles, layer)
    if drawn.array.shape[:2] != picture.array.shape[:2]:
        raise InputError(
            f"{scribbles}: {_size(drawn)}, but the painting {board} is {_size(picture)}; scribble on a layer over the painting"
        )
    if drawn.array.shape[2] in (1, 3):
        raise InputError(
            f"{scribbles}: has no transparent background; draw the scribbles on a layer of their own and save that as PNG"
        )
    return _named(scribbles, lambda: read_scribbles(painting(drawn), colours))


def _pointed(scribbles: Path, colours: dict[str, Colour], shape: tuple[int, int]) -> np.ndarray:
    words = read_words(scribbles)
    width, height = words.size or (shape[1], shape[0])
    across, down = shape[1] / width, shape[0] / height
    points = [Word(name, x * across, y * down) for name, x, y in words.words]
    check_words(points, shape, colours)
    numbers = {name: number for number, name in enumerate(colours)}
    return marks_from_points([(word.x, word.y, numbers[word.material]) for word in points], shape)


def _named(path: Path, work: Callable[[], np.ndarray]) -> np.ndarray:
    try:
        return work()
    except InputError as why:
        raise InputError(f"{path}: {why}") from None


def _write(
    materials: np.ndarray,
    palette: dict[str, Colour],
    out: Path,
    encode: Callable[[np.ndarray], bytes],
    warn: Warn,
    started: float,
) -> tuple[int, int, float]:
    drawn = np.array(list(palette.values()), np.uint8)[materials]
    flat = flat_map(drawn)
    names = {colour: name for name, colour in palette.items()}
    for code in flat.codes[~flat.solid(PATCH)].tolist():
        name = names[code >> 16, code >> 8 & 255, code & 255]
        warn(f"{name} nowhere fills {PATCH} x {PATCH} px of the map, so no cut can be painted with it from this board")
    write_together({out: encode(drawn)})
    height, width = materials.shape
    return width, height, time.perf_counter() - started


def _size(picture: Picture) -> str:
    height, width = picture.array.shape[:2]
    return f"{width} x {height} px"
