"""Where a picture's paint came from, to be looked at: each pixel in the colour of its board, and the place behind one pixel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from underpaint.errors import InputError
from underpaint.formats.source_map import AS_IS, KEPT, MODEL, SourceRecord
from underpaint.formats.stack import in_eight_bits

COLOURS = (
    *((230, 159, 0), (86, 180, 233), (0, 158, 115), (240, 228, 66), (0, 114, 178), (213, 94, 0), (204, 121, 167)),
    *((150, 110, 60), (120, 200, 190), (170, 170, 90), (140, 120, 200), (220, 150, 140)),
)
"""Of the boards, in their order in the source map; the first seven are told apart by colour-blind eyes too (Okabe and Ito, 2008)."""

HAND = (255, 255, 255)
_DARKEST = 0.35
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)  # ITU-R BT.601
_ROWS = 64


@dataclass(frozen=True)
class Place:
    """What is behind one pixel. board: "" where it was kept from an earlier picture, or a trained model painted it (by_model). x, y: px on that board. strokes: how large
    they are beside the board's, 1 where its paint is as it is. by_hand: the pixel shows a person's paint."""

    board: str
    x: int
    y: int
    strokes: float
    by_hand: bool
    by_model: bool = False


def source_view(record: SourceRecord, picture: np.ndarray, touch_up: np.ndarray | None) -> np.ndarray:
    """(h, w, 3) uint8: each pixel in its board's colour, as dark as the picture is there; what is by hand in white.

    picture: (h, w, 3 or 4), touch_up: (h, w, 4) or None, uint8 or uint16. Raises InputError where they differ in size.
    """
    height, width = record.board.shape
    for name, other in (("picture", picture), ("touch-up", touch_up)):
        if other is not None and other.shape[:2] != (height, width):
            raise InputError(f"the {name} has another size than the source map; the cut must be painted again")
    table = np.full((256, 3), 128, np.uint8)
    for board in range(len(record.boards)):
        table[board] = board_colour(board)
    view = np.empty((height, width, 3), np.uint8)
    for top in range(0, height, _ROWS):  # a few rows at a time, as the sums take ten times the picture's room
        rows = slice(top, top + _ROWS)
        colours = table[record.board[rows]]
        if touch_up is not None:
            colours[touch_up[rows, :, 3] > 0] = HAND
        light = in_eight_bits(picture[rows])[:, :, :3].astype(np.float32) @ _LUMA
        shade = _DARKEST + (1 - _DARKEST) * light / 255
        view[rows] = colours * shade[:, :, None] + 0.5
    return view


def board_colour(board: int) -> tuple[int, int, int]:
    """Of the board of this index in a source map."""
    return COLOURS[board % len(COLOURS)]


def place_behind(record: SourceRecord, touch_up: np.ndarray | None, x: int, y: int) -> Place:
    """Where the paint of pixel (x, y) came from. Raises InputError where the picture has no such pixel."""
    height, width = record.board.shape
    if not (0 <= x < width and 0 <= y < height):
        raise InputError(f"x={x}, y={y} is outside of the picture of {width} x {height} px")
    by_hand = touch_up is not None and bool(touch_up[y, x, 3])
    board = int(record.board[y, x])
    name = "" if board in (KEPT, MODEL) else record.boards[board]
    on_board = record.on_board(np.s_[y, x])
    strokes = 1.0 if record.size is None else int(record.size[y, x]) / AS_IS
    return Place(name, *map(int, on_board[::-1]), strokes, by_hand, board == MODEL)
