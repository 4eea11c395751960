"""Both passes of a picture on a ComfyUI server of the studio's, with one workflow."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from underpaint import paint
from underpaint.diffusion import passes
from underpaint.diffusion.comfyui import paint_on_server, server_version, where_pictures_go
from underpaint.diffusion.workflow import Workflow
from underpaint.errors import InputError
from underpaint.farm.given import Asked, Given, Made, given_of
from underpaint.farm.synth import Progress
from underpaint.farm.way import VERSIONS, settings_of

NATIVE = 1024  # px: the side of a square rough; a workflow for a model of another size scales it itself


def by_server(asked: Asked) -> Made:
    """A picture that the server makes; parameters and errors as farm.diffuse. Nothing is uploaded before the server is known to be
    one, and to be able to run the workflow."""
    way, request = asked.way, asked.request
    workflow = way.read_workflow()
    _require_titles(workflow, request)
    version = server_version(way.server)
    note = where_pictures_go(way.server)
    if note is not None:
        asked.warn(note)
    settings, after = settings_of(way, request.stage)
    given = given_of(asked)
    said = _noting_a_queue(asked.tell, asked.meanwhile)
    full = given.guide.size
    picture = given.painted(
        lambda start: _run(way.server, workflow, given, start, passes.rough_size(NATIVE, *full), settings, said),
        lambda rough: _run(way.server, workflow, given, rough, full, after, said),
    )
    told = given.told(settings)
    papers = {
        "engine": {"name": "comfyui", "version": VERSIONS["comfyui"], "server": version},
        "model": workflow.papers(),
        "workflow": {"file": str(way.workflow), "sha256": workflow.sha256},
        "settings": {name: value for name, value in told.items() if workflow.takes(f"underpaint {name}")},
    }
    return Made(picture, papers)


def _require_titles(workflow: Workflow, request: paint.Request) -> None:
    """Raise InputError where the workflow could not know what must stay, or would paint the same for every seed."""
    needed = ["underpaint seed"]
    if request.stage != "rough" or request.repaint is not None:
        needed.append("underpaint start")
    if request.repaint is not None:
        needed.append("underpaint mask")
    for title in needed:
        if not workflow.takes(title):
            why = {"seed": "each --seed would give the same picture", "start": "the rough's composition would be lost",
                   "mask": "the place to paint anew could not be told"}[title.removeprefix("underpaint ")]  # fmt: skip
            raise InputError(f'{workflow.name}: no node is called "{title}", so {why}')


def _run(
    server: str,
    workflow: Workflow,
    given: Given,
    start: np.ndarray,
    size: tuple[int, int],
    settings: passes.Settings,
    tell: Progress,
) -> np.ndarray:
    """(h, w, 3) float32, 0..255, of `size`: rows and columns."""
    height, width = size
    guide = given.guide.at(height, width)
    pictures = {
        "underpaint start": np.rint(passes.resized(start, height, width)).astype(np.uint8),
        "underpaint layout lines": guide.lines,
        "underpaint layout map": cv2.resize(given.request.layout.materials, (width, height), interpolation=cv2.INTER_NEAREST),
        "underpaint mask": np.ones(size, bool) if guide.mask is None else guide.mask,
        "underpaint style": guide.style,
    }
    values = {
        "underpaint words": guide.words,
        "underpaint seed": guide.seed,
        "underpaint strength": settings.strength,
        "underpaint steps": settings.steps,
    }
    picture = paint_on_server(server, workflow, pictures, values, (width, height), tell)
    return picture.astype(np.float32) / (257 if picture.dtype == np.uint16 else 1)


def _noting_a_queue(tell: Progress, meanwhile: Callable[[str], None]) -> Progress:
    """The same, and one note, also in a log, where the server has other work first."""
    noted = False

    def telling(stage: str, done: float) -> None:
        nonlocal noted
        if stage.startswith("queued, ") and not stage.startswith("queued, 0 ") and not noted:
            meanwhile(f"the server is busy: {stage}")
            noted = True
        tell(stage, done)

    return telling
