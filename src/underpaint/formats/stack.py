"""A picture in layers, as arrays: what the formats PSD and OpenRaster are written from and read into."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from underpaint.errors import InputError


@dataclass(frozen=True)
class Layer:
    """One painted layer.

    pixels: (h, w, 4) uint8 or uint16 RGBA, straight alpha; h and w may be 0, and it may reach over the canvas.
    left, top: where its first pixel lies on the canvas, px.
    opacity: 0 to 255.
    blend: "normal", "multiply", or another of Photoshop's names in small letters ("screen", "soft light").
    """

    name: str
    pixels: np.ndarray
    left: int = 0
    top: int = 0
    visible: bool = True
    opacity: int = 255
    blend: str = "normal"


@dataclass(frozen=True)
class Group:
    """Layers and groups, top to bottom; "pass through" blends each with what lies below the group."""

    name: str
    layers: tuple[Layer | Group, ...]
    visible: bool = True
    opacity: int = 255
    blend: str = "pass through"


@dataclass(frozen=True)
class Stack:
    """A layered picture.

    width, height: of the canvas, px.
    layers: top to bottom.
    merged: (height, width, 3 or 4), uint8 or uint16: what it looks like.
    icc: the embedded colour profile; None is sRGB.
    understood: False for a file holding what `flatten` cannot draw (adjustments, effects, clipping, rarer blend modes),
        so that only `merged` says what it looks like.
    """

    width: int
    height: int
    layers: tuple[Layer | Group, ...]
    merged: np.ndarray
    icc: bytes | None = None
    understood: bool = True


def painted_layers(layers: Sequence[Layer | Group]) -> Iterator[Layer]:
    """Every layer, inside groups too, top to bottom."""
    for layer in layers:
        if isinstance(layer, Group):
            yield from painted_layers(layer.layers)
        else:
            yield layer


def require_sound(stack: Stack) -> None:
    """Raise InputError, naming the layer, for a stack that no file could hold."""
    depth = stack.merged.dtype
    if depth not in (np.uint8, np.uint16):
        raise InputError(f"layers have 8 or 16 bits a channel, not {depth}")
    if stack.merged.shape[:2] != (stack.height, stack.width) or stack.merged.shape[2:] not in ((3,), (4,)):
        raise InputError(f"the merged picture is {stack.merged.shape}; the canvas is {stack.width} x {stack.height} px")
    for layer in painted_layers(stack.layers):
        if layer.pixels.ndim != 3 or layer.pixels.shape[2] != 4:
            raise InputError(f"layer {layer.name!r}: pixels are (h, w, 4), not {layer.pixels.shape}")
        if layer.pixels.dtype != depth:
            raise InputError(
                f"layer {layer.name!r}: is {layer.pixels.dtype}, the merged picture {depth}; make them one"
            )


def in_eight_bits(array: np.ndarray) -> np.ndarray:
    """uint8 as it is; uint16 rounded to the nearest of 256 steps."""
    if array.dtype == np.uint8:
        return array
    # Full and none keep their ends, and 8 bits widened by 257 come back as they were.
    return ((array.astype(np.uint32) * 255 + 32_767) // 65_535).astype(np.uint8)


def in_depth(array: np.ndarray, depth: np.dtype) -> np.ndarray:
    """A uint8 or uint16 picture in the other of the two, or as it is."""
    if array.dtype == depth:
        return array
    return array.astype(np.uint16) * 257 if depth == np.uint16 else in_eight_bits(array)


def as_layer(picture: np.ndarray, depth: np.dtype) -> np.ndarray:
    """(h, w), (h, w, 3) or (h, w, 4), uint8 or uint16, as (h, w, 4) of this depth; opaque where it has no alpha."""
    picture = in_depth(picture, depth)
    if picture.ndim == 2:
        picture = np.repeat(picture[:, :, None], 3, axis=2)
    if picture.shape[2] == 4:
        return picture
    return np.dstack([picture, np.full(picture.shape[:2], np.iinfo(depth).max, depth)])


@cache
def srgb_profile() -> bytes:
    """An ICC profile of sRGB (IEC 61966-2-1), the same bytes at every call."""
    from PIL import ImageCms

    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    # The header holds the moment it was made (ICC.1, 7.2.8): six numbers of 16 bits, here the day the standard appeared.
    profile[24:36] = b"".join(number.to_bytes(2, "big") for number in (1999, 10, 18, 0, 0, 0))
    return bytes(profile)
