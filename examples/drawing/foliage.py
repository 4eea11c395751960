"""Leaves in the mass: crowns, bushes and woods, drawn by their outline and a few clumps inside."""

from __future__ import annotations

import itertools

import numpy as np

from .curves import bumps, drift, normals, ring, spline
from .pencil import DETAIL, FAINT, OUTLINE, Pencil
from .sheet import Sheet


def crown(sheet: Sheet, *groups: tuple) -> list[tuple]:
    """The clumps of several ellipses together, each given as (cx, cy, rx, ry, count, size)."""
    return [blob for group in groups for blob in clumps(sheet, *group)]


def clumps(sheet: Sheet, cx: float, cy: float, rx: float, ry: float, count: int, size: float) -> list[tuple]:
    """Blobs (cx, cy, rx, ry) that together fill an ellipse unevenly: large in the middle, small at the rim."""
    rng = sheet.rng
    blobs = [(cx, cy, rx * 0.66, ry * 0.66)]
    for k in range(count):
        turn = 2 * np.pi * (k + rng.uniform(-0.35, 0.35)) / count
        out = rng.uniform(0.55, 0.92)
        r = size * rng.uniform(0.62, 1.3)
        blobs.append((cx + out * rx * np.cos(turn), cy + out * ry * np.sin(turn), r * rng.uniform(1, 1.25), r * 0.85))
    for _ in range(count):
        turn, out = rng.uniform(0, 2 * np.pi), rng.uniform(0.1, 0.6)
        r = size * rng.uniform(0.4, 0.8)
        blobs.append((cx + out * rx * np.cos(turn), cy + out * ry * np.sin(turn), r * rng.uniform(1, 1.4), r * 0.8))
    return blobs


