"""What grows on the ground and what holds a crown up: trunks, branches, grass, reeds, flowers."""

from __future__ import annotations

import numpy as np
from scipy.interpolate import PchipInterpolator

from .curves import along, bumps, drift, normals, resample, ring, spline, waver
from .foliage import runs
from .pencil import DETAIL, FAINT, FLICK, FORM, INNER, OUTLINE, Pencil
from .sheet import THINNEST, Sheet


def limb(
    sheet: Sheet, spine, widths, pencil: Pencil = OUTLINE, material: str = "trunk", bark: float = 1.0
) -> np.ndarray:
    """A trunk or bough along a spine from foot to tip, px wide as `widths` say. Where it is thin: lines only."""
    rng = sheet.rng
    line = waver(spline(spine), rng, 0.02 * max(widths) + 0.8, max(120, 4 * max(widths)))
    at = along(line) / along(line)[-1]
    half = PchipInterpolator(np.linspace(0, 1, len(widths)), widths)(at) / 2
    half *= 1 + 0.04 * drift(len(half), rng, 12)
    side = normals(line)
    left, right = line + side * half[:, None], line - side * half[:, None]
    broad = half * 2 >= THINNEST
    mask = None
    if broad.sum() > 3:
        stop = int(np.flatnonzero(broad)[-1]) + 1
        mask = sheet.fill(np.vstack([left[:stop], right[:stop][::-1]]), material)
    else:
        sheet.erase(sheet.mask(np.vstack([left, right[::-1]])))
    for edge in (left, right):
        sheet.line(edge, pencil)
    if mask is not None and bark:
        with sheet.within(mask):
            furrows(sheet, line, half, bark)
    return mask if mask is not None else np.zeros(sheet.map.shape, bool)


def furrows(sheet: Sheet, line: np.ndarray, half: np.ndarray, amount: float) -> None:
    """Bark along a limb: broken wavering lines, closer together towards the shadow side, and a knot or two."""
    rng = sheet.rng
    length = along(line)[-1]
    side = normals(line)
    for _ in range(int(amount * length * half.mean() / 420)):
        start = rng.integers(0, max(1, len(line) - 12))
        stop = min(len(line), start + int(rng.uniform(8, 45)))
        across = np.clip(rng.normal(-0.35, 0.45), -0.92, 0.9)
        path = line[start:stop] + side[start:stop] * (half[start:stop] * across)[:, None]
        if len(path) > 3:
            sheet.stroke(waver(path, rng, 1.6, 26), DETAIL.times(rng.uniform(0.5, 1.1)))
    if half.max() > 26:
        for _ in range(int(rng.integers(1, 3))):
            k = int(rng.uniform(0.25, 0.75) * len(line))
            middle = line[k] + side[k] * half[k] * rng.uniform(-0.4, 0.2)
            r = half[k] * rng.uniform(0.13, 0.2)
            for grow in (1.0, 0.5):
                sheet.stroke(ring(*middle, r * grow * 0.7, r * grow * 1.2, rng, 0.08), DETAIL.times(0.9))


def roots(sheet: Sheet, x: float, foot: float, wide: float, pencil: Pencil = OUTLINE) -> None:
    """The roots a trunk stands on, drawn after it: wide is the trunk's width at its foot in px."""
    rng = sheet.rng
    for share in (-0.95, -0.45, 0.1, 0.6, 1.0):
        reach = wide * share * rng.uniform(0.65, 0.95)
        drop = wide * (0.34 - 0.22 * abs(share)) * rng.uniform(0.8, 1.2)
        spine = [
            (x + 0.14 * reach, foot - 0.3 * wide),
            (x + 0.55 * reach, foot - 0.08 * wide),
            (x + reach, foot + drop),
        ]
        limb(sheet, spine, [0.3 * wide, 0.25 * wide, 0.07 * wide], pencil, bark=0)


