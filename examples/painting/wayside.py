"""What people set up along a forest path: a plank footbridge and a small wooden shrine with a lantern in it."""

import numpy as np

from .easel import Easel
from .palette import INDEX
from .roofs import tiles
from .solid import Camera, Face
from .walls import beam, boards, ground, masonry

UP = np.array([0.0, 1.0, 0.0])


def footbridge(easel: Easel, camera: Camera, start, end, light: float, *, wide: float = 1.3, deck: float = 0.2) -> None:
    """A bridge of crosswise boards on two logs between `start` and `end` (X, Z) m, the near end first, with a rail on
    its far side; `light` 0..1 is the value of its boards."""
    rng = easel.rng("footbridge")
    a, b = np.array([start[0], deck, start[1]]), np.array([end[0], deck + 0.05, end[1]])
    run = float(np.linalg.norm(b - a))
    along = (b - a) / run
    across = np.array([along[2], 0.0, -along[0]])
    across = across if across[2] > 0 else -across  # away from the viewer

    def arch(u, v):
        return -0.10 * np.sin(np.pi * np.clip(u / run, 0, 1)) + 0 * v

    side = Face(camera, a - 0.24 * UP, along, UP, (run, 0.22), arch)
    log = boards(
        easel,
        side,
        "bridge-log",
        lambda u, v: 0.10 + 0.5 * light * v,
        wide=0.22,
        upright=False,
        material="deck",
        gaps=0.1,
    )
    easel.canvas.labels[log > 0.5] = INDEX["beam"]  # dark, and not to be painted into the boards
    top = Face(camera, a, along, across, (run, wide), arch)

    def value(u, v):
        return light - 0.16 * (np.abs(u - 0.55 * run) > 0.28 * run) + 0.05 * v / wide

    boards(easel, top, "bridge-deck", value, wide=0.21, material="deck", gaps=1.0)
    lip = np.linspace(0.05, run - 0.05, 26)
    top.strokes(
        easel,
        lip,
        np.full(26, 0.02),
        0.10,
        0.0,
        0.022,
        "deck",
        light + 0.20 + rng.normal(0, 0.05, 26),
        rng,
        alpha=0.8,
        dry=0.3,
    )
    top.strokes(easel, lip, np.full(26, -0.03), 0.12, 0.0, 0.020, "deck", 0.06, rng, alpha=0.8, dry=0.1, mark=False)
    rail = Face(camera, a + wide * across, along, UP, (run, 1.0), arch)
    for u in np.linspace(0.25, run - 0.25, 4):
        beam(easel, rail, (u, -0.1), (u, 0.92), 0.055, rng, light - 0.16, "planks")
    for u0, u1, v in (
        (0.05, 0.53 * run, 0.86),
        (0.50 * run, run - 0.05, 0.88),
        (0.12, 0.52 * run, 0.44),
        (0.49 * run, run - 0.12, 0.46),
    ):
        beam(easel, rail, (u0, v), (u1, v + 0.02), 0.05, rng, light - 0.04, "planks")
    if easel.hour.season == "winter":
        flakes = easel.rng("footbridge-snow")
        _pads(easel, top, flakes, run, wide, light)
        for v, share in ((0.94, 1.0), (0.50, 0.7)):
            n = 70
            u = flakes.uniform(0.1, run - 0.1, n)
            tone = 0.50 + 0.35 * flakes.random(n)
            alpha = np.where(flakes.random(n) < 0.85 * share, 0.9, 0.0)
            rail.strokes(
                easel, u, np.full(n, v), 0.12, 0.0, 0.035, "snow", tone, flakes, alpha=alpha, dry=0.1, mark=False
            )


def _pads(easel: Easel, face: Face, rng, run, wide, light) -> None:
    """Trodden snow on the boards: deep at the sides, worn to the wood in the middle."""
    mask = face.mask(easel)
    n = 520
    u, v = rng.uniform(0, run, n), wide * rng.random(n)
    middle = np.abs(v / wide - 0.5) < 0.20 + 0.05 * np.sin(5 * u)
    keep = np.where(middle, rng.random(n) < 0.22, rng.random(n) < 0.95)
    tone = 0.40 + 0.42 * light + 0.12 * (v / wide) + rng.normal(0, 0.06, n)
    face.strokes(
        easel,
        u,
        v,
        0.10 * rng.uniform(0.6, 1.4, n),
        0.0,
        0.05,
        "snow",
        tone,
        rng,
        alpha=0.9 * keep,
        dry=0.2,
        mark=False,
        clip=mask,
    )


