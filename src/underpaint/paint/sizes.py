"""Boards made larger or smaller, so that a material can be painted with larger or smaller strokes of the same board.

A size is a whole number of quarters: 4 is the board as it is, 5 makes five pixels of four. A copy is made anew whenever it
is needed, the same to the byte: its weights are whole numbers, and so are its sums.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, pi, sin

import numpy as np

from underpaint import _kernel
from underpaint.errors import InputError
from underpaint.paint.materials import code_of, flat_map
from underpaint.paint.request import Board, Request
from underpaint.paint.result import SourceMap
from underpaint.paint.tuning import AS_IS, sizes

LOBES = 3  # px that count to each side, of the larger of both pictures: more is crisper, fewer rings less
WHOLE = 1 << 14  # what the weights of a pixel add up to
PATCH = 5
MAX_BOARDS = 255


@dataclass(frozen=True)
class SizedBoard:
    """A board as paint is taken from it. number: its place in Request.boards. size: in quarters, AS_IS or another one."""

    board: Board
    number: int
    size: int


def boards_of(request: Request, threads: int = 1) -> tuple[Board, ...]:
    """The boards that a request's paint is taken from: its own, and after them the copies that its tuning asks for.

    Indexes lent to `paint` are those of these boards.
    """
    return tuple(each.board for each in sized_boards(request, threads))


def sized_boards(request: Request, threads: int) -> list[SizedBoard]:
    """The same, with what each is a copy of. Only where the layout has a material with strokes of another size there are any."""
    told = told_sizes(request)
    pairs = []
    if told:
        there = set(flat_map(request.layout.materials).codes.tolist())
        for size in sorted({size for code, size in told.items() if code in there}):
            wanted = {code for code, own in told.items() if own == size and code in there}
            pairs += [(i, size) for i, b in enumerate(request.boards) if wanted & paintable(b.materials, size)]
    return _sized(request, pairs, threads)


def sized_boards_in(request: Request, sources: SourceMap, threads: int) -> list[SizedBoard]:
    """The boards that a source map names, with their copies: as many of sized_boards as painting from it again takes."""
    pairs = []
    if sources.size is not None:
        other = sources.size != AS_IS
        pairs = np.unique(np.stack([sources.board[other], sources.size[other]], 1), axis=0).tolist()
    return _sized(request, pairs, threads)


def told_sizes(request: Request) -> dict[int, int]:
    """Colour, as 0xrrggbb, to the size of its strokes, where it is not the board's."""
    return sizes({code_of(colour): own for colour, own in request.tuning.items()})


def paintable(materials: np.ndarray, size: int) -> set[int]:
    """The colours of an (h, w, 3) map that have room for a patch on a copy of this size."""
    flat = flat_map(map_at_size(materials, size))
    return set(flat.codes[flat.solid(PATCH)].tolist())


def at_size(board: Board, size: int, threads: int) -> Board:
    """The board with `size` px for every four of its own: its paint through Lanczos' window of sines (Duchon 1979), its map
    by the nearest pixel."""
    painting = np.ascontiguousarray(board.painting)
    h, w, channels = painting.shape
    resized = np.empty((_side(h, size), _side(w, size), channels), painting.dtype)
    _kernel.resize(painting, _kernel.Axis(*axis(h, size)), _kernel.Axis(*axis(w, size)), resized, threads)
    return Board(board.name, resized, map_at_size(board.materials, size))


def map_at_size(materials: np.ndarray, size: int) -> np.ndarray:
    """(h, w, 3) uint8, the map of the copy."""
    if size == AS_IS:
        return materials
    down, across = (place(np.arange(_side(side, size)), size) for side in materials.shape[:2])
    return materials.take(down, 0).take(across, 1)


def place(at: np.ndarray, size: int | np.ndarray) -> np.ndarray:
    """The rows, or columns, of the board itself that lie under those `at` of a copy of it, int64."""
    return AS_IS * (2 * np.asarray(at, np.int64) + 1) // (2 * np.asarray(size, np.int64))


def axis(side: int, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What each row, or column, of a copy is made of: (n, taps) int32 the board's rows; (n, taps) int32 their weights; (n, taps)
    uint8, 1 for those that it lies between.

    Weights repeat after `size` rows. They are found by a sine in floating point and then rounded; none lies so near to a
    half that another machine's sine could turn it.
    """
    wide = max(1.0, AS_IS / size)  # px of the board that a px of the larger picture spans
    reach = ceil(LOBES * wide)
    firsts, weights, nears = [], [], []
    for phase in range(size):
        middle = (AS_IS * (2 * phase + 1) - size) / (2 * size)
        first = floor(middle) - reach + 1
        gaps = [(first + tap - middle) / wide for tap in range(2 * reach)]
        exact = [_lanczos(gap) for gap in gaps]
        whole = [round(WHOLE * weight / sum(exact)) for weight in exact]
        whole[whole.index(max(whole))] += WHOLE - sum(whole)
        firsts.append(first), weights.append(whole), nears.append([abs(gap) < 1 for gap in gaps])
    turn, phase = np.divmod(np.arange(_side(side, size)), size)
    at = (AS_IS * turn + np.array(firsts)[phase])[:, None] + np.arange(2 * reach)
    return at.clip(0, side - 1).astype(np.int32), np.array(weights, np.int32)[phase], np.array(nears, np.uint8)[phase]


def _lanczos(gap: float) -> float:
    if gap == 0:
        return 1.0
    return LOBES * sin(pi * gap) * sin(pi * gap / LOBES) / (pi * gap) ** 2 if abs(gap) < LOBES else 0.0


def _side(side: int, size: int) -> int:
    return max(1, side * size // AS_IS)


def _sized(request: Request, pairs: list[tuple[int, int]], threads: int) -> list[SizedBoard]:
    own = [SizedBoard(board, i, AS_IS) for i, board in enumerate(request.boards)]
    if len(own) + len(pairs) > MAX_BOARDS:
        raise InputError(
            f"{len(own)} boards and {len(pairs)} copies for other sizes of strokes; together at most {MAX_BOARDS}: name fewer boards"
        )
    return own + [SizedBoard(at_size(request.boards[i], size, threads), i, size) for i, size in pairs]
