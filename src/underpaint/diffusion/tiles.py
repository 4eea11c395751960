"""A large picture drawn in overlapping tiles that do not show.

Three things keep a tile from showing. Each is drawn over what its neighbours have drawn already, so that strokes go on
across the overlap. It takes over from them by a ramp as wide as the overlap. And its broad tone is the tone of the picture it
started from: a model shifts every tile's colours a little, each in its own way, and on a sky that is seen at once; so what
varies over more than about an eighth of a tile is kept from the start, and only what is finer is the model's.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

Place = tuple[slice, slice]


def over_tiles(
    picture: np.ndarray,
    tile: tuple[int, int],
    overlap: int,
    draw: Callable[[np.ndarray, Place, int], np.ndarray],
    mask: np.ndarray | None = None,
) -> np.ndarray:
    """The picture drawn anew, (h, w, 3) float32, 0..255.

    picture: (h, w, 3) uint8, or float32 0..255. tile: rows and columns in px. overlap: px that neighbours share at least.
    draw: given a piece, (th, tw, 3) uint8, its place and its number, returns it drawn. mask: (h, w) bool; tiles without
    any of it are passed over.
    """
    start = picture.astype(np.float32)
    out = start.copy()
    for number, place in enumerate(places(picture.shape[:2], tile, overlap)):
        if mask is not None and not mask[place].any():
            continue
        drawn = draw(np.rint(out[place].clip(0, 255)).astype(np.uint8), place, number).astype(np.float32)
        drawn += _broad(start[place] - drawn, min(tile) // 8)
        share = np.minimum.outer(*(_ramp(along, overlap) for along in place))[..., None]
        out[place] += share * (drawn - out[place])
    return out.clip(0, 255)


def places(size: tuple[int, int], tile: tuple[int, int], overlap: int) -> list[Place]:
    """Where the tiles of a picture lie, row by row; they are spread evenly, and cover it."""
    rows, columns = (_spans(side, own, overlap) for side, own in zip(size, tile, strict=True))
    return [(row, column) for row in rows for column in columns]


def _spans(side: int, tile: int, overlap: int) -> list[slice]:
    tile = min(tile, side)
    overlap = min(overlap, tile - 1)
    count = 1 + -(-(side - tile) // (tile - overlap))
    starts = [round(i * (side - tile) / max(1, count - 1)) for i in range(count)]
    return [slice(start, start + tile) for start in starts]


def _ramp(along: slice, overlap: int) -> np.ndarray:
    """How much a tile counts along one side: nothing where it begins beside another, all after the overlap."""
    length = along.stop - along.start
    if along.start == 0:
        return np.ones(length, np.float32)
    rise = ((np.arange(length) + 0.5) / overlap).clip(0, 1)
    return (rise * rise * (3 - 2 * rise)).astype(np.float32)


def _broad(gap: np.ndarray, reach: int) -> np.ndarray:
    """What varies slowly: two running means over `reach` px."""
    side = (max(1, reach) | 1,) * 2
    return cv2.blur(cv2.blur(gap, side, borderType=cv2.BORDER_REFLECT), side, borderType=cv2.BORDER_REFLECT)
