"""Guided patch synthesis at one level: match, arbitrate, vote.

In the family of Image Analogies (Hertzmann et al. 2001), with k-coherence (Tong et al. 2002; Lefebvre & Hoppe 2005)
in place of blind probing and the evenness term of StyLit (Fiser et al. 2016). Every update depends on the state
before it alone, so the result is the same for any number of threads.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from underpaint import _kernel

RADIUS = 2
CLOSED = 255


@dataclass
class Source:
    """The boards at one level, one above the other.

    pixels: (h, w, 8) uint8, three channels of paint and five of guides.
    label: (h, w) uint8, material of each pixel.
    open: (h, w) uint8, the label again, or CLOSED where no patch may be centred.
    similar: (ih, iw, k) int32 or None, like places of each place; listed: (n,) int32 places ordered by guide key, with
    starts (65537,) int32; both of this level, or of the next coarser one when `halved`.
    """

    pixels: np.ndarray
    label: np.ndarray
    open: np.ndarray
    similar: np.ndarray | None = None
    listed: np.ndarray | None = None
    starts: np.ndarray | None = None
    halved: bool = False


@dataclass
class Target:
    """The cut at one level.

    pixels: (h + 4, w + 4, 8) uint8, as Source.pixels, the rim repeated twice. material: (h, w) uint8. key: (h, w) uint16,
    which guide list, or None for a search that never leaps. match: (h, w) int32, place on the boards, -1 = none yet.
    free: (h, w) uint8 or None, 0 where match and paint must stay.
    """

    pixels: np.ndarray
    material: np.ndarray
    key: np.ndarray | None
    match: np.ndarray
    free: np.ndarray | None = None

    @property
    def paint(self) -> np.ndarray:
        """(h, w, 3), a view."""
        return self.pixels[RADIUS:-RADIUS, RADIUS:-RADIUS, :3]


def framed(pixels: np.ndarray) -> np.ndarray:
    """The rim of (h, w, 8) repeated twice, so that patches may be centred anywhere."""
    h, w = pixels.shape[:2]
    out = np.empty((h + 2 * RADIUS, w + 2 * RADIUS, 8), np.uint8)
    out[RADIUS:-RADIUS, RADIUS:-RADIUS] = pixels
    _kernel.pad_rim(out)
    return out


def price_of_use(source: Source, material: np.ndarray, evenness: float | np.ndarray) -> np.ndarray:
    """(256,) int64: what one overlapping patch costs, per material, in 1/65536 of the patch cost's unit.

    evenness: one, or (256,) of them; a place used just as often as its fair share pays it.
    """
    have, want = np.array(_kernel.tally(source.open)), np.array(_kernel.tally(np.atleast_2d(material)))
    return np.minimum(np.asarray(evenness).astype(np.int64) * 65536 * np.maximum(have, 1) // (5**4 * np.maximum(want, 1)), 2**40)


def fees(source: Source, match: np.ndarray, price: np.ndarray, threads: int) -> np.ndarray:
    """(h, w) uint32: what each place costs beside its match, with its material in the upper eight bits."""
    fee = np.empty(source.open.shape, np.uint32)
    _kernel.usage_fee(match, source.open, price, np.empty(source.open.shape, np.int32), fee, threads)
    return fee


def vote(
    source: Source, target: Target, *, by_material: bool, span: int, moved: np.ndarray | None, threads: int
) -> np.ndarray:
    """Paint the target from its matches; only where something `moved`. Returns (h, w) uint8, 1 where paint changed."""
    changed = np.zeros(target.match.shape, np.uint8)
    label, material = (source.label, target.material) if by_material else (None, None)
    _kernel.vote(
        source.pixels, label, target.match, material, moved, target.free, target.pixels, changed, span, threads
    )  # fmt: skip
    return changed


def search(
    source: Source,
    target: Target,
    weights: np.ndarray,
    *,
    turns: int,
    price: np.ndarray,
    first_turn: int,
    leaps: int,
    arbitrate: bool = True,
    picks: int = 2,
    probes: int = 2,
    stride: int,
    span: int = 2,
    voting: bool = True,
    last_vote: bool = True,
    by_material: bool = True,
    active: np.ndarray | None = None,
    seed: int,
    threads: int,
) -> None:
    """Improve target.match, and with `voting` its paint, in place, `turns` times over both halves of the checkerboard.

    leaps: turns between looks into the index and its lists; 0 = never. arbitrate: weigh how evenly the boards are used as
    if all moved at once before any does; without, all that gain by themselves move. picks: places tried from a list. probes, stride: places tried
    in a fixed pattern around the present one, the first `stride` px away, then half as far. span: see settings.SPANS. last_vote: without it the
    last turn's matches are not painted, as when a last coat is laid from them anyway. active: (h, w) uint8, 1 on the pixels that are looked at
    in the first turn; default all.
    """
    h, w = target.match.shape
    shape = source.open.shape
    fee, fee_after, scratch = np.empty(shape, np.uint32), np.empty(shape, np.uint32), np.empty(shape, np.int32)
    proposal, old_cost, new_cost = (np.empty((h, w), np.int32) for _ in range(3))
    active = np.ones((h, w), np.uint8) if active is None else active
    if target.free is not None:
        active = active & target.free
    _kernel.usage_fee(target.match, source.open, price, scratch, fee, threads)
    last_turn = first_turn + turns - 1
    for turn in range(first_turn, last_turn + 1):
        moved = np.zeros((h, w), np.uint8)
        leap = leaps > 0 and (turn - first_turn) % leaps == 0
        index = (target.key, source.similar, source.listed, source.starts) if leap else (None, None, None, None)
        reach = max(1, stride >> (turn - first_turn) % 4)
        for parity in (0, 1):
            _kernel.propose(
                source.pixels, fee, target.pixels, target.material, active, target.match, *index, int(source.halved),
                probes, reach, picks, weights, turn, parity, seed, proposal, old_cost, new_cost, threads,
            )  # fmt: skip
            if arbitrate:
                _kernel.usage_fee(proposal, source.open, price, scratch, fee_after, threads)
            _kernel.accept(
                proposal,
                old_cost,
                new_cost,
                fee,
                fee_after if arbitrate else fee,
                2 * turn + parity,
                seed,
                target.match,
                moved,
                threads,
            )
            if (arbitrate or parity == 1) and (turn, parity) != (last_turn, 1):
                _kernel.usage_fee(target.match, source.open, price, scratch, fee, threads)
        if voting and (last_vote or turn < last_turn):
            moved |= vote(source, target, by_material=by_material, span=span, moved=moved, threads=threads)
        if turn == last_turn:
            break
        active = beside(beside(moved))
        if target.free is not None:
            active &= target.free


def beside(moved: np.ndarray) -> np.ndarray:
    """(h, w) uint8: 1 on a 1 and on the four pixels that touch it, to which it may spread."""
    out = moved.copy()
    out[1:] |= moved[:-1]
    out[:-1] |= moved[1:]
    out[:, 1:] |= moved[:, :-1]
    out[:, :-1] |= moved[:, 1:]
    return out


def settle(match: np.ndarray, source: Source, material: np.ndarray, free: np.ndarray | None, finest: Source) -> None:
    """Give every pixel without a match, in place, one on its own material, spread by a fixed stride.

    A material that was too small to be left open at this level, as a speck is on a board halved for a rough, lends the
    places where it lies on the `finest`, moved in from the rim.
    """
    lost = (match < 0) if free is None else (match < 0) & (free > 0)
    rows, cols = source.open.shape
    for label in np.unique(material[lost]):
        places = np.flatnonzero(source.open.ravel() == label)
        if not places.size:
            y, x = np.nonzero(finest.open == label)
            y, x = y * rows // finest.open.shape[0], x * cols // finest.open.shape[1]
            places = np.clip(y, RADIUS, rows - RADIUS - 1) * cols + np.clip(x, RADIUS, cols - RADIUS - 1)
        if places.size:
            pixels = np.flatnonzero((lost & (material == label)).ravel())
            match.ravel()[pixels] = places[pixels * 7919 % places.size]


def finer(match: np.ndarray, source: Source, material: np.ndarray, threads: int) -> np.ndarray:
    """A match of the next coarser level at double size: each place keeps its offset; what is closed there becomes -1."""
    out = np.empty(material.shape, np.int32)
    _kernel.finer(match, source.open, material, out, threads)
    return out
