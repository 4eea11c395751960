"""A model's folder: what is sound is hashed, and what must not be loaded is refused before anything is."""

import json
import struct
from hashlib import sha256
from pathlib import Path

import pytest

from underpaint.diffusion.model_folder import read_controlnet, read_ip_adapter, read_lora, read_model
from underpaint.errors import InputError


def safetensors(names=("weight",), values=4) -> bytes:
    told = {n: {"dtype": "F32", "shape": [values], "data_offsets": [i * values * 4, (i + 1) * values * 4]} for i, n in enumerate(names)}
    header = json.dumps(told).encode()
    return struct.pack("<Q", len(header)) + header + bytes(values * 4 * len(names))


def write(folder: Path, name: str, content: bytes | dict) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())


@pytest.fixture
def model(tmp_path) -> Path:
    folder = tmp_path / "model"
    write(folder, "model_index.json", {
        "_class_name": "StableDiffusionPipeline", "_diffusers_version": "0.42.0", "safety_checker": [None, None],
        "requires_safety_checker": False, "scheduler": ["diffusers", "DDIMScheduler"],
        "tokenizer": ["transformers", "CLIPTokenizer"], "unet": ["diffusers", "UNet2DConditionModel"],
    })  # fmt: skip
    write(folder, "scheduler/scheduler_config.json", {})
    write(folder, "tokenizer/tokenizer_config.json", {})
    write(folder, "tokenizer/merges.txt", b"")
    write(folder, "unet/config.json", {})
    write(folder, "unet/diffusion_pytorch_model.safetensors", safetensors())
    return folder


def refused(read, path, *words) -> None:
    with pytest.raises(InputError) as why:
        read(path)
    assert "\n" not in str(why.value)
    for word in words:
        assert word in str(why.value)


def test_every_file_that_is_read_is_hashed(model):
    write(model, "README.md", b"not read")
    write(model, "unet/diffusion_pytorch_model.bin", b"never opened where safetensors lie beside it")
    found = read_model(model)
    assert found.pipeline == "StableDiffusionPipeline" and found.variant is None
    assert sorted(found.files) == [
        "model_index.json", "scheduler/scheduler_config.json", "tokenizer/merges.txt", "tokenizer/tokenizer_config.json",
        "unet/config.json", "unet/diffusion_pytorch_model.safetensors",
    ]  # fmt: skip
    assert found.files["unet/config.json"] == sha256(b"{}").hexdigest()
    lines = "".join(f"{found.files[name]}  {name}\n" for name in sorted(found.files))
    assert found.sha256 == sha256(lines.encode()).hexdigest()
    write(model, "tokenizer/merges.txt", b"one word more")
    assert read_model(model).sha256 != found.sha256


def test_weights_that_are_there_in_one_form_only(model):
    (model / "unet/diffusion_pytorch_model.safetensors").rename(model / "unet/diffusion_pytorch_model.fp16.safetensors")
    assert read_model(model).variant == "fp16"
    write(model, "unet/diffusion_pytorch_model.safetensors", safetensors())
    found = read_model(model)
    assert found.variant is None and "unet/diffusion_pytorch_model.fp16.safetensors" not in found.files


@pytest.mark.parametrize("form", ["", ".fp16"])
def test_weights_in_several_files(model, form):
    (model / "unet/diffusion_pytorch_model.safetensors").unlink()
    shards = [f"diffusion_pytorch_model{form}-0000{n}-of-00002.safetensors" for n in (1, 2)]
    for name in shards:
        write(model, f"unet/{name}", safetensors())
    index = f"diffusion_pytorch_model.safetensors.index{form}.json"
    write(model, f"unet/{index}", {"weight_map": {"a": shards[0], "b": shards[1]}})
    assert {f"unet/{name}" for name in (index, *shards)} <= set(read_model(model).files)
    (model / "unet" / shards[1]).unlink()
    refused(read_model, model, shards[1], "missing")


@pytest.mark.parametrize("suffix", [".bin", ".ckpt", ".pt", ".pth", ".pkl"])
def test_pickled_weights(model, suffix):
    (model / "unet/diffusion_pytorch_model.safetensors").rename(model / f"unet/diffusion_pytorch_model{suffix}")
    refused(read_model, model, f"unet/diffusion_pytorch_model{suffix}", "pickled", ".safetensors")


def test_folders_that_are_no_model(model, tmp_path):
    refused(read_model, tmp_path / "nowhere", "is not there", "nothing is ever fetched")
    refused(read_model, model / "model_index.json", "is a file")
    refused(read_model, model / "unet", "no model_index.json")


def test_a_missing_part(model):
    (model / "scheduler").rename(model / "elsewhere")
    refused(read_model, model, "'scheduler'", "missing")


def test_a_part_without_weights_or_settings(model):
    (model / "unet/diffusion_pytorch_model.safetensors").unlink()
    refused(read_model, model, "unet", "no weights")
    (model / "unet/config.json").unlink()
    refused(read_model, model, "unet", "no settings")


SOUND = safetensors()
TOLD = json.loads(SOUND[8:-16])


