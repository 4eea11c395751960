"""Photoshop files coming in: what a PSD or PSB holds, layer by layer, each decoded when it is asked for.

Adobe Photoshop File Formats Specification (2019), parsed by psd-tools into records; the pixels are decoded here, to
whole numbers at their own depth. Files inside the file (smart objects, linked layers) are data and are never opened.
"""

from __future__ import annotations

import io
import logging
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from underpaint.errors import InputError
from underpaint.formats.flatten import DRAWN
from underpaint.formats.outline import (
    MAX_DEEP,
    MAX_STACK_BYTES,
    Entry,
    Folder,
    Outline,
    guarded,
    one_line,
    require_few,
    require_light,
    require_shallow,
    require_short,
)

_RGB = 3
_ALPHA, _MASK, _REAL_MASK = -1, -2, -3
_CHANNELS = {0: "red", 1: "green", 2: "blue", _ALPHA: "alpha"}
# psd-tools unpacks no taller column than this, and the merged picture is one column of all its channels.
_TALLEST = 300_000


def open_psd(data: bytes, name: str) -> Outline:
    """What a PSD or PSB holds, nothing of it decoded yet; name: the file, for messages. Raises InputError."""
    from psd_tools.constants import Resource
    from psd_tools.psd import PSD
    from psd_tools.psd.parse_limits import ParseLimits

    # What it does not know of a file it would log to the terminal.
    logging.getLogger("psd_tools").addHandler(logging.NullHandler())
    if len(data) < 26:
        raise InputError(f"{name}: damaged or unfinished PSD file (its header is cut off); save it again")
    height, width, depth, mode = struct.unpack(">IIHH", data[14:26])
    require_light(width, height, 8, f"{name}:")
    with guarded(name, "PSD"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        limits = ParseLimits(max_total_bytes=2 * MAX_STACK_BYTES, max_nesting_depth=MAX_DEEP)
        document = PSD.read(io.BytesIO(data), parse_limits=limits)
        if mode != _RGB or depth not in (8, 16):
            colours = document.header.color_mode.name
            raise InputError(f"{name}: {depth}-bit {colours} colour; save it as RGB, 8 or 16 bits")
        found = list(document._iter_layers())
        require_few(len(found), name)
        entries = _tree(found, depth, document.header.version, name)
        icc = document.image_resources.get_data(Resource.ICC_PROFILE)
    return Outline(
        name,
        width,
        height,
        depth,
        entries,
        lambda: (_merged(document, name), None),
        icc if isinstance(icc, bytes) else None,
    )


def _tree(found: list[tuple[Any, Any]], depth: int, version: int, file: str) -> tuple[Entry | Folder, ...]:
    from psd_tools.constants import SectionDivider, Tag

    levels: list[list[Entry | Folder]] = [[]]
    for record, channels in found:  # bottom to top
        blocks = record.tagged_blocks
        divider = blocks.get_data(Tag.SECTION_DIVIDER_SETTING) or blocks.get_data(Tag.NESTED_SECTION_DIVIDER_SETTING)
        kind = divider.kind if divider else SectionDivider.OTHER
        if kind == SectionDivider.BOUNDING_SECTION_DIVIDER:
            levels.append([])
            require_shallow(len(levels), file)
        elif kind != SectionDivider.OTHER:
            inside = levels.pop() if len(levels) > 1 else []
            blend = _blend_name(divider.blend_mode or record.blend_mode)
            told = _name(record, file), tuple(reversed(inside)), record.flags.visible, record.opacity, blend
            levels[-1].append(Folder(*told, known=_is_known(record, blend) and record.mask_data is None))
        else:
            levels[-1].append(_entry(record, channels, depth, version, file))
    for unclosed in reversed(levels[1:]):
        levels[0].extend(unclosed)
    return tuple(reversed(levels[0]))


def _entry(record: Any, channels: Any, depth: int, version: int, file: str) -> Entry:
    name, blend = _name(record, file), _blend_name(record.blend_mode)
    masks = sum(
        width * height * depth // 8
        for info, (width, height) in zip(record.channel_info, record.channel_sizes, strict=True)
        if info.id in (_MASK, _REAL_MASK)
    )
    painted = _is_painted(record)
    return Entry(
        name,
        record.left,
        record.top,
        lambda: (record.width, record.height),
        record.flags.visible,
        record.opacity,
        blend,
        painted,
        _is_known(record, blend) and (painted or bool(record.width and record.height)),
        masks,
        lambda masked: _pixels(record, channels, depth, version, masked, f"{file}: layer {name!r}"),
    )


def _name(record: Any, file: str) -> str:
    from psd_tools.constants import Tag

    name = record.tagged_blocks.get_data(Tag.UNICODE_LAYER_NAME, record.name)
    return require_short(name.rstrip("\0"), file)


def _blend_name(mode: Any) -> str:
    return mode.name.lower().replace("_", " ")


def _is_painted(record: Any) -> bool:
    from psd_tools.api.adjustments import TYPES
    from psd_tools.constants import Tag

    vectors = (Tag.VECTOR_ORIGINATION_DATA, Tag.VECTOR_MASK_SETTING1, Tag.VECTOR_MASK_SETTING2, Tag.VECTOR_STROKE_DATA)
    text = (Tag.TYPE_TOOL_OBJECT_SETTING, Tag.TYPE_TOOL_INFO)
    # A smart object's file inside is data: its preview is read, the file itself never opened.
    smart = (Tag.SMART_OBJECT_LAYER_DATA1, Tag.SMART_OBJECT_LAYER_DATA2, Tag.PLACED_LAYER1, Tag.PLACED_LAYER2)
    blocks = record.tagged_blocks
    drawn = record.flags.pixel_data_irrelevant and any(tag in blocks for tag in vectors)
    return not drawn and not any(tag in blocks for tag in (*text, *smart, *TYPES))


def _is_known(record: Any, blend: str) -> bool:
    """Is it drawn by its pixels, mask, opacity and a blend mode that `flatten` has, and nothing else?"""
    from psd_tools.constants import Clipping, Tag

    more = (
        Tag.EFFECTS_LAYER,
        Tag.OBJECT_BASED_EFFECTS_LAYER_INFO,
        Tag.OBJECT_BASED_EFFECTS_LAYER_INFO_V0,
        Tag.OBJECT_BASED_EFFECTS_LAYER_INFO_V1,
        Tag.VECTOR_MASK_SETTING1,
        Tag.VECTOR_MASK_SETTING2,
    )
    blocks = record.tagged_blocks
    filled = blocks.get_data(Tag.BLEND_FILL_OPACITY, 255) == 255
    return blend in DRAWN and record.clipping == Clipping.BASE and filled and not any(tag in blocks for tag in more)


def _pixels(record: Any, channels: Any, depth: int, version: int, masked: bool, told: str) -> np.ndarray:
    dtype = np.dtype(f"u{depth // 8}")
    full = np.iinfo(dtype).max
    pixels = np.zeros((record.height, record.width, 4), dtype)
    pixels[:, :, 3] = full
    if not pixels.size:
        return pixels
    mask = None
    for info, channel, (width, height) in zip(record.channel_info, channels, record.channel_sizes, strict=True):
        number = int(info.id)
        if number == _MASK and masked and width and height and not record.mask_data.flags.mask_disabled:
            mask = _plane(channel, width, height, depth, version, f"{told}: its mask")
        elif number in (0, 1, 2, _ALPHA):
            plane = _plane(channel, width, height, depth, version, f"{told}: its {_CHANNELS[number]} channel")
            pixels[:, :, 3 if number == _ALPHA else number] = plane
    if mask is not None:
        data = record.mask_data
        cover = np.full(pixels.shape[:2], data.background_color * (full // 255), dtype)
        top, left = data.top - record.top, data.left - record.left
        rows, columns = (
            slice(max(0, top), max(0, top + mask.shape[0])),
            slice(max(0, left), max(0, left + mask.shape[1])),
        )
        target = cover[rows, columns]
        target[:] = mask[max(0, -top) :, max(0, -left) :][: target.shape[0], : target.shape[1]]
        alpha = pixels[:, :, 3].astype(np.uint64) * cover
        pixels[:, :, 3] = (alpha + full // 2) // full
    return pixels


def _plane(channel: Any, width: int, height: int, depth: int, version: int, told: str) -> np.ndarray:
    with _strict(told):
        _require_whole_rows(channel, width * depth // 8, height, version)
        data = channel.get_data(width, height, depth, version, max_output_bytes=MAX_STACK_BYTES)
        return np.frombuffer(data, f">u{depth // 8}").reshape(height, width)


def _merged(document: Any, name: str) -> np.ndarray | None:
    from psd_tools.constants import Resource

    header = document.header
    told = document.image_resources.get_data(Resource.VERSION_INFO)
    layers = document._get_layer_info()
    # A negative count says that the fourth channel is the merged picture's alpha; without layers nothing can say it.
    has_alpha = not layers or layers.layer_count <= 0
    channels = 4 if has_alpha and header.channels >= 4 else 3
    if getattr(told, "has_composite", True) is False or header.channels < 3:
        return None
    if header.height * header.channels > _TALLEST:
        return None
    require_light(header.width, header.height * header.channels // 4, header.depth, f"{name}: its merged picture,")
    with _strict(f"{name}: its merged picture"):
        rows = header.height * header.channels
        _require_whole_rows(document.image_data, header.width * header.depth // 8, rows, header.version)
        planes = document.image_data.get_data(header, max_output_bytes=MAX_STACK_BYTES)
    shape = header.height, header.width
    raw = [np.frombuffer(plane, f">u{header.depth // 8}").reshape(shape) for plane in planes[:channels]]
    return np.stack(raw, axis=2).astype(f"u{header.depth // 8}")


def _require_whole_rows(channel: Any, row: int, height: int, version: int) -> None:
    """Raise ValueError where rows packed by runs end early: psd-tools would fill them up with black.

    row: bytes of one. All rows are walked at once, one packet of each at a step (Apple's PackBits).
    """
    from psd_tools.constants import Compression

    if channel.compression != Compression.RLE:
        return
    counts_end = height * (2, 4)[version - 1]
    packed = np.frombuffer(channel.data, np.uint8)
    lengths = np.frombuffer(channel.data[:counts_end], (">u2", ">u4")[version - 1], height)
    ends = counts_end + np.cumsum(lengths, dtype=np.int64)
    if ends[-1] > packed.size:
        raise ValueError("its rows end early")
    at, made = ends - lengths, np.zeros(height, np.int64)
    while (going := np.flatnonzero((at < ends) & (made < row))).size:
        head = packed[at[going]].astype(np.int64)
        made[going] += np.where(head < 128, head + 1, np.where(head > 128, 257 - head, 0))
        at[going] += np.where(head < 128, head + 2, np.where(head > 128, 2, 1))
    if (made < row).any() or (at > ends).any():
        raise ValueError("its rows end early")


@contextmanager
def _strict(told: str) -> Iterator[None]:
    """What cannot be decoded is an error, where psd-tools would warn and hand out black."""
    from psd_tools.compression import PSDDecompressionWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", PSDDecompressionWarning)
        try:
            yield
        except MemoryError:
            raise
        except Exception as why:  # noqa: BLE001 - the decoders raise whatever they trip over
            raise InputError(f"{told} cannot be decoded, damaged ({one_line(why)}); save it again") from None
