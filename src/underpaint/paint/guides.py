"""Guides: what a pixel must agree on beside its paint. Five channels of 8 bits, the same for boards and cut.

Channels 3 and 4 say the material, 5 and 6 how far down and across its own piece a pixel lies, 7 how near it is to a line.
With a drawn shadow 6 says instead what lies in it.
"""

from __future__ import annotations

import numpy as np

from underpaint import _kernel
from underpaint.paint.search import CLOSED

INK = 0.75  # of the paper's tone: darker than this is pencil
SHADE_REACH = 4  # px around a pixel that say how dark it is
SHADE_MOST = 0.5  # of a material's paint may count as shaded


def material_codes(count: int) -> np.ndarray:
    """(256, 2) uint8: each label's point on a square grid as wide as 8 bits allow."""
    side = max(2, int(np.ceil(np.sqrt(count))))
    step = 255 // (side - 1)
    i = np.arange(256)
    return np.stack([np.minimum(i % side * step, 255), np.minimum(i // side * step, 255)], 1).astype(np.uint8)


def borders(label: np.ndarray) -> np.ndarray:
    """(h, w) uint8: 255 on the two pixels at each border of two labels."""
    edge = np.zeros(label.shape, np.uint8)
    across = (label[:, 1:] != label[:, :-1]).view(np.uint8) * np.uint8(255)
    down = (label[1:] != label[:-1]).view(np.uint8) * np.uint8(255)
    edge[:, 1:] |= across
    edge[:, :-1] |= across
    edge[1:] |= down
    edge[:-1] |= down
    return edge


def pencil(lines: np.ndarray) -> np.ndarray:
    """(H, W) uint8: 255 where the drawing is darker than its paper by a quarter."""
    paper = int(np.argmax(np.bincount(lines.ravel(), minlength=256)[128:])) + 128
    return (lines < INK * paper).view(np.uint8) * np.uint8(255)


def line_density(line: np.ndarray, label: np.ndarray) -> np.ndarray:
    """(256,) float: length of drawn line per pixel of each label.

    By Crofton's formula a line of length l, drawn with any width, turns from paper to ink and back 8 l / pi times over
    rows and columns.
    """
    turns = np.bincount(label[:, 1:][line[:, 1:] != line[:, :-1]], minlength=256)
    turns += np.bincount(label[1:][line[1:] != line[:-1]], minlength=256)
    return turns * (np.pi / 8) / np.maximum(1, np.bincount(label.ravel(), minlength=256))


def strongest_edges(strength: np.ndarray, label: np.ndarray, density: np.ndarray) -> np.ndarray:
    """(h, w) uint8: 255 on a painting's strongest edges, as many pixels of each label as `density` says.

    strength: (h, w) uint8, see BoardIndex.edges. density: (256,) edge pixels per pixel of a label. A painting has edges at
    every stroke, a drawing lines at what matters: if all of them counted, paint where no line is drawn could only come
    from where there are no strokes.
    """
    edge = strength > 0
    histogram = np.bincount(label[edge].astype(np.int64) * 256 + strength[edge], minlength=65536).reshape(256, 256)
    stronger = np.cumsum(histogram[:, ::-1], 1)[:, ::-1]  # edge pixels at least so strong
    wanted = density * np.bincount(label.ravel(), minlength=256)
    # The strengths down to the one with which there are enough: a drawn structure is one piece and comes whole.
    least = np.array([max(1, int((stronger[i, 1:] >= wanted[i]).sum())) for i in range(256)])
    return (edge & (strength >= least[label]) & (wanted[label] > 0)).view(np.uint8) * np.uint8(255)


def trusted(paint: np.ndarray, label: np.ndarray, threads: int) -> np.ndarray:
    """(h, w) uint8: label, but CLOSED where a border of the map misses the painted edge and the paint is another's.

    paint: (h, w, 3) uint8. A material of which more than three quarters would go keeps all it has.
    """
    astray = np.empty(label.shape, np.uint8)
    _kernel.astray(paint, label, astray, threads)
    astray = astray.view(bool)
    has, loses = np.bincount(label.ravel(), minlength=256), np.bincount(label[astray], minlength=256)
    return np.where(astray & (4 * loses <= 3 * has)[label], np.uint8(CLOSED), label)


def shaded(shadow: np.ndarray, label: np.ndarray, soft: np.ndarray) -> np.ndarray:
    """(256,) float: the share of each label that lies in the drawn shadow; none of soft paint, whose light is its base's.

    shadow: (h, w) bool. soft: (256,) uint8, 1 for soft labels.
    """
    share = np.bincount(label[shadow], minlength=256) / np.maximum(1, np.bincount(label.ravel(), minlength=256))
    return np.where(soft > 0, 0.0, share)


def in_shadow(shadow: np.ndarray, label: np.ndarray, shaded: np.ndarray) -> np.ndarray:
    """(h, w) uint8: 255 in drawn shadow, where it says anything."""
    return (shadow & (shaded > 0)[label]).view(np.uint8) * np.uint8(255)


def darkest(paint: np.ndarray, label: np.ndarray, shaded: np.ndarray) -> np.ndarray:
    """(h, w) uint8: 255 on the darkest part of each label's paint, as large a share of it as lies in drawn shadow.

    paint: (h, w, 3) uint8. How dark is a mean over the material's own pixels around, so that a dark stroke is no shadow.
    A cut whose material is all in shadow asks for the darker half of the paint.
    """
    light = paint.astype(np.int32) @ np.array([1, 2, 1], np.int32)
    out = np.zeros(label.shape, np.uint8)
    for i in np.flatnonzero(shaded):
        own = label == i
        ys, xs = np.flatnonzero(own.any(1)), np.flatnonzero(own.any(0))
        if not ys.size:
            continue
        box = np.s_[ys[0] : ys[-1] + 1, xs[0] : xs[-1] + 1]
        own = own[box]
        mean = _around(light[box] * own)[own] * 64 // _around(own.astype(np.int32))[own]
        count = round(min(SHADE_MOST, float(shaded[i])) * mean.size)
        if count:
            out[box][own] = (mean <= np.partition(mean, count - 1)[count - 1]).view(np.uint8) * np.uint8(255)
    return out


def _around(values: np.ndarray) -> np.ndarray:
    """Sums over the square that reaches SHADE_REACH px to each side, of (h, w) int32, as int64."""
    side = 2 * SHADE_REACH + 1
    sums = np.pad(values.astype(np.int64), SHADE_REACH)
    for axis in (0, 1):
        total = np.cumsum(sums, axis)
        total = np.concatenate([np.zeros_like(total.take([0], axis)), total], axis)
        n = total.shape[axis]
        sums = total.take(range(side, n), axis) - total.take(range(n - side), axis)
    return sums


def nearness(line: np.ndarray, threads: int) -> np.ndarray:
    """(h, w) uint8: 255 on a line, falling to 0 at 16 px."""
    out = np.empty(line.shape, np.uint8)
    _kernel.line_nearness(line, out, threads)
    return out


def place_in_piece(label: np.ndarray, threads: int) -> tuple[np.ndarray, np.ndarray]:
    """How far down and across its connected piece each pixel lies: two (h, w) uint8."""
    piece = np.empty(label.shape, np.int32)
    count = _kernel.pieces(label, piece)
    down, across = np.empty(label.shape, np.uint8), np.empty(label.shape, np.uint8)
    _kernel.place_in_piece(piece, count, down, across, threads)
    return down, across


def key(pixels: np.ndarray, label: np.ndarray) -> np.ndarray:
    """(h, w) uint16 of (h, w, 8) pixels: material, height, line and side, coarsely; what the guide lists are ordered by."""
    down, across, line = (pixels[..., c].astype(np.uint16) for c in (5, 6, 7))
    return (label.astype(np.uint16) << 8) | (down >> 4 << 4) | (line >> 6 << 2) | (across >> 6)
