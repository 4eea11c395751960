"""Gaps in a drawing's lines are closed where two free ends face each other, or one heads for a line.

After Fourey, Tschumperle and Revoy, "A Fast and Efficient Semi-guided Algorithm for Flat Coloring Line-arts" (VMV 2018), which joins
free ends by their distance and direction; here the ends and their directions come from the strokes' middles.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from underpaint.layout.strokes import LINE, Strokes, places, strokes_of

GAP = 11
"""Widest gap, in px, that closes unless told."""

# Of the set gap: how far apart, middle to middle, two ends may be that roughly face each other, that go straight on, and how far an end
# may be from a line. (A middle ends within its line by half the line's thickness.)
_FACING, _STRAIGHT_ON, _HEADING = 1.2, 1.65, 0.8
# Cosines of the turn from an end to the other; and how many px more a px counts where one of both turns by a right angle.
_ROUGHLY, _STRAIGHTLY, _TURN = 0.5, 0.8, 2.0
_TOUCHING = 4.0
# px: so near to another end, an end has reached it.
_REACHED = 3.0
# Line density, of 255, that still shows where a line goes on, and the cosine of the turn that it may take from one px to the next.
_FAINT, _TURNING = 32, 0.3
# px of a stroke that show its direction, and the least that do.
_BACK, _LEAST = 8, 4
# Neighbours, those that share a side first.
_STEPS = ((-1, 0), (0, -1), (0, 1), (1, 0), (-1, -1), (-1, 1), (1, -1), (1, 1))


@dataclass(frozen=True)
class _Ends:
    """Free ends of strokes. at: (n, 2) x and y, px. out: (n, 2), one px on in the stroke's direction."""

    strokes: Strokes
    at: np.ndarray
    out: np.ndarray

    @cached_property
    def density(self) -> np.ndarray:
        """(n,): of the stroke there."""
        return _along(self.strokes, self.strokes.lines, 9, self.at)

    @cached_property
    def width(self) -> np.ndarray:
        """(n,) px, of the stroke there."""
        drawn = np.pad(self.strokes.lines >= LINE, 1).view(np.uint8)
        inside = cv2.distanceTransform(drawn, cv2.DIST_L2, 3)[1:-1, 1:-1]
        return np.maximum(1.0, 2 * _along(self.strokes, inside, 15, self.at) - 1)


def close_gaps(lines: np.ndarray, gap: int = GAP) -> np.ndarray:
    """(h, w) uint8: lines with their gaps closed; lines: (h, w) uint8 line density; gap: px, the widest that closes.

    What is drawn into a gap is as dark and as thick as the lighter and thinner of the lines beside it.
    """
    lines = _faint_drawn(lines, _free_ends(strokes_of(lines)), gap)
    ends = _free_ends(strokes_of(lines))
    pairs = _facing(ends, gap)
    alone = np.setdiff1d(np.arange(len(ends.at)), pairs)
    closed = lines.copy()
    for i, j in pairs.tolist():
        _draw(closed, ends.at[i], ends.at[j], min(ends.density[i], ends.density[j]), min(ends.width[i], ends.width[j]))
    for i, at in zip(*_heading_for_a_line(ends, alone, lines, gap), strict=True):
        _draw(closed, ends.at[i], at, ends.density[i], ends.width[i])
    return closed


