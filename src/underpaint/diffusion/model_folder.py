"""What lies in a model's folder: looked at, hashed and found sound before anything of it is loaded.

Folders are laid out as the diffusers library writes them: model_index.json names the parts, each part has a folder with its
settings and its weights. Weights are read from safetensors alone, since pickled ones (.bin, .ckpt, .pt) can run code when
they are opened, and a folder that brings code of its own is refused. Nothing here needs a model library.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import file_digest, sha256
from math import prod
from pathlib import Path

from underpaint.errors import InputError

PICKLED = {".bin", ".ckpt", ".pt", ".pth", ".pkl", ".pickle"}
LIBRARIES = {"diffusers", "transformers", "stable_diffusion"}  # the last is where diffusers keeps its safety checker
MAX_HEADER = 100_000_000  # bytes, as the format's own library allows
MAX_SETTINGS = 64_000_000  # bytes of a .json file; the largest are the vocabularies of tokenizers
DTYPE_BITS = {
    **dict.fromkeys(("BOOL", "U8", "I8", "F8_E5M2", "F8_E4M3", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ"), 8),
    **dict.fromkeys(("U16", "I16", "F16", "BF16"), 16),
    **dict.fromkeys(("U32", "I32", "F32"), 32),
    **dict.fromkeys(("U64", "I64", "F64", "C64"), 64),
    "F4": 4,
    "F6_E2M3": 6,
    "F6_E3M2": 6,
}
_SHARD = re.compile(r"-\d{5}-of-\d{5}$")
_INDEX = re.compile(r"\.safetensors\.index(?:\.(\w+))?\.json$")  # such as model.safetensors.index.fp16.json
_PLAIN = re.compile(r"[A-Za-z0-9_]+")


@dataclass(frozen=True)
class ModelFolder:
    """A model, or what is laid over one, as it lies on the disk.

    path: the folder, or a LoRA's or IP-Adapter's file. pipeline: the class that its maker names, such as StableDiffusionXLPipeline.
    files: every file that is read, by its name below the folder with "/", to the SHA-256 of its bytes.
    variant: such as "fp16", where weights are there in that form alone.
    """

    path: Path
    pipeline: str
    files: Mapping[str, str]
    variant: str | None = None

    @property
    def root(self) -> Path:
        """The folder that the names of the files are below."""
        return self.path if self.path.is_dir() else self.path.parent

    @property
    def sha256(self) -> str:
        """One number for all of it: over the lines "sha256  name" of the files, in the order of their names; of a single file its own,
        since what a person calls that file makes it no other model."""
        if len(self.files) == 1:
            return next(iter(self.files.values()))
        lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(self.files.items()))
        return sha256(lines.encode()).hexdigest()


def read_model(path: Path) -> ModelFolder:
    """A model's folder, found sound. Raises InputError, in one line, for whatever could not be loaded or should not be."""
    index = _settings_of(_folder(path, "model"), "model_index.json", "a model's folder has one, as diffusers saves it")
    pipeline = index.get("_class_name")
    if not isinstance(pipeline, str):
        raise InputError(f"{path}: model_index.json names code of its own as its pipeline; no model's code is ever run")
    parts = []
    for name, told in index.items():
        if name.startswith("_") or not isinstance(told, list) or len(told) != 2 or not any(told):
            continue
        if str(told[0]) not in LIBRARIES or not _PLAIN.fullmatch(name):
            raise InputError(f"{path}: the part {name!r} is of {str(told[0])!r}, not of diffusers or transformers; "
                             "code that comes with a model is never run")  # fmt: skip
        if not (path / name).is_dir():
            raise InputError(f"{path}: the part {name!r} that model_index.json names is missing; copy the whole model again")
        parts.append(path / name)
    _refuse_programs(path)
    files, variants = [path / "model_index.json"], set()
    for part in parts:
        own, variant = _part(part)
        files += own
        variants.add(variant)
    variants.discard(None)
    if len(variants) > 1:
        raise InputError(f"{path}: parts come in different forms only ({', '.join(sorted(variants))}); save the model in one")
    return ModelFolder(path, pipeline, _hashes(path, files), variants.pop() if variants else None)


