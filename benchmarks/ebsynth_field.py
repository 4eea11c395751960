#!/usr/bin/env python3
"""Run ebsynth through its library and keep what its command line throws away: the nearest-neighbour field.

    ebsynth_field.py LIBEBSYNTH --style BOARD.png --guides FOLDER --iterations 6x4 -o FIELD.npz

FOLDER holds source-NAME.png and target-NAME.png (guides.py). FIELD.npz gets `nnf`, (H, W, 2) int32, board (y, x), and `picture`,
(H, W, 3) uint8. The library is one built from ebsynth's own sources; it exports `ebsynthRun` (ebsynth.h).
"""

from __future__ import annotations

import argparse
import ctypes
from pathlib import Path

import guides
import numpy as np
from energy import PATCH
from PIL import Image

CPU, PLAIN_VOTE, STOP_THRESHOLD = 1, 1, 5  # ebsynth.h and its command line's default


def levels(board_shape: tuple[int, ...], target_shape: tuple[int, ...]) -> int:
    """How many pyramid levels ebsynth's command line takes: the smaller side stays above two patches."""
    side = min(board_shape[0], board_shape[1], target_shape[0], target_shape[1])
    count = 1
    while side >> count >= 2 * PATCH + 1:
        count += 1
    return count


def field(
    library: Path, style: np.ndarray, given: guides.Guides, search_vote: int, search: int
) -> tuple[np.ndarray, np.ndarray]:
    """ebsynth's field, (H, W, 2) int32, board (y, x), and picture, (H, W, 3) uint8.

    style: (h, w, 3) uint8. search_vote, search: -searchvoteiters and -patchmatchiters, the same on every level.
    """
    run = ctypes.CDLL(str(library.resolve())).ebsynthRun
    run.restype = None
    style, source, target = (np.ascontiguousarray(a) for a in (style, given.source, given.target))
    (h, w), (rows, cols) = style.shape[:2], target.shape[:2]
    deep = levels(style.shape, target.shape)
    shares = np.asarray(given.weights, np.float32) / guides.WHOLE
    per_level = [np.full(deep, n, np.int32) for n in (search_vote, search, STOP_THRESHOLD)]
    nnf = np.zeros((rows, cols, 2), np.int32)
    picture = np.zeros((rows, cols, 3), np.uint8)

    def at(array: np.ndarray) -> ctypes.c_void_p:
        return ctypes.c_void_p(array.ctypes.data)

    style_share, guide_share = shares[:3].copy(), shares[3:].copy()
    run(CPU, 3, source.shape[2], w, h, at(style), at(source), cols, rows, at(target), None,
        at(style_share), at(guide_share), ctypes.c_float(guides.UNIFORMITY), PATCH, PLAIN_VOTE, deep,
        *map(at, per_level), 0, at(nnf), at(picture))  # fmt: skip
    return nnf[..., ::-1].copy(), picture


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", type=Path)
    parser.add_argument("--style", type=Path, required=True)
    parser.add_argument("--guides", type=Path, required=True)
    parser.add_argument("--iterations", default="6x4")
    parser.add_argument("-o", "--out", type=Path, required=True)
    asked = parser.parse_args()
    style = np.asarray(Image.open(asked.style).convert("RGB"))
    given = guides.load(*guides.paths(asked.guides))
    nnf, picture = field(asked.library, style, given, *map(int, asked.iterations.split("x")))
    np.savez(asked.out, nnf=nnf, picture=picture)


if __name__ == "__main__":
    main()
