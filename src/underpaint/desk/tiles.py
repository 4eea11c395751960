"""Pictures cut up for the page, on the bench: decoded once, made smaller by halves, and encoded anew in tiles of 512 px."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from underpaint.errors import InputError
from underpaint.farm.source_view import Place, place_behind, source_view
from underpaint.film.store import hash_of
from underpaint.formats.encode import png_bytes
from underpaint.formats.pictures import picture_size, read_picture
from underpaint.formats.sheets import painting
from underpaint.formats.source_map import SourceRecord, read_source_map
from underpaint.formats.stack import in_eight_bits

SIDE = 512
_KEPT_BYTES = 20 * 2**20
_KEPT_AT_LEAST = 2  # however large: two are compared
_SURROUND = 0x26  # of the page; what is see-through in a thumbnail shows it


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


_Decoded = tuple[np.ndarray, bytes | None]
_decoded: OrderedDict[str, _Decoded] = OrderedDict()
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
    array, icc = _picture(view)
    scale = 1 << level
    step = SIDE * scale
    part = array[y * step : (y + 1) * step, x * step : (x + 1) * step]
    if level > 16 or not part.size:
        raise InputError("no such tile in this picture")
    if level == 0 or array.shape[2] == 4:
        return png_bytes(_smaller(part, scale), icc)
    return _jpeg(Image.fromarray(_smaller(part, scale)), 95, icc)


def thumb(view: View, width: int) -> bytes:
    """JPEG, at most `width` px wide and three quarters as high. Raises InputError as size."""
    # A wall asks for one picture of each: they are not kept.
    array, icc = _decoded.get(view.key) or _decode(view)
    scale = max(1, min(array.shape[1] // width, array.shape[0] * 4 // (width * 3)))
    image = Image.fromarray(_over_surround(_smaller(array, scale)))
    image.thumbnail((width, width * 3 // 4), Image.Resampling.BICUBIC)
    return _jpeg(image, 90, icc)


def place(view: View, x: int, y: int) -> Place:
    """What is behind a pixel of a source view. Raises InputError as size, and outside of the picture."""
    if view.key not in _sources:
        _sources.clear()
        _sources[view.key] = _read_sources(view)
    return place_behind(*_sources[view.key], x, y)


def _picture(view: View) -> _Decoded:
    """(h, w, 3 or 4) uint8 and its colour profile; kept for the next tiles."""
    if view.key not in _decoded:
        _make_room()
        _decoded[view.key] = _decode(view)
    _decoded.move_to_end(view.key)
    return _decoded[view.key]


def _make_room() -> None:
    while len(_decoded) >= _KEPT_AT_LEAST and sum(array.nbytes for array, _ in _decoded.values()) > _KEPT_BYTES:
        _decoded.popitem(last=False)


def _decode(view: View) -> _Decoded:
    if view.over is not None:
        below, _ = _decoded.get(view.over.key) or _decode(view.over)
        record, touch_up = _read_sources(view)
        return source_view(record, below, touch_up), None
    read = read_picture(view.file)
    _require_same(view, read.sha256)
    return np.ascontiguousarray(in_eight_bits(painting(read))), read.icc


def _read_sources(view: View) -> tuple[SourceRecord, np.ndarray | None]:
    return read_source_map(view.file), None if view.touch_up is None else painting(read_picture(view.touch_up))


def _require_same(view: View, sha256: str) -> None:
    if sha256 != view.sha256:
        raise InputError(f"{view.file.name}: was changed since it was recorded; load the page again")


def _jpeg(image: Image.Image, quality: int, icc: bytes | None) -> bytes:
    file = BytesIO()
    image.save(file, "JPEG", quality=quality, subsampling=0, icc_profile=icc)
    return file.getvalue()


def _smaller(array: np.ndarray, scale: int) -> np.ndarray:
    """Each pixel the mean of scale x scale, where there are as many."""
    return array if scale == 1 else np.asarray(Image.fromarray(array).reduce(scale))


def _over_surround(array: np.ndarray) -> np.ndarray:
    if array.shape[2] == 3:
        return array
    alpha = array[:, :, 3:].astype(np.uint16)
    return ((array[:, :, :3] * alpha + _SURROUND * (255 - alpha) + 127) // 255).astype(np.uint8)
