"""Windows: dark glass with sky in it by day, lamp-light at dusk, bars and curtains."""

import numpy as np

from .easel import Easel
from .palette import INDEX
from .solid import Face
from .walls import ground


def window(
    easel: Easel,
    face: Face,
    name: str,
    u0,
    v0,
    u1,
    v1,
    light: float,
    *,
    panes=(2, 2),
    frame: float = 0.07,
    frame_of: str = "planks",
    curtain: float = 0.0,
    plain: bool = False,
) -> None:
    """A window on `face` between (u0, v0) and (u1, v1) m: dark glass with sky in it, or lamp-light at dusk; bars.
    `plain`: lamp-light without gaps, the bars on the map, no
    shadow below the sill."""
    rng = easel.rng(name)
    lamps = easel.hour.lamps
    f = frame
    corners = [(u0 - f, v0 - f), (u1 + f, v0 - f), (u1 + f, v1 + f), (u0 - f, v1 + f)]
    ground(easel, face, corners, frame_of, light + 0.10, 3, 0.7)
    one = np.ones(1)
    mask = ground(easel, face, [(u0, v0), (u1, v0), (u1, v1), (u0, v1)], "glass", 0.2, 5, 0.6)
    w, h = u1 - u0, v1 - v0
    n = 70
    u, v = u0 + w * rng.random(n), v0 + h * rng.random(n)
    glint = np.clip(1 - np.abs((u - u0) / w - 0.75 * (v - v0) / h - 0.12) / 0.16, 0, 1)
    if lamps > 0:
        if plain:
            warm = easel.hour.mix("lamp", np.array(0.44)).astype(np.float32)
            easel.canvas.fill(mask, np.broadcast_to(warm, (*easel.shape, 3)), INDEX["glass"])
        inner = 0.40 + 0.38 * np.exp(-(((u - u0) / w - 0.5) ** 2 + ((v - v0) / h - 0.45) ** 2) / 0.12)
        face.strokes(
            easel,
            u,
            v,
            0.05 * w,
            0.14 * h,
            0.10 * w,
            "lamp",
            inner + rng.normal(0, 0.04, n),
            rng,
            alpha=0.8,
            dry=0.15,
            clip=mask,
            mark=False,
        )
    else:
        value = 0.16 + 0.28 * (v - v0) / h + 0.42 * glint + rng.normal(0, 0.03, n)
        face.strokes(easel, u, v, 0.05 * w, 0.10 * h, 0.08 * w, "glass", value, rng, alpha=0.8, dry=0.25, clip=mask)
    if plain:
        rng = easel.rng(name + "-bars")  # day and night took unlike numbers of strokes; the map must not show it
    if curtain > 0:
        for side in (0, 1):
            m = 9
            t = rng.random(m)
            cu = u0 + w * (0.05 + 0.16 * t) if side == 0 else u1 - w * (0.05 + 0.16 * t)
            face.strokes(
                easel,
                cu,
                v0 + h * rng.uniform(0.35, 0.75, m),
                0.02 * w * (1 - 2 * side),
                0.26 * h,
                0.028 * w,
                "wall" if lamps == 0 else "lamp",
                (0.30 if lamps == 0 else 0.42) + 0.2 * rng.random(m) * curtain,
                rng,
                alpha=0.7,
                dry=0.2,
                clip=mask,
                mark=False,
            )
    face.strokes(
        easel,
        one * (u0 + w / 2),
        v1 - 0.03,
        w / 2,
        0.0,
        0.05,
        "glass",
        0.02,
        rng,
        alpha=0.7,
        dry=0.0,
        clip=mask,
        mark=False,
    )
    bar = light + 0.16 if lamps == 0 else 0.12
    for k in range(1, panes[0]):
        face.strokes(
            easel,
            one * (u0 + w * k / panes[0]),
            v0 + h / 2,
            0.0,
            h / 2,
            0.024,
            frame_of,
            bar,
            rng,
            profile="line",
            alpha=0.95,
            dry=0.0,
            mark=plain,
        )
    for k in range(1, panes[1]):
        face.strokes(
            easel,
            one * (u0 + w / 2),
            v0 + h * k / panes[1],
            w / 2,
            0.0,
            0.020,
            frame_of,
            bar,
            rng,
            profile="line",
            alpha=0.95,
            dry=0.0,
            mark=plain,
        )
    face.strokes(
        easel,
        one * (u0 + w / 2),
        v0 - f * 1.2,
        w / 2 + 1.6 * f,
        0.0,
        0.055,
        frame_of,
        light + 0.22,
        rng,
        profile="line",
        alpha=0.95,
        dry=0.1,
    )
    if not plain:
        face.strokes(
            easel,
            one * (u0 + w / 2),
            v0 - f * 2.4,
            w / 2 + 1.3 * f,
            0.0,
            0.05,
            "glass",
            0.12,
            rng,
            profile="line",
            alpha=0.5,
            dry=0.1,
            mark=False,
        )
