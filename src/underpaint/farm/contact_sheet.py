"""Pictures side by side, small, each under its name: what a person looks at first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from underpaint.formats.lettering import lettering

PAPER = (38, 38, 40)
INK = (225, 222, 214)
PALE = (150, 148, 142)
GAP = 12
LINE = 22
LETTERS = 15


def contact_sheet(rows: Sequence[tuple[str, Sequence[tuple[str, np.ndarray]]]], width: int = 480) -> np.ndarray:
    """(H, W, 3) uint8: one row per (title, [(name, picture), ...]), every picture scaled to `width` px across.

    Pictures are (h, w, 3 or 4) uint8 or uint16, or (h, w) uint8 drawings; alpha is laid on the sheet.
    """
    letters = lettering(
        (text for title, pictures in rows for text in (title, *(name for name, _ in pictures))), LETTERS
    )
    shrunk = [
        (title, [(name, shrunk_to(picture, width=width)) for name, picture in pictures]) for title, pictures in rows
    ]
    captions = [2 * LINE if title else LINE for title, _ in shrunk]
    heights = [
        caption + max(picture.height for _, picture in pictures) + GAP
        for caption, (_, pictures) in zip(captions, shrunk, strict=True)
    ]
    across = max(len(pictures) for _, pictures in shrunk)
    sheet = Image.new("RGB", (GAP + across * (width + GAP), GAP + sum(heights)), PAPER)
    pen = ImageDraw.Draw(sheet)
    top = GAP
    for (title, pictures), caption, height in zip(shrunk, captions, heights, strict=True):
        pen.text((GAP, top), letters.spelled(title), INK, letters.font)
        for column, (name, picture) in enumerate(pictures):
            left = GAP + column * (width + GAP)
            pen.text((left, top + caption - LINE), letters.spelled(name), INK, letters.font)
            lay(sheet, picture, left, top + caption)
        top += height
    return np.asarray(sheet)


def shrunk_to(picture: np.ndarray, *, width: int | None = None, height: int | None = None) -> Image.Image:
    """The picture `width` px across or `height` px high, its proportions kept; 8 bits, RGB or RGBA."""
    if picture.dtype == np.uint16:
        picture = (picture >> 8).astype(np.uint8)
    image = Image.fromarray(np.ascontiguousarray(picture))
    if image.mode == "L":
        image = image.convert("RGB")
    scale = width / image.width if width is not None else height / image.height
    across = width if width is not None else max(1, round(image.width * scale))
    down = height if height is not None else max(1, round(image.height * scale))
    return image.resize((across, down), Image.Resampling.LANCZOS)


def lay(sheet: Image.Image, picture: Image.Image, left: int, top: int) -> None:
    """Lay a picture on a sheet, see-through where it is."""
    sheet.paste(picture, (left, top), picture if picture.mode == "RGBA" else None)
