"""Where a point of the scene lands on the page: one camera, and frames for the things that stand in front of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Camera:
    """Metres to pixels. x right, y up, z away from the eye; the ground lies at y = 0.

    focal: px; horizon: row of the eye's level; centre: column straight ahead; eye: height in m; pitch: radians, up."""

    focal: float
    horizon: float
    centre: float
    eye: float
    pitch: float = 0.0

    def page(self, points) -> np.ndarray:
        """(N, 2) px for (N, 3) m. Points must lie in front of the eye."""
        x, y, z = np.asarray(points, dtype=float).reshape(-1, 3).T
        y = y - self.eye
        up = y * np.cos(self.pitch) - z * np.sin(self.pitch)
        away = z * np.cos(self.pitch) + y * np.sin(self.pitch)
        if (away <= 0.05).any():
            raise ValueError("a point lies behind the eye; keep things in front of the camera")
        return np.stack([self.centre + self.focal * x / away, self.horizon - self.focal * up / away], axis=1)

    def ground(self, points, height: float = 0.0) -> np.ndarray:
        """(N, 2) px for (N, 2) places x, z in m on the ground."""
        points = np.asarray(points, dtype=float).reshape(-1, 2)
        return self.page(np.column_stack([points[:, 0], np.full(len(points), height), points[:, 1]]))

    def scale(self, row: float) -> float:
        """Px per metre on the ground where it is seen at this row (below the horizon, level camera)."""
        return (row - self.horizon) / self.eye


@dataclass(frozen=True)
class Frame:
    """A thing's own axes: u to its right, v away through its depth, w up, in m; turn in radians about the vertical."""

    camera: Camera
    x: float
    z: float
    y: float = 0.0
    turn: float = 0.0

    def world(self, uvw) -> np.ndarray:
        """(N, 3) m in the scene."""
        u, v, w = np.asarray(uvw, dtype=float).reshape(-1, 3).T
        cos, sin = np.cos(self.turn), np.sin(self.turn)
        return np.column_stack([self.x + u * cos - v * sin, self.y + w, self.z + u * sin + v * cos])

    def at(self, *uvw: tuple[float, float, float]) -> np.ndarray:
        """(N, 2) px of points in the thing's own metres."""
        return self.camera.page(self.world(uvw))


@dataclass(frozen=True)
class Face:
    """A flat side of a thing: a origin and two directions in its frame, in m. a runs along, b runs up."""

    frame: Frame
    origin: tuple[float, float, float]
    across: tuple[float, float, float]
    upward: tuple[float, float, float] = (0.0, 0.0, 1.0)

    def at(self, *ab: tuple[float, float]) -> np.ndarray:
        """(N, 2) px of points (a, b) in m on the face."""
        ab = np.asarray(ab, dtype=float).reshape(-1, 2)
        local = np.asarray(self.origin) + ab[:, :1] * np.asarray(self.across) + ab[:, 1:] * np.asarray(self.upward)
        return self.frame.camera.page(self.frame.world(local))

    def box(self, a0: float, b0: float, a1: float, b1: float) -> np.ndarray:
        """(4, 2) px: a rectangle of the face, from its lower left corner upward and round."""
        return self.at((a0, b0), (a0, b1), (a1, b1), (a1, b0))

    def px(self, a: float, b: float) -> float:
        """Px per metre along the face at a place."""
        here, there = self.at((a, b), (a + 0.1, b))
        return float(np.hypot(*(there - here)) * 10)
