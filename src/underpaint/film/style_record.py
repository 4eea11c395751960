"""Styles: what a trained model learnt from the film's own signed boards, and from which of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from underpaint.film.models import ModelCard
from underpaint.film.records import Record, read_record

RECORD = "style.toml"


@dataclass(frozen=True)
class Style:
    """A style on disk. name: of its folder. boards: those that it was trained on, by name: SHA-256 of the painting. painters: whose
    paintings these are, by board."""

    name: str
    folder: Path
    record: Record
    boards: Mapping[str, str]
    painters: Mapping[str, str]

    @property
    def weights(self) -> Path:
        """Its safetensors file, which is gone once the production was wrapped."""
        return self.folder / f"{self.name}.safetensors"

    @property
    def sha256(self) -> str:
        """Of the weights, as they were trained."""
        return self.record.text("sha256")

    @property
    def card(self) -> ModelCard:
        """Its card, which no person has to write: the record says all of it."""
        model = self.record.table("model")
        over = f"{model.get('name', '')} {model.get('version', '')}".strip()
        painted = ", ".join(f"{board} by {painter}" for board, painter in self.painters.items())
        return ModelCard(
            name=self.name,
            record=self.record,
            part="lora",
            maker=self.record.text("maker"),
            licence=f"of this film, over {over}: {model.get('licence', '')}",
            trained_on=f"boards of this film: {painted}; over {over}",
            version=self.sha256[:8],
            pipeline="LoRA",
            folder=self.weights,
            files={self.weights.name: self.sha256},
            boards=tuple(self.boards),
        )

    def lines(self) -> Iterator[str]:
        """The style in plain words: where it lies, and what was measured of it."""
        losses, held_out = self.record.table("losses"), self.record.table("held_out")
        yield f"{self.weights}  loss {losses.get('first', 0):.4f} at first, {losses.get('last', 0):.4f} at last"
        if held_out:
            before, after = held_out.get("loss_before", 0), held_out.get("loss_after", 0)
            yield f"{self.folder}  board {held_out.get('name')}, held out: loss {before:.4f} before, {after:.4f} after"


def read_style(folder: Path) -> Style:
    """Read a style's folder. Raises InputError, naming the file, where its record cannot be used."""
    record = read_record(folder / RECORD, "style")
    boards = record.tables("boards")
    paintings, painters = ({str(told.get("name", "")): str(told.get(what, "")) for told in boards} for what in ("painting", "painter"))
    return Style(folder.name, folder, record, paintings, painters)
