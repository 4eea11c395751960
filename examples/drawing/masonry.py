"""Things built of stone: retaining walls that follow the ground, footings, steps, chimneys."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .building import block
from .curves import along, drift, spline, waver
from .pencil import DETAIL, FAINT, FORM, OUTLINE, Pencil
from .perspective import Camera, Face, Frame
from .sheet import Sheet


@dataclass(frozen=True)
class Ribbon:
    """An upright wall along a line on the ground; a runs along it in m, b up from its foot in m.

    line: (N, 3) m, the foot of the wall."""

    camera: Camera
    line: np.ndarray

    @classmethod
    def through(cls, camera: Camera, places, foot=None) -> Ribbon:
        """Through places x, z in m on the ground; foot: heights of those places in m."""
        places = np.asarray(places, dtype=float)
        heights = np.zeros(len(places)) if foot is None else np.asarray(foot, dtype=float)
        path = spline(places, 0.1)
        share = along(path) / along(path)[-1]
        at_places = np.linspace(0, 1, len(places))
        return cls(camera, np.column_stack([path[:, 0], np.interp(share, at_places, heights), path[:, 1]]))

    @property
    def length(self) -> float:
        return float(along(self.line[:, [0, 2]])[-1])

    def at(self, *ab: tuple[float, float]) -> np.ndarray:
        """(N, 2) px of points (a, b) on the wall."""
        a, b = np.asarray(ab, dtype=float).reshape(-1, 2).T
        travelled = along(self.line[:, [0, 2]])
        x, y, z = (np.interp(a, travelled, self.line[:, k]) for k in range(3))
        return self.camera.page(np.column_stack([x, y + b, z]))

    def level(self, b: float, step: float = 0.25) -> np.ndarray:
        """The line at height b all along the wall."""
        return self.at(*[(a, b) for a in np.arange(0, self.length + step, step)])


def stones(sheet: Sheet, at, a0: float, b0: float, a1: float, b1: float, size: float, mask: np.ndarray) -> None:
    """Rubble in rough courses between two corners; at: points (a, b) in m to px; size: usual stone height in m."""
    rng = sheet.rng
    slow = float(np.clip(300 * size / (a1 - a0), 5, 60))
    b, sag = b0, 0.2 * size * drift(200, rng, 2 * slow)

    def settled(*ab) -> np.ndarray:
        a, b = np.asarray(ab, dtype=float).T
        share = np.clip((a - a0) / (a1 - a0), 0, 1) * 199
        return at(*np.column_stack([a, b + np.interp(share, np.arange(200), sag)]))

    with sheet.within(mask):
        while b < b1 - 0.2 * size:
            tall = min(size * rng.uniform(0.65, 1.3), b1 - b)
            a = a0 - rng.uniform(0, 1.5 * size)
            density = drift(200, rng, slow)
            while a < a1:
                long = size * np.clip(rng.lognormal(0.35, 0.4), 0.6, 3)
                here = density[int(199 * np.clip((a - a0) / (a1 - a0), 0, 1))]
                if here > -1.5:
                    stone(sheet, settled, a, b, long, tall, DETAIL if here > -0.5 else FAINT.times(1.2))
                a += long
            b += tall


def stone(sheet: Sheet, at, a: float, b: float, long: float, tall: float, pencil: Pencil) -> None:
    """One stone as a hand draws it: an uneven block with blunt corners, rarely closed all round."""
    rng = sheet.rng
    gap = 0.06 * tall
    corners = np.array([(a, b), (a + long, b), (a + long, b + tall), (a, b + tall)])
    corners += np.array([(gap, gap), (-gap, gap), (-gap, -gap), (gap, -gap)])
    corners += rng.normal(0, 0.07 * tall, (4, 2))
    blunt = rng.uniform(0.12, 0.24, 4) * min(tall, long)
    for k, chance in enumerate((0.97, 0.9, 0.62, 0.72)):
        if rng.random() > chance:
            continue
        start, end = corners[k], corners[(k + 1) % 4]
        way = (end - start) / (np.hypot(*(end - start)) + 1e-9)
        turn = corners[(k + 2) % 4] - end
        turn /= np.hypot(*turn) + 1e-9
        bulge = rng.normal(0, 0.025, 2) * tall
        third = (end - start) / 3
        side = [start + way * blunt[k], start + third + bulge, end - third - bulge, end - way * blunt[(k + 1) % 4]]
        side.append(end + turn * 0.7 * blunt[(k + 1) % 4])
        points = at(*side)
        if np.hypot(*np.ptp(points, axis=0)) > 3:
            sheet.stroke(spline(points, 1.0), pencil.times(rng.uniform(0.7, 1.15)))
    if rng.random() < 0.25:
        x, y = rng.uniform(a + 0.2 * long, a + 0.7 * long), rng.uniform(b + 0.3 * tall, b + 0.8 * tall)
        sheet.stroke(at((x, y), (x + 0.18 * tall, y - 0.1 * tall)), FAINT.times(1.3))


def retaining(
    sheet: Sheet,
    wall: Ribbon,
    height,
    size: float,
    coping: float = 0.35,
    behind: float = 1.0,
    pencil: Pencil = OUTLINE,
    material: str = "rock",
) -> np.ndarray:
    """A dry wall along a ribbon with flat stones on top; height: m, one value or (start, end); behind: +1 if its top
    lies to the left of its direction as seen from above, -1 if to the right."""
    rng = sheet.rng
    start, end = (height, height) if np.isscalar(height) else height
    steps = np.arange(0, wall.length, 0.12)
    tops = np.interp(steps, [0, wall.length], [start, end]) + 0.05 * size * drift(len(steps), rng, 6)
    foot = wall.at(*np.column_stack([steps, 0.02 * drift(len(steps), rng, 8)]))
    rim = wall.at(*np.column_stack([steps, tops]))
    mask = sheet.fill(np.vstack([foot, rim[::-1]]), material)
    stones(sheet, wall.at, 0, 0, wall.length, max(start, end), size, mask)
    sheet.line(foot, pencil.times(0.9))
    path = wall.line[:, [0, 2]]
    side = np.gradient(path, axis=0)
    side = np.column_stack([-side[:, 1], side[:, 0]]) / np.hypot(*side.T)[:, None] * behind * coping
    travelled = along(path)
    back_path = np.column_stack([np.interp(steps, travelled, (path + side)[:, k]) for k in (0, 1)])
    base = np.interp(steps, travelled, wall.line[:, 1])
    back = wall.camera.page(np.column_stack([back_path[:, 0], base + tops, back_path[:, 1]]))
    sheet.line(rim, pencil)
    seen = back[:, 1] < rim[:, 1] - 2.5
    for first, last in zip(
        *(np.flatnonzero(np.diff(np.pad(seen.astype(int), 1)) == turn) for turn in (1, -1)), strict=True
    ):
        if last - first > 2:
            mask |= _coping(sheet, rim[first:last], back[first:last], size, pencil, material)
    return mask


def _coping(sheet: Sheet, rim: np.ndarray, back: np.ndarray, size: float, pencil: Pencil, material: str) -> np.ndarray:
    """The flat stones on top of a wall, where they are seen from above."""
    rng = sheet.rng
    top = sheet.fill(np.vstack([rim, back[::-1]]), material)
    sheet.line(rim, pencil)
    with sheet.within(top):
        k = 1
        while k < len(rim):
            sheet.stroke(waver([rim[k], back[k]], rng, 0.8, 20), DETAIL)
            k += int(rng.uniform(3, 8) * size / 0.3)
    sheet.line(back, pencil.times(0.85))
    return top


def pier(sheet: Sheet, frame: Frame, wide: float, high: float, side: int, material: str = "rock") -> None:
    """A squared stone pier with a flat cap, standing at the frame's origin."""
    for low, top, grow in ((0.0, high, 0.0), (high, high + 0.14, 0.07)):
        masks = block(sheet, frame, (-grow, -grow, low), (wide + grow, wide + grow, top), material, side)
        if grow == 0:
            face = Face(frame, (0, 0, 0), (1, 0, 0))
            stones(sheet, face.at, 0, 0, wide, high, 0.3, masks[0])


