"""A layered file as its headers announce it: weighed before any of its pixels are decoded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from underpaint.errors import InputError
from underpaint.formats.pictures import MAX_DECODED_BYTES

MAX_LAYERS = 1_000
MAX_DEEP = 32
MAX_NAME = 1_000
MAX_STACK_SIDE = 300_000
MAX_STACK_BYTES = 2**31


@dataclass(frozen=True)
class Entry:
    """A layer as announced.

    size: (width, height), px, by its header.
    painted: False for text, shapes, smart objects and adjustments, of which the pixels are only a preview, or none.
    known: False where it has what `flatten` cannot draw.
    masks: what its masks take when decoded, bytes.
    pixels: decodes it, (height, width, 4) RGBA; with True its mask is multiplied into its alpha.
    """

    name: str
    left: int
    top: int
    size: Callable[[], tuple[int, int]]
    visible: bool
    opacity: int
    blend: str
    painted: bool
    known: bool
    masks: int
    pixels: Callable[[bool], np.ndarray]


@dataclass(frozen=True)
class Folder:
    """A group as announced; entries top to bottom."""

    name: str
    entries: tuple[Entry | Folder, ...]
    visible: bool
    opacity: int
    blend: str
    known: bool


@dataclass(frozen=True)
class Outline:
    """A layered file as announced; entries top to bottom, depth in bits a channel.

    icc: the file's colour profile; OpenRaster keeps it in its pictures instead.
    merged: decodes the picture of the whole, (height, width, 3 or 4), or None where the file holds none that is true;
        with its own profile, if any.
    """

    name: str
    width: int
    height: int
    depth: int
    entries: tuple[Entry | Folder, ...]
    merged: Callable[[], tuple[np.ndarray | None, bytes | None]]
    icc: bytes | None

    def layers(self) -> list[Entry]:
        return list(_flat(self.entries))


def _flat(entries: tuple[Entry | Folder, ...]) -> Iterator[Entry]:
    for entry in entries:
        if isinstance(entry, Folder):
            yield from _flat(entry.entries)
        else:
            yield entry


def require_readable(outline: Outline) -> None:
    """Raise InputError if reading all of it at once would need more than is allowed."""
    file = outline.name
    if not (0 < outline.width <= MAX_STACK_SIDE and 0 < outline.height <= MAX_STACK_SIDE):
        raise InputError(f"{file}: {outline.width} x {outline.height} px; 1 to {MAX_STACK_SIDE:,} px a side are read")
    whole = require_light(outline.width, outline.height, outline.depth, f"{file}:")
    for layer in outline.layers():
        told = f"{file}: layer {layer.name!r} is"
        whole += require_light(*layer.size(), outline.depth, told) + layer.masks
        if layer.masks > MAX_DECODED_BYTES:
            raise InputError(
                f"{file}: the mask of layer {layer.name!r} would need {layer.masks >> 20:,} MiB; "
                f"at most {MAX_DECODED_BYTES >> 20} are read"
            )
    if whole > MAX_STACK_BYTES:
        raise InputError(
            f"{file}: its layers would need {whole >> 20:,} MiB; at most {MAX_STACK_BYTES >> 20:,} are read; merge some"
        )


def require_light(width: int, height: int, depth: int, told: str) -> int:
    """The bytes an RGBA picture takes; InputError, beginning with `told`, where they are more than one picture may."""
    needed = width * height * 4 * depth // 8
    if needed > MAX_DECODED_BYTES:
        raise InputError(
            f"{told} {width} x {height} px would need {needed >> 20:,} MiB; at most {MAX_DECODED_BYTES >> 20} are read"
        )
    return needed


def require_few(layers: int, file: str) -> None:
    if layers > MAX_LAYERS:
        raise InputError(f"{file}: {layers:,} layers, at most {MAX_LAYERS:,} are read")


def require_shallow(depth: int, file: str) -> None:
    if depth > MAX_DEEP:
        raise InputError(f"{file}: groups nested deeper than {MAX_DEEP}; flatten some")


def require_short(name: str, file: str) -> str:
    if len(name) > MAX_NAME:
        raise InputError(f"{file}: a layer's name is {len(name):,} characters long, at most {MAX_NAME:,} are read")
    return name


@contextmanager
def guarded(file: str, kind: str) -> Iterator[None]:
    """On hostile bytes decoders raise whatever they trip over: it becomes one InputError that names the file."""
    try:
        yield
    except InputError:
        raise
    except (MemoryError, RecursionError):
        raise InputError(f"{file}: too large to be read safely") from None
    except Exception as why:  # noqa: BLE001
        raise InputError(f"{file}: damaged or unfinished {kind} file ({one_line(why)}); save it again") from None


def one_line(why: Exception) -> str:
    return " ".join(str(why).split())[:120] or type(why).__name__
