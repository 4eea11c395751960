"""Layered files coming in: one layer of a Photoshop (PSD, PSB) or OpenRaster (ORA) file as a picture of the whole canvas.

PSD: Adobe Photoshop File Formats Specification, read through psd-tools. ORA: OpenRaster baseline 0.0.6, a ZIP archive
with a stack.xml, read here; of the archive only what stack.xml names is opened, and never more than is announced.
"""

from __future__ import annotations

import io
import logging
import struct
import warnings
import zipfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import NoReturn
from xml.etree import ElementTree

import numpy as np
from PIL import Image

from underpaint.errors import InputError
from underpaint.formats.pictures import MAX_DECODED_BYTES, MAX_SIDE, Picture, read_bytes

MAX_LAYERS = 1_000
_FILE_BYTES = 2**29
_XML_BYTES = 2**20
_DEEPEST = 32
_MEMBERS = 4 * MAX_LAYERS


def is_layered(path: str | Path) -> bool:
    """Does the file's name say that it has layers? What it holds is looked at when it is read."""
    return Path(path).suffix.lower() in (".psd", ".psb", ".ora")


def read_layer(path: str | Path, layer: str | None = None) -> Picture:
    """One layer, by its name, at its place on the canvas: an (h, w, 4) uint8 RGBA picture, transparent around the layer.

    layer: its name; None where the file has only one. The layer's own pixels come back as they were painted, whatever its
    opacity, mask, effects and visibility. Raises InputError, in one line, for a file that is not such a file, is damaged,
    or would need more than 30,000 px a side or 512 MiB of memory, and for a name that no layer has, or several.
    """
    name = str(path)
    data = read_bytes(path, limit=_FILE_BYTES)
    if data.startswith(b"8BPS"):
        array, icc = _from_psd(data, name, layer)
    elif data.startswith(b"PK"):
        array, icc = _from_ora(data, name, layer), None
    else:
        raise InputError(f"{name}: not a layered file that can be read (PSD, PSB and ORA are)")
    return Picture(array, icc, sha256(data).hexdigest(), name)


def _from_psd(data: bytes, name: str, wanted: str | None) -> tuple[np.ndarray, bytes | None]:
    from psd_tools import ParseLimits, PSDImage
    from psd_tools.compression import PSDDecompressionWarning
    from psd_tools.constants import ColorMode, Resource

    # What it does not know of a file it would log to the terminal.
    logging.getLogger("psd_tools").addHandler(logging.NullHandler())
    width, height = _psd_size(data, name)
    try:
        with warnings.catch_warnings():
            # A channel that cannot be unpacked is only warned of, and then comes back black.
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", PSDDecompressionWarning)
            limits = ParseLimits(max_total_bytes=2 * _FILE_BYTES, max_nesting_depth=_DEEPEST)
            document = PSDImage.open(io.BytesIO(data), max_alloc_bytes=4 * MAX_DECODED_BYTES, parse_limits=limits)
            if document.color_mode != ColorMode.RGB or document.depth not in (8, 16):
                raise InputError(
                    f"{name}: {document.depth}-bit {document.color_mode.name} colour; save it as RGB, 8 or 16 bits"
                )
            layers = [layer for layer in document.descendants() if layer.kind == "pixel"]
            chosen = layers[_choose([layer.name for layer in layers], wanted, name)]
            if chosen.width * chosen.height * 4 > MAX_DECODED_BYTES:
                raise InputError(
                    f"{name}: layer {chosen.name!r} is {chosen.width} x {chosen.height} px, too large to be read"
                )
            colour = chosen.numpy("color")
            alpha = chosen.numpy("shape")
            icc = document.image_resources.get_data(Resource.ICC_PROFILE)
    except InputError:
        raise
    except MemoryError:
        raise InputError(f"{name}: too large to be read safely") from None
    except Exception as why:  # noqa: BLE001 - on hostile bytes the parser raises whatever it trips over
        _damaged(name, "PSD", why)
    canvas = np.zeros((height, width, 4), np.uint8)
    if colour is not None and colour.size:
        pixels = np.full((*colour.shape[:2], 4), 255, np.uint8)
        pixels[:, :, :3] = np.rint(colour * 255)
        if alpha is not None:
            pixels[:, :, 3:] = np.rint(alpha * 255)
        _lay(canvas, pixels, chosen.left, chosen.top)
    return canvas, icc if isinstance(icc, bytes) else None


def _psd_size(data: bytes, name: str) -> tuple[int, int]:
    if len(data) < 26:
        raise InputError(f"{name}: damaged or unfinished PSD file (its header is cut off); save it again")
    height, width = struct.unpack(">II", data[14:22])
    _weigh(width, height, name)
    return width, height


def _from_ora(data: bytes, name: str, wanted: str | None) -> np.ndarray:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            stack = _stack(archive, name)
            width, height = _whole(stack.get("w"), name), _whole(stack.get("h"), name)
            _weigh(width, height, name)
            layers = [layer for layer in stack.iter("layer")]
            if len(layers) > MAX_LAYERS:
                raise InputError(f"{name}: {len(layers):,} layers, at most {MAX_LAYERS:,} are read")
            chosen = layers[_choose([layer.get("name", "") for layer in layers], wanted, name)]
            source = chosen.get("src", "")
            png = _member(archive, source, MAX_DECODED_BYTES, name)
            pixels = _ora_pixels(png, name)
    except InputError:
        raise
    except (MemoryError, RecursionError):
        raise InputError(f"{name}: too large to be read safely") from None
    except Exception as why:  # noqa: BLE001 - on hostile bytes the decoders raise whatever they trip over
        _damaged(name, "ORA", why)
    canvas = np.zeros((height, width, 4), np.uint8)
    left, top = (_whole(chosen.get(side, "0"), name) + _moved(stack, chosen, side, name) for side in ("x", "y"))
    _lay(canvas, pixels, left, top)
    return canvas


