"""Gabled buildings in true perspective: walls, planks, windows, tiles, and what stands out of the roof."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter

from .curves import ring
from .pencil import DETAIL, FAINT, FORM, INNER, OUTLINE, Pencil
from .perspective import Face, Frame
from .sheet import THINNEST, Sheet


@dataclass(frozen=True)
class Gabled:
    """A house with its gable end towards us (v = 0) and one flank in view: side -1 its left one, +1 its right one.

    width, length, wall (height to the eaves), ridge (height), over (eaves beyond the walls), thick (roof): m.
    """

    frame: Frame
    width: float
    length: float
    wall: float
    ridge: float
    over: float = 0.45
    thick: float = 0.16
    side: int = -1

    @property
    def gable(self) -> Face:
        return Face(self.frame, (0, 0, 0), (1, 0, 0))

    @property
    def gable_end(self) -> np.ndarray:
        """(5, 2) px: the gable wall's outline, from its lower left corner round."""
        middle, wide = self.width / 2, self.width
        return self.gable.at((0, 0), (0, self.wall), (middle, self.ridge), (wide, self.wall), (wide, 0))

    @property
    def flank(self) -> Face:
        return Face(self.frame, (0 if self.side < 0 else self.width, 0, 0), (0, 1, 0))

    @property
    def slope(self) -> Face:
        """The roof over the flank in view: a along the eaves from the gable, b up the slope."""
        run, rise = self.width / 2, self.ridge - self.wall
        length = np.hypot(run, rise)
        wall = 0 if self.side < 0 else self.width
        low = (wall + self.side * self.over * run / length, 0, self.wall - self.over * rise / length)
        return Face(self.frame, low, (0, 1, 0), (-self.side * run / length, 0, rise / length))

    @property
    def slope_length(self) -> float:
        return float(np.hypot(self.width / 2, self.ridge - self.wall)) + self.over

    def walls(self, sheet: Sheet, material: str, shaded: str = "") -> None:
        """The flank and the gable end, plain; shaded: material of the one that looks right, away from the light."""
        right, left = shaded or material, material
        flank, gable = (left, right) if self.side < 0 else (right, left)
        sheet.shape(self.flank.box(0, 0, self.length, self.wall), flank, OUTLINE.times(0.9))
        sheet.shape(self.gable_end, gable, OUTLINE)

    def roof(self, sheet: Sheet, tile: float, barge: float = 0.2) -> None:
        """The slope in view with its tiles, and the boards along both edges of the gable; tile: course height in m."""
        near, over = self.slope, self.over
        self._far_edge(sheet, barge)
        top = self.slope_length
        quad = near.box(-over, 0, self.length + over, top)
        drop = near.at((-over, 0), (self.length + over, 0)) + self._down(near, self.thick)
        sheet.fill(np.vstack([quad[:3], quad[3:], drop[::-1]]), "roof")
        lip = np.vstack([quad[0], drop[0], drop[1], quad[3]])
        courses(sheet, near, -over, self.length + over, top, tile)
        for a, b in ((0, 1), (1, 2), (2, 3)):
            sheet.straight(quad[[a, b]], OUTLINE)
        sheet.straight(quad[[3, 0]], FORM)
        for a, b in ((0, 1), (1, 2), (2, 3)):
            sheet.straight(lip[[a, b]], OUTLINE if b == 2 else FORM)
        self._board(sheet, near, top, barge)

    def _down(self, face: Face, metres: float) -> np.ndarray:
        here = face.frame.at(tuple(np.asarray(face.origin)))[0]
        lower = face.frame.at(tuple(np.asarray(face.origin) - (0, 0, metres)))[0]
        return lower - here

    def _board(self, sheet: Sheet, slope: Face, top: float, deep: float) -> None:
        """The bargeboard along the near edge of the roof."""
        low, high = slope.at((-self.over, 0))[0], slope.at((-self.over, top))[0]
        down = self._down(slope, deep)
        board(sheet, np.array([low, high, high + down, low + down]))

    def _far_edge(self, sheet: Sheet, barge: float) -> None:
        """The gable edge of the roof's other half: its underside and its bargeboard."""
        twin = Gabled(
            self.frame, self.width, self.length, self.wall, self.ridge, self.over, self.thick, -self.side
        ).slope
        top = self.slope_length
        low, high = twin.at((-self.over, 0))[0], twin.at((-self.over, top))[0]
        inner_low, inner_high = twin.at((0, 0))[0], twin.at((0, top))[0]
        down = self._down(twin, barge)
        board(sheet, np.array([low, high, inner_high, inner_low]) + down * 0.5, FORM)
        board(sheet, np.array([low, high, high + down, low + down]))


