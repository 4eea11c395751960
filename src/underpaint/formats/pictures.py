"""The one door for pictures coming in: known by their first bytes, weighed by their header, then decoded at full depth."""

from __future__ import annotations

import io
import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from underpaint.errors import InputError

MAX_SIDE = 30_000
MAX_DECODED_BYTES = 512 * 2**20

_MAGIC = {
    "PNG": (b"\x89PNG\r\n\x1a\n",),
    "TIFF": (b"II*\x00", b"MM\x00*"),
    "JPEG": (b"\xff\xd8\xff",),
    "WEBP": (b"RIFF",),
}
_ALLOWED = "PNG, TIFF, JPEG and WebP are"
_LYING = (5, 6, 7, 8)  # EXIF orientations of a picture on its side
_PNG_EXIF = (b"eXIf", b"Raw profile type exif")
_BAND = 64  # rows
_GREY_16 = ("I;16", "I;16B", "I;16L", "I;16N")
_EIGHT_BIT = ("1", "L", "LA", "P", "PA", "RGB", "RGBA")


@dataclass(frozen=True)
class Picture:
    """A decoded picture.

    array: (h, w, c) uint8 or uint16, c = 1 grey, 2 grey + alpha, 3 RGB, 4 RGBA; straight alpha; values as stored, no
        colour management; turned upright where the file says how it is to be turned (EXIF orientation).
    icc: the embedded colour profile, if any.
    sha256: of the file's bytes, hexadecimal.
    name: the file as the user called it, for messages.
    """

    array: np.ndarray
    icc: bytes | None
    sha256: str
    name: str


def read_picture(path: str | Path) -> Picture:
    """Read a PNG, TIFF, JPEG or WebP of 8 or 16 bits a channel.

    Raises InputError, in one line that names the file, for anything that is not such a picture, is damaged, or would
    need more than 30,000 px a side or 512 MiB of memory; these are known from the header, before any decoding.
    """
    return read_pictures([path])[0]


def read_pictures(paths: Sequence[str | Path]) -> list[Picture]:
    """Read several, two at a time. Raises as read_picture, for the first in order that cannot be read."""
    with _muted(), warnings.catch_warnings():  # both hold for the whole process, and so for the threads in here
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        if len(paths) == 1:
            return [_read(paths[0])]
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(_read, paths))


def picture_of(data: bytes, name: str) -> Picture:
    """As read_picture, of bytes that came otherwise than in a file. name: what messages call them."""
    with TemporaryDirectory(prefix="underpaint-") as folder:
        path = Path(folder) / "picture"
        path.write_bytes(data)
        try:
            return replace(read_picture(path), name=name)
        except InputError as why:
            raise InputError(str(why).replace(str(path), name, 1)) from None


def picture_size(path: str | Path) -> tuple[int, int]:
    """(width, height) px, upright, of what read_picture would read, from its header alone. Raises as read_picture, except
    that damage behind the header is not seen."""
    data = read_bytes(path)
    with _muted(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        return _read_as(_size, data, str(path))


def _read(path: str | Path) -> Picture:
    data = read_bytes(path)
    array, icc = _read_as(_decode, data, str(path))
    return Picture(array, icc, sha256(data).hexdigest(), str(path))


def _read_as(read: Callable, data: bytes, name: str) -> tuple:
    kind = _kind(data)
    if kind is None:
        raise InputError(f"{name}: not a picture that can be read ({_ALLOWED})")
    try:
        return read(data, kind, name)
    except InputError:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError, MemoryError):
        raise InputError(f"{name}: too many pixels to open safely; at most {Image.MAX_IMAGE_PIXELS:,}") from None
    except UnidentifiedImageError:
        raise InputError(f"{name}: damaged {kind} file (its header makes no sense); save it again") from None
    except Exception as why:  # noqa: BLE001 - on hostile bytes decoders raise whatever their parsing trips over
        raise InputError(f"{name}: damaged or unfinished {kind} file ({_one_line(why)}); save it again") from None


def read_bytes(path: str | Path, limit: int = 2**30) -> bytes:
    """A whole file, refused with InputError if it is missing, empty, no plain file, or larger than `limit` bytes."""
    path = Path(path)
    try:
        if path.is_dir():
            raise InputError(f"{path}: a folder, where a file was expected")
        if path.exists() and not path.is_file():
            raise InputError(f"{path}: not a plain file")
        if path.stat().st_size > limit:
            raise InputError(f"{path}: {path.stat().st_size:,} bytes, at most {limit:,} are read")
        data = path.read_bytes()
    except InputError:
        raise
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except (OSError, ValueError) as why:
        raise InputError(f"{path}: cannot be read ({_reason(why)})") from None
    if not data:
        raise InputError(f"{path}: empty file")
    return data


def _kind(data: bytes) -> str | None:
    for kind, starts in _MAGIC.items():
        if data.startswith(starts) and (kind != "WEBP" or data[8:12] == b"WEBP"):
            return kind
    return None


