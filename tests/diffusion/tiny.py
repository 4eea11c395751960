"""Tiny models with random weights, one of each family, built from configs and saved as their makers would save them."""

from __future__ import annotations

import json
from pathlib import Path

CROSS = 32  # width of the words' and the picture's tokens
BLOCKS = {
    "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"),
    "up_block_types": ("CrossAttnUpBlock2D", "UpBlock2D"),
    "block_out_channels": (32, 64),
    "layers_per_block": 1,
    "sample_size": 16,  # of latents, each of 4 x 4 px: a model for 64 x 64 px
}


def tokenizer(folder: Path):
    """One token a letter."""
    from transformers import CLIPTokenizer

    folder.mkdir(exist_ok=True)
    letters = [chr(code) for code in range(33, 127)]
    vocabulary = [*letters, *(letter + "</w>" for letter in letters), "<|startoftext|>", "<|endoftext|>"]
    (folder / "vocab.json").write_text(json.dumps({token: i for i, token in enumerate(vocabulary)}))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    return CLIPTokenizer(str(folder / "vocab.json"), str(folder / "merges.txt"), model_max_length=77)


def _qwen_tokenizer():
    """One token a byte, and words set in a chat as the model's makers do it."""
    from tokenizers.pre_tokenizers import ByteLevel
    from transformers import Qwen2Tokenizer

    marks = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    vocabulary = {token: i for i, token in enumerate([*sorted(ByteLevel.alphabet()), *marks])}
    words = Qwen2Tokenizer(vocabulary, [], extra_special_tokens=marks[1:])
    words.chat_template = (
        "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
        "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
    )
    return words


def _clip(words, kind=None):
    from transformers import CLIPTextConfig, CLIPTextModel

    config = CLIPTextConfig(
        bos_token_id=words.bos_token_id, eos_token_id=words.eos_token_id, vocab_size=len(words),
        hidden_size=CROSS, intermediate_size=37, num_attention_heads=4, num_hidden_layers=2, projection_dim=CROSS,
    )  # fmt: skip
    return (kind or CLIPTextModel)(config)


def _t5(width: int = CROSS):
    from transformers import T5Config, T5EncoderModel

    return T5EncoderModel(T5Config(vocab_size=200, d_model=width, d_kv=8, d_ff=37, num_layers=1, num_heads=4))


def _vae(channels: int = 4, shift: float = 0.0):
    from diffusers import AutoencoderKL

    return AutoencoderKL(
        block_out_channels=[32, 32, 64], down_block_types=["DownEncoderBlock2D"] * 3, up_block_types=["UpDecoderBlock2D"] * 3,
        latent_channels=channels, use_quant_conv=channels == 4, use_post_quant_conv=channels == 4,
        shift_factor=shift, scaling_factor=1.0,
    )  # fmt: skip


def sd(words, **scheduled):
    """Stable Diffusion 1.5; scheduled with prediction_type="v_prediction" as 2 is."""
    from diffusers import DDIMScheduler, StableDiffusionPipeline, UNet2DConditionModel

    return StableDiffusionPipeline(
        unet=UNet2DConditionModel(cross_attention_dim=CROSS, **BLOCKS), vae=_vae(), text_encoder=_clip(words),
        tokenizer=words, scheduler=DDIMScheduler(**scheduled),
        safety_checker=None, feature_extractor=None, requires_safety_checker=False,
    )  # fmt: skip


def sd2(words):
    return sd(words, prediction_type="v_prediction", rescale_betas_zero_snr=True, timestep_spacing="trailing")


def sdxl(words):
    from diffusers import EulerDiscreteScheduler, StableDiffusionXLPipeline, UNet2DConditionModel
    from transformers import CLIPTextModelWithProjection

    unet = UNet2DConditionModel(
        cross_attention_dim=2 * CROSS, attention_head_dim=(2, 4), use_linear_projection=True,
        addition_embed_type="text_time", addition_time_embed_dim=8, transformer_layers_per_block=(1, 2),
        projection_class_embeddings_input_dim=6 * 8 + CROSS, **BLOCKS,
    )  # fmt: skip
    return StableDiffusionXLPipeline(
        unet=unet, vae=_vae(), scheduler=EulerDiscreteScheduler(), tokenizer=words, tokenizer_2=words,
        text_encoder=_clip(words), text_encoder_2=_clip(words, CLIPTextModelWithProjection),
    )  # fmt: skip


