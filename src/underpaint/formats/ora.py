"""OpenRaster files, whole stacks of layers out and in.

OpenRaster baseline 0.0.6: a ZIP archive with a stack.xml and a PNG a layer. Of an archive coming in only what stack.xml
names is opened, and never more than its headers announce.
"""

from __future__ import annotations

import io
import re
import struct
import warnings
import zipfile
from collections.abc import Sequence
from xml.etree import ElementTree

import numpy as np
from PIL import Image

from underpaint.errors import InputError
from underpaint.formats.encode import png_bytes
from underpaint.formats.flatten import DRAWN
from underpaint.formats.outline import (
    MAX_LAYERS,
    Entry,
    Folder,
    Outline,
    guarded,
    require_few,
    require_light,
    require_shallow,
    require_short,
)
from underpaint.formats.pictures import MAX_DECODED_BYTES, MAX_SIDE
from underpaint.formats.stack import Group, Layer, Stack, in_eight_bits, require_sound

_XML_BYTES = 2**20
_MEMBERS = 4 * MAX_LAYERS
_THUMBNAIL = 256
_MERGED = "mergedimage.png"
# What OpenRaster calls otherwise than Photoshop; the other names differ by "svg:" and hyphens.
_OPERATORS = {"normal": "svg:src-over", "linear dodge": "svg:plus"}
_BLENDS = {operator: blend for blend, operator in _OPERATORS.items()}
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def ora_bytes(stack: Stack) -> bytes:
    """An OpenRaster file of the stack, with its merged picture and a thumbnail; 16 bits are rounded to 8.

    Nothing in it is deflated but the PNGs themselves, so that Content Credentials can be put in. Raises InputError for
    pixels of the wrong shape or depth, and past 30,000 px a side.
    """
    require_sound(stack)
    if max(stack.width, stack.height) > MAX_SIDE:
        raise InputError(f"{stack.width} x {stack.height} px: OpenRaster is written to {MAX_SIDE:,} px; write a PSD")
    files: dict[str, bytes] = {}
    image = ElementTree.Element("image", version="0.0.6", w=str(stack.width), h=str(stack.height))
    _list_elements(stack.layers, ElementTree.SubElement(image, "stack"), files, stack.icc)
    merged = in_eight_bits(stack.merged)
    thumbnail = Image.fromarray(merged)
    thumbnail.thumbnail((_THUMBNAIL, _THUMBNAIL), Image.Resampling.BOX)
    archive_bytes = io.BytesIO()
    with zipfile.ZipFile(archive_bytes, "w", zipfile.ZIP_STORED) as archive:
        for name, data in {
            "mimetype": b"image/openraster",
            "stack.xml": ElementTree.tostring(image, "utf-8", xml_declaration=True),
            **files,
            _MERGED: png_bytes(merged, stack.icc),
            "Thumbnails/thumbnail.png": png_bytes(np.asarray(thumbnail), stack.icc),
        }.items():
            member = zipfile.ZipInfo(name)  # dated 1980: the same stack is the same bytes
            member.create_system, member.external_attr = 3, 0o100644 << 16
            archive.writestr(member, data)
    return archive_bytes.getvalue()


def _list_elements(
    layers: Sequence[Layer | Group], parent: ElementTree.Element, files: dict[str, bytes], icc: bytes | None
) -> None:
    for layer in layers:
        told = {
            "name": _NO_XML.sub("\ufffd", layer.name),
            "opacity": repr(layer.opacity / 255),
            "visibility": "visible" if layer.visible else "hidden",
        }
        if isinstance(layer, Group):
            through = layer.blend == "pass through"
            told["isolation"] = "auto" if through else "isolate"
            told["composite-op"] = _operator("normal" if through else layer.blend)
            _list_elements(layer.layers, ElementTree.SubElement(parent, "stack", told), files, icc)
        else:
            source = f"data/layer{len(files):03}.png"
            # A PNG has at least one pixel.
            empty = not layer.pixels.size
            files[source] = png_bytes(np.zeros((1, 1, 4), np.uint8) if empty else in_eight_bits(layer.pixels), icc)
            told |= {"composite-op": _operator(layer.blend), "src": source, "x": str(layer.left), "y": str(layer.top)}
            ElementTree.SubElement(parent, "layer", told)


def _operator(blend: str) -> str:
    if ":" in blend:
        return blend
    return _OPERATORS.get(blend, f"svg:{blend.replace(' ', '-')}")


def _blend(operator: str) -> str:
    if operator.startswith("svg:"):
        return _BLENDS.get(operator, operator[4:].replace("-", " "))
    return operator


def open_ora(data: bytes, name: str) -> Outline:
    """What an OpenRaster file holds, nothing of it decoded yet; name: the file, for messages. Raises InputError."""
    with guarded(name, "ORA"):
        archive = zipfile.ZipFile(io.BytesIO(data))
        image, stack = _stack(archive, name)
        width, height = _whole(image.get("w"), name), _whole(image.get("h"), name)
        _require_size(width, height, name)
        require_few(sum(1 for _ in image.iter("layer")), name)
        entries = _entries(stack, archive, 0, 0, name)
    return Outline(name, width, height, 8, entries, lambda: _merged(archive, width, height, name), None)


