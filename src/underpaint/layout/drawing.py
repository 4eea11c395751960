"""A scan or a tablet drawing becomes a clean drawing: lines, shadow guide and marks, upright, in the film's frame."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from underpaint.errors import InputError
from underpaint.layout.sheet import Place, find_place

MIN_SIDE = 32

_PAPER_SHARE = 0.45
_EVEN = 0.52
_COLOURED = 36
_NOISE = 4.0
_VOTES = 2
# px: the blur of a scan that is taken back; from how soft on, as `_softness` tells, lines are blurred (tablet drawings and sharply
# scanned pencil have 1.9 to 2.4, the made scans 3.0 to 3.1), and how soft they then may stay; and how many rounds it takes at most.
_BLUR = 1.15
_BLURRED = 2.6
_SOFT = 2.1
_ROUNDS = 6


@dataclass(frozen=True)
class Drawing:
    """A drawing in its frame.

    lines: (h, w) uint8, pencil, 0 paper to 255 black. shadow: (h, w) uint8, the light-blue guide, 0 none to 255. marks:
    (h, w) uint8, all other colours. place: where on the scan the frame lay, and by what it was found.
    """

    lines: np.ndarray
    shadow: np.ndarray
    marks: np.ndarray
    place: Place

    @property
    def picture(self) -> np.ndarray:
        """(h, w) uint8, the cleaned pencil on white paper."""
        return 255 - self.lines


def read_drawing(scan: np.ndarray, size: tuple[int, int] | None = None) -> Drawing:
    """Clean a drawing and bring it to the film's frame.

    scan: (h, w) or (h, w, 1 to 4) uint8 or uint16, paper light and pencil dark; with alpha it is laid on white paper.
    size: (width, height) of the film's frame, px; None keeps the scan's resolution. Paper tone and uneven light are
    divided out. A turn of up to 3 degrees is taken back where a drawn frame or peg holes show it; where there is neither,
    the picture is taken as it stands, or, where its shape is not the frame's, its drawn part.

    Raises InputError for a picture under 32 px a side, an empty page, one that is dark all over, and one with too little
    paper to be a drawing: a photograph or a painting.
    """
    require_size(scan)
    scan = _on_paper(scan)
    tone = _paper_tone(scan)
    _require_paper(tone, scan)
    lines, shadow, marks = _separate(scan, tone)
    del scan
    lines = _without_noise(lines)
    _require_drawing(lines)
    place = find_place(lines, size)
    layers = [place.cut(layer) for layer in (lines, shadow, marks)]
    layers[0] = place.without_frame(layers[0])
    if layers[0].max() <= 64:
        raise InputError("an empty page: nothing is drawn inside its frame")
    return Drawing(*layers, place)


def pencil_and_shadow(drawing: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of a colour drawing that lies in its frame already: (h, w) uint8, pencil dark on white paper, and (h, w) bool, True
    under light blue.

    drawing: (h, w, 3 or 4) uint8 or uint16. Paper tone is divided out; marks in other colours are neither.
    """
    scan = _on_paper(drawing)
    lines, shadow, _ = _separate(scan, _paper_tone(scan))
    return 255 - lines, shadow > 0


def _on_paper(scan: np.ndarray) -> np.ndarray:
    """(h, w, 1 or 3) uint8."""
    if scan.ndim == 2:
        scan = scan[:, :, None]
    height, width, channels = scan.shape
    if scan.dtype == np.uint16 or channels in (2, 4):
        paper = np.empty((height, width, 1 if channels < 3 else 3), np.uint8)
        rows = _rows(width)
        for top in range(0, height, rows):
            part = scan[top : top + rows]
            if part.dtype == np.uint16:
                part = (part >> 8).astype(np.uint8)
            if channels in (2, 4):
                alpha = part[:, :, -1:].astype(np.uint16)
                part = (part[:, :, :-1] * alpha + 255 * (255 - alpha) + 127) // 255
            paper[top : top + rows] = part
        scan = paper
    if scan.shape[2] == 3 and not _has_colour(scan):
        scan = np.ascontiguousarray(scan[:, :, 1:2])
    return scan


