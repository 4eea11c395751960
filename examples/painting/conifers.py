"""Old firs: drooping boughs with hanging twigs, tall trunks, and the hazy wood behind them."""

import numpy as np

from . import noise
from .brush import KEEP
from .easel import Easel
from .palette import INDEX


def _sampled(value, x, y):
    """`value` at the spots, whether it is a number or a field (h, w)."""
    if not isinstance(value, np.ndarray):
        return np.full(len(x), value)
    row = np.clip(y.astype(int), 0, value.shape[0] - 1)
    return value[row, np.clip(x.astype(int), 0, value.shape[1] - 1)]


def boughs(
    easel: Easel,
    x: float,
    top: float,
    bottom: float,
    reach: float,
    name: str,
    *,
    tip: float = 0.05,
    gap: float = 20.0,
    droop: float = 0.5,
    twig: float = 0.17,
    depth=0.0,
    tone: float = 0.0,
    material: str = "fir",
    mark: str | None = None,
    around: int = 7,
    sides=(-1.0, 1.0),
    snow: float = 1.0,
) -> None:
    """The boughs of one fir about the axis `x` px, from `top` down to `bottom` px, `reach` px long at the bottom and
    `tip` times that at the top. Tiers are painted from below, each dark beneath, lit on its back and, in winter,
    under `snow` 0..1. `depth` into the haze is a number or a field (h, w); `mark` names the map's material."""
    rng, flakes = easel.rng(name), easel.rng(name + "-snow")
    sun = np.array(easel.hour.sun)
    white = snow if easel.hour.season == "winter" else 0.0
    parts = []
    for y0 in np.arange(bottom, top, -gap):
        share = (y0 - top) / (bottom - top)
        y0 += rng.uniform(-0.3, 0.3) * gap
        turns = (np.arange(around) + rng.uniform(-0.35, 0.35, around)) * 2 * np.pi / around + rng.uniform(0, 6)
        order = np.argsort(np.sin(turns))
        for turn in turns[order]:
            side, front = np.cos(turn), np.sin(turn)
            if not sides[0] <= side <= sides[1]:
                continue
            long = reach * (tip + (1 - tip) * share**0.8) * rng.uniform(0.72, 1.12)
            n = int(np.clip(2.4 / twig**0.75 * (long / 60) ** 0.25, 7, 46))
            u = np.sort(rng.random(n)) ** 0.8
            sag = droop * rng.uniform(0.75, 1.2)
            bx = x + long * side * u
            by = y0 + long * (sag * u - 0.22 * u * u) + 0.26 * long * front * u
            slope = np.arctan2(sag - 0.44 * u + 0.26 * front, side + 1e-3)
            half = (twig * long**0.75 * reach**0.25 * (1 - 0.55 * u) * rng.uniform(0.7, 1.3, n)) + 1.2
            parts.append(
                (
                    bx,
                    by,
                    slope,
                    np.full(n, 0.07 * long),
                    np.full(n, 0.012 * long),
                    np.full(n, 0.02),
                    np.full(n, 0.9),
                    np.zeros(n),
                )
            )
            lit = 0.5 + 0.5 * (side * sun[0] + front * sun[2] - 0.25 * sun[1])
            for lift, wide, value, keep in ((0.0, 0.30, 0.06, 1.0), (0.20, 0.21, 0.25, 0.85), (0.38, 0.14, 0.44, 0.55)):
                here = rng.random(n) < keep
                fan = rng.normal(0, 0.30, n) + (0.0 if value < 0.2 else 0.25 * side)
                down = np.pi / 2 - side * (0.62 + 0.5 * u) + fan * (1 - 0.3 * u)
                size = half * (1.0 if value < 0.2 else 0.72)
                bright = value * (0.45 + 0.85 * lit) + tone + rng.normal(0, 0.03, n) - 0.08 * (front < -0.2)
                px, py = bx + 0.75 * size * np.cos(down), by + 0.75 * size * np.sin(down) - lift * half
                parts.append((px, py, down, size, wide * size, bright, np.where(here, 0.92, 0.0), np.zeros(n)))
            m = n
            over = flakes.random(m) < 0.75 * (0.35 + 0.5 * u + 0.4 * max(front, 0))
            size = half * flakes.uniform(0.55, 1.0, m)
            bright = 0.42 + 0.45 * lit + 1.2 * min(tone, 0.0) + flakes.normal(0, 0.05, m)
            lean = slope + flakes.normal(0, 0.22, m)
            parts.append(
                (bx, by - 0.40 * half, lean, size, 0.30 * size, bright, np.where(over, 0.9 * white, 0.0), np.ones(m))
            )
    if not parts:
        return
    px, py, angle, size, wide, bright, alpha, flake = (np.concatenate(column) for column in zip(*parts, strict=True))
    air = _sampled(depth, px, py)
    colour = easel.hour.mix(material, np.clip(bright, 0.02, 0.97), air)
    if white:
        colour = np.where(flake[:, None] > 0, easel.hour.mix("snow", np.clip(bright, 0.05, 0.97), air), colour)
    easel.canvas.strokes(
        px,
        py,
        angle,
        size,
        np.maximum(0.8, wide),
        colour + rng.normal(0, 1, (len(px), 3)) * (0.010, 0.005, 0.006),
        profile="leaf",
        bend=0.14 * size * rng.normal(0, 1, len(px)),
        alpha=alpha,
        dry=0.12,
        label=np.where(flake > 0, KEEP, INDEX[mark or material]),
        rng=rng,
    )


