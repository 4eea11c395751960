"""A large picture drawn in overlapping tiles that do not show.

Three things keep a tile from showing. Its broad tone is the tone of the picture it started from: a model shifts every tile's
colours a little, each in its own way, and on a sky that is seen at once; so what varies over more than about an eighth of a
tile is kept from the start, and only what is finer is the model's. Neighbours take over from one another by a ramp in the middle
of their overlap, away from their rims; all shares of a pixel add up to one. And there, where strokes of two tiles are laid
over one another and would pale, they get back the strength that they have to both sides.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

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
    change = np.zeros_like(start)
    strength = np.zeros(start.shape[:2], np.float32)
    sides = [_spans(side, own, overlap) for side, own in zip(start.shape[:2], tile, strict=True)]
    shares = [_shares(spans, overlap) for spans in sides]
    for number, place in enumerate(places(start.shape[:2], tile, overlap)):
        if mask is not None and not mask[place].any():
            continue
        row, column = divmod(number, len(sides[1]))
        share = np.outer(shares[0][row], shares[1][column])
        drawn = draw(np.rint(start[place]).astype(np.uint8), place, number) - start[place]
        drawn -= _broad(drawn, min(tile) // 8)
        change[place] += share[..., None] * drawn
        strength[place] += share * (drawn * drawn).mean(2)
    left = (change * change).mean(2)
    near = max(3, overlap // 4)
    # One level of doubt, so that on a calm sky no rounding is made larger.
    gain = np.sqrt((_broad(strength, near) + 1) / (_broad(left, near) + 1)).clip(1, 2)
    return (start + change * gain[..., None]).clip(0, 255)


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


def _shares(spans: list[slice], overlap: int) -> list[np.ndarray]:
    """How much each tile counts along one side; of all tiles together 1 everywhere."""
    ramp = max(1, min([overlap // 2, *(after.start - before.start for before, after in pairwise(spans))]))
    middles = [(before.stop + after.start) / 2 for before, after in pairwise(spans)]
    shares = []
    for i, span in enumerate(spans):
        at = np.arange(span.start, span.stop) + 0.5
        share = np.ones(at.size, np.float32)
        if i:
            share = _rise(at, middles[i - 1], ramp)
        if i < len(middles):
            share = share - _rise(at, middles[i], ramp)
        shares.append(share)
    return shares


def _rise(at: np.ndarray, middle: float, ramp: int) -> np.ndarray:
    rise = ((at - middle) / ramp + 0.5).clip(0, 1)
    return (rise * rise * (3 - 2 * rise)).astype(np.float32)


def _broad(values: np.ndarray, reach: int) -> np.ndarray:
    """What varies slowly: two running means over `reach` px."""
    side = (max(1, reach) | 1,) * 2
    return cv2.blur(cv2.blur(values, side, borderType=cv2.BORDER_REFLECT), side, borderType=cv2.BORDER_REFLECT)