def board(sheet: Sheet, corners: np.ndarray, pencil: Pencil = OUTLINE, material: str = "planks") -> None:
    """A beam or board: a region where it is broad enough to be one, else its two lines only."""
    corners = np.asarray(corners, dtype=float)
    x, y = corners.T
    area = 0.5 * abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))
    longest = max(np.hypot(*(corners[1] - corners[0])), np.hypot(*(corners[2] - corners[1])))
    if area / (longest + 1e-9) >= THINNEST - 1:
        sheet.shape(corners, material, pencil)
        return
    sheet.erase(sheet.mask(corners))
    for k in range(4):
        sheet.straight(corners[[k, (k + 1) % 4]], pencil.times(0.85))


def planking(
    sheet: Sheet,
    face: Face,
    a0: float,
    b0: float,
    a1: float,
    b1: float,
    wide: float,
    upright: bool = True,
    mask: np.ndarray | None = None,
    share: float = 0.85,
) -> None:
    """Board joints over a rectangle of a face; wide: board width in m; share: how much of the joints is drawn."""
    rng = sheet.rng
    with sheet.within(mask if mask is not None else sheet.mask(face.box(a0, b0, a1, b1))):
        at = (a0 if upright else b0) + wide * rng.uniform(0.7, 1.1)
        end = a1 if upright else b1
        low, high = (b0, b1) if upright else (a0, a1)
        while at < end - 0.3 * wide:
            start = low
            while start < high:
                stop = min(high, start + (high - low) * rng.uniform(0.3, 1.1))
                if rng.random() < share:
                    ends = [(at, start), (at, stop)] if upright else [(start, at), (stop, at)]
                    sheet.stroke(face.at(*ends), DETAIL.times(rng.uniform(0.65, 1.15)))
                start = stop + (high - low) * rng.uniform(0.0, 0.08)
            grain(sheet, face, at, wide, low, high, upright)
            at += wide * rng.uniform(0.82, 1.2)


def grain(sheet: Sheet, face: Face, at: float, wide: float, low: float, high: float, upright: bool) -> None:
    """In a board that is big enough on the page: a streak or two of grain, a knot, nail heads."""
    rng = sheet.rng
    size = face.px((at if upright else low), (low if upright else at)) * wide
    if size < 11:
        return

    def place(across: float, length: float) -> np.ndarray:
        return face.at((across, length) if upright else (length, across))[0]

    for _ in range(int(rng.integers(0, 3))):
        x, y0 = at + wide * rng.uniform(0.15, 0.8), rng.uniform(low, high)
        y1 = min(high, y0 + (high - low) * rng.uniform(0.08, 0.3))
        if y1 > y0 + 0.02:
            sheet.stroke(np.array([place(x, y0), place(x + wide * 0.05, (y0 + y1) / 2), place(x, y1)]), FAINT)
    if rng.random() < 0.3:
        x, y = place(at + wide * rng.uniform(0.3, 0.7), rng.uniform(low, high))
        sheet.stroke(ring(x, y, 0.1 * size, 0.16 * size, rng, 0.1), FAINT.times(1.6))


def courses(sheet: Sheet, slope: Face, a0: float, a1: float, top: float, tile: float) -> None:
    """Tiles of a roof: course lines that come and go, with the joints of single tiles in patches."""
    rng = sheet.rng
    rows, across = max(2, int(top / tile)), 1.05 * tile
    columns = int((a1 - a0) / across) + 2
    patch = gaussian_filter(rng.standard_normal((rows + 1, columns)), (2.2, 3.5), mode="wrap")
    patch /= patch.std() + 1e-9
    with sheet.within(sheet.mask(slope.box(a0, 0, a1, top))):
        for row in range(rows + 1):
            b = row * tile
            for column in range(columns):
                a = a0 + (column + 0.5 * (row % 2)) * across
                if a > a1 or patch[row, column] < -0.75:
                    continue
                full = patch[row, column] > 0.15
                sag = rng.uniform(0.05, 0.2) * tile if full else 0.02 * tile
                ends = slope.at((a, b + rng.normal(0, 0.02) * tile), (a + across / 2, b - sag), (a + across, b))
                pencil = DETAIL if full else FAINT
                sheet.stroke(ends, pencil.times(rng.uniform(0.6, 1.1)))
                if full and rng.random() < 0.8 and row < rows:
                    sheet.stroke(slope.at((a, b), (a + 0.02, b + 0.85 * tile)), FAINT.times(rng.uniform(0.8, 1.5)))
        sheet.line(slope.at((a0, top - 0.75 * tile), (a1, top - 0.75 * tile)), INNER)


