"""The shell of the workshop: ceiling, walls and their timbers, floorboards, tie beams, curtains."""

import numpy as np

from .easel import Easel
from .interior import AWAY, RIGHT, UP, Room, wall
from .palette import INDEX
from .solid import Face
from .surfaces import cover, seams, timber

NEAR = 2.3  # m: where floor and ceiling begin


def shell(easel: Easel, room: Room) -> None:
    """Ceiling, walls and their timbers."""
    dark = np.broadcast_to(easel.hour.mix("planks", np.array(0.1)).astype(np.float32), (*easel.shape, 3))
    easel.canvas.fill(np.ones(easel.shape, np.float32), dark, INDEX["planks"])
    tones = np.random.default_rng(5).normal(0, 0.03, 60)
    ceiling = Face(room.camera, np.array([-room.half, room.tall, NEAR]), RIGHT, AWAY, (2 * room.half, room.back - NEAR))
    mask = cover(
        easel,
        room,
        ceiling,
        "ceiling",
        "ceiling",
        paint="planks",
        size=0.09,
        ratio=4.0,
        way=AWAY,
        tone=lambda u, v: tones[np.clip((u / 0.28).astype(int), 0, 59)] - 0.02,
    )
    seams(
        easel,
        room,
        ceiling,
        "ceiling-seams",
        "planks",
        np.arange(1, 25) * 0.28,
        (1.4, room.back - NEAR),
        wide=0.012,
        clip=mask,
    )
    back = wall(room)
    cover(
        easel,
        room,
        back,
        "plaster",
        "wall",
        size=0.15,
        ratio=2.4,
        mottle=0.035,
        tone=lambda u, v: 0.05 - 0.05 * np.exp(-v / 0.4),
    )
    for k, side in enumerate((-1, 1)):
        face = Face(room.camera, np.array([side * room.half, 0.0, 3.6]), AWAY, UP, (room.back - 3.6, room.tall))
        mask = cover(
            easel,
            room,
            face,
            f"side-{k}",
            "planks",
            size=0.10,
            ratio=4.0,
            way=UP,
            mottle=0.04,
            tone=lambda u, v: 0.03 + tones[np.clip((u / 0.24).astype(int) + 20, 0, 59)],
        )
        seams(
            easel,
            room,
            face,
            f"side-seams-{k}",
            "planks",
            np.arange(1, 11) * 0.24,
            (0, room.tall),
            wide=0.014,
            clip=mask,
        )
        timber(
            easel,
            room,
            face,
            f"side-post-{k}",
            "beam",
            upright=True,
            tone=0.03,
            corners=[(1.88, 0), (2.08, 0), (2.08, 2.75), (1.88, 2.75)],
        )
    low = 0.88
    mask = cover(
        easel,
        room,
        back,
        "wainscot",
        "planks",
        corners=[(1.65, 0), (2 * room.half, 0), (2 * room.half, low), (1.65, low)],
        size=0.07,
        ratio=4.0,
        way=UP,
        tone=lambda u, v: 0.04 + tones[np.clip((u / 0.2).astype(int), 0, 59)],
    )
    seams(easel, room, back, "wainscot-seams", "planks", 1.65 + np.arange(1, 27) * 0.2, (0, low), wide=0.012, clip=mask)
    timber(
        easel,
        room,
        back,
        "dado",
        "beam",
        corners=[(1.6, low), (2 * room.half, low), (2 * room.half, low + 0.08), (1.6, low + 0.08)],
        tone=0.04,
    )
    for k, u in enumerate((0.0, 1.68, 5.3, 2 * room.half - 0.16)):
        timber(
            easel,
            room,
            back,
            f"post-{k}",
            "beam",
            corners=[(u, 0), (u + 0.16, 0), (u + 0.16, room.tall), (u, room.tall)],
            upright=True,
            tone=0.03,
        )
    timber(
        easel,
        room,
        back,
        "plate",
        "beam",
        corners=[(0, 2.86), (2 * room.half, 2.86), (2 * room.half, 3.06), (0, 3.06)],
        tone=0.03,
    )


