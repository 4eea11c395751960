"""Sides of a room laid in paint: a target shaded pixel by pixel, then strokes along the material."""

import numpy as np
from PIL import Image

from . import noise
from .brush import KEEP
from .easel import Easel
from .forms import box
from .interior import Room
from .palette import INDEX
from .solid import Face

COATS = ((1.0, 1.7, 0.88, 0.08), (0.5, 1.2, 0.8, 0.3), (0.24, 0.7, 0.72, 0.42))

MOON = np.array([0.02, -0.012, -0.045])  # what moonlight adds to a paint, OKLab


class Plane:
    """The pixels of one face inside `box`: `u`, `v` (m), `near` (px a metre there), and the way lines on it run."""

    def __init__(self, easel: Easel, room: Room, face: Face, box) -> None:
        self.room, self.face = room, face
        camera = room.camera
        y, x = np.mgrid[box].astype(np.float32)
        ray = np.stack([(x - camera.cx) / camera.focal, (camera.level - y) / camera.focal, np.ones_like(x)], -1)
        normal = room.normal(face)
        slant = ray @ normal
        away = (face.origin - room.eye) @ normal / np.where(np.abs(slant) < 1e-4, 1e-4, slant)
        self.away = np.clip(away, 0.4, 30).astype(np.float32)
        self.world = room.eye + self.away[..., None] * ray
        on = self.world - face.origin
        self.u, self.v = on @ face.along, on @ face.up
        self.near = camera.focal / self.away

    def angle(self, way: np.ndarray) -> np.ndarray:
        """Picture angle (h, w) of lines along `way` (3,) m."""
        camera, p, z = self.room.camera, self.world, self.away
        dx = way[0] * z - p[..., 0] * way[2]
        dy = -(way[1] * z - (p[..., 1] - camera.height) * way[2])
        return np.arctan2(dy, dx).astype(np.float32)

    def light(self, step: int = 4) -> np.ndarray:
        """The room's light (h, w) on the face, computed every `step` px."""
        p = self.world[::step, ::step]
        value = self.room.light(p.reshape(-1, 3), self.room.normal(self.face)).reshape(p.shape[:2])
        whole = Image.fromarray(value.astype(np.float32)).resize(self.away.shape[::-1], Image.Resampling.BILINEAR)
        return np.asarray(whole)


def cover(
    easel: Easel,
    room: Room,
    face: Face,
    name: str,
    material: str,
    *,
    corners=None,
    size: float = 0.1,
    ratio: float = 3.0,
    way=None,
    turn: float = 0.07,
    tone=None,
    wobble: float = 1.0,
    mottle: float = 0.02,
    paint: str | None = None,
    sun: np.ndarray | None = None,
    bright: float = 0.86,
    sunny: str | None = None,
    hues: float = 0.006,
    streak: float = 0.035,
) -> np.ndarray:
    """Paint `material` over `face` (or `corners` on it): strokes of half-width `size` m and down, along `way` (3,) m or
    criss-cross; `tone(u, v)` adds to the light; `paint`: the tubes, if not the material's own. Inside the mask `sun` the
    value rises to `bright`, by night to a breath of moonlight, and the map says `sunny`. Returns the mask."""
    rng = easel.rng(name)
    seed = int(rng.integers(1 << 20))
    whole = face.mask(easel, corners, wobble, seed)
    part = box(whole)
    mask, canvas = whole[part], easel.canvas.part(part)
    if not mask.size:
        return whole
    plane = Plane(easel, room, face, part)
    y, x = np.mgrid[part]
    value = plane.light() + mottle * noise.at(x, y, 150, seed, 3)
    extra = tone(plane.u, plane.v) if tone is not None else 0.0
    drift = hues * noise.at(x, y, 190, seed + 5, 2)[..., None] * np.array([0.3, -1.0, 0.8], np.float32)
    if way is None:
        angle = (0.4 + 1.3 * noise.at(x, y, 110, seed + 2, 2)).astype(np.float32)
        turn = 0.4
    else:
        angle = plane.angle(np.asarray(way, float))
    loose = (1.25 - 0.5 * easel.focus[part]) * np.minimum(size * plane.near, 46)
    paint = paint or material
    target = (easel.hour.mix(paint, np.clip(value + extra, 0.01, 0.99)) + drift).astype(np.float32)
    canvas.fill(mask, target, INDEX[material])
    how = {
        "angle": angle,
        "ratio": ratio,
        "turn": turn,
        "label": KEEP,
        "streak": streak,
        "bend": 0.05,
        "clip": mask,
        "jitter": 0.009,
    }
    for share, coverage, alpha, dry in COATS:
        canvas.lay(mask, target, rng, width=share * loose, coverage=coverage, alpha=alpha, dry=dry, **how)
    if sun is not None and (sun[part] * mask).any():
        bright = np.minimum(value, 0.40) + 0.09 if room.night else bright + 0.3 * (value - 0.4)
        lit = easel.hour.mix(paint, np.clip(bright + 0.6 * extra, 0.01, 0.99)) + drift
        if room.night:
            lit = lit + MOON * np.clip(1.4 - 1.6 * value, 0.6, 1)[..., None]
        how["clip"] = shine = sun[part] * mask
        canvas.lab += (0.8 * shine)[..., None] * (lit.astype(np.float32) - canvas.lab)
        if sunny is not None:
            canvas.labels[shine >= 0.5] = INDEX[sunny]
        for share, coverage, alpha, dry in COATS[:2]:
            canvas.lay(shine, lit, rng, width=share * loose, coverage=coverage, alpha=alpha, dry=dry, **how)
    return whole


