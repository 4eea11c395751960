"""A whole film on one sheet: every cut with its number, its state and its take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from underpaint.farm.contact_sheet import GAP, INK, LETTERS, LINE, PALE, PAPER, lay, shrunk_to
from underpaint.formats.lettering import lettering

# By the words of the check; a state that is not among them stays without a colour.
_STATES = {
    "Todo": (120, 120, 124),
    "WIP": (92, 138, 196),
    "WFA": (226, 178, 72),
    "Retake": (206, 88, 74),
    "Done": (110, 170, 98),
}
_FRAME = 16 / 9


@dataclass(frozen=True)
class Entry:
    """A cut on the sheet. take: "T02", or "" before the first. picture: as in process_strip, None where none is painted."""

    number: str
    state: str
    take: str
    picture: np.ndarray | None


def film_sheet(
    title: str, entries: Sequence[Entry], height: int = 150, width: int = 1920
) -> tuple[np.ndarray, str | None]:
    """(H, W, 3) uint8: every cut `height` px high, in rows of at most `width` px; only a PAN wider than that makes it wider.

    Also returns a note, in one line, where letters of the title could not be drawn.
    """
    states = ", ".join(
        f"{sum(entry.state == state for entry in entries)} {state}"
        for state in dict.fromkeys([*_STATES, *(entry.state for entry in entries)])
        if any(entry.state == state for entry in entries)
    )
    letters = lettering([title, states, *(f"{e.number}{e.state}{e.take}" for e in entries)], LETTERS)
    rows: list[list[tuple[Entry, Image.Image, int]]] = [[]]
    right = GAP
    for entry in entries:
        picture = _unpainted(height) if entry.picture is None else shrunk_to(entry.picture, height=height)
        across = max(picture.width, round(letters.font.getlength(_caption(entry))) + LINE)
        if rows[-1] and right + across + GAP > width:
            rows.append([])
            right = GAP
        rows[-1].append((entry, picture, right))
        right += across + GAP
    step = height + LINE + GAP
    heading = letters.spelled(title)
    top_line = 2 * GAP + letters.font.getlength(heading) + letters.font.getlength(letters.spelled(states))
    widest = max([round(top_line) + GAP, *(left + picture.width + GAP for row in rows for _, picture, left in row)])
    sheet = Image.new("RGB", (widest, GAP + LINE + GAP + step * len(rows)), PAPER)
    pen = ImageDraw.Draw(sheet)
    pen.text((GAP, GAP), heading, INK, letters.font)
    pen.text((2 * GAP + letters.font.getlength(heading), GAP), letters.spelled(states), PALE, letters.font)
    for number, row in enumerate(rows):
        top = GAP + LINE + GAP + number * step
        for entry, picture, left in row:
            lay(sheet, picture, left, top)
            dot = top + height + LINE // 2
            if entry.state in _STATES:
                pen.ellipse((left, dot - 5, left + 10, dot + 5), _STATES[entry.state])
            pen.text((left + LINE, top + height + 2), letters.spelled(_caption(entry)), INK, letters.font)
    return np.asarray(sheet), letters.note()


def _caption(entry: Entry) -> str:
    return "  ".join(text for text in (entry.number, entry.state, entry.take) if text)


def _unpainted(height: int) -> Image.Image:
    """An empty frame."""
    frame = Image.new("RGB", (round(height * _FRAME), height), PAPER)
    ImageDraw.Draw(frame).rectangle((0, 0, frame.width - 1, frame.height - 1), outline=PALE)
    return frame
