"""What is asked of a trained model, what it is given for that: what it starts from and what leads it; and what comes of it."""

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
    from underpaint.diffusion.passes import Guide, Settings


@dataclass(frozen=True)
class Asked:
    """A picture to be painted by a trained model, and whom to tell of it. tell, meanwhile, warn: as of farm.diffuse."""

    job: Job
    way: Way
    request: paint.Request
    tell: Progress
    meanwhile: Callable[[str], None]
    warn: Callable[[str], None]


@dataclass(frozen=True)
class Given:
    """What a model is given of a request. start: (h, w, 3) uint8, of pass 1, or the rough that pass 2 begins with."""

    request: paint.Request
    start: np.ndarray
    guide: Guide

    def painted(self, first: Callable[[np.ndarray], np.ndarray], second: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
        """What the passes of the request's stage make, each from what was there before it, at full size."""
        picture = self.start
        if self.request.stage != "paint":
            picture = first(self._over_kept(picture))
        if self.request.stage != "rough":
            picture = second(self._over_kept(picture))
        return picture

    def told(self, settings: Settings) -> dict[str, object]:
        """For a report."""
        return {"words": self.guide.words, "strength": settings.strength, "steps": settings.steps}

    def _over_kept(self, picture: np.ndarray) -> np.ndarray:
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


def given_of(asked: Asked) -> Given:
    """What a model is given of a request; the exemplar engine paints the rough that pass 1 starts from, unless told otherwise."""
    from underpaint.diffusion.board_style import colour_fields, materials_by_area, style_picture
    from underpaint.diffusion.lines import control_lines
    from underpaint.diffusion.passes import Guide
    from underpaint.diffusion.words import prompt_of

    request, layout = asked.request, asked.request.layout
    if request.stage == "paint":
        start = paint8(request.rough)
    elif asked.way.start == "colours":
        start = colour_fields(request.boards, layout.materials)
    else:
        draft = replace(request, stage="rough", repaint=None)
        painted, _ = paint_with_cache(draft, asked.job, lambda stage, done: asked.tell("start", done), asked.warn)
        start = paint8(painted.picture)
    guide = Guide(
        lines=control_lines(layout.materials, layout.lines),
        style=style_picture(request.boards, layout.materials),
        words=prompt_of(words=asked.way.words, materials=materials_by_area(layout.materials, request.names)),
        seed=request.seed,
        mask=None if request.repaint is None else request.repaint.mask,
    )
    return Given(request, start, guide)
