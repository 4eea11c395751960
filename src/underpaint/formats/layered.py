"""Layered files coming in: a Photoshop (PSD, PSB) or OpenRaster (ORA) file as a stack, or one layer of it as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

from underpaint.errors import InputError
from underpaint.formats.flatten import flatten
from underpaint.formats.ora import open_ora
from underpaint.formats.outline import MAX_STACK_BYTES, Entry, Folder, Outline, guarded, require_light, require_readable
from underpaint.formats.pictures import MAX_SIDE, Picture, read_bytes
from underpaint.formats.psd_reading import open_psd
from underpaint.formats.stack import Group, Layer, Stack, in_eight_bits


def is_layered(path: str | Path) -> bool:
    """Does the file's name say that it has layers? What it holds is looked at when it is read."""
    return Path(path).suffix.lower() in (".psd", ".psb", ".ora")


def read_stack(path: str | Path) -> Stack:
    """Everything that a PSD, PSB or ORA file holds, at its own depth; masks of layers multiplied into their alpha.

    Its merged picture is the file's own; where it holds none, the layers flattened. Raises InputError, in one line, for a
    file that is not such a file, is damaged (naming the layer and the channel), or would need more than 512 MiB for a
    layer or 2 GiB for all of them, or has more than 1,000 layers or 32 groups inside each other; these are known from
    its headers, before any decoding.
    """
    outline, _ = _open(path)
    require_readable(outline)
    layers = tuple(_read(entry) for entry in outline.entries)
    with guarded(outline.name, "layered"):
        merged, icc = outline.merged()
    if merged is None:
        merged = flatten(layers, outline.width, outline.height, np.uint16 if outline.depth == 16 else np.uint8)
    return Stack(outline.width, outline.height, layers, merged, outline.icc or icc, _is_known(outline.entries))


def read_layer(path: str | Path, layer: str | None = None) -> Picture:
    """One layer, by its name, at its place on the canvas: an (h, w, 4) uint8 RGBA picture, transparent around the layer.

    layer: its name; None where the file has only one. The layer's own pixels come back as they were painted, whatever its
    opacity, mask, effects and visibility. Raises InputError, in one line, for a file that is not such a file, is damaged,
    or would need more than 30,000 px a side or 512 MiB of memory, and for a name that no layer has, or several.
    """
    outline, digest = _open(path)
    width, height = outline.width, outline.height
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
        raise InputError(f"{outline.name}: {width} x {height} px; 1 to {MAX_SIDE:,} px a side are read")
    require_light(width, height, 8, f"{outline.name}:")
    layers = [entry for entry in outline.layers() if entry.painted]
    chosen = layers[_choose([entry.name for entry in layers], layer, outline.name)]
    require_light(*chosen.size(), 8, f"{outline.name}: layer {chosen.name!r} is")
    with guarded(outline.name, "layered"):
        pixels = in_eight_bits(chosen.pixels(False))
    canvas = np.zeros((height, width, 4), np.uint8)
    _lay(canvas, pixels, chosen.left, chosen.top)
    return Picture(canvas, outline.icc, digest, outline.name)


def _open(path: str | Path) -> tuple[Outline, str]:
    name = str(path)
    data = read_bytes(path, limit=MAX_STACK_BYTES)
    if data.startswith(b"8BPS"):
        outline = open_psd(data, name)
    elif data.startswith(b"PK"):
        outline = open_ora(data, name)
    else:
        raise InputError(f"{name}: not a layered file that can be read (PSD, PSB and ORA are)")
    return outline, sha256(data).hexdigest()


def _read(entry: Entry | Folder) -> Layer | Group:
    if isinstance(entry, Folder):
        inside = tuple(_read(inner) for inner in entry.entries)
        return Group(entry.name, inside, entry.visible, entry.opacity, entry.blend)
    pixels = entry.pixels(True)
    return Layer(entry.name, pixels, entry.left, entry.top, entry.visible, entry.opacity, entry.blend)


def _is_known(entries: Sequence[Entry | Folder]) -> bool:
    return all(entry.known and (not isinstance(entry, Folder) or _is_known(entry.entries)) for entry in entries)


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
