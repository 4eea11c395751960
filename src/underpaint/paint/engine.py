"""The exemplar engine: a request in, a painted background out, in two passes."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence

import numpy as np

from underpaint.paint.canvas import Palette, PreparedBoard, mean_paint, prepare
from underpaint.paint.check import check
from underpaint.paint.coat import blend, coat, where
from underpaint.paint.index import BoardIndex, halve, index_board
from underpaint.paint.materials import code_of
from underpaint.paint.request import DRAFTS, Request
from underpaint.paint.result import KEPT, Painted, SourceMap
from underpaint.paint.settings import ROUGH_LEVEL
from underpaint.paint.sizes import SizedBoard, sized_boards, sized_boards_in, told_sizes
from underpaint.paint.soft import extents
from underpaint.paint.studio import Studio
from underpaint.paint.tuning import AS_IS

ENGINE = "exemplar"
ENGINE_VERSION = "4"

Progress = Callable[[str, float], None]


def paint(
    request: Request,
    *,
    indexes: Sequence[BoardIndex | None] | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Painted:
    """Paint a request. Raises InputError if it cannot be painted.

    indexes: parallel to boards_of(request), from an earlier run; None where there is none. threads: default all cores;
    changes nothing but the time. progress: called with the stage and how much of it is done, 0..1; what it raises ends
    the work.
    """
    check(request)
    threads = threads or os.cpu_count() or 1
    tell = progress or (lambda stage, done: None)
    clock = _Clock()

    sized = sized_boards(request, threads)
    found = list(indexes or [None] * len(sized))
    for i, each in enumerate(sized):
        if found[i] is None:
            tell("index", i / len(found))
            found[i] = index_board(each.board, request.smooth, threads=threads)
    tell("index", 1.0)
    clock.lap("index")
    palette, boards = _prepare(request, sized, found, threads)
    studio = Studio(request, palette, boards, threads)
    clock.lap("prepare")

    rough = None
    if request.stage == "paint":
        match = studio.from_rough(request.rough)
        tell("rough", 1.0)
    else:
        match = studio.first_pass(lambda done: tell("rough", done))
        if request.repaint is None:
            sources = where(match, boards, studio.rough_level)
            rough = coat(
                boards, studio.cut[studio.rough_level].label, studio.soft, sources, studio.rough_level, threads,
                true_borders=studio.pencil,
            )  # fmt: skip
    clock.lap("rough")

    if request.stage in DRAFTS:
        picture = rough
    else:
        match = studio.second_pass(match, lambda done: tell("paint", done))
        clock.lap("paint")
        sources = where(match, boards, 0)
        picture = coat(boards, studio.cut[0].label, studio.soft, sources, 0, threads, true_borders=studio.pencil)
        if request.repaint is not None:
            picture = blend(picture, request.repaint, threads)
        clock.lap("finish")
    shares = _shares(request, sources)
    return Painted(picture, rough, sources, studio.energy(), clock.seconds, shares, found)


def repaint(request: Request, sources: SourceMap, *, threads: int | None = None) -> np.ndarray:
    """The picture again, to the byte, from its source map, the boards and the request alone: no search, no index.

    Raises InputError if the request cannot be painted.
    """
    check(request)
    threads = threads or os.cpu_count() or 1
    sized = sized_boards_in(request, sources, threads)
    found = [index_board(each.board, request.smooth, threads=threads, like=False) for each in sized]
    palette, boards = _prepare(request, sized, found, threads)
    label = palette.labels(request.layout.materials)
    soft = mean_paint(boards)
    soft.top, soft.bottom = extents(label, len(palette.codes))
    level = 0
    while label.shape != sources.board.shape and level < ROUGH_LEVEL:
        label, level = halve(label, threads), level + 1
    picture = coat(boards, label, soft, sources, level, threads, true_borders=request.layout.lines is not None)
    return picture if request.repaint is None else blend(picture, request.repaint, threads)


def _prepare(
    request: Request, sized: Sequence[SizedBoard], indexes: Sequence[BoardIndex], threads: int
) -> tuple[Palette, list[PreparedBoard]]:
    palette = Palette(np.unique(np.concatenate([index.codes for index in indexes])))
    how = {"drawn": request.layout.lines is not None, "sizes": told_sizes(request), "threads": threads}
    softness = {code_of(colour): own.smooth for colour, own in request.tuning.items() if own.smooth is not None}
    boards: list[PreparedBoard] = []
    for each, index in zip(sized, indexes, strict=True):
        own = {}
        if each.size != AS_IS:  # a copy is as soft as its board: made larger, any paint looks calm
            own = dict(zip(palette.codes.tolist(), map(float, boards[each.number].soft.is_soft), strict=False))
        boards.append(prepare(each, palette, index, softness=own | softness, **how))
    return palette, boards


def _shares(request: Request, sources: SourceMap) -> dict[str, float]:
    counts = np.bincount(sources.board[sources.board != KEPT], minlength=len(request.boards))
    total = max(1, int(counts.sum()))
    return {board.name: int(n) / total for board, n in zip(request.boards, counts, strict=True)}


class _Clock:
    """Wall seconds, stage by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self.seconds[stage] = now - self._last
        self._last = now
