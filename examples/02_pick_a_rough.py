"""Three roughs of a cut, one per seed; one of them is picked and painted at full size.

Run it with `python examples/02_pick_a_rough.py OUT`.
"""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from underpaint import paint

FILM = Path(__file__).parent / "film"
PICKED = 2


def half(path: Path) -> np.ndarray:
    """A painting or a drawing at half size."""
    return np.asarray(Image.open(path).reduce(2))


def half_map(path: Path) -> np.ndarray:
    """A material map at half size."""
    return np.ascontiguousarray(np.asarray(Image.open(path).convert("RGB"))[::2, ::2])


def main(out: Path) -> None:
    folder = FILM / "boards" / "lake-noon"
    board = paint.Board("lake-noon", half(folder / "painting.png"), half_map(folder / "materials.png"))
    cut = FILM / "cuts" / "C005"
    layout = paint.Layout(half_map(cut / "materials.png"), half(cut / "layout.png"))
    first_pass = paint.Request(boards=(board,), layout=layout, stage="rough")

    out.mkdir(parents=True, exist_ok=True)
    roughs, indexes = {}, None
    for seed in (1, 2, 3):
        drafted = paint.paint(replace(first_pass, seed=seed), indexes=indexes)
        roughs[seed], indexes = drafted.picture, drafted.indexes  # the board is indexed once and lent to every run
        Image.fromarray(roughs[seed]).save(out / f"rough-{seed}.png")

    second_pass = replace(first_pass, stage="paint", rough=roughs[PICKED], seed=PICKED)
    painted = paint.paint(second_pass, indexes=indexes)
    Image.fromarray(painted.picture).save(out / "cut.png")
    print(f"three roughs, and rough {PICKED} painted at {painted.picture.shape[1]} x {painted.picture.shape[0]} px")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
