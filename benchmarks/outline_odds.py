#!/usr/bin/env python3
"""What tells an outline from a detail's stroke: the odds of layout/strokes.py, fitted, and how well they tell on layouts held out.

    outline_odds.py --cases FOLDER [--without tower-a]

Cases are as in label_layouts.py. A stroke is an outline where at least four fifths of it lie within 3 px of a border of the case's map, and
a detail's where at most a fifth does; others are left out. Each case is read as it is and as two made scans. For each case in turn the odds
are fitted to the others, and the share of pairs (outline, detail), by length, that they put in the right order is printed.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from label_layouts import of_art
from made_scan import made_scan
from PIL import Image
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from underpaint.layout import read_drawing
from underpaint.layout.gaps import close_gaps
from underpaint.layout.strokes import strokes_of

NEAR = 3
# Not the one that label_layouts.py shows.
SEEDS = (11, 12)


class Told(NamedTuple):
    features: np.ndarray
    outline: np.ndarray
    length: np.ndarray


def told(drawing: np.ndarray, truth: np.ndarray) -> Told:
    """The strokes of a drawing that are plainly outlines or plainly not; truth: (h, w, 3) uint8, the map."""
    height, width = truth.shape[:2]
    lines = close_gaps(read_drawing(drawing, (width, height)).lines)
    strokes = strokes_of(lines)
    colour = truth.astype(np.int32) @ np.array([65536, 256, 1])
    border = np.zeros(colour.shape, bool)
    border[:, 1:] |= colour[:, 1:] != colour[:, :-1]
    border[1:] |= colour[1:] != colour[:-1]
    near = cv2.distanceTransform((~border).view(np.uint8), cv2.DIST_L2, 5) < NEAR
    length = np.bincount(strokes.number.ravel())
    share = np.bincount(strokes.number.ravel(), near.ravel()) / np.maximum(length, 1)
    plain = (share >= 0.8) | (share <= 0.2)
    plain[0] = False
    return Told(strokes.features[plain], share[plain] > 0.5, length[plain])


def fitted(parts: list[Told]) -> LogisticRegression:
    features, outline, length = (np.concatenate(kind) for kind in zip(*parts, strict=True))
    return LogisticRegression(max_iter=1000).fit(features, outline, sample_weight=length)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=Path, required=True)
    parser.add_argument("--without", default="tower-a", help="a case left out of all")
    asked = parser.parse_args()
    cases: dict[str, list[Told]] = {}
    with tempfile.TemporaryDirectory() as work:
        for layout in of_art(asked.cases, Path(work)):
            if layout.truth is None or layout.name.endswith(asked.without):
                continue
            lines = np.asarray(Image.open(layout.lines).convert("L"))
            truth = np.asarray(Image.open(layout.truth).convert("RGB"))
            cases[layout.name] = [told(lines, truth), *(told(made_scan(lines, seed=seed), truth) for seed in SEEDS)]
    print("| layout held out | drawing | made scan | another |\n| --- | ---: | ---: | ---: |")
    for name, parts in cases.items():
        odds = fitted([part for other, others in cases.items() if other != name for part in others])
        right = [
            roc_auc_score(part.outline, odds.decision_function(part.features), sample_weight=part.length)
            for part in parts
        ]
        print(f"| {name} | " + " | ".join(f"{share:.3f}" for share in right) + " |")
    odds = fitted([part for parts in cases.values() for part in parts])
    firm, long_, free, goes_on = odds.coef_[0]
    print(f"\nfirm {firm:.2f}, long {long_:.3f}, free {free:.3f}, goes on {goes_on:.3f}, none {odds.intercept_[0]:.2f}")


if __name__ == "__main__":
    main()
