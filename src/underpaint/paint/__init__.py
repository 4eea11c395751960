"""Painting: arrays in, arrays out."""

from underpaint.paint.adherence import adherence, measured
from underpaint.paint.engine import ENGINE, ENGINE_VERSION, paint, repaint
from underpaint.paint.index import BoardIndex, index_board, index_key
from underpaint.paint.match import Match, board_index, match
from underpaint.paint.request import Board, Colour, Layout, Repaint, Request, Stage
from underpaint.paint.result import KEPT, Painted, SourceMap
from underpaint.paint.sizes import boards_of
from underpaint.paint.tuning import AS_IS, MOST, STROKES, Tuning, tuning_of

__all__ = [
    "AS_IS",
    "ENGINE",
    "ENGINE_VERSION",
    "KEPT",
    "MOST",
    "STROKES",
    "Board",
    "BoardIndex",
    "Colour",
    "Layout",
    "Match",
    "Painted",
    "Repaint",
    "Request",
    "SourceMap",
    "Stage",
    "Tuning",
    "adherence",
    "board_index",
    "boards_of",
    "index_board",
    "index_key",
    "match",
    "measured",
    "paint",
    "repaint",
    "tuning_of",
]
