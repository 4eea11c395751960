"""The village house of place B: plaster, timber, tiles, flower boxes and a woodpile."""

import numpy as np

from .easel import Easel
from .roofs import tiles
from .solid import Camera, Face
from .walls import beam, boards, masonry, plaster
from .windows import window


def house(easel: Easel, camera: Camera) -> None:
    """The house: plaster and timber, tiles, windows with flower boxes."""
    sun = easel.hour.sun
    rng = easel.rng("house")
    left, right, up = np.array([-0.75, 0, 0.6614]), np.array([0.6614, 0, 0.75]), np.array([0, 1.0, 0])
    corner = np.array([-2.95, -0.86, 16.2])
    wide, long, tall, rise = 5.2, 7.6, 2.75, 2.7
    gable = Face(camera, corner + wide * left, -left, up, (wide, tall + rise))
    side = Face(camera, corner, right, up, (long, tall))
    pitch = np.hypot(wide / 2, rise)
    slope = (left * wide / 2 + up * rise) / pitch
    lit, dim = 0.52 + 0.40 * max(gable.facing(sun), -0.4), 0.36 + 0.32 * max(side.facing(sun), -0.5)

    def sag(u, v):
        return 0.15 * np.sin(np.pi * np.clip(u / (long + 0.8), 0, 1)) * (v / pitch) + 0.04 * np.sin(2.1 * u + 1)

    roof = Face(camera, corner - 0.4 * right + up * tall - 0.6 * slope, right, slope, (long + 0.8, pitch + 0.6), sag)

    def gable_light(u, v):
        edge_dark = np.clip((v - tall - rise * (1 - np.abs(u - wide / 2) / (wide / 2)) + 0.55) * 4, 0, 1)
        return lit - 0.22 * edge_dark

    plaster(
        easel,
        gable,
        "gable",
        gable_light,
        corners=[(0, 0), (wide, 0), (wide, tall), (wide / 2, tall + rise), (0, tall)],
    )
    boards(
        easel,
        gable,
        "gable-boards",
        lambda u, v: gable_light(u, v) - 0.14,
        corners=[(0.55, tall + 0.62), (wide - 0.55, tall + 0.62), (wide / 2, tall + rise)],
        wide=0.24,
    )

    def side_light(u, v):
        return dim - 0.20 * np.clip((v - tall + 0.62 + 0.05 * np.sin(5 * u)) * 6, 0, 1)

    with easel.naming(wall="wall-shade"):
        plaster(easel, side, "side", side_light)
    masonry(
        easel,
        Face(camera, corner + wide * left, -left, up, (wide, 0.5)),
        "plinth-a",
        lambda u, v: lit - 0.12 + 0 * u,
        row=0.17,
    )
    masonry(easel, Face(camera, corner, right, up, (long, 0.5)), "plinth-b", lambda u, v: dim - 0.06 + 0 * u, row=0.17)
    w2 = wide / 2
    for a, b in (
        ((0.05, 0.5), (0.05, tall)),
        ((wide - 0.07, 0.5), (wide - 0.07, tall)),
        ((0, tall), (wide, tall)),
        ((0.5, tall + 0.62), (wide - 0.5, tall + 0.62)),
        ((0.1, 1.7), (0.8, 0.6)),
        ((wide - 0.1, 1.7), (wide - 0.8, 0.6)),
        ((w2, 0.5), (w2, tall)),
        ((0, 0.52), (wide, 0.52)),
    ):
        beam(easel, gable, a, b, 0.085, rng, lit - 0.24)
    for a, b in (
        ((0.08, 0.5), (0.08, tall - 0.2)),
        ((long - 0.08, 0.5), (long - 0.08, tall - 0.2)),
        ((0, 0.52), (long, 0.52)),
        ((2.6, 0.5), (2.6, tall - 0.2)),
        ((4.35, 0.5), (4.35, tall - 0.2)),
    ):
        beam(easel, side, a, b, 0.085, rng, dim - 0.16)
    for k, (u, name) in enumerate([(0.95, "g1"), (3.15, "g2")]):
        window(easel, gable, name, u, 1.02, u + 1.1, 2.25, lit - 0.05, panes=(2, 3), curtain=0.5)
        _shutters(easel, gable, name, u, 1.02, u + 1.1, 2.25, lit - 0.2)
        _box(easel, gable, f"box-{k}", u, 0.92, u + 1.1, lit)
    window(easel, gable, "loft", w2 - 0.42, tall + 0.85, w2 + 0.42, tall + 1.6, lit - 0.1, panes=(2, 2))
    for k, u in enumerate((0.75, 5.3)):
        window(easel, side, f"s{k}", u, 1.0, u + 1.3, 2.15, dim, panes=(3, 2), curtain=0.5)
        _box(easel, side, f"sbox-{k}", u, 0.9, u + 1.3, dim)
    with easel.naming(planks="door"):
        boards(
            easel,
            side,
            "door",
            lambda u, v: dim - 0.12 + 0 * u,
            corners=[(2.95, 0.1), (3.98, 0.1), (3.98, 2.12), (2.95, 2.12)],
            wide=0.2,
        )
    for a, b in (((2.9, 0.1), (2.9, 2.2)), ((4.03, 0.1), (4.03, 2.2)), ((2.8, 2.2), (4.13, 2.2))):
        beam(easel, side, a, b, 0.07, rng, dim - 0.1)
    _woodpile(easel, side, dim)
    _roof(easel, camera, roof, corner, left, right, up, slope, wide, tall, rise, long, rng, lit, dim)


