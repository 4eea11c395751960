"""Houses in a row along a street: front and end wall, roof with deep eaves, and what is fixed to a front."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .building import board, courses, planking, window
from .curves import ring, waver
from .foliage import clumps, mass, sprigs
from .masonry import stones
from .pencil import DETAIL, FORM, OUTLINE
from .perspective import Face, Frame
from .plants import flowers
from .sheet import Sheet


@dataclass(frozen=True)
class Row:
    """A house on one side of a street: `frame` stands at its near front corner, v along the front away from us.

    side: +1 on the right of the street, -1 on the left; long (front), deep, wall (height to the eaves), rise (to the
    ridge), over (eaves), climb (what the street rises along the front): m. gabled: the gable is the front."""

    frame: Frame
    side: int
    long: float
    deep: float
    wall: float
    rise: float
    climb: float = 0.0
    gabled: bool = False
    over: float = 0.7

    @property
    def front(self) -> Face:
        return Face(self.frame, (0, 0, 0), (0, 1, 0))

    @property
    def end(self) -> Face:
        return Face(self.frame, (0, 0, 0), (self.side, 0, 0))

    def slope(self, far: bool = False) -> Face:
        """A roof slope: a along the eaves from the near verge, b up the slope from the eaves' edge."""
        span = self.long if self.gabled else self.deep
        pitch = float(np.hypot(span / 2, self.rise))
        run, up = span / 2 / pitch, self.rise / pitch
        turn = -1 if far else 1
        wall = span if far else 0
        if self.gabled:
            low = (-self.side * self.over, wall - turn * self.over * run, self.wall - self.over * up)
            return Face(self.frame, low, (self.side, 0, 0), (0, turn * run, up))
        low = (self.side * (wall - turn * self.over * run), -self.over, self.wall - self.over * up)
        return Face(self.frame, low, (0, 1, 0), (self.side * turn * run, 0, up))

    @property
    def slope_size(self) -> tuple[float, float]:
        span, run = (self.long, self.deep) if self.gabled else (self.deep, self.long)
        return run + 2 * self.over, float(np.hypot(span / 2, self.rise)) + self.over

    def seen_from_above(self, far: bool = False) -> bool:
        """Whether the eye stands above the plane of a slope."""
        face = self.slope(far)
        low, along, up = (self.frame.world([p]) for p in (face.origin, face.across, face.upward))
        base = self.frame.world([(0, 0, 0)])
        normal = np.cross(along - base, up - base)[0]
        normal = normal if normal[1] > 0 else -normal
        return float(normal @ (np.array([0, self.frame.camera.eye, 0]) - low[0])) > 0

    def walls(self, sheet: Sheet, footing: float = 0.5, lit: bool = True, eaves: float = 0.7) -> None:
        """End wall and front, plain, on a stone footing. lit: the sun is on the front, but for `eaves` m of shadow
        below the roof; the end wall is always lit."""
        long, deep, wall, climb = self.long, self.deep, self.wall, self.climb
        corners = [(0, 0), (0, wall), (deep, wall), (deep, 0)]
        if not self.gabled:
            corners.insert(2, (deep / 2, wall + self.rise))
        sheet.shape(self.end.at(*corners), "wall", OUTLINE)
        corners = [(0, 0), (0, wall), (long, wall), (long, climb)]
        if self.gabled:
            corners.insert(2, (long / 2, wall + self.rise))
        sheet.shape(self.front.at(*corners), "wall-shade", OUTLINE)
        if lit:
            bright = [(0, 0), (0, wall - eaves), (long, wall - eaves), (long, climb)]
            if self.gabled:
                bright.insert(2, (long / 2, wall + self.rise - 1.15 * eaves))
            sheet.shape(
                self.front.at(*bright), "wall", FORM.times(0.8), open_edges=(0, len(bright) - 2, len(bright) - 1)
            )
        if footing:
            foot = sheet.shape(
                self.front.at((0, 0), (0, footing), (long, climb + footing), (long, climb)), "rock", FORM
            )

            def at(*ab) -> np.ndarray:
                return self.front.at(*[(a, b + climb * a / long) for a, b in ab])

            stones(sheet, at, 0, 0, long, footing, 0.3, foot)
            foot = sheet.shape(self.end.box(0, 0, deep, footing), "rock", FORM)
            stones(sheet, self.end.at, 0, 0, deep, footing, 0.3, foot)

    def roof(self, sheet: Sheet, tile: float = 0.34) -> None:
        """Tiles where we look down on a slope, boards and rafters where we look up at the eaves."""
        long, top = self.slope_size
        for far in (True, False):
            face = self.slope(far)
            if self.seen_from_above(far):
                if far:
                    continue
                sheet.shape(face.box(0, 0, long, top), "roof", OUTLINE)
                courses(sheet, face, 0, long, top, tile)
                edge = [(0, 0), (long, 0)]
                board(sheet, np.vstack([face.at(*edge), self._under(face, edge[::-1], 0.13)]), FORM, "roof")
            else:
                strips = [face.box(0, 0, self.over, top)]
                if not far:
                    strips.append(face.box(0, 0, long, self.over))
                for k, strip in enumerate(strips):
                    mask = sheet.shape(strip, "planks", OUTLINE)
                    upright = k == 1
                    a1, b1 = (long, self.over) if k else (self.over, top)
                    planking(sheet, face, 0, 0, a1, b1, 0.6, upright=upright, mask=mask, share=0.6)
                if not far:
                    edge = [(0, 0), (long, 0)]
                    board(sheet, np.vstack([face.at(*edge), self._under(face, edge[::-1], -0.2)]), OUTLINE, "roof")
            verge = [(0, 0), (0, top)]
            board(sheet, np.vstack([face.at(*verge), self._under(face, verge[::-1], 0.22)]))

    def _under(self, face: Face, places, metres: float) -> np.ndarray:
        """(N, 2) px of places (a, b) on a face, so many metres lower."""
        local = [np.asarray(face.origin) + a * np.array(face.across) + b * np.array(face.upward) for a, b in places]
        return self.frame.at(*[tuple(p - (0, 0, metres)) for p in local])


