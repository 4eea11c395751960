"""How a trained model paints, as it is told: with which model, how far it may go, and on which machine."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from underpaint import paint
from underpaint.errors import InputError

if TYPE_CHECKING:  # loading it loads the model libraries
    from underpaint.diffusion.passes import Settings
    from underpaint.diffusion.workflow import Workflow

VERSIONS = {"diffusion": "1", "comfyui": "1"}  # by engine: another one where the same request gives another picture
STEPS = 20


@dataclass(frozen=True)
class Way:
    """How a trained model paints.

    model, controlnet, ip_adapter: folders on this machine. loras: files or folders, each with its weight. words: what the model is told
    beside the names of the materials. strength: 0..1, how far from its start the first pass of the job may go; None: as is usual.
    steps: of a whole drawing. guidance: how much it keeps to the words; None: as is usual for its family. vram: GB of graphics memory
    that it may take. server, workflow: a ComfyUI server that does it instead. start: what pass 1 starts from, the exemplar engine's
    rough or the boards' colours alone.
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


def settings_of(way: Way, stage: paint.Stage) -> tuple[Settings, Settings]:
    """Of the first pass of a job, which is what a way tells of, and of the painting, which may be the same."""
    from underpaint.diffusion import passes

    usual = passes.PAINT if stage == "paint" else passes.FROM_ROUGH if way.start == "rough" else passes.FROM_COLOURS
    first = passes.Settings(usual if way.strength is None else way.strength, way.steps, way.guidance)
    return first, first if stage == "paint" else passes.Settings(passes.PAINT, way.steps, way.guidance)
