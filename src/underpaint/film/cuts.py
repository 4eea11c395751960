"""Cuts of a film: what the layout's slate says, its layout and map, its takes, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from underpaint.errors import InputError
from underpaint.film.journal import Entry, Journal
from underpaint.film.lease import Lease, lease
from underpaint.film.naming import cut_number, picture_in
from underpaint.film.records import Record, change_record, read_record, record_bytes
from underpaint.film.takes import Take, read_take
from underpaint.formats.pictures import read_bytes, read_picture
from underpaint.formats.sheets import material_map
from underpaint.formats.writing import make_folder, write_together, write_tree

TEXTS = ("place", "time", "weather", "light", "length", "layout_by", "background", "geometry")
FIELDS = (*TEXTS, "boards")
LINES = "lines.png"
"""The drawing of a scanned layout, cleaned and brought into the frame; only where the layout itself does not lie in it."""

_BOOK = re.compile(r"BOOK[1-9]\d?")
_LENGTH = re.compile(r"(\d{1,4})\+(\d{1,2})")


@dataclass(frozen=True)
class Book:
    """Background art that lies above the BG. name: BOOK1, BOOK2 and on, upward. boards: names, those of its cut where it has
    none. materials: its map, transparent where it is clear. layout: its drawing."""

    name: str
    boards: tuple[str, ...]
    materials: Path
    layout: Path | None


@dataclass(frozen=True)
class Cut:
    """A cut on disk.

    number: of its folder, such as C012. length: seconds+frames, such as 5+12. boards: names. layout_by: who drew the
    layout. background: the cut whose background this one shares, or "". geometry: the cut of the same layout whose
    approved take lays out this one's paint, from a sibling board, or "". entries: the journal's lines about this cut and
    about consent, in order.
    """

    number: str
    folder: Path
    record: Record
    place: str
    time: str
    weather: str
    light: str
    length: str
    layout_by: str
    background: str
    geometry: str
    boards: tuple[str, ...]
    entries: tuple[Entry, ...]

    @property
    def takes_folder(self) -> Path:
        return self.folder / "takes"

    @property
    def layout(self) -> Path | None:
        return picture_in(self.folder, "layout")

    @property
    def lines(self) -> Path | None:
        """The drawing that the cut is painted from, of its map's size; None where there is none."""
        return picture_in(self.folder, "lines") or self.layout

    @property
    def materials(self) -> Path | None:
        return picture_in(self.folder, "materials")

    @property
    def books(self) -> tuple[Book, ...]:
        """Its BOOKs, upward. Raises InputError where one has no map, or a name that is none."""
        found = []
        for told in self.record.tables("books"):
            name = _book_name(str(told.get("name", "")))
            materials = picture_in(self.folder, f"{name}_materials")
            if materials is None:
                raise InputError(f"{self.folder}: has no {name}_materials.png, the map of {name}")
            boards = told.get("boards", [])
            if not isinstance(boards, list):
                raise InputError(f'{self.record.path}: {name}: boards is no list; write boards = ["lake-noon"]')
            found.append(Book(name, tuple(map(str, boards)), materials, picture_in(self.folder, f"{name}_layout")))
        if len({book.name for book in found}) < len(found):
            raise InputError(f"{self.record.path}: two BOOKs have one name; number them BOOK1, BOOK2 upward")
        return tuple(sorted(found, key=lambda book: int(book.name[4:])))

    @cached_property
    def takes(self) -> tuple[Take, ...]:
        """The recorded takes, first to last. Raises InputError where one is gone or is not the one that was recorded."""
        return tuple(self.take_of(entry) for entry in self.entries if entry.event == "take")

    def take_of(self, entry: Entry) -> Take:
        """The take of a line of the journal. Raises InputError where it is gone or is not the one that was recorded."""
        take = read_take(self.takes_folder / entry.take)
        if take.sha256 != entry.fields.get("sha256"):
            raise InputError(f"{self.takes_folder / entry.take / 'take.json'}: was changed since the take was recorded")
        return take

    def take(self, number: str) -> Take:
        """The take of this number. Raises InputError, naming those there are."""
        for take in self.takes:
            if take.number == number.upper():
                return take
        known = ", ".join(take.number for take in self.takes) or "none yet"
        raise InputError(f"{self.number} has no take {number[:20]!r}; its takes: {known}")

    @property
    def picked(self) -> Take | None:
        """The rough that a person picked last; None if none was."""
        names = [entry.take for entry in self.entries if entry.event == "pick"]
        return self.take(names[-1]) if names else None

    @property
    def machine_seconds(self) -> float:
        return sum(take.machine_seconds for take in self.takes)

    @property
    def minutes(self) -> float:
        return sum(take.minutes for take in self.takes)


def read_cut(folder: Path, journal: Journal) -> Cut:
    """Read a cut's folder. Raises InputError, naming the file, where its record cannot be used."""
    record = read_record(folder / "cut.toml", "cut")
    about = tuple(entry for entry in journal.entries if entry.cut in (folder.name, ""))
    texts = (record.text(field) for field in TEXTS)
    return Cut(folder.name, folder, record, *texts, record.texts("boards"), about)


