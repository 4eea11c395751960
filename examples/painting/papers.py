"""Paper in the workshop: rolls, shelves of them between pots, sheets hung up to dry."""

import numpy as np

from .brush import KEEP
from .easel import Easel
from .forms import box, polygon
from .interior import AWAY, RIGHT, UP, Room, stand, top
from .lanterns import turned
from .palette import INDEX
from .surfaces import cover, timber

POT = ((0.0, 0.62), (0.2, 0.9), (0.5, 1.0), (0.8, 0.72), (0.9, 0.6), (1.0, 0.68))
JAR = ((0.0, 0.8), (0.1, 0.95), (0.7, 1.0), (0.86, 0.8), (1.0, 0.86))


def roll(easel: Easel, room: Room, a, b, radius: float, place, name: str) -> None:
    """A roll of paper from `a` to `b` (px, its near end last), `radius` px, at `place` (3,) m; `b` shows its end."""
    rng = easel.rng(name)
    a, b = np.asarray(a, float), np.asarray(b, float)
    way = (b - a) / max(1e-6, np.hypot(*(b - a)))
    side = np.array([-way[1], way[0]])
    up, down, front = (
        room.light(np.asarray(place, float)[None] + 0.06 * np.array(n), np.array(n, float))[0]
        for n in ((0, 1, 0), (0, -1, 0), (0, 0, -1))
    )
    if side[1] > 0:
        side = -side
    mask = polygon([a + side * radius, b + side * radius, b - side * radius, a - side * radius], easel.shape, 0.6, 3)
    part = box(mask)
    gy, gx = np.mgrid[part]
    clip, canvas = mask[part], easel.canvas.part(part)
    s = np.clip(((gx - a[0]) * side[0] + (gy - a[1]) * side[1]) / radius, -1, 1)
    value = 0.16 + 0.84 * (front * (1 - np.abs(s)) + np.where(s > 0, up, down * 0.6) * np.abs(s)) + 0.1 * s
    target = easel.hour.mix("paper", np.clip(value, 0.02, 0.97)).astype(np.float32)
    canvas.fill(clip, target, INDEX["paper"])
    canvas.lay(
        clip,
        target,
        rng,
        width=max(1.2, 0.28 * radius),
        ratio=4.0,
        angle=float(np.arctan2(way[1], way[0])),
        turn=0.04,
        coverage=1.6,
        alpha=0.8,
        dry=0.25,
        clip=clip,
        label=KEEP,
        streak=0.03,
    )
    end = np.linspace(0, 2 * np.pi, 40)
    disc = polygon(np.stack([b[0] + 0.86 * radius * np.cos(end), b[1] + radius * np.sin(end)], 1), easel.shape, 0.5, 4)
    tone = 0.2 + 0.85 * front
    flat = np.broadcast_to(easel.hour.mix("paper", np.array(tone)).astype(np.float32), (*easel.shape, 3))
    easel.canvas.fill(disc, flat, INDEX["paper"])
    for share in (0.62, 0.22):
        n = 7
        turn = np.linspace(0, 2 * np.pi, n, endpoint=False) + rng.uniform(0, 1)
        easel.canvas.strokes(
            b[0] + share * 0.86 * radius * np.cos(turn),
            b[1] + share * radius * np.sin(turn),
            turn + np.pi / 2,
            share * radius * 0.5,
            max(0.7, 0.07 * radius),
            easel.hour.mix("paper", np.full(n, max(0.03, tone - 0.22))),
            alpha=0.5,
            dry=0.1,
            clip=disc,
            rng=rng,
        )


