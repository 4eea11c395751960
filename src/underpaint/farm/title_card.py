"""The credits of the backgrounds as a title card, the size of the film's frame."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from underpaint.errors import InputError
from underpaint.formats.lettering import Lettering, lettering

Sections = Sequence[tuple[str, Sequence[tuple[str, str]]]]
_Row = tuple[str, str, str]  # "heading", "line" or "gap"; what stands left of the gutter, and right of it

_DARK = (16, 17, 20)
_NAME = (236, 233, 226)
_PALE = (150, 150, 152)
_SAFE = 0.9  # of the frame: the title-safe part
_LARGEST = 1 / 28  # of the frame's height, a name's letters
_SMALLEST = 1 / 72
_LEAST_PX = 9
_MOST_COLUMNS = 4


def title_card(title: str, sections: Sections, size: tuple[int, int]) -> tuple[np.ndarray, str | None]:
    """(height, width, 3) uint8 for a frame of `size` = (width, height) px, and a note where letters could not be drawn.

    sections: (heading, [(name, what stands beside it), ...]). Letters are as large as the frame's safe part allows, in as
    few columns as can be read. Raises InputError where the frame is too small for the names.
    """
    texts = [title]
    for heading, lines in sections:
        texts += [heading, *(part for line in lines for part in line)]
    letters = lettering(texts, _LEAST_PX)
    for columns in range(1, _MOST_COLUMNS + 1):
        placed = _in_columns(sections, columns)
        fitting = _largest(letters, title, placed, size)
        if fitting is not None:
            return np.asarray(_drawn(title, placed, fitting, size)), letters.note()
    names = sum(len(lines) for _, lines in sections)
    raise InputError(
        f"a frame of {size[0]} x {size[1]} px has no room for {names} names; give a larger one, or fewer cuts"
    )


def _in_columns(sections: Sections, columns: int) -> list[list[_Row]]:
    """The rows, shared out so that the columns are about as long as each other."""
    rows = [
        row
        for heading, lines in sections
        for row in (("gap", "", ""), ("heading", heading, ""), *(("line", *line) for line in lines))
    ]
    each = -(-len(rows) // columns)
    shared: list[list[_Row]] = []
    heading = ("heading", "", "")
    for row in rows:
        if not shared or len(shared[-1]) >= each and len(shared) < columns:
            while shared and shared[-1][-1][0] != "line":
                shared[-1].pop()
            # A section that runs on into the next column says again what it is.
            shared.append([heading] if row[0] == "line" and shared else [])
        if row[0] == "heading":
            heading = row
        if row[0] != "gap" or shared[-1]:
            shared[-1].append(row)
    return shared


def _largest(letters: Lettering, title: str, placed: list[list[_Row]], size: tuple[int, int]) -> Lettering | None:
    """The letters as large as they fit, None where they would be too small to read."""
    width, height = size[0] * _SAFE, size[1] * _SAFE
    for pixels in range(int(size[1] * _LARGEST), max(_LEAST_PX, int(size[1] * _SMALLEST)) - 1, -1):
        if (max(map(len, placed)) + 4) * _step(pixels) > height:
            continue
        sized = letters.sized(pixels)
        across = sum(2 * _half(column, sized) + 2 * pixels for column in placed)
        if max(across, _length(sized, title) * 1.6) <= width:
            return sized
    return None


def _step(pixels: int) -> int:
    return round(pixels * 1.6)


def _half(column: list[_Row], letters: Lettering) -> float:
    """Px from a column's gutter to its farther edge."""
    widest = 0.0
    for kind, left, right in column:
        if kind == "line":
            widest = max(widest, _length(letters, left), _length(letters, right))
        else:
            widest = max(widest, _length(letters, left) / 2)
    return widest + letters.font.size / 2


def _length(letters: Lettering, text: str) -> float:
    return letters.font.getlength(letters.spelled(text))


def _drawn(title: str, placed: list[list[_Row]], letters: Lettering, size: tuple[int, int]) -> Image.Image:
    card = Image.new("RGB", size, _DARK)
    pen = ImageDraw.Draw(card)
    pixels = round(letters.font.size)
    step = _step(pixels)
    rows = max(map(len, placed))
    top = (size[1] - (rows + 3) * step) // 2
    large = letters.font.font_variant(size=round(pixels * 1.5))
    pen.text((size[0] / 2, top), letters.spelled(title), _NAME, large, anchor="mm")
    halves = [_half(column, letters) + pixels for column in placed]
    gutter = size[0] / 2 - sum(halves)
    for column, half in zip(placed, halves, strict=True):
        gutter += half
        for number, (kind, left, right) in enumerate(column):
            y = top + (number + 3) * step
            if kind == "heading":
                pen.text((gutter, y), letters.spelled(left), _PALE, letters.font, anchor="mm")
            elif kind == "line":
                pen.text((gutter - pixels / 2, y), letters.spelled(left), _NAME, letters.font, anchor="rm")
                pen.text((gutter + pixels / 2, y), letters.spelled(right), _PALE, letters.font, anchor="lm")
        gutter += half
    return card
