"""The libraries that models run on: loaded only where a model paints, kept off the network and quiet."""

from __future__ import annotations

import os
import warnings
from dataclasses import dataclass
from types import ModuleType

from underpaint.errors import InputError

MISSING = "the diffusion engine needs more packages; install them with: pip install 'underpaint[diffusion]'"
# Read by the libraries while they load: nothing is fetched, nothing is reported to anybody, sums come out alike.
_SETTINGS = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DISABLE_TELEMETRY": "1",
    "CUBLAS_WORKSPACE_CONFIG": ":4096:8",
}


@dataclass(frozen=True)
class Libraries:
    torch: ModuleType
    diffusers: ModuleType
    transformers: ModuleType

    def versions(self) -> dict[str, str]:
        return {name: getattr(self, name).__version__ for name in ("torch", "diffusers", "transformers")}


def libraries() -> Libraries:
    """torch, diffusers and transformers. Raises InputError where they are not installed."""
    os.environ.update(_SETTINGS)
    with quiet():
        try:
            import accelerate  # noqa: F401  # without these two, parts of diffusers fail only later
            import diffusers
            import peft  # noqa: F401
            import torch
            import transformers
        except ImportError:
            raise InputError(MISSING) from None
        diffusers.utils.logging.set_verbosity_error()
        diffusers.utils.logging.disable_progress_bar()
        transformers.utils.logging.set_verbosity_error()
        transformers.utils.logging.disable_progress_bar()
    torch.backends.cudnn.deterministic, torch.backends.cudnn.benchmark = True, False
    return Libraries(torch, diffusers, transformers)


class quiet(warnings.catch_warnings):
    """No warnings of the libraries inside; they speak to programmers, not to those who paint."""

    def __enter__(self) -> None:
        super().__enter__()
        warnings.simplefilter("ignore")
