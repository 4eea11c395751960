"""Boards and cut as the search sees them, level by level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from underpaint import _kernel
from underpaint.paint import guides
from underpaint.paint.index import LEVELS, BoardIndex, detail, fill, halve, open_places, paint8
from underpaint.paint.likeness import guide_lists
from underpaint.paint.materials import flat_map
from underpaint.paint.request import Board, Layout
from underpaint.paint.search import CLOSED, Source
from underpaint.paint.sizes import SizedBoard
from underpaint.paint.soft import Soft, refit
from underpaint.paint.tuning import AS_IS


@dataclass
class Palette:
    """The colours of all maps of a request, numbered. codes: (n,) uint32, rising."""

    codes: np.ndarray

    def labels(self, materials: np.ndarray) -> np.ndarray:
        """(h, w) uint8 labels of an (h, w, 3) map."""
        flat = flat_map(materials)
        return np.searchsorted(self.codes, flat.codes).astype(np.uint8)[flat.labels]


@dataclass
class PreparedBoard:
    """label: (h, w) uint8, what the map says; trusted: the same, or CLOSED where the paint must not be taken for it. number,
    size: see SizedBoard."""

    board: Board
    number: int
    size: int
    label: np.ndarray
    trusted: np.ndarray
    soft: Soft
    index: BoardIndex


def prepare(
    sized: SizedBoard,
    palette: Palette,
    index: BoardIndex,
    *,
    drawn: bool,
    softness: Mapping[int, float],
    sizes: Mapping[int, int],
    threads: int,
) -> PreparedBoard:
    """drawn: for a cut with a pencil drawing, whose borders shall be as true as its lines. softness: colours of materials
    that are to be soft paint, and how far, 0..1, whatever the index says. sizes: colours of materials to the size of their
    strokes; of other sizes no paint is taken for them."""
    board = sized.board
    to = np.searchsorted(palette.codes, index.codes)
    soft = Soft.none()
    n = len(to)
    for name in ("terms", "is_soft", "top", "bottom", "middle"):
        getattr(soft, name)[to] = getattr(index, name)[:n]
    label = palette.labels(board.materials)
    for code in set(index.codes.tolist()) & set(softness):
        refit(soft, paint8(board.painting), label, int(np.searchsorted(palette.codes, code)), softness[code])
    trusted = guides.trusted(paint8(board.painting), label, threads) if drawn else label
    closed = np.array([sizes.get(code, AS_IS) != sized.size for code in palette.codes.tolist()])
    if closed.any():
        trusted = np.where(closed[label], np.uint8(CLOSED), trusted)
    return PreparedBoard(board, sized.number, sized.size, label, trusted, soft, index)


def stack(
    boards: list[PreparedBoard],
    palette: Palette,
    density: np.ndarray | None,
    threads: int,
    *,
    shaded: np.ndarray | None = None,
    feel: np.ndarray | None = None,
) -> list[Source]:
    """The boards one above the other at every level, finest first, with their index.

    density: (256,) lines that the cut's drawing has per pixel of each label; None without a drawing. shaded: (256,) share of
    each label that lies in drawn shadow; None without one. feel: see tuning.line_feel.
    """
    codes = guides.material_codes(len(palette.codes))
    per_board = [_levels(b, codes, density, shaded, feel, threads) for b in boards]
    sources = []
    for level in range(LEVELS):
        parts = [levels[level] for levels in per_board]
        rows = [p[0].shape[0] for p in parts]
        width = max(p[0].shape[1] for p in parts)
        pixels = _pile([p[0] for p in parts], width, 0)
        label = _pile([p[1] for p in parts], width, CLOSED)
        open_ = _pile([p[2] for p in parts], width, CLOSED)
        source = Source(pixels, label, open_)
        if level:
            offsets = np.concatenate([[0], np.cumsum(rows)[:-1]])
            similar = [
                _moved(getattr(b.index, f"similar{level}"), int(o), width) for b, o in zip(boards, offsets, strict=True)
            ]
            source.similar = _pile(similar, width, -1)
            source.listed, source.starts = guide_lists(guides.key(pixels, label), open_)
        sources.append(source)
    finest, next_ = sources[0], sources[1]
    finest.similar, finest.listed, finest.starts, finest.halved = next_.similar, next_.listed, next_.starts, True
    return sources


def _levels(
    b: PreparedBoard,
    codes: np.ndarray,
    density: np.ndarray | None,
    shaded: np.ndarray | None,
    feel: np.ndarray | None,
    threads: int,
):
    h, w = b.label.shape
    line = guides.borders(b.label) if density is None else guides.strongest_edges(b.index.edges, b.label, density)
    eight = paint8(b.board.painting)
    shadow = None if shaded is None else guides.darkest(eight, b.label, shaded)
    paint = detail(eight, b.label, b.soft, threads)
    pixels, label = fill(channels(paint, b.label, line, shadow, codes, b.soft, feel, threads)), fill(b.trusted)
    out = []
    for level in range(LEVELS):
        if level:
            pixels, label = halve(pixels, threads), halve(label, threads)
        out.append((pixels, label, open_places(label, h >> level, w >> level)))
    return out


def channels(
    paint: np.ndarray | None,
    label: np.ndarray,
    line: np.ndarray,
    shadow: np.ndarray | None,
    codes: np.ndarray,
    soft: Soft,
    feel: np.ndarray | None,
    threads: int,
) -> np.ndarray:
    """(h, w, 8) uint8: paint, or each material's mean where there is none yet, and guides.

    shadow: (h, w) uint8 takes the place of how far across a pixel lies.

    Soft paint feels no line: what a painter lays beside an outline there, a glow, a last stroke, would follow every
    outline of the cut.
    """
    out = np.empty((*label.shape, 8), np.uint8)
    down, across = guides.place_in_piece(label, threads)
    near = guides.nearness(line, threads)
    if feel is not None:
        near = feel[label, near]
    side = across if shadow is None else shadow
    _kernel.lay_channels(paint, soft.middle, label, codes, down, side, near, soft.is_soft, out, threads)
    return out


def _pile(parts: list[np.ndarray], width: int, empty: int) -> np.ndarray:
    if len(parts) == 1:
        return parts[0]
    out = np.full((sum(len(p) for p in parts), width, *parts[0].shape[2:]), empty, parts[0].dtype)
    at = 0
    for part in parts:
        out[at : at + len(part), : part.shape[1]] = part
        at += len(part)
    return out


def _moved(similar: np.ndarray, rows_above: int, width: int) -> np.ndarray:
    cols = similar.shape[1]
    if cols == width and not rows_above:
        return similar
    return np.where(similar < 0, -1, (similar // cols + rows_above) * width + similar % cols).astype(np.int32)


@dataclass
class Cut:
    """The cut at one level: guides with each material's mean paint under them, (h, w, 8) uint8, and labels, (h, w) uint8."""

    pixels: np.ndarray
    label: np.ndarray


