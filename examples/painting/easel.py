"""What one painting stands on: canvas, hour, seed, eye level, and where the eye should rest."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np
from scipy.ndimage import distance_transform_edt, label, uniform_filter

from .brush import Canvas
from .light import Hour
from .palette import INDEX

UNTOUCHED = 255


@dataclass
class Easel:
    """`level`: eye level in px from the top. `focus` (h, w) 0..1: fine work where it is high. Every region draws its
    chance from `rng(name)`, so that two hours of a place register stroke by stroke."""

    shape: tuple[int, int]
    hour: Hour
    seed: int
    level: float
    focus: np.ndarray = field(init=False)
    canvas: Canvas = field(init=False)

    def __post_init__(self) -> None:
        self.canvas = Canvas(self.shape)
        self.focus = np.full(self.shape, 0.5, np.float32)

    def rng(self, name: str) -> np.random.Generator:
        """A fresh generator for the region `name`."""
        return np.random.default_rng([self.seed, crc32(name.encode())])

    @contextmanager
    def naming(self, **names: str) -> Iterator[None]:
        """What is painted meanwhile in one material's paint is another on the map: `with easel.naming(planks="deck")`."""
        labels = self.canvas.labels
        before = labels.copy()
        labels[:] = UNTOUCHED
        yield
        painted = labels.copy()
        for paint, name in names.items():
            labels[painted == INDEX[paint]] = INDEX[name]
        labels[painted == UNTOUCHED] = before[painted == UNTOUCHED]

    def grid(self) -> tuple[np.ndarray, np.ndarray]:
        """Pixel coordinates x, y (h, w) float."""
        y, x = np.mgrid[: self.shape[0], : self.shape[1]].astype(np.float32)
        return x, y

    def shaded(self, cast: np.ndarray) -> np.ndarray:
        """Shadow (h, w) on level ground: what is `cast` on it, and all of it as the sun sinks."""
        return 1 - (1 - cast) * self.hour.level

    def nearness(self) -> np.ndarray:
        """0 at eye level .. 1 at the bottom edge (h, w): how near the ground is."""
        _, y = self.grid()
        return np.clip((y - self.level) / (self.shape[0] - self.level), 0, 1)


def tidy(labels: np.ndarray, smallest: int = 40) -> np.ndarray:
    """The map without confetti: a 5x5 majority, then pieces under `smallest` px joined to what surrounds them."""
    votes = np.stack([uniform_filter((labels == k).astype(np.float32), 5) for k in range(len(INDEX))])
    clean = votes.argmax(0).astype(np.uint8)
    for _ in range(3):
        small = np.zeros(labels.shape, bool)
        for k in np.unique(clean):
            pieces, _count = label(clean == k)
            small |= (np.bincount(pieces.ravel()) < smallest)[pieces] & (pieces > 0)
        if not small.any():
            break
        nearest = distance_transform_edt(small, return_distances=False, return_indices=True)
        clean = clean[tuple(nearest)]
    return clean
