"""One picture from files by a trained model: read, painted in the same two passes, and written with its report."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from underpaint import __version__, paint
from underpaint.counted import counted
from underpaint.errors import InputError
from underpaint.farm.job import Inputs, Job, read_request
from underpaint.farm.memory import peak_memory_mb
from underpaint.farm.synth import (
    REPORT_KIND,
    REPORT_VERSION,
    Progress,
    cores,
    paint_with_cache,
    true_to_lines,
)
from underpaint.formats.encode import encoder_for
from underpaint.formats.writing import record_bytes, require_outputs, write_together
from underpaint.paint.check import check
from underpaint.paint.coat import blend
from underpaint.paint.index import paint8

if TYPE_CHECKING:  # loading it loads the model libraries
    from underpaint.diffusion.model_folder import ModelFolder
    from underpaint.diffusion.painter import Painter, Timing
    from underpaint.diffusion.passes import Guide, Settings
    from underpaint.diffusion.workflow import Workflow

VERSIONS = {"diffusion": "1", "comfyui": "1"}  # by engine: another one where the same request gives another picture
STEPS = 20


@dataclass(frozen=True)
class Way:
    """How a trained model paints.

    model, controlnet, ip_adapter: folders on this machine. loras: files or folders, each with its weight. words: what the model is told
    beside the names of the materials. strength: 0..1, how far from its start the first pass of the job may go; None: as is usual.
    steps: of a whole drawing. guidance: how much it keeps to the words; None: as is usual for its family. vram: GB of graphics memory that it may take. server, workflow: a ComfyUI server that does it instead.
    start: what pass 1 starts from, the exemplar engine's rough or the boards' colours alone.
    """

    model: Path | None = None
    controlnet: Path | None = None
    loras: tuple[tuple[Path, float], ...] = ()
    ip_adapter: Path | None = None
    words: str = ""
    strength: float | None = None
    steps: int = STEPS
    guidance: float | None = None
    vram: float | None = None
    server: str = ""
    workflow: Path | None = None
    start: Literal["rough", "colours"] = "rough"

    def read_workflow(self) -> Workflow:
        """What the server is to run. Raises InputError where there is none, or it cannot be used."""
        from underpaint.diffusion.workflow import read_workflow

        if self.workflow is None:
            raise InputError("--engine comfyui needs a --workflow: a file that ComfyUI saves with File > Export Workflow (API)")
        return read_workflow(self.workflow)


def weighed(text: str) -> tuple[Path, float]:
    """A LoRA and its weight, 1 unless told, from words such as "style.safetensors:0.8". A colon can also be of a path. Raises InputError
    where the weight is no number to weigh by."""
    name, colon, told = text.rpartition(":")
    try:
        weight = float(told) if colon and name else None
    except ValueError:
        weight = None
    if weight is None:
        return Path(text), 1.0
    if not isfinite(weight):
        raise InputError(f"--lora {text[:80]}: its weight is {told}; give a number, such as 0.8")
    return Path(name), weight


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


def diffuse(
    job: Job,
    way: Way,
    *,
    progress: Progress | None = None,
    meanwhile: Callable[[str], None] | None = None,
    warn: Callable[[str], None],
) -> dict:
    """Paint one picture with a trained model and return its report; parameters and errors as farm.synth.

    meanwhile: told at once, in one line, what a person wants to know while it paints: how long it takes, that a server is busy.

    job: stage "rough" makes pass 1, "paint" pass 2 from job.rough, "both" one after the other. A source map cannot be asked
    for. The picture gets the depth and channels of the boards, so that either engine can go on with it.
    """
    started = time.perf_counter()
    encode = encoder_for(job.out.suffix)
    if job.source_map is not None:
        raise InputError(
            "a picture by a trained model has no source map, as its paint comes from no board; leave out --source-map, or make "
            "the model's --rough and paint from that with the exemplar engine"
        )
    outputs = [path for path in (job.report, job.out) if path is not None]
    require_outputs(outputs, [*job.read_from(), *([way.workflow] if way.workflow else [])], "the picture and its report")
    if way.model is None and not way.server:
        raise InputError("--engine diffusion needs a --model: a folder on this machine, laid out as diffusers saves it")
    inputs = Inputs()
    request = read_request(job, inputs, warn)
    check(request)
    tell = progress or (lambda stage, done: None)
    say = meanwhile or (lambda line: None)
    read = time.perf_counter()
    if way.server:
        from underpaint.farm.by_server import by_server

        made = by_server(job, way, request, tell, say, warn)
    else:
        made = _by_model(job, way, request, tell, say, warn)
    done = time.perf_counter()

    picture = _as_boards(made.picture, request)
    if request.repaint is not None:
        picture = blend(picture, request.repaint, job.threads or cores())
    data = encode(picture, inputs.profiles[request.boards[0].name])
    encoded = time.perf_counter()
    seconds = {"read": read - started, "paint": done - read, "encode": encoded - done, "all": encoded - started}
    report = {
        "kind": REPORT_KIND,
        "version": REPORT_VERSION,
        "program": f"underpaint {__version__}",
        **made.papers,
        "stage": request.stage,
        "seed": request.seed,
        "size": [picture.shape[1], picture.shape[0]],
        "depth": picture.dtype.itemsize * 8,
        "channels": picture.shape[2],
        "seconds": {stage: round(value, 4) for stage, value in seconds.items()},
        "peak_memory_mb": peak_memory_mb(),
        "shares": {},
        **true_to_lines(picture, request),
        "inputs": inputs.hashes,
        "output": {"file": str(job.out), "sha256": sha256(data).hexdigest()},
    }
    files = {} if job.report is None else {job.report: record_bytes(report)}
    write_together(files | {job.out: data})
    return report


def _by_model(
    job: Job,
    way: Way,
    request: paint.Request,
    tell: Progress,
    meanwhile: Callable[[str], None],
    warn: Callable[[str], None],
) -> Made:
    from underpaint.diffusion import passes

    settings, after = settings_of(way, request.stage)
    tell("loading", 0.0)
    ready = _ready(way, job.threads or cores())
    painter = ready.painter
    given = given_of(job, way, request, tell, warn)
    if way.vram is not None and painter.device.name != "cuda":
        warn("there is no graphics card whose memory --vram could limit")
    if painter.device.is_slow:
        meanwhile(_how_slow(ready, given, settings, after, tell))

    picture = given.start
    if request.stage != "paint":
        picture = passes.first_pass(painter, given.over_kept(picture), given.guide, settings, lambda done: tell("rough", done))
    if request.stage != "rough":
        picture = passes.second_pass(painter, given.over_kept(picture), given.guide, after, lambda done: tell("paint", done))
    told = {"words": given.guide.words, "strength": settings.strength, "steps": settings.steps}
    if way.guidance is not None:
        told["guidance"] = way.guidance
    if request.stage != "paint":
        told["start"] = way.start
    papers = {
        "engine": {"name": "diffusion", "version": VERSIONS["diffusion"], "libraries": painter.libraries.versions()},
        "device": {"name": painter.device.name, "dtype": painter.device.dtype, "loaded": painter.loaded},
        **ready.folders.told(way),
        "settings": told,
    }
    return Made(picture, papers)


def settings_of(way: Way, stage: paint.Stage) -> tuple[Settings, Settings]:
    """Of the first pass of a job, which is what a way tells of, and of the painting, which may be the same."""
    from underpaint.diffusion import passes

    usual = passes.PAINT if stage == "paint" else passes.FROM_ROUGH if way.start == "rough" else passes.FROM_COLOURS
    first = passes.Settings(usual if way.strength is None else way.strength, way.steps, way.guidance)
    return first, first if stage == "paint" else passes.Settings(passes.PAINT, way.steps, way.guidance)


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


@dataclass(frozen=True)
class _Folders:
    """What a way's folders hold, each found sound."""

    model: ModelFolder
    controlnet: ModelFolder | None
    ip_adapter: ModelFolder | None
    loras: tuple[ModelFolder, ...]

    def told(self, way: Way) -> dict[str, object]:
        """For a report."""
        parts = {"model": self.model, "controlnet": self.controlnet, "ip_adapter": self.ip_adapter}
        told: dict[str, object] = {name: _told(folder) for name, folder in parts.items() if folder}
        weights = [weight for _, weight in way.loras]
        told["loras"] = [_told(lora) | {"weight": weight} for lora, weight in zip(self.loras, weights, strict=True)]
        return told

    def stamps(self) -> list[tuple]:
        """Path, size and time of change of every file; nothing where one is gone."""
        folders = [folder for folder in (self.model, self.controlnet, self.ip_adapter, *self.loras) if folder]
        paths = [folder.root / name for folder in folders for name in folder.files]
        try:
            return [(path, path.stat().st_size, path.stat().st_mtime_ns) for path in paths]
        except OSError:
            return []