def shrine(easel: Easel, camera: Camera, place, turn: float, light: float) -> None:
    """A wayside shrine at `place` (X, Z) m: stone foot, boarded box with a niche where a lantern stands, steep shingle
    roof. `turn` radians from facing the viewer, negative to the right; `light` is the value of its left side."""
    along = np.array([np.cos(turn), 0.0, -np.sin(turn)])
    back = np.array([np.sin(turn), 0.0, np.cos(turn)])
    foot = np.array([place[0], 0.0, place[1]])
    front_light = light - 0.10

    def box(half, low, high, deep):
        """Front and left face of an upright box about the axis, `deep` m by halves."""
        corner = foot - half * along - deep * back + low * UP
        front = Face(camera, corner, along, UP, (2 * half, high - low))
        left = Face(camera, corner + 2 * deep * back, -back, UP, (2 * deep, high - low))
        return front, left

    front, left = box(0.44, -0.05, 0.50, 0.38)
    masonry(easel, front, "shrine-foot", lambda u, v: front_light - 0.14 + 0.16 * (v - 0.2), row=0.17)
    masonry(easel, left, "shrine-foot-side", lambda u, v: light - 0.08 + 0.16 * (v - 0.2), row=0.17)
    front, left = box(0.50, 0.50, 0.59, 0.43)
    masonry(easel, front, "shrine-slab", lambda u, v: front_light + 0.08 + 0 * u, row=0.4)
    masonry(easel, left, "shrine-slab-side", lambda u, v: light + 0.14 + 0 * u, row=0.4)
    if easel.hour.season == "winter":
        _ledge(easel, front, light)
        _ledge(easel, left, light + 0.1)
    front, left = box(0.36, 0.59, 1.47, 0.32)
    boards(easel, left, "shrine-side", lambda u, v: light - 0.30 * np.clip((v - 0.45) * 3, 0, 1), wide=0.13)
    gable = [(0, 0), (0.72, 0), (0.72, 0.86), (0.36, 1.34), (0, 0.86)]
    boards(
        easel,
        front,
        "shrine-front",
        lambda u, v: front_light - 0.22 * np.clip((v - 0.78) * 4, 0, 1),
        wide=0.12,
        corners=gable,
    )
    _niche(easel, front, front_light)
    _shrine_roof(easel, camera, foot, along, back, light)


def _ledge(easel: Easel, face: Face, light: float) -> None:
    """Snow along the upper edge of a slab's side."""
    flakes = easel.rng("ledge")
    n = 40
    u = flakes.uniform(0.0, face.size[0], n)
    v = face.size[1] + 0.02 + 0.02 * flakes.normal(0, 1, n)
    face.strokes(
        easel,
        u,
        v,
        0.07,
        0.0,
        0.035,
        "snow",
        light + 0.1 + flakes.normal(0, 0.06, n),
        flakes,
        alpha=0.9,
        dry=0.1,
        mark=False,
    )


