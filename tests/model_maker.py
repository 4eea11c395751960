"""Models that are whole on disk and paint nothing, and a painter in the place of the real one."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np

from underpaint.farm.job import Inputs, read_request
from underpaint.farm.synth import true_to_lines
from underpaint.formats.encode import png_bytes
from underpaint.formats.writing import write_together


def weights(path: Path, name: str, fill: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    header = json.dumps({name: {"dtype": "U8", "shape": [8], "data_offsets": [0, 8]}}).encode()
    path.write_bytes(struct.pack("<Q", len(header)) + header + bytes([fill]) * 8)
    return path


def model(folder: Path, fill: int = 1) -> Path:
    (folder / "unet").mkdir(parents=True)
    (folder / "model_index.json").write_text(
        json.dumps({"_class_name": "StableDiffusionPipeline", "unet": ["diffusers", "UNet2DConditionModel"]})
    )
    (folder / "unet" / "config.json").write_text("{}")
    weights(folder / "unet" / "diffusion_pytorch_model.safetensors", "conv.weight", fill)
    return folder


def lora(path: Path, fill: int = 1) -> Path:
    return weights(path, "unet.lora.up.weight", fill)


def painter(asked: list) -> Callable:
    """diffuse, with flat colours in the place of a model's picture; `asked` is told each job and way."""
    from underpaint.diffusion.model_folder import read_lora, read_model

    def diffuse(job, way, *, progress=None, meanwhile=None, warn):
        asked.append((job, way))
        if meanwhile is not None:
            meanwhile("this takes a while")
        inputs = Inputs()
        request = read_request(job, inputs, warn)
        picture = 255 - request.layout.materials
        picture[:, :, 2] = 40 + job.seed
        if job.stage == "rough":
            picture = picture[2::4, 2::4]
        if request.repaint is not None:
            picture = np.where(request.repaint.mask[:, :, None], picture, request.repaint.keep)
        write_together({job.out: png_bytes(picture)})
        told = {"model": way.read_workflow().papers()} if way.server else {"model": {"sha256": read_model(way.model).sha256}}
        return {
            **told,
            "engine": {"name": "comfyui" if way.server else "diffusion", "version": "1"},
            "loras": [{"sha256": read_lora(path).sha256} for path, _ in way.loras],
            "inputs": inputs.hashes,
            "size": [picture.shape[1], picture.shape[0]],
            "depth": 8,
            "shares": {},
            **true_to_lines(picture, request),
            "program": "underpaint",
        }

    return diffuse
