"""What stands on a house front: timber frame, shutters, doors, flower boxes, plinths."""

import numpy as np

from .easel import Easel
from .palette import INDEX
from .solid import Face
from .walls import beam, ground
from .windows import window


def clip_of(mask: np.ndarray) -> np.ndarray:
    """uint8 (h, w) of a mask 0..1, as strokes take it."""
    return (np.clip(mask, 0, 1) * 255).astype(np.uint8)


def frame(easel: Easel, face: Face, name: str, timbers, light, half: float = 0.1) -> None:
    """Timber frame: `timbers` ((u, v), (u, v)) m, each a little off its line, in the light of the wall."""
    rng = easel.rng(name)
    for a, b in timbers:
        a, b = (np.asarray(p, float) + rng.normal(0, 0.018, 2) for p in (a, b))
        middle = (a + b) / 2
        value = float(light(middle[:1], middle[1:])[0])
        beam(easel, face, a, b, half * rng.uniform(0.9, 1.12), rng, 0.30 + 0.55 * (value - 0.3), "beam")


def joinery(easel: Easel, face: Face, name: str, box, light, *, boards: int = 4) -> None:
    """Painted wood over `box` (u0, v0, u1, v1): upright boards, two ledges across."""
    rng = easel.rng(name)
    u0, v0, u1, v1 = box
    w, h = u1 - u0, v1 - v0
    middle = float(light(np.array([(u0 + u1) / 2]), np.array([(v0 + v1) / 2]))[0])
    mask = ground(easel, face, [(u0, v0), (u1, v0), (u1, v1), (u0, v1)], "door", middle - 0.22, 7, 0.8)
    clip = clip_of(mask)
    for k in range(boards):
        n = 9
        middle_u = u0 + w * (k + 0.5) / boards
        u, v = middle_u + rng.normal(0, 0.04, n) * w / boards, rng.uniform(v0, v1, n)
        tone = light(u, v) - 0.14 + rng.normal(0, 0.03) + rng.normal(0, 0.03, n)
        face.strokes(
            easel, u, v, 0.0, 0.3 * h, 0.42 * w / boards, "door", tone, rng, alpha=0.85, dry=0.2, streak=0.05, clip=clip
        )
    edges = u0 + w * np.arange(1, boards) / boards
    for shift, value, alpha in ((0.0, -0.36, 0.75), (0.014, 0.06, 0.5)):
        v = v0 + h * rng.uniform(0.35, 0.65, len(edges))
        tone = light(edges, v) + value
        face.strokes(easel, edges + shift, v, 0.0, 0.45 * h, 0.014, "door", tone, rng, alpha=alpha, dry=0.3, clip=clip)
    for v, high, value in (
        (v0 + 0.2 * h, 0.035, 0.04),
        (v0 + 0.8 * h, 0.035, 0.04),
        (v0 + 0.8 * h - 0.05, 0.012, -0.3),
    ):
        one = np.full(1, (u0 + u1) / 2)
        tone = light(one, np.full(1, v)) - 0.14 + value
        face.strokes(easel, one, v, 0.46 * w, 0.0, high, "door", tone, rng, alpha=0.8, dry=0.15, clip=clip)


def shutters(easel: Easel, face: Face, name: str, box, light, wide: float = 0.5) -> None:
    """A pair of shutters folded back on both sides of the window `box`."""
    u0, v0, u1, v1 = box
    for k, a in enumerate((u0 - 0.1 - wide, u1 + 0.1)):
        joinery(easel, face, f"{name}-shutter-{k}", (a, v0 - 0.03, a + wide, v1 + 0.03), light, boards=3)


def casement(easel: Easel, face: Face, name: str, box, light, *, panes=(2, 3), blinds=True, box_of=True) -> None:
    """A window with shutters and a flower box, as each is asked for."""
    u0, v0, u1, v1 = box
    value = float(light(np.array([(u0 + u1) / 2]), np.array([v0 - 0.15]))[0])
    window(easel, face, name, u0, v0, u1, v1, value - 0.08, panes=panes, plain=True)
    if blinds:
        shutters(easel, face, name, box, light)
    if box_of:
        flower_box(easel, face, name + "-box", u0, v0 - 0.12, u1, value)


