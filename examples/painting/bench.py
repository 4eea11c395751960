"""The work bench and its stool, and what lies on the bench."""

import numpy as np

from .easel import Easel
from .interior import AWAY, RIGHT, UP, Room, stand, top
from .lanterns import turned
from .papers import JAR, POT, roll
from .solid import Face
from .surfaces import cover, seams, timber


def bench(easel: Easel, room: Room, low, high) -> None:
    """The work bench between the corners `low` and `high` (m): a cabinet with drawers under a thick top."""
    (x0, _, z0), (x1, y1, z1) = low, high
    front = stand(room, x0, 0.0, z0, x1 - x0, y1)
    wide, thick = x1 - x0, 0.075
    cover(
        easel,
        room,
        front,
        "bench-front",
        "bench",
        size=0.05,
        ratio=5.0,
        way=RIGHT,
        mottle=0.05,
        tone=lambda u, v: -0.03 - 0.05 * np.exp(-v / 0.15),
        wobble=0.9,
    )
    body = y1 - thick
    for k in range(3):
        a = 0.09 + k * (wide - 0.12) / 3
        b = a + (wide - 0.12) / 3 - 0.05
        _panel(easel, room, front, f"drawer-{k}", a, body - 0.23, b, body - 0.04, False)
        _panel(easel, room, front, f"leaf-{k}", a, 0.10, b, body - 0.28, True)
    for k, u in enumerate((0.0, wide - 0.08)):
        timber(
            easel,
            room,
            front,
            f"leg-{k}",
            "bench",
            corners=[(u, 0), (u + 0.08, 0), (u + 0.08, body), (u, body)],
            upright=True,
            tone=0.02,
        )
    slab = stand(room, x0 - 0.07, body, z0 - 0.05, wide + 0.14, thick)
    plate = top(room, x0 - 0.07, y1, z0 - 0.05, wide + 0.14, z1 - z0 + 0.05)
    boards = np.random.default_rng(3).normal(0, 0.045, 8)
    sun = room.sunlit(easel, plate, own=0)
    mask = cover(
        easel,
        room,
        plate,
        "bench-top",
        "bench",
        size=0.05,
        ratio=6.0,
        way=RIGHT,
        mottle=0.04,
        wobble=0.7,
        tone=lambda u, v: boards[np.clip((v / 0.19).astype(int), 0, 7)] + 0.05,
        sun=sun,
        bright=0.90,
        sunny="lit-wood",
    )
    seams(
        easel,
        room,
        plate,
        "bench-seams",
        "bench",
        [0.19, 0.38, 0.57, 0.76],
        (0, wide + 0.14),
        upright=False,
        wide=0.008,
        kept=0.6,
        clip=mask,
    )
    timber(easel, room, slab, "bench-slab", "bench", tone=0.05, lip=0.15)


def _panel(easel, room, face, name, u0, v0, u1, v1, upright) -> None:
    """A drawer or a cupboard leaf: dark gap around it, its board, a round pull."""
    rng = easel.rng(name)
    light = room.on(face)
    middle = (u0 + u1) / 2, (v0 + v1) / 2
    tone = float(light(*(np.array([m]) for m in middle))[0])
    for a, b, c, d in ((u0, v0, u1, v0), (u0, v1, u1, v1), (u0, v0, u0, v1), (u1, v0, u1, v1)):
        face.strokes(
            easel,
            np.array([(a + c) / 2]),
            np.array([(b + d) / 2]),
            (c - a) / 2,
            (d - b) / 2,
            0.010,
            "bench",
            0.45 * tone,
            rng,
            profile="line",
            alpha=0.9,
            dry=0.0,
            mark=False,
        )
    timber(
        easel,
        room,
        face,
        name + "-board",
        "bench",
        upright=upright,
        tone=0.02,
        wobble=0.5,
        lip=0.08,
        corners=[
            (u0 + 0.012, v0 + 0.012),
            (u1 - 0.012, v0 + 0.012),
            (u1 - 0.012, v1 - 0.012),
            (u0 + 0.012, v1 - 0.012),
        ],
    )
    u, v = middle if not upright else (u1 - 0.06, v1 - 0.12)
    one = np.ones(1)
    for off, size, value in ((-0.008, 0.024, 0.2 * tone), (0.0, 0.018, tone + 0.06), (0.006, 0.008, tone + 0.32)):
        face.strokes(
            easel,
            one * u,
            one * (v + off),
            size,
            0.0,
            size,
            "bench",
            value,
            rng,
            profile="round",
            alpha=0.95,
            mark=False,
        )


