"""How a cut's layout is being labelled: what was said of its places, step by step, kept beside the cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from underpaint.errors import InputError
from underpaint.film.cuts import Cut
from underpaint.film.step_log import Point, Replay, add_line, checked_points, points_of, read_steps, replay

FILE = "labelling.jsonl"


@dataclass(frozen=True)
class Step:
    """One thing that somebody said of a layout. Points are x, y in px of the film's frame.

    kind: "begin", the words that the cut's record had; "name", a material at each point; "line", drawn through the points
    to close a gap or to part a region; "merge", the places of all points are one; "map", the map was written.
    number: of its line, from 1.
    """

    number: int
    kind: str
    by: str
    points: tuple[Point, ...]
    materials: tuple[str, ...]
    sha256: str


@dataclass(frozen=True)
class Labelling:
    """steps: that hold now, in order. words: material, x, y of every point named. lines, merges: points of each. lines_of_file:
    how long the file is, by which one state is told from another. written: SHA-256 of the maps that were written from it.
    can_undo, can_redo: the lines that each person's next undo and redo are about."""

    steps: tuple[Step, ...]
    lines_of_file: int
    can_undo: Mapping[str, int]
    can_redo: Mapping[str, int]

    @property
    def words(self) -> tuple[tuple[str, float, float], ...]:
        return tuple(
            (material, x, y)
            for step in self.steps
            if step.kind in ("begin", "name")
            for material, (x, y) in zip(step.materials, step.points, strict=True)
        )

    @property
    def lines(self) -> tuple[tuple[Point, ...], ...]:
        return tuple(step.points for step in self.steps if step.kind == "line")

    @property
    def merges(self) -> tuple[tuple[Point, ...], ...]:
        return tuple(step.points for step in self.steps if step.kind == "merge")

    @property
    def written(self) -> frozenset[str]:
        return frozenset(step.sha256 for step in self.steps if step.kind == "map")


def read_labelling(cut: Cut) -> Labelling:
    """Where the labelling of a cut stands; before its first step, the words of the cut's record.

    Raises InputError where the file cannot be used. A last line that a crash tore does not count.
    """
    holds = _replay(cut)
    steps = tuple(_step(number, told) for number, told in holds.steps.items())
    if not holds.lines:
        words = _recorded(cut)
        steps = (Step(0, "begin", "", tuple(p for _, p in words), tuple(m for m, _ in words), ""),)
    return Labelling(steps, holds.lines, holds.can_undo, holds.can_redo)


def add_step(
    cut: Cut,
    kind: str,
    by: str,
    *,
    points: Sequence[Sequence[float]] = (),
    materials: Sequence[str] = (),
    sha256: str = "",
) -> Labelling:
    """Add a step, or the undo or redo of this person's last one; returns where the labelling stands then.

    kind: of Step, or "undo" or "redo". Raises InputError where the step does not make sense, OutputError.
    """
    cut.record.require_writable()
    least = {"name": 1, "line": 2, "merge": 2, "map": 0, "undo": 0, "redo": 0}.get(kind)
    if least is None:
        raise InputError(f"{kind[:40]!r} is no step of labelling; steps are name, line, merge, undo and redo")
    placed = checked_points(kind, points, least)
    if len(materials) != (len(points) if kind == "name" else 0):
        raise InputError(f"{kind}: {len(materials)} materials for {len(points)} points")
    told: dict[str, object] = {"points": placed, "materials": list(materials), "sha256": sha256}
    words = _recorded(cut)
    first = (
        {"points": [point for _, point in words], "materials": [material for material, _ in words]} if words else None
    )
    said = {name: value for name, value in told.items() if value}
    add_line(cut.folder / FILE, cut.number, kind, by, said, lambda: _replay(cut), first)
    return read_labelling(cut)


def _replay(cut: Cut) -> Replay:
    return replay(
        read_steps(cut.folder / FILE, "labelling"), ("begin", "name", "line", "merge", "map"), ("begin", "map")
    )


def _step(number: int, told: Mapping) -> Step:
    materials = tuple(str(name) for name in told.get("materials", ()))
    return Step(number, told["step"], str(told.get("by", "")), points_of(told), materials, str(told.get("sha256", "")))


def _recorded(cut: Cut) -> list[tuple[str, Point]]:
    """The words of the cut's record: material and point."""
    words = []
    for told in cut.record.tables("words"):
        material, x, y = told.get("material"), told.get("x"), told.get("y")
        if not isinstance(material, str) or not all(type(value) in (int, float) for value in (x, y)):
            raise InputError(f"{cut.record.path}: a word is {str(dict(told))[:60]}; each has a material, x and y")
        words.append((material, (float(x), float(y))))
    return words