def _entries(
    stack: ElementTree.Element, archive: zipfile.ZipFile, left: int, top: int, file: str
) -> tuple[Entry | Folder, ...]:
    """left, top: how far the groups around it move it."""
    found: list[Entry | Folder] = []
    for element in stack:
        name = require_short(element.get("name", ""), file)
        x, y = left + _whole(element.get("x", "0"), file), top + _whole(element.get("y", "0"), file)
        visible, opacity = element.get("visibility") != "hidden", _opacity(element.get("opacity", "1"), file)
        blend = _blend(element.get("composite-op", "svg:src-over"))
        known = blend in DRAWN
        if element.tag == "stack":
            if element.get("isolation") == "auto" and blend == "normal":
                blend = "pass through"
            found.append(Folder(name, _entries(element, archive, x, y, file), visible, opacity, blend, known))
        elif element.tag == "layer":
            source = element.get("src", "")

            def size(source: str = source) -> tuple[int, int]:
                with guarded(file, "ORA"):
                    return _announced(archive, source, file)[:2]

            def pixels(masked: bool, source: str = source, name: str = name) -> np.ndarray:
                return _decode(archive, source, file, f"layer {name!r}")[0]

            found.append(Entry(name, x, y, size, visible, opacity, blend, True, known, 0, pixels))
    return tuple(found)


def _merged(archive: zipfile.ZipFile, width: int, height: int, file: str) -> tuple[np.ndarray | None, bytes | None]:
    if _MERGED not in archive.namelist() or _announced(archive, _MERGED, file)[:2] != (width, height):
        return None, None
    return _decode(archive, _MERGED, file, "its merged picture")


def _stack(archive: zipfile.ZipFile, name: str) -> tuple[ElementTree.Element, ElementTree.Element]:
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
    level, depth = [image], 0
    while level:
        depth += 1
        require_shallow(depth, name)
        level = [child for element in level for child in element]
    stack = image.find("stack")
    return image, ElementTree.Element("stack") if stack is None else stack


def _info(archive: zipfile.ZipFile, member: str, name: str) -> zipfile.ZipInfo:
    parts = member.split("/")
    outside = "\\" in member or ":" in member or "\0" in member or any(part in ("", ".", "..") for part in parts)
    if not member or outside:
        raise InputError(f"{name}: names a file outside itself ({member[:60]!r})")
    try:
        info = archive.getinfo(member)
    except KeyError:
        raise InputError(f"{name}: its file {member[:60]!r} is missing; save it again") from None
    if info.external_attr >> 28 == 0xA:
        raise InputError(f"{name}: {member[:60]!r} is a link; only plain files are read")
    if info.flag_bits & 1:
        raise InputError(f"{name}: is encrypted; save it without a password")
    return info


def _announced(archive: zipfile.ZipFile, member: str, name: str) -> tuple[int, int, int]:
    """Width and height of a PNG by its header, and the bytes it may have when unpacked from the archive."""
    with archive.open(_info(archive, member, name)) as file:
        head = file.read(26)
    if len(head) < 26 or not head.startswith(b"\x89PNG\r\n\x1a\n") or head[12:16] != b"IHDR":
        raise InputError(f"{name}: damaged, {member[:60]!r} is no PNG picture; save it again")
    width, height, depth = struct.unpack(">IIB", head[16:25])
    _require_size(width, height, name)
    return width, height, min(MAX_DECODED_BYTES, width * height * 4 * max(1, depth // 8) * 2 + 2**20)


def _member(archive: zipfile.ZipFile, member: str, limit: int, name: str) -> bytes:
    """A file of the archive, counted while it is unpacked."""
    info = _info(archive, member, name)
    if info.file_size > limit:
        raise InputError(f"{name}: {member[:60]!r} is {info.file_size:,} bytes, at most {limit:,} are read")
    with archive.open(info) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise InputError(f"{name}: {member[:60]!r} is larger than it says; at most {limit:,} bytes are read")
    return data


def _decode(archive: zipfile.ZipFile, member: str, file: str, told: str) -> tuple[np.ndarray, bytes | None]:
    """(height, width, 4) and its colour profile, if any."""
    with guarded(f"{file}: {told}", "PNG"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        png = _member(archive, member, _announced(archive, member, file)[2], file)
        with Image.open(io.BytesIO(png), formats=["PNG"]) as image:
            return np.array(image.convert("RGBA")), image.info.get("icc_profile")


def _require_size(width: int, height: int, name: str) -> None:
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
        raise InputError(f"{name}: {width} x {height} px; 1 to {MAX_SIDE:,} px a side are read")
    require_light(width, height, 8, f"{name}:")


def _whole(text: str | None, name: str) -> int:
    try:
        number = int(text or "")
    except ValueError:
        number = 2**31
    if abs(number) >= 2**31:
        raise InputError(f"{name}: {text!r} where a whole number of px belongs; save it again")
    return number


def _opacity(text: str, name: str) -> int:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise InputError(f"{name}: {text!r} where an opacity of 0 to 1 belongs; save it again")
    return round(share * 255)