@dataclass(frozen=True)
class _Ready:
    """A painter, and what it was loaded from."""

    key: tuple
    folders: _Folders
    stamps: list[tuple]
    painter: Painter
    timings: dict[tuple, Timing] = field(default_factory=dict)

    def timing(self, tile: tuple[int, int], style: np.ndarray, guidance: float | None, tell: Progress) -> Timing:
        """Measured once for each size of tiles, and anew with another guidance, as without any it takes half as long."""
        if (tile, guidance) not in self.timings:
            self.timings[tile, guidance] = self.painter.timed(
                *tile, style=style, guidance=guidance, tell=lambda done: tell("measuring", done)
            )
        return self.timings[tile, guidance]


_last: list[_Ready] = []  # a model is large and takes long to load, and most pictures of a day are painted with one


def _ready(way: Way, threads: int) -> _Ready:
    key = (way.model, way.controlnet, way.ip_adapter, way.loras, way.vram)
    if not (_last and _last[0].key == key and _last[0].stamps == _last[0].folders.stamps()):
        _last.clear()
        from underpaint.diffusion.model_folder import read_controlnet, read_ip_adapter, read_lora, read_model
        from underpaint.diffusion.painter import Painter

        folders = _Folders(
            read_model(way.model),
            read_controlnet(way.controlnet) if way.controlnet else None,
            read_ip_adapter(way.ip_adapter) if way.ip_adapter else None,
            tuple(read_lora(path) for path, _ in way.loras),
        )
        stamps = folders.stamps()
        loras = [(lora, weight) for lora, (_, weight) in zip(folders.loras, way.loras, strict=True)]
        painter = Painter(
            folders.model, controlnet=folders.controlnet, loras=loras, ip_adapter=folders.ip_adapter, vram=way.vram
        )
        _last.append(_Ready(key, folders, stamps, painter))
    ready = _last[0]
    ready.painter.libraries.torch.set_num_threads(threads)
    return ready


