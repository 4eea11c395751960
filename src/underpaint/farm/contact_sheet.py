"""Pictures side by side, small, each under its name: what a person looks at first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFont

_PAPER = (38, 38, 40)
_INK = (225, 222, 214)
_GAP = 12
_LINE = 22


def contact_sheet(rows: Sequence[tuple[str, Sequence[tuple[str, np.ndarray]]]], width: int = 480) -> np.ndarray:
    """(H, W, 3) uint8: one row per (title, [(name, picture), ...]), every picture scaled to `width` px across.

    Pictures are (h, w, 3 or 4) uint8 or uint16, or (h, w) uint8 drawings; alpha is laid on the sheet.
    """
    font = ImageFont.load_default(15)
    shrunk = [(title, [(name, _shrunk(picture, width)) for name, picture in pictures]) for title, pictures in rows]
    captions = [2 * _LINE if title else _LINE for title, _ in shrunk]
    heights = [
        caption + max(picture.height for _, picture in pictures) + _GAP
        for caption, (_, pictures) in zip(captions, shrunk, strict=True)
    ]
    across = max(len(pictures) for _, pictures in shrunk)
    sheet = Image.new("RGB", (_GAP + across * (width + _GAP), _GAP + sum(heights)), _PAPER)
    pen = ImageDraw.Draw(sheet)
    top = _GAP
    for (title, pictures), caption, height in zip(shrunk, captions, heights, strict=True):
        pen.text((_GAP, top), title, _INK, font)
        for column, (name, picture) in enumerate(pictures):
            left = _GAP + column * (width + _GAP)
            pen.text((left, top + caption - _LINE), name, _INK, font)
            sheet.paste(picture, (left, top + caption), picture if picture.mode == "RGBA" else None)
        top += height
    return np.asarray(sheet)


def _shrunk(picture: np.ndarray, width: int) -> Image.Image:
    if picture.dtype == np.uint16:
        picture = (picture >> 8).astype(np.uint8)
    image = Image.fromarray(np.ascontiguousarray(picture))
    if image.mode == "L":
        image = image.convert("RGB")
    return image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)
