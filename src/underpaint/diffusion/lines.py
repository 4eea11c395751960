"""The layout's lines as a ControlNet reads them: white on black."""

from __future__ import annotations

import cv2
import numpy as np


def control_lines(materials: np.ndarray, pencil: np.ndarray | None) -> np.ndarray:
    """(H, W) uint8, white on black: the pencil drawing, or without one the borders of the materials.

    materials: (H, W, 3) uint8. pencil: (H, W) uint8, dark on light.
    """
    if pencil is None:
        out = np.zeros(materials.shape[:2], np.uint8)
        down = (materials[1:] != materials[:-1]).any(2)
        across = (materials[:, 1:] != materials[:, :-1]).any(2)
        out[1:][down] = out[:-1][down] = 255
        out[:, 1:][across] = out[:, :-1][across] = 255
        return out
    paper, darkest = float(np.median(pencil)), float(pencil.min())
    if paper <= darkest:
        return np.zeros(pencil.shape, np.uint8)
    return np.rint(((paper - pencil) * (255 / (paper - darkest))).clip(0, 255)).astype(np.uint8)


def at_size(lines: np.ndarray, height: int, width: int) -> np.ndarray:
    """The same lines at another size; made smaller, a thin line stays white."""
    shrink = lines.shape[0] / height
    if shrink > 1:
        side = 2 * int(np.ceil(shrink)) - 1  # so that it fills a pixel wherever it falls
        lines = cv2.dilate(lines, np.ones((side, side), np.uint8))
    way = cv2.INTER_AREA if shrink > 1 else cv2.INTER_LINEAR
    return cv2.resize(lines, (width, height), interpolation=way)
