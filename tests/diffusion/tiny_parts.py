"""What is laid over tiny models: ControlNets, LoRAs and IP-Adapters with random weights, as their makers would save them."""

from __future__ import annotations

from pathlib import Path

from .tiny import CROSS


def controlnet(torch, pipe):
    """For a whole tiny pipeline."""
    import diffusers

    part = getattr(pipe, "unet", None) or pipe.transformer
    layers = {"num_layers": 1, "load_weights_from_transformer": False}
    heads = {"attention_head_dim": 16, "num_attention_heads": 2}

    def of_unet():
        return diffusers.ControlNetModel.from_unet(part, conditioning_embedding_out_channels=(16, 32, 32))

    net = {
        "StableDiffusionPipeline": of_unet,
        "StableDiffusionXLPipeline": of_unet,
        "StableDiffusion3Pipeline": lambda: diffusers.SD3ControlNetModel.from_config(dict(part.config), num_layers=1),
        "FluxPipeline": lambda: diffusers.FluxControlNetModel.from_transformer(part, num_single_layers=1, **heads, **layers),
        "ZImagePipeline": lambda: diffusers.ZImageControlNetModel(
            control_layers_places=[0], control_refiner_layers_places=[0], control_in_dim=16, dim=32, n_refiner_layers=1,
            n_heads=2, n_kv_heads=2,
        ),
        "QwenImagePipeline": lambda: diffusers.QwenImageControlNetModel.from_transformer(part, **heads, **layers),
    }[type(pipe).__name__]()  # fmt: skip
    for weights in net.parameters():  # some start at nothing, as for training
        if not weights.any():
            torch.nn.init.normal_(weights, std=0.5)
    return net


def lora(torch, pipe, file: Path) -> None:
    """Over the attention of a whole tiny pipeline."""
    from safetensors.torch import save_file

    name = "unet" if hasattr(pipe, "unet") else "transformer"
    weights = {}
    for layer_name, layer in getattr(pipe, name).named_modules():
        if layer_name.endswith(("to_q", "to_v")):
            weights[f"{name}.{layer_name}.lora_A.weight"] = torch.randn(4, layer.in_features)
            weights[f"{name}.{layer_name}.lora_B.weight"] = torch.randn(layer.out_features, 4)
    save_file(weights, str(file))


def ip_adapter(torch, pipe, folder: Path) -> None:
    """For a whole tiny pipeline of a family that takes one."""
    from safetensors.torch import save_file

    layers_of = {
        "StableDiffusionPipeline": _crossing, "StableDiffusionXLPipeline": _crossing,
        "StableDiffusion3Pipeline": _joint, "FluxPipeline": _beside,
    }[type(pipe).__name__]  # fmt: skip
    image_proj, layers = layers_of(torch, pipe)
    _encoder(sigmoid=hasattr(pipe, "text_encoder_3")).save_pretrained(folder / "image_encoder")
    seen, beside = ("ip_adapter_proj_model", "double_blocks") if layers_of is _beside else ("image_proj", "ip_adapter")
    weights = {f"{seen}.{name}": tensor for name, tensor in image_proj.items()}
    weights |= {f"{beside}.{name}": tensor for name, tensor in layers.items()}
    save_file({name: torch.randn_like(tensor) for name, tensor in weights.items()}, str(folder / "ip-adapter.safetensors"))


def _encoder(sigmoid: bool):
    from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection, SiglipVisionConfig, SiglipVisionModel

    size = {"hidden_size": CROSS, "intermediate_size": 37, "num_attention_heads": 4, "image_size": 32, "patch_size": 8}
    if sigmoid:
        return SiglipVisionModel(SiglipVisionConfig(num_hidden_layers=2, **size))
    return CLIPVisionModelWithProjection(CLIPVisionConfig(projection_dim=CROSS, num_hidden_layers=1, **size))


def _projection(torch, width: int):
    tokens = 4
    return {
        "proj.weight": torch.empty(tokens * width, CROSS), "proj.bias": torch.empty(tokens * width),
        "norm.weight": torch.empty(width), "norm.bias": torch.empty(width),
    }  # fmt: skip


def _crossing(torch, pipe):
    layers = {}
    for i, name in enumerate(name for name in pipe.unet.attn_processors if "attn2" in name):
        layer = pipe.unet.get_submodule(name.removesuffix(".processor"))
        layers |= {f"{2 * i + 1}.to_k_ip.weight": layer.to_k.weight, f"{2 * i + 1}.to_v_ip.weight": layer.to_v.weight}
    return _projection(torch, pipe.unet.config.cross_attention_dim), layers


def _beside(torch, pipe):
    wide = pipe.transformer.inner_dim
    layers = {}
    for key in ("k", "v"):
        layer = f"0.processor.ip_adapter_double_stream_{key}_proj"
        layers |= {f"{layer}.weight": torch.empty(wide, CROSS), f"{layer}.bias": torch.empty(wide)}
    return _projection(torch, CROSS), layers


def _joint(torch, pipe):
    from diffusers.models.attention_processor import SD3IPAdapterJointAttnProcessor2_0
    from diffusers.models.embeddings import IPAdapterTimeImageProjection

    wide = pipe.transformer.inner_dim
    seen = IPAdapterTimeImageProjection(
        embed_dim=CROSS, output_dim=wide, hidden_dim=64, depth=4, heads=1, num_queries=4, timestep_in_dim=320
    )
    layer = SD3IPAdapterJointAttnProcessor2_0(wide, wide, pipe.transformer.config.attention_head_dim, 64)
    layers = {
        f"{i}.{name}": tensor for i in range(len(pipe.transformer.attn_processors)) for name, tensor in layer.state_dict().items()
    }
    return seen.state_dict(), layers