def sd3(words):
    from diffusers import FlowMatchEulerDiscreteScheduler, SD3Transformer2DModel, StableDiffusion3Pipeline
    from transformers import CLIPTextModelWithProjection

    transformer = SD3Transformer2DModel(
        sample_size=16, pos_embed_max_size=64, num_layers=2, attention_head_dim=8, num_attention_heads=4,
        joint_attention_dim=2 * CROSS, caption_projection_dim=32, pooled_projection_dim=2 * CROSS, qk_norm="rms_norm",
    )  # fmt: skip
    return StableDiffusion3Pipeline(
        transformer=transformer, scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0), vae=_vae(16, 0.06),
        text_encoder=_clip(words, CLIPTextModelWithProjection), text_encoder_2=_clip(words, CLIPTextModelWithProjection),
        text_encoder_3=_t5(2 * CROSS), tokenizer=words, tokenizer_2=words, tokenizer_3=words,
    )  # fmt: skip


def flux(words):
    from diffusers import FlowMatchEulerDiscreteScheduler, FluxPipeline, FluxTransformer2DModel

    transformer = FluxTransformer2DModel(
        patch_size=1, in_channels=4, num_layers=1, num_single_layers=1, attention_head_dim=16, num_attention_heads=2,
        joint_attention_dim=CROSS, pooled_projection_dim=CROSS, axes_dims_rope=[4, 4, 8],
    )  # fmt: skip
    return FluxPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(), vae=_vae(1), text_encoder=_clip(words), tokenizer=words,
        text_encoder_2=_t5(), tokenizer_2=words, transformer=transformer,
    )  # fmt: skip


def z_image(words):
    from diffusers import FlowMatchEulerDiscreteScheduler, ZImagePipeline, ZImageTransformer2DModel
    from transformers import Qwen3Config, Qwen3Model

    letters = _qwen_tokenizer()
    transformer = ZImageTransformer2DModel(
        dim=32, n_layers=1, n_refiner_layers=1, n_heads=2, n_kv_heads=2, cap_feat_dim=CROSS, axes_dims=[4, 6, 6],
    )  # fmt: skip
    text = Qwen3Config(
        vocab_size=len(letters), hidden_size=CROSS, intermediate_size=37, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, head_dim=8,
    )  # fmt: skip
    return ZImagePipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0, use_dynamic_shifting=False), vae=_vae(16, 0.12),
        text_encoder=Qwen3Model(text), tokenizer=letters, transformer=transformer,
    )  # fmt: skip


def qwen_image(words):
    from diffusers import (
        AutoencoderKLQwenImage,
        FlowMatchEulerDiscreteScheduler,
        QwenImagePipeline,
        QwenImageTransformer2DModel,
    )
    from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration

    letters = _qwen_tokenizer()
    transformer = QwenImageTransformer2DModel(
        num_layers=1, attention_head_dim=16, num_attention_heads=2, joint_attention_dim=CROSS, axes_dims_rope=(4, 6, 6),
    )  # fmt: skip
    text = {
        "vocab_size": len(letters), "hidden_size": CROSS, "intermediate_size": 37, "num_hidden_layers": 2,
        "num_attention_heads": 4, "num_key_value_heads": 2,
        "rope_parameters": {"rope_type": "default", "mrope_section": [1, 1, 2], "rope_theta": 1e6},
    }  # fmt: skip
    sight = {"depth": 1, "hidden_size": 16, "intermediate_size": 16, "num_heads": 2, "out_hidden_size": CROSS}
    return QwenImagePipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True), tokenizer=letters, transformer=transformer,
        vae=AutoencoderKLQwenImage(base_dim=16, dim_mult=[1, 2, 2], num_res_blocks=1, temperal_downsample=[False, True]),
        text_encoder=Qwen2_5_VLForConditionalGeneration(Qwen2_5_VLConfig(text_config=text, vision_config=sight)),
    )  # fmt: skip


FAMILIES = {make.__name__: make for make in (sd, sd2, sdxl, sd3, flux, z_image, qwen_image)}
