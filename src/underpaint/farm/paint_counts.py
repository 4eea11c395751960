"""Whose paint a picture holds, counted pixel by pixel: from its source map and from what people changed by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from underpaint.errors import InputError
from underpaint.formats.source_map import AS_IS, KEPT, MODEL, SourceRecord


class UnknownOrigin(InputError):
    """Nothing says whose paint it is."""


def count_paint(
    sources: SourceRecord,
    touched: Sequence[tuple[str, np.ndarray]] = (),
    books: Sequence[tuple[SourceRecord, np.ndarray]] = (),
) -> tuple[dict[str, int], dict[str, int], int]:
    """How many px hold each board's paint, how many each person changed by hand, and how many a trained model painted;
    together, every px of the picture.

    touched: (person, (H, W) bool where they changed it), the earliest first; a pixel is the last person's who changed it.
    books: of each BOOK, upward, its sources and (H, W) bool where it is painted; what lies below it there is not seen, and
    counts for nobody.
    Raises InputError where a mask has another size, and UnknownOrigin where a pixel was kept from an earlier picture whose
    source map this one does not hold.
    """
    size = sources.board.shape
    whose = np.full(size, -1, np.intp)
    for number, (name, mask) in enumerate(touched):
        if mask.shape != size or mask.dtype != bool:
            raise InputError(
                f"what {name} changed is {mask.shape} {mask.dtype}; the picture is {size[1]} x {size[0]} px"
            )
        whose[mask] = number
    hidden = np.zeros(size, bool)
    boards: dict[str, int] = {}
    for record, painted in reversed(books):
        if painted.shape != size or record.board.shape != size:
            raise InputError(f"a BOOK is {painted.shape[1]} x {painted.shape[0]} px; the picture is {size[1]} x {size[0]} px")
        _count(record, painted & ~hidden, boards)
        hidden |= painted
    by_model = (whose < 0) & ~hidden & (sources.board == MODEL)
    _count(sources, (whose < 0) & ~hidden & ~by_model, boards)
    people: dict[str, int] = {}
    seen = whose[(whose >= 0) & ~hidden]
    for (name, _), count in zip(touched, np.bincount(seen, minlength=len(touched)), strict=True):
        if count:
            people[name] = people.get(name, 0) + int(count)
    return boards, people, int(by_model.sum())


def _count(sources: SourceRecord, where: np.ndarray, boards: dict[str, int]) -> None:
    """Add the px of each board that are seen where `where` says. Raises UnknownOrigin for kept ones."""
    machine = sources.board[where]
    kept = int((machine == KEPT).sum())
    if kept:
        raise UnknownOrigin(
            f"{kept:,} px were kept from an earlier picture, and nothing says from which board; paint the cut whole"
        )
    for name, count in zip(sources.boards, np.bincount(machine, minlength=len(sources.boards)), strict=True):
        if count:
            boards[name] = boards.get(name, 0) + int(count)


def other_strokes(records: Iterable[SourceRecord]) -> dict[str, tuple[float, ...]]:
    """Of each board whose paint is in a picture larger or smaller than it was painted: how much so, rising."""
    found: dict[str, set[float]] = {}
    for record in records:
        if record.size is None:
            continue
        other = (record.size != AS_IS) & (record.board != KEPT) & (record.board != MODEL)
        for board, size in np.unique(np.stack([record.board[other], record.size[other]], 1), axis=0).tolist():
            found.setdefault(record.boards[board], set()).add(size / AS_IS)
    return {name: tuple(sorted(sizes)) for name, sizes in found.items()}


def hands_over(touch_ups: Sequence[tuple[str, np.ndarray]]) -> list[tuple[str, np.ndarray]]:
    """Who changed each px of a picture, as count_paint takes it, from the touch-up at every hand-in, the earliest first.

    touch_ups: (person, (H, W, 4) uint8 or uint16), each with all that was carried over from the one before. Where the last
    one holds paint, the px is the person's at whose hand-in it came to be as it is; paint that was taken away is nobody's.
    One of another size than the last, of a picture before it was resized, counts for nothing.
    """
    if not touch_ups:
        return []
    last = touch_ups[-1][1]
    before = np.zeros_like(last)
    found = []
    for name, touch_up in touch_ups:
        if touch_up.shape != last.shape:
            continue
        shown = touch_up
        if touch_up.dtype != last.dtype:
            shown = touch_up.astype(np.uint16) * 257 if last.dtype == np.uint16 else (touch_up >> 8).astype(np.uint8)
        found.append((name, (shown != before).any(axis=2) & (last[:, :, 3] > 0)))
        before = shown
    return found
