"""A made scan: a drawing on toned paper, turned, unevenly lit, blurred, with gaps rubbed into its lines, as JPEG."""

from __future__ import annotations

import io

import cv2
import numpy as np
from PIL import Image

GAP = 6


def made_scan(
    lines: np.ndarray, *, turn: float = 2.0, frame: bool = True, pegs: bool = False, quality: int = 80, seed: int = 1
) -> np.ndarray:
    """(H, W, 3) uint8: `lines`, (h, w) uint8 dark on light, as a scanned sheet.

    turn: degrees clockwise. frame: a pencil frame round the picture. pegs: a round hole and two slots above it. Gaps are
    rubbed out up to 6 px wide, about one for every 12,000 px of the picture.
    """
    rng = np.random.default_rng(seed)
    height, width = lines.shape
    drawn = lines.copy()
    y, x = np.nonzero(lines < 120)
    for i in rng.integers(0, len(y), max(20, lines.size // 12_000)):
        cv2.circle(drawn, (int(x[i]), int(y[i])), int(rng.integers(1, GAP // 2 + 1)), 250, -1)
    margin = round(0.08 * max(height, width))
    page = cv2.copyMakeBorder(drawn, *(margin,) * 4, cv2.BORDER_CONSTANT, value=250)
    if frame:
        thick = max(2, round(max(height, width) / 640))
        cv2.rectangle(page, (margin - 1, margin - 1), (margin + width, margin + height), 40, thick)
    if pegs:
        middle, level = page.shape[1] // 2, margin // 2
        cv2.circle(page, (middle, level), margin // 6, 0, -1)
        for side in (-1, 1):
            at = middle + side * page.shape[1] // 3
            slot = np.array([[-margin // 4, -margin // 10], [margin // 4, margin // 10]]) + [at, level]
            cv2.rectangle(page, slot[0].tolist(), slot[1].tolist(), 0, -1)
    high, wide = page.shape
    spin = cv2.getRotationMatrix2D((wide / 2, high / 2), -turn, 1.0)
    page = cv2.warpAffine(page, spin, (wide, high), flags=cv2.INTER_CUBIC, borderValue=250)
    page = cv2.GaussianBlur(page, (0, 0), 0.8).astype(np.float32)
    down, across = np.mgrid[:high, :wide].astype(np.float32)
    light = 1 - 0.22 * across / wide - 0.4 * (down / high - 0.4) ** 2
    sheet = page[:, :, None] * light[:, :, None] * np.array([0.97, 0.94, 0.85], np.float32)
    sheet += rng.normal(0, 4, sheet.shape).astype(np.float32)
    packed = io.BytesIO()
    Image.fromarray(np.clip(sheet, 0, 255).astype(np.uint8)).save(packed, "JPEG", quality=quality)
    return np.asarray(Image.open(packed))
