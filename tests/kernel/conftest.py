"""Small boards and cuts for the kernel, and the kernel on each kind of instructions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from underpaint import _kernel

RADIUS = 2
CLOSED = 255


@dataclass(frozen=True)
class Ground:
    """A board and a cut in the kernel's own arrays, filled at random.

    source: (h, w, 8); label, open: (h, w), open being 255 on the rim of two pixels and on some places inside;
    target: (H + 4, W + 4, 8); material: (H, W); match: (H, W) int32, places of the pixel's material or -1.
    """

    source: np.ndarray
    label: np.ndarray
    open: np.ndarray
    target: np.ndarray
    material: np.ndarray
    match: np.ndarray

    @property
    def places(self) -> np.ndarray:
        return np.flatnonzero(self.open.ravel() != CLOSED).astype(np.int32)


def _ground(seed: int, board: tuple[int, int], cut: tuple[int, int], tones: int = 256) -> Ground:
    rng = np.random.default_rng(seed)
    source = rng.integers(0, tones, (*board, 8), dtype=np.uint8)
    label = rng.integers(0, 2, board, dtype=np.uint8)
    open_ = np.full(board, CLOSED, np.uint8)
    inside = np.s_[RADIUS:-RADIUS, RADIUS:-RADIUS]
    open_[inside] = label[inside]
    open_[inside][rng.random(open_[inside].shape) < 0.1] = CLOSED
    material = rng.integers(0, 2, cut, dtype=np.uint8)
    target = rng.integers(0, tones, (cut[0] + 4, cut[1] + 4, 8), dtype=np.uint8)
    match = np.full(cut, -1, np.int32)
    for number in (0, 1):
        fitting = np.flatnonzero(open_.ravel() == number)
        here = (material == number) & (rng.random(cut) < 0.9)
        if fitting.size:
            match[here] = rng.choice(fitting, int(here.sum()))
    return Ground(source, label, open_, target, material, match)


@pytest.fixture(scope="session")
def ground():
    """ground(seed, (board rows, columns), (cut rows, columns), tones=256) -> Ground"""
    return _ground


@pytest.fixture(params=["best", "scalar"])
def instructions(request):
    _kernel.use_instructions(request.param)
    yield request.param
    _kernel.use_instructions("best")
