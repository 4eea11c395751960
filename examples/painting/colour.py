"""Colour: OKLab (Ottosson 2020) as the mixing space, and sRGB (IEC 61966-2-1) at the doors."""

import numpy as np

_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_FROM_LAB, _FROM_LMS = np.linalg.inv(_TO_LAB), np.linalg.inv(_TO_LMS)


def linear(srgb: np.ndarray) -> np.ndarray:
    """Linear light 0..1 of sRGB 0..1."""
    srgb = np.asarray(srgb, np.float64)
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def oklab_of_linear(rgb: np.ndarray) -> np.ndarray:
    """OKLab (..., 3) of linear-light RGB (..., 3)."""
    return np.cbrt(np.asarray(rgb) @ _TO_LMS.T) @ _TO_LAB.T


def linear_of_oklab(lab: np.ndarray) -> np.ndarray:
    """Linear-light RGB (..., 3) of OKLab (..., 3); may leave 0..1."""
    return (np.asarray(lab) @ _FROM_LAB.T) ** 3 @ _FROM_LMS.T


def paint(code: str) -> np.ndarray:
    """OKLab (3,) of a paint given as '#rrggbb'."""
    return oklab_of_linear(linear(np.array([int(code[i : i + 2], 16) for i in (1, 3, 5)]) / 255))


def srgb8(lab: np.ndarray) -> np.ndarray:
    """uint8 sRGB (..., 3) of OKLab (..., 3), clipped to the gamut."""
    rgb = np.clip(linear_of_oklab(lab), 0, 1)
    return np.round(255 * np.where(rgb <= 0.0031308, rgb * 12.92, 1.055 * rgb ** (1 / 2.4) - 0.055)).astype(np.uint8)