def cut_levels(
    layout: Layout,
    palette: Palette,
    count: int,
    soft: Soft,
    threads: int,
    *,
    shaded: np.ndarray | None = None,
    feel: np.ndarray | None = None,
) -> list[Cut]:
    """The cut at `count` levels, finest first. soft: says the mean paint of each label, and which are soft. shaded, feel:
    see stack."""
    label = palette.labels(layout.materials)
    line = guides.borders(label) if layout.lines is None else guides.pencil(layout.lines)
    shadow = None if shaded is None else guides.in_shadow(layout.shadow, label, shaded)
    codes = guides.material_codes(len(palette.codes))
    levels = [Cut(channels(None, label, line, shadow, codes, soft, feel, threads), label)]
    for _ in range(1, count):
        last = levels[-1]
        levels.append(Cut(halve(last.pixels, threads), halve(last.label, threads)))
    return levels


def mean_paint(boards: list[PreparedBoard]) -> Soft:
    """Of each material what the first board that has it says: its mean paint and, where it is soft, its base."""
    soft = Soft.none()
    for b in reversed(boards):
        has = np.flatnonzero(_kernel.tally(b.label))
        for name in ("terms", "is_soft", "middle"):
            getattr(soft, name)[has] = getattr(b.soft, name)[has]
    return soft
