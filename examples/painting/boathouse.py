"""The boathouse of place A, with its deck and jetty."""

import numpy as np

from .boats import lantern, rowboat
from .easel import Easel
from .roofs import tiles
from .solid import Camera, Face
from .walls import beam, boards
from .windows import window


def boathouse(easel: Easel, camera: Camera) -> np.ndarray:
    """Boathouse, deck and jetty; returns the mask of what they cover."""
    before = easel.canvas.lab.copy()
    sun = easel.hour.sun
    left, back, up = np.array([-0.90, 0, 0.436]), np.array([0.436, 0, 0.90]), np.array([0, 1.0, 0])
    corner = np.array([-4.3, 0.55, 17.5])
    long, deep, tall = 6.4, 4.6, 2.45
    front = Face(camera, corner + long * left, -left, up, (long, tall))
    gable = Face(camera, corner, back, up, (deep, tall + 2.3))
    slope = (back + up) / np.sqrt(2)

    def sag(u, v):
        return 0.16 * np.sin(np.pi * np.clip(u / (long + 1), 0, 1)) * (v / 3.5) + 0.05 * np.sin(u * 1.9)

    roof = Face(
        camera, corner + (long + 0.3) * left + up * tall - 0.62 * slope, -left, slope, (long + 0.6, 3.25 + 0.66), sag
    )
    rng = easel.rng("timber")
    lit, dim = 0.42 + 0.42 * max(front.facing(sun), -0.4), 0.34 + 0.30 * max(gable.facing(sun), -0.6)
    dark = Face(camera, corner - up * 0.62, back, up, (deep, 0.62))
    boards(easel, dark, "under", lambda u, v: 0.05 + 0.04 * v, wide=0.12, upright=False, gaps=0.0)
    for u in (0.1, 1.6, 3.1, 4.4):
        beam(easel, dark, (u, -0.05), (u, 0.62), 0.09, rng, 0.26)
    _deck(easel, camera, corner, left, back, up, long)

    def wall_light(u, v):
        return lit - 0.30 * np.clip((v - (tall - 0.52 - 0.04 * np.sin(u * 5))) * 9, 0, 1) + 0.05 * v / tall - 0.05

    boards(easel, front, "front", wall_light, wide=0.26)
    gable_corners = [(0, 0), (deep, 0), (deep, tall), (deep / 2, tall + 2.33), (0, tall)]

    def gable_light(u, v):
        return dim + 0.08 * (1 - v / 4.5) - 0.18 * np.clip((v - tall - 2.3 + np.abs(u - deep / 2) + 0.5) * 3, 0, 1)

    boards(easel, gable, "gable", gable_light, corners=gable_corners, wide=0.28)
    with easel.naming(planks="door"):
        boards(
            easel,
            gable,
            "door",
            lambda u, v: dim - 0.16 + 0 * u,
            corners=[(0.95, 0), (3.65, 0), (3.65, 2.25), (0.95, 2.25)],
            wide=0.45,
        )
    for a, b in (
        ((0.95, 0), (0.95, 2.3)),
        ((3.65, 0), (3.65, 2.3)),
        ((0.8, 2.3), (3.8, 2.3)),
        ((2.3, 0), (2.3, 2.25)),
        ((1.0, 0.3), (2.25, 2.0)),
        ((3.6, 0.3), (2.35, 2.0)),
    ):
        with easel.naming(planks="door"):
            beam(easel, gable, a, b, 0.07, rng, dim + 0.06, "planks")
    beam(easel, gable, (0, tall), (deep, tall), 0.10, rng, dim - 0.02)
    window(easel, gable, "loft", 1.9, 2.72, 2.9, 3.5, dim, panes=(2, 2), curtain=0.0)
    window(easel, front, "west-window", 0.7, 0.72, 2.1, 1.86, lit, panes=(3, 2), curtain=0.6)
    window(easel, front, "east-window", 4.3, 0.72, 5.7, 1.86, lit, panes=(3, 2), curtain=0.6)
    with easel.naming(planks="door"):
        boards(
            easel,
            front,
            "house-door",
            lambda u, v: lit - 0.33 + 0 * u,
            corners=[(2.75, 0), (3.65, 0), (3.65, 1.95), (2.75, 1.95)],
            wide=0.22,
        )
    for a, b in (((2.7, 0), (2.7, 2.0)), ((3.7, 0), (3.7, 2.0)), ((2.6, 2.0), (3.8, 2.0))):
        beam(easel, front, a, b, 0.065, rng, lit + 0.12, "planks")
    for u in (0.06, long - 0.08):
        beam(easel, front, (u, 0), (u, tall - 0.3), 0.10, rng, lit - 0.08)
    beam(easel, front, (0, 0.05), (long, 0.05), 0.08, rng, lit - 0.16)

    soffit_out = corner - 0.3 * left
    ridge = soffit_out + up * (tall + 2.3) + back * 2.3
    eave = soffit_out + up * (tall - 0.42) + back * (deep + 0.42)
    under = Face(
        camera, eave, (ridge - eave) / np.linalg.norm(ridge - eave), left, (float(np.linalg.norm(ridge - eave)), 0.3)
    )
    boards(easel, under, "soffit", lambda u, v: 0.12 + 0 * u, wide=0.2)
    slope_light = 0.42 + 0.34 * max(roof.facing(sun), -0.5)
    tiles(easel, roof, "roof", lambda u, v: slope_light + 0.05 * (v / 3.6) - 0.04, moss=0.35)
    barge = Face(camera, ridge, (eave - ridge) / np.linalg.norm(eave - ridge), up, (4.2, 0.3))
    beam(easel, barge, (0, -0.06), (float(np.linalg.norm(eave - ridge)), -0.06), 0.12, rng, dim + 0.16, "planks")
    edge_face = Face(
        camera,
        roof.origin + roof.along * roof.size[0],
        slope,
        up,
        (3.9, 0.3),
        lambda u, v: 0.05 * np.sin((long + 0.6) * 1.9) + 0 * u,
    )
    beam(easel, edge_face, (0.0, -0.04), (3.9, -0.04), 0.12, rng, dim + 0.10, "planks")
    n = 16
    u = np.linspace(0.2, long + 0.4, n)
    roof.strokes(
        easel,
        u,
        np.full(n, 3.88),
        0.30,
        0.0,
        0.10,
        "roof",
        slope_light + 0.12 + rng.normal(0, 0.03, n),
        rng,
        alpha=0.95,
        dry=0.1,
        streak=0.05,
    )
    roof.strokes(easel, u, np.full(n, 0.02), 0.34, 0.0, 0.05, "roof", slope_light - 0.26, rng, alpha=0.9, dry=0.1)
    rowboat(easel, 1268, 796, 200, "boat", turn=0.05)
    post = Face(camera, corner - 6.2 * left - 1.5 * back, -left, up, (1.0, 2.0))
    beam(easel, post, (0, -1.2), (0, 1.75), 0.06, rng, 0.34)
    beam(easel, post, (-0.05, 1.66), (0.42, 1.72), 0.045, rng, 0.34)
    with easel.naming(glass="lantern"):
        lantern(easel, *post.at(0.36, 1.66), 38, "lantern")
    return (np.abs(easel.canvas.lab - before).sum(-1) > 1e-4).astype(np.float32)