def read_controlnet(path: Path) -> ModelFolder:
    """A ControlNet's folder: config.json and its weights. Raises InputError as read_model."""
    settings = _settings_of(_folder(path, "ControlNet"), "config.json", "a ControlNet's folder has one, as diffusers saves it")
    called = settings.get("_class_name")
    if not isinstance(called, str) or "ControlNet" not in called:
        raise InputError(f"{path}: config.json says {str(called)!r}, not a ControlNet; a whole model goes to --model")
    _refuse_programs(path)
    files, variant = _part(path)
    return ModelFolder(path, called, _hashes(path, files), variant)


def read_lora(path: Path) -> ModelFolder:
    """A LoRA: a .safetensors file, or a folder with one in it. Raises InputError as read_model."""
    file = path if path.is_file() else _one_weights(_folder(path, "LoRA"))
    if not any("lora" in name for name in _safetensors(_unpickled(file))):
        raise InputError(f"{file}: holds no LoRA; one has weights whose names say so")
    return ModelFolder(file, "LoRA", _hashes(file.parent, [file]))


def read_ip_adapter(path: Path) -> ModelFolder:
    """An IP-Adapter: its .safetensors file, or a folder with one in it, and the folder image_encoder beside it.

    Raises InputError as read_model.
    """
    file = path if path.is_file() else _one_weights(_folder(path, "IP-Adapter"))
    names = _safetensors(_unpickled(file))
    if not any(name.startswith(("ip_adapter.", "ip_adapter_")) for name in names):  # the second for Flux
        raise InputError(f"{file}: holds no IP-Adapter; one has weights called ip_adapter and image_proj")
    encoder = file.parent / "image_encoder"
    if not encoder.is_dir():
        raise InputError(f"{file}: there is no folder image_encoder beside it; an IP-Adapter sees its picture through that")
    _refuse_programs(encoder)
    files, _ = _part(encoder)
    return ModelFolder(file, "IP-Adapter", _hashes(file.parent, [file, *files]))


def _folder(path: Path, called: str) -> Path:
    if not path.is_dir():
        what = "is a file" if path.exists() else "is not there"
        raise InputError(f"{path}: {what}; a {called} is a folder on this machine, and nothing is ever fetched")
    return path


def _settings_of(folder: Path, name: str, hint: str) -> dict:
    if not (folder / name).is_file():
        raise InputError(f"{folder}: has no {name}; {hint}")
    return _json(folder / name)


def _json(path: Path) -> dict:
    try:
        if path.stat().st_size > MAX_SETTINGS:
            raise InputError(f"{path}: larger than {MAX_SETTINGS:,} bytes, so these are no settings")
        told = json.loads(path.read_bytes())
    except OSError as why:
        raise InputError(f"{path}: cannot be read ({(why.strerror or str(why)).lower()})") from None
    except (ValueError, RecursionError):
        raise InputError(f"{path}: damaged, it is no JSON; copy the model again") from None
    if not isinstance(told, dict):
        raise InputError(f"{path}: damaged, it holds no settings; copy the model again")
    return told


def _refuse_programs(folder: Path) -> None:
    program = next(folder.rglob("*.py"), None)
    if program is not None:
        raise InputError(f"{program}: a program beside a model; code that comes with a model is never run, take it out")


def _part(folder: Path) -> tuple[list[Path], str | None]:
    """The files that a part is read from, and the variant of its weights where it has no plain ones."""
    there = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    settings = [path for path in there if path.suffix == ".json" and not _INDEX.search(path.name)]
    if not settings:
        raise InputError(f"{folder}: this part of the model has no settings (.json); copy the model again")
    for path in settings:
        if path.name == "adapter_config.json":
            raise InputError(f"{path}: an adapter inside a model's part; give a LoRA with --lora instead")
        if path.name.endswith("config.json") and "auto_map" in _json(path):
            raise InputError(f"{path}: asks for code of its own (auto_map); code that comes with a model is never run")
    files = [path for path in there if path.suffix not in {*PICKLED, ".safetensors"} and not _INDEX.search(path.name)]
    if not (folder / "config.json").is_file():
        return files, None  # a tokenizer, a scheduler, a processor: no weights
    weights, variant = _weights(folder, there)
    return files + weights, variant