def with_header(told) -> bytes:
    header = told if isinstance(told, bytes) else json.dumps(told).encode()
    return struct.pack("<Q", len(header)) + header + bytes(16)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(SOUND[:7], id="cut off in the length"),
        pytest.param(SOUND[:-1], id="cut off in the numbers"),
        pytest.param(SOUND + b"x", id="something after the end"),
        pytest.param(struct.pack("<Q", 2**63) + SOUND[8:], id="a header longer than the file"),
        pytest.param(with_header(b"{not json"), id="no JSON"),
        pytest.param(with_header(b"[" * 100_000), id="nested without end"),
        pytest.param(with_header([1]), id="a list"),
        pytest.param(with_header({"weight": {"dtype": "F32", "shape": [4]}}), id="no offsets"),
        pytest.param(with_header({"weight": TOLD["weight"] | {"shape": [5]}}), id="another shape"),
        pytest.param(with_header({"weight": TOLD["weight"] | {"shape": [-2, -2]}}), id="sides below nothing"),
        pytest.param(with_header({"weight": TOLD["weight"] | {"dtype": "PICKLE"}}), id="an unknown kind of number"),
        pytest.param(with_header({"weight": TOLD["weight"], "again": TOLD["weight"]}), id="two in one place"),
    ],
)
def test_damaged_safetensors(model, content):
    write(model, "unet/diffusion_pytorch_model.safetensors", content)
    refused(read_model, model, "unet/diffusion_pytorch_model.safetensors", "damaged")


def test_damaged_settings(model):
    write(model, "unet/config.json", b"{")
    refused(read_model, model, "unet/config.json", "no JSON")
    write(model, "model_index.json", b"[]")
    refused(read_model, model, "model_index.json", "no settings")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(("unet/config.json", {"auto_map": {"AutoModel": "mine.Model"}}), id="auto_map"),
        pytest.param(("tokenizer/tokenizer_config.json", {"auto_map": {}}), id="auto_map of a tokenizer"),
        pytest.param(("unet/mine.py", b""), id="a program in a part"),
        pytest.param(("pipeline.py", b""), id="a program beside"),
        pytest.param(("model_index.json", {"_class_name": ["mine", "Pipeline"]}), id="a pipeline of its own"),
        pytest.param(("model_index.json", {"_class_name": "P", "unet": ["mine", "Net"]}), id="a part of its own"),
        pytest.param(("model_index.json", {"_class_name": "P", "unet": [["diffusers"], "Net"]}), id="a part of no library"),
    ],
)
def test_code_that_comes_with_a_model(model, change):
    write(model, *change)
    refused(read_model, model, "code")


def test_an_adapter_hidden_in_a_part(model):
    write(model, "unet/adapter_config.json", {"base_model_name_or_path": "somebody/else"})
    refused(read_model, model, "adapter_config.json", "--lora")


def test_a_part_outside_the_folder(model):
    write(model, "model_index.json", {"_class_name": "P", "../elsewhere": ["diffusers", "Net"]})
    refused(read_model, model, "../elsewhere")


def test_controlnet(model, tmp_path):
    write(tmp_path, "lines/config.json", {"_class_name": "ControlNetModel"})
    write(tmp_path, "lines/diffusion_pytorch_model.safetensors", safetensors())
    assert set(read_controlnet(tmp_path / "lines").files) == {"config.json", "diffusion_pytorch_model.safetensors"}
    refused(read_controlnet, model / "unet", "not a ControlNet")
    refused(read_controlnet, model, "no config.json")


def test_lora(tmp_path):
    write(tmp_path, "style/pytorch_lora_weights.safetensors", safetensors(("unet.to_q.lora_A.weight",)))
    found = read_lora(tmp_path / "style")
    assert found == read_lora(tmp_path / "style/pytorch_lora_weights.safetensors")
    assert set(found.files) == {"pytorch_lora_weights.safetensors"}
    write(tmp_path, "style/other.safetensors", safetensors())
    refused(read_lora, tmp_path / "style", "several")
    refused(read_lora, tmp_path / "style/other.safetensors", "no LoRA")
    write(tmp_path, "bad/style.bin", b"")
    refused(read_lora, tmp_path / "bad", "style.bin", "pickled")
    refused(read_lora, tmp_path / "bad/style.bin", "pickled")


def test_ip_adapter(tmp_path):
    write(tmp_path, "ip/ip-adapter.safetensors", safetensors(("ip_adapter.1.to_k_ip.weight", "image_proj.proj.weight")))
    refused(read_ip_adapter, tmp_path / "ip", "image_encoder")
    write(tmp_path, "ip/image_encoder/config.json", {})
    write(tmp_path, "ip/image_encoder/model.safetensors", safetensors())
    assert set(read_ip_adapter(tmp_path / "ip").files) == {
        "ip-adapter.safetensors", "image_encoder/config.json", "image_encoder/model.safetensors",
    }  # fmt: skip
    write(tmp_path, "ip/image_encoder/model.safetensors", b"cut")
    refused(read_ip_adapter, tmp_path / "ip", "damaged")
