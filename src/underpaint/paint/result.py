"""What painting gives back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from underpaint.paint.index import BoardIndex

KEPT = 255  # in SourceMap.board: not painted, kept from an earlier picture


@dataclass(frozen=True)
class SourceMap:
    """For every pixel the place on a board that it was painted from.

    board: (H, W) uint8, place in Request.boards, or KEPT. y, x: (H, W) uint16 px on that board. Of a rough, which is
    painted at a quarter of the size, y and x are the upper left of the four by four pixels it stands for. size: (H, W) uint8,
    the size of the copy of the board that y and x are px on, in quarters of the board's; None: all are on the boards themselves.
    """

    board: np.ndarray
    y: np.ndarray
    x: np.ndarray
    size: np.ndarray | None = None


@dataclass(frozen=True)
class Painted:
    """A painted request.

    picture: (H, W, C) in the boards' depth and channels, at a quarter of the size for stage "rough". rough: the draft,
    None for stage "paint" and for a repaint. energy: mean per pixel of each term, at the picture's level. seconds: wall
    time per stage. shares: of the painted pixels, per board name. indexes: of boards_of(request), for another run.
    """

    picture: np.ndarray
    rough: np.ndarray | None
    sources: SourceMap
    energy: dict[str, float]
    seconds: dict[str, float]
    shares: dict[str, float]
    indexes: list[BoardIndex]
