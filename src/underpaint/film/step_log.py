"""A file that only grows, one line for every step that somebody took or took back; what holds is a replay of it.

So undo has no limit, a crash loses nothing, and two people who work on one thing add to one file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite
from pathlib import Path

from underpaint.errors import InputError
from underpaint.film.lease import lease
from underpaint.formats.pictures import read_bytes
from underpaint.formats.writing import append_line

VERSION = 1
MOST_POINTS = 4096

_LIMIT = 2**26
_WAIT_SECONDS = 10.0
_FAR = 100_000.0

Point = tuple[float, float]


@dataclass(frozen=True)
class Replay:
    """What holds of a file's steps. steps: number of its line, from 1, to what the line says, in order. lines: how long the file is.
    can_undo, can_redo: the lines that each person's next undo and redo are about."""

    steps: Mapping[int, Mapping]
    lines: int
    can_undo: Mapping[str, int]
    can_redo: Mapping[str, int]


def read_steps(path: Path, what: str) -> list[Mapping]:
    """The file's lines, first to last; none where there is no file. what: is named in messages, such as "labelling".

    Raises InputError where the file cannot be used. A last line that a crash tore does not count.
    """
    if not path.exists():
        return []
    found = []
    for number, line in enumerate(read_bytes(path, limit=_LIMIT).split(b"\n"), 1):
        if not line:
            continue
        try:
            told = json.loads(line)
        except (ValueError, RecursionError):
            continue  # torn by a crash; append_line ends such a line before it adds the next one
        if not isinstance(told, dict) or not isinstance(told.get("step"), str):
            raise InputError(
                f"{path}: line {number} is no step of {what}; bring back a good copy, or take the file away"
            )
        if told.get("version") != VERSION:
            raise InputError(f"{path}: is of version {str(told.get('version'))[:20]}; this Underpaint knows {VERSION}")
        found.append(told)
    return found


def replay(entries: Sequence[Mapping], kinds: Sequence[str], lasting: Sequence[str]) -> Replay:
    """kinds: of steps that count, besides "undo" and "redo". lasting: those of them that no undo takes back."""
    steps: dict[int, Mapping] = {}
    undone: dict[int, Mapping] = {}
    done_by: dict[str, list[int]] = {}
    undone_by: dict[str, list[int]] = {}
    for number, told in enumerate(entries, 1):
        kind, by, about = told["step"], str(told.get("by", "")), told.get("about")
        if kind == "undo" and about in done_by.get(by, ()):
            undone[about] = steps.pop(about)
            done_by[by].remove(about)
            undone_by.setdefault(by, []).append(about)
        elif kind == "redo" and about in undone_by.get(by, ()):
            steps[about] = undone.pop(about)
            undone_by[by].remove(about)
            done_by.setdefault(by, []).append(about)
        elif kind in kinds:
            steps[number] = told
            if kind not in lasting:
                done_by.setdefault(by, []).append(number)
                undone_by.pop(by, None)  # what was taken back before a new step stays taken back
    ordered = {number: steps[number] for number in sorted(steps)}
    last = {by: numbers[-1] for by, numbers in done_by.items() if numbers}
    again = {by: numbers[-1] for by, numbers in undone_by.items() if numbers}
    return Replay(ordered, len(entries), last, again)


def add_line(
    path: Path,
    what: str,
    kind: str,
    by: str,
    told: Mapping[str, object],
    now: Callable[[], Replay],
    first: Mapping | None = None,
) -> None:
    """Add a step, or the undo or redo of this person's last one, while nobody else adds one.

    now: asked for what holds once nobody else can add. first: a line "begin" to put before the very first one. Raises
    InputError where there is nothing to undo or redo, OutputError.
    """
    with lease(path.with_name(f".{path.stem}"), str(path), wait_seconds=_WAIT_SECONDS):
        holds = now()
        if kind in ("undo", "redo"):
            about = (holds.can_undo if kind == "undo" else holds.can_redo).get(by)
            if about is None:
                raise InputError(f"{what}: there is nothing of {by} to {kind}")
            told = {**told, "about": about}
        if first and not holds.lines:
            append_line(path, _line("begin", "", first))
        append_line(path, _line(kind, by, told))


def checked_points(kind: str, points: Sequence[Sequence[float]], least: int) -> list[list[float]]:
    """The points of a step, x, y to a hundredth px; `least` of 0: it takes none. Raises InputError where they are too few, too
    many, or nowhere near a picture."""
    most = MOST_POINTS if least else 0
    if not least <= len(points) <= most:
        raise InputError(f"{kind}: {len(points)} points; it takes {least} to {most}")
    placed = [[round(float(x), 2), round(float(y), 2)] for x, y in points]
    if not all(isfinite(value) and abs(value) < _FAR for point in placed for value in point):
        raise InputError(f"{kind}: a point lies nowhere near the picture")
    return placed


def points_of(told: Mapping) -> tuple[Point, ...]:
    return tuple((float(x), float(y)) for x, y in told.get("points", ()))


def _line(kind: str, by: str, told: Mapping[str, object]) -> bytes:
    when = datetime.now(UTC).isoformat(timespec="seconds")
    line = {"version": VERSION, "step": kind, "by": by, "when": when, **told}
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode()
