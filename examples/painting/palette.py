"""The film's materials: names and map colours, read from its one palette."""

from pathlib import Path

import numpy as np

_ROWS = [
    line.split(maxsplit=3)
    for line in (Path(__file__).parents[1] / "film" / "materials.gpl").read_text().splitlines()
    if line[:3].strip().isdigit()
]
NAMES = [row[3] for row in _ROWS]
COLOURS = np.array([[int(c) for c in row[:3]] for row in _ROWS], np.uint8)
INDEX = {name: i for i, name in enumerate(NAMES)}
