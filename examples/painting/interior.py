"""A room in metres and its light: one window by day, lanterns at night, and the things that stand in the way."""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import ConvexHull

from .easel import Easel
from .solid import Camera, Face

RIGHT, UP, AWAY = np.eye(3)


@dataclass(frozen=True)
class Room:
    """Walls at X = +-`half`, ceiling at Y = `tall`, the wall with the window at Z = `back` (m). `window` (x0, y0, x1, y1)
    m on that wall, in `panes` (columns, rows); `sun` (3,) the way its light travels; `lamps` (n, 4): place and power
    of what burns at night; `blocks`: corners (low, high) of boxes that throw shadows;
    `feet`: rectangles (x0, x1, z0, z1) where things meet the floor."""

    camera: Camera
    half: float
    tall: float
    back: float
    window: tuple[float, float, float, float]
    panes: tuple[int, int]
    sun: tuple[float, float, float]
    lamps: np.ndarray
    blocks: tuple
    feet: tuple
    night: bool

    @property
    def eye(self) -> np.ndarray:
        """Where we stand, (3,) m."""
        return np.array([0.0, self.camera.height, 0.0])

    def normal(self, face: Face) -> np.ndarray:
        """The side of `face` (3,) that we see."""
        n = np.cross(face.along, face.up)
        return n if n @ (self.eye - face.origin) > 0 else -n

    def on(self, face: Face):
        """The light on `face` as a function of (u, v), metres."""
        normal = self.normal(face)

        def light(u, v):
            p = face.world(u, v)
            return self.light(p.reshape(-1, 3), normal).reshape(p.shape[:-1])

        return light

    def light(self, p: np.ndarray, normal: np.ndarray) -> np.ndarray:
        """Value 0..1 of points `p` (n, 3) whose surface looks along `normal` (3,); direct sun is `sunlit`'s."""
        dim = self._corners(p, normal)
        full = 0.05 + self._lamps(p, normal) if self.night else 0.19 + 2.1 * self._window(p, normal)
        full = full * dim
        return full / (full + (0.62 if self.night else 0.54))

    def _window(self, p, normal) -> np.ndarray:
        """Sky light through the window, and what the sunlit floor throws back."""
        x0, y0, x1, y1 = self.window
        total = np.zeros(len(p))
        for fx in (0.17, 0.5, 0.83):
            for fy in (0.25, 0.75):
                q = np.array([x0 + fx * (x1 - x0), y0 + fy * (y1 - y0), self.back - 0.02])
                way = q - p
                far = np.maximum(np.linalg.norm(way, axis=1), 0.3)
                facing = np.clip(way @ normal / far, 0, 1) * np.clip(way[:, 2] / far, 0, 1)
                total += facing / far**2 * self._open(p, q)
        total *= 2.9 * (x1 - x0) * (y1 - y0) / (6 * np.pi)
        floor = np.array([0.5 * (x0 + x1), 0.0, self.back]) + np.array(self.sun) * 0.5 * (y0 + y1) / -self.sun[1]
        way = floor - p
        far = np.sqrt((way**2).sum(1) + 0.5)
        return total + 0.95 * np.clip(way @ normal / far + 0.25, 0, 1) / (far**2 + 0.8)

    def _lamps(self, p, normal) -> np.ndarray:
        total = np.zeros(len(p))
        for x, y, z, power in self.lamps:
            q = np.array([x, y, z])
            way = q - p
            far = np.sqrt((way**2).sum(1) + 0.02)
            facing = np.clip(0.18 + 0.82 * (way @ normal) / far, 0, 1)
            total += 0.60 * power * facing / (0.9 * far**2.7 + 0.08) * (0.10 + 0.88 * self._open(p, q))
        return total

    def _open(self, p, q) -> np.ndarray:
        """1 where no block stands between points `p` (n, 3) and `q` (3,), else 0."""
        clear = np.ones(len(p))
        way = q - p
        way = np.where(np.abs(way) < 1e-6, 1e-6, way)
        for low, high in self.blocks:
            a, b = (np.asarray(low) - p) / way, (np.asarray(high) - p) / way
            enter, leave = np.minimum(a, b).max(1), np.maximum(a, b).min(1)
            clear[(enter < leave) & (leave > 0.02) & (enter < 0.97) & (enter > -0.02)] = 0
        return clear

    def _corners(self, p, normal) -> np.ndarray:
        """Less light where two sides of the room meet, and where things stand on the floor."""
        dim = np.ones(len(p))
        for axis, away in (
            (0, self.half - np.abs(p[:, 0])),
            (1, p[:, 1]),
            (1, self.tall - p[:, 1]),
            (2, self.back - p[:, 2]),
        ):
            if abs(normal[axis]) < 0.5:
                dim *= 1 - 0.42 * np.exp(-np.maximum(away, 0) / 0.28)
        if normal[1] > 0.5 and p[0, 1] < 0.02:
            for x0, x1, z0, z1 in self.feet:
                far = np.hypot(
                    np.maximum(np.maximum(x0 - p[:, 0], p[:, 0] - x1), 0),
                    np.maximum(np.maximum(z0 - p[:, 2], p[:, 2] - z1), 0),
                )
                dim *= 1 - 0.62 * np.exp(-far / 0.13)
        return dim

    def pane_corners(self, bar: float = 0.05) -> list[np.ndarray]:
        """World corners (4, 3) m of every pane, `bar` m of wood between them."""
        x0, y0, x1, y1 = self.window
        columns, rows = self.panes
        wide, high = (x1 - x0) / columns, (y1 - y0) / rows
        found = []
        for i in range(columns):
            for j in range(rows):
                a, b = x0 + i * wide + bar / 2, y0 + j * high + bar / 2
                c, d = a + wide - bar, b + high - bar
                found.append(np.array([(a, b, self.back), (c, b, self.back), (c, d, self.back), (a, d, self.back)]))
        return found

    def sunlit(self, easel: Easel, face: Face, own: int | None = None, wobble: float = 1.2) -> np.ndarray:
        """Mask (h, w) of sun or moon through the panes on `face`, less the shadow of blocks but `own`."""
        lit = np.zeros(easel.shape, np.float32)
        for k, corners in enumerate(self.pane_corners(0.07)):
            lit = np.maximum(lit, face.mask(easel, self._cast(face, corners), wobble, 40 + k))
        for k, (low, high) in enumerate(self.blocks):
            if k == own:
                continue
            box = np.array([(x, y, z) for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])])
            spots = self._cast(face, box)
            lit *= 1 - face.mask(easel, spots[ConvexHull(spots).vertices], wobble, 70 + k)
        return lit

    def _cast(self, face: Face, points: np.ndarray) -> np.ndarray:
        """Where the sun throws `points` (n, 3) on the plane of `face`: (n, 2) m."""
        normal, sun = self.normal(face), np.asarray(self.sun)
        t = np.maximum((face.origin - points) @ normal / (sun @ normal), 0)
        on = points + t[:, None] * sun - face.origin
        return np.stack([on @ face.along, on @ face.up], 1)


def wall(room: Room, z: float | None = None) -> Face:
    """The wall across the room at `z` m (default: the one with the window); u runs from its left corner."""
    at = room.back if z is None else z
    return Face(room.camera, np.array([-room.half, 0.0, at]), RIGHT, UP, (2 * room.half, room.tall))


def stand(room: Room, x: float, y: float, z: float, wide: float, high: float) -> Face:
    """An upright side that looks at us, its lower left corner at (`x`, `y`, `z`) m."""
    return Face(room.camera, np.array([x, y, z]), RIGHT, UP, (wide, high))


def top(room: Room, x: float, y: float, z: float, wide: float, deep: float) -> Face:
    """A level top with its near left corner at (`x`, `y`, `z`) m."""
    return Face(room.camera, np.array([x, y, z]), RIGHT, AWAY, (wide, deep))
