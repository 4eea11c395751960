"""What stands in a workshop: bench, stool, stove, shelves, bamboo."""

from __future__ import annotations

import numpy as np

from .building import block, planking
from .curves import ring
from .interior import Room, timber
from .lanterns import JAR, POT, roll, turned
from .pencil import DETAIL, FAINT, FORM
from .perspective import Face
from .sheet import Sheet


def bench(
    sheet: Sheet, room: Room, x0: float, x1: float, z0: float, z1: float, high: float = 0.85, drawers: int = 3
) -> None:
    """A work bench: a cabinet of drawers and leaves under a thick top."""
    front, thick = room.front(z0), 0.08
    sheet.begin(f"bench {x0}")
    sheet.shape(front.box(x0, 0, x1, high - thick), "bench")
    body, wide = high - thick, (x1 - x0 - 0.12) / drawers
    for k in range(drawers):
        a = x0 + 0.09 + k * wide
        for b0, b1 in ((body - 0.23, body - 0.04), (0.10, body - 0.28)):
            corners = front.box(a, b0, a + wide - 0.05, b1)
            for j in range(4):
                sheet.straight(corners[[j, (j + 1) % 4]], FORM)
            planking(sheet, front, a, b0, a + wide - 0.05, b1, 0.16, upright=b1 < body - 0.2, share=0.5)
            at = (a + (wide - 0.05) / 2, (b0 + b1) / 2) if b1 > body - 0.1 else (a + wide - 0.11, b1 - 0.11)
            r = 0.022 * front.px(*at)
            sheet.stroke(ring(*front.at(at)[0], r, r, sheet.rng, 0.05), FORM)
    top = room.level(high)
    a0, a1, near = x0 - 0.07, x1 + 0.07, z0 - 0.05
    mask = sheet.shape(top.box(a0, near, a1, z1), "bench")
    planking(sheet, top, a0, near, a1, z1, 0.2, upright=False, mask=mask, share=0.8)
    timber(sheet, room.front(near), a0, body, a1, high, "bench")


def stool(sheet: Sheet, room: Room, x: float, z: float) -> None:
    """A stool 0.46 m high with a cushion."""
    for u, v in ((0.04, 0.3), (0.34, 0.3), (0.0, 0.0), (0.37, 0.0)):
        sheet.shape(room.front(z + v).box(x + u, 0, x + u + 0.05, 0.4), "bench")
    face = room.front(z - 0.02)
    sheet.shape(face.box(x - 0.03, 0.38, x + 0.45, 0.43), "bench")
    a, b = face.at((x - 0.04, 0.43), (x + 0.46, 0.43))
    half = (b[0] - a[0]) / 2
    turned(
        sheet,
        (a[0] + b[0]) / 2,
        a[1],
        0.4 * half,
        half,
        np.array([(0, 0.94), (0.3, 1.0), (0.7, 0.95), (1.0, 0.8)]),
        "cloth",
        0.12,
    )


def stove(
    sheet: Sheet, room: Room, x0: float, x1: float, z0: float, z1: float, high: float = 0.95, flue: float = 0.5
) -> None:
    """A stone stove with its mouth, a slab on top and a flue of stone up to the ceiling at its right."""
    sheet.begin("stove")
    back = room.front(z1 - 0.1)
    mask = sheet.shape(back.box(x1 - flue, high, x1, room.tall), "rock")
    stones(sheet, back, x1 - flue, high, x1, room.tall, mask)
    front, flank, _ = block(sheet, room.frame, (x0, z0, 0), (x1, z1, high), "rock", -1 if x0 > 0 else 1)
    face = room.front(z0)
    stones(sheet, face, x0, 0, x1, high - 0.08, front)
    stones(sheet, Face(room.frame, (x0 if x0 > 0 else x1, 0, 0), (0, 1, 0)), z0, 0, z1, high - 0.08, flank)
    sheet.shape(face.box(x0 - 0.04, high - 0.08, x1 + 0.04, high), "rock")
    u = (x0 + x1) / 2
    t = np.linspace(0, np.pi, 16)
    arch = face.at((u - 0.19, 0.14), *[(u - 0.19 * np.cos(k), 0.38 + 0.17 * np.sin(k)) for k in t], (u + 0.19, 0.14))
    sheet.erase(sheet.mask(arch))
    sheet.line(np.vstack([arch, arch[:1]]), FORM)


def stones(sheet: Sheet, face: Face, a0: float, b0: float, a1: float, b1: float, mask: np.ndarray) -> None:
    """Rough courses of stone, lightly."""
    rng = sheet.rng
    with sheet.within(mask):
        b, row = b0, 0
        while b < b1 - 0.06:
            tall = min(rng.uniform(0.15, 0.21), b1 - b)
            sheet.line(face.at((a0, b + tall), ((a0 + a1) / 2, b + tall + rng.normal(0, 0.01)), (a1, b + tall)), DETAIL)
            a = a0 + rng.uniform(0.1, 0.3)
            while a < a1 - 0.06:
                sheet.stroke(face.at((a, b + 0.01), (a + rng.normal(0, 0.015), b + tall - 0.01)), DETAIL)
                a += rng.uniform(0.2, 0.38)
            b, row = b + tall, row + 1


def shelves(
    sheet: Sheet, room: Room, x0: float, x1: float, heights, deep: float = 0.3, goods: str = "rpr", size: float = 0.085
) -> None:
    """Shelves on the far wall; goods: for each shelf in turn what stands on it: r rolls of paper, p pots;
    size: radius of a roll, m."""
    z = room.back - deep
    camera = room.camera
    for k, y in enumerate(heights):
        sheet.begin(f"shelf {k}")
        plane = room.level(y if y < camera.eye else y - 0.05)
        sheet.shape(plane.box(x0, z, x1, room.back), "bench", FORM)
        timber(sheet, room.front(z), x0, y - 0.05, x1, y, "bench")
        scale = camera.focal / z
        tilt = 0.25 * (camera.eye - y)
        x = x0 + 0.1
        kinds = goods[k % len(goods) :] + goods[: k % len(goods)]
        turn = 0
        while x < x1 - 0.2:
            if kinds[turn % len(kinds)] == "r" and x < x1 - 4.4 * size:
                for dx, dy in ((0, 0), (2.1, 0), (1.05, 1.8)):
                    px, py = x + (dx + 1) * size, y + (dy + 1) * size
                    end, start = (camera.page([(px, py, at)])[0] for at in (z + 0.02, room.back - 0.02))
                    roll(sheet, start, end, size * scale)
                x += 4.8 * size
            else:
                half = sheet.rng.uniform(0.1, 0.125)
                px, py = camera.page([(x + half, y, z + 0.08)])[0]
                turned(
                    sheet,
                    px,
                    py,
                    sheet.rng.uniform(0.24, 0.3) * scale,
                    half * scale,
                    JAR if sheet.rng.random() < 0.5 else POT,
                    "rock",
                    tilt,
                    (0.84,),
                )
                x += 2 * half + 0.08
            turn += 1


def bamboo(sheet: Sheet, room: Room, feet, heads, thick: float = 0.05) -> None:
    """Bamboo poles that lean, from feet to heads (x, y, z in m), with their joints."""
    for foot, head in zip(feet, heads, strict=True):
        a, b = room.camera.page([foot, head])
        half = 0.5 * thick * room.camera.focal / foot[2]
        side = np.array([half, 0])
        sheet.shape(np.array([a - side, b - side, b + side, a + side]), "reeds")
        for share in np.arange(0.15, 0.95, 0.2):
            at = a + (b - a) * share
            sheet.stroke([at - side, at + side], FAINT)
