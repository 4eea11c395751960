"""Both passes of a request over the levels of boards and cut, coarse to fine."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from underpaint import _kernel
from underpaint.paint import guides, settings, tuning
from underpaint.paint.canvas import Palette, PreparedBoard, cut_levels, mean_paint, stack
from underpaint.paint.index import LEVELS, detail, halve, paint8
from underpaint.paint.materials import code_of
from underpaint.paint.request import Request
from underpaint.paint.search import CLOSED, Target, fees, finer, framed, price_of_use, search, settle, vote
from underpaint.paint.soft import extents

LEAST_SIDE = 12  # px of the cut at its coarsest level

Tick = Callable[[float], None]


class Studio:
    """What the passes share. `target` holds the level painted last."""

    def __init__(self, request: Request, palette: Palette, boards: list[PreparedBoard], threads: int):
        self.threads, self.seed = threads, request.seed
        lines, shadow = request.layout.lines, request.layout.shadow
        self.pencil = lines is not None
        self.sketch = request.stage == "sketch"
        self.shadow = shadow is not None
        tuned = {code_of(colour): own for colour, own in request.tuning.items()}
        lines_most, feel = tuning.line_feel(palette.codes, tuned)
        self.weights = settings.weights(self.pencil, self.shadow, lines_most)
        self.near_scale = lines_most**-0.5  # of the line channel, where lines weigh as usual
        self.blind = self.weights.copy()
        self.blind[:3] = 0  # the guides alone choose
        usual = settings.EVENNESS if lines is None else settings.EVENNESS_DRAWN
        self.evenness = tuning.evenness(palette.codes, tuned, usual)
        label = palette.labels(request.layout.materials)
        density = None
        if lines is not None:
            density = settings.LINE_SHARE * guides.line_density(guides.pencil(lines), label)
        self.soft = mean_paint(boards)
        shaded = None if shadow is None else guides.shaded(shadow, label, self.soft.is_soft)
        with ThreadPoolExecutor(min(2, threads)) as pool:  # boards and cut are laid out beside one another
            stacked = pool.submit(stack, boards, palette, density, threads, shaded=shaded, feel=feel)
            cut = pool.submit(cut_levels, request.layout, palette, LEVELS, self.soft, threads, shaded=shaded, feel=feel)
            self.sources, self.cut = stacked.result(), cut.result()
        h, w = request.layout.materials.shape[:2]
        levels = 1
        while levels < LEVELS and min(h, w) >> levels >= LEAST_SIDE and (self.sources[levels].open != CLOSED).any():
            levels += 1
        del self.cut[levels:]
        self.soft.top, self.soft.bottom = extents(self.cut[0].label, len(palette.codes))
        self.rough_level = min(settings.ROUGH_LEVEL, levels - 1)
        self.free: list[np.ndarray | None] = [None] * levels
        self.target: Target | None = None
        if request.repaint is not None:
            self._keep(paint8(request.repaint.keep), request.repaint.mask)

    def first_pass(self, tick: Tick) -> np.ndarray:
        """Paint the coarse levels; the match of the rough."""
        return self._down(None, len(self.cut) - 1, self.rough_level, tick)

    def second_pass(self, match: np.ndarray, tick: Tick) -> np.ndarray:
        """Paint the levels finer than the rough; the match at full size."""
        return self._down(match, self.rough_level - 1, 0, tick) if self.rough_level else match

    def from_rough(self, rough: np.ndarray) -> np.ndarray:
        """The match of a rough that is given as a picture, (h, w, 3 or 4): its paint is found on the boards before any of
        it may change."""
        cut = self.cut[self.rough_level]
        paint = resized(paint8(rough), cut.label.shape, self.threads)
        target = self._target(self.rough_level, np.full(cut.label.shape, -1, np.int32))
        target.paint[:] = detail(paint, cut.label, self.soft.at(self.rough_level), self.threads)
        _kernel.pad_rim(target.pixels)
        self._search(self.rough_level, target, turns=settings.DRAFT_TURNS, leaps=3, picks=8, voting=False)
        return self._level(self.rough_level, target)

    def energy(self) -> dict[str, float]:
        """Mean per pixel of each term, in the search's unit, over every fourth pixel of every fourth row of the level
        painted last, against the paint that its last turn went by."""
        level = next(i for i, cut in enumerate(self.cut) if cut.label.shape == self.target.material.shape)
        source, target = self.sources[level], self.target
        fee = fees(source, target.match, self._price(level), self.threads)
        channels, paid, looked = _kernel.energy(source.pixels, fee, target.pixels, target.match, self.threads)
        weighted = np.array(channels) * self.weights / max(1, looked)
        terms = {"paint": weighted[:3], "material": weighted[3:5], "place": weighted[5:7], "line": weighted[7:]}
        energy = {name: float(term.sum()) for name, term in terms.items()}
        energy["evenness"] = paid / max(1, looked)
        return energy | {"all": sum(energy.values())}

    def _keep(self, keep: np.ndarray, mask: np.ndarray) -> None:
        """Lay the kept picture under the cut at every level, and let only the masked place move."""
        paint = detail(keep, self.cut[0].label, self.soft, self.threads)
        free = mask
        for level, cut in enumerate(self.cut):
            if level:
                paint = halve(paint, self.threads)
                h, w = cut.label.shape
                wide = np.zeros((2 * h, 2 * w), bool)
                wide[: free.shape[0], : free.shape[1]] = free
                free = wide[0::2, 0::2] | wide[1::2, 0::2] | wide[0::2, 1::2] | wide[1::2, 1::2]
            cut.pixels[..., :3] = np.where(free[..., None], cut.pixels[..., :3], paint)
            self.free[level] = free.astype(np.uint8)

    def _down(self, match: np.ndarray | None, first: int, last: int, tick: Tick) -> np.ndarray:
        work = [self.cut[level].label.size * self._turns(level) for level in range(first, last - 1, -1)]
        for i, level in enumerate(range(first, last - 1, -1)):
            cut, source = self.cut[level], self.sources[level]
            if match is None:
                target = self._target(level, np.full(cut.label.shape, -1, np.int32))
                self._search(level, target, blind=True, turns=4, leaps=1, picks=8, voting=False)
            else:
                target = self._target(level, finer(match, source, cut.label, self.threads))
            match = self._level(level, target)
            tick(sum(work[: i + 1]) / sum(work))
        return match

    def _level(self, level: int, target: Target) -> np.ndarray:
        settle(target.match, self.sources[level], target.material, target.free, self.sources[0])
        vote(self.sources[level], target, by_material=True, span=2, moved=None, threads=self.threads)
        self._slide(level, target)
        self._search(
            level, target, turns=self._turns(level), leaps=settings.leaps(level, self.pencil), last_vote=level > 0
        )
        return target.match

    def _slide(self, level: int, target: Target) -> None:
        """Let painted lines slide to where they are drawn.

        What the coarser level could not place more truly than by its own pixels stays where it is as long as paint counts:
        a stroke can only move as a whole. So the guides alone choose for a moment, near by.
        """
        feels = settings.SLIDE_NEAR[level]
        if self.pencil and feels <= 255:
            near = (self.cut[level].pixels[..., 7] >= feels * self.near_scale).view(np.uint8)
            turns, stride = settings.SLIDE_TURNS, settings.SLIDE_STRIDE
            self._search(level, target, blind=True, turns=turns, leaps=0, stride=stride, active=near)

    def _target(self, level: int, match: np.ndarray) -> Target:
        cut, free = self.cut[level], self.free[level]
        if free is not None:
            match[free == 0] = -1
        leaps = settings.leaps(level, self.pencil) or level == len(self.cut) - 1 or level == self.rough_level
        key = guides.key(cut.pixels, cut.label) if leaps else None
        self.target = Target(framed(cut.pixels), cut.label, key, match, free)
        return self.target

    def _turns(self, level: int) -> int:
        return settings.turns(level, self.cut[0].label.shape, self.pencil, self.sketch)

    def _price(self, level: int) -> np.ndarray:
        label, free = self.cut[level].label, self.free[level]
        return price_of_use(self.sources[level], label if free is None else label[free > 0], self.evenness)

    def _search(self, level: int, target: Target, *, blind: bool = False, **how) -> None:
        how = {"stride": settings.STRIDES[level]} | how
        search(
            self.sources[level], target, self.blind if blind else self.weights, price=self._price(level),
            first_turn=100 * level, span=settings.SPANS[level], arbitrate=settings.ARBITRATE[level], seed=self.seed,
            threads=self.threads, **how,
        )  # fmt: skip


def resized(paint: np.ndarray, shape: tuple[int, int], threads: int) -> np.ndarray:
    """(h, w, 3) uint8 of another size: halved while at least twice too large, then linear between pixels."""
    while paint.shape[0] >= 2 * shape[0] and paint.shape[1] >= 2 * shape[1]:
        paint = halve(paint, threads)
    if paint.shape[:2] == shape:
        return paint
    for axis in (0, 1):
        have, want = paint.shape[axis], shape[axis]
        at = np.maximum((2 * np.arange(want, dtype=np.int64) + 1) * have * 256 // (2 * want) - 128, 0)
        low = np.minimum(at >> 8, have - 1)
        part = (at & 255).reshape((-1, 1, 1) if axis == 0 else (1, -1, 1))
        one, other = np.take(paint, low, axis).astype(np.int64), np.take(paint, np.minimum(low + 1, have - 1), axis)
        paint = ((one * (256 - part) + other * part + 128) >> 8).astype(np.uint8)
    return paint
