"""What a model sees of the boards: their colours laid over the layout, and a piece of one as a picture of their style."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from underpaint.paint import Board
from underpaint.paint.index import paint8
from underpaint.paint.materials import code_of, flat_map
from underpaint.paint.soft import TERMS, Soft, extents, refit


def colour_fields(boards: Sequence[Board], materials: np.ndarray) -> np.ndarray:
    """(H, W, 3) uint8: each region of a layout filled with the colours that the first board with its material has from top
    to bottom and from left to right, without strokes. materials: (H, W, 3) uint8, all of them on one of the boards."""
    layout = flat_map(materials)
    label = layout.labels.astype(np.uint8)
    top, bottom = extents(label, len(layout.codes))
    out = np.empty(materials.shape, np.float32)
    for i, code in enumerate(layout.codes.tolist()):
        terms = _base(boards, code).astype(np.float64) / 65536
        y, x = np.nonzero(label == i)
        u = x / max(1, label.shape[1] - 1)
        v = ((y - int(top[i])) / max(1, int(bottom[i] - top[i]))).clip(0, 1)
        out[y, x] = np.stack([np.ones_like(u), u, v, u * u, u * v, v * v], 1) @ terms.T
    return np.rint(out.clip(0, 255)).astype(np.uint8)


def style_picture(boards: Sequence[Board], materials: np.ndarray) -> np.ndarray:
    """(s, s, 3) uint8: the largest square of the board that shows most of what the layout is made of, weighted by how much of
    the layout that is."""
    layout = flat_map(materials)
    sizes = dict(zip(layout.codes.tolist(), np.bincount(layout.labels.ravel()).tolist(), strict=True))
    best, found = -1.0, None
    for board in boards:
        flat = flat_map(board.materials)
        area = np.bincount(flat.labels.ravel(), minlength=len(flat.codes))
        worth = np.array([sizes.get(code, 0) for code in flat.codes.tolist()]) / np.maximum(1, area)
        shown = worth[flat.labels]  # all of a material adds up to its share of the layout
        side = min(shown.shape)
        along = int(shown.shape[1] >= shown.shape[0])
        sums = np.concatenate([[0.0], np.cumsum(shown.sum(1 - along))])
        windows = sums[side:] - sums[:-side]
        at = int(windows.argmax())
        if windows[at] > best:
            cut = (slice(None), slice(at, at + side)) if along else (slice(at, at + side), slice(None))
            best, found = float(windows[at]), paint8(board.painting)[cut]
    return np.ascontiguousarray(found)


def materials_by_area(materials: np.ndarray, names: dict[tuple[int, int, int], str]) -> list[str]:
    """The names of a map's materials, the largest first; those without a name are passed over."""
    flat = flat_map(materials)
    by_code = {code_of(colour): name for colour, name in names.items()}
    order = np.argsort(-np.bincount(flat.labels.ravel(), minlength=len(flat.codes)), kind="stable")
    return [by_code[code] for code in flat.codes[order].tolist() if code in by_code]


def _base(boards: Sequence[Board], code: int) -> np.ndarray:
    """(3, 6) int32: a material's smooth base over its place, as soft paint has one."""
    for board in boards:
        flat = flat_map(board.materials)
        if code in flat.codes:
            label = flat.labels.astype(np.uint8)
            soft = Soft.none()
            soft.top, soft.bottom = extents(label, len(flat.codes))
            i = int(np.searchsorted(flat.codes, code))
            refit(soft, paint8(board.painting), label, i, 1.0)
            return soft.terms[i]
    return np.zeros((3, TERMS), np.int32)
