"""The options of commands that a trained model can paint for, and what they say together."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:  # it is loaded when a picture is painted
    from underpaint.farm.model_way import ModelWay
    from underpaint.farm.way import Way
    from underpaint.film.film import Film

_PATH = click.Path(path_type=Path)
_OPTIONS = (
    click.option("--model", type=_PATH, metavar="DIR",
                 help="The model's folder, or for a film the name of its card; laid out as diffusers saves it, weights as .safetensors; with --engine diffusion."),
    click.option("--controlnet", type=_PATH, metavar="DIR",
                 help="A ControlNet for lines, through which the model follows the drawing."),
    click.option("--lora", "loras", multiple=True, metavar="FILE[:WEIGHT]",
                 help="A LoRA laid over the model, such as the film's own style; once for each."),
    click.option("--ip-adapter", type=_PATH, metavar="DIR",
                 help="An IP-Adapter, through which the model sees the board as the picture of a style."),
    click.option("--server", default="", metavar="URL",
                 help="The ComfyUI server, such as http://127.0.0.1:8188; with --engine comfyui."),
    click.option("--workflow", type=_PATH, metavar="FILE.json",
                 help="The workflow that it runs, saved in ComfyUI with File > Export Workflow (API); its nodes are known by "
                      "titles such as underpaint start, underpaint seed and underpaint result."),
    click.option("--words", default="", metavar="TEXT",
                 help="What the model is told beside the materials: place, hour, season, weather, light."),
    click.option("--start", type=click.Choice(["rough", "colours"]),
                 help="What the model's first pass starts from: a rough of the exemplar engine, as usual, or the boards' "
                      "colours without any strokes."),
    click.option("--strength", type=float, metavar="N",
                 help="How far the model may go from what it starts with, above 0 and up to 1; usually 0.6 for a rough, "
                      "0.8 from colours, 0.3 for a painting."),
    click.option("--steps", type=int, metavar="N", help="Steps of a whole drawing, 20 unless told: more is slower and finer."),
    click.option("--guidance", type=float, metavar="N",
                 help="How much the model keeps to the words, 0 to 100; as its family usually does unless told. 0 for models "
                      "made for few steps, such as turbo ones."),
    click.option("--vram", type=click.FloatRange(0, min_open=True), metavar="GB",
                 help="Graphics memory that the model may take; all that is free unless told."),
)  # fmt: skip

# Of one engine, of the other, and of both.
_MODEL = ("model", "controlnet", "loras", "ip_adapter", "guidance", "vram")
_SERVER = ("server", "workflow")
_ANY = ("words", "start", "strength", "steps")


def model_options(engine: str | None = "exemplar", shown: str | bool = True) -> Callable[[Callable], Callable]:
    """engine: who paints unless told; shown: what the help calls that, True for its name."""
    who = click.option(
        "--engine", type=click.Choice(["exemplar", "diffusion", "comfyui"]), default=engine, show_default=shown,
        help="Who paints: exemplar, from the boards' own paint alone; diffusion, a trained model that you have on this "
             "machine; comfyui, a ComfyUI server that runs in the studio.",
    )  # fmt: skip

    def add(command: Callable) -> Callable:
        for option in reversed((who, *_OPTIONS)):
            command = option(command)
        return command

    return add


def way_of(named: MutableMapping[str, object]) -> Way | None:
    """The way that the options tell, which are taken out of `named`; None where no trained model is asked for."""
    engine = named.pop("engine")
    told = {name: named.pop(name) for name in (*_MODEL, *_SERVER, *_ANY)}
    told = {name: value for name, value in told.items() if value not in (None, "", ())}
    for name in told:
        engines = ["diffusion"] * (name not in _SERVER) + ["comfyui"] * (name not in _MODEL)
        if engine not in engines:
            option = "--lora" if name == "loras" else f"--{name.replace('_', '-')}"
            raise click.UsageError(f"{option} is for --engine {' or '.join(engines)}; add that, or leave {option} out")
    if engine in (None, "exemplar"):
        return None
    if engine == "diffusion" and "model" not in told:
        raise click.UsageError("--engine diffusion needs a --model: a folder on this machine, laid out as diffusers saves it")
    if engine == "comfyui" and not {"server", "workflow"} <= told.keys():
        raise click.UsageError("--engine comfyui needs a --server, such as http://127.0.0.1:8188, and a --workflow: a file that "
                               "ComfyUI saves with File > Export Workflow (API)")  # fmt: skip

    from underpaint.farm.way import Way, weighed

    return Way(**told | {"loras": tuple(weighed(text) for text in told.get("loras", ()))})


def film_way_of(film: Film, named: MutableMapping[str, object]) -> ModelWay | None:
    """As way_of, for a film, whose models can be named by their cards."""
    way = way_of(named)
    if way is None:
        return None

    from underpaint.farm.model_way import model_way

    return model_way(film, way)
