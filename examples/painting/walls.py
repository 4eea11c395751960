"""Walls of boards, plaster and stone, and the beams on them: strokes along the material, not ruled lines."""

import numpy as np

from . import noise
from .easel import Easel
from .palette import INDEX
from .solid import Face


def ground(easel: Easel, face: Face, corners, material: str, value: float, seed: int, wobble: float) -> np.ndarray:
    """Lay one tone of `material` under the polygon `corners` of `face`; returns its mask (h, w)."""
    mask = face.mask(easel, corners, wobble, seed)
    tone = easel.hour.mix(material, np.array(value)).astype(np.float32)
    easel.canvas.fill(mask, np.broadcast_to(tone, (*easel.shape, 3)), INDEX[material])
    return mask


def boards(
    easel: Easel,
    face: Face,
    name: str,
    light,
    *,
    corners=None,
    wide: float = 0.24,
    upright: bool = True,
    material: str = "planks",
    wobble: float = 1.0,
    gaps: float = 0.75,
) -> np.ndarray:
    """Boards of `wide` m over `face` (or `corners` on it), `light(u, v)` their value 0..1. Returns the mask."""
    rng = easel.rng(name)
    seed = int(rng.integers(1 << 20))
    w, h = face.size
    mask = ground(
        easel, face, corners, material, float(np.mean(light(np.array([w / 2]), np.array([h / 2])))), seed, wobble
    )
    span, run = (w, h) if upright else (h, w)
    count = max(2, round(span / wide))
    joints = np.linspace(0, span, count + 1) + np.r_[0, rng.normal(0, 0.10 * wide, count - 1), 0]
    for k in range(count):
        middle, half = (joints[k] + joints[k + 1]) / 2, (joints[k + 1] - joints[k]) / 2
        tone = rng.normal(0, 0.035) + (0.09 if rng.random() < 0.12 else 0.0) - (0.08 if rng.random() < 0.12 else 0)
        for n, share, alpha, dry in ((7, 0.8, 0.85, 0.1), (11, 0.42, 0.75, 0.4), (9, 0.2, 0.7, 0.5)):
            s = rng.uniform(0, run, n)
            long = run * rng.uniform(0.10, 0.28, n)
            across = middle + rng.uniform(-1, 1, n) * half * (1 - share)
            u, v = (across, s) if upright else (s, across)
            du, dv = (0.0, long) if upright else (long, 0.0)
            value = light(u, v) + tone + rng.normal(0, 0.025 + 0.05 * (share < 0.3), n)
            face.strokes(
                easel,
                u,
                v,
                du,
                dv,
                half * share,
                material,
                value,
                rng,
                alpha=alpha,
                dry=dry,
                streak=0.05,
                clip=mask,
                vary=0.012,
            )
    for k in range(1, count):
        n = 5
        s = (np.arange(n) + rng.uniform(0.2, 0.8, n)) * run / n
        keep = rng.random(n) < gaps
        s = s[keep]
        if not len(s):
            continue
        across = np.full(len(s), joints[k])
        u, v = (across, s) if upright else (s, across)
        long = run / n * rng.uniform(0.4, 0.75, len(s))
        du, dv = (0.0, long) if upright else (long, 0.0)
        slim = wide * rng.uniform(0.05, 0.12, len(s))
        face.strokes(easel, u, v, du, dv, slim, material, light(u, v) - 0.30, rng, alpha=0.85, dry=0.3, clip=mask)
        off = 0.13 * wide
        u2, v2 = (u + off, v) if upright else (u, v - off)
        face.strokes(
            easel,
            u2,
            v2,
            0.7 * du,
            0.7 * dv,
            slim * 0.7,
            material,
            light(u, v) + 0.14,
            rng,
            alpha=0.6,
            dry=0.5,
            clip=mask,
        )
    return mask


def plaster(
    easel: Easel,
    face: Face,
    name: str,
    light,
    *,
    corners=None,
    wobble: float = 1.0,
    worn: float = 0.4,
    material: str = "wall",
) -> np.ndarray:
    """Lime plaster, brushed on criss-cross, grey where it is `worn` near the ground. Returns the mask."""
    rng = easel.rng(name)
    seed = int(rng.integers(1 << 20))
    w, h = face.size
    mask = ground(easel, face, corners, material, float(light(np.array([w / 2]), np.array([h / 2]))[0]), seed, wobble)
    for size, coverage, alpha, dry in ((0.16, 1.6, 0.8, 0.1), (0.08, 1.1, 0.7, 0.35), (0.04, 0.6, 0.65, 0.45)):
        n = int(coverage * w * h / (9 * size * size))
        u, v = rng.uniform(0, w, n), rng.uniform(0, h, n)
        stain = 0.055 * noise.at(u, v * 0.6, 1.3, seed, 3) - worn * 0.10 * np.exp(-v / 0.35)
        turn = rng.normal(0.3, 0.6, n)
        long = size * 2.4
        face.strokes(
            easel,
            u,
            v,
            long * np.cos(turn),
            long * np.sin(turn),
            size,
            material,
            light(u, v) + stain + rng.normal(0, 0.016, n),
            rng,
            alpha=alpha,
            dry=dry,
            streak=0.025,
            clip=mask,
        )
    return mask