def _size(data: bytes, kind: str, name: str) -> tuple[int, int]:
    with Image.open(io.BytesIO(data), formats=[kind]) as image:
        _weigh(image, _is_deep(image, data), name)
        if kind == "PNG" and not any(mark in data for mark in _PNG_EXIF):  # Pillow would decode it all to look for more
            return image.size
        size = (image.tag_v2[256], image.tag_v2[257]) if kind == "TIFF" else image.size  # Pillow's is upright, for TIFF alone
        return size[::-1] if image.getexif().get(0x0112, 1) in _LYING else size


def _decode(data: bytes, kind: str, name: str) -> tuple[np.ndarray, bytes | None]:
    with Image.open(io.BytesIO(data), formats=[kind]) as image:
        deep = _is_deep(image, data)
        _weigh(image, deep, name)
        icc = image.info.get("icc_profile") or None
        if image.mode in _GREY_16:
            ImageOps.exif_transpose(image, in_place=True)
            array = _pixels(image).astype(np.uint16)
        elif deep:
            array = _turned(_read_deep(name), image.getexif().get(0x0112, 1))
        elif image.mode in _EIGHT_BIT:
            ImageOps.exif_transpose(image, in_place=True)  # else it makes a copy, turned or not
            array = _pixels(_plain(image))
        else:
            raise InputError(f"{name}: {image.mode} pixels cannot be used; save it as RGB with 8 or 16 bits a channel")
    return np.ascontiguousarray(array if array.ndim == 3 else array[:, :, None]), icc


@contextmanager
def _muted() -> Iterator[None]:
    """Keep libtiff and libpng, which write straight to the process's error stream, from adding lines to ours."""
    try:
        standing = os.dup(2)
    except OSError:  # a program without an error stream
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(standing, 2)
        os.close(standing)
        os.close(nowhere)


def _is_deep(image: Image.Image, data: bytes) -> bool:
    """More than 8 bits a channel, which Pillow would cut down in colour pictures."""
    if image.format == "PNG":
        return data[24] == 16
    if image.format == "TIFF":
        return max(image.tag_v2.get(258, (1,))) == 16
    return False


def _weigh(image: Image.Image, deep: bool, name: str) -> None:
    width, height = image.size
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
        raise InputError(f"{name}: {width} x {height} px; at most {MAX_SIDE:,} px a side are read")
    needed = width * height * max(3, len(image.getbands())) * (2 if deep else 1)
    if needed > MAX_DECODED_BYTES:
        raise InputError(
            f"{name}: {width} x {height} px would need {needed >> 20:,} MiB; at most {MAX_DECODED_BYTES >> 20} are read"
        )
    if image.format in ("TIFF", "WEBP") and image.n_frames > 1:
        raise InputError(f"{name}: holds {image.n_frames} pictures; save the one to use as a file of its own")


def _plain(image: Image.Image) -> Image.Image:
    """Palettes and bitmaps become colours and grey, with the alpha they carry."""
    if image.mode in ("P", "PA"):
        return image.convert("RGBA" if image.mode == "PA" or "transparency" in image.info else "RGB")
    if image.mode == "1":
        return image.convert("L")
    if "transparency" in image.info:
        return image.convert("RGBA" if image.mode == "RGB" else "LA")
    return image


def _pixels(image: Image.Image) -> np.ndarray:
    """As np.asarray, in bands of rows: it would take the picture's room twice more."""
    width, height = image.size
    array = None
    for top in range(0, height, _BAND):
        band = np.asarray(image.crop((0, top, width, min(top + _BAND, height))))
        if array is None:
            array = np.empty((height, *band.shape[1:]), band.dtype)
        array[top : top + _BAND] = band
    return array


def _read_deep(name: str) -> np.ndarray:
    """(h, w, c) uint16 through OpenImageIO, imported only here: it takes as long to load as a small picture to read."""
    import OpenImageIO as oiio

    wish = oiio.ImageSpec()
    wish.attribute("oiio:UnassociatedAlpha", 1)  # else straight alpha comes back multiplied into the colours
    reader = oiio.ImageInput.open(name, wish)
    if reader is None:
        raise InputError(f"{name}: damaged 16-bit picture ({_one_line(oiio.geterror())}); save it again")
    try:
        spec = reader.spec()
        if spec.nchannels > 4:
            raise InputError(f"{name}: {spec.nchannels} channels; 1 to 4 are read (grey or RGB, with or without alpha)")
        array = reader.read_image(oiio.UINT16)
        if array is None or reader.has_error:
            raise InputError(
                f"{name}: damaged or unfinished 16-bit picture ({_one_line(reader.geterror())}); save it again"
            )
    finally:
        reader.close()
    return array


def _turned(array: np.ndarray, orientation: int) -> np.ndarray:
    """Upright by the EXIF orientation (1 to 8; CIPA DC-008, tag 274)."""
    if orientation in _LYING:
        array = array.swapaxes(0, 1)
    if orientation in (2, 3, 6, 7):
        array = array[:, ::-1]
    if orientation in (3, 4, 7, 8):
        array = array[::-1]
    return array


def _one_line(why: object) -> str:
    return " ".join(str(why).split())[:120] or "it does not say why"


def _reason(why: Exception) -> str:
    return (getattr(why, "strerror", None) or str(why)).lower()
