"""What a model paints on, how much of its memory it may take, and how long that will be."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Literal

from underpaint.errors import InputError

GB = 1e9
# Beside the weights: what one picture of a model's own size takes while it is painted, and while it is decoded in one.
ROOM, DECODING = 2.5 * GB, 8 * GB
Loaded = Literal["whole", "by part", "by layer"]


@dataclass(frozen=True)
class Device:
    """name: as torch calls it. dtype: of the weights, as torch calls it."""

    name: str
    dtype: str

    @property
    def is_slow(self) -> bool:
        return self.name == "cpu"


def device_for(torch, *, unet: bool) -> Device:
    """The graphics card where there is one, otherwise the processor.

    unet: half precision as those models were trained in; newer ones, which have a transformer, need the range of bfloat16.
    """
    half = "float16" if unet else "bfloat16"
    if torch.cuda.is_available():
        return Device("cuda", half)
    if torch.backends.mps.is_available():
        return Device("mps", half)
    return Device("cpu", "float32")


def how_loaded(parts: dict[str, int], vram: float | None, free: float) -> Loaded:
    """How a model is brought onto a graphics card.

    parts: bytes of each part's weights there. vram: GB it may take, None: all that is free. free: bytes there now.
    "whole": it stays there; "by part": only the part at work; "by layer": only the layer at work, which is slow. Raises
    InputError where not even that leaves room.
    """
    limit = free if vram is None else min(free, vram * GB)
    if limit < ROOM / 2:
        raise InputError(f"{limit / GB:.1f} GB of graphics memory; a picture alone takes {ROOM / 2 / GB:.1f} GB or more: "
                         "close other programs, or raise --vram")  # fmt: skip
    if sum(parts.values()) + ROOM <= limit:
        return "whole"
    return "by part" if max(parts.values(), default=0) + ROOM <= limit else "by layer"


def place(libraries, pipe, device: Device, vram: float | None) -> Loaded:
    """Bring a loaded pipeline onto its device, within its limit; how it was done. Raises InputError as how_loaded."""
    torch = libraries.torch
    if device.name != "cuda":
        pipe.to(device.name)
        return "whole"
    free, total = torch.cuda.mem_get_info()
    if vram is not None:
        torch.cuda.set_per_process_memory_fraction(min(1.0, vram * GB / total))
    parts = part_bytes(torch, pipe)
    found = how_loaded(parts, vram, free)
    if found == "whole":
        pipe.to("cuda")
    elif found == "by part":
        pipe.enable_model_cpu_offload()
    else:
        pipe.enable_sequential_cpu_offload()
        # Attention in slices replaces what an IP-Adapter has put there.
        if not getattr(pipe.components.get("unet"), "encoder_hid_proj", None):
            pipe.enable_attention_slicing()
    if sum(parts.values()) + DECODING > (free if vram is None else min(free, vram * GB)) and hasattr(pipe.vae, "enable_tiling"):
        pipe.vae.enable_tiling()
    return found


def part_bytes(torch, pipe) -> dict[str, int]:
    """Bytes of the weights of each part of a pipeline."""
    parts = {name: part for name, part in pipe.components.items() if isinstance(part, torch.nn.Module)}
    return {name: sum(p.numel() * p.element_size() for p in part.parameters()) for name, part in parts.items()}


def in_words(seconds: float) -> str:
    """A length of time as a person says it."""
    if seconds < 90:
        return f"{max(1, ceil(seconds))} s"
    if seconds < 90 * 60:
        return f"{ceil(seconds / 60)} minutes"
    return f"{seconds / 3600:.1f} hours"
