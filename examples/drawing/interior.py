"""A room from inside: walls, floorboards, beams, a window and its light, curtains, a door."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .building import grain, planking
from .curves import ridge, ring, spline
from .land import below
from .pencil import DETAIL, FORM, OUTLINE
from .perspective import Camera, Face, Frame
from .sheet import Sheet


@dataclass(frozen=True)
class Room:
    """A room between x = left and x = right, tall, with the far wall at z = back; near: where its sides begin; m."""

    camera: Camera
    left: float
    right: float
    tall: float
    back: float
    near: float

    @property
    def frame(self) -> Frame:
        return Frame(self.camera, 0.0, 0.0)

    @property
    def wall(self) -> Face:
        """The far wall, in x and height."""
        return Face(self.frame, (0, self.back, 0), (1, 0, 0))

    def front(self, z: float) -> Face:
        """An upright plane towards us at z, in x and height."""
        return Face(self.frame, (0, z, 0), (1, 0, 0))

    def level(self, y: float) -> Face:
        """A level plane at height y, in x and z."""
        return Face(self.frame, (0, 0, y), (1, 0, 0), (0, 1, 0))

    def side(self, which: int) -> Face:
        """The left (-1) or right (+1) wall, in z and height."""
        return Face(self.frame, (self.left if which < 0 else self.right, 0, 0), (0, 1, 0))

    def shell(self, sheet: Sheet, ceiling: bool = True, wainscot: float = 0.9) -> None:
        """Far wall, sides, ceiling and floor with their boards."""
        sheet.begin("shell")
        sheet.fill(sheet.whole, "ceiling" if ceiling else "wall")
        wide = self.right - self.left
        sheet.shape(self.wall.box(self.left, 0, self.right, self.tall), "wall")
        for which in (-1, 1):
            side = self.side(which)
            mask = sheet.shape(side.box(self.near, 0, self.back, self.tall), "planks")
            planking(sheet, side, self.near, 0, self.back, self.tall, 0.26, mask=mask, share=0.8)
        if ceiling:
            top = self.level(self.tall)
            mask = sheet.shape(top.box(self.left, self.near, self.right, self.back), "ceiling")
            planking(sheet, top, self.left, self.near, self.right, self.back, 0.3, mask=mask, share=0.8)
        if wainscot:
            mask = sheet.shape(self.wall.box(self.left, 0, self.right, wainscot), "planks")
            planking(sheet, self.wall, self.left, 0, self.right, wainscot, 0.22, mask=mask, share=0.8)
        sheet.begin("floor")
        floor = self.level(0)
        mask = sheet.shape(floor.box(self.left, self.near, self.right, self.back), "floor")
        with sheet.within(mask):
            for x in np.arange(self.left + 0.24, self.right, 0.24):
                sheet.line(floor.at((x, self.near), (x, self.back)), DETAIL)
            for _ in range(int(wide * 2.2)):
                x, z = (
                    self.left + 0.24 * int(sheet.rng.uniform(1, wide / 0.24 - 1)),
                    sheet.rng.uniform(self.near, self.back),
                )
                sheet.stroke(floor.at((x, z), (x + 0.24, z)), DETAIL)


def window_light(
    sheet: Sheet,
    room: Room,
    x0: float,
    y0: float,
    x1: float,
    y1: float,
    columns: int = 4,
    rows: int = 3,
    bar: float = 0.1,
) -> None:
    """The light of a window in the far wall on the floor: the shape of each pane, thrown towards us and to the left."""
    floor = room.level(0)
    wide, high = (x1 - x0 + bar) / columns, (y1 - y0 + bar) / rows
    for i in range(columns):
        for j in range(rows):
            a, b = x0 + i * wide, y0 + j * high
            pane = ((a, b), (a, b + high - bar), (a + wide - bar, b + high - bar), (a + wide - bar, b))
            sheet.shape(floor.at(*[(x - 0.6 * y, room.back - 1.4 * y) for x, y in pane]), "lit-wood", FORM)


def timber(sheet: Sheet, face: Face, a0: float, b0: float, a1: float, b1: float, material: str = "beam") -> np.ndarray:
    """A squared timber on a face, with a little grain along it."""
    mask = sheet.shape(face.box(a0, b0, a1, b1), material, OUTLINE)
    upright = b1 - b0 > a1 - a0
    low, high = (b0, b1) if upright else (a0, a1)
    with sheet.within(mask):
        for _ in range(2):
            grain(sheet, face, a0 if upright else b0, (a1 - a0) if upright else (b1 - b0), low, high, upright)
    return mask


def tie(sheet: Sheet, room: Room, z: float, low: float, high: float, deep: float = 0.22) -> None:
    """A beam across the room with its near face at z: the face, and the underside if it lies above the eye."""
    under = room.level(low)
    sheet.shape(under.box(room.left, z, room.right, z + deep), "beam", FORM)
    timber(sheet, room.front(z), room.left, low, room.right, high)


def window(
    sheet: Sheet,
    room: Room,
    x0: float,
    y0: float,
    x1: float,
    y1: float,
    columns: int = 4,
    rows: int = 3,
    bar: float = 0.07,
    view=None,
) -> None:
    """A large window in the far wall: timber frame, bars, and the lake in the panes or what `view(mask)` draws behind them."""
    face = room.wall
    jamb = 0.11
    sheet.shape(face.box(x0 - jamb, y0 - jamb, x1 + jamb, y1 + jamb), "beam")
    panes = np.zeros((sheet.height, sheet.width), bool)
    wide, high = (x1 - x0 + bar) / columns, (y1 - y0 + bar) / rows
    boxes = []
    for i in range(columns):
        for j in range(rows):
            a, b = x0 + i * wide, y0 + j * high
            boxes.append(face.box(a, b, a + wide - bar, b + high - bar))
            panes |= sheet.mask(boxes[-1])
    if view is None:
        sheet.fill(panes, "glass")
        _shore(sheet, panes, face.box(x0, y0, x1, y1))
    else:
        view(panes)
    for corners in boxes:
        for k in range(4):
            sheet.straight(corners[[k, (k + 1) % 4]], OUTLINE)
    timber(sheet, room.front(room.back - 0.14), x0 - 0.22, y0 - 0.2, x1 + 0.22, y0 - 0.08)


def _shore(sheet: Sheet, panes: np.ndarray, corners: np.ndarray) -> None:
    """The far shore and the lake in the panes of a window with these page corners."""
    (left, low), _, (right, high), _ = corners
    deep = low - high
    hills = ridge(
        [
            (left + share * (right - left), high + at * deep)
            for share, at in ((-0.02, 0.34), (0.3, 0.42), (0.62, 0.36), (1.02, 0.4))
        ],
        sheet.rng,
        4,
    )
    for line, material in (
        (hills, "shore-view"),
        (np.array([(left - 4, high + 0.57 * deep), (right + 4, high + 0.57 * deep)]), "lake-view"),
    ):
        sheet.map[panes & sheet.mask(below(line, low + 40))] = sheet.names.index(material)
        with sheet.within(panes):
            sheet.line(line, FORM)


def curtain(sheet: Sheet, room: Room, x0: float, x1: float, low: float, high: float) -> None:
    """Cloth drawn aside, with its folds."""
    face = room.front(room.back - 0.12)
    wide = x1 - x0
    edge = face.at(
        (x0, low),
        (x0 + 0.03, (low + high) / 2),
        (x0, high),
        (x1, high),
        (x1 - 0.03, (low + high) / 2),
        (x1, low),
        (x0 + 0.66 * wide, low - 0.025),
        (x0 + 0.33 * wide, low + 0.02),
    )
    mask = sheet.shape(edge, "cloth")
    with sheet.within(mask):
        for share in np.linspace(0.2, 0.84, 4):
            x = x0 + share * wide
            sheet.line(
                spline(face.at((x, high), (x + 0.015, (low + high) / 2), (x + sheet.rng.normal(0, 0.015), low - 0.03))),
                DETAIL,
            )


def door(sheet: Sheet, room: Room, x: float, wide: float, high: float, boards: int = 5) -> None:
    """A plank door in the far wall, in a frame of timber, with ledges and a latch."""
    face = room.wall
    for a in (x - 0.13, x + wide):
        timber(sheet, face, a, 0, a + 0.13, high)
    timber(sheet, face, x - 0.22, high, x + wide + 0.22, high + 0.15)
    mask = sheet.shape(face.box(x, 0, x + wide, high), "door")
    with sheet.within(mask):
        for k in range(1, boards):
            at = x + wide * k / boards
            sheet.line(face.at((at, 0), (at, high)), DETAIL)
        for b in (0.35, high - 0.42):
            for off in (0, 0.13):
                sheet.line(face.at((x + 0.04, b + off), (x + wide - 0.04, b + off)), FORM)
    knob = face.at((x + wide - 0.13, 1.0))[0]
    r = 0.035 * face.px(x + wide, 1)
    sheet.stroke(ring(*knob, 0.6 * r, 1.7 * r, sheet.rng, 0.05), FORM)
