"""Sky, hills, water, stones and paths: the ground of a layout."""

from __future__ import annotations

import numpy as np

from .curves import bumps, drift, normals, resample, ridge, ring, spline, waver
from .foliage import covered, pieces, runs
from .pencil import DETAIL, FAINT, FAR, FLICK, FORM, INNER, OUTLINE, Pencil
from .plants import tuft
from .sheet import Sheet


def below(line: np.ndarray, foot: float) -> np.ndarray:
    """The polygon under a skyline (left to right) down to a row."""
    return np.vstack([line, [[line[-1, 0], foot], [line[0, 0], foot]]])


def cumulus(sheet: Sheet, left: float, right: float, base: float, tops, pencil: Pencil = FAR) -> None:
    """A heaped cloud on a flat base; tops: heights in px of the heap from left to right, evenly spaced."""
    rng = sheet.rng
    tops = np.asarray(tops, dtype=float)
    blobs = []
    for layer, shrink in enumerate((1.0, 0.62, 0.3)):
        x = left
        while x < right:
            tall = np.interp(x, np.linspace(left, right, len(tops)), tops) * shrink
            r = np.clip(rng.uniform(0.22, 0.42) * (tall + 30), 14, 120) * (1 - 0.12 * layer)
            blobs.append((x, base - max(tall - r, 0.3 * r), r * rng.uniform(1.0, 1.25), r))
            x += r * rng.uniform(0.7, 1.2)
    blobs += [(x, base - 4, 30.0, 26.0) for x in np.arange(left + 20, right - 10, 26)]
    chains = [bumps(ring(*blob, rng, 0.08), rng, 14 + blob[2] * 0.32, 0.28, 0.0) for blob in blobs]
    cover = np.zeros(sheet.map.shape, np.int16)
    for chain in chains:
        cover += sheet.mask(np.vstack(chain))
    floor = waver([(left - 60, base), ((left + right) / 2, base + 3), (right + 60, base)], rng, 5, 160)
    cover[sheet.mask(np.vstack([floor, [[right + 400, sheet.height], [left - 400, sheet.height]]]))] = 0
    mask = sheet.fill(cover > 0, "cloud")
    bottom = mask[
        np.clip(floor[:, 1].astype(int) - 3, 0, sheet.height - 1), np.clip(floor[:, 0].astype(int), 0, sheet.width - 1)
    ]
    for blob, chain in zip(blobs, chains, strict=True):
        window = rng.normal(-1.6, 0.6)
        for run in runs(chain, rng):
            hidden = covered(cover, run + 2.2 * normals(run))
            above = run[:, 1] < np.interp(run[:, 0], floor[:, 0], floor[:, 1]) - 1
            for piece in pieces(run, ~hidden & above):
                sheet.stroke(piece, pencil.times(rng.uniform(0.8, 1.1)))
            middle = run[len(run) // 2] - blob[:2]
            if np.cos(np.arctan2(middle[1], middle[0]) - window) > 0.55 and rng.random() < 0.5:
                for piece in pieces(run, hidden & above):
                    sheet.stroke(piece, FAINT.times(rng.uniform(0.7, 1.2)))
    for start in range(0, len(floor) - 10, 40):
        if rng.random() < 0.72:
            stop = min(len(floor), start + int(rng.uniform(24, 60)))
            if bottom[start:stop].all():
                sheet.stroke(floor[start:stop], pencil.times(rng.uniform(0.6, 0.9)))


def wisp(sheet: Sheet, x: float, y: float, length: float, thick: float) -> None:
    """A long thin cloud with a scalloped upper side."""
    rng = sheet.rng
    top = spline([(x, y), (x + 0.3 * length, y - thick), (x + 0.65 * length, y - 0.75 * thick), (x + length, y)])
    chain = bumps(top, rng, thick * 1.1, 0.3, 0.0)
    under = spline([(x + length, y), (x + 0.6 * length, y + 0.22 * thick), (x + 0.3 * length, y + 0.1 * thick), (x, y)])
    sheet.fill(np.vstack([*chain, under]), "cloud")
    for run in runs(chain, rng):
        sheet.stroke(run, FAR.times(rng.uniform(0.6, 0.9)))
    sheet.line(under, FAR.times(0.6))


def hill(sheet: Sheet, keys, material: str, rough: float, pencil: Pencil = FAR, folds: int = 14) -> np.ndarray:
    """A bare hill under a skyline through the keys, with its spurs. Gives the skyline."""
    rng = sheet.rng
    line = ridge(keys, rng, rough)
    mask = sheet.fill(below(line, sheet.height + 20), material)
    sheet.line(line, pencil)
    slope = np.gradient(line[:, 1])
    with sheet.within(mask):
        for _ in range(folds):
            k = int(rng.uniform(0, len(line) - 1))
            fall = np.sign(slope[max(0, k - 12) : k + 12].mean() + rng.normal(0, 0.15))
            length = rng.uniform(30, 150)
            x, y = line[k]
            path = [(x, y + rng.uniform(2, 14))]
            for step in range(1, 4):
                aside = fall * length * 0.2 * step * rng.uniform(0.85, 1.2)
                path.append((x + aside + rng.normal(0, 3), path[0][1] + length / 3 * step * rng.uniform(0.9, 1.0)))
            sheet.stroke(spline(path), FAINT.times(rng.uniform(0.7, 1.2)))
            if rng.random() < 0.5:
                for j in range(int(rng.integers(2, 5))):
                    off = np.array([(j + 1) * 7 * fall, 6 + 3 * j])
                    sheet.stroke(spline(np.array(path[:3]) + off), FAINT.times(rng.uniform(0.4, 0.8)))
    return line


def ripples(sheet: Sheet, horizon: float, count: int, material: str = "water") -> None:
    """Still water: broken level strokes, longer and farther apart towards the eye, in drifts."""
    rng = sheet.rng
    own = sheet.where(material)
    rows = np.flatnonzero(own.any(axis=1))
    if not len(rows):
        return
    with sheet.within(own):
        for _ in range(count):
            near = rng.uniform(0, 1) ** 1.6
            y = rows[0] + 2 + near * (rows[-1] - rows[0])
            x = rng.uniform(0, sheet.width)
            for _ in range(int(rng.integers(1, 5))):
                length = (18 + 120 * near) * rng.uniform(0.4, 1.3)
                sag = rng.normal(0, 0.6 + 1.6 * near, 3)
                path = [(x, y + sag[0]), (x + length / 2, y + sag[1]), (x + length, y + sag[2])]
                sheet.stroke(spline(path), FAINT.times(rng.uniform(0.7, 1.5)))
                x += rng.normal(0, 60 + 60 * near)
                y += rng.uniform(2.5, 5 + 9 * near)


def reflection(sheet: Sheet, x: float, top: float, length: float, width: float) -> None:
    """The mirror of an upright edge: a loose zigzag that widens and breaks up downward."""
    rng = sheet.rng
    y, side = top + 2, 1
    with sheet.within(sheet.where("water")):
        while y < top + length:
            grow = (y - top) / length
            w = width * (0.5 + 0.7 * grow) * rng.uniform(0.6, 1.2)
            step = 4 + 9 * grow
            path = [(x - side * w / 2, y), (x, y + step * 0.3), (x + side * w / 2, y + step * 0.2)]
            sheet.stroke(spline(path, 1.0), FAINT.times(rng.uniform(0.8, 1.4) * (1 - 0.5 * grow)))
            y += step * rng.uniform(0.8, 1.4)
            side = -side


def rock(sheet: Sheet, cx: float, foot: float, width: float, height: float, pencil: Pencil = OUTLINE) -> np.ndarray:
    """A boulder with facets: an angular outline on a flat foot, planes that meet in ridges, hatched shade."""
    rng = sheet.rng
    count = int(rng.integers(6, 9))
    turn = np.sort(np.linspace(np.pi, 2 * np.pi, count) + np.pad(rng.uniform(-0.16, 0.16, count - 2), 1))
    radius = rng.uniform(0.82, 1.1, count)
    top = np.column_stack([cx + 0.5 * width * radius * np.cos(turn), foot + height * radius * np.sin(turn)])
    top[0, 1], top[-1, 1] = foot - 0.08 * height, foot - 0.05 * height
    base = spline(
        [top[-1], (cx + 0.2 * width, foot + 0.06 * height), (cx - 0.25 * width, foot + 0.05 * height), top[0]]
    )
    crest = np.vstack([waver(top[k : k + 2], rng, 0.012 * width, 30)[:-1] for k in range(count - 1)] + [top[-1:]])
    mask = sheet.fill(np.vstack([crest, base]), "rock")
    for k in range(count - 1):
        sheet.straight(waver(top[k : k + 2], rng, 0.012 * width, 30), pencil.times(rng.uniform(0.85, 1.1)))
    sheet.line(base, pencil.times(0.8))
    hub = np.array([cx + rng.uniform(-0.15, 0.1) * width, foot - height * rng.uniform(0.5, 0.68)])
    low = np.array([cx + rng.uniform(-0.05, 0.22) * width, foot - 0.06 * height])
    with sheet.within(mask):
        if width > 26:
            for target in (top[max(1, count // 2 - 2)], top[min(count - 2, count // 2 + 1)], low):
                sheet.stroke(
                    waver([hub, hub + 0.92 * (target - hub)], rng, 0.015 * width, 24),
                    INNER.times(rng.uniform(0.8, 1.1)),
                )
        for _ in range(int(width / 12)):
            t, s = rng.uniform(0, 1), rng.uniform(0.25, 0.95)
            a = low + (hub - low) * t + (top[-2] - low) * s * 0.75
            reach = 0.11 * height * rng.uniform(0.6, 1.4)
            sheet.stroke(
                spline([a, a + (0.25 * reach, 0.5 * reach), a + (0.35 * reach, reach)], 1.0),
                FAINT.times(rng.uniform(0.7, 1.3)),
            )
        if width > 60:
            for _ in range(int(rng.integers(1, 4))):
                a = np.array([cx + rng.uniform(-0.35, 0.3) * width, foot - rng.uniform(0.15, 0.6) * height])
                crack = a + np.cumsum(rng.normal([2, 5], [4, 2], (int(rng.integers(3, 6)), 2)) * height / 130, axis=0)
                sheet.stroke(spline(np.vstack([a, crack]), 1.5), DETAIL.times(0.9))
    return mask


def track(sheet: Sheet, left: np.ndarray, right: np.ndarray, pencil: Pencil = FORM, blade: float = 16) -> np.ndarray:
    """A path between its two edges (near end first), with frayed grass sides, ruts and a few stones."""
    rng = sheet.rng
    left, right = waver(left, rng, 2.2, 60), waver(right, rng, 2.2, 60)
    mask = sheet.fill(np.vstack([left, right[::-1]]), "path")
    for edge in (left, right):
        sheet.line(edge, pencil)
    worn(sheet, mask, left, right)
    a, b = resample_to(left, 120), resample_to(right, 120)
    width = np.hypot(*(b - a).T)
    for edge in (a, b):
        for k in range(119):
            if rng.random() < 0.3:
                tall = blade * np.clip(width[k] / width.max(), 0.12, 1) * rng.uniform(0.5, 1.2)
                if tall > 3:
                    tuft(sheet, *edge[k] + rng.normal(0, 1.5, 2), tall, int(rng.integers(2, 5)), FLICK.times(0.8))
    return mask


def worn(sheet: Sheet, mask: np.ndarray, left: np.ndarray, right: np.ndarray) -> None:
    """The use of a way between its two edges: broken ruts and scattered stones."""
    rng = sheet.rng
    a, b = resample_to(left, 120), resample_to(right, 120)
    width = np.hypot(*(b - a).T)
    with sheet.within(mask):
        for share in (0.3, 0.68):
            rut = spline((a + (b - a) * (share + 0.025 * drift(120, rng, 12))[:, None])[::6], 2)
            start = 0
            while start < len(rut) - 12:
                stop = min(len(rut), start + int(rng.uniform(10, 60)))
                if rng.random() < 0.62 and width[int(119 * start / len(rut))] > 18:
                    sheet.stroke(rut[start:stop], FAINT.times(rng.uniform(0.7, 1.3)))
                start = stop + int(rng.uniform(2, 12))
        for _ in range(34):
            k = int(rng.integers(0, 119))
            r = min(width[k] * rng.uniform(0.008, 0.022), 9)
            if r > 1.3:
                place = a[k] + (b[k] - a[k]) * rng.uniform(0.08, 0.92)
                sheet.stroke(ring(*place, r * 1.6, r, rng, 0.15), FAINT.times(1.4))


def resample_to(line: np.ndarray, count: int) -> np.ndarray:
    """Exactly `count` points, evenly spaced."""
    fine = resample(line, 1.0)
    return fine[np.linspace(0, len(fine) - 1, count).astype(int)]
