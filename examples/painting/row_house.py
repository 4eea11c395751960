"""The body of a house in a street: street front, end wall, roof with deep eaves, and the light on each of them."""

from dataclasses import dataclass, field

import numpy as np
from scipy.ndimage import gaussian_filter

from . import noise
from .easel import Easel
from .palette import INDEX
from .roofs import tiles
from .shadows import Sunlight
from .solid import Camera, Face
from .walls import beam, boards, plaster

UP = np.array([0.0, 1.0, 0.0])
RISE = 0.075  # what the street climbs per metre away from us


def street_level(z):
    """Height in m of the paving at distance `z` m."""
    return RISE * np.asarray(z, float)


@dataclass
class RowHouse:
    """`side` +1 on the right of the street, -1 on the left; its front starts at (`x`, `z`) m and runs `long` m away,
    turned by `turn` radians to the left. `tall` m to the eaves, `rise` m more to the ridge, `over` m of eaves.
    `gabled`: the ridge runs away from the street, so that the gable is the front."""

    name: str
    camera: Camera
    side: int
    x: float
    z: float
    turn: float
    long: float
    deep: float
    tall: float
    rise: float
    gabled: bool = False
    over: float = 0.8
    tone: float = 0.0
    along: np.ndarray = field(init=False)
    out: np.ndarray = field(init=False)
    corner: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        cos, sin = np.cos(self.turn), np.sin(self.turn)
        self.along = np.array([-sin, 0, cos])
        self.out = -self.side * np.array([cos, 0, sin])
        self.corner = np.array([self.x, street_level(self.z), self.z])

    @property
    def front(self) -> Face:
        """The side to the street; a little out of plumb."""
        lean = 0.012 * np.sin(7 * self.x + self.z)
        up = UP + lean * self.along
        high = self.tall + (self.rise if self.gabled else 0)
        return Face(self.camera, self.corner, self.along, up, (self.long, high))

    @property
    def end(self) -> Face:
        """The wall across the street's run that faces us, from the corner back."""
        high = self.tall + (0 if self.gabled else self.rise)
        return Face(self.camera, self.corner, -self.out, UP, (self.deep, high))

    @property
    def climb(self) -> float:
        """What the street rises along the front, m."""
        return float(street_level(self.z + self.along[2] * self.long) - self.corner[1])

    def slopes(self) -> list[Face]:
        """Roof slopes, the hidden one first. Ridges sag as old ones do."""
        span = self.long if self.gabled else self.deep
        run = self.deep if self.gabled else self.long
        across, down = (self.along, -self.out) if self.gabled else (-self.out, self.along)
        pitch = np.hypot(span / 2, self.rise)
        over = self.over
        faces = []
        for far in (True, False):
            way = (-across if far else across) * span / 2 + UP * self.rise
            way = way / pitch
            foot = self.corner + UP * self.tall + (across * span if far else 0 * across)
            origin = foot - over * way - over * down

            def sag(u, v, run=run, pitch=pitch):
                return 0.14 * np.sin(np.pi * np.clip(u / (run + 2 * over), 0, 1)) * v / pitch + 0.03 * np.sin(2.3 * u)

            faces.append(Face(self.camera, origin, down, way, (run + 2 * over, pitch + over), sag))
        return faces

    def shade(self, sun: Sunlight) -> None:
        """Stand in the sun: walls and roof cast their shadows."""
        base, high = self.corner - UP, UP * (self.tall + 1)
        run, back = self.along * self.long, -self.out * self.deep
        for foot, way in ((base, run), (base + back, run), (base, back), (base + run, back)):
            sun.block([foot, foot + way, foot + way + high, foot + high])
        for face in self.slopes():
            w, h = face.size
            across, up = w * face.along, h * face.up
            sun.block([face.origin, face.origin + across, face.origin + across + up, face.origin + up])

    def light(self, face: Face, normal, sun: Sunlight, low=0.31, high=0.53):
        """Value of a wall or roof as a function of (u, v) m: `low` in shadow, `high` more where the sun stands on."""
        direct = 0.25 + 0.75 * sun.facing(normal) if sun.facing(normal) > 0.02 else 0.0
        seed = len(self.name) * 31 + int(10 * self.z)

        def value(u, v):
            u, v = np.broadcast_arrays(np.asarray(u, float), np.asarray(v, float))
            wave = 0.05 * noise.at(u * 3, v * 3, 2.0, seed, 2)[..., None] * (self.along + UP)
            place = face.world(u, v) + 0.05 * np.asarray(normal) + wave
            far = 0.07 / max(float(sun.ray[1]), 0.1)  # a low sun throws soft edges
            shifts = (0 * UP, far * UP, -far * UP, far * face.along, -far * face.along)
            there = sum(sun.reaches(place + shift) for shift in shifts) / len(shifts)
            bounce = 0.07 * np.exp(-np.maximum(v, 0) / 1.3)
            return low + self.tone + bounce * (1 - there) + high * direct * there

        return value


