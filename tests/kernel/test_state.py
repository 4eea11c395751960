"""What using a place costs, which moves are taken, and what the patches vote for: each against loops that say it plainly."""

from __future__ import annotations

import numpy as np
import pytest

from underpaint import _kernel

SIZES = [((5, 5), (1, 1)), ((6, 9), (3, 2)), ((9, 7), (1, 8)), ((13, 12), (9, 11))]
FEE_BITS = 24
FEE_MASK = 2**FEE_BITS - 1


@pytest.mark.parametrize("board, cut", SIZES)
@pytest.mark.parametrize("threads", [1, 4])
@pytest.mark.parametrize("with_extra", [False, True])
def test_a_place_costs_what_overlaps_it(ground, board, cut, threads, with_extra):
    given = ground(1, board, cut)
    rng = np.random.default_rng(2)
    price = rng.integers(0, 2**16, 256, dtype=np.int64)
    price[255] = 2**40  # enough to reach the largest fee
    extra = rng.integers(0, 1000, board, dtype=np.int32) if with_extra else None
    fee, scratch = np.empty(board, np.uint32), np.empty(board, np.int32)
    _kernel.usage_fee(given.match, given.open, price, extra, scratch, fee, threads)
    for y in range(board[0]):
        for x in range(board[1]):
            overlap = 0
            for place in given.match[given.match >= 0]:
                dy, dx = abs(place // board[1] - y), abs(place % board[1] - x)
                overlap += max(0, 5 - dy) * max(0, 5 - dx)
            expected = (int(overlap) * int(price[given.open[y, x]]) >> 16) + (int(extra[y, x]) if with_extra else 0)
            assert fee[y, x] & FEE_MASK == min(expected, FEE_MASK)
            assert fee[y, x] >> FEE_BITS == given.open[y, x]


def mix(a: int, b: int, c: int) -> int:
    word = 2**32
    h = (a * 0x9E3779B1 % word) ^ ((b + 0x7F4A7C15) * 0x85EBCA6B % word) ^ ((c + 0x165667B1) * 0xC2B2AE35 % word)
    h ^= h >> 16
    h = h * 0x85EBCA6B % word
    h ^= h >> 13
    h = h * 0xC2B2AE35 % word
    return h ^ (h >> 16)


@pytest.mark.parametrize("board, cut", SIZES)
@pytest.mark.parametrize("threads", [1, 4])
def test_a_move_is_taken_if_it_still_gains_or_by_its_share(ground, board, cut, threads):
    given = ground(3, board, cut)
    rng = np.random.default_rng(4)
    proposal = given.match.copy()
    moving = rng.random(cut) < 0.7
    proposal[moving] = rng.integers(0, board[0] * board[1], int(moving.sum()))
    old, new = (rng.integers(0, 1000, cut, dtype=np.int32) for _ in range(2))
    before, after = (rng.integers(0, 1000, board, dtype=np.uint32) | 7 << FEE_BITS for _ in range(2))
    turn, seed = 5, 2**32 - 9
    match, moved = given.match.copy(), np.zeros(cut, np.uint8)
    count = _kernel.accept(proposal, old, new, before, after, turn, seed, match, moved, threads)

    expected, taken = given.match.copy(), np.zeros(cut, bool)
    for place in np.ndindex(cut):
        origin, to = int(given.match[place]), int(proposal[place])
        if origin == to:
            continue
        if origin >= 0:
            won = int(old[place]) - int(new[place])
            gain = [won + int(f.ravel()[origin] & FEE_MASK) - int(f.ravel()[to] & FEE_MASK) for f in (before, after)]
            draw = mix(place[0] * cut[1] + place[1], turn, seed) >> 16
            if gain[1] < 0 and draw * (gain[0] - gain[1]) >= gain[0] * 65536:
                continue
        expected[place], taken[place] = to, True
    np.testing.assert_array_equal(match, expected)
    np.testing.assert_array_equal(moved, taken)
    assert count == taken.sum()


@pytest.mark.parametrize("board, cut", SIZES)
@pytest.mark.parametrize("threads", [1, 4])
@pytest.mark.parametrize("by_material", [False, True])
@pytest.mark.parametrize("some", [False, True])
def test_a_pixel_becomes_the_mean_of_the_patches_over_it(ground, board, cut, threads, by_material, some):
    given = ground(5, board, cut)
    active = (np.random.default_rng(6).random(cut) < 0.05).astype(np.uint8) if some else None
    target, changed = given.target.copy(), np.zeros(cut, np.uint8)
    label, material = (given.label, given.material) if by_material else (None, None)
    _kernel.vote(given.source, label, given.match, material, active, target, changed, threads)
    for y, x in np.ndindex(cut):
        around = [(y + dy, x + dx) for dy in range(-2, 3) for dx in range(-2, 3)]
        around = [(a, b) for a, b in around if 0 <= a < cut[0] and 0 <= b < cut[1]]
        before = given.target[y + 2, x + 2]
        shown = target[y + 2, x + 2]
        np.testing.assert_array_equal(shown[3:], before[3:])
        if some and not any(active[place] for place in around):
            np.testing.assert_array_equal(shown, before)
            continue
        own, other = [], []
        for a, b in around:
            if given.match[a, b] >= 0:
                row, column = divmod(int(given.match[a, b]), board[1])
                at = (row + y - a, column + x - b)
                fits = not by_material or given.label[at] == given.material[y, x]
                (own if fits else other).append(given.source[at][:3].astype(int))
        votes = np.array(own or other)
        if len(votes):
            mean = (2 * votes.sum(0) + len(votes)) // (2 * len(votes))
            np.testing.assert_array_equal(shown[:3], mean)
            assert changed[y, x] == (mean != before[:3]).any()
        else:
            np.testing.assert_array_equal(shown, before)
            assert changed[y, x] == 0
    np.testing.assert_array_equal(target, np.pad(target[2:-2, 2:-2], ((2, 2), (2, 2), (0, 0)), mode="edge"))
