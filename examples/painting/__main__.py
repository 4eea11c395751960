"""Paint one board: `python -m painting lake-noon OUT` writes OUT/painting.png and OUT/materials.png."""

import sys
from pathlib import Path

import numpy as np
from PIL import Image

from . import fir_wood, hillside, lake, noise, street, workshop
from .colour import srgb8
from .easel import Easel, tidy
from .light import AUTUMN, DUSK, INDOORS, LANTERNS, NOON, WOOD_MORNING, WOOD_WINTER
from .palette import COLOURS

BOARDS = {
    "lake-noon": lambda: lake.paint(NOON),
    "lake-dusk": lambda: lake.paint(DUSK),
    "hillside-autumn": lambda: hillside.paint(AUTUMN),
    "hillside-summer": lambda: hillside.paint(NOON),
    "workshop-noon": lambda: workshop.paint(INDOORS),
    "workshop-night": lambda: workshop.paint(LANTERNS),
    "street-noon": lambda: street.paint(NOON),
    "street-dusk": lambda: street.paint(DUSK),
    "fir-wood-summer": lambda: fir_wood.paint(WOOD_MORNING),
    "fir-wood-winter": lambda: fir_wood.paint(WOOD_WINTER),
}


def finish(easel: Easel) -> tuple[np.ndarray, np.ndarray]:
    """Painting and map, both (h, w, 3) uint8: paper grain on the one, confetti swept from the other."""
    paint = easel.canvas.lab.copy()
    paint[..., 0] += 0.006 * noise.over(easel.shape, 2.6, 99, 2)
    return srgb8(paint), COLOURS[tidy(easel.canvas.labels)]


def main(name: str, out: str) -> None:
    """Paint the board `name` into the folder `out`."""
    painting, materials = finish(BOARDS[name]())
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    Image.fromarray(painting).save(folder / "painting.png", optimize=True)
    Image.fromarray(materials).save(folder / "materials.png", optimize=True)


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in BOARDS:
        sys.exit(f"usage: python -m painting {{{'|'.join(BOARDS)}}} OUT")
    main(*sys.argv[1:])
