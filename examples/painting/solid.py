"""Real boxes in a real camera: faces of a building measured in metres, so that strokes lie in their perspective."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .easel import Easel
from .forms import polygon
from .palette import INDEX


@dataclass(frozen=True)
class Camera:
    """`focal` px, optical axis at (`cx`, `level`) px, eye `height` m above the ground plane Y = 0; Z is away."""

    focal: float
    cx: float
    level: float
    height: float

    def see(self, points) -> np.ndarray:
        """Picture points (..., 2) px of world points (..., 3) m (X right, Y up, Z away)."""
        p = np.asarray(points, float)
        return np.stack(
            [
                self.cx + self.focal * p[..., 0] / p[..., 2],
                self.level + self.focal * (self.height - p[..., 1]) / p[..., 2],
            ],
            -1,
        )


@dataclass
class Face:
    """A flat side: `origin` (3,) m, unit directions `along` and `up` (3,), `size` (m, m). `sag(u, v)` m lowers it, as
    old timber sinks; u, v in metres from the origin."""

    camera: Camera
    origin: np.ndarray
    along: np.ndarray
    up: np.ndarray
    size: tuple[float, float]
    sag: Callable | None = None

    def world(self, u, v) -> np.ndarray:
        """World points (..., 3) m of face points."""
        u, v = np.broadcast_arrays(np.asarray(u, float), np.asarray(v, float))
        p = self.origin + u[..., None] * self.along + v[..., None] * self.up
        if self.sag is not None:
            p = p - self.sag(u, v)[..., None] * np.array([0.0, 1.0, 0.0])
        return p

    def at(self, u, v) -> np.ndarray:
        """Picture points (..., 2) px of face points in metres."""
        return self.camera.see(self.world(u, v))

    def outline(self, corners=None, count: int = 14) -> np.ndarray:
        """Picture outline (n, 2) of the face, or of the polygon `corners` (m, 2) in metres on it."""
        if corners is None:
            w, h = self.size
            corners = [(0, 0), (w, 0), (w, h), (0, h)]
        corners = np.asarray(corners, float)
        t = np.linspace(0, 1, count, endpoint=False)[:, None]
        path = np.concatenate([a + (b - a) * t for a, b in zip(corners, np.roll(corners, -1, 0), strict=True)])
        return self.at(path[:, 0], path[:, 1])

    def mask(self, easel: Easel, corners=None, wobble: float = 1.0, seed: int = 0) -> np.ndarray:
        """Mask (h, w) of `corners` (default: the whole face), sides wavering by `wobble` px."""
        return polygon(self.outline(corners), easel.shape, wobble, seed)

    def facing(self, sun) -> float:
        """Cosine between the outward normal and the sun (picture axes: x right, y down, z to the viewer)."""
        n = np.cross(self.along, self.up)
        n = np.array([n[0], -n[1], -n[2]]) / np.linalg.norm(n)
        if n[2] < 0:
            n = -n
        return float(n @ np.asarray(sun) / np.linalg.norm(sun))

    def strokes(
        self,
        easel: Easel,
        u,
        v,
        du,
        dv,
        half,
        material,
        value,
        rng,
        *,
        depth=0.0,
        mark=True,
        vary=0.010,
        shift=(0.0, 0.0, 0.0),
        **how,
    ) -> None:
        """Strokes with middle (u, v), half-length vector (du, dv) and half-width `half`, all in metres, `value`
        0..1."""
        u = np.asarray(u, float)
        du, dv = np.broadcast_to(du, u.shape), np.broadcast_to(dv, u.shape)
        a, b = self.at(u - du, v - dv), self.at(u + du, v + dv)
        way = b - a
        middle = (a + b) / 2
        scale = self.camera.focal / self.world(u, v)[..., 2]
        colour = easel.hour.mix(material, np.clip(np.broadcast_to(value, u.shape), 0.01, 0.99), np.full(u.shape, depth))
        colour = colour + np.asarray(shift) + rng.normal(0, 1, (len(u), 3)) * (vary, 0.45 * vary, 0.6 * vary)
        easel.canvas.strokes(
            middle[:, 0],
            middle[:, 1],
            np.arctan2(way[:, 1], way[:, 0]),
            np.hypot(*way.T) / 2,
            half * scale,
            colour,
            label=INDEX[material] if mark else -1,
            rng=rng,
            **how,
        )
