"""Extremely randomized trees as plain arrays: grown once, then asked, kept in a file or read from one without the library
that grew them, which takes seconds and a hundred megabytes to load.

Geurts, Ernst and Wehenkel, "Extremely randomized trees", Machine Learning 63, 2006.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

_TREES = 200


@dataclass(frozen=True)
class Forest:
    """All nodes of all trees, one after the other.

    roots: (trees,) int32, the first node of each. below: (nodes, 2) int32, where a row goes whose feature is at most the
    threshold, and where others go; a leaf leads to itself. feature: (nodes,) int32. threshold: (nodes,) float64. leaf:
    (nodes,) int32, a leaf's row in chances. chances: (leaves, answers) float32, the share that each answer has there.
    """

    roots: np.ndarray
    below: np.ndarray
    feature: np.ndarray
    threshold: np.ndarray
    leaf: np.ndarray
    chances: np.ndarray

    def ask(self, rows: np.ndarray) -> np.ndarray:
        """(n, answers) float: how likely each answer is. rows: (n, features) float."""
        rows = rows.astype(np.float32)  # as they were split by
        number = np.arange(len(rows))[:, None]
        at = np.broadcast_to(self.roots, (len(rows), self.roots.size))
        while True:
            left, right = self.below[at, 0], self.below[at, 1]
            after = np.where(rows[number, self.feature[at]] <= self.threshold[at], left, right)
            if np.array_equal(after, at):
                return np.stack([self.chances[self.leaf[own]].mean(axis=0, dtype=np.float64) for own in at])
            at = after

    def arrays(self) -> dict[str, np.ndarray]:
        return dict(vars(self))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray]) -> Forest:
        return cls(**{name: arrays[name] for name in cls.__dataclass_fields__})


def grow(rows: np.ndarray, answers: Sequence[int]) -> Forest:
    """Learn from rows, (n, features) float, and the answer to each, from 0; all answers up to the highest must be there."""
    from sklearn.ensemble import ExtraTreesClassifier

    grown = ExtraTreesClassifier(_TREES, min_samples_leaf=2, max_features=0.4, random_state=0).fit(rows, answers)
    trees = [each.tree_ for each in grown.estimators_]
    starts = np.cumsum([0, *(tree.node_count for tree in trees)])
    nodes = np.arange(starts[-1], dtype=np.int32)
    left, right, feature, threshold = (
        np.concatenate([getattr(tree, name) for tree in trees])
        for name in ("children_left", "children_right", "feature", "threshold")
    )
    ends = left < 0
    first = np.repeat(starts[:-1], np.diff(starts))
    below = np.where(ends[:, None], nodes[:, None], np.stack([left, right], 1) + first[:, None]).astype(np.int32)
    chances = np.concatenate([tree.value[tree.children_left < 0, 0] for tree in trees])
    return Forest(
        starts[:-1].astype(np.int32),
        below,
        np.where(ends, 0, feature).astype(np.int32),
        threshold,
        np.where(ends, np.cumsum(ends) - 1, 0).astype(np.int32),
        (chances / chances.sum(1, keepdims=True)).astype(np.float32),
    )