def _rows(width: int) -> int:
    """How many rows to take at a time: few enough to stay in the processor's cache."""
    return max(8, 2**18 // width)


def _has_colour(scan: np.ndarray) -> bool:
    step = max(1, max(scan.shape[:2]) // 1000)
    small = cv2.resize(scan, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA).astype(np.int16)
    small -= np.median(small, axis=(0, 1)).astype(np.int16)
    return bool((np.ptp(small, axis=2) > _COLOURED / 2).mean() > 1e-5)


def require_size(scan: np.ndarray) -> None:
    """Raise InputError for a picture too small to hold a drawing."""
    height, width = scan.shape[:2]
    if min(height, width) < MIN_SIDE:
        raise InputError(f"a drawing of {width} x {height} px; at least {MIN_SIDE} px a side are needed")


def _paper_tone(scan: np.ndarray) -> np.ndarray:
    """The paper's own tone, float32, on a copy of about 600 px.

    A wide closing (the brightest of the neighbourhood, brought back to its extent), so that no line is in it.
    """
    height, width = scan.shape[:2]
    step = max(1, round(max(height, width) / 600))
    small = cv2.resize(scan, (-(-width // step), -(-height // step)), interpolation=cv2.INTER_AREA)
    small = cv2.medianBlur(small, 5)
    reach = max(9, min(small.shape[:2]) // 14) | 1
    tone = cv2.morphologyEx(small, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    tone = cv2.GaussianBlur(tone, (0, 0), reach / 3, borderType=cv2.BORDER_REPLICATE).astype(np.float32)
    if tone.ndim == 2:
        return tone
    # The sheet has one colour and only the light changes over it, else wide areas in light blue would pass for paper.
    colour = np.median(tone, axis=(0, 1)) / np.median(tone.max(2))
    light = (tone / np.maximum(colour, 1e-3)).max(2)
    return light[:, :, None] * colour.astype(np.float32)


def _separate(scan: np.ndarray, tone: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pencil, light blue and other colours, each (h, w) uint8, of the scan divided by its paper's tone."""
    height, width = scan.shape[:2]
    tone = cv2.resize(np.clip(tone, 1, 255).round().astype(np.uint8), (width, height), interpolation=cv2.INTER_LINEAR)
    pencil, shadow, marks = np.empty((height, width), np.uint8), *np.zeros((2, height, width), np.uint8)
    # With the rows beside that have a vote.
    rows = _rows(width)
    for top in range(0, height, rows):
        first, end = max(0, top - _VOTES), min(height, top + rows + _VOTES)
        white = cv2.divide(scan[first:end].reshape(tone[first:end].shape), tone[first:end], scale=255)
        if white.ndim == 2:
            white = white[:, :, None]
        own = np.s_[top - first : top - first + rows]
        for layer, part in zip((pencil, shadow, marks), _layers(white), strict=False):
            layer[top : top + rows] = part[own]
    return pencil, shadow, marks


def _layers(white: np.ndarray) -> tuple[np.ndarray, ...]:
    """Pencil and, where there is colour, light blue and other colours, of (h, w, 1 or 3) uint8 with the paper at 255.

    A light colour is bright in at least one channel, and pencil is dark in all of them: so pencil is what the brightest
    channel lacks, and colour is how far the channels lie apart.
    """
    if white.shape[2] == 1:
        return (cv2.bitwise_not(white),)
    red, green, blue = cv2.split(white)
    pencil = cv2.bitwise_not(cv2.max(cv2.max(red, green), blue))
    # Neighbours vote on the colour, as noise and JPEG's coarse colour give single pixels any hue.
    red, green, blue = cv2.split(cv2.blur(white, (2 * _VOTES + 1, 2 * _VOTES + 1)))
    high, low = cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue)
    apart = cv2.subtract(high, low)
    coloured = apart > _COLOURED
    if not coloured.any():
        return (pencil,)
    bluish = coloured & (blue == high) & (red == low) & (green > low)
    shadow = np.where(bluish & (high > 150), apart, 0).astype(np.uint8)
    marks = np.where(coloured & (shadow == 0), apart, 0).astype(np.uint8)
    # A strong colour is not quite bright in any channel; what it lacks there is no pencil.
    pencil[coloured & (pencil < apart)] = 0
    return pencil, shadow, marks


def _without_noise(lines: np.ndarray) -> np.ndarray:
    """Paper grain taken off, a scan's blur taken back, and the darkest pencil brought near black."""
    step = max(1, lines.size // 1_000_000)
    sample = lines.ravel()[::step]
    paper = sample[sample < 64]
    middle = float(np.median(paper)) if paper.size else 0.0
    grain = 1.4826 * float(np.median(np.abs(paper - middle))) if paper.size else 0.0
    floor = min(40.0, middle + _NOISE * max(grain, 1.0))
    blurred = cv2.subtract(lines, floor)
    lines = _sharpened(blurred)
    sample = lines.ravel()[::step]
    drawn = sample[sample > 20]
    full = float(np.percentile(drawn, 90)) if drawn.size > 20 else 255.0
    table = np.clip(np.arange(256) / max(full, 60.0) * 255, 0, 255).round().astype(np.uint8)
    return cv2.LUT(lines, table)


def _sharpened(lines: np.ndarray) -> np.ndarray:
    """A blurred drawing's lines as sharp as a tablet's, by as many rounds of Van Cittert's deconvolution as that takes; paper stays 0.

    Blur runs details and outlines together and makes both equally dark. A sharp drawing is left as it is.
    """
    sharp = lines
    if _softness(lines) <= _BLURRED:
        return lines
    for _ in range(_ROUNDS):
        if _softness(sharp) <= _SOFT:
            break
        off = cv2.GaussianBlur(sharp, (0, 0), _BLUR)
        sharp = cv2.subtract(cv2.add(sharp, cv2.subtract(lines, off)), cv2.subtract(off, lines))
    return sharp


def _softness(lines: np.ndarray) -> float:
    """How many times the squared step over one pixel that over two is: 1 for specks, about 2 for hard edges, towards 4 for soft ones."""
    two = one = 1e-9
    # Of a large sheet some bands tell.
    rows = np.linspace(0, max(0, len(lines) - 64), 24).astype(int) if len(lines) > 2000 else np.arange(0, len(lines), 64)
    for top in rows:
        band = lines[top : top + 64]
        one += cv2.norm(band[1:], band[:-1], cv2.NORM_L2SQR) + cv2.norm(band[:, 1:], band[:, :-1], cv2.NORM_L2SQR)
        two += cv2.norm(band[2:], band[:-2], cv2.NORM_L2SQR) + cv2.norm(band[:, 2:], band[:, :-2], cv2.NORM_L2SQR)
    return two / one


def _require_paper(tone: np.ndarray, scan: np.ndarray) -> None:
    if np.median(scan[:: max(1, len(scan) // 500)]) < 40:
        raise InputError(
            "the page is dark all over; a drawing is dark pencil on light paper: invert it, or scan it again"
        )
    bright = tone if tone.ndim == 2 else tone.max(2)
    dark, light = np.percentile(bright, [3, 98])
    if dark < _EVEN * light:
        raise InputError(
            f"no drawing but a photograph or a painting: where no line is, it is {dark / light:.0%} as light in one place as in "
            f"another, and paper at least {_EVEN:.0%}; give the pencil lines alone"
        )


def _require_drawing(lines: np.ndarray) -> None:
    if lines.max() <= 64:
        raise InputError("an empty page: no pencil line is on it")
    paper = 1 - cv2.countNonZero(lines) / lines.size
    if paper < _PAPER_SHARE:
        raise InputError(
            f"no drawing but a photograph or a painting: only {paper:.0%} of it is bare paper, and a drawing has at least "
            f"{_PAPER_SHARE:.0%}; give the pencil lines alone"
        )
