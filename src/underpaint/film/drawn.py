"""What a retake's note draws on the picture: strokes as plain numbers, so that a line of the journal can hold them."""

from __future__ import annotations

from collections.abc import Sequence

from underpaint.errors import InputError
from underpaint.formats.pictures import MAX_SIDE

STROKES, NUMBERS, WIDEST = 200, 8000, 400
"""At most: strokes of a note, numbers in all their points, and px of a stroke's width."""


def drawn_note(told: object) -> list[dict[str, object]]:
    """Strokes as the journal keeps them: [{"width": px, "points": [x, y, x, y, ...]}, ...], whole px of the take's picture.

    Raises InputError where they are something else, or too many.
    """
    if not isinstance(told, Sequence) or isinstance(told, str) or len(told) > STROKES:
        raise InputError(f"what is drawn must be a list of at most {STROKES} strokes")
    strokes, count = [], 0
    for stroke in told:
        if not isinstance(stroke, dict) or set(stroke) != {"width", "points"}:
            raise InputError("each stroke must have a width and points, and nothing else")
        width, points = stroke["width"], stroke["points"]
        if type(width) is not int or not 1 <= width <= WIDEST:
            raise InputError(f"a stroke's width must be a whole number from 1 to {WIDEST} px")
        if not isinstance(points, list) or len(points) < 2 or len(points) % 2:
            raise InputError("a stroke's points must be listed as x, y, x, y, ...")
        count += len(points)
        if count > NUMBERS:
            raise InputError(f"the drawing has more than {NUMBERS // 2:,} points; draw less, or say it in words")
        if not all(type(number) is int and 0 <= number < MAX_SIDE for number in points):
            raise InputError(f"a stroke's points must be whole px from 0 to {MAX_SIDE - 1:,}")
        strokes.append({"width": width, "points": list(points)})
    return strokes
