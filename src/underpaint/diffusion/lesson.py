"""What a style is learnt from: a painting with its words, and the squares of it that a model looks at."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np


@dataclass(frozen=True)
class Lesson:
    """A finished painting. picture: (h, w, 3) uint8, sRGB. words: what it shows, as somebody would ask for it."""

    name: str
    picture: np.ndarray
    words: str


@dataclass(frozen=True)
class View:
    """A square of a painting: (side, side, 3) uint8. whole, corner: (height, width) of the whole picture and (top, left) of the
    square in it, both in px of the square's scale."""

    square: np.ndarray
    whole: tuple[int, int]
    corner: tuple[int, int]


def view_of(picture: np.ndarray, side: int, nearness: float, down: float, across: float) -> View:
    """A square of the picture. nearness: from 0, as much as fits, to 1, px for px; down, across: 0..1, where it lies."""
    height, width = picture.shape[:2]
    smallest = side / min(height, width)
    ratio = smallest * max(1.0, 1 / smallest) ** nearness
    taken = min(height, width, max(1, round(side / ratio)))
    top, left = round(down * (height - taken)), round(across * (width - taken))
    way = cv2.INTER_AREA if ratio < 1 else cv2.INTER_CUBIC
    square = cv2.resize(picture[top : top + taken, left : left + taken], (side, side), interpolation=way)
    return View(square, (round(height * ratio), round(width * ratio)), (round(top * ratio), round(left * ratio)))
