"""Trained models that a film uses, each with its card: what it is, who made it, what it was trained on, and every file's hash.

A model is known by the hashes of its files: one whose files changed is another model, whatever it is called.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from underpaint.diffusion.model_folder import (
    ModelFolder,
    read_controlnet,
    read_ip_adapter,
    read_lora,
    read_model,
)
from underpaint.errors import InputError
from underpaint.film.naming import board_name
from underpaint.film.records import Record, read_record, record_bytes
from underpaint.film.store import hash_of
from underpaint.formats.writing import write_tree

PARTS = {"model": read_model, "controlnet": read_controlnet, "lora": read_lora, "ip-adapter": read_ip_adapter}
"""What a card can be of, with what reads its files: a whole model, or what is laid over one."""

CHECKPOINT = "checkpoint"
"""A single file that a ComfyUI server in the studio loads: here only its hash is taken."""

_NO_NAMES = {"ai", "a.i.", "ki", "ia", "人工知能"}


@dataclass(frozen=True)
class ModelCard:
    """A card. name: of its folder. part: of PARTS, or CHECKPOINT. trained_on: as far as the maker says. pipeline: the class in
    diffusers. folder: where the model lies on the machine where the card was written. files: name to SHA-256. boards: of the
    film, that it learned from."""

    name: str
    record: Record
    part: str
    maker: str
    licence: str
    trained_on: str
    version: str
    pipeline: str
    folder: Path
    files: Mapping[str, str]
    boards: tuple[str, ...]

    @property
    def label(self) -> str:
        """As people read it: name and version."""
        return f"{self.name} {self.version}".strip()

    @property
    def sha256(self) -> str:
        """Of all files together, as ModelFolder has it."""
        return ModelFolder(self.folder, self.pipeline, self.files).sha256

    def lacking(self) -> list[str]:
        """What the card does not say, in words."""
        said = {"maker": self.maker, "licence": self.licence, "word on what it was trained on": self.trained_on}
        return [what for what, words in said.items() if not words.strip()]


def read_card(folder: Path) -> ModelCard:
    """Read a model's card. Raises InputError, naming the file, where it cannot be used."""
    record = read_record(folder / "model.toml", "model")
    texts = (record.text(field) for field in ("maker", "licence", "trained_on", "model_version", "pipeline"))
    files = {str(name): str(digest) for name, digest in record.table("files").items()}
    if not files:
        raise InputError(f"{record.path}: names no files, so it is no model's card; write it with: underpaint model add")
    part = record.text("part", "model")
    return ModelCard(folder.name, record, part, *texts, Path(record.text("folder")), files, record.texts("boards"))


def add_model(
    models: Path,
    known: Mapping[str, ModelCard],
    folder: Path,
    *,
    name: str,
    maker: str,
    licence: str,
    trained_on: str,
    version: str = "",
    boards: tuple[str, ...] = (),
    checkpoint: bool = False,
) -> ModelCard:
    """Write the card of a model that lies in a folder, or of a LoRA in a file; the model itself stays where it is.

    models: the film's folder of cards; known: those there are. version: the beginning of the files' hash unless given. boards: of
    the film, that it learned from. checkpoint: the file is one that a ComfyUI server loads. Raises InputError where something is
    not said, there is such a card, or the model could not be loaded; OutputError.
    """
    said = {"name": name, "maker": maker, "licence": licence, "what it was trained on": trained_on}
    for what, words in said.items():
        if not words.strip():
            raise InputError(f"a model's card needs its {what}; where its maker says nothing, write that down")
    require_named(name)
    try:
        own = models / board_name(name)
    except InputError:
        raise InputError(f"{name[:80]!r} cannot be a model's name; use letters, digits, spaces and - and begin with a letter") from None
    if own.exists() or own.name in known:
        raise InputError(f"{own}: there is a card of this name; give the new one another, or move the old one away")
    part, read = (CHECKPOINT, _checkpoint(folder)) if checkpoint else read_part(folder)
    for card in known.values():
        if card.sha256 == read.sha256:
            raise InputError(f"{folder}: this very model has a card already, {card.label}")
    fields = {
        "part": part,
        "maker": _on_one_line(maker),
        "licence": _on_one_line(licence),
        "trained_on": _on_one_line(trained_on),
        "model_version": _on_one_line(version) or read.sha256[:8],
        "pipeline": read.pipeline,
        "folder": str(folder.resolve()),
        "boards": list(boards),
        "files": dict(read.files),
    }
    write_tree(own, {"model.toml": record_bytes("model", fields)})
    return read_card(own)


def require_named(name: str) -> None:
    """Raise InputError where a name says no more than that it is a model."""
    if unicodedata.normalize("NFKC", name).strip().casefold() in _NO_NAMES:
        raise InputError(f"{name[:80]!r} is no model's name; write the name that its maker gave it")


def read_part(path: Path) -> tuple[str, ModelFolder]:
    """Which of PARTS lies there, and its files. Raises InputError where none does, or it could not be loaded."""
    if (path / "config.json").is_file() and not (path / "model_index.json").is_file():
        return "controlnet", read_controlnet(path)
    if path.is_file() or (path.is_dir() and not (path / "model_index.json").is_file() and any(path.glob("*.safetensors"))):
        try:
            return "ip-adapter", read_ip_adapter(path)
        except InputError:
            return "lora", read_lora(path)
    return "model", read_model(path)


def require_carded(card: ModelCard) -> ModelFolder:
    """The files of a card's model as they lie there now. Raises InputError where they are not those of the card."""
    if card.part == CHECKPOINT:
        read = _checkpoint(card.folder)
    else:
        read = PARTS[card.part](card.folder) if card.part in PARTS else read_part(card.folder)[1]
    if read.sha256 != card.sha256:
        raise InputError(
            f"{card.folder}: its files are not those of the card {card.label}, so it is another model; write it a card of its own"
        )
    return read


def _on_one_line(text: str) -> str:
    """As papers can print it: each heading there has a line for each name."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())


def _checkpoint(file: Path) -> ModelFolder:
    return ModelFolder(file, "", {file.name: hash_of(file)})
