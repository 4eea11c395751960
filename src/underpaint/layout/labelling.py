"""From a scan and its words to the material map, in one call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from underpaint.errors import InputError
from underpaint.layout.drawing import Drawing, read_drawing, require_size
from underpaint.layout.naming import Colour, Guess, Named, Word, check_words, name_regions
from underpaint.layout.regions import Regions, regions_of
from underpaint.layout.sheet import Place


@dataclass(frozen=True)
class LabelledLayout:
    """A layout read, parted and named. words: with their points in the frame. materials: (h, w, 3) uint8, the map."""

    drawing: Drawing
    regions: Regions
    words: tuple[Word, ...]
    named: Named
    materials: np.ndarray


def label_layout(
    scan: np.ndarray,
    words: Sequence[Word],
    palette: Mapping[str, Colour],
    *,
    size: tuple[int, int] | None = None,
    words_size: tuple[int, int] | None = None,
    gap: int | None = None,
    guess: Guess | None = None,
) -> LabelledLayout:
    """The material map of a drawing.

    scan, size: as for read_drawing. words_size: (width, height) of the picture on which the words' points were read; where
    it is not the scan's own, that picture is the frame. None: the scan itself. gap: px, as for regions_of. guess: asked for
    regions without a word. Raises InputError as read_drawing, regions_of and name_regions do.
    """
    require_size(scan)
    shape = scan.shape[:2]
    on_scan = words_size is None or tuple(words_size) == shape[::-1]
    check_words(words, shape if on_scan else (words_size[1], words_size[0]), palette)
    drawing = read_drawing(scan, size)
    placed = _on_scan(words, drawing.place) if on_scan else _on_frame(words, words_size, drawing.place.size)
    regions = regions_of(drawing.lines, gap)
    named = name_regions(regions, placed, palette, guess)
    return LabelledLayout(drawing, regions, placed, named, named.picture(palette))


def _on_scan(words: Sequence[Word], place: Place) -> tuple[Word, ...]:
    if place.as_it_was:
        return tuple(words)
    width, height = place.size
    points = place.points(np.array([[word.x, word.y] for word in words]))
    for word, (x, y) in zip(words, points, strict=True):
        if not (-0.5 <= x < width - 0.5 and -0.5 <= y < height - 0.5):
            raise InputError(
                f"the word {word.material!r} at {word.x:g}, {word.y:g} lies outside the frame on the sheet"
            )
    return tuple(
        replace(word, x=max(0.0, x), y=max(0.0, y)) for word, (x, y) in zip(words, points.tolist(), strict=True)
    )


def _on_frame(words: Sequence[Word], read_on: tuple[int, int], size: tuple[int, int]) -> tuple[Word, ...]:
    across, down = size[0] / read_on[0], size[1] / read_on[1]
    return tuple(replace(word, x=word.x * across, y=word.y * down) for word in words)
