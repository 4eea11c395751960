"""What leaves the house of one cut: the layered file's groups, and the flat picture in the format asked for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from underpaint.errors import InputError
from underpaint.formats.encode import png_bytes, tiff_bytes
from underpaint.formats.exr import exr_bytes
from underpaint.formats.flatten import flatten
from underpaint.formats.stack import Group, Layer, Stack, as_layer, in_depth, srgb_profile

FLAT = (".png", ".tif", ".exr")


def delivery_stack(
    background: np.ndarray,
    *,
    touch_up: np.ndarray | None = None,
    books: Sequence[tuple[str, np.ndarray]] = (),
    layout: np.ndarray | None = None,
    regions: np.ndarray | None = None,
    icc: bytes | None = None,
) -> Stack:
    """The layered delivery: top to bottom the layout (hidden, multiply), the regions (hidden), the BOOKs, the last on top,
    each a group, and the group BG with the touch-up over the painting.

    background: (h, w, 3 or 4) uint8 or uint16, whose depth the whole file gets. touch_up: (h, w, 4). books: (name, (h, w, 4)),
    upward from the BG; each is cut to what of it is painted. layout: (h, w) uint8, dark on light. regions: (h, w, 3) uint8.
    Raises InputError where one has another size than the background, or two groups have one name.
    """
    height, width = background.shape[:2]
    parts = [("touch-up", touch_up), *books, ("layout", layout), ("regions", regions)]
    for name, picture in parts:
        if picture is not None and picture.shape[:2] != (height, width):
            down, across = picture.shape[:2]
            raise InputError(
                f"{name} is {across} x {down} px, the background {width} x {height}; make them of one size"
            )
    names = ["BG", *(name for name, _ in books)]
    if len(set(names)) < len(names):
        raise InputError(f"two groups of one name among {', '.join(names)}; a compositor could not tell them apart")

    depth = background.dtype
    layers: list[Layer | Group] = []
    if layout is not None:
        layers.append(Layer("layout", as_layer(layout, depth), visible=False, blend="multiply"))
    if regions is not None:
        layers.append(Layer("regions", as_layer(regions, depth), visible=False))
    layers += [Group(name, (_painted(name, as_layer(picture, depth)),)) for name, picture in reversed(books)]
    ground = [_painted("touch-up", as_layer(touch_up, depth))] if touch_up is not None and touch_up[:, :, 3].any() else []
    layers.append(Group("BG", (*ground, Layer("BG", as_layer(background, depth)))))
    merged = flatten(layers, width, height, depth.type)
    opaque = int(merged[:, :, 3].min()) == np.iinfo(depth).max
    return Stack(width, height, tuple(layers), merged[:, :, :3] if opaque else merged, icc)


def flat_picture(picture: np.ndarray, suffix: str, icc: bytes | None = None) -> bytes:
    """The file of an (h, w, 3 or 4) uint8 or uint16 picture: .png in its own depth, .tif in 16 bits, or .exr in half float.

    PNG and TIFF carry `icc`, sRGB's where there is none. Raises InputError for another ending, and as exr_bytes.
    """
    profile = icc or srgb_profile()
    if suffix == ".png":
        return png_bytes(picture, profile)
    if suffix == ".tif":
        return tiff_bytes(in_depth(picture, np.dtype(np.uint16)), profile)
    if suffix == ".exr":
        return exr_bytes(picture, icc)
    raise InputError(f"flat pictures are delivered as {', '.join(FLAT)}, not as {suffix!r}")


def _painted(name: str, pixels: np.ndarray) -> Layer:
    """A layer as large as what is painted of it."""
    rows, columns = (np.flatnonzero(pixels[:, :, 3].any(axis=axis)) for axis in (1, 0))
    if not rows.size:
        return Layer(name, pixels[:0, :0])
    top, left = int(rows[0]), int(columns[0])
    return Layer(name, pixels[top : rows[-1] + 1, left : columns[-1] + 1], left, top)
