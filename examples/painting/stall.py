"""The flower seller's stall: a striped awning over a bench of boards, buckets of flowers on it and before it."""

import numpy as np

from . import noise
from .easel import Easel
from .facades import clip_of
from .row_house import UP, RowHouse, street_level
from .shadows import Sunlight
from .solid import Face
from .walls import beam, boards, ground


def _cloth(house: RowHouse, u0: float, u1: float, low: float, reach: float) -> Face:
    """The awning's slope, from its front edge up to the wall."""
    way = -house.out * reach + UP * 0.42 * reach
    size = float(np.linalg.norm(way))
    origin = house.corner + u0 * house.along + low * UP + house.out * reach

    def sag(u, v):
        return 0.07 * np.sin(np.pi * np.clip(v / size, 0, 1)) * (1 + 0.4 * np.cos(4.3 * u))

    return Face(house.camera, origin, house.along, way / size, (u1 - u0, size), sag)


def shade(sun: Sunlight, house: RowHouse, u0: float, u1: float, low: float, reach: float) -> None:
    """The awning's shadow."""
    face = _cloth(house, u0, u1, low, reach)
    across, up = face.size[0] * face.along, face.size[1] * face.up
    sun.block([face.origin, face.origin + across, face.origin + across + up, face.origin + up])


def awning(easel: Easel, house: RowHouse, sun: Sunlight, u0: float, u1: float, low: float, reach: float) -> None:
    """Striped cloth on two poles, its scalloped edge hanging down in front."""
    rng = easel.rng("awning")
    face = _cloth(house, u0, u1, low, reach)
    normal = np.cross(face.along, face.up)
    normal = normal if normal[1] > 0 else -normal
    seen_from_above = normal @ (UP * house.camera.height - face.origin) > 0
    w, h = face.size
    foot = house.corner + house.out * reach
    level = 0.075 * (foot[2]) - house.corner[1]
    for u in (u0 + 0.06, u1 - 0.06):
        pole = Face(house.camera, foot + u * house.along, house.along, UP, (0.2, low))
        rise = 0.075 * house.along[2] * u + level
        beam(easel, pole, (0, rise), (0, low), 0.04, rng, 0.42, "planks")
    count = int(w / 0.42) // 2 * 2 + 1
    edges = np.linspace(0, w, count + 1)
    ground(easel, face, None, "cloth", 0.4, 9, 1.0)
    for k in range(count):
        stripe = [(edges[k], 0), (edges[k + 1], 0), (edges[k + 1], h), (edges[k], h)]
        material = ("cloth", "canvas")[k % 2]
        clip = clip_of(ground(easel, face, stripe, material, 0.6, 9, 0.6))
        n = 22
        u = rng.uniform(edges[k], edges[k + 1], n)
        v = rng.uniform(0, h, n)
        reached = sun.reaches(face.world(u, v) + 0.04 * normal)
        fold = 0.06 * noise.at(u * 2.0, v, 1.2, 17, 2)
        if seen_from_above:
            light = 0.42 + 0.42 * reached * (0.3 + 0.7 * sun.facing(normal))
        else:
            light = 0.36 + 0.28 * reached
        tone = light + fold + (0.02 if k % 2 else -0.08) + rng.normal(0, 0.03, n)
        half = 0.42 * (edges[k + 1] - edges[k])
        u = np.clip(u, edges[k] + half, edges[k + 1] - half)
        face.strokes(
            easel, u, v, 0.0, 0.34 * h, half, material, tone, rng, alpha=0.92, dry=0.08, streak=0.03, clip=clip
        )
    hang = Face(house.camera, face.origin, face.along, UP, (w, 0.3))
    facing = 0.55 + 0.45 * sun.facing(house.out)
    for k in range(count):
        a, b = edges[k], edges[k + 1]
        t = np.linspace(0, 1, 9)
        scallop = [(a + (b - a) * s, -0.20 - 0.10 * np.sqrt(1 - (2 * s - 1) ** 2)) for s in t]
        light = 0.36 + 0.36 * facing * float(
            sun.reaches(hang.world(np.array((a + b) / 2), np.array(0.0)) + 0.1 * house.out)
        )
        material, tone = ("cloth", "canvas")[k % 2], light + (0.04 if k % 2 else -0.06)
        part = ground(easel, hang, [(b, 0.02), (a, 0.02), *scallop], material, tone, 11 + k, 0.6)
        n = 8
        u, v = rng.uniform(a, b, n), rng.uniform(-0.22, 0, n)
        value = tone + 0.05 * (v + 0.1) / 0.1 + rng.normal(0, 0.03, n)
        how = {"alpha": 0.8, "dry": 0.25, "streak": 0.04, "clip": clip_of(part)}
        hang.strokes(easel, u, v, 0.0, 0.12, 0.09, material, value, rng, **how)