def window(
    sheet: Sheet,
    face: Face,
    a0: float,
    b0: float,
    a1: float,
    b1: float,
    columns: int = 2,
    rows: int = 2,
    border: float = 0.09,
    sill: bool = True,
) -> None:
    """A window: frame and bars of planks where the page gives them room, panes of glass, curtains or a glint."""
    rng = sheet.rng
    wide = border * face.px((a0 + a1) / 2, (b0 + b1) / 2)
    sheet.shape(face.box(a0, b0, a1, b1), "planks" if wide >= THINNEST - 1 else "glass", OUTLINE)
    bar = 0.55 * border
    inner = (a0 + border, b0 + border, a1 - border, b1 - border)
    if 0.55 * wide >= THINNEST - 1.5:
        step_a, step_b = (inner[2] - inner[0] + bar) / columns, (inner[3] - inner[1] + bar) / rows
        for i in range(columns):
            for j in range(rows):
                a, b = inner[0] + i * step_a, inner[1] + j * step_b
                sheet.shape(face.box(a, b, a + step_a - bar, b + step_b - bar), "glass", FORM)
    else:
        pane = sheet.shape(face.box(*inner), "glass", FORM)
        with sheet.within(pane):
            for i in range(1, columns):
                a = inner[0] + (inner[2] - inner[0]) * i / columns
                for off in (-bar / 2, bar / 2) if wide > 4 else (0,):
                    sheet.stroke(face.at((a + off, inner[1]), (a + off, inner[3])), INNER)
            for j in range(1, rows):
                b = inner[1] + (inner[3] - inner[1]) * j / rows
                for off in (-bar / 2, bar / 2) if wide > 4 else (0,):
                    sheet.stroke(face.at((inner[0], b + off), (inner[2], b + off)), INNER)
    if wide > 3:
        for _ in range(int(rng.integers(2, 5))):
            a, b = rng.uniform(inner[0], inner[2]), rng.uniform(inner[1], inner[3])
            size = 0.16 * (inner[2] - inner[0])
            with sheet.within(sheet.where("glass")):
                sheet.stroke(face.at((a, b), (a + size, b + 1.3 * size)), FAINT)
    if sill:
        deep = border * 0.9
        board(sheet, face.box(a0 - border, b0 - deep, a1 + border, b0), OUTLINE)


def shutter(sheet: Sheet, face: Face, a0: float, b0: float, a1: float, b1: float) -> None:
    """A plank shutter with two battens, folded back against the wall."""
    mask = sheet.shape(face.box(a0, b0, a1, b1), "planks", OUTLINE)
    planking(sheet, face, a0, b0, a1, b1, (a1 - a0) / 3.2, mask=mask, share=1.0)
    for low in (0.16, 0.74):
        y0, y1 = b0 + low * (b1 - b0), b0 + (low + 0.1) * (b1 - b0)
        sheet.erase(sheet.mask(face.box(a0, y0, a1, y1)))
        for y in (y0, y1):
            sheet.stroke(face.at((a0, y), (a1, y)), INNER)


def door(
    sheet: Sheet, face: Face, a0: float, b0: float, a1: float, b1: float, boards: int = 5, material: str = "planks"
) -> None:
    """A plank door in its frame, with ledges, hinges and a ring."""
    rim = 0.1
    sheet.shape(face.box(a0 - rim, b0, a1 + rim, b1 + rim), "planks", OUTLINE)
    mask = sheet.shape(face.box(a0, b0, a1, b1), material, FORM)
    planking(sheet, face, a0, b0, a1, b1, (a1 - a0) / boards, mask=mask, share=1.0)
    for low in (0.14, 0.8):
        b = b0 + low * (b1 - b0)
        for off in (0, 0.07):
            sheet.stroke(face.at((a0, b + off), (a0 + 0.8 * (a1 - a0), b + off)), INNER)
    knob = face.at((a1 - 0.12 * (a1 - a0), b0 + 0.45 * (b1 - b0)))[0]
    r = 0.05 * face.px(a1, b0)
    sheet.stroke(ring(*knob, r, 1.3 * r, sheet.rng, 0.05), INNER)


def block(sheet: Sheet, frame: Frame, low, high, material: str, side: int = -1, pencil: Pencil = OUTLINE) -> tuple:
    """A box between two corners (u, v, w): its front, the flank in view and, seen from above, its top: masks."""
    (u0, v0, w0), (u1, v1, w1) = low, high
    u = u0 if side < 0 else u1
    above = frame.y + w1 < frame.camera.eye
    lid = None
    if above:
        lid = sheet.shape(frame.at((u0, v0, w1), (u0, v1, w1), (u1, v1, w1), (u1, v0, w1)), material, pencil)
    flank = sheet.shape(frame.at((u, v0, w0), (u, v0, w1), (u, v1, w1), (u, v1, w0)), material, pencil)
    front = sheet.shape(frame.at((u0, v0, w0), (u0, v0, w1), (u1, v0, w1), (u1, v0, w0)), material, pencil)
    return front, flank, lid
