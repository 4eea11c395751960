"""The small picture of a take, as a wall shows it: made when the take is recorded, and kept in the user's cache."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from underpaint.errors import InputError, OutputError
from underpaint.film.takes import Take
from underpaint.formats.pictures import Picture, read_picture
from underpaint.formats.sheets import painting
from underpaint.formats.stack import in_eight_bits
from underpaint.formats.user_folders import SEEN
from underpaint.formats.writing import make_folder, write_together

WIDTH = 320
"""Of the small pictures on a wall, px."""

_ROWS = 256
_SURROUND = 0x26  # of the page; what is see-through shows it


def seen_file(folder: Path, key: str, name: str) -> Path:
    """Where a picture as the page showed it lies. folder: SEEN in the user's cache. key: of what it shows."""
    return folder / key[:2] / key / name


def keep_small_picture(take: Take, cache: Path) -> None:
    """Make the small picture of a take and keep it. One that cannot be is made when a wall asks for it."""
    with suppress(InputError, OutputError):
        read = read_picture(take.picture)
        path = seen_file(cache / SEEN, read.sha256, f"{WIDTH}.jpg")
        make_folder(path.parent)
        write_together({path: small_picture(read, WIDTH)})


def small_picture(read: Picture, width: int) -> bytes:
    """JPEG of a picture, at most `width` px wide and three quarters as high."""

    def shrunk(scale: int) -> np.ndarray:
        return np.concatenate([smaller(band, scale) for band in bands_of(read, -(-_ROWS // scale) * scale)])

    return small_jpeg(read.array.shape, shrunk, read.icc, width)


def small_jpeg(
    shape: tuple[int, ...], shrunk: Callable[[int], np.ndarray], icc: bytes | None, width: int
) -> bytes:
    """As small_picture, of a picture of this shape: shrunk(n) is the picture, (h, w, 3 or 4) uint8, made smaller n times."""
    scale = max(1, min(shape[1] // width, shape[0] * 4 // (width * 3)))
    image = Image.fromarray(_over_surround(shrunk(scale)))
    image.thumbnail((width, width * 3 // 4), Image.Resampling.BICUBIC)
    return jpeg_bytes(image, 90, icc)


def bands_of(read: Picture, rows: int = _ROWS) -> Iterator[np.ndarray]:
    """(n, w, 3 or 4) uint8, from the top: a picture of 16 bits a channel would take six times its room at once."""
    for top in range(0, len(read.array), rows):
        yield in_eight_bits(painting(replace(read, array=read.array[top : top + rows])))


def smaller(array: np.ndarray, scale: int) -> np.ndarray:
    """(h, w, 3 or 4) uint8, each pixel the mean of scale x scale, where there are as many."""
    return array if scale == 1 else np.asarray(Image.fromarray(array).reduce(scale))


def jpeg_bytes(image: Image.Image, quality: int, icc: bytes | None) -> bytes:
    """Without colours averaged between pixels."""
    file = BytesIO()
    image.save(file, "JPEG", quality=quality, subsampling=0, icc_profile=icc)
    return file.getvalue()


def _over_surround(array: np.ndarray) -> np.ndarray:
    if array.shape[2] == 3:
        return array
    alpha = array[:, :, 3:].astype(np.uint16)
    return ((array[:, :, :3] * alpha + _SURROUND * (255 - alpha) + 127) // 255).astype(np.uint8)