def _deck(easel: Easel, camera: Camera, corner, left, back, up, long) -> None:
    """Posts, planks and sides of the deck that runs on as a jetty."""
    rng = easel.rng("deck")
    sun = easel.hour.sun
    run = long + 6.6
    start = corner + long * left - 1.6 * back
    front = Face(camera, start - up * 0.24, -left, up, (run, 0.24))
    top = Face(camera, start, -left, back, (run, 1.7))
    post = 0.36 + 0.2 * max(0, -sun[0])
    for row, deep in ((1.6, -0.1), (0.08, 0.0)):
        for k in range(9):
            u = 0.35 + k * (run - 0.6) / 8
            face = Face(camera, start + row * back - up * 0.75, -left, up, (run, 2.2))
            tall = 0.75 if row > 1 or k < 5 else 1.5
            beam(easel, face, (u, -0.12), (u, tall if k % 2 or k == 8 else 0.72), 0.09, rng, post + deep - 0.08)
    flat = 0.50 + 0.26 * max(0.0, -sun[1])

    def light(u, v):
        near_wall = np.clip((u - 0.2) * 4, 0, 1) * np.clip((long - u + 0.8) * 2, 0, 1)
        return (
            flat
            - 0.10 * near_wall * np.clip((v - 0.9) * 4, 0, 1)
            - 0.16 * np.clip((u - long) * 2, 0, 1) * np.clip((long + 1.6 - u) * 2, 0, 1)
        )

    with easel.naming(planks="deck"):
        boards(easel, top, "deck-top", light, wide=0.26, gaps=0.9)
    end = Face(camera, start - left * run - up * 0.24, back, up, (1.7, 0.24))
    boards(easel, end, "deck-end", lambda u, v: 0.20 + 0 * u, wide=0.12, upright=False, gaps=0.3)
    boards(easel, front, "deck-side", lambda u, v: 0.26 + 0 * u, wide=0.12, upright=False, gaps=0.5)
