"""A model that learns a style: a LoRA on the attention of its UNet, the model itself staying as it is.

LoRA: Hu et al., 2021. What is learnt is small, and is laid over the model when it paints. Stable Diffusion 1.5, 2 and SDXL.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import cv2
import numpy as np

from underpaint.diffusion.lesson import Lesson, View, view_of
from underpaint.diffusion.libraries import libraries, quiet
from underpaint.diffusion.model_folder import ModelFolder
from underpaint.errors import InputError

ADAPTER = "style"
_ATTENTION = ["to_q", "to_k", "to_v", "to_out.0"]
_TARGETS = ("epsilon", "v_prediction")
_GUIDANCE = 5.0
_EXAM_TIMES = 8
_STRENGTH, _STEPS = 0.75, 24  # of a drawing to judge the style by: far enough from its start to show how the model paints


class Pupil:
    """A model with a style's weights over it, which begin as no change at all.

    side: px of the squares that it learns from, what the model was made for. Raises InputError where it is no model that can learn
    so, or the libraries are missing.
    """

    def __init__(self, model: ModelFolder, rank: int, seed: int):
        _require_learns(model)
        loaded = libraries()
        torch, diffusers = loaded.torch, loaded.diffusers
        from peft import LoraConfig

        self._torch = torch
        with quiet():
            pipe = diffusers.AutoPipelineForText2Image.from_pretrained(
                str(model.path), variant=model.variant, local_files_only=True, use_safetensors=True, torch_dtype=torch.float32
            )
            self._noise = diffusers.DDIMScheduler.from_config(
                pipe.scheduler.config, clip_sample=False, set_alpha_to_one=False, steps_offset=1
            )
        self._pipe, self._unet, self._vae = pipe, pipe.unet, pipe.vae
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        for part in (self._unet, self._vae):
            part.requires_grad_(False)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            self._unet.add_adapter(
                LoraConfig(r=rank, lora_alpha=rank, init_lora_weights="gaussian", target_modules=_ATTENTION), ADAPTER
            )
        if self._device.type == "cuda":
            # The model in half the memory, what is learnt in full precision; of the words only what they mean comes over.
            self._unet.to(self._device, torch.bfloat16).enable_gradient_checkpointing()
            self._vae.to(self._device)
            diffusers.training_utils.cast_training_params(self._unet, torch.float32)
        self._unet.train()
        self.scale = 2 ** (len(self._vae.config.block_out_channels) - 1)
        sample = self._unet.config.sample_size
        self.side = self.scale * (sample if isinstance(sample, int) else min(sample))
        self._meanings: dict[str, tuple] = {}

    @property
    def weights(self) -> Mapping[str, object]:
        """What is learnt: the LoRA's own tensors by name, in the model's order."""
        return {name: weight for name, weight in self._unet.named_parameters() if weight.requires_grad}

    def style(self) -> bytes:
        """What is learnt as a safetensors file, named as diffusers' load_lora_weights reads it."""
        from peft import get_peft_model_state_dict
        from safetensors.torch import save

        learnt = get_peft_model_state_dict(self._unet, adapter_name=ADAPTER)
        return save(
            {f"unet.{name}": weight.detach().float().cpu().contiguous() for name, weight in learnt.items()}, {"format": "pt"}
        )

    def loss(self, view: View, words: str, time: int, chance: int):
        """How far its guess at the noise in a picture is from the noise: the mean square, one number of torch.

        time: how much noise there is, 0 to the scheduler's last. chance: which noise.
        """
        torch = self._torch
        latents = self._latents(view.square, chance)
        noise = self._drawn_noise(latents.shape, chance + 1)
        times = torch.tensor([time], device=self._device)
        noisy = self._noise.add_noise(latents, noise, times)
        aim = noise if self._noise.config.prediction_type == "epsilon" else self._noise.get_velocity(latents, noise, times)
        return torch.nn.functional.mse_loss(self._guess(noisy, times, words, view).float(), aim)

    @property
    def times(self) -> int:
        """How many levels of noise there are."""
        return self._noise.config.num_train_timesteps

    def exam(self, lesson: Lesson, seed: int) -> float:
        """Its mean loss on a painting, whole and close by, at several levels of noise: less is better, and always the same noise."""
        views = [view_of(lesson.picture, self.side, nearness, 0.5, 0.5) for nearness in (0.0, 1.0)]
        times = [int((part + 0.5) * self.times / _EXAM_TIMES) for part in range(_EXAM_TIMES)]
        with self._torch.no_grad():
            losses = [self.loss(view, lesson.words, time, seed).item() for view in views for time in times]
        return sum(losses) / len(losses)

    def draw(self, start: np.ndarray, words: str, seed: int, *, styled: bool) -> np.ndarray:
        """A picture from a coloured start, (h, w, 3) uint8 of about the start's shape, with the style or without it.

        As img2img does it (Meng et al., SDEdit, 2021), with DDIM (Song et al., 2020).
        """
        torch = self._torch
        grain = self.scale * 2 ** (len(self._unet.config.block_out_channels) - 1)
        ratio = self.side / min(start.shape[:2])
        height, width = (max(grain, round(side * ratio / grain) * grain) for side in start.shape[:2])
        view = View(cv2.resize(start, (width, height), interpolation=cv2.INTER_AREA), (height, width), (0, 0))
        if not styled:
            self._unet.disable_adapters()
        try:
            with torch.no_grad():
                self._noise.set_timesteps(_STEPS, device=self._device)
                times = self._noise.timesteps[round(_STEPS * (1 - _STRENGTH)) :]
                latents = self._latents(view.square, seed)
                latents = self._noise.add_noise(latents, self._drawn_noise(latents.shape, seed + 1), times[:1])
                for time in times:
                    plain, asked = (self._guess(latents, time[None], text, view).float() for text in ("", words))
                    latents = self._noise.step(plain + _GUIDANCE * (asked - plain), time, latents).prev_sample
                shown = self._vae.decode(latents / self._vae.config.scaling_factor).sample[0]
        finally:
            if not styled:
                self._unet.enable_adapters()
        return ((shown.permute(1, 2, 0).cpu().numpy() * 0.5 + 0.5).clip(0, 1) * 255 + 0.5).astype(np.uint8)

    def _guess(self, noisy, times, words: str, view: View):
        meaning, pooled = self._meaning(words)
        more = {}
        if pooled is not None:
            sizes = [*view.whole, *view.corner, *view.square.shape[:2]]
            told = self._torch.tensor([sizes], dtype=self._torch.float32, device=self._device)
            more["added_cond_kwargs"] = {"text_embeds": pooled, "time_ids": told}
        with self._torch.autocast(self._device.type, self._torch.bfloat16, enabled=self._device.type == "cuda"):
            return self._unet(noisy, times, meaning, return_dict=False, **more)[0]

    def _meaning(self, words: str) -> tuple:
        """What the model's own text encoders make of the words: one tensor, and SDXL's second one or None."""
        if words not in self._meanings:
            with self._torch.no_grad():
                told = self._pipe.encode_prompt(
                    prompt=words, device=self._torch.device("cpu"), num_images_per_prompt=1, do_classifier_free_guidance=False
                )
            pooled = told[2].to(self._device) if len(told) > 2 else None
            self._meanings[words] = told[0].to(self._device), pooled
        return self._meanings[words]

    def _latents(self, picture: np.ndarray, chance: int):
        torch = self._torch
        pixels = torch.from_numpy(picture).to(self._device).permute(2, 0, 1)[None].float() / 127.5 - 1
        with torch.no_grad():
            told = self._vae.encode(pixels).latent_dist
            drawn = told.mean + told.std * self._drawn_noise(told.mean.shape, chance)
        return drawn * self._vae.config.scaling_factor

    def _drawn_noise(self, shape, chance: int):
        """Drawn on the processor, so that every device gets the same."""
        generator = self._torch.Generator("cpu").manual_seed(chance)
        return self._torch.randn(shape, generator=generator).to(self._device)


def _require_learns(model: ModelFolder) -> None:
    """Raise InputError where a style cannot be trained over the model, before it is loaded."""
    if not model.pipeline.startswith("StableDiffusion"):
        raise InputError(f"{model.path}: is a {model.pipeline}; a style is trained over Stable Diffusion 1.5, 2 and SDXL models")
    unet, vae, noise = (_settings(model, name) for name in ("unet/config.json", "vae/config.json", "scheduler/scheduler_config.json"))
    if unet.get("in_channels", 4) != vae.get("latent_channels", 4):
        raise InputError(f"{model.path}: is made to fill masks; a style is trained over the model that it came from")
    if noise.get("prediction_type", "epsilon") not in _TARGETS:
        raise InputError(f"{model.path}: predicts {str(noise['prediction_type'])[:40]!r}; a style is trained over models that predict noise")


def _settings(model: ModelFolder, name: str) -> dict:
    if name not in model.files:
        raise InputError(f"{model.path}: has no {name}, so no style can be trained over it")
    return json.loads((model.path / name).read_bytes())