def _faint_drawn(lines: np.ndarray, ends: _Ends, gap: int) -> np.ndarray:
    """lines, with what leads faintly from an end to a line drawn in full; the way is as long as a straight gap may be wide.

    As in Canny's edges (1986), where what is too light to begin a line may still go on with one.
    """
    height, width = lines.shape
    steps = np.array(_STEPS)[:, ::-1]
    turns = steps / np.linalg.norm(steps, axis=1, keepdims=True)
    drawn = lines.copy()
    going, at, toward = np.arange(len(ends.at)), ends.at, ends.out
    ways = [at]
    off = np.zeros(len(at), bool)
    for _ in range(round(_STRAIGHT_ON * gap)):
        place = at[:, None] + steps
        inside = ((place >= 0) & (place < (width, height))).all(2)
        x, y = place.clip(0, (width - 1, height - 1)).transpose(2, 0, 1)
        straight = toward @ turns.T
        # The darkest, and of equally dark ones the one straight on.
        shade = np.where(inside & (straight > _TURNING), lines[y, x], 0)
        best = np.arange(len(at)), np.argmax(shade + straight, axis=1)
        shade = shade[best]
        arrived = off & (shade >= LINE)
        for end in going[arrived]:
            x, y = np.array([way[end] for way in ways]).T
            drawn[y, x] = np.maximum(drawn[y, x], LINE + 6)
        on = (shade >= _FAINT) & ~arrived
        off = (off | (shade < LINE))[on]
        going, at = going[on], place[best][on]
        toward = (toward + turns[best[1]])[on]
        toward /= np.maximum(np.linalg.norm(toward, axis=1, keepdims=True), 1e-9)
        ways.append(ways[-1].copy())
        ways[-1][going] = at
    return drawn


def _free_ends(strokes: Strokes) -> _Ends:
    """Where a stroke ends without meeting another; what is too short to have a direction is left out."""
    middle = np.pad(strokes.middle, 1)
    touching = np.pad(strokes.neighbours, 1)
    y, x = start = places(middle & (touching == 1))
    before = (np.full(len(y), -9), np.full(len(y), -9))
    length = np.zeros(len(y), int)
    walking = np.ones(len(y), bool)
    for _ in range(_BACK):
        stepped = np.zeros(len(y), bool)
        next_y, next_x = y.copy(), x.copy()
        for down, across in _STEPS:
            to_y, to_x = y + down, x + across
            # The first step may go anywhere; a later one not back, nor beside where the stroke came from.
            onward = (np.abs(to_y - before[0]) > 1) | (np.abs(to_x - before[1]) > 1)
            take = walking & ~stepped & onward
            take[take] = middle[to_y[take], to_x[take]]
            next_y[take], next_x[take] = to_y[take], to_x[take]
            stepped |= take
        before = np.where(stepped, y, before[0]), np.where(stepped, x, before[1])
        y, x = next_y, next_x
        length += stepped
        walking = stepped & (touching[y, x] <= 2)
    told = length >= _LEAST
    at = np.stack([start[1], start[0]], 1)[told] - 1
    out = at + 1.0 - np.stack([x, y], 1)[told]
    out /= np.linalg.norm(out, axis=1, keepdims=True)
    return _Ends(strokes, at, out)


def _along(strokes: Strokes, values: np.ndarray, side: int, at: np.ndarray) -> np.ndarray:
    """The mean of (h, w) values over the middles within a square of `side` px around each x, y of at."""
    height, width = values.shape
    reach = np.arange(side) - side // 2
    means = np.empty(len(at))
    for first in range(0, len(at), 4096):
        x, y = at[first : first + 4096].T
        rows, columns = y[:, None, None] + reach[:, None], x[:, None, None] + reach
        inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
        place = rows.clip(0, height - 1), columns.clip(0, width - 1)
        on = strokes.middle[place] & inside
        means[first : first + 4096] = (values[place] * on).sum((1, 2)) / np.maximum(on.sum((1, 2)), 1)
    return means


def _facing(ends: _Ends, gap: int) -> np.ndarray:
    """(n, 2): pairs of ends to join, none in two pairs, the nearest and straightest first."""
    if len(ends.at) < 2:
        return np.zeros((0, 2), int)
    i, j = _near(ends.at, _STRAIGHT_ON * gap)
    way = (ends.at[j] - ends.at[i]).astype(float)
    apart = np.linalg.norm(way, axis=1)
    way /= apart[:, None]
    turn_i = (ends.out[i] * way).sum(1)
    turn_j = -(ends.out[j] * way).sum(1)
    worse = np.minimum(turn_i, turn_j)
    good = (worse > _ROUGHLY) & (apart <= _FACING * gap)
    good |= worse > _STRAIGHTLY
    good |= (worse > 0) & (apart < _TOUCHING)
    cost = apart * (1 + _TURN * (2 - turn_i - turn_j))
    order = np.lexsort((j, i, cost))
    order = order[good[order]]
    free = np.ones(len(ends.at), bool)
    pairs = []
    for a, b in zip(i[order].tolist(), j[order].tolist(), strict=True):
        if free[a] and free[b]:
            free[a] = free[b] = False
            pairs.append((a, b))
    return np.array(pairs, int).reshape(-1, 2)