def _woodpile(easel, face, light) -> None:
    """Split logs stacked under the east window: round ends, dark between them."""
    rng = easel.rng("woodpile")
    boards(
        easel,
        face,
        "pile-dark",
        lambda u, v: 0.10 + 0 * u,
        corners=[(4.7, 0), (7.2, 0), (7.1, 0.66), (4.85, 0.7)],
        wide=0.3,
        gaps=0.0,
    )
    for row in range(5):
        n = 17
        u = 4.78 + (np.arange(n) + 0.5 * (row % 2) + rng.uniform(-0.2, 0.2, n)) * 0.142
        v = 0.07 + 0.135 * row + rng.normal(0, 0.012, n)
        size = 0.062 * rng.uniform(0.8, 1.15, n)
        tone = light + 0.16 + rng.normal(0, 0.07, n)
        face.strokes(easel, u, v, size, 0.0, size, "planks", tone - 0.22, rng, profile="round", alpha=0.95, dry=0.0)
        face.strokes(
            easel,
            u - 0.006,
            v + 0.008,
            0.82 * size,
            0.0,
            0.78 * size,
            "planks",
            tone,
            rng,
            profile="round",
            alpha=0.9,
            dry=0.15,
        )
        face.strokes(
            easel,
            u - 0.015,
            v + 0.015,
            0.4 * size,
            0.0,
            0.3 * size,
            "planks",
            tone + 0.12,
            rng,
            profile="round",
            alpha=0.7,
            dry=0.3,
        )


def _shutters(easel, face, name, u0, v0, u1, v1, light) -> None:
    for k, a in enumerate((u0 - 0.52, u1 + 0.08)):
        boards(
            easel,
            face,
            f"{name}-shutter-{k}",
            lambda u, v: light + 0 * u,
            corners=[(a, v0), (a + 0.44, v0), (a + 0.44, v1), (a, v1)],
            wide=0.15,
            wobble=0.5,
        )