def poles(easel: Easel, xs, half, foot, name: str, *, depth, value: float = 0.3, mark: str = "dark-foliage") -> None:
    """Straight trunks at `xs` (n,) px, `half` (n,) px wide by halves, down to `foot` (n,) px: body, a lit edge, knots.
    They are part of the wood behind, so the map says `mark`."""
    rng = easel.rng(name)
    sunny = np.sign(easel.hour.sun[0])
    lean = rng.normal(0, 0.012, len(xs))
    for x, r, y1, tilt in zip(xs, half, foot, lean, strict=True):
        pieces = np.linspace(-30, y1, max(4, int(y1 / 110)))
        y = (pieces[1:] + pieces[:-1]) / 2
        long = 0.62 * np.diff(pieces)
        px = x + tilt * (y1 - y)
        grow = r * (0.72 + 0.28 * y / y1)
        for shift, wide, tone, alpha, dry in (
            (0.0, 1.0, value, 0.92, 0.0),
            (-0.4 * sunny, 0.45, value - 0.14, 0.7, 0.3),
            (0.66 * sunny, 0.26, value + 0.34, 0.8, 0.35),
        ):
            spot = px + shift * grow + rng.normal(0, 0.05, len(y)) * r
            easel.canvas.strokes(
                spot,
                y,
                np.pi / 2 + tilt + rng.normal(0, 0.006, len(y)),
                long,
                np.maximum(0.7, wide * grow),
                easel.hour.mix(
                    "trunk", np.clip(tone + rng.normal(0, 0.04, len(y)), 0.02, 0.95), _sampled(depth, spot, y)
                )
                + rng.normal(0, 0.006, (len(y), 3)),
                profile="line",
                alpha=alpha,
                dry=dry,
                streak=0.03,
                label=INDEX[mark],
                rng=rng,
            )


def backdrop(easel: Easel, glow, gap, foot: float) -> None:
    """The wood behind in three layers, lost in the light of `glow` (h, w) 0..1, open to the sky in `gap` (x, y, rx, ry)
    px; it stands on the ground at about `foot` px."""
    rng = easel.rng("backdrop")
    x, y = easel.grid()
    mist = np.exp(-(((y - foot) / 120) ** 2))
    drift = noise.over(easel.shape, (170, 420), 61, 3)
    air = np.clip(0.50 + 0.46 * glow + 0.14 * mist, 0, 0.97).astype(np.float32)
    target = easel.hour.mix("dark-foliage", np.clip(0.55 + 0.30 * glow + 0.16 * drift, 0, 1), air)
    bare = easel.hour.sky(np.clip(y / foot + 0.15, 0, 1))
    edge = np.hypot((x - gap[0] - 0.12 * (y - gap[1])) / gap[2], (y - gap[1]) / gap[3])
    edge = edge + 0.30 * noise.over(easel.shape, (60, 90), 62, 3)
    opening = np.clip((1.0 - edge) * 6 + 0.5, 0, 1).astype(np.float32)
    soft = np.clip((1.25 - edge) * 1.6, 0, 1)[..., None] ** 1.5
    target = (target + soft * (bare - target)).astype(np.float32)
    easel.canvas.fill(np.ones(easel.shape, np.float32), target, INDEX["dark-foliage"])
    easel.canvas.labels[opening > 0.5] = INDEX["sky"]
    wash = {"angle": np.pi / 2, "edge": 9.0, "streak": 0.014, "turn": 0.22, "jitter": 0.008}
    whole = np.ones(easel.shape, np.float32) * (y < foot + 60)
    easel.canvas.lay(whole, target, rng, width=44.0, ratio=3.2, coverage=1.4, alpha=0.55, dry=0.0, **wash)
    wash["edge"] = 4.0
    easel.canvas.lay(whole, target, rng, width=17.0, ratio=3.4, coverage=1.0, alpha=0.5, dry=0.3, **wash)
    for k, (count, half, base, near, crown, reach, wide) in enumerate(
        (
            (30, 5.0, 0.60, foot - 8, 330, 66, 0.72),
            (19, 9.0, 0.42, foot + 6, 270, 100, 0.95),
            (11, 15.0, 0.22, foot + 26, 200, 150, 1.35),
        )
    ):
        chance = easel.rng(f"backdrop-{k}")
        xs = (np.arange(count) + chance.uniform(0.05, 0.95, count)) * 2000 / count - 40
        far = np.abs(xs - gap[0]) / gap[2]
        xs = xs[far > wide * chance.uniform(0.75, 1.1, count)]
        n = len(xs)
        deep = np.clip(base + 0.42 * glow + 0.10 * mist, 0, 0.95).astype(np.float32)
        r = half * chance.uniform(0.6, 1.35, n)
        poles(easel, xs, r, near + chance.uniform(-10, 10, n), f"poles-{k}", depth=deep, value=0.30)
        for j in chance.permutation(n):
            low = crown * chance.uniform(0.5, 1.25)
            boughs(
                easel,
                xs[j],
                -160.0,
                low,
                reach * chance.uniform(0.75, 1.2),
                f"crown-{k}-{j}",
                tip=0.7,
                gap=26 + 9 * k,
                twig=0.20,
                depth=deep,
                tone=0.06,
                mark="dark-foliage",
                around=6,
                snow=0.55,
            )
        veil = np.broadcast_to(easel.hour.mix("dark-foliage", 0.85, 0.86), (*easel.shape, 3)).astype(np.float32)
        low = (np.abs(y - foot + 34 - 12 * k) < 42 - 8 * k).astype(np.float32)
        easel.canvas.lay(
            low, veil, rng, width=13.0, angle=0.0, ratio=6.0, coverage=0.55 - 0.12 * k, alpha=0.30, edge=10.0, turn=0.05
        )