def timbers(sheet: Sheet, face: Face, lines, wide: float = 0.22) -> None:
    """Timber frame on a wall: each ((a, b), (a, b)) in m, as a board of its own."""
    for start, end in lines:
        start, end = np.asarray(start, float), np.asarray(end, float)
        way = (end - start) / np.hypot(*(end - start))
        off = np.array([-way[1], way[0]]) * wide / 2
        board(sheet, face.at(start + off, end + off, end - off, start - off), FORM, "beam")


def leaf(sheet: Sheet, face: Face, box, boards: int = 4) -> None:
    """Painted wood over `box` (a0, b0, a1, b1) m in upright boards."""
    a0, b0, a1, b1 = box
    mask = sheet.shape(face.box(*box), "door", OUTLINE)
    with sheet.within(mask):
        for k in range(1, boards):
            a = a0 + (a1 - a0) * k / boards
            sheet.line(face.at((a, b0), (a, b1)), DETAIL.times(0.8))


def casement(
    sheet: Sheet, face: Face, box, panes=(2, 3), shutters: float = 0.5, flowering: bool = True, border: float = 0.09
) -> None:
    """A window over `box` m with a pair of shutters `shutters` m wide (0: none) and a flower box below it."""
    a0, b0, a1, b1 = box
    window(sheet, face, a0, b0, a1, b1, *panes, border)
    if shutters:
        for a in (a0 - 0.06 - shutters, a1 + 0.06):
            leaf(sheet, face, (a, b0 - 0.04, a + shutters, b1 + 0.04), 3)
    if flowering:
        flower_box(sheet, face, a0 - 0.06, b0 - 0.1, a1 + 0.06)


