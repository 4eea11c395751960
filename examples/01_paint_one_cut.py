"""Paint a cut of the example film from one board, at half size, and see where its paint came from.

Run it with `python examples/01_paint_one_cut.py OUT`.
"""

import sys
from pathlib import Path

import numpy as np
from PIL import Image

from underpaint import paint

FILM = Path(__file__).parent / "film"


def half(path: Path) -> np.ndarray:
    """A painting or a drawing at half size: the mean of two by two pixels."""
    return np.asarray(Image.open(path).reduce(2))


def half_map(path: Path) -> np.ndarray:
    """A material map at half size: every other pixel, as a mean of two materials would be none."""
    return np.ascontiguousarray(np.asarray(Image.open(path).convert("RGB"))[::2, ::2])


def main(out: Path) -> None:
    folder = FILM / "boards" / "hillside-autumn"
    board = paint.Board("hillside-autumn", half(folder / "painting.png"), half_map(folder / "materials.png"))
    cut = FILM / "cuts" / "C008"
    layout = paint.Layout(half_map(cut / "materials.png"), half(cut / "layout.png"))

    request = paint.Request(boards=(board,), layout=layout, seed=0)
    painted = paint.paint(request)

    out.mkdir(parents=True, exist_ok=True)
    Image.fromarray(painted.picture).save(out / "cut.png")
    Image.fromarray(painted.rough).save(out / "rough.png")

    # The place each pixel was taken from, seen on the board: bright where much of the paint came from.
    used = np.zeros(board.painting.shape[:2], int)
    np.add.at(used, (painted.sources.y, painted.sources.x), 1)
    Image.fromarray(np.minimum(used * 40, 255).astype(np.uint8)).save(out / "used.png")

    again = paint.repaint(request, painted.sources)
    print(f"painted {painted.picture.shape[1]} x {painted.picture.shape[0]} px from {painted.shares}")
    print(f"painted again from the source map alone: the same bytes: {np.array_equal(again, painted.picture)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
