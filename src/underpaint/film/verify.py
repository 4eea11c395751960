"""Everything read again and hashed: what is no longer as it was recorded, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from underpaint.errors import InputError
from underpaint.film.boards import read_board
from underpaint.film.cuts import read_cut
from underpaint.film.film import Film
from underpaint.film.models import read_card, require_carded
from underpaint.film.store import hash_of
from underpaint.film.style_record import read_style
from underpaint.film.takes import unrecorded


@dataclass
class Found:
    """wrong: what is damaged or gone, one line each. notes: what is worth knowing and harms nothing."""

    wrong: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    takes: int = 0

    def attempt(self, read: Callable[[], object]):
        """What `read` gives, or None with its complaint taken down."""
        try:
            return read()
        except InputError as why:
            self.wrong.append(str(why))
            return None


def verify(film: Film) -> Found:
    """Read and hash the records, every take, the store and the journal's chain."""
    found = Found()
    journal = film.journal
    if journal.broken is not None:
        found.wrong.append(
            f"{journal.path}: line {journal.broken} does not follow from the line before; the file was changed"
        )
    for number in journal.torn:
        found.notes.append(f"{journal.path}: line {number} was torn by a crash and counts as never written")
    for path in sorted(film.boards_folder.glob("*/")):
        board = found.attempt(lambda path=path: read_board(path))
        if board is not None:
            found.attempt(lambda board=board: board.painting)
            if board.map_or_none is None:
                found.notes.append(f"{path}: has no material map yet, so nothing can be painted from it")
    for path in sorted(film.models_folder.glob("*/")):
        card = found.attempt(lambda path=path: read_card(path))
        if card is None or not card.folder.exists():
            continue  # the model need not lie on every machine
        try:
            require_carded(card)
        except InputError as why:
            found.notes.append(str(why))
    for path in sorted(film.styles_folder.glob("[!.]*/")):
        style = found.attempt(lambda path=path: read_style(path))
        if style is not None and style.weights.is_file() and hash_of(style.weights) != style.sha256:
            found.wrong.append(f"{style.weights}: was changed since it was trained")
    for path in sorted(film.cuts_folder.glob("*/")):
        cut = found.attempt(lambda path=path: read_cut(path, journal))
        if cut is None:
            continue
        for entry in cut.entries:
            if entry.event in ("take", "pick", "check", "retake", "approve"):
                take = found.attempt(lambda cut=cut, entry=entry: cut.take_of(entry))
                if take is not None and entry.event == "take":
                    found.takes += 1
                    found.wrong += take.changed_files()
                    found.wrong += [
                        f"{film.store.path(digest)}: is gone; {cut.number} {take.number} was painted from it"
                        for digest in take.fields.get("inputs", {}).values()
                        if not film.store.path(digest).is_file()
                    ]
        for folder in unrecorded(journal, cut.takes_folder, cut.number):
            found.notes.append(
                f"{folder}: the journal does not know this take, so it counts for nothing: origin unknown"
            )
    known = {path.parent.name for path in film.cuts_folder.glob("*/cut.toml")}
    for number in sorted({entry.cut for entry in journal.entries if entry.cut} - known):
        found.wrong.append(f"{film.cuts_folder / number}: is gone, but the journal has takes of this cut")
    found.wrong += [f"{path}: is damaged: its bytes are not those it is named by" for path in film.store.damaged()]
    found.wrong = list(dict.fromkeys(found.wrong))
    return found
