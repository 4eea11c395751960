"""Whose paint a picture holds, counted pixel by pixel: from its source map and from what people changed by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from underpaint.errors import InputError
from underpaint.formats.source_map import KEPT, SourceRecord


def count_paint(
    sources: SourceRecord, touched: Sequence[tuple[str, np.ndarray]] = ()
) -> tuple[dict[str, int], dict[str, int]]:
    """How many px hold each board's paint, and how many each person changed by hand; together, every px of the picture.

    touched: (person, (H, W) bool where they changed it), the earliest first; a pixel is the last person's who changed it.
    Raises InputError where a mask has another size, or a pixel was kept from an earlier picture whose source map this one
    does not hold.
    """
    size = sources.board.shape
    whose = np.full(size, -1, np.intp)
    for number, (name, mask) in enumerate(touched):
        if mask.shape != size or mask.dtype != bool:
            raise InputError(
                f"what {name} changed is {mask.shape} {mask.dtype}; the picture is {size[1]} x {size[0]} px"
            )
        whose[mask] = number
    machine = sources.board[whose < 0]
    kept = int((machine == KEPT).sum())
    if kept:
        raise InputError(
            f"{kept:,} px were kept from an earlier picture, and nothing says from which board; paint the cut whole"
        )
    boards: dict[str, int] = {}
    for name, count in zip(sources.boards, np.bincount(machine, minlength=len(sources.boards)), strict=True):
        if count:
            boards[name] = boards.get(name, 0) + int(count)
    people: dict[str, int] = {}
    for (name, _), count in zip(touched, np.bincount(whose[whose >= 0], minlength=len(touched)), strict=True):
        if count:
            people[name] = people.get(name, 0) + int(count)
    return boards, people
