"""Tiny models with random weights, built from configs and saved as their makers would save them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

CROSS = 32  # width of the words' and the picture's tokens
BLOCKS = {
    "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"),
    "up_block_types": ("CrossAttnUpBlock2D", "UpBlock2D"),
    "block_out_channels": (32, 64),
    "layers_per_block": 1,
    "sample_size": 16,  # of latents, each of 4 x 4 px: a model for 64 x 64 px
}


@dataclass(frozen=True)
class Models:
    """Folders of tiny models: sd, sdxl, flux, controlnet (for sd), ip (an IP-Adapter for sd), lora (a file, for sd)."""

    folder: Path

    def __getattr__(self, name: str) -> Path:
        return self.folder / {"lora": "lora.safetensors"}.get(name, name)


@pytest.fixture(scope="session")
def torch():
    pytest.importorskip("diffusers", reason="the models' libraries are not installed: pip install 'underpaint[diffusion]'")
    from underpaint.diffusion.libraries import libraries

    torch = libraries().torch
    torch.set_num_threads(1)
    return torch


@pytest.fixture(scope="session")
def models(torch, tmp_path_factory) -> Models:
    from underpaint.diffusion.libraries import quiet

    folder = tmp_path_factory.mktemp("models")
    with quiet():
        torch.manual_seed(0)
        tokenizer = _tokenizer(folder / "words")
        unet = _sd(torch, folder, tokenizer)
        _ip_adapter(torch, folder / "ip", unet)
        _lora(torch, folder, unet)
    return Models(folder)


@pytest.fixture(scope="session")
def sdxl(torch, models) -> Path:
    from underpaint.diffusion.libraries import quiet

    with quiet():
        _sdxl(torch, models.folder / "sdxl", _tokenizer(models.folder / "words"))
    return models.folder / "sdxl"


@pytest.fixture(scope="session")
def flux(torch, models) -> Path:
    from underpaint.diffusion.libraries import quiet

    with quiet():
        _flux(torch, models.folder / "flux", _tokenizer(models.folder / "words"))
    return models.folder / "flux"


def _tokenizer(folder: Path):
    """One token a letter."""
    from transformers import CLIPTokenizer

    folder.mkdir(exist_ok=True)
    letters = [chr(code) for code in range(33, 127)]
    vocabulary = [*letters, *(letter + "</w>" for letter in letters), "<|startoftext|>", "<|endoftext|>"]
    (folder / "vocab.json").write_text(json.dumps({token: i for i, token in enumerate(vocabulary)}))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    return CLIPTokenizer(str(folder / "vocab.json"), str(folder / "merges.txt"), model_max_length=77)


def _text(tokenizer, kind=None):
    from transformers import CLIPTextConfig, CLIPTextModel

    config = CLIPTextConfig(
        bos_token_id=tokenizer.bos_token_id, eos_token_id=tokenizer.eos_token_id, vocab_size=len(tokenizer),
        hidden_size=CROSS, intermediate_size=37, num_attention_heads=4, num_hidden_layers=2, projection_dim=CROSS,
    )  # fmt: skip
    return (kind or CLIPTextModel)(config)


def _vae(channels: int = 4):
    from diffusers import AutoencoderKL

    return AutoencoderKL(
        block_out_channels=[32, 32, 64], down_block_types=["DownEncoderBlock2D"] * 3, up_block_types=["UpDecoderBlock2D"] * 3,
        latent_channels=channels, use_quant_conv=channels == 4, use_post_quant_conv=channels == 4,
        shift_factor=0.0, scaling_factor=1.0,
    )  # fmt: skip


def _sd(torch, folder: Path, tokenizer):
    from diffusers import ControlNetModel, DDIMScheduler, StableDiffusionPipeline, UNet2DConditionModel

    unet = UNet2DConditionModel(cross_attention_dim=CROSS, **BLOCKS)
    StableDiffusionPipeline(
        unet=unet, vae=_vae(), text_encoder=_text(tokenizer), tokenizer=tokenizer, scheduler=DDIMScheduler(),
        safety_checker=None, feature_extractor=None, requires_safety_checker=False,
    ).save_pretrained(folder / "sd")  # fmt: skip
    lines = ControlNetModel.from_unet(unet, conditioning_embedding_out_channels=(16, 32, 32))
    for layer in (lines.controlnet_mid_block, *lines.controlnet_down_blocks):  # they start at nothing, as for training
        torch.nn.init.normal_(layer.weight, std=0.5)
    torch.nn.init.normal_(lines.controlnet_cond_embedding.conv_out.weight, std=0.5)
    lines.save_pretrained(folder / "controlnet")
    return unet


def _sdxl(torch, folder: Path, tokenizer) -> None:
    from diffusers import EulerDiscreteScheduler, StableDiffusionXLPipeline, UNet2DConditionModel
    from transformers import CLIPTextModelWithProjection

    unet = UNet2DConditionModel(
        cross_attention_dim=2 * CROSS, attention_head_dim=(2, 4), use_linear_projection=True,
        addition_embed_type="text_time", addition_time_embed_dim=8, transformer_layers_per_block=(1, 2),
        projection_class_embeddings_input_dim=6 * 8 + CROSS, **BLOCKS,
    )  # fmt: skip
    StableDiffusionXLPipeline(
        unet=unet, vae=_vae(), scheduler=EulerDiscreteScheduler(), tokenizer=tokenizer, tokenizer_2=tokenizer,
        text_encoder=_text(tokenizer), text_encoder_2=_text(tokenizer, CLIPTextModelWithProjection),
    ).save_pretrained(folder)  # fmt: skip


def _flux(torch, folder: Path, tokenizer) -> None:
    from diffusers import FlowMatchEulerDiscreteScheduler, FluxPipeline, FluxTransformer2DModel
    from transformers import T5Config, T5EncoderModel

    transformer = FluxTransformer2DModel(
        patch_size=1, in_channels=4, num_layers=1, num_single_layers=1, attention_head_dim=16, num_attention_heads=2,
        joint_attention_dim=CROSS, pooled_projection_dim=CROSS, axes_dims_rope=[4, 4, 8],
    )  # fmt: skip
    long = T5EncoderModel(T5Config(vocab_size=200, d_model=CROSS, d_kv=8, d_ff=37, num_layers=1, num_heads=4))
    FluxPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(), vae=_vae(1), text_encoder=_text(tokenizer), tokenizer=tokenizer,
        text_encoder_2=long, tokenizer_2=tokenizer, transformer=transformer,
    ).save_pretrained(folder)  # fmt: skip


def _ip_adapter(torch, folder: Path, unet) -> None:
    from safetensors.torch import save_file
    from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

    seen = CLIPVisionConfig(
        hidden_size=CROSS, projection_dim=CROSS, intermediate_size=37, num_attention_heads=4, num_hidden_layers=1,
        image_size=32, patch_size=8,
    )  # fmt: skip
    CLIPVisionModelWithProjection(seen).save_pretrained(folder / "image_encoder")
    tokens = 4
    weights = {
        "image_proj.proj.weight": torch.randn(tokens * CROSS, CROSS),
        "image_proj.proj.bias": torch.zeros(tokens * CROSS),
        "image_proj.norm.weight": torch.ones(CROSS),
        "image_proj.norm.bias": torch.zeros(CROSS),
    }
    crossing = [name for name in unet.attn_processors if "attn2" in name]
    for i, name in enumerate(crossing):
        layer = unet.get_submodule(name.removesuffix(".processor"))
        for key, like in (("to_k_ip", layer.to_k), ("to_v_ip", layer.to_v)):
            weights[f"ip_adapter.{2 * i + 1}.{key}.weight"] = torch.randn_like(like.weight)
    save_file(weights, str(folder / "ip-adapter.safetensors"))


def _lora(torch, folder: Path, unet) -> None:
    from safetensors.torch import save_file

    weights = {}
    for name, layer in unet.named_modules():
        if name.endswith(("to_q", "to_v")):
            weights[f"unet.{name}.lora_A.weight"] = torch.randn(4, layer.in_features)
            weights[f"unet.{name}.lora_B.weight"] = torch.randn(layer.out_features, 4)
    save_file(weights, str(folder / "lora.safetensors"))


@pytest.fixture
def picture() -> np.ndarray:
    """(64, 64, 3) uint8, bands of colour."""
    y, x = np.mgrid[:64, :64]
    return np.stack([60 + 2 * y, 90 + x, 200 - y], 2).astype(np.uint8)
