"""The bare matcher: paint and guides in, matches out, for any guides and weights. It shows what the search itself is
worth beside other matchers of this field; the engine paints with guides and weights of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from underpaint.errors import InputError
from underpaint.paint.index import LEVELS, LIKE, halve
from underpaint.paint.likeness import guide_lists, like_places
from underpaint.paint.search import CLOSED, RADIUS, Source, Target, finer, framed, price_of_use, search, settle, vote

TURNS = (4, 8, 24, 24, 24, 24)  # per level, finest first
STRIDES = (2, 2, 4, 4, 4, 4)
LEAPS = 8
LEAST_SIDE = 20
PAINT_GAIN = (5, 4)  # paint counts a little more inside than asked: fewer seams for hardly any energy

Index = dict[int, tuple[np.ndarray, np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class Match:
    """nnf: (H, W, 2) int32, y and x on the style; picture: (H, W, 3) uint8, mean of the 25 patches over each pixel."""

    nnf: np.ndarray
    picture: np.ndarray


def match(
    style: np.ndarray,
    source_guides: np.ndarray,
    target_guides: np.ndarray,
    weights: tuple[int, ...],
    uniformity: int,
    *,
    seed: int = 0,
    threads: int = 1,
    index: Index | None = None,
) -> Match:
    """Paint target_guides (H, W, g <= 5) uint8 in the style (h, w, 3) uint8 with source_guides (h, w, g) uint8.

    weights: 3 + g whole numbers, per channel of paint and guides, at most 25 each. uniformity: what a place pays that is
    used just as often as all others. index: from board_index. Raises InputError if these do not fit one another.
    """
    gain, of = PAINT_GAIN
    if len(weights) != 3 + source_guides.shape[2] or len(weights) > 8 or not all(0 <= w <= 25 for w in weights):
        raise InputError(
            f"weights {weights}; expected {3 + source_guides.shape[2]} whole numbers from 0 to 25, at most 8"
        )
    if source_guides.shape[:2] != style.shape[:2] or source_guides.shape[2] != target_guides.shape[2]:
        raise InputError(f"style {style.shape}, guides {source_guides.shape} and {target_guides.shape} do not fit")
    for what, array in (("style", style), ("source guides", source_guides), ("target guides", target_guides)):
        if array.dtype != np.uint8 or array.ndim != 3 or (what == "style" and array.shape[2] != 3):
            raise InputError(
                f"{what}: {array.shape} of {array.dtype}; expected (h, w, 3) uint8 paint and (h, w, g) uint8 guides"
            )
    if min(*style.shape[:2], *target_guides.shape[:2]) < 2 * LEAST_SIDE:
        raise InputError(f"style {style.shape}, target {target_guides.shape}; each side is {2 * LEAST_SIDE} px or more")
    w8 = np.zeros(8, np.uint8)
    w8[: len(weights)] = [w * (gain if i < 3 else of) for i, w in enumerate(weights)]
    sources = _sources(style, source_guides, target_guides.shape[:2], threads)
    index = index or _index(sources, threads)
    for level, source in enumerate(sources):
        at = max(1, level)
        source.similar, source.listed, source.starts = index[at]
        source.halved = at != level
    pixels = [_channels(None, target_guides)]
    while len(pixels) < len(sources):
        pixels.append(halve(pixels[-1], threads))
    found = None
    for level in range(len(sources) - 1, -1, -1):
        source, material = sources[level], np.zeros(pixels[level].shape[:2], np.uint8)
        start = np.full(material.shape, -1, np.int32) if found is None else finer(found, source, material, threads)
        target = Target(framed(pixels[level]), material, _key(pixels[level]), start)
        common = {
            "price": price_of_use(source, material, of * uniformity), "first_turn": 100 * level, "stride": STRIDES[level],
            "by_material": False, "seed": seed, "threads": threads,
        }  # fmt: skip
        if found is None:
            blind = w8.copy()
            blind[:3] = 0
            search(source, target, blind, turns=4, leaps=1, picks=8, voting=False, **common)
        settle(target.match, source, material, None, sources[0])
        vote(source, target, by_material=False, span=2, moved=None, threads=threads)
        search(source, target, w8, turns=TURNS[level], leaps=LEAPS, **common)
        found = target.match
    cols = sources[0].open.shape[1]
    return Match(np.stack([found // cols, found % cols], -1), target.paint.copy())


def board_index(
    style: np.ndarray, source_guides: np.ndarray, target_shape: tuple[int, int], *, threads: int = 1
) -> Index:
    """What `match` finds once per board: like places, guide list and its starts, at every level but the finest."""
    return _index(_sources(style, source_guides, target_shape, threads), threads)


def _sources(style: np.ndarray, guides: np.ndarray, target_shape: tuple[int, int], threads: int) -> list[Source]:
    pixels = [_channels(style, guides)]
    least = min(*style.shape[:2], *target_shape)
    while len(pixels) < LEVELS and least >> len(pixels) >= LEAST_SIDE:
        pixels.append(halve(pixels[-1], threads))
    sources = []
    for p in pixels:
        open_ = np.full(p.shape[:2], CLOSED, np.uint8)
        open_[RADIUS:-RADIUS, RADIUS:-RADIUS] = 0
        sources.append(Source(p, np.zeros_like(open_), open_))
    return sources


def _index(sources: list[Source], threads: int) -> Index:
    return {
        level: (like_places(s.pixels, s.open, k=LIKE, threads=threads), *guide_lists(_key(s.pixels), s.open))
        for level, s in enumerate(sources)
        if level
    }


def _channels(style: np.ndarray | None, guides: np.ndarray) -> np.ndarray:
    out = np.zeros((*guides.shape[:2], 8), np.uint8)
    if style is not None:
        out[..., :3] = style
    out[..., 3 : 3 + guides.shape[2]] = guides
    return out


def _key(pixels: np.ndarray) -> np.ndarray:
    """(h, w) uint16: the upper bits of the five guides."""
    key = np.zeros(pixels.shape[:2], np.uint16)
    for channel, bits in ((3, 3), (4, 3), (5, 3), (6, 4), (7, 3)):
        key = (key << bits) | (pixels[..., channel] >> (8 - bits))
    return key
