"""The two loops where the time goes, against plain Python: proposals for each pixel, and the like places of each place."""

from __future__ import annotations

import numpy as np
import pytest

from underpaint import _kernel

FEE_BITS = 24
FEE_MASK = 2**FEE_BITS - 1
CLOSED = 255
BIG = 2**31 - 1
MAX_WEIGHT = 128  # a weighted difference has to fit sixteen bits
STEPS = ((0, -1), (0, 1), (-1, 0), (1, 0))
SIZES = [((5, 6), (1, 1)), ((9, 7), (2, 5)), ((12, 15), (7, 6))]


def patch_cost(source, place, target, y, x, weights) -> int:
    row, column = divmod(place, source.shape[1])
    patch = source[row - 2 : row + 3, column - 2 : column + 3].astype(int)
    return int(((patch - target[y : y + 5, x : x + 5].astype(int)) ** 2 @ weights.astype(int)).sum())


class Proposals:
    """What `propose` does for one pixel, said slowly."""

    def __init__(self, **given):
        self.__dict__.update(given)

    def candidates(self, y: int, x: int):
        """Places in the order of trying; they may lie off the board."""
        rows, columns = self.match.shape
        wide = self.source.shape[1]
        for dy, dx in STEPS:
            if 0 <= y + dy < rows and 0 <= x + dx < columns and self.match[y + dy, x + dx] >= 0:
                yield int(self.match[y + dy, x + dx]) - dy * wide - dx
        now = int(self.match[y, x])
        if now >= 0:
            for i in range(self.probes):
                dy, dx = STEPS[(self.turn + x + y + i) & 3]
                far = self.stride >> i
                if far:  # past the end of a row it goes on in the next
                    yield now + dy * far * wide + dx * far
        if self.similar is not None:
            for dy, dx in (STEPS[(self.turn + (x + y) // 2) & 3], (0, 0)):
                if 0 <= y + dy < rows and 0 <= x + dx < columns and self.match[y + dy, x + dx] >= 0:
                    yield from self.like(int(self.match[y + dy, x + dx]), dy, dx)
        if self.key is not None:
            yield from self.listed(y, x)

    def like(self, place: int, dy: int, dx: int):
        wide = self.source.shape[1]
        row, column = divmod(place, wide)
        scale = 2 if self.halved else 1
        for other in self.similar[row // scale, column // scale]:
            if other < 0:
                return
            above, left = divmod(int(other), self.similar.shape[1])
            above, left = scale * above + row % scale - dy, scale * left + column % scale - dx
            if 0 <= left < wide:
                yield above * wide + left

    def listed(self, y: int, x: int):
        wide = self.source.shape[1]
        here = y * self.match.shape[1] + x
        start, end = (int(self.list_start[self.key[y, x] + i]) for i in (0, 1))
        for i in range(self.picks):
            pace = (here * 7919 + (self.turn * self.picks + i) * 104729 + self.seed * 31337) % 2**32
            at = start + pace % (end - start) if end > start else min(start, len(self.list) - 1)
            place = int(self.list[at])
            if self.halved:
                above, left = divmod(place, (wide + 1) // 2)
                above, left = 2 * above + y % 2, 2 * left + x % 2
                place = above * wide + left if left < wide else -1
            yield place

    def best(self, y: int, x: int) -> tuple[int, int, int]:
        """(proposal, cost of the present match, cost of the proposal)."""
        now = int(self.match[y, x])
        fees = self.fee.ravel()
        best, cost, total, first = now, BIG, 2**40, BIG
        if now >= 0:
            cost = first = patch_cost(self.source, now, self.target, y, x, self.weights)
            total = cost + int(fees[now] & FEE_MASK)
        tried = {now}
        for place in self.candidates(y, x):
            if not 0 <= place < fees.size or place in tried or fees[place] >> FEE_BITS != self.material[y, x]:
                continue
            tried.add(place)
            other = patch_cost(self.source, place, self.target, y, x, self.weights)
            fee = int(fees[place] & FEE_MASK)
            if other + fee < total:
                best, cost, total = place, other, other + fee
        return best, first, cost


@pytest.mark.parametrize("board, cut", SIZES)
@pytest.mark.parametrize("halved", [0, 1])
@pytest.mark.parametrize("aids", ["none", "similar", "lists", "all"])
@pytest.mark.parametrize("tones", [3, 256])
def test_propose(ground, instructions, board, cut, halved, aids, tones):
    given = ground(7, board, cut, tones)
    rng = np.random.default_rng(8)
    index_shape = ((board[0] + 1) // 2, (board[1] + 1) // 2) if halved else board
    size = index_shape[0] * index_shape[1]
    similar = rng.integers(0, size, (*index_shape, 4), dtype=np.int32)
    similar[rng.random(index_shape) < 0.3, 2:] = -1
    starts = np.sort(rng.integers(0, 30, 65537)).astype(np.int32)
    starts[-1] = 30
    fee = rng.integers(0, 20_000, board, dtype=np.uint32) | given.open.astype(np.uint32) << FEE_BITS
    active = (rng.random(cut) < 0.8).astype(np.uint8)
    common = {
        "source": given.source,
        "fee": fee,
        "target": given.target,
        "material": given.material,
        "match": given.match,
        "key": rng.integers(0, 65536, cut, dtype=np.uint16) if aids in ("lists", "all") else None,
        "similar": similar if aids in ("similar", "all") else None,
        "list": rng.integers(0, size, 30, dtype=np.int32),
        "list_start": starts,
        "halved": halved,
        "probes": 3 if aids == "all" else 0,
        "stride": 9 if halved else 4,
        "picks": 2,
        "weights": rng.integers(0, MAX_WEIGHT + 1, 8, dtype=np.uint8),
        "turn": 6,
        "seed": 2**32 - 5,
    }
    twin = Proposals(**common)
    for parity in (0, 1):
        for threads in (1, 3):
            proposal, old, new = (np.zeros(cut, np.int32) for _ in range(3))
            _kernel.propose(
                **common,
                active=active,
                parity=parity,
                proposal=proposal,
                old_cost=old,
                new_cost=new,
                threads=threads,
            )
            for y, x in np.ndindex(cut):
                if active[y, x] and (x + y) % 2 == parity:
                    assert (proposal[y, x], old[y, x], new[y, x]) == twin.best(y, x)
                else:
                    assert proposal[y, x] == given.match[y, x]


def test_the_heaviest_weights_over_the_widest_difference_are_counted_whole(instructions):
    """Black beside white at weight 128: the largest sum there is, of which no sixteen or thirty-two bits may drop any."""
    source = np.zeros((5, 6, 8), np.uint8)
    source[:, 5] = 1
    target = np.full((5, 5, 8), 255, np.uint8)
    weights = np.full(8, MAX_WEIGHT, np.uint8)
    proposal, old, new = (np.zeros((1, 1), np.int32) for _ in range(3))
    fee = np.full((5, 6), CLOSED << FEE_BITS, np.uint32)
    fee[2, 2:4] = 0
    some = np.ones((1, 1), np.uint8)
    _kernel.propose(
        source, fee, target, some * 0, some, np.array([[14]], np.int32), None, None, None, None, 0, 4, 1, 0, weights,
        1, 0, 0, proposal, old, new, 1,
    )  # fmt: skip
    assert old[0, 0] == 200 * 255**2 * MAX_WEIGHT
    assert new[0, 0] == (160 * 255**2 + 40 * 254**2) * MAX_WEIGHT
    assert proposal[0, 0] == 15


def kept(found: dict[int, int], k: int) -> list[tuple[int, int]]:
    """The k cheapest (cost, place), cheapest first."""
    return sorted((cost, place) for place, cost in found.items())[:k]


@pytest.mark.parametrize("board", [(5, 5), (8, 11), (12, 15)])
@pytest.mark.parametrize("tones", [2, 256])
@pytest.mark.parametrize("apart", [1, 3])
@pytest.mark.parametrize("threads", [1, 3])
def test_like_places(ground, instructions, board, tones, apart, threads):
    """Looking along sorted tables, then once at what the neighbours found."""
    given = ground(9, board, (1, 1), tones)
    rng = np.random.default_rng(10)
    weights = rng.integers(0, MAX_WEIGHT + 1, 8, dtype=np.uint8)
    places = given.places
    k, reach = 3, 2
    orders = np.stack([rng.permutation(places) for _ in range(2)]).astype(np.int32)
    orders = np.stack([order[np.argsort(given.open.ravel()[order], kind="stable")] for order in orders])
    ranks = np.full((2, *board), -1, np.int32)
    for rank, order in zip(ranks, orders, strict=True):
        rank.ravel()[order] = np.arange(order.size)
    best, cost, scratch = (np.empty((*board, k), np.int32) for _ in range(3))
    padded = np.pad(given.source, ((2, 2), (2, 2), (0, 0)))

    def between(p: int, q: int) -> int:
        y, x = divmod(p, board[1])
        return patch_cost(padded, (q // board[1] + 2) * (board[1] + 4) + q % board[1] + 2, padded, y, x, weights)

    def near(p: int, q: int) -> bool:
        return abs(p // board[1] - q // board[1]) < apart and abs(p % board[1] - q % board[1]) < apart

    open_ = given.open.ravel()
    found: list[list[tuple[int, int]]] = [[] for _ in range(open_.size)]
    for p in places.tolist():
        seen: dict[int, int] = {}
        for order, rank in zip(orders, ranks, strict=True):
            at = int(rank.ravel()[p])
            for way in (-1, 1):
                along = order[at + 1 : at + 1 + 4 * reach] if way > 0 else order[max(0, at - 4 * reach) : at][::-1]
                far = [q for q in along.tolist() if open_[q] == open_[p] and not near(p, q)]
                seen.update((q, between(p, q)) for q in far[:reach])
        found[p] = kept(seen, k)
    for spreads in (0, 1):
        _kernel.similar(
            source=given.source,
            open=given.open,
            weights=weights,
            orders=orders,
            ranks=ranks,
            reach=reach,
            apart=apart,
            spreads=spreads,
            best=best,
            cost=cost,
            scratch=scratch,
            threads=threads,
        )
        for p in range(open_.size):
            expected = found[p]
            if spreads and open_[p] != CLOSED:
                seen = {place: c for c, place in found[p]}
                for dy, dx in STEPS:
                    shift = dy * board[1] + dx
                    for _, like in found[p + shift]:
                        q = like - shift
                        if open_[q] == open_[p] and not near(p, q):
                            seen[q] = between(p, q)
                expected = kept(seen, k)
            shown = [
                (int(c), int(q)) for c, q in zip(cost.reshape(-1, k)[p], best.reshape(-1, k)[p], strict=True) if q >= 0
            ]
            assert shown == expected
