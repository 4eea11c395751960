"""Guides: what a pixel must agree on beside its paint. Five channels of 8 bits, the same for boards and cut.

Channels 3 and 4 say the material, 5 and 6 how far down and across its own piece a pixel lies, 7 how near it is to a line.
"""

from __future__ import annotations

import numpy as np

from underpaint import _kernel

INK = 0.75  # of the paper's tone: darker than this is pencil


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
