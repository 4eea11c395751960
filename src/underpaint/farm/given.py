"""What a trained model is given of a request: what it starts from, and what leads it; and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from underpaint import paint
from underpaint.farm.job import Job
from underpaint.farm.synth import Progress, paint_with_cache
from underpaint.farm.way import Way
from underpaint.paint.index import paint8

if TYPE_CHECKING:  # loading it loads the model libraries
    from underpaint.diffusion.passes import Guide


@dataclass(frozen=True)
class Given:
    """What a model is given of a request. start: (h, w, 3) uint8, of pass 1, or the rough that pass 2 begins with."""

    request: paint.Request
    start: np.ndarray
    guide: Guide

    def over_kept(self, picture: np.ndarray) -> np.ndarray:
        """A picture at full size; for a repaint inside the mask alone, with the kept picture around it."""
        from underpaint.diffusion.passes import resized

        full = resized(picture, *self.guide.size)
        repaint = self.request.repaint
        return full if repaint is None else np.where(repaint.mask[..., None], full, paint8(repaint.keep))


@dataclass(frozen=True)
class Made:
    """picture: (h, w, 3) uint8, or float32 0..255. papers: what reports say of engine and model."""

    picture: np.ndarray
    papers: dict[str, object]


def given_of(
    job: Job, way: Way, request: paint.Request, tell: Progress, warn: Callable[[str], None]
) -> Given:
    """What a model is given of a request; the exemplar engine paints the rough that pass 1 starts from, unless told otherwise."""
    from underpaint.diffusion.board_style import colour_fields, materials_by_area, style_picture
    from underpaint.diffusion.lines import control_lines
    from underpaint.diffusion.passes import Guide
    from underpaint.diffusion.words import prompt_of

    layout = request.layout
    if request.stage == "paint":
        start = paint8(request.rough)
    elif way.start == "colours":
        start = colour_fields(request.boards, layout.materials)
    else:
        draft = replace(request, stage="rough", repaint=None)
        painted, _ = paint_with_cache(draft, job, lambda stage, done: tell("start", done), warn)
        start = paint8(painted.picture)
    guide = Guide(
        lines=control_lines(layout.materials, layout.lines),
        style=style_picture(request.boards, layout.materials),
        words=prompt_of(words=way.words, materials=materials_by_area(layout.materials, request.names)),
        seed=request.seed,
        mask=None if request.repaint is None else request.repaint.mask,
    )
    return Given(request, start, guide)
