"""Ferns, and a brook between mossy banks."""

from __future__ import annotations

import itertools

import numpy as np

from .curves import spline, waver
from .land import resample_to
from .pencil import DETAIL, FAINT, FORM, OUTLINE, Pencil
from .sheet import Sheet


def fern(sheet: Sheet, x: float, y: float, size: float, pencil: Pencil = OUTLINE) -> np.ndarray:
    """A clump of fern with its root at (x, y): one region whose outline runs over the tips of its fronds; inside, ribs
    and leaflets. size: px from root to tip. Gives its mask."""
    rng = sheet.rng
    count = 9
    turns = np.linspace(-1.45, 1.45, count) + rng.normal(0, 0.06, count)
    outline: list[np.ndarray] = []
    ribs = []
    for k, turn in enumerate(turns):
        long = size * rng.uniform(0.85, 1.12) * (1.0 - 0.08 * abs(turn))
        tip = np.array(
            [x + 1.15 * long * np.sin(turn), y - 0.95 * long * max(np.cos(turn), 0.0) ** 0.8 + 0.20 * long * abs(turn)]
        )
        arch = np.array([x + 0.5 * long * np.sin(0.8 * turn), y - 0.70 * long * np.cos(0.7 * turn)])
        ribs.append(spline([(x, y), arch, tip], 2.0))
        if k:
            valley = np.array([x, y]) + 0.76 * ((outline[-1] + tip) / 2 - (x, y))
            outline.append(valley + rng.normal(0, 0.03 * size, 2))
        outline.append(tip)
    base = [(x + 0.5 * size, y + 0.10 * size), (x, y + 0.14 * size), (x - 0.5 * size, y + 0.10 * size)]
    edge = np.array([*outline, *base])
    closed = np.vstack([edge, edge[:1]])
    pieces = []
    for a, b in itertools.pairwise(closed):
        bulge = (a + b) / 2 + 0.10 * ((a + b) / 2 - (x, y - 0.3 * size))
        pieces.append(spline([a, bulge, b], 2.0))
    mask = sheet.fill(np.vstack(pieces), "fern")
    for piece in pieces:
        sheet.stroke(piece, pencil.times(rng.uniform(0.85, 1.05)))
    with sheet.within(mask):
        for rib in ribs:
            sheet.stroke(rib, DETAIL.times(rng.uniform(0.8, 1.1)))
            for share in np.arange(0.4, 0.97, 0.10):
                at = rib[int(share * (len(rib) - 1))]
                way = rib[min(len(rib) - 1, int(share * (len(rib) - 1)) + 3)] - at
                way = way / (np.hypot(*way) + 1e-9)
                for side in (-1, 1):
                    leaf = 0.10 * size * np.sin(np.pi * share) * rng.uniform(0.8, 1.1)
                    end = at + leaf * (0.45 * way + side * np.array([-way[1], way[0]]))
                    sheet.stroke([at, (at + end) / 2 + 0.1 * leaf * way, end], FAINT.times(rng.uniform(0.9, 1.4)))
    return mask


def brook(sheet: Sheet, left, right, pencil: Pencil = OUTLINE) -> np.ndarray:
    """A brook between its two banks, far end first: the water, a second line for the bank's face on the left, threads
    of the current. Gives its mask."""
    rng = sheet.rng
    left, right = waver(left, rng, 5, 90), waver(right, rng, 5, 90)
    mask = sheet.fill(np.vstack([left, right[::-1]]), "water")
    for edge in (left, right):
        sheet.line(edge, pencil)
    a, b = resample_to(left, 160), resample_to(right, 160)
    width = np.hypot(*(b - a).T)
    sheet.line(a - np.column_stack([0 * width, 2 + 0.06 * width]), FORM)
    with sheet.within(mask):
        for _ in range(90):
            k = int(rng.uniform(0.05, 0.92) * 160)
            share = rng.uniform(0.08, 0.92)
            n = int(rng.integers(4, 14))
            path = (a + (b - a) * share)[k : k + n]
            if len(path) > 3:
                sheet.stroke(waver(path, rng, 1.0 + 0.01 * width[k], 30), FAINT.times(rng.uniform(0.7, 1.3)))
    return mask
