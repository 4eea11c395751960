"""Photoshop files going out: PSD, and PSB where it is larger than PSD allows.

Adobe Photoshop File Formats Specification (2019), through the records of psd-tools. The pixels are packed here and the
merged picture is the stack's own: psd-tools would spend four fifths of its time on rendering one.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from underpaint.errors import InputError
from underpaint.formats.pictures import MAX_SIDE
from underpaint.formats.stack import Group, Layer, Stack, painted_layers, require_sound, srgb_profile

_ALPHA = -1


def is_psb(stack: Stack) -> bool:
    """Does it need the large format, PSB: more than 30,000 px a side, or more bytes than PSD's 2 GiB could hold?"""
    pixels = sum(layer.pixels.nbytes for layer in painted_layers(stack.layers)) + stack.merged.nbytes
    return max(stack.width, stack.height) > MAX_SIDE or pixels * 1.1 > 2**31


def psd_bytes(stack: Stack) -> bytes:
    """A PSD of the stack, or a PSB where `is_psb`; 8 bits packed by runs, 16 bits deflated; tagged with its profile.

    Raises InputError for a blend mode that Photoshop does not have and for pixels of the wrong shape or depth.
    """
    from psd_tools.constants import ColorMode, Compression, Resource, Tag
    from psd_tools.psd import PSD
    from psd_tools.psd.header import FileHeader
    from psd_tools.psd.image_data import ImageData
    from psd_tools.psd.image_resources import ImageResource, ImageResources, VersionInfo
    from psd_tools.psd.layer_and_mask import (
        ChannelDataList,
        ChannelImageData,
        GlobalLayerMaskInfo,
        LayerAndMaskInformation,
        LayerInfo,
        LayerInfoBlock,
        LayerRecords,
    )
    from psd_tools.psd.tagged_blocks import TaggedBlock, TaggedBlocks

    require_sound(stack)
    version = 2 if is_psb(stack) else 1
    depth = stack.merged.dtype.itemsize * 8
    merged = stack.merged
    if merged.shape[2] == 4 and (merged[:, :, 3] == np.iinfo(merged.dtype).max).all():
        merged = merged[:, :, :3]
    header = FileHeader(
        version=version,
        channels=merged.shape[2],
        height=stack.height,
        width=stack.width,
        depth=depth,
        color_mode=ColorMode.RGB,
    )
    records: list[Any] = []
    pixels: list[np.ndarray | None] = []
    _list_records(stack.layers, records, pixels)
    with ThreadPoolExecutor(2) as pool:
        packed = list(pool.map(lambda array: _pack_layer(array, version), pixels))
    count = -len(records) if merged.shape[2] == 4 else len(records)  # negative: the merged picture has alpha
    listed = {
        "layer_count": count,
        "layer_records": LayerRecords(records),
        "channel_image_data": ChannelImageData([ChannelDataList(channels) for channels in packed]),
    }
    # Photoshop keeps 16-bit layers in a block of their own.
    if depth == 16:
        block = io.BytesIO()
        LayerInfoBlock(**listed).write(block, version=version, padding=4)
        layers, blocks = (
            LayerInfo(),
            TaggedBlocks([(Tag.LAYER_16, TaggedBlock(key=Tag.LAYER_16, data=block.getvalue()))]),
        )
    else:
        layers, blocks = LayerInfo(**listed), TaggedBlocks()
    resources = {
        Resource.ICC_PROFILE: stack.icc or srgb_profile(),
        Resource.VERSION_INFO: VersionInfo(has_composite=True, writer="Underpaint", reader="Underpaint"),
    }
    planes = np.concatenate([merged[:, :, channel] for channel in range(merged.shape[2])])
    document = PSD(
        header=header,
        image_resources=ImageResources([(key, ImageResource(key=key, data=data)) for key, data in resources.items()]),
        layer_and_mask_information=LayerAndMaskInformation(layers, GlobalLayerMaskInfo(), blocks),
        # A merged picture is either raw or packed by runs: not every reader takes it deflated.
        image_data=ImageData(Compression.RLE, _pack_runs(planes, version)),
    )
    file = io.BytesIO()
    document.write(file)
    return file.getvalue()