def masonry(
    easel: Easel,
    face: Face,
    name: str,
    light,
    *,
    row: float = 0.2,
    corners=None,
    wobble: float = 1.2,
    worn: float = 1.0,
) -> np.ndarray:
    """Rough stones in courses about `row` m high: dark joints, a body of several strokes, a lit upper edge."""
    rng = easel.rng(name)
    seed = int(rng.integers(1 << 20))
    w, h = face.size
    mask = ground(
        easel, face, corners, "rock", float(light(np.array([w / 2]), np.array([h / 2]))[0]) - 0.28, seed, wobble
    )
    clip = (255 * mask).astype(np.uint8)
    v = 0.0
    while v < h - 0.3 * row:
        tall = min(row * rng.uniform(0.8, 1.25), h - v)
        u = -rng.random() * row
        while u < w:
            wide = tall * rng.uniform(1.0, 2.5)
            big = 1.0 if rng.random() > 0.12 or v + 1.9 * tall > h else 1.9
            _stone(
                easel,
                face,
                rng,
                clip,
                light,
                u + wide / 2,
                v + big * tall / 2,
                0.46 * wide,
                0.44 * tall * big,
                seed,
                worn,
            )
            u += wide
        v += tall
    return mask


def _stone(easel, face, rng, clip, light, u, v, half, high, seed, worn) -> None:
    middle = np.array([np.clip(u, 0, face.size[0])]), np.array([v])
    tone = float(light(*middle)[0]) + rng.normal(0, 0.055) + 0.05 * worn * float(noise.at(u, v, 1.5, seed, 2))
    hue = rng.normal(0, 1, 2) * (0.004, 0.008)
    easel_how = {"clip": clip, "streak": 0.04, "shift": (0.0, hue[0], hue[1])}
    one, n = np.ones(1), 6
    turn = rng.normal(0, 0.05)
    face.strokes(easel, one * u, v, half, half * turn, high, "rock", tone - 0.08, rng, alpha=0.95, dry=0.0, **easel_how)
    a, b = u + rng.uniform(-0.55, 0.55, n) * half, v + rng.uniform(-0.4, 0.55, n) * high
    long = half * rng.uniform(0.3, 0.6, n)
    face.strokes(
        easel,
        a,
        b,
        long,
        long * turn,
        0.34 * high,
        "rock",
        tone + rng.normal(0.02, 0.03, n),
        rng,
        alpha=0.75,
        dry=0.35,
        **easel_how,
    )
    a = u + rng.uniform(-0.6, 0.2, 3) * half
    face.strokes(
        easel,
        a,
        v + 0.55 * high + 0 * a,
        0.4 * half,
        0.0,
        0.2 * high,
        "rock",
        tone + 0.15,
        rng,
        alpha=0.7,
        dry=0.45,
        **easel_how,
    )


def beam(easel: Easel, face: Face, a, b, half: float, rng, value: float, material: str = "trunk") -> None:
    """One timber from `a` to `b` (m on the face): a dark side, the body, a dry light edge."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    middle, way = (a + b) / 2, (b - a) / 2
    across = np.array([-way[1], way[0]]) / np.hypot(*way) * half
    across = across * (1 if across[1] < 0 or (across[1] == 0 and across[0] > 0) else -1)
    one = np.ones(1)
    how = {"profile": "line", "streak": 0.05}
    face.strokes(
        easel,
        one * middle[0] + 0.5 * across[0],
        one * middle[1] + 0.5 * across[1],
        way[0],
        way[1],
        1.1 * half,
        material,
        value - 0.22,
        rng,
        alpha=0.95,
        dry=0.0,
        **how,
    )
    face.strokes(
        easel, one * middle[0], one * middle[1], way[0], way[1], half, material, value, rng, alpha=0.95, dry=0.0, **how
    )
    n = 3
    t = rng.uniform(-0.7, 0.7, n)
    face.strokes(
        easel,
        middle[0] + t * way[0] - 0.45 * across[0],
        middle[1] + t * way[1] - 0.45 * across[1],
        0.35 * way[0],
        0.35 * way[1],
        0.3 * half,
        material,
        value + 0.2,
        rng,
        alpha=0.7,
        dry=0.5,
        **how,
    )
