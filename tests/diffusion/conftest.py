"""Tiny models, each built once where a test asks for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from . import tiny, tiny_parts


@dataclass(frozen=True)
class Models:
    """Folders of a tiny Stable Diffusion and of what is laid over it. lora: a file; ip: an IP-Adapter."""

    sd: Path
    controlnet: Path
    lora: Path
    ip: Path


@dataclass(frozen=True)
class Family:
    """A tiny model of a family, and what is laid over it: a ControlNet, a LoRA's file; ip: an IP-Adapter, where the family takes one."""

    model: Path
    controlnet: Path
    lora: Path
    ip: Path


@pytest.fixture(scope="session")
def torch():
    pytest.importorskip("diffusers", reason="the models' libraries are not installed: pip install 'underpaint[diffusion]'")
    from underpaint.diffusion.libraries import libraries

    torch = libraries().torch
    torch.set_num_threads(1)
    return torch


@pytest.fixture(scope="session")
def of_family(torch, tmp_path_factory) -> Callable[[str], Family]:
    """of_family("sdxl"), as of tiny.FAMILIES, made at the first call."""
    from underpaint.diffusion.libraries import quiet

    root = tmp_path_factory.mktemp("families")
    made: dict[str, Family] = {}

    def of_family(name: str) -> Family:
        if name not in made:
            found = Family(root / name, root / f"{name}-lines", root / f"{name}-lora.safetensors", root / f"{name}-ip")
            with quiet():
                torch.manual_seed(0)
                pipe = tiny.FAMILIES[name](tiny.tokenizer(root / "words"))
                # In several files each, as models are saved that are as large as these families are.
                pipe.save_pretrained(found.model, max_shard_size="1MB" if name in ("z_image", "qwen_image") else "10GB")
                tiny_parts.controlnet(torch, pipe).save_pretrained(found.controlnet)
                tiny_parts.lora(torch, pipe, found.lora)
                if hasattr(pipe, "load_ip_adapter"):
                    tiny_parts.ip_adapter(torch, pipe, found.ip)
            made[name] = found
        return made[name]

    return of_family


@pytest.fixture(scope="session")
def models(of_family) -> Models:
    found = of_family("sd")
    return Models(found.model, found.controlnet, found.lora, found.ip)


@pytest.fixture(scope="session")
def sdxl(of_family) -> Path:
    return of_family("sdxl").model


@pytest.fixture
def picture() -> np.ndarray:
    """(64, 64, 3) uint8, bands of colour."""
    y, x = np.mgrid[:64, :64]
    return np.stack([60 + 2 * y, 90 + x, 200 - y], 2).astype(np.uint8)
