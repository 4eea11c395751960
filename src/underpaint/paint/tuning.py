"""A material's own settings: what a person may turn about how it is painted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np

from underpaint.errors import InputError

MOST = {"lines": 3.0, "strokes": 1.5, "evenness": 4.0, "smooth": 1.0}
"""The highest value of each setting; the lowest is 0, but strokes has only those of STROKES."""

STROKES = (0.5, 0.75, 1.0, 1.25, 1.5)
"""The sizes that strokes may have, beside the board's."""

AS_IS = 4
"""The size of a board's own strokes, in quarters."""


@dataclass(frozen=True)
class Tuning:
    """How one material is painted. None and 1 are what the engine does by itself.

    lines: weight of drawn lines, and of borders, 0..3: bolder, truer lines; below 1 fainter, and calmer paint around them.
    strokes: how large strokes are beside the board's, one of STROKES: paint comes from a copy of the board made that much
    larger or smaller. 1.5 is broad and a little soft, 0.5 fine and busy.
    evenness: 0..4: richer, less repeated; strokes break more often. Below 1: longer strokes, that come again.
    smooth: 0..1, how much of what changes with the place, as a sky from top to bottom, is laid smoothly under the strokes.
    0: whole patches of the board as they are; None: as the paint is found to be.
    """

    lines: float = 1.0
    strokes: float = 1.0
    evenness: float = 1.0
    smooth: float | None = None

    def told(self) -> dict[str, float]:
        """The settings that are not the engine's own."""
        return {each.name: getattr(self, each.name) for each in fields(self) if getattr(self, each.name) != each.default}


def tuning_of(told: Mapping[str, object], what: str) -> Tuning:
    """The settings as a person wrote them. what: the material, for messages. Raises InputError."""
    unknown = [name for name in told if name not in MOST]
    if unknown:
        raise InputError(f"{what}: no setting {str(unknown[0])[:40]!r}; there are {', '.join(MOST)}")
    made = Tuning(**told)
    check_tuning(made, what)
    return made


def check_tuning(given: Tuning, what: str) -> None:
    """Raise InputError where a setting is no number, or out of its range."""
    for field in fields(Tuning):
        value, most = getattr(given, field.name), MOST[field.name]
        if value is None and field.default is None:
            continue
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if field.name == "strokes" and not (is_number and value in STROKES):
            known = ", ".join(f"{size:g}" for size in STROKES)
            raise InputError(f"{what}: strokes is {str(value)[:40]}; it is one of {known}")
        if not (is_number and 0 <= value <= most):
            raise InputError(f"{what}: {field.name} is {str(value)[:40]}; it is a number from 0 to {most:g}")


def evenness(codes: np.ndarray, tuned: Mapping[int, Tuning], usual: int) -> np.ndarray:
    """(256,) int64: the evenness of each label, `usual` where nothing else is told. codes: (n,) colours of the labels."""
    out = np.full(256, usual, np.int64)
    for label, own in _by_label(codes, tuned).items():
        out[label] = round(usual * own.evenness)
    return out


def sizes(tuned: Mapping[int, Tuning]) -> dict[int, int]:
    """Of the materials whose strokes are of another size than the board's: colour to size, in quarters."""
    return {code: round(AS_IS * own.strokes) for code, own in tuned.items() if own.strokes != 1}


def line_feel(codes: np.ndarray, tuned: Mapping[int, Tuning]) -> tuple[float, np.ndarray | None]:
    """The greatest weight of lines, 1 or more, and how near to a line each label takes itself to be: (256, 256) uint8 by
    label and nearness; None where all are alike.

    The line channel has one weight for the whole cut, the greatest; a squared difference is made smaller by making both
    sides of it smaller.
    """
    weights = np.ones(256)
    for label, own in _by_label(codes, tuned).items():
        weights[label] = own.lines
    peak = max(1.0, float(weights.max()))
    if (weights == 1).all():
        return 1.0, None
    factor = np.sqrt(weights / peak)
    return peak, np.floor(factor[:, None] * np.arange(256) + 0.5).astype(np.uint8)


def _by_label(codes: np.ndarray, tuned: Mapping[int, Tuning]) -> dict[int, Tuning]:
    return {int(label): tuned[code] for label, code in enumerate(codes.tolist()) if code in tuned}
