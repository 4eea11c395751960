"""Styles of a film: what a trained model learnt from the film's own signed boards, and from which of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from underpaint.errors import InputError
from underpaint.film.check import rights_against
from underpaint.film.film import Film
from underpaint.film.lease import Lease, lease
from underpaint.film.records import Record, read_record
from underpaint.film.store import hash_of

RECORD = "style.toml"
TRAINING = ".training-"
"""What the folder of a training that is not finished begins with; the style's name follows."""


@dataclass(frozen=True)
class Style:
    """A style on disk. name: of its folder. model: name and sha256 of the model that it lies over. boards: those that it was
    trained on, by name: SHA-256 of the painting. painters: whose paintings these are, by board."""

    name: str
    folder: Path
    record: Record
    model: tuple[str, str]
    boards: Mapping[str, str]
    painters: Mapping[str, str]

    @property
    def weights(self) -> Path:
        """Its safetensors file, which is gone once the production was wrapped."""
        return self.folder / f"{self.name}.safetensors"

    def lines(self) -> Iterator[str]:
        """The style in plain words: where it lies, and what was measured of it."""
        losses, held_out = self.record.table("losses"), self.record.table("held_out")
        yield f"{self.weights}  loss {losses.get('first', 0):.4f} at first, {losses.get('last', 0):.4f} at last"
        if held_out:
            before, after = held_out.get("loss_before", 0), held_out.get("loss_after", 0)
            yield f"{self.folder}  board {held_out.get('name')}, held out: loss {before:.4f} before, {after:.4f} after"

    @property
    def sha256(self) -> str:
        """Of the weights, as they were trained."""
        return self.record.text("sha256")


def styles_folder(film: Film) -> Path:
    return film.folder / "styles"


def read_style(folder: Path) -> Style:
    """Read a style's folder. Raises InputError, naming the file, where its record cannot be used."""
    record = read_record(folder / RECORD, "style")
    model = record.table("model")
    boards = record.tables("boards")
    return Style(
        folder.name,
        folder,
        record,
        (str(model.get("name", "")), str(model.get("sha256", ""))),
        {str(told.get("name", "")): str(told.get("painting", "")) for told in boards},
        {str(told.get("name", "")): str(told.get("painter", "")) for told in boards},
    )


def film_styles(film: Film) -> dict[str, Style]:
    """By name. Raises InputError where a record cannot be used."""
    return {path.parent.name: read_style(path.parent) for path in sorted(styles_folder(film).glob(f"[!.]*/{RECORD}"))}


def film_style(film: Film, name: str) -> Style:
    """The style of this name. Raises InputError, naming those there are."""
    styles = film_styles(film)
    if name in styles:
        return styles[name]
    raise InputError(f"{film.folder}: no style {name[:80]!r}; its styles: {', '.join(styles) or 'none yet'}")


def hold_style(film: Film, name: str) -> AbstractContextManager[Lease]:
    """Hold the lease of a style that is trained. Raises Held, naming the holder, where another program trains it."""
    return lease(styles_folder(film) / f".{name}-lease", f"style {name}")


def trained_on(film: Film, board: str) -> list[str]:
    """Names of the styles that a board was used for. Raises InputError where a record cannot be used."""
    return [style.name for style in film_styles(film).values() if board in style.boards]


def style_boards(film: Film, name: str) -> Mapping[str, str]:
    """The painters of the boards that a style was trained on, by board: whose paintings the model was fine-tuned on."""
    return film_style(film, name).painters


def usable_style(film: Film, name: str, today: date) -> Style:
    """The style of this name, to paint with. Raises InputError where a board that it was trained on no longer allows it, or
    its weights are not those that were trained."""
    style = film_style(film, name)
    for board in style.boards:
        if against := rights_against(film, board, today):
            raise InputError(
                f"style {name} cannot be used: it was trained on board {board}, and {against[0]}; train another without it"
            )
    if not style.weights.is_file():
        raise InputError(f"{style.weights}: is gone, so nothing can be painted in this style; train it again")
    if hash_of(style.weights) != style.sha256:
        raise InputError(f"{style.weights}: is not what was trained; bring back a good copy, or train it again")
    return style
