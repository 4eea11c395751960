"""Curves a hand would draw: splines, slow drift, and the leafy bumps of a tree against the sky.

Every curve is a float array of shape (N, 2) in pixels, x to the right and y down.
"""

from __future__ import annotations

import itertools

import numpy as np
from scipy.interpolate import CubicSpline
from scipy.ndimage import gaussian_filter1d


def curve(*points: tuple[float, float]) -> np.ndarray:
    """The points as an (N, 2) array, joined by straight lines."""
    return np.array(points, dtype=float)


def along(points: np.ndarray) -> np.ndarray:
    """Distance travelled at each point, in pixels, starting at 0."""
    steps = np.hypot(*np.diff(points, axis=0).T)
    return np.concatenate([[0.0], np.cumsum(steps)])


def resample(points: np.ndarray, step: float) -> np.ndarray:
    """The same line with points every `step` pixels or a little less; the two ends stay."""
    points = np.asarray(points, dtype=float)
    travelled = along(points)
    count = max(2, int(np.ceil(travelled[-1] / step)) + 1)
    at = np.linspace(0.0, travelled[-1], count)
    return np.stack([np.interp(at, travelled, points[:, k]) for k in (0, 1)], axis=1)


def spline(points, step: float = 3.0, closed: bool = False) -> np.ndarray:
    """A smooth line through the points (centripetal parameter, so that it does not loop at close points)."""
    points = np.asarray(points, dtype=float)
    if closed:
        points = np.vstack([points, points[:1]])
    knots = np.concatenate([[0.0], np.cumsum(np.sqrt(np.hypot(*np.diff(points, axis=0).T)) + 1e-6)])
    smooth = CubicSpline(knots, points, bc_type="periodic" if closed else "natural")
    return resample(smooth(np.linspace(0.0, knots[-1], 40 * len(points))), step)


def drift(count: int, rng: np.random.Generator, scale: float) -> np.ndarray:
    """Slow noise of `count` samples, standard deviation about 1, changing over `scale` samples."""
    pad = int(3 * scale) + 1
    noise = gaussian_filter1d(rng.standard_normal(count + 2 * pad), scale)[pad : pad + count]
    return noise * np.sqrt(2 * scale * np.sqrt(np.pi))


def normals(points: np.ndarray) -> np.ndarray:
    """Unit vectors to the left of the direction of travel as seen on the page."""
    tangent = np.gradient(points, axis=0)
    tangent /= np.hypot(*tangent.T)[:, None] + 1e-9
    return np.stack([tangent[:, 1], -tangent[:, 0]], axis=1)


def waver(points, rng: np.random.Generator, amount: float, wavelength: float = 70.0) -> np.ndarray:
    """The line moved sideways by a slow drift of about `amount` pixels; the ends stay where they are."""
    fine = resample(np.asarray(points, dtype=float), 3.0)
    travelled = along(fine)
    ends = np.clip(np.minimum(travelled, travelled[-1] - travelled) / (0.3 * wavelength), 0, 1)
    moved = drift(len(fine), rng, wavelength / 12) * amount * ends
    return fine + normals(fine) * moved[:, None]


def bumps(path, rng: np.random.Generator, size: float, depth: float = 0.45, sharp: float = 0.2) -> list[np.ndarray]:
    """The path as a chain of uneven bumps to its left, each an (N, 2) curve that starts where the last one ended.

    size: usual length of a bump in px; depth: height over length; sharp: share of bumps with a leaf's point.
    """
    path = np.asarray(path, dtype=float)
    travelled = along(path)
    stops = [0.0]
    while stops[-1] < travelled[-1]:
        chord = size * np.clip(rng.lognormal(-0.1, 0.5), 0.3, 2.6)
        stops.append(stops[-1] + chord)
    stops = np.array(stops) * (travelled[-1] / stops[-1])
    cusps = np.stack([np.interp(stops, travelled, path[:, k]) for k in (0, 1)], axis=1)
    side = np.stack([np.interp(stops, travelled, normals(path)[:, k]) for k in (0, 1)], axis=1)
    cusps[1:-1] -= side[1:-1] * (rng.uniform(-0.1, 0.35, len(cusps) - 2) * size)[:, None]
    chain = []
    for a, b in itertools.pairwise(cusps):
        span = b - a
        chord = np.hypot(*span)
        out = np.array([span[1], -span[0]]) / (chord + 1e-9)
        t = np.linspace(0, 1, max(5, int(chord / 1.5)))
        lean = rng.uniform(0.7, 1.5)
        if rng.random() < sharp:
            peak = rng.uniform(0.35, 0.65)
            rise = np.where(t < peak, t / peak, (1 - t) / (1 - peak)) ** 1.3
            height = chord * depth * rng.uniform(0.8, 1.5)
        else:
            rise = np.sin(np.pi * t**lean) ** 0.75
            height = chord * depth * rng.uniform(0.55, 1.25)
        sway = span * 0.12 * rng.normal() * np.sin(np.pi * t)[:, None]
        chain.append(a + span * t[:, None] + out * (height * rise)[:, None] + sway)
    return chain


def ridge(keys, rng: np.random.Generator, rough: float, detail: float = 240.0) -> np.ndarray:
    """A skyline through the key points, broken by noise at halving scales: `rough` px at `detail` px and down."""
    line = spline(keys, step=3.0)
    scale, amount = detail / 3 / 6, rough
    while scale > 0.8 and amount > 0.25:
        line[:, 1] += drift(len(line), rng, scale) * amount
        scale, amount = scale / 2, amount * 0.52
    return line


def ring(cx: float, cy: float, rx: float, ry: float, rng: np.random.Generator, uneven: float = 0.12) -> np.ndarray:
    """A closed uneven round, clockwise on the page from its left, so that outward is to the left of travel."""
    turn = np.linspace(0, 2 * np.pi, 73)
    swell = np.zeros_like(turn)
    for k in (2, 3, 4, 5):
        swell += uneven / k * 1.6 * rng.normal() * np.cos(k * turn + rng.uniform(0, 2 * np.pi))
    radius = 1 + swell
    return np.stack([cx - rx * radius * np.cos(turn), cy - ry * radius * np.sin(turn)], axis=1)