def flower_box(easel: Easel, face: Face, name: str, u0: float, v: float, u1: float, light: float) -> None:
    """A box of planks with leaves and blooms that spill over it in drifts."""
    rng = easel.rng(name)
    one = np.ones(1)
    how = {"profile": "line", "alpha": 0.95}
    middle, half = one * (u0 + u1) / 2, (u1 - u0) / 2 + 0.1
    face.strokes(easel, middle, v - 0.16, half, 0.0, 0.05, "planks", light - 0.42, rng, **how)
    face.strokes(easel, middle, v - 0.09, half, 0.0, 0.10, "planks", light - 0.22, rng, **how)
    hang = rng.uniform(u0, u1, 3)
    close = float(face.camera.focal / face.world(np.array(u0), np.array(v))[..., 2])
    fine = float(np.clip(100 / close, 0.6, 1.0))  # close to us the brush is smaller beside the thing, not larger
    for material, n, value, size, spread in (
        ("foliage", 60, light - 0.42, 0.10, 0.12),
        ("foliage", 40, light - 0.18, 0.075, 0.12),
        ("flowers", 46, light - 0.22, 0.085, 0.11),
        ("flowers", 46, light + 0.02, 0.065, 0.10),
        ("flowers", 18, light + 0.24, 0.045, 0.09),
    ):
        n, size = int(n / fine**2), fine * size
        u = rng.uniform(u0 - 0.14, u1 + 0.14, n)
        near = np.abs(u[:, None] - hang).min(1)
        w = v + 0.10 + rng.normal(0, spread, n) - 0.16 * np.exp(-((near / 0.14) ** 2)) * rng.random(n)
        tone = value + rng.normal(0, 0.06, n)
        profile = "leaf" if material == "foliage" else "round"
        turn = rng.uniform(0, 6.3, n)
        du, dv = size * np.cos(turn), size * np.sin(turn)
        face.strokes(easel, u, w, du, dv, 0.7 * size, material, tone, rng, profile=profile, alpha=0.92, vary=0.014)


def doorway(easel: Easel, face: Face, name: str, u0: float, u1: float, v0: float, light, high: float = 2.1) -> None:
    """A boarded door in a timber frame with a lit pane above it, a stone step, a ring."""
    rng = easel.rng(name)
    value = float(light(np.array([u0 - 0.2]), np.array([v0 + 1.2]))[0])
    v1 = v0 + high
    window(
        easel, face, name + "-pane", u0 + 0.04, v1 + 0.1, u1 - 0.04, v1 + 0.42, value - 0.1, panes=(3, 1), frame=0.04
    )
    joinery(easel, face, name + "-leaf", (u0, v0, u1, v1), light, boards=5)
    for a, b in (((u0 - 0.07, v0), (u0 - 0.07, v1 + 0.5)), ((u1 + 0.07, v0), (u1 + 0.07, v1 + 0.5))):
        beam(easel, face, a, b, 0.085, rng, value - 0.16, "beam")
    for v in (v1 + 0.04, v1 + 0.52):
        beam(easel, face, (u0 - 0.16, v), (u1 + 0.16, v), 0.08, rng, value - 0.14, "beam")
    one = np.ones(1)
    how = {"profile": "line", "alpha": 0.95}
    middle = one * (u0 + u1) / 2
    face.strokes(easel, middle, v0 - 0.10, (u1 - u0) / 2 + 0.25, 0.0, 0.10, "rock", value - 0.2, rng, **how)
    face.strokes(easel, middle, v0 - 0.01, (u1 - u0) / 2 + 0.25, 0.0, 0.05, "rock", value + 0.05, rng, **how)
    ring = one * (u1 - 0.16 * (u1 - u0))
    face.strokes(easel, ring, v0 + 1.0, 0.0, 0.05, 0.04, "beam", 0.08, rng, profile="round")
    face.strokes(easel, ring, v0 + 1.03, 0.0, 0.02, 0.014, "lamp", 0.4, rng, profile="round", mark=False)


def plinth(easel: Easel, face: Face, name: str, long: float, climb: float, light, high: float = 0.5) -> None:
    """Rough stones along the foot of a front that climbs by `climb` m over `long` m."""
    rng = easel.rng(name)
    corners = [(0, -0.05), (long, climb - 0.05), (long, climb + 0.75 * high), (0, high)]
    value = float(light(np.array([long / 2]), np.array([0.4]))[0])
    mask = face.mask(easel, corners, 1.5, 3)
    tone = easel.hour.mix("rock", np.array(value - 0.27)).astype(np.float32)
    easel.canvas.fill(mask, np.broadcast_to(tone, (*easel.shape, 3)), INDEX["rock"])
    clip = clip_of(mask)
    rows, n = 3, int(long / 0.42)
    for row in range(rows):
        u = (np.arange(n) + 0.5 * (row % 2) + rng.uniform(0.3, 0.7, n)) * long / n
        v = climb * u / long + high * (row + 0.4) / rows * (1 - 0.25 * u / long) + rng.normal(0, 0.012, n)
        tone = light(u, v + 0.1) - 0.16 + rng.normal(0, 0.05, n)
        long_u = long / n * rng.uniform(0.40, 0.54, n)
        size = 0.47 * high / rows
        face.strokes(easel, u, v, long_u, 0.0, size, "rock", tone, rng, alpha=0.92, dry=0.05, streak=0.05, clip=clip)
        up = v + 0.4 * size
        face.strokes(
            easel, u, up, 0.6 * long_u, 0.0, 0.45 * size, "rock", tone + 0.09, rng, alpha=0.7, dry=0.4, clip=clip
        )
