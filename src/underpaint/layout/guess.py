"""What an unnamed region is most likely made of, learned from the regions that the film has already named.

Extremely randomized trees over a region's shape, place, size, the pencil texture in it, and the materials of its named
neighbours.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from underpaint.errors import InputError
from underpaint.layout.forest import Forest, grow
from underpaint.layout.regions import boxes, runs

LEAST = 20
"""Named regions, of at least two materials, below which there is nothing to learn from."""

_HIDDEN = (0.0, 0.5, 1.0)
_SIDES = ("above", "below", "beside")


@dataclass(frozen=True)
class NamedCut:
    """A cut that is labelled: labels, (h, w) int32, its regions; lines, (h, w) uint8, their line density, 0 paper to 255
    full pencil; names, the material of every label that has one."""

    labels: np.ndarray
    lines: np.ndarray
    names: Mapping[int, str]


class Guesser:
    """Learns from named cuts, then guesses; the same cuts and the same question give the same answer."""

    def __init__(self) -> None:
        self._forest: Forest | None = None
        self._materials: list[str] = []
        self._seen = 0

    @property
    def ready(self) -> bool:
        """Is there enough to guess from?"""
        return self._forest is not None

    @property
    def basis(self) -> str:
        """What guesses rest on, in words."""
        if self.ready:
            return f"{self._seen} named regions of {len(self._materials)} materials in earlier cuts"
        return f"nothing to learn from: {self._seen} named regions in earlier cuts, at least {LEAST} of two materials are needed"

    def learn(self, cuts: Iterable[NamedCut]) -> None:
        """Forget what was learned before, and learn from these cuts. Raises InputError for labels and lines of two sizes."""
        # One cut after the other, as a film's pictures together would fill the memory.
        seen = [(_Regions(cut.labels, cut.lines), cut.names) for cut in cuts]
        named = [(each, {label: names[label] for label in each.labels if label in names}) for each, names in seen]
        self._materials = sorted({name for _, own in named for name in own.values()})
        self._seen = sum(len(own) for _, own in named)
        self._forest = None
        if self._seen < LEAST or len(self._materials) < 2:
            return
        rows, answers = [], []
        random = np.random.default_rng(0)
        for each, own in named:
            # Neighbours are hidden by turns, as a drawing to guess in has few or no words yet.
            for hidden in _HIDDEN:
                known = {label: name for label, name in own.items() if random.random() >= hidden}
                rows.append(each.features(list(own), known, self._materials))
                answers += [self._materials.index(name) for name in own.values()]
        self._forest = grow(np.concatenate(rows), answers)

    def arrays(self) -> dict[str, np.ndarray]:
        """What was learned, to be kept; from_arrays gives the guesser back."""
        forest = {} if self._forest is None else self._forest.arrays()
        return {"seen": np.array([self._seen]), "materials": np.array(self._materials, np.str_), **forest}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray]) -> Guesser:
        guesser = cls()
        guesser._seen, guesser._materials = int(arrays["seen"][0]), arrays["materials"].tolist()
        guesser._forest = Forest.from_arrays(arrays) if "roots" in arrays else None
        return guesser

    def guess(
        self,
        labels: np.ndarray,
        lines: np.ndarray,
        named: Mapping[int, str],
        among: Collection[str] | None = None,
    ) -> dict[int, tuple[str, float]]:
        """The most likely material of every label that has none, and how sure that is (0..1); empty where not ready.

        labels: (h, w) int32; lines: (h, w) uint8, line density; named: the material of the labels that have one. among: the
        materials that it may be; None for all that were learned.
        """
        if self._forest is None:
            return {}
        allowed = [place for place, name in enumerate(self._materials) if among is None or name in among]
        if not allowed:
            return {}
        regions = _Regions(labels, lines)
        asked = [label for label in regions.labels if label not in named]
        if not asked:
            return {}
        chances = self._forest.ask(regions.features(asked, named, self._materials))[:, allowed]
        best = chances.argmax(axis=1)
        return {
            label: (self._materials[allowed[place]], float(chance[place]))
            for label, place, chance in zip(asked, best, chances, strict=True)
        }


class _Regions:
    """What can be measured of a picture's regions."""

    def __init__(self, labels: np.ndarray, lines: np.ndarray) -> None:
        if labels.ndim != 2 or labels.shape != lines.shape:
            raise InputError(f"regions of {labels.shape} px with lines of {lines.shape}; they must have one size")
        label, *place = runs(labels)
        found, number = np.unique(label, return_inverse=True)
        self.labels = found.tolist()
        self._count = found.size
        flat = np.repeat(number, place[2] - place[1]).reshape(labels.shape)
        self._measures = self._measure(flat, lines, number, *place)
        self._borders = self._border_lengths(flat)

    def features(self, asked: list[int], named: Mapping[int, str], materials: list[str]) -> np.ndarray:
        """(asked, features) float: the measures, then for each side and material the share of the border that has it."""
        number = {name: place for place, name in enumerate(materials)}
        of = np.array([number.get(named.get(label, ""), -1) for label in self.labels])
        rows = [self.labels.index(label) for label in asked]
        around = np.zeros((self._count, len(_SIDES), len(materials)))
        for side, (one, other, length) in enumerate(self._borders):
            known = of[other] >= 0
            np.add.at(around, (one[known], side, of[other[known]]), length[known])
        whole = np.maximum(self._border_total, 1)[:, None, None]
        return np.concatenate([self._measures, (around / whole).reshape(self._count, -1)], axis=1)[rows]

    def _measure(
        self,
        flat: np.ndarray,
        lines: np.ndarray,
        number: np.ndarray,
        top: np.ndarray,
        left: np.ndarray,
        right: np.ndarray,
    ) -> np.ndarray:
        """(regions, measures) float. number, top, left, right: the region, row and columns of every run of its pixels."""
        height, width = flat.shape
        count = self._count
        length = right - left
        size = np.bincount(number, length, count)
        low, high = np.full((2, count), np.inf), np.full((2, count), -np.inf)
        for axis, (first, last) in enumerate(((top / height, top / height), (left / width, (right - 1) / width))):
            np.minimum.at(low[axis], number, first)
            np.maximum.at(high[axis], number, last)
        sums = (length * top, (left + right - 1) * length / 2)
        squares = (length * top * top, _squares(right) - _squares(left))
        mean, square = (
            np.stack([np.bincount(number, values, count) / size for values in both]) for both in (sums, squares)
        )
        side = np.array([[height], [width]])
        mean, spread = mean / side, np.sqrt(np.maximum(square - mean * mean, 0)) / side
        edge = np.zeros(lines.shape, bool)
        edge[1:] |= flat[1:] != flat[:-1]
        edge[:, 1:] |= flat[:, 1:] != flat[:, :-1]
        far = cv2.distanceTransform((~edge).view(np.uint8), cv2.DIST_L2, 3)
        deepest = np.zeros(count, np.float32)
        np.maximum.at(deepest, flat.ravel(), far.ravel())
        outline = np.bincount(flat[edge], minlength=count)
        # Texture is what is drawn well inside, not the outline.
        inside = far > max(3, width / 400)
        room = np.maximum(np.bincount(flat[inside], minlength=count), 1)
        tone = cv2.GaussianBlur(lines, (0, 0), 1.0)
        # A pixel beside all tone has no slope either.
        toned = inside & (cv2.dilate(cv2.max(tone, lines), np.ones((3, 3), np.uint8)) > 0)
        of = flat[toned]
        ink = np.bincount(of, lines[toned] / 255, count) / room
        slope = [np.abs(cv2.Sobel(tone, cv2.CV_16S, *way)[toned]) for way in ((1, 0), (0, 1))]
        upright, level = (np.bincount(of, values, count) / size for values in slope)
        lean = (upright - level) / (upright + level + 1e-3)
        touch = [np.bincount(side, minlength=count) / side.size for side in (
            flat[0], flat[-1], flat[:, 0], flat[:, -1]
        )]  # fmt: skip
        box = (high[0] - low[0] + 1 / height) * (high[1] - low[1] + 1 / width)
        measures = [
            np.log(size / flat.size), *mean, *low, *high, *spread, np.log(box), size / flat.size / box,
            deepest / width, outline / np.sqrt(size), ink, upright, level, lean, *touch,
        ]  # fmt: skip
        return np.stack(measures, axis=1)

    def _border_lengths(self, flat: np.ndarray) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """For above, below and beside: (region, neighbour on that side, px of border)."""
        count = self._count
        upper, lower = flat[:-1].ravel(), flat[1:].ravel()
        left, right = flat[:, :-1].ravel(), flat[:, 1:].ravel()
        pairs = (
            (lower, upper),
            (upper, lower),
            (np.concatenate([left, right]), np.concatenate([right, left])),
        )
        sides = []
        self._border_total = np.zeros(count)
        for one, other in pairs:
            differ = one != other
            key, length = np.unique(one[differ].astype(np.int64) * count + other[differ], return_counts=True)
            sides.append((key // count, key % count, length))
            self._border_total += np.bincount(key // count, length, count)
        return sides


def _squares(end: np.ndarray) -> np.ndarray:
    """The sum of the squares of all whole numbers below `end`."""
    return (end - 1) * end * (2 * end - 1) / 6


def regions_of_map(materials: np.ndarray, names: Mapping[int, str], lines: np.ndarray, least: int = 64) -> NamedCut:
    """A labelled cut from its map: every connected part of one material is a region, named.

    materials: (h, w) whole numbers; names: the material of each. Parts under `least` px stay without a name.
    """
    label, _, left, right = runs(materials)
    numbers, which = np.unique(label, return_inverse=True)
    flat = np.repeat(which.astype(np.int32), right - left).reshape(materials.shape)
    labels = np.zeros(materials.shape, np.int32)
    found: dict[int, str] = {}
    first = 1
    for place, (number, box) in enumerate(zip(numbers.tolist(), boxes(flat).tolist(), strict=True)):
        here = np.s_[box[1] : box[3], box[0] : box[2]]
        own = (flat[here] == place).view(np.uint8)
        count, parts, stats, _ = cv2.connectedComponentsWithStats(own, connectivity=4)
        np.add(parts, first - 1, out=labels[here], where=parts > 0)
        if number in names:
            found |= {
                first + part - 1: names[number] for part in range(1, count) if stats[part, cv2.CC_STAT_AREA] >= least
            }
        first += count - 1
    return NamedCut(labels, lines, found)
