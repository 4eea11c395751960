"""What is found once per board and kept beside it: like places, painted edges, the bases of soft paint."""

from __future__ import annotations

from dataclasses import dataclass, fields
from hashlib import sha256

import numpy as np

from underpaint import _kernel
from underpaint.errors import InputError
from underpaint.paint import soft
from underpaint.paint.likeness import like_places
from underpaint.paint.materials import code_of, flat_map
from underpaint.paint.request import Board, Colour
from underpaint.paint.search import CLOSED, RADIUS

LEVELS = 6
BLOCK = 1 << (LEVELS - 1)  # board sides are filled up to a multiple, so that places double exactly between levels
LIKE = 4
EDGE_HIGH, EDGE_LOW, EDGE_SHORTEST = 6, 3, 20


@dataclass(frozen=True)
class BoardIndex:
    """codes: (n,) uint32 material colours, rising. edges: (h, w) uint8 strength of the painted edge through a pixel, 0 = none. similar1 .. similar5:
    (h / 2^l, w / 2^l, 4) int32 like places at each level but the finest. The rest: soft.Soft, by place in codes."""

    VERSION = "2"

    codes: np.ndarray
    edges: np.ndarray
    terms: np.ndarray
    is_soft: np.ndarray
    top: np.ndarray
    bottom: np.ndarray
    middle: np.ndarray
    similar1: np.ndarray
    similar2: np.ndarray
    similar3: np.ndarray
    similar4: np.ndarray
    similar5: np.ndarray

    def arrays(self) -> dict[str, np.ndarray]:
        return {f.name: getattr(self, f.name) for f in fields(self)}

    @classmethod
    def from_arrays(cls, arrays: dict[str, np.ndarray]) -> BoardIndex:
        """Raises InputError unless every array is there with its type, its shape, and places that lie on the board."""
        wanted = {f.name for f in fields(cls)}
        if set(arrays) != wanted:
            raise InputError(
                f"board index: holds {sorted(arrays)}, expected {sorted(wanted)}; delete it to have it made anew"
            )
        index = cls(**arrays)
        h, w = index.edges.shape if index.edges.ndim == 2 else (0, 0)
        types = {"codes": (np.uint32, 1), "edges": (np.uint8, 2), "terms": (np.int32, 3), "is_soft": (np.uint8, 1),
                 "top": (np.int32, 1), "bottom": (np.int32, 1), "middle": (np.uint8, 2)}  # fmt: skip
        good = all(arrays[n].dtype == t and arrays[n].ndim == d for n, (t, d) in types.items())
        n = len(index.codes) if good else 0
        good &= [arrays[k].shape for k in ("terms", "is_soft", "top", "bottom", "middle")] == [
            (256, 3, soft.TERMS), (256,), (256,), (256,), (256, 3)]  # fmt: skip
        for level in range(1, LEVELS):
            a = arrays[f"similar{level}"]
            rows, cols = filled(h) >> level, filled(w) >> level
            good &= (
                a.dtype == np.int32
                and a.shape == (rows, cols, LIKE)
                and bool(a.size and a.min() >= -1 and a.max() < rows * cols)
            )
        if not good or not n:
            raise InputError("board index: its arrays do not fit one another; delete it to have it made anew")
        return index

    def soft(self) -> soft.Soft:
        return soft.Soft(self.terms, self.is_soft, self.top, self.bottom, self.middle)


def filled(side: int) -> int:
    return -(-side // BLOCK) * BLOCK


def index_key(board: Board, smooth: frozenset[Colour]) -> bytes:
    """What decides a board's index."""
    digest = sha256(repr((board.painting.shape, board.painting.dtype.str, sorted(smooth))).encode())
    digest.update(np.ascontiguousarray(board.painting).data)
    digest.update(np.ascontiguousarray(board.materials).data)
    return digest.digest()


def paint8(painting: np.ndarray) -> np.ndarray:
    """(h, w, 3) uint8 for matching, whatever the board's depth; the picture itself is taken at full depth."""
    rgb = painting[..., :3]
    return np.ascontiguousarray(rgb if rgb.dtype == np.uint8 else (rgb >> 8).astype(np.uint8))


def open_places(label: np.ndarray, rows: int, cols: int) -> np.ndarray:
    """label where a patch may be centred on the (rows, cols) that are really painted, CLOSED elsewhere."""
    out = np.full(label.shape, CLOSED, np.uint8)
    inner = (slice(RADIUS, max(RADIUS, rows - RADIUS)), slice(RADIUS, max(RADIUS, cols - RADIUS)))
    out[inner] = label[inner]
    return out


def fill(a: np.ndarray) -> np.ndarray:
    """The rim repeated until both sides are multiples of BLOCK."""
    h, w = a.shape[:2]
    pad = ((0, filled(h) - h), (0, filled(w) - w)) + ((0, 0),) * (a.ndim - 2)
    return np.pad(a, pad, mode="edge") if any(p[1] for p in pad) else a


def halve(a: np.ndarray, threads: int) -> np.ndarray:
    """(ceil(h / 2), ceil(w / 2)) of a picture in 8 or 16 bits or, for two dimensions, of labels."""
    shape = tuple((n + 1) // 2 for n in a.shape[:2])
    out = np.empty(shape + a.shape[2:], a.dtype)
    if a.ndim == 2:
        _kernel.halve_labels(a, out, threads)
    else:
        _kernel.halve(a, out, threads)
    return out


def detail(paint: np.ndarray, label: np.ndarray, base: soft.Soft, threads: int) -> np.ndarray:
    """(h, w, 3) uint8 for matching: soft paint less its base plus its mean colour, other paint as it is."""
    out = np.empty(paint.shape, np.uint8)
    _kernel.detail(paint, label, base.native(), base.middle, out, threads)
    return out


def index_board(
    board: Board, smooth: frozenset[Colour] = frozenset(), *, threads: int = 1, like: bool = True
) -> BoardIndex:
    """Index a board. smooth: colours of materials that are soft paint; others may be found to be. like: without it no
    like places are sought and the index serves no search, only the last coat."""
    flat = flat_map(board.materials)
    label = flat.labels.astype(np.uint8)
    count = len(flat.codes)
    paint = paint8(board.painting)
    named = {int(np.searchsorted(flat.codes, code_of(c))) for c in smooth if code_of(c) in flat.codes}
    base = soft.fit(paint, label, named | soft.found_soft(paint, label, count), count)
    edge = np.empty(label.shape, np.uint8)
    _kernel.painted_edges(paint, EDGE_HIGH, EDGE_LOW, EDGE_SHORTEST, edge, threads)
    h, w = label.shape
    pixels = np.zeros((filled(h), filled(w), 8), np.uint8)
    pixels[..., :3] = fill(detail(paint, label, base, threads))
    label = fill(label)
    similar = {}
    for level in range(1, LEVELS):
        pixels, label = halve(pixels, threads), halve(label, threads)
        open_ = open_places(label, h >> level, w >> level)
        if not like:
            open_[:] = CLOSED
        similar[f"similar{level}"] = like_places(pixels, open_, k=LIKE, threads=threads)
    return BoardIndex(
        codes=flat.codes, edges=edge, terms=base.terms, is_soft=base.is_soft, top=base.top,
        bottom=base.bottom, middle=base.middle, **similar,
    )  # fmt: skip
