"""Round things, paper lanterns first. A profile is turned about an upright axis and shaded by where light is."""

import numpy as np
from scipy.interpolate import PchipInterpolator

from . import noise
from .brush import KEEP
from .easel import Easel
from .forms import box, polygon
from .interior import Room
from .palette import INDEX
from .solid import Face
from .surfaces import timber


def _barrel(neck: float, full: float, lean: float = 0.0) -> tuple:
    """A lantern's profile: (height, radius) pairs 0..1, `neck` its openings, `full` how square, widest at 0.5 + `lean`."""
    t = np.linspace(0, 1, 25)
    off = np.where(t < 0.5 + lean, (t - 0.5 - lean) / (0.5 + lean), (t - 0.5 - lean) / (0.5 - lean))
    return tuple(zip(t, neck + (1 - neck) * (1 - np.abs(off) ** full) ** (1 / full), strict=True))


ROUND, LONG, PEAR = _barrel(0.42, 2.1), _barrel(0.55, 3.0), _barrel(0.38, 1.7, 0.2)


def outline(x: float, foot: float, high: float, half: float, profile, tilt: float) -> np.ndarray:
    """Picture outline (n, 2) px of a turned thing that stands at (`x`, `foot`), `high` px tall and `half` px wide at
    radius 1; `tilt`: rise over run of its level rings as we see them (positive from above)."""
    t = np.linspace(0, 1, 48)
    radius = half * PchipInterpolator(*np.array(profile).T)(t)
    y = foot - high * t
    turn = np.linspace(0, np.pi, 15)[1:-1]
    top = np.stack([x + radius[-1] * np.cos(turn), y[-1] - abs(tilt) * radius[-1] * np.sin(turn)], 1)
    low = np.stack([x - radius[0] * np.cos(turn), y[0] + abs(tilt) * radius[0] * np.sin(turn)], 1)
    return np.concatenate([np.stack([x + radius, y], 1), top, np.stack([x - radius, y], 1)[::-1], low])


def turned(
    easel: Easel,
    x: float,
    foot: float,
    high: float,
    half: float,
    profile,
    material: str,
    name: str,
    value,
    *,
    across: bool = True,
    fine: float = 1.0,
    hue=(0.0, 0.0, 0.0),
    wobble: float = 0.7,
) -> np.ndarray:
    """Paint a turned thing; `value(nx, t)` 0..1 by place across (-1..1) and up (0..1). Returns its mask."""
    rng = easel.rng(name)
    tilt = np.clip((foot - 0.5 * high - easel.level) / 1150.0 * 1.3, -0.45, 0.45)
    mask = polygon(outline(x, foot, high, half, profile, tilt), easel.shape, wobble, int(rng.integers(1 << 20)))
    part = box(mask)
    if not mask[part].size:
        return mask
    gy, gx = np.mgrid[part]
    clip, canvas = mask[part], easel.canvas.part(part)
    t = np.clip((foot - gy) / high, 0, 1)
    radius = half * PchipInterpolator(*np.array(profile).T)(t)
    nx = np.clip((gx - x) / np.maximum(radius, 1), -1, 1).astype(np.float32)
    tone = value(nx, t) + 0.02 * noise.at(gx, gy, 0.8 * half, int(rng.integers(1 << 20)), 2)
    target = (easel.hour.mix(material, np.clip(tone, 0.01, 0.99)) + np.asarray(hue)).astype(np.float32)
    canvas.fill(clip, target, INDEX[material])
    ring = -tilt * nx / np.sqrt(np.maximum(1.08 - nx * nx, 0.05))
    side = np.pi / 2 - 0.25 * nx * np.sign(t - 0.5)
    angle = (np.arctan(ring) if across else side).astype(np.float32)
    size = max(1.2, 0.13 * half * fine)
    for share, coverage, alpha, dry in ((1.0, 1.5, 0.8, 0.1), (0.5, 1.0, 0.75, 0.3)):
        canvas.lay(
            clip,
            target,
            rng,
            width=share * size,
            ratio=2.6,
            angle=angle,
            turn=0.06,
            coverage=coverage,
            alpha=alpha,
            dry=dry,
            clip=clip,
            label=KEEP,
            streak=0.03,
            jitter=0.009,
        )
    return mask


