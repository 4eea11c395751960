"""A stone stove with its kettle and chimney."""

import numpy as np

from .easel import Easel
from .interior import AWAY, UP, Room, stand, top
from .lanterns import turned
from .palette import INDEX
from .solid import Face
from .surfaces import cover, timber
from .walls import masonry


def stove(easel: Easel, room: Room, low, high, flue) -> None:
    """A stone stove between two corners (m), its mouth and kettle, and the chimney `flue` (x0, x1, z) to the ceiling."""
    (x0, _, z0), (x1, y1, z1) = low, high
    a, b, z = flue
    light = room.on(stand(room, a, 0, z, b - a, room.tall))
    masonry(
        easel,
        stand(room, a, 0.0, z, b - a, room.tall),
        "flue",
        lambda u, v: 0.9 * light(u, v) + 0.02,
        row=0.17,
        worn=0.3,
    )
    side = Face(room.camera, np.array([x0, 0.0, z0]), AWAY, UP, (z1 - z0, y1))
    dim = room.on(side)
    masonry(easel, side, "stove-side", lambda u, v: dim(u, v) + 0.04, row=0.17, worn=0.3)
    front = stand(room, x0, 0.0, z0, x1 - x0, y1)
    lit = room.on(front)
    masonry(easel, front, "stove-front", lambda u, v: lit(u, v) + 0.04, row=0.17, worn=0.3)
    plate = top(room, x0 - 0.04, y1, z0 - 0.05, x1 - x0 + 0.08, z1 - z0)
    cover(easel, room, plate, "stove-top", "rock", size=0.05, tone=lambda u, v: 0.05 + 0 * u)
    timber(
        easel, room, stand(room, x0 - 0.04, y1 - 0.07, z0 - 0.05, x1 - x0 + 0.08, 0.07), "stove-lip", "rock", tone=0.05
    )
    u, v = 0.52 * (x1 - x0), 0.14
    arch = [(u - 0.19, v), (u + 0.19, v)] + [
        (u + 0.19 * np.cos(t), v + 0.24 + 0.17 * np.sin(t)) for t in np.linspace(0, np.pi, 12)
    ]
    mouth = front.mask(easel, arch, 0.8, 11)
    gx, gy = easel.grid()
    px, py = front.at(np.array([u]), np.array([v + 0.05]))[0]
    glow = np.exp(-(((gx - px) / 26) ** 2 + ((gy - py) / 20) ** 2)) * (0.95 if room.night else 0.55)
    ember = easel.hour.mix("lantern", 0.15 + 0.6 * glow)
    target = easel.hour.mix("rock", np.full(easel.shape, 0.015))
    target = (target + np.clip(glow * 1.3, 0, 1)[..., None] * (ember - target)).astype(np.float32)
    easel.canvas.fill(mouth, target, INDEX["rock"])
    easel.canvas.lay(
        mouth, target, easel.rng("mouth"), width=4.0, ratio=2.0, turn=0.6, coverage=1.4, alpha=0.8, dry=0.2, clip=mouth
    )
    kx, ky = room.camera.see((x0 + 0.36, y1, z0 + 0.3))
    scale = room.camera.focal / (z0 + 0.3)
    shade = float(lit(np.array([0.4]), np.array([y1]))[0])
    turned(
        easel,
        kx,
        ky,
        0.22 * scale,
        0.15 * scale,
        ((0, 0.8), (0.25, 1.0), (0.6, 0.95), (0.85, 0.55), (1, 0.3)),
        "rock",
        "kettle",
        lambda nx, t: (
            0.35 * shade + 0.45 * (shade + 0.1) * np.exp(-(((nx + 0.45) / 0.25) ** 2 + ((t - 0.6) / 0.3) ** 2))
        ),
    )
