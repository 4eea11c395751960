"""What an unnamed region is most likely made of, learned from the regions that the film has already named.

Extremely randomized trees (Geurts, Ernst and Wehenkel, "Extremely randomized trees", Machine Learning 63, 2006) over a
region's shape, place, size, the pencil texture in it, and the materials of its named neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from underpaint.errors import InputError

LEAST = 20
"""Named regions, of at least two materials, below which there is nothing to learn from."""

_TREES = 200
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
        self._trees = None
        self._materials: list[str] = []
        self._seen = 0

    @property
    def ready(self) -> bool:
        """Is there enough to guess from?"""
        return self._trees is not None

    @property
    def basis(self) -> str:
        """What guesses rest on, in words."""
        if self.ready:
            return f"{self._seen} named regions of {len(self._materials)} materials in earlier cuts"
        return f"nothing to learn from: {self._seen} named regions in earlier cuts, at least {LEAST} of two materials are needed"

    def learn(self, cuts: Iterable[NamedCut]) -> None:
        """Forget what was learned before, and learn from these cuts. Raises InputError for labels and lines of two sizes."""
        cuts = list(cuts)
        regions = [_Regions(cut.labels, cut.lines) for cut in cuts]
        named = [
            [label for label in each.labels if label in cut.names] for each, cut in zip(regions, cuts, strict=True)
        ]
        self._materials = sorted({cut.names[label] for cut, own in zip(cuts, named, strict=True) for label in own})
        self._seen = sum(map(len, named))
        self._trees = None
        if self._seen < LEAST or len(self._materials) < 2:
            return
        from sklearn.ensemble import ExtraTreesClassifier

        rows, answers = [], []
        random = np.random.default_rng(0)
        for each, cut, own in zip(regions, cuts, named, strict=True):
            # Neighbours are hidden by turns, as a drawing to guess in has few or no words yet.
            for hidden in _HIDDEN:
                known = {label: cut.names[label] for label in own if random.random() >= hidden}
                rows.append(each.features(own, known, self._materials))
                answers += [self._materials.index(cut.names[label]) for label in own]
        trees = ExtraTreesClassifier(_TREES, min_samples_leaf=2, max_features=0.4, random_state=0)
        self._trees = trees.fit(np.concatenate(rows), answers)

    def guess(self, labels: np.ndarray, lines: np.ndarray, named: Mapping[int, str]) -> dict[int, tuple[str, float]]:
        """The most likely material of every label that has none, and how sure that is (0..1); empty where not ready.

        labels: (h, w) int32; lines: (h, w) uint8, line density; named: the material of the labels that have one.
        """
        if self._trees is None:
            return {}
        regions = _Regions(labels, lines)
        asked = [label for label in regions.labels if label not in named]
        if not asked:
            return {}
        chances = self._trees.predict_proba(regions.features(asked, named, self._materials))
        best = chances.argmax(axis=1)
        return {
            label: (self._materials[self._trees.classes_[place]], float(chance[place]))
            for label, place, chance in zip(asked, best, chances, strict=True)
        }


class _Regions:
    """What can be measured of a picture's regions."""

    def __init__(self, labels: np.ndarray, lines: np.ndarray) -> None:
        if labels.ndim != 2 or labels.shape != lines.shape:
            raise InputError(f"regions of {labels.shape} px with lines of {lines.shape}; they must have one size")
        found, flat = np.unique(labels, return_inverse=True)
        self.labels = found.tolist()
        self._count = found.size
        self._flat = flat.reshape(labels.shape)
        self._measures = self._measure(lines)
        self._borders = self._border_lengths()

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

    def _measure(self, lines: np.ndarray) -> np.ndarray:
        height, width = self._flat.shape
        flat, count = self._flat.ravel(), self._count
        size = np.bincount(flat, minlength=count)
        down, across = np.mgrid[:height, :width]
        y, x = down.ravel() / height, across.ravel() / width
        low, high = np.full((2, count), np.inf), np.full((2, count), -np.inf)
        for axis, values in enumerate((y, x)):
            np.minimum.at(low[axis], flat, values)
            np.maximum.at(high[axis], flat, values)
        mean = np.stack([np.bincount(flat, values, count) / size for values in (y, x)])
        spread = np.stack(
            [
                np.sqrt(np.maximum(np.bincount(flat, v * v, count) / size - m * m, 0))
                for v, m in zip((y, x), mean, strict=True)
            ]
        )
        edge = np.zeros(lines.shape, bool)
        edge[1:] |= self._flat[1:] != self._flat[:-1]
        edge[:, 1:] |= self._flat[:, 1:] != self._flat[:, :-1]
        far = cv2.distanceTransform((~edge).view(np.uint8), cv2.DIST_L2, 3).ravel()
        deepest = np.zeros(count)
        np.maximum.at(deepest, flat, far)
        outline = np.bincount(flat, edge.ravel(), count)
        # Texture is what is drawn well inside, not the outline.
        inside = far > max(3, width / 400)
        drawn = lines.ravel() / 255
        ink = np.bincount(flat, drawn * inside, count) / np.maximum(np.bincount(flat, inside, count), 1)
        tone = cv2.GaussianBlur(lines, (0, 0), 1.0)
        slope = [np.abs(cv2.Sobel(tone, cv2.CV_32F, *way)).ravel() * inside for way in ((1, 0), (0, 1))]
        upright, level = (np.bincount(flat, values, count) / size for values in slope)
        lean = (upright - level) / (upright + level + 1e-3)
        touch = [np.bincount(side, minlength=count) / side.size for side in (
            self._flat[0], self._flat[-1], self._flat[:, 0], self._flat[:, -1]
        )]  # fmt: skip
        box = (high[0] - low[0] + 1 / height) * (high[1] - low[1] + 1 / width)
        measures = [
            np.log(size / flat.size), *mean, *low, *high, *spread, np.log(box), size / flat.size / box,
            deepest / width, outline / np.sqrt(size), ink, upright, level, lean, *touch,
        ]  # fmt: skip
        return np.stack(measures, axis=1)

    def _border_lengths(self) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """For above, below and beside: (region, neighbour on that side, px of border)."""
        flat, count = self._flat, self._count
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


def regions_of_map(materials: np.ndarray, names: Mapping[int, str], lines: np.ndarray, least: int = 64) -> NamedCut:
    """A labelled cut from its map: every connected part of one material is a region, named.

    materials: (h, w) whole numbers; names: the material of each. Parts under `least` px stay without a name.
    """
    labels = np.zeros(materials.shape, np.int32)
    found: dict[int, str] = {}
    first = 1
    for number in np.unique(materials).tolist():
        count, parts, stats, _ = cv2.connectedComponentsWithStats((materials == number).view(np.uint8), connectivity=4)
        labels += np.where(parts > 0, parts + (first - 1), 0).astype(np.int32)
        if number in names:
            found |= {
                first + place - 1: names[number] for place in range(1, count) if stats[place, cv2.CC_STAT_AREA] >= least
            }
        first += count - 1
    return NamedCut(labels, lines, found)