def _near(at: np.ndarray, reach: float) -> tuple[np.ndarray, np.ndarray]:
    """All pairs of points, each the lower number first, at most `reach` apart; at: (n, 2), px.

    In the order of their x each point is held against the ones that follow, as long as any is near enough in x alone. (SciPy's tree
    finds them as fast, but takes half a second to load.)
    """
    order = np.argsort(at[:, 0], kind="stable")
    x, y = at[order].T
    pairs = [np.zeros((2, 0), int)]
    for step in range(1, len(at)):
        first = np.flatnonzero(x[step:] - x[:-step] <= reach)
        if not len(first):
            break
        first = first[np.hypot(x[first + step] - x[first], y[first + step] - y[first]) <= reach]
        pairs.append(np.sort([order[first], order[first + step]], axis=0))
    low, high = np.concatenate(pairs, axis=1)
    return low, high


def _heading_for_a_line(
    ends: _Ends, alone: np.ndarray, lines: np.ndarray, gap: int
) -> tuple[list[int], list[np.ndarray]]:
    """The ends of `alone` that reach a line, or the picture's edge, by going straight on, and where, x and y; the nearest first.

    An end that one before it has reached is free no more, and goes nowhere.
    """
    height, width = lines.shape
    off = np.zeros(len(alone), bool)
    waiting = np.ones(len(alone), bool)
    reached, where = [], []
    for far in range(1, round(_HEADING * gap) + 1):
        x, y = np.round(ends.at[alone] + ends.out[alone] * far).astype(int).T
        inside = (x >= 0) & (y >= 0) & (x < width) & (y < height)
        drawn = np.zeros(len(alone), bool)
        drawn[inside] = lines[y[inside], x[inside]] >= LINE
        off |= inside & ~drawn  # it has left its own line
        now = np.flatnonzero(waiting & (~inside | (off & drawn)))
        waiting[now] = False
        reached += alone[now].tolist()
        where += list(np.stack([x[now], y[now]], 1))
    taken = _taken(ends, alone, reached, where)
    kept = [number for number, end in enumerate(reached) if end not in taken]
    return [reached[number] for number in kept], [where[number] for number in kept]


def _taken(ends: _Ends, alone: np.ndarray, reached: list[int], where: list[np.ndarray]) -> set[int]:
    """The ends that another one reaches, coming from ahead of them, before they get anywhere themselves."""
    if not reached:
        return set()
    number, other = _near(np.concatenate([where, ends.at[alone]]), _REACHED)
    at_an_end = (number < len(reached)) & (other >= len(reached))
    number, other = number[at_an_end], alone[other[at_an_end] - len(reached)]
    ahead = ((ends.at[np.array(reached)[number]] - ends.at[other]) * ends.out[other]).sum(1) > 0
    turn = {end: place for place, end in enumerate(reached)}
    taken: set[int] = set()
    for place, end in sorted(zip(number[ahead].tolist(), other[ahead].tolist(), strict=True)):
        if reached[place] not in taken and place < turn.get(end, len(reached)):
            taken.add(end)
    return taken


def _draw(lines: np.ndarray, start: np.ndarray, end: np.ndarray, density: float, width: float) -> None:
    """Lay a stroke into lines, where it is darker than what is there."""
    low = np.maximum(np.minimum(start, end) - 6, 0)
    high = np.maximum(start, end) + 7
    window = lines[low[1] : high[1], low[0] : high[0]]
    stroke = np.zeros_like(window)
    shade = max(float(density), LINE + 6.0)
    cv2.line(stroke, (start - low).tolist(), (end - low).tolist(), shade, max(1, round(float(width))))
    np.maximum(window, stroke, out=window)