def _box(easel, face, name, u0, v, u1, light) -> None:
    """A flower box under a window: board, leaves, blooms spilling over."""
    rng = easel.rng(name)
    face.strokes(
        easel,
        np.ones(1) * (u0 + u1) / 2,
        v - 0.1,
        (u1 - u0) / 2 + 0.08,
        0.0,
        0.09,
        "planks",
        light - 0.1,
        rng,
        profile="line",
        alpha=0.95,
    )
    for material, n, value, size, spread in (
        ("grass", 40, light - 0.25, 0.10, 0.13),
        ("flowers", 34, light + 0.02, 0.075, 0.15),
        ("flowers", 20, light + 0.32, 0.05, 0.14),
    ):
        u = rng.uniform(u0 - 0.08, u1 + 0.08, n)
        w = v + 0.08 + rng.normal(0, spread, n) * 0.8
        face.strokes(
            easel,
            u,
            w,
            size,
            0.0,
            0.7 * size,
            material,
            value + rng.normal(0, 0.07, n),
            rng,
            profile="round",
            alpha=0.92,
        )


def _roof(easel, camera, roof, corner, left, right, up, slope, wide, tall, rise, long, rng, lit, dim) -> None:
    ridge = corner + left * wide / 2 + up * (tall + rise) - 0.4 * right
    eave = corner + left * (wide + 0.45) + up * (tall - 0.48) - 0.4 * right
    across = (ridge - eave) / np.linalg.norm(ridge - eave)
    span = float(np.linalg.norm(ridge - eave))
    under = Face(camera, eave, across, right, (span, 0.4))
    boards(easel, under, "soffit", lambda u, v: 0.16 + 0 * u, wide=0.25)
    light = 0.46 + 0.30 * max(roof.facing(easel.hour.sun), -0.4)
    tiles(easel, roof, "roof", lambda u, v: light + 0.05 * v / 4 - 0.10 * np.exp(-((u - 6.6) ** 2) / 1.6), moss=0.5)
    far_slope = Face(camera, eave, across, up, (span, 0.3))
    beam(easel, far_slope, (0, -0.05), (span, -0.05), 0.12, rng, lit - 0.02, "planks")
    verge = Face(camera, roof.origin, slope, up, (4.2, 0.3), lambda u, v: 0.04 * np.sin(1.0) + 0 * u)
    beam(easel, verge, (0, -0.05), (roof.size[1], -0.05), 0.12, rng, lit - 0.05, "planks")
    n = 18
    u = np.linspace(0.2, long + 0.6, n)
    roof.strokes(
        easel,
        u,
        np.full(n, roof.size[1]),
        0.30,
        0.0,
        0.10,
        "roof",
        light + 0.14 + rng.normal(0, 0.03, n),
        rng,
        alpha=0.95,
        streak=0.05,
    )
    roof.strokes(easel, u, np.full(n, 0.02), 0.34, 0.0, 0.05, "roof", light - 0.28, rng, alpha=0.9)
    base = corner + left * wide / 2 + right * 5.2 + up * (tall + rise - 0.7)
    front = Face(camera, base - 0.35 * left, right, up, (0.7, 1.75))
    west = Face(camera, base + 0.35 * left, -left, up, (0.7, 1.75))
    masonry(easel, west, "stack-w", lambda u, v: lit - 0.06 + 0 * u, row=0.16)
    masonry(easel, front, "stack-e", lambda u, v: dim - 0.04 + 0 * u, row=0.16)
    beam(easel, front, (-0.05, 1.72), (0.75, 1.72), 0.08, rng, dim - 0.1, "rock")
    beam(easel, west, (-0.05, 1.72), (0.75, 1.72), 0.08, rng, lit, "rock")
    at = front.at(np.array([0.2]), np.array([2.0]))[0]
    n = 34
    t = np.sort(rng.random(n))
    easel.canvas.strokes(
        at[0] + 130 * t**1.3 + rng.normal(0, 5 + 14 * t, n),
        at[1] - 120 * t + rng.normal(0, 4 + 8 * t, n),
        -0.6 + 0.3 * t,
        10 + 26 * t,
        8 + 18 * t,
        easel.hour.mix("cloud", 0.72 + 0.2 * rng.random(n)),
        alpha=0.10 * (1 - t) + 0.02,
        edge=16.0,
        dry=0.0,
        streak=0.01,
        rng=rng,
    )
