"""Soft bases, and the last coat at 8 and 16 bits, against whole numbers in plain Python."""

from __future__ import annotations

import numpy as np
import pytest

from underpaint import _kernel

KEPT = 255
LOOSE, TIGHT = 64, 8  # square of the distance in 8-bit levels at which a vote counts half; the same at a true border


class Bases:
    """Random bases over two materials of which one is soft."""

    def __init__(self, seed: int):
        rng = np.random.default_rng(seed)
        self.terms = rng.integers(-(2**22), 2**22, (256, 3, 6), dtype=np.int32)
        self.is_soft = np.zeros(256, np.uint8)
        self.is_soft[1] = 1
        self.top, self.bottom = np.full(256, 2, np.int32), np.full(256, 7, np.int32)
        self.native = _kernel.Soft(self.terms, self.is_soft, self.top, self.bottom)

    def at(self, material: int, y: int, x: int, columns: int) -> list[int]:
        """In 1/256 level, cut off towards zero."""
        u = x * 256 // max(1, columns - 1)
        v = min(256, max(0, (y - 2) * 256 // 5)) if y >= 2 else 0
        sums = []
        for one, tu, tv, tuu, tuv, tvv in self.terms[material].tolist():
            sums.append(one * 65536 + (tu * u + tv * v) * 256 + tuu * u * u + tuv * u * v + tvv * v * v)
        return [abs(value) // (65536 * 256) * (1 if value >= 0 else -1) for value in sums]


@pytest.mark.parametrize("threads", [1, 3])
def test_detail_is_paint_less_its_base(threads):
    bases = Bases(1)
    rng = np.random.default_rng(2)
    paint, label = rng.integers(0, 256, (9, 12, 3), dtype=np.uint8), rng.integers(0, 2, (9, 12), dtype=np.uint8)
    middle = rng.integers(0, 256, (256, 3), dtype=np.uint8)
    out = np.empty_like(paint)
    _kernel.detail(paint, label, bases.native, middle, out, threads)
    for y, x in np.ndindex(label.shape):
        expected = paint[y, x].astype(int)
        if label[y, x] == 1:
            base = (np.array(bases.at(1, y, x, 12)) + 128) >> 8
            expected = expected - base + middle[1]
        np.testing.assert_array_equal(out[y, x], np.clip(expected, 0, 255))


def nine_around(label: np.ndarray, y: int, x: int, material: int) -> np.ndarray:
    """(3, 3): where the material lies around a pixel; the rim goes on beyond itself."""
    return np.pad(label, 1, mode="edge")[y : y + 3, x : x + 3] == material


def votes_at(
    y: int, x: int, boards: list, sources: tuple, material: np.ndarray, cut: Bases, true_borders: bool
) -> list:
    """(colour in 1/256 level, alpha) that each patch around a pixel shows there, in reading order; of those against which
    least speaks."""
    board, place_y, place_x = sources
    rows, columns = board.shape
    soft = material[y, x] == 1
    votes = []
    for ny in range(max(0, y - 1), min(rows, y + 2)):
        for nx in range(max(0, x - 1), min(columns, x + 2)):
            if board[ny, nx] == KEPT:
                continue
            paint, label, trusted, bases = boards[board[ny, nx]]
            sy, sx = int(place_y[ny, nx]) + y - ny, int(place_x[ny, nx]) + x - nx
            if not (0 <= sy < label.shape[0] and 0 <= sx < label.shape[1]):
                continue
            against = 0 if trusted[sy, sx] == material[y, x] else 10
            here, there = (nine_around(*at, material[y, x]) for at in ((material, y, x), (label, sy, sx)))
            if true_borders and not here.all():
                against += int((here != there).sum())
            if label[sy, sx] != material[y, x]:
                against = 20
            deep = 257 if paint.dtype == np.uint16 else 1
            colour = [int(value) * 256 for value in paint[sy, sx, :3]]
            if soft and label[sy, sx] == 1:
                own, theirs = cut.at(1, y, x, columns), bases.at(1, sy, sx, label.shape[1])
                colour = [value + (a - b) * deep for value, a, b in zip(colour, own, theirs, strict=True)]
            alpha = int(paint[sy, sx, 3]) if paint.shape[2] == 4 else np.iinfo(paint.dtype).max
            votes.append((against, (colour, alpha)))
    return [vote for against, vote in votes if against == min(a for a, _ in votes)]


def coat(votes: list, half: int, deep: int, channels: int) -> list[int]:
    """The mean of the votes near their medoid, weighed by alpha."""
    top = 255 if deep == 1 else 65535

    def levels(colour: list[int]) -> list[int]:
        return [int(abs(c) // (256 * deep)) * (1 if c >= 0 else -1) for c in colour]

    seen = [levels(colour) for colour, _ in votes]
    apart = [sum(abs(a - b) for other in seen for a, b in zip(one, other, strict=True)) for one in seen]
    medoid = apart.index(min(apart))
    gaps = [sum((a - b) ** 2 for a, b in zip(one, seen[medoid], strict=True)) for one in seen]
    weights = [256 * half // (half + gap) for gap in gaps]
    alpha = sum(weight * a for weight, (_, a) in zip(weights, votes, strict=True))
    out = []
    for channel in range(3):
        if alpha:
            total = sum(weight * a * colour[channel] for weight, (colour, a) in zip(weights, votes, strict=True))
            mean = (total + 128 * alpha) // (256 * alpha)
        else:
            mean = (votes[medoid][0][channel] + 128) // 256
        out.append(min(top, max(0, mean)))
    return out + [(alpha + sum(weights) // 2) // sum(weights)] * (channels - 3)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("shape", [(1, 1), (2, 5), (9, 8)])
@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize("true_borders", [False, True])
@pytest.mark.parametrize("threads", [1, 3])
def test_the_last_coat(dtype, channels, shape, together, true_borders, threads):
    rng = np.random.default_rng(3)
    boards = []
    for number, size in enumerate(((10, 11), (8, 14))):
        paint = rng.integers(0, np.iinfo(dtype).max + 1, (*size, channels), dtype=dtype)
        if channels == 4:
            paint[rng.random(size) < 0.4, 3] = 0
        label = rng.integers(0, 3, size, dtype=np.uint8)
        label[:, 6:] = 1  # with a border that does not run through every pixel
        boards.append((paint, label, np.where(rng.random(size) < 0.3, np.uint8(KEPT), label), Bases(number)))
    board = rng.choice(np.array([0, 1, KEPT], np.uint8), shape, p=[0.5, 0.4, 0.1])
    if together:  # neighbours take from neighbouring places, as they mostly do
        place_y, place_x = (np.minimum(grid, 7).astype(np.uint16) for grid in np.mgrid[: shape[0], : shape[1]])
        board[board == 1] = 0
    else:
        place_y, place_x = (rng.integers(0, 8, shape, dtype=np.uint16) for _ in range(2))
    material, cut = rng.integers(0, 3, shape, dtype=np.uint8), Bases(9)
    material[: shape[0] // 2] = 1
    kind, finish = (_kernel.Board8, _kernel.finish8) if dtype == np.uint8 else (_kernel.Board16, _kernel.finish16)
    natives = [kind(paint, label, trusted, bases.native) for paint, label, trusted, bases in boards]
    before = rng.integers(0, np.iinfo(dtype).max + 1, (*shape, channels), dtype=dtype)
    out = before.copy()
    finish(natives, board, place_y, place_x, material, cut.native, true_borders, out, threads)
    for y, x in np.ndindex(shape):
        expected = before[y, x].tolist()
        if board[y, x] != KEPT:
            votes = votes_at(y, x, boards, (board, place_y, place_x), material, cut, true_borders)
            if votes:
                at_border = true_borders and not nine_around(material, y, x, material[y, x]).all()
                expected = coat(votes, TIGHT if at_border else LOOSE, 257 if dtype == np.uint16 else 1, channels)
        assert out[y, x].tolist() == expected
