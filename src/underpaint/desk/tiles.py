"""Pictures cut up for the page, on the light table: decoded once, made smaller by halves, and encoded anew in tiles of 512 px."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from underpaint.desk.laid import Laid
from underpaint.errors import InputError
from underpaint.farm.small_picture import bands_of, jpeg_bytes, small_jpeg, small_picture
from underpaint.farm.source_view import Place, place_behind, source_view
from underpaint.film.store import hash_of
from underpaint.formats.encode import png_bytes
from underpaint.formats.pictures import Picture, picture_size, read_picture
from underpaint.formats.sheets import painting
from underpaint.formats.source_map import SourceRecord, read_source_map

SIDE = 512
_LAID_BYTES = 2**28  # on the disk
_LAID_AT_LEAST = 2  # however large: two are compared


@dataclass(frozen=True)
class View:
    """A picture as it is to be seen.

    file, sha256: of the picture, or of the source map whose boards are shown in colours. over: then the painting that it is
    the source map of. touch_up: and the hand's paint over it.
    """

    file: Path
    sha256: str
    over: View | None = None
    touch_up: Path | None = None

    @property
    def key(self) -> str:
        return self.sha256 if self.over is None else f"{self.sha256}-boards"


_laid: OrderedDict[str, Laid] = OrderedDict()
_sources: OrderedDict[str, tuple[SourceRecord, np.ndarray | None]] = OrderedDict()


def size(view: View) -> tuple[int, int]:
    """(width, height) px. Raises InputError where the picture cannot be read, or is not the one it was."""
    if view.over is not None:
        return size(view.over)
    _require_same(view, hash_of(view.file))
    return picture_size(view.file)


def tile(view: View, level: int, x: int, y: int) -> bytes:
    """The tile in column x and row y of the picture made smaller `level` times by half. PNG at level 0, to the pixel, and
    where it is see-through; else JPEG, which takes a fifth of the time. Raises InputError as size."""
    picture = _picture(view)
    height, width, channels = picture.shape
    scale = 1 << level
    step = SIDE * scale
    if level > 16 or y * step >= height or x * step >= width:
        raise InputError("no such tile in this picture")
    part = picture.smaller(scale, slice(y * step, (y + 1) * step), slice(x * step, (x + 1) * step))
    if level == 0 or channels == 4:
        return png_bytes(part, picture.icc)
    return jpeg_bytes(Image.fromarray(part), 95, picture.icc)


def thumb(view: View, width: int) -> bytes:
    """JPEG, at most `width` px wide and three quarters as high. Raises InputError as size."""
    if view.over is None and view.key not in _laid:  # a wall asks for one picture of each: they are not laid out
        return small_picture(_read(view), width)
    picture = _picture(view)
    return small_jpeg(picture.shape, picture.smaller, picture.icc, width)


def place(view: View, x: int, y: int) -> Place:
    """What is behind a pixel of a source view. Raises InputError as size, and outside of the picture."""
    if view.key not in _sources:
        _sources.clear()
        _sources[view.key] = _read_sources(view)
    return place_behind(*_sources[view.key], x, y)


def _picture(view: View) -> Laid:
    """Laid out for the next tiles."""
    if view.key not in _laid:
        while len(_laid) >= _LAID_AT_LEAST and sum(laid.size for laid in _laid.values()) > _LAID_BYTES:
            _laid.popitem(last=False)
        _laid[view.key] = _lay(view)
    _laid.move_to_end(view.key)
    return _laid[view.key]


def _lay(view: View) -> Laid:
    if view.over is not None:
        below = _picture(view.over)
        record, by_hand = _read_sources(view)
        return Laid((*below.shape[:2], 3), source_view(record, below.shape[:2], below.rows, by_hand))
    read = _read(view)
    height, width, channels = read.array.shape
    return Laid((height, width, 3 + (channels in (2, 4))), bands_of(read), read.icc)


def _read(view: View) -> Picture:
    read = read_picture(view.file)
    _require_same(view, read.sha256)
    return read


def _read_sources(view: View) -> tuple[SourceRecord, np.ndarray | None]:
    by_hand = None if view.touch_up is None else painting(read_picture(view.touch_up))[:, :, 3] > 0
    return read_source_map(view.file), by_hand


def _require_same(view: View, sha256: str) -> None:
    if sha256 != view.sha256:
        raise InputError(f"{view.file.name}: was changed since it was recorded; load the page again")
