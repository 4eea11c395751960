"""How true a picture is to its drawing: whether its colours step where two materials meet on the map.

A border pixel is hit where the strongest colour step across it, within eight pixels to either side, lies within two pixels of
the border. A painter's own edges are soft and full of strokes, so boards themselves reach about a half against their own
maps; the ratio to that says more than the share alone.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from underpaint.paint.materials import flat_map

_LOOKED = 8  # px to each side of a border
_NEAR = 2
_STRONG = 9  # RGB levels, summed: a step below this is no edge
_MOST = 2**20  # px whose borders are looked at, per direction: of a larger picture, so many evenly spread rows and columns
_AT_ONCE = 2048  # px: few enough that what is read around them stays in the processor's cache
_BLUR = 16  # what the weights of one blur add up to


def adherence(picture: np.ndarray, layout_map: np.ndarray) -> float | None:
    """Share of border pixels that are hit, 0..1; None where the map has no border that can be looked at.

    picture: (h, w, 3 or 4) uint8 or uint16. layout_map: (H, W, 3) uint8, one colour a material; it is brought to the
    picture's size, as a rough is smaller.
    """
    labels = flat_map(_fitted(layout_map, *picture.shape[:2])).labels
    levels = picture[:, :, :3] if picture.dtype == np.uint8 else (picture[:, :, :3] >> 8).astype(np.uint8)
    looked_at = np.concatenate([_hits(levels, labels), _hits(levels.transpose(1, 0, 2), labels.T)])
    return float(looked_at.mean()) if looked_at.size else None


def measured(
    picture: np.ndarray, layout_map: np.ndarray, boards: Sequence[tuple[np.ndarray, np.ndarray]]
) -> dict[str, float | None]:
    """"adherence" of a picture, and "adherence_ratio": the same beside what its boards reach against their own maps, so that
    1 is as true to its drawing as the painter is. None where one cannot be measured.

    boards: painting and map of each. Of a rough, which is smaller than its map, the boards are measured so much smaller too.
    """
    own = adherence(picture, layout_map)
    factor = max(1, round(layout_map.shape[1] / picture.shape[1]))
    reached = [found for painting, mapped in boards if (found := adherence(_smaller(painting, factor), mapped)) is not None]
    told = {"adherence": None if own is None else round(own, 4), "adherence_ratio": None}
    if own is not None and any(reached):
        told["adherence_ratio"] = round(own * len(reached) / sum(reached), 4)
    return told


def _hits(levels: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """(n,) bool, of the borders between a row and the next."""
    levels = np.ascontiguousarray(levels)
    height, width = levels.shape[:2]
    spread = -(-height * width // _MOST)
    looked_at = labels[:, ::spread]
    y, x = np.divmod(np.flatnonzero(looked_at[1:] != looked_at[:-1]), looked_at.shape[1])
    inside = (y > _LOOKED + 2) & (y < height - _LOOKED - 4)
    y, x = y[inside], x[inside] * spread
    parts = [slice(first, first + _AT_ONCE) for first in range(0, max(1, len(y)), _AT_ONCE)]
    return np.concatenate([_hit(levels, y[part], x[part]) for part in parts])


def _hit(levels: np.ndarray, y: np.ndarray, x: np.ndarray) -> np.ndarray:
    """(n,) bool, of the borders between y, x and the row below."""
    width = levels.shape[1]
    along = y[:, None] + np.arange(-_LOOKED - 2, _LOOKED + 4)
    columns = [np.clip(x + at, 0, width - 1)[:, None] for at in range(-2, 3)]
    beside = [levels.reshape(-1, 3).take(along * width + column, axis=0).astype(np.int32) for column in columns]
    rows = _blurred(*beside)  # (n, along, 3)
    profile = _blurred(*(rows[:, at : at + 2 * _LOOKED + 2] for at in range(5)))
    steps = np.abs(np.diff(profile, axis=1)).sum(axis=2)
    strongest = steps.argmax(axis=1) - _LOOKED
    return (np.abs(strongest) <= _NEAR) & (steps.max(axis=1, initial=0) > _STRONG * _BLUR**2)


def _blurred(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray, e: np.ndarray) -> np.ndarray:
    """A Gaussian of sigma 1 over five neighbours, in sixteenths: 1, 4, 6, 4, 1."""
    return a + e + 4 * (b + d) + 6 * c


def _fitted(colours: np.ndarray, height: int, width: int) -> np.ndarray:
    """A map at another size, each pixel the one at its middle."""
    rows, columns = colours.shape[:2]
    if (rows, columns) == (height, width):
        return colours
    at_y = (2 * np.arange(height) + 1) * rows // (2 * height)
    at_x = (2 * np.arange(width) + 1) * columns // (2 * width)
    return colours[at_y[:, None], at_x]


def _smaller(painting: np.ndarray, factor: int) -> np.ndarray:
    """Each pixel the mean of factor x factor; as it is where it has not so many."""
    height, width = (side // factor * factor for side in painting.shape[:2])
    if factor == 1 or not height or not width:
        return painting
    parts = (painting[y:height:factor, x:width:factor, :3] for y in range(factor) for x in range(factor))
    return (sum(part.astype(np.uint32) for part in parts) // factor**2).astype(painting.dtype)