def steps(
    sheet: Sheet, frame: Frame, wide: float, count: int, rise: float, tread: float, material: str = "rock"
) -> None:
    """Stone steps going up and away from u = 0 .. wide, v = 0, the top one first, as the nearer ones hide it."""
    rng = sheet.rng
    for k in range(count - 1, -1, -1):
        v, w = k * tread, k * rise
        ragged = rng.normal(0, 0.03, 2) * wide
        left, right = ragged[0], wide + ragged[1]
        top = frame.at(
            (left, v, w + rise), (left, v + tread, w + rise), (right, v + tread, w + rise), (right, v, w + rise)
        )
        sheet.shape(top, material, FORM)
        front = frame.at((left, v, w), (left, v, w + rise), (right, v, w + rise), (right, v, w))
        mask = sheet.shape(front, material, OUTLINE)
        with sheet.within(mask):
            at = left + wide * rng.uniform(0.15, 0.4)
            while at < right:
                sheet.stroke(waver(frame.at((at, v, w), (at + 0.02, v, w + rise)), rng, 0.8, 15), DETAIL)
                at += wide * rng.uniform(0.2, 0.45)


def chimney(
    sheet: Sheet,
    frame: Frame,
    u: float,
    v: float,
    foot: float,
    top: float,
    wide: float,
    side: int,
    material: str = "rock",
) -> None:
    """A stone chimney through the roof, with a cap."""
    for low, high, grow in ((foot, top, 0.0), (top, top + 0.16, 0.08)):
        masks = block(sheet, frame, (u - grow, v - grow, low), (u + wide + grow, v + wide + grow, high), material, side)
        if grow == 0:
            front = Face(frame, (u, v, foot), (1, 0, 0))
            stones(sheet, front.at, 0, 0, wide, top - foot, 0.22, masks[0])
