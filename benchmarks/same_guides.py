#!/usr/bin/env python3
"""Our matcher alone, given the very guides and weights that ebsynth gets: one whole process, to be timed against it.

    same_guides.py --style BOARD.png --guides FOLDER --cache FOLDER -o OUT.png --field FIELD.npz [--seed N] [--threads N]

FOLDER holds source-NAME.png and target-NAME.png (guides.py). FIELD.npz gets `nnf`, (H, W, 2) int32, board (y, x), and `picture`,
(H, W, 3) uint8, the plain 5 x 5 vote. The board's index is read from the cache, or made and left there.
"""

from __future__ import annotations

import argparse
import hashlib
import os
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command line does: nothing here uses BLAS

import guides
import numpy as np
from PIL import Image

from underpaint.paint.match import board_index, match

Index = dict[int, tuple[np.ndarray, ...]]  # per level: like places, places in guide order, where each guide key starts


def index_of(style: np.ndarray, given: guides.Guides, cache: Path, threads: int) -> Index:
    """The board's index, from the cache when it was made for this very board, guides and size of picture."""
    made_for = hashlib.sha256(style.tobytes() + given.source.tobytes())
    made_for.update(repr((style.shape, given.source.shape, given.target.shape)).encode())
    kept = cache / f"{made_for.hexdigest()}.npz"
    if kept.exists():
        with np.load(kept) as held:
            parts = {name: held[name] for name in held.files}
        levels = sorted({int(name.split("-")[0]) for name in parts})
        return {level: tuple(parts[f"{level}-{n}"] for n in range(3)) for level in levels}
    index = board_index(style, given.source, given.target.shape[:2], threads=threads)
    np.savez(kept, **{f"{level}-{n}": part for level, parts in index.items() for n, part in enumerate(parts)})
    return index


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--style", type=Path, required=True)
    parser.add_argument("--guides", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--field", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    asked = parser.parse_args()
    style = np.asarray(Image.open(asked.style).convert("RGB"))
    given = guides.load(*guides.paths(asked.guides))
    index = index_of(style, given, asked.cache, asked.threads)
    # The weights are ebsynth's times WHOLE, and so its uniformity must be.
    found = match(
        style, *given, uniformity=guides.UNIFORMITY * guides.WHOLE, seed=asked.seed, threads=asked.threads, index=index
    )
    Image.fromarray(found.picture).save(asked.out, compress_level=1)
    np.savez(asked.field, nnf=found.nnf, picture=found.picture)


if __name__ == "__main__":
    main()
