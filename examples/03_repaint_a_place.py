"""Paint a cut, then paint one place of it anew: everything outside the mask stays, to the byte.

Run it with `python examples/03_repaint_a_place.py OUT`.
"""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from underpaint import paint

FILM = Path(__file__).parent / "film"


def half(path: Path) -> np.ndarray:
    """A painting or a drawing at half size."""
    return np.asarray(Image.open(path).reduce(2))


def half_map(path: Path) -> np.ndarray:
    """A material map at half size."""
    return np.ascontiguousarray(np.asarray(Image.open(path).convert("RGB"))[::2, ::2])


def main(out: Path) -> None:
    folder = FILM / "boards" / "lake-dusk"
    board = paint.Board("lake-dusk", half(folder / "painting.png"), half_map(folder / "materials.png"))
    cut = FILM / "cuts" / "C003"
    layout = paint.Layout(half_map(cut / "materials.png"), half(cut / "layout.png"))
    request = paint.Request(boards=(board,), layout=layout)
    first = paint.paint(request)

    height, width = first.picture.shape[:2]
    y, x = np.ogrid[:height, :width]
    mask = ((x - 640) / 150) ** 2 + ((y - 430) / 60) ** 2 < 1  # an ellipse of open water

    wanted = replace(request, repaint=paint.Repaint(first.picture, mask), seed=7)
    second = paint.paint(wanted, indexes=first.indexes)
    assert np.array_equal(second.picture[~mask], first.picture[~mask])
    assert (second.sources.board[~mask] == paint.KEPT).all()

    out.mkdir(parents=True, exist_ok=True)
    Image.fromarray(first.picture).save(out / "before.png")
    Image.fromarray(mask).save(out / "mask.png")
    Image.fromarray(second.picture).save(out / "after.png")
    changed = (second.picture != first.picture).any(axis=2)
    print(f"{changed.sum():,} of {mask.sum():,} px under the mask have new paint; none outside it")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