def seams(
    easel: Easel,
    room: Room,
    face: Face,
    name: str,
    material: str,
    places,
    ends,
    *,
    upright=True,
    wide=0.012,
    kept: float = 0.85,
    clip=None,
) -> None:
    """Dark joints with a lit lip at `places` m across, from `ends[0]` to `ends[1]` m along; a share `kept` is drawn."""
    rng = easel.rng(name)
    light = room.on(face)
    low, high = ends
    for at in places:
        n = max(2, int((high - low) / 0.5))
        s = low + (np.arange(n) + rng.uniform(0.2, 0.8, n)) * (high - low) / n
        s = s[rng.random(n) < kept]
        if not len(s):
            continue
        across, half = np.full(len(s), at), (high - low) / n * rng.uniform(0.45, 0.8, len(s))
        for off, tone, alpha, slim in ((0.0, -0.24, 0.85, 1.0), (1.7 * wide, 0.10, 0.45, 0.7)):
            u, v = (across + off, s) if upright else (s, across - off)
            du, dv = (0.0, half) if upright else (half, 0.0)
            size = slim * wide * rng.uniform(0.6, 1.2, len(s))
            value = np.clip(light(u, v) * (0.45 if tone < 0 else 1.0) + (max(0, tone)), 0.02, 0.95)
            face.strokes(
                easel,
                u,
                v,
                du,
                dv,
                size,
                material,
                value,
                rng,
                alpha=alpha,
                dry=0.25,
                mark=False,
                clip=clip,
                profile="taper",
            )


def timber(
    easel: Easel,
    room: Room,
    face: Face,
    name: str,
    material: str,
    *,
    corners=None,
    upright: bool = False,
    tone: float = 0.0,
    wobble: float = 1.2,
    lip: float = 0.10,
    paint: str | None = None,
) -> np.ndarray:
    """One squared timber or board on `face`: tone, grain along it, a lit lip on the upper or left arris. `paint`: the tubes, if not
    the material's own."""
    rng = easel.rng(name)
    seed = int(rng.integers(1 << 20))
    if corners is None:
        corners = [(0, 0), (face.size[0], 0), face.size, (0, face.size[1])]
    corners = np.asarray(corners, float)
    mask = face.mask(easel, corners, wobble, seed)
    if not mask.any():
        return mask
    (u0, v0), (u1, v1) = corners.min(0), corners.max(0)
    span, run = (u1 - u0, v1 - v0) if upright else (v1 - v0, u1 - u0)
    light = room.on(face)
    middle = float(light(np.array([(u0 + u1) / 2]), np.array([(v0 + v1) / 2]))[0]) + tone
    flat = np.broadcast_to(
        easel.hour.mix(paint or material, np.array(np.clip(middle, 0.02, 0.98))).astype(np.float32), (*easel.shape, 3)
    )
    easel.canvas.fill(mask, flat, INDEX[material])
    clip = (255 * mask).astype(np.uint8)

    def lay(across, s, half, long, value, **how):
        u, v = (across, s) if upright else (s, across)
        du, dv = (0.0, long) if upright else (long, 0.0)
        face.strokes(
            easel, u, v, du, dv, half, paint or material, light(u, v) + tone + value, rng, clip=clip, mark=False, **how
        )

    a0, s0 = (u0, v0) if upright else (v0, u0)
    for share, coverage, alpha, dry, vary in (
        (0.42, 2.2, 0.9, 0.05, 0.012),
        (0.22, 1.2, 0.7, 0.3, 0.022),
        (0.09, 0.5, 0.55, 0.45, 0.04),
    ):
        half = share * span
        long = min(0.3 * run, max(8 * half, 0.25))
        n = max(2, min(400, int(coverage * span * run / (3.4 * half * long))))
        lay(
            a0 + span * rng.random(n),
            s0 + run * rng.random(n),
            half,
            long * rng.uniform(0.7, 1.3, n),
            rng.normal(0, vary, n),
            alpha=alpha,
            dry=dry,
            streak=0.045,
        )
    n = max(3, int(run / 0.35))
    s = s0 + run * (np.arange(n) + rng.random(n)) / n
    keep = rng.random(n) < 0.7
    top, low = (a0 + 0.06 * span, a0 + 0.93 * span) if upright else (a0 + 0.94 * span, a0 + 0.06 * span)
    lay(
        np.full(keep.sum(), top),
        s[keep],
        0.055 * span,
        0.6 * run / n,
        lip + rng.normal(0, 0.03, keep.sum()),
        alpha=0.7,
        dry=0.4,
    )
    lay(np.full(n, low), s, 0.06 * span, 0.7 * run / n, -0.16, alpha=0.7, dry=0.2)
    return mask