def curtains(easel: Easel, room: Room) -> None:
    """Cloth drawn aside at both ends of the window."""
    x0, y0, x1, y1 = room.window
    for k, (a, b) in enumerate(((x0 - 0.3, x0 + 0.12), (x1 - 0.1, x1 + 0.28))):
        face = wall(room, room.back - 0.12)
        u, w = a + room.half, b - a
        low = y0 - 0.12
        edge = [
            (u, low + 0.02),
            (u + 0.3 * w, low),
            (u + 0.62 * w, low + 0.03),
            (u + w, low),
            (u + 0.93 * w, 1.5),
            (u + w, y1 + 0.1),
            (u, y1 + 0.1),
            (u + 0.06 * w, 1.6),
        ]
        glow = 0.0 if room.night else 0.2
        cover(
            easel,
            room,
            face,
            f"curtain-{k}",
            "cloth",
            corners=edge,
            size=0.028,
            ratio=5.0,
            way=UP,
            wobble=1.2,
            hues=0.01,
            tone=lambda p, q, u=u, w=w, k=k, glow=glow: (
                0.06
                + 0.12
                * np.sin(4.4 * np.pi * (p - u) / w + 0.9 * np.sin(1.9 * q + 3 * k) + 2.5 * np.sin(3 * (p - u) / w))
                + glow * ((p - u) / w if k == 0 else 1 - (p - u) / w)
            ),
        )


def floor(easel: Easel, room: Room) -> None:
    """Floorboards that run away from us, each of several lengths."""
    face = Face(
        room.camera, np.array([-room.half - 0.6, 0.0, NEAR]), RIGHT, AWAY, (2 * room.half + 1.2, room.back - NEAR)
    )
    rng = np.random.default_rng(8)
    wide, count = 0.24, 35
    tones, start = rng.normal(0, 0.035, (count, 8)), rng.uniform(0, 1.7, count)
    hue = rng.random(count)

    def tone(u, v):
        board = np.clip((u / wide).astype(int), 0, count - 1)
        piece = np.clip(((v + start[board]) / 1.7).astype(int), 0, 7)
        grain = 0.025 * np.sin(40 * u + 6 * hue[board] + 1.5 * np.sin(1.3 * v + 9 * hue[board]))
        return tones[board, piece] + grain + 0.02

    sun = room.sunlit(easel, face)
    mask = cover(
        easel,
        room,
        face,
        "floor",
        "floor",
        size=0.075,
        ratio=5.0,
        way=AWAY,
        tone=tone,
        turn=0.03,
        sun=sun,
        bright=0.84,
        sunny="lit-wood",
        mottle=0.025,
    )
    seams(
        easel,
        room,
        face,
        "floor-seams",
        "floor",
        wide * np.arange(1, count),
        (0.2, room.back - NEAR),
        wide=0.009,
        kept=0.85,
        clip=mask,
    )
    light = room.on(face)
    for board in range(count):
        ends = 1.7 * np.arange(1, 4) - start[board]
        ends = ends[(ends > 0.4) & (ends < room.back - NEAR)]
        u = np.full(len(ends), (board + 0.5) * wide)
        if len(ends):
            face.strokes(
                easel,
                u,
                ends,
                0.5 * wide,
                0.0,
                0.007,
                "floor",
                0.5 * light(u, ends),
                easel.rng(f"butt-{board}"),
                alpha=0.7,
                dry=0.1,
                profile="line",
                mark=False,
                clip=mask,
            )


def tie(easel: Easel, room: Room, name: str, z: float, low: float, high: float) -> None:
    """A beam across the room: its face and the underside we look up at."""

    def sag(u, v):
        return 0.03 * np.sin(np.pi * u / (2 * room.half)) + 0.006 * np.sin(2.3 * u)

    front = Face(room.camera, np.array([-room.half, low, z]), RIGHT, UP, (2 * room.half, high - low), sag)
    under = Face(room.camera, np.array([-room.half, low, z]), RIGHT, AWAY, (2 * room.half, 0.22), sag)
    timber(easel, room, under, name + "-under", "beam", tone=-0.03, lip=0.02)
    timber(easel, room, front, name, "beam", tone=0.05, lip=0.06)
