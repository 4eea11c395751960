"""The last coat: from where every pixel was found, to the picture at full depth."""

from __future__ import annotations

import numpy as np

from underpaint import _kernel
from underpaint.paint import settings
from underpaint.paint.canvas import PreparedBoard
from underpaint.paint.guides import nearness
from underpaint.paint.index import filled, halve
from underpaint.paint.request import Repaint
from underpaint.paint.result import KEPT, SourceMap
from underpaint.paint.soft import Soft
from underpaint.paint.tuning import AS_IS


def where(match: np.ndarray, boards: list[PreparedBoard], level: int) -> SourceMap:
    """The source map of a match on the boards as they are stacked at a level."""
    cols = max(filled(b.label.shape[1]) for b in boards) >> level
    tops = np.cumsum([0] + [filled(b.label.shape[0]) >> level for b in boards]).astype(np.int32)
    row, x = np.divmod(match, cols)
    which = np.zeros(match.shape, np.uint8)
    for top in tops[1:-1]:
        which += row >= top
    y = row - tops[which] if len(boards) > 1 else row
    kept = match < 0
    board, size = which, None
    if any(b.size != AS_IS for b in boards):
        board, size = (np.array(each, np.uint8)[which] for each in zip(*((b.number, b.size) for b in boards), strict=True))
        size[kept] = AS_IS
    board[kept] = KEPT
    sources = SourceMap(board, (y << level).astype(np.uint16), (x << level).astype(np.uint16), size)
    for places in (sources.y, sources.x):
        places[kept] = 0
    return sources


def coat(
    boards: list[PreparedBoard],
    label: np.ndarray,
    soft: Soft,
    sources: SourceMap,
    level: int,
    threads: int,
    *,
    true_borders: bool,
) -> np.ndarray:
    """(h, w, C) in the boards' depth. label: (h, w) uint8 at this level, soft: the cut's bases at full size. true_borders: at
    a border only paint counts that has one in the same place on its board, as far as there is any."""
    first = boards[0].board.painting
    kind, finish = (
        (_kernel.Board16, _kernel.finish16) if first.dtype == np.uint16 else (_kernel.Board8, _kernel.finish8)
    )
    natives = []
    for b in boards:
        painting, labels, trusted = np.ascontiguousarray(b.board.painting), b.label, b.trusted
        for _ in range(level):
            painting, labels, trusted = (halve(a, threads) for a in (painting, labels, trusted))
        natives.append(kind(painting, labels, trusted, b.soft.at(level).native()))
    which = sources.board
    for i, b in enumerate(boards):
        if b.size != AS_IS:
            which = np.where((sources.board == b.number) & (sources.size == b.size), np.uint8(i), which)
    out = np.zeros((*label.shape, first.shape[2]), first.dtype)
    finish(
        natives, which, sources.y >> level, sources.x >> level, label, soft.at(level).native(), true_borders,
        out, threads,
    )  # fmt: skip
    return out


def blend(picture: np.ndarray, repaint: Repaint, threads: int) -> np.ndarray:
    """New paint inside the mask, taking over from what is kept within a few pixels; outside, `keep` to the byte."""
    distance = nearness((~repaint.mask).view(np.uint8), threads).astype(np.int64)  # 255 outside, 0 at 16 px inside
    share = np.clip((255 - distance) * 16 // settings.RAMP, 0, 255)
    out = repaint.keep.copy()
    inside = np.nonzero(repaint.mask)
    new, kept, share = picture[inside].astype(np.int64), repaint.keep[inside].astype(np.int64), share[inside][:, None]
    out[inside] = (new * share + kept * (255 - share) + 127) // 255
    return out