def _rings(easel: Easel, rng, x, foot, high, half, profile, heights, material, drop, clip, slim) -> None:
    """Level rings of a turned thing in broken strokes: hoops under the paper."""
    tilt = np.clip((foot - 0.5 * high - easel.level) / 1150.0 * 1.3, -0.45, 0.45)
    curve = PchipInterpolator(*np.array(profile).T)
    for t in heights:
        radius = half * float(curve(t))
        turn = np.linspace(-1.35, 1.35, 9) + rng.normal(0, 0.03, 9)
        px, py = x + radius * np.sin(turn), foot - high * t + tilt * radius * np.cos(turn)
        keep = rng.random(8) < 0.86
        a, b = np.stack([px, py], 1)[:-1][keep], np.stack([px, py], 1)[1:][keep]
        way, middle = b - a, (a + b) / 2
        spots = np.clip(middle.astype(int), 0, [easel.shape[1] - 1, easel.shape[0] - 1])
        colour = easel.canvas.lab[spots[:, 1], spots[:, 0]] + drop
        easel.canvas.strokes(
            *middle.T,
            np.arctan2(way[:, 1], way[:, 0]),
            0.56 * np.hypot(*way.T),
            slim,
            colour,
            alpha=0.6,
            dry=0.15,
            clip=clip,
            rng=rng,
            profile="taper",
        )


def lantern(
    easel: Easel,
    room: Room,
    x: float,
    foot: float,
    high: float,
    half: float,
    place,
    name: str,
    *,
    profile=ROUND,
    bright: float = 1.0,
    hue=(0.0, 0.0, 0.0),
    hang: float | None = None,
    back: float = 0.0,
) -> None:
    """A paper lantern, its lower rim at (`x`, `foot`) px, at `place` (3,) m in the room; it burns at night, `bright` 0..1.
    `hang`: height px of what it hangs from; `back`: how much daylight shines through from behind."""
    rng = easel.rng(name + "-rim")
    place = np.asarray(place, float)
    if hang is not None:
        top = foot - high
        _cord(easel, rng, x, hang, top - 2)
    ways = np.array([(-1, 0, 0), (1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, -1)], float)
    sides = [float(room.light(place[None] + 0.2 * way, way)[0]) for way in ways]
    left, right, up, down, front = sides

    def day(nx, t):
        turn = front * (1 - np.abs(nx)) + np.where(nx < 0, left, right) * np.abs(nx)
        tall = np.where(t > 0.5, up, down)
        weight = np.abs(2 * t - 1) ** 1.5 * 0.55
        thin = back * (0.75 + 0.25 * nx - 0.35 * np.abs(2 * t - 0.9))
        return (
            0.14
            + 0.95 * (turn * (1 - weight) + tall * weight)
            + 0.36 * thin
            - 0.12 * nx**4
            - 0.05 * (t < 0.3) * (0.3 - t) / 0.3
        )

    def lit(nx, t):
        far = nx**2 * 0.9 + (2.0 * (t - 0.42)) ** 2 * 0.75
        return 0.30 + bright * (0.70 * np.exp(-0.95 * far) - 0.06 * (t > 0.85))

    mask = turned(easel, x, foot, high, half, profile, "lantern", name, lit if room.night else day, hue=hue)
    hoops = np.linspace(0.09, 0.91, int(np.clip(high / 11, 6, 13)))
    drop = np.array([-0.07, 0.012, 0.004]) if room.night else np.array([-0.055, 0.008, 0.006])
    _rings(easel, rng, x, foot, high, half, profile, hoops, "lantern", drop, mask, max(0.7, 0.011 * high))
    for t, tall in ((0.0, 0.055), (1.0, 0.06)):
        radius = 1.06 * half * float(PchipInterpolator(*np.array(profile).T)(t))
        light = room.light(place[None], np.array([0, 0, -1.0]))[0]
        low = foot - high * t + (0.5 if t == 0 else -0.2) * tall * high
        shape = ((0.0, 1.0), (0.5, 1.0), (1.0, 1.0))
        turned(
            easel,
            x,
            low + 0.3 * tall * high,
            tall * high,
            radius,
            shape,
            "beam",
            f"{name}-{t}",
            lambda nx, s, light=light: 0.16 + 0.5 * light + 0.10 * s - 0.1 * nx,
            fine=1.6,
        )