def things(easel: Easel, room: Room, low, high) -> None:
    """What lies on the bench: paper, a roll, pots with brushes, bamboo strips."""
    (x0, _, z0), (_, y1, _) = low, high
    rng = easel.rng("things")
    sun = room.sunlit(easel, top(room, x0, y1, z0, 1.7, 0.9), own=0)
    for k, (x, z, wide, deep, turn) in enumerate(((0.72, 3.75, 0.5, 0.34, 0.12), (0.80, 3.66, 0.46, 0.30, -0.08))):
        along = np.array([np.cos(turn), 0, np.sin(turn)])
        sheet = Face(
            room.camera,
            np.array([x, y1 + 0.006 * (k + 1), z]),
            along,
            np.array([-np.sin(turn), 0, np.cos(turn)]),
            (wide, deep),
        )
        shadow = Face(room.camera, np.array([x + 0.012, y1 + 0.001, z - 0.012]), sheet.along, sheet.up, (wide, deep))
        dark = shadow.mask(easel, None, 0.5, 7)
        easel.canvas.lab[..., 0] -= 0.10 * dark
        cover(
            easel,
            room,
            sheet,
            f"sheet-{k}",
            "paper",
            size=0.03,
            way=along,
            tone=lambda u, v: 0.16 + 0.08 * v,
            wobble=0.6,
            sun=sun,
            bright=0.97,
        )
    a, b = (room.camera.see(p) for p in ((0.62, y1 + 0.05, 4.12), (1.28, y1 + 0.05, 3.98)))
    roll(easel, room, a, b, 0.055 * room.camera.focal / 4.0, (0.9, y1 + 0.05, 4.0), "bench-roll")
    for k, (x, z, tall, half, profile) in enumerate(((1.42, 4.05, 0.19, 0.085, JAR), (1.50, 3.78, 0.12, 0.075, POT))):
        px, py = room.camera.see((x, y1, z))
        scale = room.camera.focal / z
        if k == 0:
            brushes(easel, room, px, py - tall * scale, scale, rng)
        place = np.array([[x, y1 + 0.1, z - half]])
        light = float(room.light(place, np.array([0, 0.0, -1.0]))[0])
        side = float(room.light(place, np.array([-0.8, 0.6, 0.0]))[0])
        turned(
            easel,
            px,
            py,
            tall * scale,
            half * scale,
            profile,
            "rock",
            f"pot-{k}",
            lambda nx, t, light=light, side=side: (
                light * 0.9 + 0.35 * (side + 0.2) * np.exp(-(((nx + 0.5) / 0.32) ** 2)) - 0.08 * (nx > 0.5) + 0.06 * t
            ),
        )


def brushes(easel: Easel, room: Room, x: float, y: float, scale: float, rng) -> None:
    """Brushes and bamboo strips that stand in a pot whose rim is at (`x`, `y`) px."""
    n = 9
    lean = rng.uniform(-0.32, 0.32, n)
    long = scale * rng.uniform(0.06, 0.13, n)
    foot = x + 0.03 * scale * rng.uniform(-1, 1, n)
    tone = (0.25 if room.night else 0.35) + 0.3 * rng.random(n)
    easel.canvas.strokes(
        foot + np.sin(lean) * long,
        y - np.cos(lean) * long,
        np.pi / 2 + lean,
        long,
        0.006 * scale,
        easel.hour.mix("bench", tone),
        profile="line",
        alpha=0.95,
        dry=0.0,
        rng=rng,
    )
    k = 5
    easel.canvas.strokes(
        foot[:k] + 2 * np.sin(lean[:k]) * long[:k],
        y - 2 * np.cos(lean[:k]) * long[:k],
        np.pi / 2 + lean[:k],
        0.03 * scale,
        0.011 * scale,
        easel.hour.mix("beam", np.full(k, 0.12)),
        profile="leaf",
        alpha=0.95,
        dry=0.1,
        rng=rng,
    )


def stool(easel: Easel, room: Room, low, high) -> None:
    """A stool with a cushion."""
    (x0, _, z0), (x1, y1, z1) = low, high
    for k, (x, z) in enumerate(((x0 + 0.03, z1 - 0.05), (x1 - 0.08, z1 - 0.05), (x0, z0), (x1 - 0.05, z0))):
        timber(
            easel,
            room,
            stand(room, x, 0, z, 0.05, y1 - 0.1),
            f"stool-{k}",
            "bench",
            upright=True,
            tone=-0.06 if k < 2 else 0.02,
            wobble=0.6,
        )
    timber(
        easel, room, stand(room, x0 + 0.05, 0.16, z0 + 0.02, x1 - x0 - 0.1, 0.035), "stool-rung", "bench", wobble=0.5
    )
    timber(
        easel,
        room,
        stand(room, x0 - 0.03, y1 - 0.12, z0 - 0.02, x1 - x0 + 0.06, 0.05),
        "stool-seat",
        "bench",
        tone=0.04,
        wobble=0.5,
    )
    a, b = room.camera.see((x0 - 0.02, y1 - 0.07, z0)), room.camera.see((x1 + 0.02, y1 - 0.07, z0))
    half, foot = (b[0] - a[0]) / 2, a[1] + 2
    up = float(room.light(np.array([[(x0 + x1) / 2, y1, (z0 + z1) / 2]]), UP)[0])
    front = float(room.light(np.array([[(x0 + x1) / 2, y1, z0]]), -AWAY)[0])
    turned(
        easel,
        (a[0] + b[0]) / 2,
        foot,
        0.36 * half,
        half,
        ((0.0, 0.94), (0.3, 1.0), (0.7, 0.95), (1.0, 0.8)),
        "cloth",
        "cushion",
        lambda nx, t: (
            front
            + (up + (0.0 if room.night else 0.22) - front) * np.clip((t - 0.45) * 3, 0, 1)
            + 0.06 * np.sin(9 * nx + 2 * t)
        ),
        fine=0.5,
    )