def flower_box(sheet: Sheet, face: Face, a0: float, b: float, a1: float) -> None:
    """A box of planks under a window, leaves over its edge and blooms above them, as three regions."""
    px = face.px((a0 + a1) / 2, b)
    up = face.at((0, b + 0.1))[0] - face.at((0, b))[0]
    tall = float(np.hypot(*up)) * 10
    board(sheet, face.box(a0, b - 0.26, a1, b), OUTLINE)
    x, y = face.at(((a0 + a1) / 2, b))[0]
    half = 0.5 * (a1 - a0) * px
    if tall < 60:
        flowers(sheet, x, y - 0.06 * tall, half * 1.02, 0.17 * tall, max(9.0, 0.12 * tall), FORM)
        return
    blobs = []
    count = max(3, int((a1 - a0) / 0.22))
    for k in range(count):
        a = a0 + (a1 - a0) * (k + 0.5) / count
        cx, cy = face.at((a, b + sheet.rng.uniform(-0.06, 0.08)))[0]
        blobs.append((cx, cy, 0.17 * px, 0.13 * tall))
    mass(sheet, blobs, "foliage", max(10.0, 0.09 * tall), OUTLINE.times(0.9))
    for k in range(max(1, int((a1 - a0) / 0.5))):
        share = (k + 0.5) / max(1, int((a1 - a0) / 0.5))
        cx, cy = face.at((a0 + (a1 - a0) * share, b + 0.13))[0]
        wide = 0.5 * (a1 - a0) * px / max(1, int((a1 - a0) / 0.5))
        flowers(sheet, cx, cy, 1.1 * wide, 0.15 * tall, 0.12 * tall)


def doorway(sheet: Sheet, face: Face, a0: float, a1: float, b: float, high: float = 2.1, beam: float = 0.18) -> None:
    """A boarded door in a timber frame, a pane above it, a stone step below."""
    top = b + high
    for box in ((a0 - beam, b, a0, top + 0.5), (a1, b, a1 + beam, top + 0.5)):
        sheet.shape(face.box(*box), "beam", OUTLINE)
    sheet.shape(face.box(a0 - beam, top + 0.38, a1 + beam, top + 0.38 + beam), "beam", OUTLINE)
    pane = sheet.shape(face.box(a0, top + 0.06, a1, top + 0.38), "glass", FORM)
    with sheet.within(pane):
        for share in (0.33, 0.67):
            a = a0 + share * (a1 - a0)
            sheet.line(face.at((a, top + 0.06), (a, top + 0.38)), FORM)
    sheet.shape(face.box(a0, top - 0.04, a1, top + 0.06), "beam", FORM)
    leaf(sheet, face, (a0, b, a1, top - 0.04), 5)
    wide = a1 - a0
    for low in (0.16, 0.8):
        at = b + low * high
        for off in (0, 0.06):
            sheet.stroke(face.at((a0, at + off), (a0 + 0.7 * wide, at + off)), FORM.times(0.8))
    x, y = face.at((a1 - 0.14 * wide, b + 0.45 * high))[0]
    r = 0.05 * face.px(a1, b)
    sheet.stroke(ring(x, y, r, 1.3 * r, sheet.rng, 0.05), FORM)
    sheet.shape(face.box(a0 - 0.25, b - 0.17, a1 + 0.25, b), "rock", OUTLINE)


def bucket(sheet: Sheet, x: float, foot: float, half: float, tall: float) -> None:
    """A bucket of staves, leaves over its rim, a heap of blooms: x, foot and sizes in px."""
    rim = foot - tall
    body = np.array([(x - 0.78 * half, foot), (x - half, rim), (x + half, rim), (x + 0.78 * half, foot)])
    mask = sheet.shape(body, "planks", OUTLINE)
    with sheet.within(mask):
        for share in (-0.55, -0.15, 0.3, 0.65):
            sheet.line([(x + share * half, rim), (x + 0.8 * share * half, foot)], DETAIL)
        for share in (0.25, 0.75):
            y = rim + share * tall
            sheet.line(waver([(x - half, y), (x, y + 3), (x + half, y)], sheet.rng, 0.6), DETAIL)
    blobs = clumps(sheet, x, rim - 0.15 * half, 1.1 * half, 0.5 * half, 5, 0.42 * half)
    mass(sheet, blobs, "foliage", max(9.0, 0.24 * half), OUTLINE.times(0.9), 0.5)
    flowers(sheet, x, rim - 0.75 * half, 1.05 * half, 0.66 * half, max(9.0, 0.3 * half))


def ivy(sheet: Sheet, blobs, leaf_px: float = 12) -> None:
    """A climbing plant against a wall."""
    mask = mass(sheet, blobs, "foliage", leaf_px, OUTLINE.times(0.9), 0.6)
    with sheet.within(mask):
        sprigs(sheet, blobs, leaf_px, 0.5)
