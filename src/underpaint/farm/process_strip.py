"""How a background was made, in one picture: layout, pass 1, pass 2, final, and under each the names of who made it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from underpaint.farm.contact_sheet import GAP, INK, LETTERS, LINE, PALE, PAPER, lay, shrunk_to
from underpaint.formats.lettering import Lettering, lettering

_NARROWEST = 240


@dataclass(frozen=True)
class Panel:
    """A step: what it is called, its picture ((h, w, 3 or 4) uint8 or uint16, or (h, w) uint8), and who made it."""

    step: str
    picture: np.ndarray
    names: tuple[str, ...] = ()


def process_strip(title: str, panels: Sequence[Panel], height: int = 360) -> tuple[np.ndarray, str | None]:
    """(H, W, 3) uint8: the panels side by side, each `height` px high, as wide as its picture is (a PAN stays a PAN).

    Also returns a note, in one line, where letters of a name could not be drawn.
    """
    texts = [title, *(text for panel in panels for text in (panel.step, *panel.names))]
    letters = lettering(texts, LETTERS)
    pictures = [shrunk_to(panel.picture, height=height) for panel in panels]
    widths = [max(picture.width, _NARROWEST) for picture in pictures]
    captions = [
        [(panel.step, INK), *((line, PALE) for name in panel.names for line in broken(letters, name, width))]
        for panel, width in zip(panels, widths, strict=True)
    ]
    top = GAP + (LINE if title else 0)
    tallest = max(len(lines) for lines in captions)
    size = (GAP + sum(width + GAP for width in widths), top + height + GAP // 2 + tallest * LINE + GAP // 2)
    sheet = Image.new("RGB", size, PAPER)
    pen = ImageDraw.Draw(sheet)
    pen.text((GAP, GAP // 2), letters.spelled(title), INK, letters.font)
    left = GAP
    for picture, width, lines in zip(pictures, widths, captions, strict=True):
        lay(sheet, picture, left, top)
        for number, (line, colour) in enumerate(lines):
            pen.text((left, top + height + GAP // 2 + number * LINE), line, colour, letters.font)
        left += width + GAP
    return np.asarray(sheet), letters.note()


def broken(letters: Lettering, text: str, width: int) -> list[str]:
    """The text in lines of at most `width` px, broken at spaces, or within a word that is wider alone."""
    lines = [""]
    for word in letters.spelled(text).split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if letters.font.getlength(longer) <= width:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if lines[-1] and letters.font.getlength(lines[-1] + letter) > width:
                lines.append("")
            lines[-1] += letter
    return lines
