"""What decides a picture: boards, layout, what is told of its materials, pass, seed, and what to keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from underpaint.paint.tuning import Tuning

Colour = tuple[int, int, int]
Stage = Literal["both", "rough", "sketch", "paint"]
DRAFTS: tuple[Stage, ...] = ("rough", "sketch")
"""The stages that end with a draft."""


@dataclass(frozen=True)
class Board:
    """A finished painting with its material map.

    painting: (h, w, 3 or 4) uint8 or uint16, sRGB, straight alpha if there is a fourth channel.
    materials: (h, w, 3) uint8, one flat colour per material, no anti-aliasing.
    name: what messages, reports and credits call it.
    """

    name: str
    painting: np.ndarray
    materials: np.ndarray


@dataclass(frozen=True)
class Layout:
    """A cut to paint.

    materials: (H, W, 3) uint8, flat colours that the boards' maps use too.
    lines: (H, W) uint8 or None, the pencil drawing: paper light, pencil dark.
    shadow: (H, W) bool or None, True where the drawing lays shadow: darker paint of the same material goes there.
    """

    materials: np.ndarray
    lines: np.ndarray | None = None
    shadow: np.ndarray | None = None


@dataclass(frozen=True)
class Repaint:
    """Paint only a place of an earlier picture.

    keep: (H, W, 3 or 4), the earlier picture, in the boards' depth and channels.
    mask: (H, W) bool, True where new paint goes; everywhere else `keep` stays to the byte.
    """

    keep: np.ndarray
    mask: np.ndarray


@dataclass(frozen=True)
class Request:
    """Everything that decides a picture: the same request gives the same bytes.

    stage: "rough" paints the draft only, "paint" starts from `rough`, "both" runs one after the other. "sketch" is nearly the rough in
    little more than half its time, to look at while a map changes.
    rough: (h, w, 3 or 4) uint8 or uint16, a draft whose composition is kept; needed for stage "paint".
    smooth: colours of materials to treat as soft paint besides those found to be.
    tuning: material colour to its own settings; materials that are neither on the boards nor on the layout are passed over.
    names: material colour to name, for messages and reports; colours without a name are called #rrggbb.
    seed: 0 .. 2**32 - 1.
    """

    boards: tuple[Board, ...]
    layout: Layout
    stage: Stage = "both"
    rough: np.ndarray | None = None
    repaint: Repaint | None = None
    smooth: frozenset[Colour] = frozenset()
    names: Mapping[Colour, str] = field(default_factory=dict)
    seed: int = 0
    tuning: Mapping[Colour, Tuning] = field(default_factory=dict)