def _weights(folder: Path, there: list[Path]) -> tuple[list[Path], str | None]:
    """The files of a part's weights, each found sound, with their index where they are in several."""
    forms: dict[str | None, list[Path]] = {}
    for path in there:
        if path.suffix == ".safetensors":
            forms.setdefault(_variant(path.stem), []).append(path)
    if not forms:
        pickled = next((path for path in there if path.suffix in PICKLED), None)
        if pickled is not None:
            raise InputError(f"{pickled}: pickled weights, which can run code when they are opened; get this model as .safetensors")
        raise InputError(f"{folder}: this part of the model has no weights (.safetensors); copy the model again")
    variant = None if None in forms else min(forms)
    weights = forms[variant]
    for index in there:
        of = _INDEX.search(index.name)
        if of and of[1] == variant:
            named = _json(index).get("weight_map")
            if not isinstance(named, dict) or not all(isinstance(name, str) for name in named.values()):
                raise InputError(f"{index}: damaged, it names no files; copy the model again")
            missing = sorted(set(named.values()) - {path.name for path in weights})
            if missing:
                raise InputError(f"{folder}: {missing[0]!r}, which {index.name} names, is missing; copy the model again")
            weights = [index, *weights]
    for path in weights:
        if path.suffix == ".safetensors":
            _safetensors(path)
    return weights, variant


def _variant(stem: str) -> str | None:
    """Such as fp16 of "model.fp16" and "model.fp16-00001-of-00002"."""
    return _SHARD.sub("", stem).partition(".")[2] or None


def _unpickled(file: Path) -> Path:
    if file.suffix in PICKLED:
        raise InputError(f"{file}: pickled weights, which can run code when they are opened; get it as .safetensors")
    if file.suffix != ".safetensors":
        raise InputError(f"{file}: weights are read from .safetensors alone")
    return file


def _one_weights(folder: Path) -> Path:
    there = sorted(path for path in folder.iterdir() if path.suffix == ".safetensors")
    if len(there) > 1:
        raise InputError(f"{folder}: holds several ({', '.join(path.name for path in there[:4])}); give the file itself")
    if not there:
        pickled = next((path for path in sorted(folder.iterdir()) if path.suffix in PICKLED), None)
        if pickled is not None:
            _unpickled(pickled)
        raise InputError(f"{folder}: holds no .safetensors; weights are read from those alone")
    return there[0]


def _safetensors(path: Path) -> set[str]:
    """The names of the tensors in a file whose length, header and offsets agree. Raises InputError.

    The format: eight bytes with the header's length, the header as JSON, and the numbers, one tensor after the other.
    """
    damaged = InputError(f"{path}: damaged, or not whole; copy it again")
    try:
        size = path.stat().st_size
        with open(path, "rb") as file:
            start = file.read(8)
            if len(start) < 8:
                raise damaged
            (length,) = struct.unpack("<Q", start)
            if not 2 <= length <= min(MAX_HEADER, size - 8):
                raise damaged
            header = json.loads(file.read(length))
    except OSError as why:
        raise InputError(f"{path}: cannot be read ({(why.strerror or str(why)).lower()})") from None
    except InputError:
        raise
    except (ValueError, RecursionError):
        raise damaged from None
    try:
        header.pop("__metadata__", None)
        end = 0
        for told in sorted(header.values(), key=lambda told: told["data_offsets"]):
            first, last = told["data_offsets"]
            bits = prod(told["shape"]) * DTYPE_BITS[told["dtype"]]
            if first != end or (last - first) * 8 != bits or min(told["shape"], default=0) < 0:
                raise damaged
            end = last
    except (AttributeError, KeyError, TypeError, ValueError):
        raise damaged from None
    if end != size - 8 - length:
        raise damaged
    return set(header)


def _hashes(folder: Path, files: list[Path]) -> dict[str, str]:
    hashes = {}
    for path in sorted(files):
        try:
            with open(path, "rb") as file:
                hashes[path.relative_to(folder).as_posix()] = file_digest(file, "sha256").hexdigest()
        except OSError as why:
            raise InputError(f"{path}: cannot be read ({(why.strerror or str(why)).lower()})") from None
    return hashes