def _told(folder: ModelFolder) -> dict[str, object]:
    return {"pipeline": folder.pipeline, "sha256": folder.sha256, "files": dict(folder.files)}


def _how_slow(ready: _Ready, given: Given, settings: Settings, after: Settings, tell: Progress) -> str:
    """What a person wants to know before a processor starts on it."""
    from underpaint.diffusion import passes
    from underpaint.diffusion.device import in_words

    painter = ready.painter
    jobs = []  # of each pass: its tile, how many it has, and steps
    if given.request.stage != "paint":
        size = passes.rough_size(painter.native, *given.guide.size)
        jobs.append((passes.rough_tile(*size), *passes.work(given.guide, size, passes.rough_tile(*size), settings)))
    if given.request.stage != "rough":
        tile = passes.paint_tile(painter.native, *given.guide.size)
        jobs.append((tile, *passes.work(given.guide, given.guide.size, tile, after)))
    tried = jobs[0][0]
    timing = ready.timing(tried, given.guide.style, settings.guidance, tell)
    seconds = sum(
        count * (steps * timing.step + timing.beside) * (tile[0] * tile[1]) / (tried[0] * tried[1]) for tile, count, steps in jobs
    )
    drawings, steps = sum(count for _, count, _ in jobs), sum(count * steps for _, count, steps in jobs)
    return (
        f"on this machine's processor this takes about {in_words(seconds)} ({counted(drawings, 'tile')}, "
        f"{counted(steps, 'step')} in all); a graphics card is many times faster"
    )


def _as_boards(picture: np.ndarray, request: paint.Request) -> np.ndarray:
    """In the boards' depth and channels, opaque."""
    like = request.boards[0].painting
    most = np.iinfo(like.dtype).max
    out = np.full((*picture.shape[:2], like.shape[2]), most, like.dtype)
    out[..., :3] = np.rint(picture.astype(np.float64) * (most / 255))
    return out
