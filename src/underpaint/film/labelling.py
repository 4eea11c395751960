"""How a cut's layout is being labelled: a file that only grows, one line for everything that somebody said or took back.

What holds is a replay of it. So undo has no limit, a crash loses nothing, and two people who label one cut add to one file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite
from pathlib import Path

from underpaint.errors import InputError
from underpaint.film.cuts import Cut
from underpaint.film.lease import lease
from underpaint.formats.pictures import read_bytes
from underpaint.formats.writing import append_line

FILE = "labelling.jsonl"
VERSION = 1
MOST_POINTS = 4096

_LIMIT = 2**26
_WAIT_SECONDS = 10.0
_FAR = 100_000.0

Point = tuple[float, float]


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
    return _replayed(cut, _entries(cut.folder / FILE))


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
    placed = _checked(kind, points, materials)
    path = cut.folder / FILE
    with lease(path.with_name(".labelling"), str(path), wait_seconds=_WAIT_SECONDS):
        now = _replayed(cut, _entries(path))
        told: dict[str, object] = {}
        if kind in ("undo", "redo"):
            about = (now.can_undo if kind == "undo" else now.can_redo).get(by)
            if about is None:
                raise InputError(f"{cut.number}: there is nothing of {by} to {kind}")
            told["about"] = about
        if placed:
            told["points"] = placed
        if materials:
            told["materials"] = list(materials)
        if sha256:
            told["sha256"] = sha256
        if not now.lines_of_file and (words := _recorded(cut)):
            first = {"points": [point for _, point in words], "materials": [material for material, _ in words]}
            append_line(path, _line("begin", "", first))
        append_line(path, _line(kind, by, told))
        return _replayed(cut, _entries(path))


def _checked(kind: str, points: Sequence[Sequence[float]], materials: Sequence[str]) -> list[list[float]]:
    least = {"name": 1, "line": 2, "merge": 2, "map": 0, "undo": 0, "redo": 0}.get(kind)
    if least is None:
        raise InputError(f"{kind[:40]!r} is no step of labelling; steps are name, line, merge, undo and redo")
    most = MOST_POINTS if least else 0
    if not least <= len(points) <= most:
        raise InputError(f"{kind}: {len(points)} points; it takes {least} to {most}")
    if len(materials) != (len(points) if kind == "name" else 0):
        raise InputError(f"{kind}: {len(materials)} materials for {len(points)} points")
    placed = [[round(float(x), 2), round(float(y), 2)] for x, y in points]
    if not all(isfinite(value) and abs(value) < _FAR for point in placed for value in point):
        raise InputError(f"{kind}: a point lies nowhere near the picture")
    return placed


def _line(kind: str, by: str, told: Mapping[str, object]) -> bytes:
    when = datetime.now(UTC).isoformat(timespec="seconds")
    line = {"version": VERSION, "step": kind, "by": by, "when": when, **told}
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode()


def _entries(path: Path) -> list[Mapping]:
    if not path.exists():
        return []
    lines = read_bytes(path, limit=_LIMIT).split(b"\n")
    found = []
    for number, line in enumerate(lines, 1):
        if not line:
            continue
        try:
            told = json.loads(line)
        except (ValueError, RecursionError):
            continue  # torn by a crash; append_line ends such a line before it adds the next one
        if not isinstance(told, dict) or not isinstance(told.get("step"), str):
            raise InputError(f"{path}: line {number} is no step of labelling; bring back a good copy, or take the file away")
        if told.get("version") != VERSION:
            raise InputError(f"{path}: is of version {str(told.get('version'))[:20]}; this Underpaint knows {VERSION}")
        found.append(told)
    return found


def _replayed(cut: Cut, entries: Sequence[Mapping]) -> Labelling:
    steps: dict[int, Step] = {}
    undone: dict[int, Step] = {}
    done_by: dict[str, list[int]] = {}
    undone_by: dict[str, list[int]] = {}
    if not entries:
        words = _recorded(cut)
        steps[0] = Step(0, "begin", "", tuple(p for _, p in words), tuple(m for m, _ in words), "")
    for number, told in enumerate(entries, 1):
        kind, by, about = told["step"], str(told.get("by", "")), told.get("about")
        if kind == "undo" and about in steps:
            undone[about] = steps.pop(about)
            done_by[by].remove(about)
            undone_by.setdefault(by, []).append(about)
        elif kind == "redo" and about in undone:
            steps[about] = undone.pop(about)
            undone_by[by].remove(about)
            done_by.setdefault(by, []).append(about)
        elif kind in ("begin", "name", "line", "merge", "map"):
            points = tuple((float(x), float(y)) for x, y in told.get("points", ()))
            materials = tuple(str(name) for name in told.get("materials", ()))
            steps[number] = Step(number, kind, by, points, materials, str(told.get("sha256", "")))
            if kind not in ("begin", "map"):
                done_by.setdefault(by, []).append(number)
                undone_by.pop(by, None)  # what was taken back before a new step stays taken back
    ordered = tuple(steps[number] for number in sorted(steps))
    last = {by: numbers[-1] for by, numbers in done_by.items() if numbers}
    again = {by: numbers[-1] for by, numbers in undone_by.items() if numbers}
    return Labelling(ordered, len(entries), last, again)


def _recorded(cut: Cut) -> list[tuple[str, Point]]:
    """The words of the cut's record: material and point."""
    words = []
    for told in cut.record.tables("words"):
        material, x, y = told.get("material"), told.get("x"), told.get("y")
        if not isinstance(material, str) or not all(type(value) in (int, float) for value in (x, y)):
            raise InputError(f"{cut.record.path}: a word is {str(dict(told))[:60]}; each has a material, x and y")
        words.append((material, (float(x), float(y))))
    return words