def twigs(sheet: Sheet, start, heading: float, length: float, width: float, pencil: Pencil, forks: int = 3) -> None:
    """A bough that forks into thinner ones; heading in radians on the page, 0 to the right, positive downward."""
    rng = sheet.rng
    bend = rng.normal(0, 0.22)
    start = np.asarray(start, dtype=float)
    middle = start + 0.5 * length * np.array([np.cos(heading + bend), np.sin(heading + bend)])
    tip = middle + 0.5 * length * np.array([np.cos(heading - bend), np.sin(heading - bend)])
    if forks:
        for side in (-1, 1):
            at = rng.uniform(0.5, 0.95)
            root = start + (tip - start) * at
            twigs(
                sheet,
                root,
                heading + side * rng.uniform(0.3, 0.75),
                length * rng.uniform(0.5, 0.75),
                width * rng.uniform(0.42, 0.6),
                pencil.times(0.9),
                forks - 1,
            )
    if width < 3:
        sheet.stroke(spline([start, middle, tip]), pencil)
    else:
        limb(sheet, [start, middle, tip], [width, width * 0.8, width * 0.5], pencil, bark=0.6)


def tuft(sheet: Sheet, x: float, y: float, height: float, blades: int, pencil: Pencil = FLICK) -> None:
    """A few blades of grass from one root, px high, flicked upward."""
    rng = sheet.rng
    wind = rng.normal(0.12, 0.18)
    for _ in range(blades):
        fan = rng.normal(wind, 0.42)
        tall = height * rng.uniform(0.5, 1.15)
        root = x + rng.normal(0, 0.16) * height
        bend = fan * tall
        path = [(root, y + rng.normal(0, 0.05) * height), (root + 0.25 * bend, y - 0.6 * tall), (root + bend, y - tall)]
        sheet.stroke(spline(path, 1.0), pencil.times(rng.uniform(0.6, 1.15)))


def sward(
    sheet: Sheet, materials: tuple[str, ...], horizon: float, blade: float, count: int, top: float, bottom: float
) -> None:
    """Tufts in drifts over the ground, smaller towards the horizon; blade: px high at the sheet's foot."""
    rng = sheet.rng
    drifts = [
        (rng.uniform(0, sheet.width), horizon + (sheet.height - horizon) * rng.uniform(0.02, 1)) for _ in range(26)
    ]
    drawn = 0
    for _ in range(count * 6):
        if rng.random() < 0.25:
            x, y = rng.uniform(0, sheet.width), rng.uniform(top, bottom)
        else:
            x0, y0 = drifts[int(rng.integers(len(drifts)))]
            near = (y0 - horizon) / (sheet.height - horizon)
            x, y = x0 + rng.normal(0, 150) * (0.25 + near), y0 + rng.normal(0, 26) * (0.15 + near)
        near = (y - horizon) / (sheet.height - horizon)
        if not top <= y <= bottom or near <= 0.02 or sheet.material_at(x, y) not in materials:
            continue
        tall = blade * near * rng.uniform(0.5, 1.25)
        if tall < 3.5:
            continue
        tuft(sheet, x, y, tall, int(rng.integers(2, 4 + int(4 * near))), FLICK.times(0.5 + 0.5 * near))
        drawn += 1
        if drawn >= count:
            break


def verge(sheet: Sheet, line, blade: float, every: float, pencil: Pencil = FLICK) -> None:
    """Tufts along an edge, such as a bank's rim or the side of a path."""
    rng = sheet.rng
    for x, y in resample(np.asarray(line, dtype=float), every):
        if rng.random() < 0.62 and sheet.material_at(x, y + 3) not in ("trunk", "planks", "deck", "beam", "foliage"):
            size = blade * rng.uniform(0.4, 1.2)
            tuft(
                sheet, x + rng.normal(0, 0.4) * every, y + 2 + rng.uniform(0, 3), size, int(rng.integers(2, 6)), pencil
            )