def shelf(easel: Easel, room: Room, x0: float, x1: float, z: float, heights) -> None:
    """Shelves across (`x0`..`x1` m) with their front at `z`: rolls of paper, pots and folded lanterns on them."""
    rng = easel.rng("shelf")
    deep, camera = room.back - z, room.camera
    scale = camera.focal / z
    for k, y in enumerate(heights):
        board = stand(room, x0, y - 0.045, z, x1 - x0, 0.045)
        under = top(room, x0, y - 0.045, z, x1 - x0, deep)
        if y > camera.height:
            cover(easel, room, under, f"under-{k}", "bench", size=0.03, way=RIGHT, tone=lambda u, v: -0.10 + 0 * u)
        else:
            cover(easel, room, top(room, x0, y, z, x1 - x0, deep), f"shelf-top-{k}", "bench", size=0.03, way=RIGHT)
        timber(easel, room, board, f"shelf-{k}", "bench", tone=0.05, wobble=0.6)
        x = x0 + 0.08
        while x < x1 - 0.1:
            kind = (k + int(3 * rng.random())) % 3
            if kind < 2 and x < x1 - 0.36:
                for i, (dx, dy) in enumerate(((0, 0), (0.13, 0), (0.065, 0.112))):
                    r = 0.062
                    end = camera.see((x + dx + r, y + dy + r, z + 0.02))
                    start = camera.see((x + dx + r, y + dy + r, room.back))
                    roll(easel, room, start, end, r * scale, (x + dx + r, y + dy + r, z), f"roll-{k}-{x:.1f}-{i}")
                x += 0.32
            else:
                half = rng.uniform(0.07, 0.09)
                px, py = camera.see((x + half, y, z + 0.08))
                light = float(room.light(np.array([[x, y + 0.1, z]]), -AWAY)[0])
                turned(
                    easel,
                    px,
                    py,
                    rng.uniform(0.17, 0.24) * scale,
                    half * scale,
                    JAR if rng.random() < 0.5 else POT,
                    "rock",
                    f"jar-{k}-{x:.1f}",
                    lambda nx, t, light=light: (
                        light + 0.2 * np.exp(-(((nx + 0.45) / 0.3) ** 2)) * (light + 0.2) * 2 - 0.1 * (nx > 0.4)
                    ),
                )
                x += 2 * half + 0.05


def hanging_sheets(easel: Easel, room: Room, x0: float, y: float, z: float, sizes) -> None:
    """Paper hung up to dry from a line at height `y` m: `sizes` (wide, high) m one beside the other."""
    rng = easel.rng("line")
    x = x0
    ends = room.camera.see([(x0 - 0.25, y + 0.05, z), (x0 + sum(w + 0.07 for w, _ in sizes) + 0.2, y + 0.06, z)])
    way = ends[1] - ends[0]
    easel.canvas.strokes(
        ends[:, 0].mean(keepdims=True),
        ends[:, 1].mean(keepdims=True) + 3,
        np.arctan2(way[1], way[0]),
        np.hypot(*way) / 2,
        1.3,
        easel.hour.mix("beam", np.array([0.15])),
        bend=4.0,
        alpha=0.9,
        profile="line",
        rng=rng,
    )
    for k, (wide, high) in enumerate(sizes):
        face = stand(room, x, y - high, z, wide, high)
        cover(
            easel,
            room,
            face,
            f"drying-{k}",
            "paper",
            size=0.05,
            ratio=3.5,
            way=UP,
            turn=0.12,
            wobble=1.6,
            mottle=0.03,
            corners=[
                (0.01, 0.015 * (k % 2)),
                (wide * 0.5, 0.02),
                (wide - 0.012, 0.0),
                (wide, high),
                (wide / 2, high - 0.012),
                (0, high),
            ],
            tone=lambda u, v, k=k, high=high: 0.10 + 0.05 * np.sin(7 * u + 2 * v + k) + 0.05 * (v / high),
        )
        for u in (0.06, wide - 0.06):
            face.strokes(
                easel,
                np.array([u]),
                np.array([high]),
                0.0,
                0.035,
                0.012,
                "bench",
                0.5,
                rng,
                profile="line",
                alpha=0.95,
                mark=False,
            )
        x += wide + 0.07