def _cord(easel: Easel, rng, x, high, low) -> None:
    n = max(2, int((low - high) / 16))
    y = np.linspace(high, low, n + 1)
    easel.canvas.strokes(
        x + rng.normal(0, 0.3, n),
        (y[:-1] + y[1:]) / 2,
        np.pi / 2,
        0.6 * (low - high) / n,
        1.3,
        easel.hour.mix("beam", np.full(n, 0.16)),
        alpha=0.85,
        dry=0.05,
        rng=rng,
    )


def andon(
    easel: Easel, room: Room, x: float, z: float, wide: float, high: float, name: str, *, bright: float = 1.0
) -> None:
    """A box lantern standing on the floor at (`x`, `z`) m: paper between four slim posts."""
    rng = easel.rng(name)
    face = Face(
        room.camera, np.array([x - wide / 2, 0.0, z]), np.array([1.0, 0, 0]), np.array([0, 1.0, 0]), (wide, high)
    )
    low, top = 0.14 * high, 0.92 * high
    mask = face.mask(easel, [(0.02, low), (wide - 0.02, low), (wide - 0.02, top), (0.02, top)], 0.8, 5)
    gx, gy = easel.grid()
    (x0, y0), (x1, y1) = face.at(np.array([0, wide]), np.array([top, low]))
    nx, t = 2 * (gx - x0) / (x1 - x0) - 1, np.clip((y1 - gy) / (y1 - y0), 0, 1)
    if room.night:
        value = 0.34 + bright * 0.66 * np.exp(-0.8 * nx**2 - 3.2 * (t - 0.40) ** 2)
    else:
        value = (
            0.30
            + 0.62 * room.light(np.array([[x, high / 2, z - 0.02]]), np.array([0, 0, -1.0]))[0]
            + 0.10 * nx
            + 0.10 * t
        )
    target = easel.hour.mix("lantern", np.clip(value, 0.02, 0.98)).astype(np.float32)
    easel.canvas.fill(mask, target, INDEX["lantern"])
    size = 0.07 * (x1 - x0)
    for share, coverage in ((1.0, 1.5), (0.5, 0.9)):
        easel.canvas.lay(
            mask,
            target,
            rng,
            width=share * size,
            ratio=2.6,
            angle=1.45,
            turn=0.25,
            coverage=coverage,
            alpha=0.8,
            dry=0.25,
            clip=mask,
            label=KEEP,
            streak=0.03,
        )
    wood = 0.045
    for k in (1, 2):
        at = low + (top - low) * k / 3
        face.strokes(
            easel,
            np.linspace(0.1, 0.9, 4) * wide,
            np.full(4, at),
            0.16 * wide,
            0.0,
            0.006,
            "beam",
            0.62 if room.night else 0.36,
            rng,
            alpha=0.5,
            dry=0.2,
            mark=False,
        )
    for k, u in enumerate((0.0, wide - wood)):
        timber(
            easel,
            room,
            face,
            f"{name}-post-{k}",
            "beam",
            upright=True,
            tone=0.02,
            corners=[(u, 0), (u + wood, 0), (u + wood, high), (u, high)],
        )
    for k, v in enumerate((low - wood, top)):
        timber(
            easel,
            room,
            face,
            f"{name}-rail-{k}",
            "beam",
            tone=0.02,
            corners=[(-0.02, v), (wide + 0.02, v), (wide + 0.02, v + wood), (-0.02, v + wood)],
        )