def reeds(sheet: Sheet, left: float, right: float, foot: float, height: float, heads: int = 6) -> None:
    """A stand of reeds in the water: a mass with a ragged top, long blades and a few brown heads above it."""
    rng = sheet.rng
    count = max(6, int((right - left) / 9))
    xs = np.linspace(left, right, count)
    crown = np.sin(np.pi * np.clip((xs - left) / (right - left), 0.03, 0.97)) ** 0.4
    crown *= 0.8 + 0.13 * drift(count, rng, 3)
    outline = [(left, foot)]
    for k, x in enumerate(xs):
        tip = height * crown[k] * (rng.uniform(0.86, 1.0) if k % 2 else rng.uniform(0.68, 0.82))
        outline.append((x + rng.normal(0.05, 0.05) * height, foot - tip))
    outline.append((right, foot))
    base = waver([(right, foot), ((left + right) / 2, foot + 0.05 * height), (left, foot)], rng, 1.5, 30)
    sheet.fill(np.vstack([outline, base]), "reeds")
    sheet.line(base, FORM.times(0.7))
    for _ in range(int((right - left) / 2.6)):
        x = rng.uniform(left, right)
        tall = height * np.interp(x, xs, crown) * rng.choice([rng.uniform(0.4, 0.85), rng.uniform(0.9, 1.1)])
        lean = rng.normal(0.07, 0.12) * tall
        blade = [
            (x, foot - rng.uniform(0, 0.1) * height),
            (x + 0.25 * lean, foot - 0.6 * tall),
            (x + lean, foot - tall),
        ]
        sheet.stroke(spline(blade, 1.5), FLICK.times(rng.uniform(0.5, 1.25)))
        if rng.random() < 0.16:
            bent = [
                blade[2],
                (x + lean + 0.08 * height, foot - 0.97 * tall),
                (x + lean + 0.15 * height, foot - 0.8 * tall),
            ]
            sheet.stroke(spline(bent, 1.5), FLICK.times(0.8))
    for _ in range(heads):
        x = rng.uniform(left + 0.1 * (right - left), right - 0.1 * (right - left))
        top = foot - height * rng.uniform(0.95, 1.22)
        lean = rng.normal(0, 0.05) * height
        sheet.stroke(spline([(x, foot - 0.5 * height), (x + 0.4 * lean, foot - 0.8 * height), (x + lean, top)]), DETAIL)
        w, h = max(1.6, 0.022 * height), 0.085 * height
        head = ring(x + lean, top + h, w, h, rng, 0.04)
        sheet.erase(sheet.mask(head))
        sheet.stroke(head, FORM)


def flowers(
    sheet: Sheet, cx: float, cy: float, rx: float, ry: float, bloom: float, pencil: Pencil = FORM
) -> np.ndarray:
    """A drift of flowers: one region, its outline of petals, with open blooms and leaves drawn inside."""
    rng = sheet.rng
    chain = bumps(ring(cx, cy, rx, ry, rng, 0.18), rng, bloom * 1.1, 0.5, 0.1)
    mask = sheet.fill(np.vstack(chain), "flowers")
    for run in runs(chain, rng):
        sheet.stroke(run, pencil.times(rng.uniform(0.7, 1.0)))
    placed: list[tuple[float, float, float]] = []
    for _ in range(int(16 * rx * ry / bloom**2)):
        turn, out = rng.uniform(0, 2 * np.pi), np.sqrt(rng.uniform(0, 1.1))
        x, y, r = cx + out * rx * np.cos(turn), cy + out * ry * np.sin(turn), bloom * rng.uniform(0.36, 0.7)
        if all((x - a) ** 2 + (y - b) ** 2 > (0.8 * (r + s)) ** 2 for a, b, s in placed):
            placed.append((x, y, r))
    with sheet.within(mask):
        for x, y, r in placed:
            blossom(sheet, x, y, r)
    return mask


def blossom(sheet: Sheet, x: float, y: float, r: float) -> None:
    """One open flower seen a little from the side: a wavy rim of five petals and a dot."""
    rng = sheet.rng
    turn = np.linspace(0, 2 * np.pi, 40) + rng.uniform(0, 1)
    rim = r * (0.82 + 0.22 * np.abs(np.sin(2.5 * turn)))
    path = np.column_stack([x + rim * np.cos(turn), y + 0.72 * rim * np.sin(turn)])
    sheet.stroke(path, INNER.times(rng.uniform(0.7, 1.0)))
    sheet.stroke(ring(x, y, 0.2 * r, 0.15 * r, rng, 0.05), FAINT.times(1.6))
