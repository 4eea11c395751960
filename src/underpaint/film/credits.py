"""Who made a film's backgrounds, and how much of them: exact shares, from pixels counted one by one.

A pixel belongs to the painter of the board whose paint it holds, or, once a person has changed it by hand, to that person
alone; one that a trained model painted is the model's, named with its version, and never a person's. Shares are fractions and not floats, so that they add up to one exactly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from underpaint.errors import InputError

Model = tuple[str, str]
"""A trained model: its name and version."""


@dataclass(frozen=True)
class CutWork:
    """What a cut's final take is made of.

    frames: its length, the whole of it in frames. boards: px that hold each board's paint; touched: px that each person
    changed by hand; models: px that each trained model painted; a pixel is counted once, in one of the three. layout, approved_by: people. engine: (name, version) of the
    machine, None where every pixel was made by hand. background: the cut whose background this one shows again, or "". strokes:
    of each board whose paint is there larger or smaller than it was painted, how much so, rising; 1 would be as it is.
    helped: models that painted no px of it and yet had a part: they made the rough, or were laid over one that painted. shown: boards that
    a model was shown; taught: boards that a model had learnt from.
    """

    cut: str
    frames: int
    boards: Mapping[str, int]
    touched: Mapping[str, int]
    layout: tuple[str, ...] = ()
    approved_by: tuple[str, ...] = ()
    engine: tuple[str, str] | None = None
    background: str = ""
    strokes: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    models: Mapping[Model, int] = field(default_factory=dict)
    helped: tuple[Model, ...] = ()
    shown: tuple[str, ...] = ()
    taught: tuple[str, ...] = ()

    def sizes_of(self, board: str) -> str:
        """How large its strokes were made, as people read it: "0.75, 1.5", or "" where they are as they were painted."""
        return ", ".join(f"{size:g}" for size in self.strokes.get(board, ()))


@dataclass(frozen=True)
class Shares:
    """Parts of a whole: painters, touched and models add up to 1, and so do boards, touched and models. The largest come first."""

    painters: Mapping[str, Fraction]
    boards: Mapping[str, Fraction]
    touched: Mapping[str, Fraction]
    models: Mapping[Model, Fraction] = field(default_factory=dict)

    @property
    def by_hand(self) -> Fraction:
        """The part that people changed by hand."""
        return sum(self.touched.values(), Fraction(0))


@dataclass(frozen=True)
class CutCredits:
    """One cut: its work, its px and whose they are."""

    work: CutWork
    pixels: int
    shares: Shares


@dataclass(frozen=True)
class FilmCredits:
    """A film, or some of its cuts.

    by_screen_time: each cut counts as long as it is seen, whatever its size, which is what an audience sees: a 3-frame-wide
    PAN is on the screen no longer than any other picture of its length. by_pixels: each cut counts by its px, which is how
    much there was to paint; a background that several cuts share counts once, and pixels is their sum. painter_of: the painter of every
    board used or shown. layout, approved_by, engines: in how many cuts; helped: models, and shown and taught: boards' painters, likewise,
    as in CutWork. makers: of every model. unknown: cuts of unknown origin, in nothing of the above.
    """

    title: str
    cuts: tuple[CutCredits, ...]
    frames: int
    pixels: int
    by_screen_time: Shares
    by_pixels: Shares
    painter_of: Mapping[str, str]
    layout: Mapping[str, int]
    approved_by: Mapping[str, int]
    engines: Mapping[tuple[str, str], int]
    unknown: tuple[str, ...] = ()
    helped: Mapping[Model, int] = field(default_factory=dict)
    shown: Mapping[str, int] = field(default_factory=dict)
    taught: Mapping[str, int] = field(default_factory=dict)
    makers: Mapping[Model, str] = field(default_factory=dict)


def credit(
    title: str,
    works: Iterable[CutWork],
    painter_of: Mapping[str, str],
    unknown: Iterable[str] = (),
    makers: Mapping[Model, str] | None = None,
) -> FilmCredits:
    """The credits of some cuts of a film; painter_of: the painter of each board by the board's name. unknown: cuts whose
    pictures are of unknown origin: they are named, and count for nothing else. makers: of trained models, as their cards say.

    Raises InputError where a cut has no picture or no length, is given twice, or a board has no painter: nobody is left out.
    """
    works = tuple(works)
    if not works:
        raise InputError(f"{title}: no painted cut to credit; paint one first")
    names = [work.cut for work in works]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError(f"cut {twice} is given twice; name each cut once")
    cuts = tuple(_credit_cut(work, painter_of) for work in works)
    frames = sum(work.frames for work in works)
    backgrounds = {cut.work.background or cut.work.cut: cut for cut in reversed(cuts)}
    pixels = sum(cut.pixels for cut in backgrounds.values())
    used = sorted({board for work in works for board in (*(name for name, count in work.boards.items() if count), *work.shown, *work.taught)})
    models = sorted({model for work in works for model in (*work.models, *work.helped)})
    return FilmCredits(
        title=title,
        cuts=cuts,
        frames=frames,
        pixels=pixels,
        by_screen_time=_mixed((cut.shares, Fraction(cut.work.frames, frames)) for cut in cuts),
        by_pixels=_mixed((cut.shares, Fraction(cut.pixels, pixels)) for cut in backgrounds.values()),
        painter_of={board: painter_of.get(board, "") for board in used},
        layout=_most_first(Counter(name for work in works for name in dict.fromkeys(work.layout))),
        approved_by=_most_first(Counter(name for work in works for name in dict.fromkeys(work.approved_by))),
        engines=_most_first(Counter(work.engine for work in works if work.engine)),
        unknown=tuple(unknown),
        helped=_most_first(Counter(model for work in works for model in dict.fromkeys(work.helped))),
        shown=_most_first(Counter(name for work in works for name in dict.fromkeys(_painters(_only_shown(work), painter_of)))),
        taught=_most_first(Counter(name for work in works for name in dict.fromkeys(_painters(work.taught, painter_of)))),
        makers={model: (makers or {}).get(model, "") for model in models},
    )


def percents(shares: Mapping[str, Fraction]) -> dict[str, str]:
    """Shares that add up to 1, in per cent with one decimal, rounded so that what is printed adds up to 100.0.

    The tenths lost by rounding down go to the largest remainders (Hamilton's method), of equal ones to the earlier. Nobody
    is printed as nothing: a share that comes out as 0.0 is "<0.1".
    """
    tenths = {name: share * 1000 for name, share in shares.items()}
    floors = {name: int(value) for name, value in tenths.items()}
    left = 1000 - sum(floors.values())
    for name in sorted(tenths, key=lambda name: floors[name] - tenths[name])[:left]:
        floors[name] += 1
    return {name: f"{count // 10}.{count % 10}" if count else "<0.1" for name, count in floors.items()}


def _credit_cut(work: CutWork, painter_of: Mapping[str, str]) -> CutCredits:
    counts = [*work.boards.values(), *work.touched.values(), *work.models.values()]
    pixels = sum(counts)
    if pixels <= 0 or min(counts) < 0:
        raise InputError(f"cut {work.cut}: no painted picture to credit; paint it first")
    if work.frames <= 0:
        raise InputError(f"cut {work.cut}: a length of {work.frames} frames; give its length as seconds+frames")
    painters: Counter[str] = Counter()
    for board, count in work.boards.items():
        if not count:
            continue
        if not painter_of.get(board, "").strip():
            raise InputError(
                f"board {board}: no painter is named, and cut {work.cut} holds its paint; name one in board.toml"
            )
        painters[painter_of[board]] += count
    if not all(name.strip() for name, count in work.touched.items() if count):
        raise InputError(f"cut {work.cut}: px changed by hand without a name; hand the file in again and say by whom")
    shares = Shares(*(_parts(group, pixels) for group in (painters, work.boards, work.touched, work.models)))
    return CutCredits(work, pixels, shares)


def _only_shown(work: CutWork) -> list[str]:
    """The boards that a model was shown, of which nothing else says that they had a part."""
    return [board for board in work.shown if not work.boards.get(board)]


def _painters(boards: Iterable[str], painter_of: Mapping[str, str]) -> list[str]:
    return [painter_of[board] for board in boards if painter_of.get(board, "").strip()]


def _parts(counts: Mapping[str, int], pixels: int) -> dict[str, Fraction]:
    return _most_first({name: Fraction(count, pixels) for name, count in counts.items() if count})


def _mixed(weighed: Iterable[tuple[Shares, Fraction]]) -> Shares:
    groups: tuple[dict, ...] = ({}, {}, {}, {})
    for shares, weight in weighed:
        for group, parts in zip(groups, (shares.painters, shares.boards, shares.touched, shares.models), strict=True):
            for name, share in parts.items():
                group[name] = group.get(name, Fraction(0)) + share * weight
    return Shares(*(_most_first(group) for group in groups))


def _most_first(counts: Mapping) -> dict:
    """The largest first; equal ones by name, so that the order of reading decides nothing."""
    return dict(sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])))
