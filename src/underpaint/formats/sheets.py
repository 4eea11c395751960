"""What a picture is used as: a painting, a material map, a pencil drawing or a mask."""

from __future__ import annotations

import numpy as np

from underpaint.errors import InputError
from underpaint.formats.pictures import Picture

COLOURED = 36  # levels by which channels lie further apart than the paper's


def painting(picture: Picture) -> np.ndarray:
    """(h, w, 3 or 4) in the picture's depth; grey becomes RGB, alpha stays."""
    array = picture.array
    if array.shape[2] >= 3:
        return array
    return array[:, :, [0, 0, 0] if array.shape[2] == 1 else [0, 0, 0, 1]]


def opaque(picture: Picture) -> np.ndarray:
    """(h, w, 3) uint8: a painting as it looks on white paper."""
    array = _eight_bit(painting(picture))
    if array.shape[2] == 3:
        return array
    alpha = array[:, :, 3:].astype(np.uint32)
    return ((array[:, :, :3] * alpha + 255 * (255 - alpha) + 127) // 255).astype(np.uint8)


def material_map(picture: Picture) -> np.ndarray:
    """(h, w, 3) uint8. Raises InputError where the map is see-through: what is there would be a guess."""
    array = _eight_bit(painting(picture))
    if array.shape[2] == 4:
        holes = array[:, :, 3] != 255
        if holes.any():
            y, x = np.unravel_index(int(holes.argmax()), holes.shape)
            raise InputError(
                f"{picture.name}: transparent at x={x}, y={y} ({int(holes.sum()):,} px in all); "
                "fill the whole map with flat, opaque colours"
            )
    return np.ascontiguousarray(array[:, :, :3])


def book_map(picture: Picture) -> tuple[np.ndarray, np.ndarray]:
    """The map of a BOOK, transparent where the BOOK is clear: (h, w, 3) uint8 without holes, each filled from its nearest
    edge so that paint has somewhere to come from, and (h, w) bool, where the BOOK is.

    Raises InputError where it has no hole or nothing else, or is half transparent somewhere.
    """
    array = _eight_bit(painting(picture))
    where = array[:, :, 3] == 255 if array.shape[2] == 4 else np.ones(array.shape[:2], bool)
    if where.all() or not where.any():
        what = "no transparent place" if where.all() else "nothing in it"
        raise InputError(f"{picture.name}: has {what}; a BOOK's map is flat colours, transparent where the BG shows")
    half = ~where & (array[:, :, 3] != 0)
    if half.any():
        y, x = np.unravel_index(int(half.argmax()), half.shape)
        raise InputError(
            f"{picture.name}: half transparent at x={x}, y={y} ({int(half.sum()):,} px in all); draw it with anti-aliasing off"
        )
    from scipy.ndimage import distance_transform_edt  # takes a while to load

    rows, columns = distance_transform_edt(~where, return_distances=False, return_indices=True)
    return np.ascontiguousarray(array[rows, columns, :3]), where


def pencil(picture: Picture) -> np.ndarray:
    """(h, w) uint8, paper light, pencil dark; a drawing on a transparent layer is laid on white paper."""
    return _grey_over(picture, paper=255)


def is_coloured(picture: Picture) -> bool:
    """Whether a drawing has more in colour than the tint of its paper or of a scanner: one pixel in ten thousand, of
    every third of every third row."""
    array = _eight_bit(picture.array[::3, ::3])
    if array.shape[2] < 3:
        return False
    apart = array[:, :, :3].max(2) - array[:, :, :3].min(2)
    if array.shape[2] == 4:
        apart = apart * (array[:, :, 3] >= 128)
    return bool((apart - np.median(apart) > COLOURED).mean() > 1e-4)


def mask(picture: Picture) -> np.ndarray:
    """(h, w) bool, True where the mask is light: at least half white, transparent counting as black."""
    return _grey_over(picture, paper=0) >= 128


def _grey_over(picture: Picture, paper: int) -> np.ndarray:
    array = _eight_bit(picture.array)
    channels = array.shape[2]
    if channels == 1:
        return array[:, :, 0]
    if channels == 2:
        grey = array[:, :, 0].astype(np.uint32)
    else:
        # Luma weights of ITU-R BT.601, in thousandths.
        red, green, blue = (array[:, :, c].astype(np.uint32) for c in range(3))
        grey = (299 * red + 587 * green + 114 * blue + 500) // 1000
    if channels in (2, 4):
        alpha = array[:, :, -1].astype(np.uint32)
        grey = (grey * alpha + paper * (255 - alpha) + 127) // 255
    return grey.astype(np.uint8)


def _eight_bit(array: np.ndarray) -> np.ndarray:
    if array.dtype == np.uint8:
        return array
    return ((array.astype(np.uint32) + 128) // 257).astype(np.uint8)
