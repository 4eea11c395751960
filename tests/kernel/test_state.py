"""What using a place costs, which moves are taken, and what the patches vote for: each against loops that say it plainly."""

from __future__ import annotations

import numpy as np
import pytest

from underpaint import _kernel

SIZES = [((5, 5), (1, 1)), ((6, 9), (3, 2)), ((9, 7), (1, 8)), ((13, 12), (9, 11))]
FEE_BITS = 24
FEE_MASK = 2**FEE_BITS - 1
STILL = 6  # levels by which paint may change without waking what is around it


@pytest.mark.parametrize("board, cut", SIZES)
@pytest.mark.parametrize("threads", [1, 4])
def test_a_place_costs_what_overlaps_it(ground, board, cut, threads):
    given = ground(1, board, cut)
    rng = np.random.default_rng(2)
    price = rng.integers(0, 2**16, 256, dtype=np.int64)
    price[255] = 2**40  # enough to reach the largest fee
    fee, scratch = np.empty(board, np.uint32), np.empty(board, np.int32)
    _kernel.usage_fee(given.match, given.open, price, scratch, fee, threads)
    for y in range(board[0]):
        for x in range(board[1]):
            overlap = 0
            for place in given.match[given.match >= 0]:
                dy, dx = abs(place // board[1] - y), abs(place % board[1] - x)
                overlap += max(0, 5 - dy) * max(0, 5 - dx)
            expected = int(overlap) * int(price[given.open[y, x]]) >> 16
            assert fee[y, x] & FEE_MASK == min(expected, FEE_MASK)
            assert fee[y, x] >> FEE_BITS == given.open[y, x]


def test_a_large_cut_is_counted_by_several_threads_alike():
    rng = np.random.default_rng(9)
    open_ = rng.integers(0, 3, (70, 90), dtype=np.uint8)
    match = rng.integers(-1, open_.size, (600, 500), dtype=np.int32)
    price = np.full(256, 2**16, np.int64)
    found = []
    for threads in (1, 2, 3):
        fee, scratch = np.full(open_.shape, 7, np.uint32), np.empty(open_.shape, np.int32)
        _kernel.usage_fee(match, open_, price, scratch, fee, threads)
        found.append(fee)
    used = np.pad(np.bincount(match[match >= 0], minlength=open_.size).reshape(open_.shape), 4)
    tent = 5 - np.abs(np.arange(-4, 5))
    expected = sum(tent[dy] * tent[dx] * used[dy : dy + 70, dx : dx + 90] for dy in range(9) for dx in range(9))
    for fee in found:
        np.testing.assert_array_equal(fee & FEE_MASK, expected)
        np.testing.assert_array_equal(fee >> FEE_BITS, open_)


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


def test_without_arbitration_every_move_is_taken():
    """One array for both fees: each proposal gains by itself, and none is weighed against the others."""
    rng = np.random.default_rng(10)
    match, proposal = (rng.integers(0, 63, (9, 8), dtype=np.int32) for _ in range(2))
    costs, fee, moved = (
        np.zeros((9, 8), np.int32),
        rng.integers(0, 1000, (7, 9), dtype=np.uint32),
        np.zeros((9, 8), np.uint8),
    )
    expected = match != proposal
    assert _kernel.accept(proposal, costs, costs, fee, fee, 1, 2, match, moved, 1) == expected.sum()
    np.testing.assert_array_equal(match, proposal)
    np.testing.assert_array_equal(moved, expected)


def votes_over(given, y: int, x: int, span: int, by_material: bool) -> np.ndarray:
    """(n, 3): what the patches within `span` of a pixel show there; another material only where none shows its own."""
    own, other = [], []
    rows, columns = given.match.shape
    for a in range(max(0, y - span), min(rows, y + span + 1)):
        for b in range(max(0, x - span), min(columns, x + span + 1)):
            if given.match[a, b] >= 0:
                row, column = divmod(int(given.match[a, b]), given.source.shape[1])
                at = (row + y - a, column + x - b)
                fits = not by_material or given.label[at] == given.material[y, x]
                (own if fits else other).append(given.source[at][:3].astype(int))
    return np.array(own or other)


@pytest.mark.parametrize("board, cut", SIZES)
@pytest.mark.parametrize("threads", [1, 4])
@pytest.mark.parametrize("by_material", [False, True])
@pytest.mark.parametrize("span", [1, 2])
@pytest.mark.parametrize("only", ["all", "active", "free", "both"])
def test_a_pixel_becomes_the_mean_of_the_patches_over_it(ground, board, cut, threads, by_material, span, only):
    given = ground(5, board, cut, 40)  # few tones, so that some paint hardly changes
    rng = np.random.default_rng(6)
    active = (rng.random(cut) < 0.05).astype(np.uint8) if only in ("active", "both") else None
    free = (rng.random(cut) < 0.7).astype(np.uint8) if only in ("free", "both") else None
    target, changed = given.target.copy(), np.zeros(cut, np.uint8)
    label, material = (given.label, given.material) if by_material else (None, None)
    _kernel.vote(given.source, label, given.match, material, active, free, target, changed, span, threads)
    for y, x in np.ndindex(cut):
        before, shown = given.target[y + 2, x + 2], target[y + 2, x + 2]
        np.testing.assert_array_equal(shown[3:], before[3:])
        asleep = (
            active is not None and not active[max(0, y - span) : y + span + 1, max(0, x - span) : x + span + 1].any()
        )
        votes = votes_over(given, y, x, span, by_material)
        if asleep or (free is not None and not free[y, x]) or not len(votes):
            np.testing.assert_array_equal(shown, before)
            assert changed[y, x] == 0
            continue
        mean = (2 * votes.sum(0) + len(votes)) // (2 * len(votes))
        np.testing.assert_array_equal(shown[:3], mean)
        assert changed[y, x] == (np.abs(mean - before[:3].astype(int)) > STILL).any()
    np.testing.assert_array_equal(target, np.pad(target[2:-2, 2:-2], ((2, 2), (2, 2), (0, 0)), mode="edge"))


def test_paint_that_hardly_changed_wakes_nobody():
    """Six levels up are not called a change, seven are; a mark made earlier stays."""
    source = np.full((6, 6, 8), 100, np.uint8)
    target = np.full((5, 6, 8), 100, np.uint8)
    target[2, 2, 0], target[2, 3, 2] = 94, 107
    changed = np.zeros((1, 2), np.uint8)
    match = np.array([[14, 15]], np.int32)
    for expected in ([[0, 1]], [[0, 1]]):
        _kernel.vote(source, None, match, None, None, None, target, changed, 2, 1)
        np.testing.assert_array_equal(changed, expected)
        assert (target[2, 2:4, :3] == 100).all()


@pytest.mark.parametrize("board, cut", SIZES)
@pytest.mark.parametrize("tones", [2, 256])
@pytest.mark.parametrize("threads", [1, 4])
def test_energy_adds_up_differences_and_fees_of_every_fourth_pixel(ground, board, cut, tones, threads):
    given = ground(7, board, cut, tones)
    fee = np.random.default_rng(8).integers(0, 2**32, board, dtype=np.uint32)
    channels, fees, looked = _kernel.energy(given.source, fee, given.target, given.match, threads)
    expected, paid, count = np.zeros(8, int), 0, 0
    for y in range(0, cut[0], 4):
        for x in range(0, cut[1], 4):
            place = int(given.match[y, x])
            if place < 0:
                continue
            row, column = divmod(place, board[1])
            there = given.source[row - 2 : row + 3, column - 2 : column + 3].astype(int)
            expected += ((there - given.target[y : y + 5, x : x + 5].astype(int)) ** 2).sum((0, 1))
            paid += int(fee[row, column]) & FEE_MASK
            count += 1
    assert (channels, fees, looked) == (expected.tolist(), paid, count)


def test_energy_of_a_cut_that_shows_its_places_is_nought():
    source = np.random.default_rng(9).integers(0, 256, (12, 13, 8), dtype=np.uint8)
    match = (np.arange(2, 10)[:, None] * 13 + np.arange(2, 11)).astype(np.int32)
    assert _kernel.energy(source, np.full((12, 13), 3, np.uint32), source, match, 1) == ([0] * 8, 18, 6)
