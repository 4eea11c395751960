"""Pictures painted in the palette's own colours: flats, which cover everything, and scribbles, which cover little.

A paint program softens the borders it draws. Such a border pixel is a blend of the palette colours beside it and goes to
the one it is nearest to; any other colour is off the palette, and is reported with its place.
"""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np

from underpaint.errors import InputError
from underpaint.layout.board_map import NONE

Colour = tuple[int, int, int]

_SAME = 2
"""Values a channel may be off through a program's rounding and still be the palette's colour."""

_SOFT = 3
"""How far, in px, a softened border reaches."""

_BLEND = 20.0
"""How far, in RGB, a blend may lie off the straight way between its two colours: paint programs blend in several ways."""

_SOLID = np.ones((3, 3), np.uint8)


def read_flats(picture: np.ndarray, palette: Mapping[str, Colour]) -> np.ndarray:
    """The material map of flats: (h, w) int32, for every pixel the material's place in the palette.

    picture: (h, w, 3 or 4) uint8 or uint16, straight alpha. Raises InputError, with the place, for a colour off the
    palette (and its nearest name), and for a hole wider than a softened border.
    """
    colours, covered = _opened(picture, "flats")
    labels = _palette_labels(colours, covered, palette)
    if not (labels != NONE).any():
        _refuse_hole("flats", covered)
        _refuse("flats", colours, covered, palette)
    off = covered & (labels == NONE)
    blended = _blends(colours, labels, off, palette)
    _refuse("flats", colours, off & (blended == NONE), palette)
    labels = np.where(off, blended, labels)
    known = labels != NONE
    away, place = cv2.distanceTransformWithLabels(
        (~known).view(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    _refuse_hole("flats", known | (away <= _SOFT))
    numbers = np.zeros(int(place.max()) + 1, np.int32)
    numbers[place[known]] = labels[known]
    return numbers[place]


def read_scribbles(picture: np.ndarray, palette: Mapping[str, Colour]) -> np.ndarray:
    """Marks for Board.materials: (h, w) int32, the scribbled material's place in the palette, NONE elsewhere.

    picture: (h, w, 4) uint8 or uint16, straight alpha; what is less than half opaque is no scribble. A scribble's softened
    rim is left out. Raises InputError for a picture without transparent background and, with the place and the nearest
    name, for a colour off the palette.
    """
    colours, covered = _opened(picture, "scribbles")
    if covered.all():
        raise InputError(
            "scribbles: nothing is transparent; draw them on a layer of their own, with nothing behind, and save that as PNG"
        )
    labels = _palette_labels(colours, covered, palette)
    off = covered & (labels == NONE)
    rim = off & _near(labels != NONE) & ~_solid(colours, off)
    _refuse("scribbles", colours, off & ~rim, palette)
    return labels


def _opened(picture: np.ndarray, what: str) -> tuple[np.ndarray, np.ndarray]:
    """(h, w, 3) uint8 and where it is at least half opaque, (h, w) bool."""
    if picture.ndim != 3 or picture.shape[2] not in (3, 4) or picture.dtype not in (np.uint8, np.uint16):
        raise InputError(
            f"{what}: an array {picture.shape} of {picture.dtype}; expected (h, w, 3 or 4) uint8 or uint16"
        )
    if picture.dtype == np.uint16:
        picture = ((picture.astype(np.uint32) + 128) // 257).astype(np.uint8)
    covered = picture[:, :, 3] >= 128 if picture.shape[2] == 4 else np.ones(picture.shape[:2], bool)
    return np.ascontiguousarray(picture[:, :, :3]), covered


def _palette_labels(colours: np.ndarray, covered: np.ndarray, palette: Mapping[str, Colour]) -> np.ndarray:
    """(h, w) int32, the palette colour that a pixel has, NONE for any other and where nothing is covered."""
    if not palette:
        raise InputError("the palette names no colour; give every material a colour and a name in it")
    wanted = np.array(list(palette.values()), np.int32)
    codes = colours.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32)
    seen, inverse = np.unique(codes[covered], return_inverse=True)
    of_seen = np.full(seen.size, NONE, np.int32)
    parts = np.stack([seen >> 16, seen >> 8 & 255, seen & 255], axis=1).astype(np.int32)
    best = np.full(seen.size, _SAME + 1)
    for number, colour in enumerate(wanted):
        away = np.abs(parts - colour).max(axis=1)
        nearer = away < best
        of_seen[nearer], best[nearer] = number, away[nearer]
    labels = np.full(colours.shape[:2], NONE, np.int32)
    labels[covered] = of_seen[inverse]
    return labels


def _blends(colours: np.ndarray, labels: np.ndarray, off: np.ndarray, palette: Mapping[str, Colour]) -> np.ndarray:
    """(h, w) int32: for pixels off the palette the nearer of the two colours beside them that they blend, else NONE."""
    wanted = np.array(list(palette.values()), float)
    result = np.full(labels.shape, NONE, np.int32)
    rows, columns = np.nonzero(off & _near(labels != NONE) & ~_solid(colours, off))
    if not rows.size:
        return result
    kernel = np.ones((2 * _SOFT + 1, 2 * _SOFT + 1), np.uint8)
    present = [int(number) for number in np.unique(labels[labels != NONE])]
    beside = {n: cv2.dilate((labels == n).view(np.uint8), kernel)[rows, columns] > 0 for n in present}
    here = colours[rows, columns].astype(float)
    least = np.full(rows.size, _BLEND)
    for number, one in enumerate(present):
        for other in present[number + 1 :]:
            both = np.flatnonzero(beside[one] & beside[other])
            way = wanted[other] - wanted[one]
            share = np.clip((here[both] - wanted[one]) @ way / (way @ way), 0, 1)
            away = np.linalg.norm(here[both] - wanted[one] - share[:, None] * way, axis=1)
            nearer = away < least[both]
            chosen = both[nearer]
            least[chosen] = away[nearer]
            result[rows[chosen], columns[chosen]] = np.where(share[nearer] > 0.5, other, one)
    corner = result[rows, columns] == NONE
    _settle_corners(
        result, rows[corner], columns[corner], here[corner], {n: b[corner] for n, b in beside.items()}, wanted
    )
    return result


def _settle_corners(
    result: np.ndarray,
    rows: np.ndarray,
    columns: np.ndarray,
    here: np.ndarray,
    beside: Mapping[int, np.ndarray],
    wanted: np.ndarray,
) -> None:
    """Where three colours or more meet, a blend lies between all of them: it goes to the nearest, in place."""
    low, high = np.full(here.shape, np.inf), np.full(here.shape, -np.inf)
    count = np.zeros(rows.size, int)
    least, nearest = np.full(rows.size, np.inf), np.full(rows.size, NONE, np.int32)
    for number, present in beside.items():
        count += present
        low[present] = np.minimum(low[present], wanted[number])
        high[present] = np.maximum(high[present], wanted[number])
        away = np.where(present, np.linalg.norm(here - wanted[number], axis=1), np.inf)
        nearest[away < least] = number
        least = np.minimum(least, away)
    between = (count >= 3) & ((low - _SAME <= here) & (here <= high + _SAME)).all(axis=1)
    result[rows[between], columns[between]] = nearest[between]


def _near(known: np.ndarray) -> np.ndarray:
    """Where known pixels are at most a softened border away."""
    return cv2.dilate(known.view(np.uint8), np.ones((2 * _SOFT + 1, 2 * _SOFT + 1), np.uint8)) > 0


def _solid(colours: np.ndarray, off: np.ndarray) -> np.ndarray:
    """Where pixels off the palette form areas of one colour, 3 x 3 px or more, as no softened border does."""
    even = (cv2.dilate(colours, _SOLID) == cv2.erode(colours, _SOLID)).all(axis=2) & (
        cv2.erode(off.view(np.uint8), _SOLID) > 0
    )
    return cv2.dilate(even.view(np.uint8), _SOLID) > 0


def _refuse(what: str, colours: np.ndarray, off: np.ndarray, palette: Mapping[str, Colour]) -> None:
    if not off.any():
        return
    place = off
    solid = _solid(colours, off)
    if solid.any():  # the middle of an area tells more than its rim
        place = solid
    y, x = divmod(int(place.argmax()), off.shape[1])
    here = colours[y, x].astype(int)
    nearest = min(palette, key=lambda name: sum((a - b) ** 2 for a, b in zip(palette[name], here, strict=True)))
    spelled = "#{:02x}{:02x}{:02x}".format(*here)
    like = "#{:02x}{:02x}{:02x}".format(*palette[nearest])
    raise InputError(
        f"{what}: the colour {spelled} at x={x}, y={y} is not the palette's ({int(off.sum()):,} px are off it); "
        f"the nearest is {nearest} ({like}); paint with the palette's own colours and save as PNG"
    )


def _refuse_hole(what: str, filled: np.ndarray) -> None:
    if filled.all():
        return
    y, x = divmod(int((~filled).argmax()), filled.shape[1])
    raise InputError(
        f"{what}: transparent at x={x}, y={y} ({int((~filled).sum()):,} px in all); paint the whole layer in flat colours"
    )
