"""A board and a cut large enough for what can only be measured: composition, steps, blotches."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from scipy import ndimage

from underpaint import paint

SKY, HILL, MEADOW = (150, 200, 225), (110, 160, 190), (210, 215, 150)
HUES = np.array([[130, 175, 230], [75, 115, 150], [130, 160, 70]], float)


@dataclass(frozen=True)
class Valley:
    """A board of 256 x 192 px in broad and fine strokes, and a cut of 256 x 160 px with other outlines."""

    board: paint.Board
    layout: np.ndarray

    def request(self, **more) -> paint.Request:
        return paint.Request((self.board,), paint.Layout(self.layout), **more)


def grain(shape: tuple[int, int], rng: np.random.Generator, *, broad: float, fine: float) -> np.ndarray:
    """(h, w, 3) strokes in levels: broad patches of tone under slanted fine ones."""
    large = ndimage.gaussian_filter(rng.normal(0, 1, (*shape, 3)), (9, 14, 0))
    small = ndimage.gaussian_filter(rng.normal(0, 1, (*shape, 1)), (0.7, 2.5, 0))
    return broad * large / large.std() + fine * small / small.std()


@pytest.fixture(scope="session")
def valley() -> Valley:
    y, x = np.mgrid[:192, :256]
    label = np.where(y < 70 + 12 * np.sin(x / 30), 0, np.where(y < 115 + x / 16, 1, 2))
    strokes = grain(label.shape, np.random.default_rng(5), broad=16, fine=9)
    painting = np.clip(HUES[label] + strokes, 0, 255).astype(np.uint8)
    y, x = np.mgrid[:160, :256]
    cut = np.where(y < 45 + x / 8, 0, np.where(y < 105 + 10 * np.cos(x / 25), 1, 2))
    colours = np.array([SKY, HILL, MEADOW], np.uint8)
    return Valley(paint.Board("valley", painting, colours[label]), colours[cut])
