"""Door and window of a room: the lake behind the panes, curtains, frames of timber."""

import numpy as np

from . import noise
from .brush import KEEP
from .easel import Easel
from .interior import RIGHT, UP, Room, stand, top, wall
from .palette import INDEX
from .surfaces import cover, seams, timber


def window(easel: Easel, room: Room) -> None:
    """The lake behind the panes, then frame, bars and sill."""
    x0, y0, x1, y1 = room.window
    face = wall(room)
    left = x0 + room.half
    pane = np.zeros(easel.shape, np.float32)
    for k, corners in enumerate(room.pane_corners()):
        uv = corners[:, :2] + (room.half, 0)
        pane = np.maximum(pane, face.mask(easel, uv, 0.5, 60 + k))
    hole = face.mask(
        easel,
        [
            (left - 0.06, y0 - 0.06),
            (left + x1 - x0 + 0.06, y0 - 0.06),
            (left + x1 - x0 + 0.06, y1 + 0.06),
            (left - 0.06, y1 + 0.06),
        ],
        0.6,
        9,
    )
    _view(easel, hole)
    light = 0.10 if room.night else 0.20
    bars = np.clip(hole - pane, 0, 1)
    flat = np.broadcast_to(easel.hour.mix("beam", np.array(light)).astype(np.float32), (*easel.shape, 3))
    easel.canvas.fill(bars, flat, INDEX["beam"])
    rng = easel.rng("bars")
    easel.canvas.lay(
        bars,
        flat,
        rng,
        width=3.0,
        ratio=5.0,
        angle=np.pi / 2,
        turn=0.02,
        coverage=1.0,
        alpha=0.5,
        dry=0.4,
        clip=bars,
        jitter=0.03,
    )
    jamb = 0.09
    for name, corners, upright in (
        ("jamb-left", [(left - jamb, y0), (left, y0), (left, y1), (left - jamb, y1)], True),
        (
            "jamb-right",
            [(left + x1 - x0, y0), (left + x1 - x0 + jamb, y0), (left + x1 - x0 + jamb, y1), (left + x1 - x0, y1)],
            True,
        ),
        (
            "lintel",
            [
                (left - 0.25, y1),
                (left + x1 - x0 + 0.25, y1),
                (left + x1 - x0 + 0.25, y1 + 0.13),
                (left - 0.25, y1 + 0.13),
            ],
            False,
        ),
    ):
        timber(easel, room, face, name, "beam", corners=corners, upright=upright, tone=0.04)
    sill = top(room, x0 - 0.2, y0 - 0.02, room.back - 0.16, x1 - x0 + 0.4, 0.18)
    cover(easel, room, sill, "sill-top", "beam", size=0.03, way=RIGHT, tone=lambda u, v: 0.16 + 0 * u)
    timber(
        easel, room, stand(room, x0 - 0.2, y0 - 0.09, room.back - 0.16, x1 - x0 + 0.4, 0.07), "sill", "beam", tone=0.06
    )


