"""Both passes of a picture by a trained model on this machine, which stays loaded for the next picture."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from underpaint.counted import counted
from underpaint.farm.given import Asked, Given, Made, given_of
from underpaint.farm.synth import Progress, cores
from underpaint.farm.way import VERSIONS, Way, settings_of

if TYPE_CHECKING:  # loading them loads the model libraries
    from underpaint.diffusion.model_folder import ModelFolder
    from underpaint.diffusion.painter import Painter, Timing
    from underpaint.diffusion.passes import Settings


def by_model(asked: Asked) -> Made:
    from underpaint.diffusion import passes

    way, stage, tell = asked.way, asked.request.stage, asked.tell
    settings, after = settings_of(way, stage)
    tell("loading", 0.0)
    ready = _ready(way, asked.job.threads or cores())
    painter = ready.painter
    given = given_of(asked)
    if way.vram is not None and painter.device.name != "cuda":
        asked.warn("there is no graphics card whose memory --vram could limit")
    if painter.device.is_slow:
        asked.meanwhile(_how_slow(ready, given, settings, after, tell))

    picture = given.painted(
        lambda start: passes.first_pass(painter, start, given.guide, settings, lambda done: tell("rough", done)),
        lambda rough: passes.second_pass(painter, rough, given.guide, after, lambda done: tell("paint", done)),
    )
    told = given.told(settings)
    if way.guidance is not None:
        told["guidance"] = way.guidance
    if stage != "paint":
        told["start"] = way.start
    papers = {
        "engine": {"name": "diffusion", "version": VERSIONS["diffusion"], "libraries": painter.libraries.versions()},
        "device": {"name": painter.device.name, "dtype": painter.device.dtype, "loaded": painter.loaded},
        **ready.folders.told(way),
        "settings": told,
    }
    return Made(picture, papers)


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