def body(easel: Easel, house: RowHouse, sun: Sunlight, noon: Sunlight) -> tuple:
    """Paint the end wall and the front; returns the light of the front and of the end wall. What of them lies in
    shadow at noon is `wall-shade` on the map, at any hour."""
    front, end = house.front, house.end
    on_front = house.light(front, house.out, sun)
    on_end = house.light(end, -house.along, sun)
    w, d, t = house.long, house.deep, house.tall
    corners = [(0, -0.04), (d, -0.04), (d, t), (0, t)]
    if not house.gabled:
        corners.insert(3, (d / 2, t + house.rise))
    mask = plaster(easel, end, house.name + "-end", on_end, corners=corners)
    _shaded(easel, mask, end, -house.along, noon)
    corners = [(0, -0.04), (w, house.climb - 0.04), (w, t), (0, t)]
    if house.gabled:
        corners.insert(3, (w / 2, t + house.rise))
    mask = plaster(easel, front, house.name + "-front", on_front, corners=corners)
    _shaded(easel, mask, front, house.out, noon)
    return on_front, on_end


def _shaded(easel: Easel, mask, face: Face, normal, noon: Sunlight) -> None:
    """Call the part of a painted wall `wall-shade` that the noon sun does not reach."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if not len(rows):
        return
    camera = face.camera
    y, x = np.mgrid[rows[0] : rows[-1] + 3 : 3, columns[0] : columns[-1] + 3 : 3]
    rays = np.stack([(x - camera.cx) / camera.focal, (camera.level - y) / camera.focal, np.ones(x.shape)], -1)
    eye = camera.height * UP
    away = (normal @ (face.origin - eye)) / (rays @ normal)
    dark = 1 - noon.reaches(eye + away[..., None] * rays + 0.05 * np.asarray(normal))
    if noon.facing(normal) <= 0.02:
        dark[:] = 1
    dark = gaussian_filter(dark, 2.0).repeat(3, 0).repeat(3, 1)
    box = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    here = easel.canvas.labels[box]
    dark = dark[: here.shape[0], : here.shape[1]]
    here[(mask[box] >= 0.5) & (dark > 0.5) & (here == INDEX["wall"])] = INDEX["wall-shade"]


def cover(easel: Easel, house: RowHouse, sun: Sunlight, row: float = 0.24) -> None:
    """The roof over the walls: tiles where we look down on a slope, boards and rafters where we look up at it."""
    rng = easel.rng(house.name + "-roof")
    eye = UP * house.camera.height
    for hidden, face in zip((True, False), house.slopes(), strict=True):
        normal = np.cross(face.along, face.up)
        normal = normal if normal[1] > 0 else -normal
        if normal @ (eye - face.origin) < 0:
            _soffit(easel, house, face, sun, rng, hidden)
        elif not hidden:
            _tiled(easel, house, face, house.light(face, normal, sun, 0.30, 0.46), rng, row)
        verge = Face(house.camera, face.origin, face.up, UP, (face.size[1], 0.3))
        facing = house.out if house.gabled else -house.along
        beam(easel, verge, (0, -0.06), (face.size[1], -0.06), 0.11, rng, 0.34 + 0.36 * sun.facing(facing), "planks")


def _tiled(easel: Easel, house: RowHouse, face: Face, light, rng, row: float) -> None:
    w, h = face.size
    tiles(easel, face, house.name + "-tiles", lambda u, v: light(u, v) + 0.04 * v / h, row=row, moss=0.4)
    n = int(w * 2.2)
    u = np.linspace(0.1, w - 0.1, n)
    ridge = light(u, np.full(n, h)) + 0.12 + rng.normal(0, 0.03, n)
    face.strokes(easel, u, np.full(n, h), 0.28, 0.0, 0.09, "roof", ridge, rng, alpha=0.95, streak=0.05)
    low = light(u, np.full(n, 0.3)) - 0.2
    face.strokes(easel, u, np.full(n, 0.03), 0.32, 0.0, 0.05, "roof", low, rng, alpha=0.9)


def _soffit(easel: Easel, house: RowHouse, face: Face, sun: Sunlight, rng, verge_only: bool) -> None:
    """What is seen of the eaves from below: boards in the dark, rafter ends, the board along the edge."""
    w, h = face.size
    over = house.over + 0.04
    below = Face(house.camera, face.origin - 0.06 * UP, face.along, face.up, (w, h), face.sag)
    strips = [[(0, 0), (over, 0), (over, h), (0, h)]]
    if not verge_only:
        strips.append([(0, 0), (w, 0), (w, over), (0, over)])
    for k, corners in enumerate(strips):
        mask = boards(
            easel,
            below,
            f"{house.name}-soffit-{k}-{verge_only}",
            lambda u, v: 0.17 + 0.10 * v / h,
            corners=corners,
            wide=0.34,
            upright=k == 0,
            gaps=0.3,
        )
        if k == 1:
            n = int(w / 0.75)
            u = (np.arange(n) + 0.5) * w / n
            tone = 0.10 + rng.normal(0, 0.02, n)
            how = {"profile": "line", "alpha": 0.9, "clip": mask}
            below.strokes(easel, u, np.full(n, 0.5 * over), 0.0, 0.5 * over, 0.055, "planks", tone, rng, **how)
            beam(easel, below, (0, 0.05), (w, 0.05), 0.09, rng, 0.36, "planks")
            rim = Face(house.camera, face.origin, face.along, UP, (w, 0.2))
            n = int(w / 0.26)
            u = (np.arange(n) + 0.5) * w / n
            tone = 0.30 + 0.36 * sun.facing(house.out) + rng.normal(0, 0.05, n)
            rim.strokes(
                easel, u, np.full(n, 0.07), 0.13, 0.0, 0.085, "roof", tone, rng, alpha=0.96, dry=0.0, streak=0.05
            )
            rim.strokes(easel, u, np.full(n, 0.13), 0.09, 0.0, 0.03, "roof", tone + 0.14, rng, alpha=0.7, dry=0.4)