def mass(
    sheet: Sheet, blobs: list[tuple], material: str, leaf: float, pencil: Pencil = OUTLINE, inner: float = 1.0
) -> np.ndarray:
    """A leafy mass made of blobs (cx, cy, rx, ry) in px; leaf: usual length of a bump in px. Gives its mask."""
    rng = sheet.rng
    chains = [bumps(ring(*blob, rng), rng, leaf * rng.uniform(0.8, 1.2), 0.42, 0.22) for blob in blobs]
    cover = np.zeros(sheet.map.shape, np.int16)
    for chain in chains:
        cover += sheet.mask(np.vstack(chain))
    mask = sheet.fill(cover > 0, material)
    for blob, chain in zip(blobs, chains, strict=True):
        window = rng.normal(-1.75, 0.5)
        for run in runs(chain, rng):
            hidden = covered(cover, run + 2.2 * normals(run))
            for piece in pieces(run, ~hidden):
                sheet.stroke(piece, pencil.times(rng.uniform(0.8, 1.1)))
            middle = run[len(run) // 2]
            facing = np.cos(np.arctan2(middle[1] - blob[1], middle[0] - blob[0]) - window)
            if facing > 0.35 and rng.random() < 0.75 * inner:
                for piece in pieces(run, hidden):
                    sheet.stroke(piece, DETAIL.times(rng.uniform(0.5, 1.0)))
    with sheet.within(mask):
        sprigs(sheet, blobs, leaf, inner)
    return mask


def covered(cover: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Bool (N,): which places lie in the mass; the nearest pixel of the frame speaks for those outside it."""
    row = np.clip(places[:, 1].astype(int), 0, cover.shape[0] - 1)
    column = np.clip(places[:, 0].astype(int), 0, cover.shape[1] - 1)
    return cover[row, column] > 0


def pieces(line: np.ndarray, keep: np.ndarray) -> list[np.ndarray]:
    """The stretches of a line that are kept, each of at least 4 points."""
    turns = np.flatnonzero(np.diff(np.pad(keep.astype(int), 1)))
    return [line[a:b] for a, b in zip(turns[::2], turns[1::2], strict=True) if b - a >= 4]


def runs(chain: list[np.ndarray], rng: np.random.Generator) -> list[np.ndarray]:
    """The bumps of a chain as strokes: one to four at a time, now and then with a small gap between."""
    strokes, k = [], 0
    while k < len(chain):
        take = int(rng.integers(1, 5))
        run = np.vstack(chain[k : k + take])
        if rng.random() < 0.3 and len(run) > 12:
            run = run[: -int(rng.integers(1, 4))]
        strokes.append(run)
        k += take
    return strokes


def sprigs(sheet: Sheet, blobs: list[tuple], leaf: float, amount: float) -> None:
    """Short chains of leaves inside the clumps, mostly on the shadow side at lower right."""
    rng = sheet.rng
    for cx, cy, rx, ry in blobs:
        for _ in range(rng.poisson(amount * 0.035 * rx * ry / leaf**2)):
            turn, out = rng.normal(0.9, 1.1), rng.uniform(0.25, 0.8)
            x, y = cx + out * rx * np.cos(turn), cy + out * ry * np.sin(turn)
            length = leaf * rng.uniform(1.2, 3.6)
            lean = rng.uniform(-0.5, 0.5)
            path = spline(
                [
                    (x - length / 2, y + lean * length / 3),
                    (x, y - length * rng.uniform(0.05, 0.3)),
                    (x + length / 2, y + length * rng.uniform(0, 0.25)),
                ]
            )
            for run in runs(bumps(path, rng, leaf * 0.62, 0.5, 0.35), rng):
                sheet.stroke(run, FAINT.times(rng.uniform(0.9, 1.6)))


def wood(sheet: Sheet, skyline: np.ndarray, material: str, leaf: float, pencil: Pencil, rows: int = 3) -> np.ndarray:
    """A wooded slope below a skyline (left to right), down to the foot of the sheet. Gives its mask."""
    rng = sheet.rng
    stand = 0.35 * leaf * drift(len(skyline), rng, 14)
    skyline = skyline + np.stack([0 * stand, stand], axis=1)
    chain = bumps(skyline, rng, leaf, 0.5, 0.16)
    line = np.vstack(chain)
    body = np.vstack([line, [[line[-1, 0], sheet.height + 20], [line[0, 0], sheet.height + 20]]])
    mask = sheet.fill(body, material)
    for run in runs(chain, rng):
        sheet.stroke(run, pencil.times(rng.uniform(0.75, 1.1)))
    with sheet.within(mask):
        for row in range(1, rows + 1):
            sag = leaf * (1.5 * row + 0.5) + leaf * 0.8 * drift(len(skyline), rng, 40)
            for run in runs(bumps(skyline + np.stack([0 * sag, sag], axis=1), rng, leaf * 1.1, 0.5, 0.1), rng):
                if rng.random() < 0.42:
                    sheet.stroke(run, pencil.times(rng.uniform(0.45, 0.7)))
    return mask


def fir(
    sheet: Sheet,
    x: float,
    foot: float,
    height: float,
    pencil: Pencil = OUTLINE,
    half: float = 0.25,
    material: str = "dark-foliage",
) -> None:
    """A fir: drooping tiers of uneven branches, its top at foot - height; half: half-width over height."""
    rng = sheet.rng
    half *= rng.uniform(0.82, 1.12)
    tiers = int(np.clip(height / 17, 6, 17))
    step = height / tiers
    tip_x = x + rng.normal(0, 0.012) * height
    sides = []
    for side in (-1, 1):
        edge = [(tip_x, foot - height)]
        for k in range(tiers):
            low = (k + 1) / tiers
            y = foot - height + low * height
            reach = half * height * low**0.92 * rng.uniform(0.74, 1.14) + 2
            droop = step * rng.uniform(-0.12, 0.28)
            middle = tip_x + (x - tip_x) * low
            edge.append((middle + side * 0.6 * reach, y - 0.5 * step))
            edge.append((middle + side * reach, y + droop))
            if k < tiers - 1:
                edge.append((middle + side * reach * rng.uniform(0.6, 0.78), y - 0.1 * step))
        sides.append(np.array(edge))
    skirt = np.linspace(sides[0][-1], sides[1][-1], 8)
    skirt[1:-1, 1] += rng.uniform(-0.35, 0.1, 6) * step
    mask = sheet.fill(np.vstack([sides[0][::-1], sides[1][1:], skirt[::-1][1:-1]]), material)
    for edge in (*sides, skirt):
        for a, b in itertools.pairwise(edge):
            if rng.random() > 0.05:
                bend = (a + b) / 2 + rng.normal(0, 0.05 * step, 2)
                sheet.stroke(spline([a, bend, b], 1.0), pencil.times(rng.uniform(0.7, 1.05)))
    with sheet.within(mask):
        for _ in range(int(tiers * 3)):
            low = rng.uniform(0.12, 0.97)
            side = rng.choice([-1, 1])
            start = x + side * height * half * low * rng.uniform(0.0, 0.6)
            length = height * half * low * rng.uniform(0.2, 0.42)
            y = foot - height + low * height
            hook = [
                (start, y),
                (start + side * 0.6 * length, y + 0.14 * length),
                (start + side * length, y + 0.5 * length),
            ]
            sheet.stroke(spline(hook, 1.0), DETAIL.times(rng.uniform(0.6, 1.0)))
