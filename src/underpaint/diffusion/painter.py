"""A trained model that turns one picture into another: loaded once from a folder, then drawing as often as asked."""

from __future__ import annotations

import inspect
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from underpaint.diffusion.device import Device, device_for, place
from underpaint.diffusion.libraries import Libraries, libraries, quiet
from underpaint.diffusion.model_folder import ModelFolder
from underpaint.errors import InputError, UnderpaintError

STEP = 64  # px: sides that every family of models can halve as often as it does
NATIVE = 1024  # px: the side of the pictures that models were trained on which do not say
STYLE_WEIGHT = 0.6  # of an IP-Adapter: more repeats the board's things, less loses its manner

Tell = Callable[[float], None]


@dataclass(frozen=True)
class Timing:
    """Seconds of one step, and of what comes before and after the steps of a picture."""

    step: float
    beside: float


class Painter:
    """A model, ready to draw.

    native: px, the side of the square pictures that it was trained on. needs_style: whether `draw` wants a style picture.
    libraries: which it runs on. loaded: how it was brought onto its device.
    """

    def __init__(
        self,
        model: ModelFolder,
        *,
        controlnet: ModelFolder | None = None,
        loras: Sequence[tuple[ModelFolder, float]] = (),
        ip_adapter: ModelFolder | None = None,
        vram: float | None = None,
    ) -> None:
        """Load it from its folders. vram: GB of graphics memory that it may take. Raises InputError where parts do not fit
        one another, or the family has no way from picture to picture."""
        self.libraries: Libraries = libraries()
        diffusers = self.libraries.diffusers
        self._vram = vram
        self.native = NATIVE
        self.needs_style = ip_adapter is not None
        is_unet = any(name.startswith("unet/") for name in model.files)
        self.device: Device = device_for(self.libraries.torch, unet=is_unet)
        with _said(f"{model.path}: this model cannot be loaded"), quiet():
            pipe = diffusers.AutoPipelineForImage2Image.from_pretrained(
                str(model.path), variant=model.variant, use_safetensors=True, **self._local()
            )
        if not {"image", "strength", "callback_on_step_end"} <= inspect.signature(pipe.__call__).parameters.keys():
            raise InputError(f"{model.path}: {type(pipe).__name__} keeps no composition of a picture; take another model")
        self._fault = "the model cannot paint this" + (" with its ControlNet" if controlnet else "")
        if controlnet is not None:
            with _said(f"{controlnet.path}: this ControlNet cannot be loaded"), quiet():
                pipe = self._with_controlnet(pipe, controlnet)
        for i, (lora, _) in enumerate(loras):
            with _said(f"{lora.path}: this LoRA does not fit the model"), quiet():
                _lay_lora(pipe, lora, f"lora{i}")
        if loras:
            pipe.set_adapters([f"lora{i}" for i in range(len(loras))], [weight for _, weight in loras])
        if ip_adapter is not None:
            with _said(f"{ip_adapter.path}: this IP-Adapter does not fit the model"), quiet():
                self._lay_ip_adapter(pipe, ip_adapter)
        pipe.set_progress_bar_config(disable=True)
        scale = getattr(pipe, "vae_scale_factor", 8)
        # In latents wherever it is told: of a UNet, and of Stable Diffusion 3. Other transformers do not say.
        part = getattr(pipe, "unet", None) or getattr(pipe, "transformer", None)
        trained = getattr(part, "config", {}).get("sample_size")
        if isinstance(trained, int):
            self.native = max(STEP, trained * scale // STEP * STEP)
        self._pipe = self._last = pipe
        self._repainting = None
        with _said(f"{model.path}: this model cannot be brought onto the graphics card"), quiet():
            self.loaded = place(self.libraries, pipe, self.device, vram)

    def draw(
        self,
        picture: np.ndarray,
        *,
        lines: np.ndarray | None,
        style: np.ndarray | None,
        words: str,
        strength: float,
        steps: int,
        seed: int,
        guidance: float | None = None,
        mask: np.ndarray | None = None,
        tell: Tell,
    ) -> np.ndarray:
        """A new picture from a picture: (h, w, 3) uint8 of its size.

        picture: (h, w, 3) uint8. lines: (h, w) uint8, white on black, for the ControlNet; passed over without one. style:
        (s, s, 3) uint8 for the IP-Adapter, passed over likewise. strength: 0..1, how far from the picture it may go; steps:
        of a whole drawing, of which it takes that share. guidance: how much it keeps to the words; None: as is usual for its
        family. mask: (h, w) bool, where it may draw; elsewhere the picture stays to the byte. tell: told after each step how
        much is done, 0..1; what it raises ends the work.

        The same on this machine gives the same bytes. Raises InputError where parts do not fit one another, the memory does
        not suffice, or the model's own safety check holds the picture back.
        """
        height, width = picture.shape[:2]
        rows, columns = (-side % STEP for side in (height, width))
        torch = self.libraries.torch
        raised: list[BaseException] = []
        pipe = self._pipe_for(mask)
        told = {
            "prompt": words,
            "image": _tensor(torch, _filled(picture, rows, columns)),
            "strength": strength,
            "num_inference_steps": max(steps, ceil(1 / strength)),
            "generator": torch.Generator("cpu").manual_seed(seed),
            "output_type": "np",
            "callback_on_step_end": _each_step(tell, raised),
        }
        wanted = inspect.signature(pipe.__call__).parameters
        by_words = "guidance_scale"
        if "true_cfg_scale" in wanted and wanted["true_cfg_scale"].default > 1:
            by_words = "true_cfg_scale"
            told["negative_prompt"] = " "  # as Qwen-Image's makers do; told none, it leaves out its guidance
        if guidance is not None:
            told[by_words] = guidance
        if "control_image" in wanted:
            drawn = np.zeros((height, width), np.uint8) if lines is None else lines
            told["control_image"] = _tensor(torch, _filled(np.repeat(drawn[..., None], 3, 2), rows, columns))
        if "height" in wanted:
            told |= {"height": height + rows, "width": width + columns}
        if mask is not None and "mask_image" in wanted:
            told["mask_image"] = _tensor(torch, _filled(mask[..., None].astype(np.uint8) * 255, rows, columns))
        if self.needs_style:
            told["ip_adapter_image"] = _pil(picture if style is None else style)
        with _said(self._fault, raised), quiet(), torch.inference_mode():
            try:
                result = pipe(**told)
            finally:
                pipe.maybe_free_model_hooks()
        if any(getattr(result, "nsfw_content_detected", None) or ()):
            raise InputError("the model's own safety check held the picture back; try another seed, or other words")
        out = np.asarray(result.images[0], np.float32)
        if not np.isfinite(out).all():
            raise InputError("the model returned no picture but numbers without end; its weights may need another precision")
        out = np.rint(out[:height, :width].clip(0, 1) * 255).astype(np.uint8)
        return out if mask is None else np.where(mask[..., None], out, picture)

    def timed(
        self, height: int, width: int, *, style: np.ndarray | None, guidance: float | None = None, tell: Tell
    ) -> Timing:
        """How long drawings of that size take here, measured on one of two steps. tell: as of draw."""
        at: list[float] = []
        grey = np.full((height, width, 3), 128, np.uint8)

        def step_done(done: float) -> None:
            at.append(time.perf_counter())
            tell(done)

        started = time.perf_counter()
        self.draw(grey, lines=None, style=style, words="", strength=1.0, steps=2, seed=0, guidance=guidance, tell=step_done)
        ended = time.perf_counter()
        step = at[-1] - at[-2] if len(at) > 1 else ended - started
        return Timing(step, max(0.0, ended - started - 2 * step))

    def _local(self) -> dict[str, object]:
        """How every part is loaded."""
        return {"local_files_only": True, "dtype": getattr(self.libraries.torch, self.device.dtype)}

    def _with_controlnet(self, pipe, controlnet: ModelFolder):
        diffusers = self.libraries.diffusers
        kind = getattr(diffusers, controlnet.pipeline, None)
        if not (isinstance(kind, type) and issubclass(kind, diffusers.ModelMixin)):
            raise InputError(f"{controlnet.path}: {controlnet.pipeline!r} is no ControlNet that diffusers knows")
        net = kind.from_pretrained(
            str(controlnet.path), variant=controlnet.variant, use_safetensors=True, **self._local()
        )
        if net.config.get("num_mode") or "num_control_type" in net.config:
            raise InputError(f"{controlnet.path}: a ControlNet for pictures of several kinds (union); take one for lines alone")
        try:
            return diffusers.AutoPipelineForImage2Image.from_pipe(pipe, controlnet=net)
        except ValueError:
            raise InputError(f"{controlnet.path}: diffusers has no way to use a ControlNet with this family of models from "
                             f"picture to picture ({type(pipe).__name__}); leave out --controlnet") from None  # fmt: skip

    def _lay_ip_adapter(self, pipe, adapter: ModelFolder) -> None:
        if not hasattr(pipe, "load_ip_adapter"):
            raise ValueError(f"{type(pipe).__name__} takes none")
        # Loaded here, as diffusers would not insist on safetensors for it.
        transformers, folder = self.libraries.transformers, adapter.path.parent / "image_encoder"
        is_siglip = json.loads((folder / "config.json").read_bytes())["model_type"].startswith("siglip")
        kind = transformers.SiglipVisionModel if is_siglip else transformers.CLIPVisionModelWithProjection
        encoder = kind.from_pretrained(str(folder), use_safetensors=True, **self._local())
        pipe.register_modules(image_encoder=encoder)
        if is_siglip:  # diffusers makes one for CLIP alone
            size = dict.fromkeys(("height", "width"), encoder.config.image_size)
            pipe.register_modules(feature_extractor=transformers.SiglipImageProcessor(size=size))
        pipe.load_ip_adapter(str(adapter.path.parent), subfolder="", weight_name=adapter.path.name, local_files_only=True)
        pipe.set_ip_adapter_scale(STYLE_WEIGHT)

    def _pipe_for(self, mask: np.ndarray | None):
        """The pipeline that draws inside a mask, where the family has one, made of the same parts; otherwise the usual one."""
        wanted = self._pipe
        if mask is not None:
            if self._repainting is None:
                try:
                    with quiet():
                        self._repainting = self.libraries.diffusers.AutoPipelineForInpainting.from_pipe(self._pipe)
                    self._repainting.set_progress_bar_config(disable=True)
                except ValueError:
                    self._repainting = self._pipe
            wanted = self._repainting
        if wanted is not self._last and self.loaded != "whole":
            self._last.remove_all_hooks()
            place(self.libraries, wanted, self.device, self._vram)
        self._last = wanted
        return wanted


def steps_taken(steps: int, strength: float) -> int:
    """How many of its steps a drawing of that strength takes."""
    return max(1, int(max(steps, ceil(1 / strength)) * strength))


def _lay_lora(pipe, lora: ModelFolder, name: str) -> None:
    if not hasattr(pipe, "load_lora_weights"):
        raise ValueError(f"{type(pipe).__name__} takes none")
    pipe.load_lora_weights(str(lora.path.parent), weight_name=lora.path.name, adapter_name=name,
                           local_files_only=True, use_safetensors=True)  # fmt: skip
    if not any(name in names for names in pipe.get_list_adapters().values()):
        raise ValueError("none of its weights has a place there")


def _each_step(tell: Tell, raised: list[BaseException]):
    """What a pipeline calls after each step; what `tell` raised goes into `raised`."""
    done = 0

    def step(pipe, number, moment, tensors):
        nonlocal done
        done += 1
        try:
            tell(done / pipe.num_timesteps)
        except BaseException as why:
            raised.append(why)
            raise
        return tensors

    return step


def _filled(picture: np.ndarray, rows: int, columns: int) -> np.ndarray:
    return np.pad(picture, ((0, rows), (0, columns), (0, 0)), mode="edge")


def _tensor(torch, picture: np.ndarray):
    """(1, c, h, w) float32, 0..1."""
    return torch.from_numpy(np.ascontiguousarray(picture.transpose(2, 0, 1)[None]).astype(np.float32) / 255)


def _pil(picture: np.ndarray):
    from PIL import Image

    return Image.fromarray(picture)


class _said:
    """What goes wrong inside a model library, said in one line; what the caller's own code raised there stays as it is."""

    def __init__(self, what: str, own: Sequence[BaseException] = ()) -> None:
        self.what, self.own = what, own

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind, why, trace) -> None:
        if not isinstance(why, Exception) or isinstance(why, (UnderpaintError, MemoryError)) or why in self.own:
            return
        if kind.__name__ == "OutOfMemoryError":
            raise InputError(f"{self.what}: not enough graphics memory; give less of it with --vram, so that the model is "
                             "brought there in parts, or close other programs") from None  # fmt: skip
        first = next(iter(str(why).strip().splitlines()), "") or kind.__name__
        raise InputError(f"{self.what} ({first[:200]})") from None
