"""A film: a folder of plain files, read as it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from underpaint.errors import InputError
from underpaint.film.boards import Board, read_board
from underpaint.film.cuts import Cut, read_cut
from underpaint.film.journal import Journal
from underpaint.film.models import ModelCard, read_card
from underpaint.film.naming import cut_number
from underpaint.film.records import Record, read_record, record_bytes
from underpaint.film.store import Store
from underpaint.film.style_record import RECORD, Style, read_style
from underpaint.film.takes import UsedModel
from underpaint.formats.palette import Colour, read_palette
from underpaint.formats.pictures import read_bytes
from underpaint.formats.writing import make_folder, write_together

APPROVES = "art director"
"""The role that approves, where the film's record does not name others under `approves`."""

_FRAME = re.compile(r"(\d{1,5})x(\d{1,5})")


@dataclass(frozen=True)
class Person:
    """name, and role: what the person does on this film, such as "art director"."""

    name: str
    role: str


@dataclass(frozen=True)
class Film:
    """A film's folder. What it says is read when it is first asked for; open it again to see what changed since."""

    folder: Path
    record: Record
    title: str
    fps: int
    people: tuple[Person, ...]
    journal: Journal

    @classmethod
    def open(cls, folder: str | Path) -> Film:
        """Open a film. Raises InputError, naming the file, where it is none."""
        folder = Path(folder)
        if not (folder / "film.toml").is_file():
            raise InputError(
                f"{folder}: no film here (it would have a film.toml); make one with: underpaint new {folder}"
            )
        record = read_record(folder / "film.toml", "film")
        people = tuple(Person(str(told.get("name", "")), str(told.get("role", ""))) for told in record.tables("people"))
        title, fps = record.text("title", folder.name), record.whole("fps", 24)
        return cls(folder, record, title, fps, people, Journal(folder / "journal.jsonl"))

    @property
    def palette(self) -> Path | None:
        """The film's palette of materials; None where it has none yet."""
        path = self.folder / "materials.gpl"
        return path if path.is_file() else None

    @property
    def store(self) -> Store:
        return Store(self.folder / "store")

    @property
    def boards_folder(self) -> Path:
        return self.folder / "boards"

    @property
    def models_folder(self) -> Path:
        return self.folder / "models"

    @property
    def styles_folder(self) -> Path:
        return self.folder / "styles"

    @property
    def cuts_folder(self) -> Path:
        return self.folder / "cuts"

    @cached_property
    def boards(self) -> Mapping[str, Board]:
        """By name. Raises InputError where a board's record cannot be used."""
        return {path.parent.name: read_board(path.parent) for path in sorted(self.boards_folder.glob("*/board.toml"))}

    @cached_property
    def cuts(self) -> Mapping[str, Cut]:
        """By number. Raises InputError where a cut's record cannot be used."""
        found = sorted(self.cuts_folder.glob("*/cut.toml"))
        return {path.parent.name: read_cut(path.parent, self.journal) for path in found}

    @cached_property
    def models(self) -> Mapping[str, ModelCard]:
        """The cards of trained models, by name, and of the film's own styles. Raises InputError where one cannot be used."""
        cards = {path.parent.name: read_card(path.parent) for path in sorted(self.models_folder.glob("*/model.toml"))}
        return {**{name: style.card for name, style in self.styles.items()}, **cards}

    @cached_property
    def styles(self) -> Mapping[str, Style]:
        """What models learnt from the film's boards, by name. Raises InputError where a record cannot be used."""
        found = sorted(self.styles_folder.glob(f"[!.]*/{RECORD}"))
        return {path.parent.name: read_style(path.parent) for path in found}

    def card_of_files(self, sha256: str) -> ModelCard | None:
        """The card of the model whose files have this hash; None where it has none."""
        return next((card for card in self.models.values() if card.sha256 == sha256), None)

    def card_of(self, used: UsedModel) -> ModelCard | None:
        """The card of a trained model that a take used: that of its files, or, as a server tells no hashes, the one with a file of
        its name. None where it has none, or several could be meant."""
        found = self.cards_of(used)
        return found[0] if len(found) == 1 else None

    def cards_of(self, used: UsedModel) -> list[ModelCard]:
        """As card_of; several where a server painted and several cards have a file of that name."""
        if used.sha256:
            card = self.card_of_files(used.sha256)
            return [] if card is None else [card]
        return [card for card in self.models.values() if used.name in {Path(file).stem for file in card.files}]

    def called(self, used: UsedModel) -> str:
        """A trained model that a take used, name and version: as its card says, or where it has none, the take."""
        card = self.card_of(used)
        return used.label if card is None else card.label

    def board(self, name: str) -> Board:
        """The board of this name. Raises InputError, naming those there are."""
        if name in self.boards:
            return self.boards[name]
        raise InputError(f"{self.folder}: no board {name[:80]!r}; its boards: {', '.join(self.boards) or 'none yet'}")

    def cut(self, number: str) -> Cut:
        """The cut of this number; 12 means C012. Raises InputError, naming those there are."""
        found = self.cuts.get(number) or self.cuts.get(cut_number(number))
        if found is None:
            raise InputError(f"{self.folder}: no cut {number[:20]}; its cuts: {', '.join(self.cuts) or 'none yet'}")
        return found

    @property
    def colours(self) -> dict[str, Colour]:
        """The palette's materials: name to colour. Raises InputError where the film has no palette yet."""
        if self.palette is None:
            raise InputError(
                f"{self.folder.name}: the film has no materials.gpl; put its palette of materials there first"
            )
        return read_palette(self.palette).colours

    @property
    def adherence_floor(self) -> float | None:
        """How true a painting has to be to its lines so as not to be marked: 1 is as true as the boards are to their own maps.
        None where the record has none. Raises InputError where it is no such number."""
        floor = self.record.fields.get("adherence_floor")
        if floor is not None and (isinstance(floor, bool) or not isinstance(floor, (int, float)) or not 0 <= floor <= 2):
            raise InputError(f"{self.record.path}: adherence_floor is {str(floor)[:40]!r}; give a number from 0 to 2, such as 0.8")
        return floor

    @property
    def frame(self) -> tuple[int, int]:
        """(width, height), px. Raises InputError where the record has none."""
        frame = self.record.fields.get("frame")
        if not (isinstance(frame, list) and len(frame) == 2 and all(type(side) is int and side > 0 for side in frame)):
            raise InputError(
                f"{self.record.path}: frame is {str(frame)[:40]}; give its width and height in px, as [1920, 1080]"
            )
        return frame[0], frame[1]

    def roles(self, name: str) -> tuple[str, ...]:
        """What this person does on the film."""
        return tuple(person.role for person in self.people if person.name == name)

    @property
    def approving_roles(self) -> tuple[str, ...]:
        return self.record.texts("approves") or (APPROVES,)

    def require_open(self) -> None:
        """Raise InputError where the production was ended: nothing is painted any more."""
        for entry in self.journal.entries:
            if entry.event == "wrap":
                raise InputError(
                    f"{self.folder}: the production was wrapped on {entry.text('when')[:10]} (receipt: "
                    f"{self.folder / entry.text('receipt')}), so nothing is painted any more"
                )

    def require_writable(self) -> None:
        """Raise InputError where a newer program wrote this film, or its journal was changed."""
        self.record.require_writable()
        self.journal.require_sound()


def new_film(
    folder: Path, title: str, *, frame: str, fps: int, dpi: int, palette: Path | None, people: Sequence[tuple[str, str]]
) -> Film:
    """Make a film in a folder that is new or empty. frame: WxH in px. people: names and roles.

    Raises InputError where something does not fit, OutputError.
    """
    size = _FRAME.fullmatch(frame.strip().lower())
    if not size or "0" in size.groups():
        raise InputError(f"{frame[:40]!r} is no frame; write its width and height in px like 1920x1080")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder}: is there already and is not empty; name a new folder")
    fields = {
        "title": title or folder.resolve().name,
        "frame": [int(size[1]), int(size[2])],
        "fps": fps,
        "dpi": dpi,
        "people": [{"name": name, "role": role} for name, role in people],
    }
    files = {folder / "film.toml": record_bytes("film", fields)}
    if palette is not None:
        read_palette(palette)
        files = {folder / "materials.gpl": read_bytes(palette), **files}
    for path in (folder / "boards", folder / "cuts"):
        make_folder(path)
    write_together(files)
    return Film.open(folder)