def hold(cut: Cut) -> AbstractContextManager[Lease]:
    """Hold the lease of a cut, for whoever makes takes of it. Raises Held, OutputError."""
    make_folder(cut.takes_folder)
    return lease(cut.takes_folder / ".painting", cut.number)


def add_cut(
    cuts: Path,
    number: str,
    fps: int,
    layout: Path | None,
    materials: Path | None,
    fields: Mapping[str, object],
    base: Path | None = None,
) -> bool:
    """Put a cut into the film's folder of cuts, or give one that is there what it lacks; says whether it is new.

    layout, materials: copied. fields: of cut.toml; those without a value are left as they are. base: a cut.toml that says
    the rest of a new cut. Raises InputError where
    something does not fit, or would take the place of a layout that is there; OutputError.
    """
    number = cut_number(number)
    folder = cuts / number
    told = {name: value for name, value in fields.items() if value not in (None, "", (), [])}
    if "length" in told:
        frames_of(str(told["length"]), fps)
    files = _pictures(folder, layout, materials)
    if not folder.exists():
        if base is not None:
            files |= {path.name: read_bytes(path) for path in sorted(base.parent.glob("BOOK*_*")) if path.is_file()}
        write_tree(folder, {**files, "cut.toml": record_bytes("cut", {"number": number, **told}, base)})
        return True
    record = read_record(folder / "cut.toml", "cut")
    record.require_writable()
    if files:
        write_together({folder / name: data for name, data in files.items()})
    if any(record.fields.get(name) != value for name, value in told.items()):
        change_record(record, told)
    return False


def put_book(cut: Cut, book: Book) -> Book:
    """Copy a BOOK's drawing and map into a cut's folder, and name it in the cut's record. Raises InputError where there is such
    a BOOK, OutputError."""
    name = _book_name(book.name)
    if name in [other.name for other in cut.books]:
        raise InputError(
            f"{cut.number} has a {name} already; put a new map in the place of its own yourself, or give it another number"
        )
    pictures = {"layout": book.layout, "materials": book.materials}
    files = {
        cut.folder / f"{name}_{stem}{path.suffix.lower()}": read_bytes(path)
        for stem, path in pictures.items()
        if path is not None
    }
    for path, data in files.items():
        if path.exists() and read_bytes(path) != data:
            raise InputError(f"{path}: lies there already and is another picture; move it away first")
    write_together(files)
    told = [dict(other) for other in cut.record.tables("books")]
    change_record(cut.record, {"books": [*told, {"name": name, "boards": list(book.boards)}]})
    return Book(name, book.boards, *(cut.folder / f"{name}_{stem}{path.suffix.lower()}" if path else None
                                     for stem, path in reversed(pictures.items())))  # fmt: skip


def _book_name(text: str) -> str:
    name = text.strip().upper()
    if not _BOOK.fullmatch(name):
        raise InputError(f"{text[:20]!r} is no BOOK; number them BOOK1, BOOK2 upward")
    return name


def cuts_under(folder: Path) -> list[Path]:
    """The folders that hold a cut: this one, or those in it. Raises InputError if there is none."""

    def holds(path: Path) -> bool:
        return path.is_dir() and ((path / "cut.toml").is_file() or picture_in(path, "materials") is not None)

    found = [path for path in (folder, *sorted(folder.iterdir())) if holds(path)]
    if not found:
        raise InputError(f"{folder}: no cut here (looked for cut.toml or materials.png, in it and in its folders)")
    return found[:1] if found[0] == folder else found


def frames_of(length: str, fps: int) -> int:
    """The frames of a length in seconds+frames. Raises InputError if it is none."""
    found = _LENGTH.fullmatch(length.strip())
    if not found or int(found[2]) >= fps:
        raise InputError(f"{length[:40]!r} is no length; write seconds+frames like 5+12, frames below the film's {fps}")
    return int(found[1]) * fps + int(found[2])


def length_of(frames: int, fps: int) -> str:
    """Frames as seconds+frames."""
    return f"{frames // fps}+{frames % fps:02d}"


def _pictures(folder: Path, layout: Path | None, materials: Path | None) -> dict[str, bytes]:
    files, sizes = {}, {}
    for stem, path in (("layout", layout), ("materials", materials)):
        there = picture_in(folder, stem)
        if path is not None and there is not None:
            if read_bytes(path) == read_bytes(there):
                path = None
            else:
                raise InputError(
                    f"{there}: is there already; put the new {stem} in its place yourself "
                    "(the store keeps the one that takes were painted from)"
                )
        read = None if (path or there) is None else read_picture(path or there)
        if read is not None:
            sizes[stem] = read.array.shape[1::-1]
            if stem == "materials":
                material_map(read)
        if path is not None:
            files[f"{stem}{path.suffix.lower()}"] = read_bytes(path)
    if len(sizes) == 2 and sizes["layout"] != sizes["materials"]:
        (width, height), (columns, rows) = sizes["layout"], sizes["materials"]
        raise InputError(
            f"{layout or folder}: the layout is {width} x {height} px, its material map {columns} x {rows}; they must be of one size"
        )
    return files
