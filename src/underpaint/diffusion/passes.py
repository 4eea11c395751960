"""The two passes of a trained model: a rough at the size it was trained on, then the painting at full size in tiles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt

import cv2
import numpy as np

from underpaint.diffusion.lines import at_size
from underpaint.diffusion.painter import Painter, Tell, steps_taken
from underpaint.diffusion.tiles import Place, over_tiles, places
from underpaint.errors import InputError

# How far a pass may go from what it starts with.
FROM_ROUGH = 0.6
FROM_COLOURS = 0.8  # fields have no forms yet
PAINT = 0.3  # more, and each tile makes up things of its own
WIDEST = 2  # a rough wider than this many times its height is drawn in tiles
STRETCH = 1.25  # a side this much longer than what the model was trained on is still drawn in one
OVERLAP = 4  # a tile shares this part of its side with the next


@dataclass(frozen=True)
class Settings:
    """strength: 0..1, how far from its start a pass may go. steps: of a whole drawing; a pass takes `strength` of them. guidance: how
    much the model keeps to its words; None: as is usual for its family."""

    strength: float
    steps: int
    guidance: float | None = None

    def __post_init__(self) -> None:
        if not 0 < self.strength <= 1:
            raise InputError(f"strength {self.strength:g}; it is above 0, which changes nothing, and at most 1, which keeps nothing")
        if not 1 <= self.steps <= 500:
            raise InputError(f"{self.steps} steps; a drawing takes 1 to 500")
        if self.guidance is not None and not 0 <= self.guidance <= 100:
            raise InputError(f"guidance {self.guidance:g}; it is 0, for models that were made to paint without it, to 100")


def rough_size(native: int, height: int, width: int) -> tuple[int, int]:
    """Rows and columns of the rough of a picture: its format, with as many pixels as the model was trained on, never larger.

    A long PAN's rough keeps the height of a shorter one's.
    """
    scale = min(1.0, native / sqrt(min(width, WIDEST * height) * min(height, WIDEST * width)))
    return max(1, round(height * scale)), max(1, round(width * scale))


@dataclass(frozen=True)
class Guide:
    """What leads a model through a picture, beside what it starts from.

    lines: (H, W) uint8, white on black, of the full picture. style: (s, s, 3) uint8. mask: (H, W) bool, where it may draw.
    """

    lines: np.ndarray
    style: np.ndarray | None
    words: str
    seed: int
    mask: np.ndarray | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns of the full picture."""
        return self.lines.shape

    def at(self, height: int, width: int) -> Guide:
        if (height, width) == self.size:
            return self
        mask = self.mask
        if mask is not None:
            mask = cv2.resize(mask.view(np.uint8), (width, height), interpolation=cv2.INTER_NEAREST) > 0
        return replace(self, lines=at_size(self.lines, height, width), mask=mask)


def first_pass(painter: Painter, start: np.ndarray, guide: Guide, settings: Settings, tell: Tell) -> np.ndarray:
    """Pass 1: (h, w, 3) uint8, a rough of rough_size.

    start: (any, any, 3) uint8, what it starts from. tell: told how much is done, 0..1; what it raises ends the work.
    """
    size = rough_size(painter.native, *guide.size)
    start = np.rint(resized(start, *size)).astype(np.uint8)
    tile = rough_tile(*size)
    if tile == size:
        return _draw(painter, start, guide.at(*size), settings, tell)
    drawn = _tiled(painter, start.astype(np.float32), tile, guide.at(*size), settings, tell)
    return np.rint(drawn).astype(np.uint8)


def second_pass(painter: Painter, rough: np.ndarray, guide: Guide, settings: Settings, tell: Tell) -> np.ndarray:
    """Pass 2: (H, W, 3) float32, 0..255, the rough brought to full size and drawn in tiles. The rest as first_pass."""
    tile = paint_tile(painter.native, *guide.size)
    return _tiled(painter, resized(rough, *guide.size), tile, guide, settings, tell)


def rough_tile(height: int, width: int) -> tuple[int, int]:
    return min(height, WIDEST * width), min(width, WIDEST * height)


def paint_tile(native: int, height: int, width: int) -> tuple[int, int]:
    return tuple(side if side <= STRETCH * native else native for side in (height, width))


def work(guide: Guide, size: tuple[int, int], tile: tuple[int, int], settings: Settings) -> tuple[int, int]:
    """How many drawings a pass of that size makes, and how many steps each takes."""
    return len(_to_draw(size, tile, guide.at(*size).mask)), steps_taken(settings.steps, settings.strength)


def resized(picture: np.ndarray, height: int, width: int) -> np.ndarray:
    """(height, width, 3) float32, 0..255."""
    if picture.shape[:2] == (height, width):
        return picture.astype(np.float32)
    way = cv2.INTER_AREA if picture.shape[0] > height else cv2.INTER_CUBIC
    return cv2.resize(picture.astype(np.float32), (width, height), interpolation=way).clip(0, 255)


def _tiled(
    painter: Painter, start: np.ndarray, tile: tuple[int, int], guide: Guide, settings: Settings, tell: Tell
) -> np.ndarray:
    """(h, w, 3) float32, 0..255. start and guide: of one size."""
    numbers = _to_draw(guide.size, tile, guide.mask)

    def draw(piece: np.ndarray, place: Place, number: int) -> np.ndarray:
        mask = None if guide.mask is None else guide.mask[place]
        # Noise of its own for each tile; the same in all would show as a pattern.
        own = replace(guide, lines=guide.lines[place], mask=mask, seed=(guide.seed + number * 0x9E3779B1) % 2**32)
        return _draw(painter, piece, own, settings, lambda done: tell((numbers.index(number) + done) / len(numbers)))

    return over_tiles(start, tile, min(tile) // OVERLAP, draw, guide.mask)


def _to_draw(size: tuple[int, int], tile: tuple[int, int], mask: np.ndarray | None) -> list[int]:
    """The numbers of the tiles that have any of the mask."""
    found = places(size, tile, min(tile) // OVERLAP)
    return [number for number, place in enumerate(found) if mask is None or mask[place].any()]


def _draw(painter: Painter, start: np.ndarray, guide: Guide, settings: Settings, tell: Tell) -> np.ndarray:
    return painter.draw(
        start, lines=guide.lines, style=guide.style, words=guide.words, seed=guide.seed, mask=guide.mask,
        strength=settings.strength, steps=settings.steps, guidance=settings.guidance, tell=tell,
    )  # fmt: skip