def _list_records(layers: Sequence[Layer | Group], records: list[Any], pixels: list[np.ndarray | None]) -> None:
    """Append each layer's record, bottom to top, a group's between a divider below and one above."""
    from psd_tools.constants import SectionDivider

    for layer in reversed(layers):
        if isinstance(layer, Group):
            records.append(
                _record(Group("</Layer group>", (), blend="normal"), SectionDivider.BOUNDING_SECTION_DIVIDER)
            )
            pixels.append(None)
            _list_records(layer.layers, records, pixels)
            records.append(_record(layer, SectionDivider.OPEN_FOLDER))
            pixels.append(None)
        else:
            records.append(_record(layer, None))
            pixels.append(layer.pixels)


def _record(layer: Layer | Group, divider: Any) -> Any:
    from psd_tools.constants import BlendMode, ChannelID, Tag
    from psd_tools.psd.layer_and_mask import ChannelInfo, LayerFlags, LayerRecord
    from psd_tools.psd.tagged_blocks import TaggedBlocks

    try:
        blend = BlendMode[layer.blend.upper().replace(" ", "_")]
    except KeyError:
        raise InputError(f"layer {layer.name!r}: Photoshop has no blend mode {layer.blend!r}; set another") from None
    blocks = TaggedBlocks()
    blocks.set_data(Tag.UNICODE_LAYER_NAME, layer.name)
    if divider is not None:
        blocks.set_data(Tag.SECTION_DIVIDER_SETTING, kind=divider, signature=b"8BIM", blend_mode=blend)
    place = {}
    if isinstance(layer, Layer):
        height, width = layer.pixels.shape[:2]
        place = {"top": layer.top, "left": layer.left, "bottom": layer.top + height, "right": layer.left + width}
    return LayerRecord(
        **place,
        channel_info=[ChannelInfo(id=ChannelID(number)) for number in (_ALPHA, 0, 1, 2)],
        blend_mode=blend,
        opacity=layer.opacity,
        flags=LayerFlags(visible=layer.visible, pixel_data_irrelevant=divider is not None),
        # The short name is for programs of before 2000; the whole one is in the block.
        name=layer.name.encode("mac_roman", "replace")[:31].decode("mac_roman"),
        tagged_blocks=blocks,
    )


def _pack_layer(pixels: np.ndarray | None, version: int) -> list[Any]:
    from psd_tools.constants import Compression
    from psd_tools.psd.layer_and_mask import ChannelData

    if pixels is None or not pixels.size:
        return [ChannelData() for _ in range(4)]
    planes = [np.ascontiguousarray(pixels[:, :, channel]) for channel in (3, 0, 1, 2)]
    # Deflated with prediction, 16 bits would be smaller, but Krita 5.1 draws them wrong.
    if pixels.dtype == np.uint16:
        return [ChannelData(Compression.ZIP, _deflate(plane.astype(">u2"))) for plane in planes]
    return [ChannelData(Compression.RLE, _pack_runs(plane, version)) for plane in planes]


def _deflate(plane: np.ndarray) -> bytes:
    # Paint hardly repeats at 16 bits: looking for more than runs takes four times as long and saves next to nothing.
    packer = zlib.compressobj(1, zlib.DEFLATED, 15, 9, zlib.Z_RLE)
    return packer.compress(plane) + packer.flush()


def _pack_runs(plane: np.ndarray, version: int) -> bytes:
    from psd_tools.compression import encode_rle

    depth = plane.dtype.itemsize * 8
    return encode_rle(plane.astype(plane.dtype.newbyteorder(">")).tobytes(), *plane.shape[::-1], depth, version)