def bench(easel: Easel, house: RowHouse, sun: Sunlight, u0: float, u1: float, reach: float) -> None:
    """The bench and what stands on it: crates and buckets full of flowers."""
    rng = easel.rng("stall")
    foot = house.corner + house.out * reach
    low, high = (float(street_level(foot[2] + u * house.along[2]) - house.corner[1]) for u in (u0, u1))
    top = high + 0.70
    front = Face(house.camera, foot + u0 * house.along, house.along, UP, (u1 - u0, 1.0))
    lit = 0.30 + 0.26 * float(sun.reaches(foot + (u0 + u1) / 2 * house.along + 0.5 * UP))
    end = Face(house.camera, foot + u0 * house.along, -house.out, UP, (0.6, 1.0))
    corners = [(0, low), (0.6, low), (0.6, top), (0, top)]
    boards(easel, end, "stall-end", lambda u, v: lit - 0.08 + 0 * u, corners=corners, wide=0.26, upright=False)
    corners = [(0, low), (u1 - u0, high), (u1 - u0, top), (0, top)]
    boards(easel, front, "stall-front", lambda u, v: lit + 0 * u, corners=corners, wide=0.26, upright=False, gaps=0.9)
    beam(easel, front, (-0.06, top + 0.03), (u1 - u0 + 0.06, top + 0.03), 0.05, rng, lit + 0.16, "planks")
    n = max(3, int((u1 - u0) / 0.42))
    for k in range(n):
        u = (k + 0.5) * (u1 - u0) / n
        light = lit + (0.20, 0.02, 0.26, 0.10, -0.04)[k % 5]
        bunch(easel, front, f"stall-{k}", u, top + 0.07, 0.25, light, tall=0.32 + 0.16 * (k % 2))


def bunch(easel: Easel, face: Face, name: str, u: float, v: float, half: float, light: float, *, tall: float) -> None:
    """A bucket of flowers that stands at (u, v) m on `face`: `half` m wide, its blooms `tall` m above the rim."""
    rng = easel.rng(name)
    one = np.ones(1)
    rim = 0.34
    close = float(face.camera.focal / face.world(np.array(u), np.array(v))[..., 2])
    fine = float(np.clip(110 / close, 0.5, 1.0))
    for du, size, tone in ((0.0, 0.62 * half, -0.16), (-0.12 * half, 0.36 * half, 0.02)):
        face.strokes(
            easel,
            one * u + du,
            v + 0.5 * rim,
            0.0,
            0.56 * rim,
            size,
            "planks",
            light + tone,
            rng,
            profile="line",
            alpha=0.95,
            dry=0.0,
            streak=0.05,
        )
    for material, n, value, size, lift in (
        ("foliage", 34, light - 0.34, 0.42, 0.35),
        ("foliage", 22, light - 0.08, 0.30, 0.5),
        ("flowers", 30, light - 0.12, 0.30, 0.72),
        ("flowers", 26, light + 0.12, 0.24, 0.80),
        ("flowers", 12, light + 0.32, 0.15, 0.90),
    ):
        n, size = int(n / fine**2), fine * size
        turn, out = rng.uniform(0, 6.3, n), np.sqrt(rng.random(n))
        a = u + half * out * np.cos(turn)
        b = v + rim + tall * (lift + 0.34 * out * np.sin(turn)) - 0.12 * tall
        tone = value + rng.normal(0, 0.06, n)
        spin = rng.uniform(0, 6.3, n)
        profile = "leaf" if material == "foliage" else "round"
        long = size * half
        face.strokes(
            easel,
            a,
            b,
            long * np.cos(spin),
            long * np.sin(spin),
            0.7 * long,
            material,
            tone,
            rng,
            profile=profile,
            alpha=0.93,
            vary=0.014,
        )
