"""Which cells are drawn together: those that meet in the open or across details, before those that an outline parts.

Cells are joined one pair after the other, the least parted first, and what parts two cells is added up as they grow: the
greedy additive edge contraction of Keuper, Levinkov, Bonneel, Lavoué, Brox and Andres, "Efficient Decomposition of Image
and Mesh Graphs by Lifted Multicuts" (ICCV 2015), with the mean over the border in place of the sum.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np

from underpaint.layout.strokes import Strokes, places

# Where nothing is drawn on a border, a pixel of it says "one place" as strongly as three of an outline say "two".
_OPEN = 3.0
# px: a border much shorter than this says little: it is where two outlines touch, and pinch one place in two.
_SHORT = 28.0
# px: as far apart are cells that two touching outlines pinch off each other. How parted they then are: little where both have a word, the
# same; else more than by any border that may be a detail's, as what lies on two sides of a line often is two places.
_PINCH, _PINCHED, _WORDLESS_PINCHED = 12, 0.1, 0.6


@dataclass(frozen=True)
class Borders:
    """Where cells meet. pairs: (n, 2) labels, low first. length: (n,) px, 0 where two touching outlines pinch a place in two.
    together: (n,) px, how much of it says that both are one place, less how much says that they are two. opening: (n,) px,
    half the widest place without a line."""

    pairs: np.ndarray
    length: np.ndarray
    together: np.ndarray
    opening: np.ndarray

    @property
    def parted(self) -> np.ndarray:
        """(n,) -_OPEN to 1: how firmly each border parts its cells; below 0 it does not."""
        return -self.together / (self.length + _SHORT)


def borders(labels: np.ndarray, strokes: Strokes, far: np.ndarray) -> Borders:
    """Every pair of cells that meet, or that touching outlines pinch apart.

    labels: (h, w) int32; strokes: of the drawing; far: (h, w) px to the nearest drawn pixel, 0 on it.
    """
    count = int(labels.max()) + 1
    outline = strokes.outlines
    keys, says, widths = [], [], []
    for here, there in ((np.s_[:, :-1], np.s_[:, 1:]), (np.s_[:-1], np.s_[1:])):
        y, x = places(labels[here] != labels[there])
        low, high = np.sort([labels[here][y, x], labels[there][y, x]], axis=0)
        keys.append(low.astype(np.int64) * count + high)
        width = np.minimum(far[here][y, x], far[there][y, x])
        widths.append(width)
        says.append(np.where(width > 0, _OPEN, -np.maximum(outline[here][y, x], outline[there][y, x])))
    pair, which, length = np.unique(np.concatenate(keys), return_inverse=True, return_counts=True)
    opening = np.zeros(len(pair), np.float32)
    np.maximum.at(opening, which, np.concatenate(widths))
    together = np.bincount(which, np.concatenate(says), len(pair))
    pinched = np.setdiff1d(_pinched(labels, far == 0), pair)
    pair = np.concatenate([pair, pinched])
    more = (0, len(pinched))
    together = np.pad(together, more, constant_values=-_SHORT * _PINCHED)
    return Borders(np.stack([pair // count, pair % count], 1), np.pad(length, more), together, np.pad(opening, more))


def _pinched(labels: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """Pairs of cells on two sides of a line, all drawn between them, each as low label times count plus high."""
    count = int(labels.max()) + 1
    rim = _PINCH // 2 + 1
    # Beyond the picture there is nothing to pinch off, as on a line.
    on = np.pad(drawn, rim, constant_values=True).ravel()
    wide = labels.shape[1] + 2 * rim
    y, x = places(drawn)
    line = (y + rim) * wide + x + rim
    seen = [np.zeros(0, np.int64)]
    for angle in np.radians(np.arange(0, 180, 15)):
        (far, near), (far_x, near_x) = np.round(
            np.outer([np.sin(angle), np.cos(angle)], [_PINCH / 2, _PINCH / 4])
        ).astype(int)
        ends = far * wide + far_x
        across = line[~(on[line - ends] | on[line + ends])]
        inner = near * wide + near_x
        across = across[on[across - inner] & on[across + inner]]
        y, x = across // wide - rim, across % wide - rim
        low, high = np.sort([labels[y - far, x - far_x], labels[y + far, x + far_x]], axis=0)
        seen.append((low.astype(np.int64) * count + high)[low != high])
    return np.unique(np.concatenate(seen))


def join_openings(count: int, met: Borders, gap: float) -> np.ndarray:
    """Join the cells, labels below `count`, that meet in an opening wider than `gap`, px; the answer is for each cell the one that
    stands for all it joined."""
    parent = list(range(count))
    for a, b in met.pairs[met.opening > gap / 2 + 0.5].tolist():
        a, b = _root(parent, a), _root(parent, b)
        parent[max(a, b)] = min(a, b)
    return _roots(parent)


def join(said: np.ndarray, met: Borders) -> tuple[np.ndarray, np.ndarray]:
    """Join cells, the least parted first, until each belongs to one that has a word.

    said: (labels,) the material of each cell, -1 where there is no word; two cells with words of different materials never
    join. Returns twice (labels,), for each cell the one that stands for all it joined: while no outline parted them, and in
    the end, when what has no word has joined across outlines as well.
    """
    material = said.tolist()
    parent = list(range(len(material)))
    around: list[dict[int, tuple[float, float]]] = [{} for _ in material]
    queue = []
    numbers = zip(met.pairs.tolist(), met.parted.tolist(), met.together.tolist(), met.length.tolist(), strict=True)
    for (a, b), parted, together, length in numbers:
        around[a][b] = around[b][a] = (together, length)
        queue.append((parted, a, b))
    heapq.heapify(queue)
    drawn_together = None
    while queue:
        parted, a, b = heapq.heappop(queue)
        if parted >= 0 and drawn_together is None:
            drawn_together = _roots(parent)
        about = around[a].get(b)
        if about is None:
            continue
        now = -about[0] / (about[1] + _SHORT)
        if about[1] == 0 and now > 0 and min(material[a], material[b]) < 0:
            now = max(now, _WORDLESS_PINCHED)
        if now > parted:
            # A border that has grown since is in the queue already.
            if about[1] == 0:
                heapq.heappush(queue, (now, a, b))
            continue
        if material[a] >= 0 and material[b] >= 0 and material[a] != material[b]:
            continue
        if len(around[a]) < len(around[b]):
            a, b = b, a
        parent[b] = a
        material[a] = max(material[a], material[b])
        del around[a][b]
        for other, (together, length) in around[b].items():
            if other == a:
                continue
            before = around[a].get(other, (0.0, 0.0))
            joint = (before[0] + together, before[1] + length)
            around[a][other] = around[other][a] = joint
            del around[other][b]
            heapq.heappush(queue, (-joint[0] / (joint[1] + _SHORT), min(a, other), max(a, other)))
        around[b] = {}
    end = _roots(parent)
    return end if drawn_together is None else drawn_together, end


def _roots(parent: list[int]) -> np.ndarray:
    return np.array([_root(parent, label) for label in range(len(parent))])


def _root(parent: list[int], label: int) -> int:
    while parent[label] != label:
        label = parent[label]
    return label
