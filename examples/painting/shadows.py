"""Cast shadows: which places the sun reaches past the walls and roofs that stand in its way."""

import numpy as np
from numba import njit


@njit(cache=True, fastmath=True)
def _reached(points, ray, triangles, out):
    rx, ry, rz = ray
    for k in range(triangles.shape[0]):
        ax, ay, az = triangles[k, 0]
        ex, ey, ez = triangles[k, 1] - triangles[k, 0]
        fx, fy, fz = triangles[k, 2] - triangles[k, 0]
        px, py, pz = ry * fz - rz * fy, rz * fx - rx * fz, rx * fy - ry * fx
        size = ex * px + ey * py + ez * pz
        if abs(size) < 1e-9:
            continue
        for i in range(points.shape[0]):
            tx, ty, tz = points[i, 0] - ax, points[i, 1] - ay, points[i, 2] - az
            u = (tx * px + ty * py + tz * pz) / size
            if u < 0 or u > 1:
                continue
            qx, qy, qz = ty * ez - tz * ey, tz * ex - tx * ez, tx * ey - ty * ex
            v = (rx * qx + ry * qy + rz * qz) / size
            if v < 0 or u + v > 1:
                continue
            if (fx * qx + fy * qy + fz * qz) / size > 0.02:
                out[i] = 0.0


class Sunlight:
    """Sun from the direction `sun` (x right, y down, z to the viewer) on a scene (X right, Y up, Z away, m)."""

    def __init__(self, sun) -> None:
        self.ray = np.array([sun[0], -sun[1], -sun[2]]) / np.linalg.norm(sun)
        self._triangles: list[np.ndarray] = []

    def block(self, quad) -> None:
        """Let the flat four-sided `quad` (4, 3) m cast its shadow."""
        a, b, c, d = np.asarray(quad, float)
        self._triangles += [np.array([a, b, c]), np.array([a, c, d])]

    def reaches(self, points) -> np.ndarray:
        """1 where the sun reaches world points (..., 3) m, 0 in shadow (Moeller and Trumbore 1997)."""
        points = np.asarray(points, float)
        flat = np.ascontiguousarray(points.reshape(-1, 3))
        out = np.ones(len(flat))
        if self._triangles:
            _reached(flat, self.ray, np.array(self._triangles), out)
        return out.reshape(points.shape[:-1])

    def facing(self, normal) -> float:
        """Share 0..1 of the sun that a side with outward `normal` (3,) takes."""
        return max(0.0, float(self.ray @ np.asarray(normal)))
