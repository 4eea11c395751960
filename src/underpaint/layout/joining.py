"""Which cells are drawn together: those that meet in the open or across details, before those that an outline parts.

Cells are joined one pair after the other, the least parted first, and what parts two cells is added up as they grow: the
greedy additive edge contraction of Keuper, Levinkov, Bonneel, Lavoué, Brox and Andres, "Efficient Decomposition of Image
and Mesh Graphs by Lifted Multicuts" (ICCV 2015), with the mean over the border in place of the sum.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import cv2
import numpy as np

# Where nothing is drawn on a border, a pixel of it says "one place" as strongly as three of an outline say "two".
_OPEN = 3.0
# px: a border much shorter than this says little: it is where two outlines touch, and pinch one place in two.
_SHORT = 20.0
# A line less firm than this share of the drawing's firm ones is a detail's: tufts, hatching (0.5 to 0.6 do alike on the mean).
_OUTLINE = 0.6
# px: how far along a line its firmness is averaged, as the pressure of a hand changes along it.
_ALONG = 17


@dataclass(frozen=True)
class Borders:
    """Where cells meet. pairs: (n, 2) labels, low first. length: (n,) px. together: (n,) px, how much of it says that both
    are one place, less how much says that they are two. opening: (n,) px, half the widest place without a line."""

    pairs: np.ndarray
    length: np.ndarray
    together: np.ndarray
    opening: np.ndarray

    @property
    def parted(self) -> np.ndarray:
        """(n,) -_OPEN to 1: how firmly each border parts its cells; below 0 it does not."""
        return -self.together / (self.length + _SHORT)


def outlines(lines: np.ndarray) -> np.ndarray:
    """(h, w) float32, -1 to 1: above 0 near an outline, below 0 near a detail's line, 0 where a drawing's lines begin to be
    outlines.

    lines: (h, w) uint8 line density. A line's firmness is its darkness after a light blur, thus darkness times thickness
    for thin lines, averaged over the ridges of the lines nearby; a tenth of the drawing's lines are firmer than its firm ones.
    """
    weight = cv2.GaussianBlur(lines, (0, 0), 1.0)
    ridge = (weight == cv2.dilate(weight, np.ones((3, 3), np.uint8))) & (weight > 16)
    firmness = cv2.blur(np.where(ridge, weight, 0).astype(np.float32), (_ALONG, _ALONG))
    firmness /= np.maximum(cv2.blur(ridge.astype(np.float32), (_ALONG, _ALONG)), 1e-4)
    drawn = firmness[ridge]
    least = _OUTLINE * float(np.percentile(drawn, 90)) if len(drawn) else 255.0
    return np.clip(2 * (firmness / least - 1), -1, 1)


def borders(labels: np.ndarray, outline: np.ndarray, far: np.ndarray) -> Borders:
    """Every pair of cells that meet; labels: (h, w) int32; outline: (h, w) of outlines; far: (h, w) px to a line."""
    count = int(labels.max()) + 1
    keys, says, widths = [], [], []
    for here, there in ((np.s_[:, :-1], np.s_[:, 1:]), (np.s_[:-1], np.s_[1:])):
        y, x = np.nonzero(labels[here] != labels[there])
        low, high = np.sort([labels[here][y, x], labels[there][y, x]], axis=0)
        keys.append(low.astype(np.int64) * count + high)
        width = np.minimum(far[here][y, x], far[there][y, x])
        widths.append(width)
        says.append(np.where(width > 0, _OPEN, -np.maximum(outline[here][y, x], outline[there][y, x])))
    pair, which, length = np.unique(np.concatenate(keys), return_inverse=True, return_counts=True)
    opening = np.zeros(len(pair), np.float32)
    np.maximum.at(opening, which, np.concatenate(widths))
    together = np.bincount(which, np.concatenate(says), len(pair))
    return Borders(np.stack([pair // count, pair % count], 1), length, together, opening)


def join_openings(count: int, met: Borders, gap: float) -> np.ndarray:
    """Join the cells, labels below `count`, that meet in an opening wider than `gap`, px; the answer is as join's."""
    parent = list(range(count))
    for a, b in met.pairs[met.opening > gap / 2 + 0.5].tolist():
        a, b = _root(parent, a), _root(parent, b)
        parent[max(a, b)] = min(a, b)
    return np.array([_root(parent, label) for label in range(count)])


def join(said: np.ndarray, met: Borders, across_outlines: bool = True) -> np.ndarray:
    """Join cells, the least parted first, until each belongs to one that has a word.

    said: (labels,) the material of each cell, -1 where there is no word; two cells with words of different materials never
    join. across_outlines: join across outlines as well, which every cell without a word needs in the end. Returns (labels,)
    for each cell the one that stands for all it joined.
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
    while queue:
        parted, a, b = heapq.heappop(queue)
        if parted >= 0 and not across_outlines:
            break
        about = around[a].get(b)
        if about is None or -about[0] / (about[1] + _SHORT) != parted:
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
    return np.array([_root(parent, label) for label in range(len(parent))])


def _root(parent: list[int], label: int) -> int:
    while parent[label] != label:
        label = parent[label]
    return label