def _stack(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    members = archive.namelist()
    if len(members) > _MEMBERS:
        raise InputError(f"{name}: {len(members):,} files inside, at most {_MEMBERS:,} are read")
    if len(set(members)) < len(members):
        raise InputError(f"{name}: the same file twice inside; save it again")
    if "stack.xml" not in members:
        raise InputError(f"{name}: not an OpenRaster file (it holds no stack.xml)")
    text = _member(archive, "stack.xml", _XML_BYTES, name)
    # Neither has a place in OpenRaster; both can make a small text grow without end. NUL bytes: they hide in UTF-16.
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text or b"\0" in text:
        raise InputError(f"{name}: its stack.xml holds declarations that OpenRaster has not; save it again")
    image = ElementTree.fromstring(text)
    _require_shallow(image, name)
    return image


def _require_shallow(image: ElementTree.Element, name: str) -> None:
    level, depth = [image], 0
    while level:
        depth += 1
        if depth > _DEEPEST:
            raise InputError(f"{name}: groups nested deeper than {_DEEPEST}; flatten some")
        level = [child for element in level for child in element]


def _moved(image: ElementTree.Element, layer: ElementTree.Element, side: str, name: str) -> int:
    """How far the groups around a layer move it."""
    above = {child: parent for parent in image.iter() for child in parent}
    moved, parent = 0, above.get(layer)
    while parent is not None and parent.tag == "stack":
        moved += _whole(parent.get(side, "0"), name)
        parent = above.get(parent)
    return moved


def _member(archive: zipfile.ZipFile, member: str, limit: int, name: str) -> bytes:
    """A file of the archive, counted while it is unpacked."""
    parts = member.split("/")
    if (
        not member
        or "\\" in member
        or ":" in member
        or "\0" in member
        or any(part in ("", ".", "..") for part in parts)
    ):
        raise InputError(f"{name}: names a file outside itself ({member[:60]!r})")
    try:
        info = archive.getinfo(member)
    except KeyError:
        raise InputError(f"{name}: its file {member[:60]!r} is missing; save it again") from None
    if info.external_attr >> 28 == 0xA:
        raise InputError(f"{name}: {member[:60]!r} is a link; only plain files are read")
    if info.flag_bits & 1:
        raise InputError(f"{name}: is encrypted; save it without a password")
    if info.file_size > limit:
        raise InputError(f"{name}: {member[:60]!r} is {info.file_size:,} bytes, at most {limit:,} are read")
    with archive.open(info) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise InputError(f"{name}: {member[:60]!r} is larger than it says; at most {limit:,} bytes are read")
    return data


def _ora_pixels(png: bytes, name: str) -> np.ndarray:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(io.BytesIO(png), formats=["PNG"]) as image:
            _weigh(*image.size, name)
            return np.asarray(image.convert("RGBA"))


def _weigh(width: int, height: int, name: str) -> None:
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
        raise InputError(f"{name}: {width} x {height} px; 1 to {MAX_SIDE:,} px a side are read")
    if width * height * 4 > MAX_DECODED_BYTES:
        raise InputError(
            f"{name}: {width} x {height} px would need {width * height * 4 >> 20:,} MiB; "
            f"at most {MAX_DECODED_BYTES >> 20} are read"
        )


def _whole(text: str | None, name: str) -> int:
    try:
        number = int(text or "")
    except ValueError:
        number = 2**31
    if abs(number) >= 2**31:
        raise InputError(f"{name}: {text!r} where a whole number of px belongs; save it again")
    return number


def _choose(names: Sequence[str], wanted: str | None, file: str) -> int:
    if not names:
        raise InputError(f"{file}: has no painted layer")
    listed = ", ".join(repr(name) for name in names[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else "")
    if wanted is None:
        if len(names) > 1:
            raise InputError(f"{file}: has {len(names)} layers; say which: {listed}")
        return 0
    found = [place for place, name in enumerate(names) if name == wanted]
    if not found:
        raise InputError(f"{file}: has no painted layer {wanted!r}; it has {listed}")
    if len(found) > 1:
        raise InputError(f"{file}: has {len(found)} layers named {wanted!r}; give each its own name")
    return found[0]


def _lay(canvas: np.ndarray, pixels: np.ndarray, left: int, top: int) -> None:
    height, width = canvas.shape[:2]
    rows = slice(max(0, top), max(0, min(height, top + pixels.shape[0])))
    columns = slice(max(0, left), max(0, min(width, left + pixels.shape[1])))
    if rows.start < rows.stop and columns.start < columns.stop:
        canvas[rows, columns] = pixels[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]


def _damaged(name: str, kind: str, why: Exception) -> NoReturn:
    told = " ".join(str(why).split())[:120] or type(why).__name__
    raise InputError(f"{name}: damaged or unfinished {kind} file ({told}); save it again") from None