def _view(easel: Easel, mask) -> None:
    """Sky, two ranges of hills and the lake, washed in soft: glass, shore-view and lake-view on the map."""
    hour = easel.hour
    x, y = easel.grid()
    rng = easel.rng("view")
    low, high = 455.0, 300.0
    target = hour.sky((y - high) / (low - high) + 0.1 * noise.over(easel.shape, (300, 60), 11, 3)).astype(np.float32)
    far = 398 + 26 * noise.at(x[0], 0 * x[0], 260, 31, 3) - 20 * np.exp(-(((x[0] - 760) / 120) ** 2))
    near = 432 + 22 * noise.at(x[0], 0 * x[0], 170, 35, 4) + 26 * np.clip((x[0] - 820) / 300, -0.6, 0.6)
    slope = 0.5 + 0.22 * noise.over(easel.shape, (60, 30), 36, 3)
    for line, name, deep in ((far, "far-hill", 0.25), (near, "near-hill", 0.05)):
        part = np.clip(y - line[None, :], 0, 1)
        target += part[..., None] * (hour.mix(name, np.clip(slope, 0, 1), deep) - target)
    shore = 470.0
    lake = np.clip(y - shore, 0, 1)
    glitter = np.exp(-(((x - 905 - 0.15 * (y - shore)) / (60 + 0.8 * (y - shore).clip(0))) ** 2)) * (
        noise.over(easel.shape, (70, 6), 38, 2) > -0.05
    )
    ripple = 0.42 + 0.16 * noise.over(easel.shape, (160, 9), 37, 3) + 0.14 * (y - shore) / 130 + 0.42 * glitter
    target += lake[..., None] * (hour.mix("water", np.clip(ripple, 0, 1)) - target)
    target = target.astype(np.float32)
    easel.canvas.fill(mask, target, INDEX["glass"])
    easel.canvas.labels[(mask >= 0.5) & (y > np.minimum(far, near)[None, :])] = INDEX["shore-view"]
    easel.canvas.labels[(mask >= 0.5) & (y > shore)] = INDEX["lake-view"]
    flow = np.where(y < near[None, :], 0.35 * noise.over(easel.shape, 120, 39, 2) - 0.1, 0.0).astype(np.float32)
    flow = np.where((y > far[None, :]) & (y < shore), flow + 0.5 * noise.over(easel.shape, 90, 41, 2), flow).astype(
        np.float32
    )
    how = {"angle": flow, "clip": mask, "label": KEEP, "turn": 0.06}
    easel.canvas.lay(
        mask, target, rng, width=9.0, ratio=3.2, coverage=1.3, alpha=0.6, dry=0.1, edge=3.0, streak=0.015, **how
    )
    easel.canvas.lay(mask, target, rng, width=3.6, ratio=3.6, coverage=1.0, alpha=0.75, dry=0.3, streak=0.02, **how)
    easel.canvas.lay(
        mask * (y > shore - 30), target, rng, width=1.7, ratio=4.5, coverage=1.0, alpha=0.8, dry=0.2, **how
    )


def door(easel: Easel, room: Room, x: float, wide: float, high: float) -> None:
    """A plank door on the window wall from `x` m, in its frame of timber."""
    face = wall(room)
    u = x + room.half
    mask = cover(
        easel,
        room,
        face,
        "door",
        "door",
        corners=[(u, 0), (u + wide, 0), (u + wide, high), (u, high)],
        size=0.05,
        ratio=5.0,
        way=UP,
        tone=lambda a, b: 0.10 + 0.07 * np.sin(np.floor((a - u) / wide * 5) * 2.7),
        mottle=0.05,
        wobble=0.7,
    )
    seams(
        easel,
        room,
        face,
        "door-seams",
        "door",
        [u + wide * k / 5 for k in range(1, 5)],
        (0.02, high),
        wide=0.01,
        clip=mask,
    )
    for k, v in enumerate((0.35, high - 0.42)):
        timber(
            easel,
            room,
            face,
            f"ledge-{k}",
            "door",
            corners=[(u + 0.04, v), (u + wide - 0.04, v), (u + wide - 0.04, v + 0.13), (u + 0.04, v + 0.13)],
            tone=0.16,
            lip=0.12,
            wobble=0.6,
        )
    for name, corners, upright in (
        ("door-left", [(u - 0.11, 0), (u, 0), (u, high), (u - 0.11, high)], True),
        ("door-right", [(u + wide, 0), (u + wide + 0.11, 0), (u + wide + 0.11, high), (u + wide, high)], True),
        (
            "door-head",
            [(u - 0.2, high), (u + wide + 0.2, high), (u + wide + 0.2, high + 0.14), (u - 0.2, high + 0.14)],
            False,
        ),
    ):
        timber(easel, room, face, name, "beam", corners=corners, upright=upright, tone=0.03)
    rng = easel.rng("latch")
    one = np.ones(1)
    face.strokes(
        easel, one * (u + wide - 0.14), one * 0.98, 0.0, 0.07, 0.022, "beam", 0.06, rng, alpha=0.95, mark=False
    )
    face.strokes(easel, one * (u + wide - 0.148), one * 1.0, 0.0, 0.03, 0.008, "door", 0.75, rng, alpha=0.8, mark=False)