def _niche(easel: Easel, front: Face, light: float) -> None:
    """The arched recess, its frame, and the lantern with its little flame."""
    rng = easel.rng("niche")
    arch = [(0.12, 0.10), (0.60, 0.10), (0.60, 0.58), (0.52, 0.74), (0.36, 0.80), (0.20, 0.74), (0.12, 0.58)]
    frame = [(0.36 + 1.22 * (u - 0.36), 0.40 + 1.14 * (v - 0.40)) for u, v in arch]
    ground(easel, front, frame, "planks", light + 0.12, 5, 0.8)
    mask = front.mask(easel, arch, 0.8, 6)
    dark = np.broadcast_to(easel.hour.mix("planks", np.array(0.03)).astype(np.float32), (*easel.shape, 3))
    easel.canvas.fill(mask, dark, INDEX["beam"])  # a name of its own, or the dark would be painted as boards
    n = 40
    u, v = rng.uniform(0.12, 0.60, n), rng.uniform(0.10, 0.78, n)
    lamps = easel.hour.lamps
    near = np.exp(-((u - 0.36) ** 2 + (v - 0.34) ** 2) / 0.05)
    front.strokes(
        easel,
        u,
        v,
        0.0,
        0.07,
        0.03,
        "planks",
        0.03 + (0.10 + 0.40 * lamps) * near,
        rng,
        alpha=0.7,
        dry=0.3,
        clip=mask,
        mark=False,
    )
    glass = [(0.235, 0.15), (0.485, 0.15), (0.47, 0.50), (0.25, 0.50)]
    pane = ground(easel, front, glass, "lantern", 0.40 + 0.2 * lamps, 7, 0.5)
    n = 70
    u, v = rng.uniform(0.23, 0.49, n), rng.uniform(0.15, 0.50, n)
    flame = np.exp(-(((u - 0.36) / 0.07) ** 2 + ((v - 0.29) / 0.11) ** 2))
    value = 0.22 + 0.16 * lamps + (0.42 + 0.2 * lamps) * flame + rng.normal(0, 0.04, n)
    front.strokes(easel, u, v, 0.0, 0.045, 0.022, "lantern", value, rng, alpha=0.8, dry=0.2, clip=pane)
    one = np.ones(1)
    for u0, v0, du, dv, half in (
        (0.36, 0.135, 0.15, 0.0, 0.026),
        (0.36, 0.515, 0.14, 0.0, 0.022),
        (0.36, 0.575, 0.07, 0.0, 0.035),
        (0.238, 0.325, -0.008, 0.18, 0.014),
        (0.482, 0.325, 0.008, 0.18, 0.014),
        (0.36, 0.325, 0.0, 0.18, 0.010),
    ):
        front.strokes(
            easel, one * u0, one * v0, du, dv, half, "trunk", 0.08, rng, profile="line", alpha=0.95, dry=0.0, mark=False
        )
    front.strokes(
        easel, one * 0.36, one * 0.08, 0.30, 0.0, 0.03, "planks", light + 0.22, rng, profile="line", alpha=0.95, dry=0.1
    )


def _shrine_roof(easel: Easel, camera: Camera, foot, along, back, light: float) -> None:
    """Two steep shingle slopes with a barge board on the front; snow on them in winter."""
    rng = easel.rng("shrine-roof")
    flakes = easel.rng("shrine-roof-snow")
    ridge = foot + 2.03 * UP - 0.46 * back
    for side, tone in ((1.0, light - 0.34), (-1.0, light - 0.04)):
        eave = foot + side * 0.62 * along + 1.20 * UP - 0.46 * back
        slope = ridge - eave
        tall = float(np.linalg.norm(slope))
        face = (
            Face(camera, eave, back, slope / tall, (0.92, tall))
            if side > 0
            else Face(camera, eave + 0.92 * back, -back, slope / tall, (0.92, tall))
        )
        tiles(easel, face, f"shrine-tiles-{side:+.0f}", lambda u, v, tone=tone: tone + 0 * u, row=0.13, moss=0.8)
        edge = Face(camera, eave, along * -side, UP, (0.62, 0.8))
        beam(easel, edge, (-0.02, -0.06), (0.62, 0.77), 0.05, rng, light + 0.06 if side < 0 else light - 0.10, "planks")
        if easel.hour.season != "winter":
            continue
        mask = face.mask(easel, [(-0.03, 0.10), (0.95, 0.10), (0.95, tall + 0.05), (-0.03, tall + 0.05)], 2.0, 8)
        n = 200
        u, v = flakes.uniform(0, 0.92, n), flakes.uniform(0.12, tall, n)
        face.strokes(
            easel,
            u,
            v,
            0.15,
            0.0,
            0.08,
            "snow",
            tone + 0.44 + flakes.normal(0, 0.05, n),
            flakes,
            alpha=0.92,
            dry=0.08,
            mark=False,
            clip=mask,
        )
        n = 26
        t = np.linspace(0.0, 0.64, n)
        edge.strokes(
            easel,
            t - 0.02,
            0.04 + 1.33 * t,
            0.05,
            0.06,
            0.045,
            "snow",
            0.62 + 0.25 * (side < 0) + flakes.normal(0, 0.05, n),
            flakes,
            alpha=0.92,
            dry=0.05,
            mark=False,
        )
