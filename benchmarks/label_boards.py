#!/usr/bin/env python3
"""How few scribbles give a board's map back: made by a script from each board's own map, counted, and scored.

The scribbles are drawn as a person draws them who looks at the map after each round (a "robot user": Nickisch, Rother,
Kohli and Rhemann, "Learning an interactive segmentation system", ICVGIP 2010): first a straight stroke through every
larger part of every material, then, round after round, one through the middle of each of the larger places that came out
wrong, until nothing larger is wrong or the share of scribbled pixels is spent. The same boards give the same scribbles.

    python benchmarks/label_boards.py FOLDER [--share 0.03] [--only alps,fort] [--keep DIR]

FOLDER holds boards: folders with painting.png, materials.png. Border pixels count as right where the map has the same
border at most 2 px away: the material that came out lies that near in the board's own map, and the material that should
have come out lies that near in what came out, so that a thin thing lost counts as wrong.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import cv2
import numpy as np

from underpaint.formats.encode import png_bytes
from underpaint.formats.pictures import read_picture
from underpaint.formats.sheets import material_map, painting
from underpaint.layout.board_map import NONE, Board
from underpaint.paint.materials import flat_map

TOLERANCE = 2
FLOOR = 0.97
ENOUGH = 0.985
ROUNDS = 16
DIRECTIONS = 16
FIRST_PART = 5e-4
SMALLEST = 12
WORTH = 0.15


class Robot:
    """Scribbles on a board whose map, (h, w) whole numbers, it knows, with a pen suited to the picture's size."""

    def __init__(self, truth: np.ndarray, share: float) -> None:
        self.truth = truth
        self.marks = np.full(truth.shape, NONE, np.int32)
        self.limit = int(share * truth.size)
        self.strokes = 0
        self.pen = max(1, round(truth.shape[1] / 1280))
        self.reach = truth.shape[1] // 30

    def begin(self) -> None:
        """A stroke through every part that holds at least 0.05 % of the picture, and the largest of every material."""
        parts = self._parts(np.ones(self.truth.shape, bool), 1)
        seen: set[int] = set()
        for part in parts:
            if part[0] >= FIRST_PART * self.truth.size or part[1] not in seen:
                seen.add(part[1])
                self._stroke(*part[1:])

    def correct(self, materials: np.ndarray) -> bool:
        """A stroke through each larger wrong place; False when there is none, or no room for another stroke."""
        opened = cv2.morphologyEx((materials != self.truth).view(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
        places = self._parts(opened > 0, SMALLEST)
        drawn = [self._stroke(*place[1:]) for place in places if place[0] >= WORTH * places[0][0]]
        return any(drawn)

    def _parts(self, where: np.ndarray, least: int) -> list[tuple[int, int, tuple[int, int], np.ndarray]]:
        """(pixels, material, (y, x), mask) of the connected parts of every material there, largest first."""
        found = []
        for material in np.unique(self.truth):
            mask = ((self.truth == material) & where).view(np.uint8)
            _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
            for number in range(1, len(stats)):
                x, y, width, height, pixels = stats[number].tolist()
                if pixels >= least:
                    box = labels[y : y + height, x : x + width] == number
                    found.append((pixels, int(material), (y, x), box))
        return sorted(found, key=lambda part: (-part[0], part[2]))

    def _stroke(self, material: int, corner: tuple[int, int], mask: np.ndarray) -> bool:
        depth = cv2.distanceTransform(np.pad(mask, 1).view(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]
        y, x = np.unravel_index(int(depth.argmax()), depth.shape)
        inside = depth >= min(depth[y, x], 2 + self.pen / 2)
        ends = max((self._ends(inside, int(y), int(x), step) for step in range(DIRECTIONS)), key=_length)
        drawn = np.zeros(mask.shape, np.uint8)
        pen = self.pen if depth[y, x] > 2 + self.pen / 2 else 1
        cv2.line(drawn, *ends, 1, pen)
        rows, columns = np.nonzero(drawn.astype(bool) & mask)
        rows, columns = rows + corner[0], columns + corner[1]
        if np.count_nonzero(self.marks != NONE) + rows.size > self.limit:
            return False
        self.marks[rows, columns] = material
        self.strokes += 1
        return True

    def _ends(self, inside: np.ndarray, y: int, x: int, step: int) -> tuple[tuple[int, int], tuple[int, int]]:
        angle = np.pi * step / DIRECTIONS
        ends = []
        for way in (1, -1):
            far = np.arange(self.reach + 1) * way
            rows, columns = np.rint(y + far * np.sin(angle)).astype(int), np.rint(x + far * np.cos(angle)).astype(int)
            there = (rows >= 0) & (rows < inside.shape[0]) & (columns >= 0) & (columns < inside.shape[1])
            there[there] = inside[rows[there], columns[there]]
            last = int(there.argmin()) - 1 if not there.all() else self.reach
            ends.append((int(columns[last]), int(rows[last])))
        return ends[0], ends[1]


def _length(ends: tuple[tuple[int, int], tuple[int, int]]) -> int:
    return (ends[0][0] - ends[1][0]) ** 2 + (ends[0][1] - ends[1][1]) ** 2


def right(materials: np.ndarray, truth: np.ndarray) -> float:
    """The share of pixels that came out right, borders at most TOLERANCE px off counted as right; see the top."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * TOLERANCE + 1, 2 * TOLERANCE + 1))
    wrong = materials != truth
    came, should = np.zeros(truth.shape, bool), np.zeros(truth.shape, bool)
    for number in np.unique(truth):
        came |= (materials == number) & (cv2.dilate((truth == number).view(np.uint8), kernel) > 0)
        should |= (truth == number) & (cv2.dilate((materials == number).view(np.uint8), kernel) > 0)
    return 1 - float(np.mean(wrong & ~(came & should)))


def mean_iou(materials: np.ndarray, truth: np.ndarray) -> float:
    shares = []
    for number in np.unique(truth):
        one, other = materials == number, truth == number
        shares.append(np.count_nonzero(one & other) / np.count_nonzero(one | other))
    return float(np.mean(shares))


def run(folder: Path, share: float, keep: Path | None) -> bool:
    picture = painting(read_picture(folder / "painting.png"))
    known = material_map(read_picture(folder / "materials.png"))
    flat = flat_map(known)
    truth = flat.labels.astype(np.int32)
    began = time.perf_counter()
    board = Board(picture)
    ready = time.perf_counter() - began
    robot = Robot(truth, share)
    robot.begin()
    rounds: list[tuple[int, float]] = []
    materials, marks = truth, robot.marks
    for _ in range(ROUNDS):
        began = time.perf_counter()
        found = board.materials(robot.marks)
        again = time.perf_counter() - began
        share_right = right(found, truth)
        # Now and then a stroke does more harm than good; a person takes it back.
        if not rounds or share_right > max(reached for _, reached in rounds):
            materials, marks = found, robot.marks.copy()
        rounds.append((robot.strokes, share_right))
        if share_right >= ENOUGH or not robot.correct(found):
            break
    enough = next((str(strokes) for strokes, reached in rounds if reached >= FLOOR), "-")
    strokes, reached = max(rounds, key=lambda done: done[1])
    scribbled = np.count_nonzero(marks != NONE) / truth.size
    height, width = truth.shape
    print(
        f"| {folder.name.removeprefix('board-')} | {width} x {height} | {len(flat.codes)} | {rounds[0][0]} | {rounds[0][1]:.1%} "
        f"| {enough} | {strokes} | {scribbled:.2%} | {reached:.2%} | {np.mean(materials == truth):.2%} "
        f"| {mean_iou(materials, truth):.3f} | {ready:.2f} | {again:.2f} |",
        flush=True,
    )
    if keep is not None:
        colours = np.stack([flat.codes >> 16, flat.codes >> 8 & 255, flat.codes & 255], axis=1).astype(np.uint8)
        layer = np.zeros((height, width, 4), np.uint8)
        layer[marks != NONE, :3] = colours[marks[marks != NONE]]
        layer[marks != NONE, 3] = 255
        (keep / f"{folder.name}-scribbles.png").write_bytes(png_bytes(layer))
        (keep / f"{folder.name}-map.png").write_bytes(png_bytes(colours[materials]))
    return reached >= FLOOR


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--share", type=float, default=0.03, help="of the pixels, at most, that are scribbled on")
    parser.add_argument("--only", default="", help="comma list of words; boards whose name holds one of them")
    parser.add_argument(
        "--keep", type=Path, help="write scribbles and maps into this folder (leave it out of the project)"
    )
    told = parser.parse_args()
    boards = [
        path.parent
        for path in sorted(told.folder.glob("*/painting.png"))
        if (path.parent / "materials.png").exists() and any(word in path.parent.name for word in told.only.split(","))
    ]
    if not boards:
        raise SystemExit(f"no board in {told.folder} (looked for */painting.png with materials.png)")
    if told.keep is not None:
        told.keep.mkdir(parents=True, exist_ok=True)
    print(
        "| board | size | materials | first strokes | right | strokes for 97 % | strokes | scribbled | right | exact | IoU | first, s | again, s |"
    )
    print("| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |")
    results = [run(board, told.share, told.keep) for board in boards]
    if not all(results):
        raise SystemExit("a board came back with less than 97 % of its pixels right")


if __name__ == "__main__":
    main()
