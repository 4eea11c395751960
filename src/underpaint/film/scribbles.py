"""How a board is being labelled: strokes of its materials over the painting, step by step, kept beside the board."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from underpaint.errors import InputError
from underpaint.film.boards import Board
from underpaint.film.step_log import Point, Replay, add_line, checked_points, points_of, read_steps, replay

FILE = "scribbles.jsonl"
WIDEST = 400
"""px of the painting: the widest brush."""


@dataclass(frozen=True)
class Scribble:
    """One stroke. Points are x, y in px of the painting, width is in px too.

    kind: "stroke", of a material; "erase", takes strokes away; "map", the map was written. number: of its line, from 1.
    """

    number: int
    kind: str
    by: str
    points: tuple[Point, ...]
    material: str
    width: float
    sha256: str


@dataclass(frozen=True)
class Scribbles:
    """steps: that hold now, in order. lines_of_file: how long the file is, by which one state is told from another. written:
    SHA-256 of the maps that were written from it. can_undo, can_redo: the lines that each person's next undo and redo are about."""

    steps: tuple[Scribble, ...]
    lines_of_file: int
    can_undo: Mapping[str, int]
    can_redo: Mapping[str, int]

    @property
    def strokes(self) -> tuple[Scribble, ...]:
        """Strokes and erasures, in order."""
        return tuple(step for step in self.steps if step.kind != "map")

    @property
    def written(self) -> frozenset[str]:
        return frozenset(step.sha256 for step in self.steps if step.kind == "map")


def read_scribbles(board: Board) -> Scribbles:
    """Where the labelling of a board stands. Raises InputError where the file cannot be used. A last line that a crash tore
    does not count."""
    holds = _replay(board)
    steps = tuple(
        Scribble(
            number,
            told["step"],
            str(told.get("by", "")),
            points_of(told),
            str(told.get("material", "")),
            float(told.get("width", 1)),
            str(told.get("sha256", "")),
        )
        for number, told in holds.steps.items()
    )
    return Scribbles(steps, holds.lines, holds.can_undo, holds.can_redo)


def add_scribble(
    board: Board,
    kind: str,
    by: str,
    *,
    points: Sequence[Sequence[float]] = (),
    material: str = "",
    width: float = 0,
    sha256: str = "",
) -> Scribbles:
    """Add a stroke, or the undo or redo of this person's last one; returns where the labelling stands then.

    kind: of Scribble, or "undo" or "redo". Raises InputError where it does not make sense, OutputError.
    """
    board.record.require_writable()
    least = {"stroke": 1, "erase": 1, "map": 0, "undo": 0, "redo": 0}.get(kind)
    if least is None:
        raise InputError(f"{kind[:40]!r} is no step of scribbling; steps are stroke, erase, undo and redo")
    placed = checked_points(kind, points, least)
    if bool(material) != (kind == "stroke"):
        raise InputError("a stroke needs a material, and nothing else has one")
    if least and not 1 <= width <= WIDEST:
        raise InputError(f"{kind}: {width:g} px wide; a brush is 1 to {WIDEST} px wide")
    told = {"points": placed, "material": material, "width": round(float(width), 1) if least else 0, "sha256": sha256}
    said = {name: value for name, value in told.items() if value}
    add_line(board.folder / FILE, board.name, kind, by, said, lambda: _replay(board))
    return read_scribbles(board)


def _replay(board: Board) -> Replay:
    return replay(read_steps(board.folder / FILE, "scribbling"), ("stroke", "erase", "map"), ("map",))
