"""The example film, painted: a rough and a painting of every cut, and one sheet to look at."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from underpaint.errors import InputError, OutputError
from underpaint.farm.contact_sheet import contact_sheet
from underpaint.farm.job import Job
from underpaint.farm.synth import Progress, synth
from underpaint.formats.encode import png_bytes
from underpaint.formats.pictures import read_picture
from underpaint.formats.sheets import painting, pencil
from underpaint.formats.writing import write_together


@dataclass(frozen=True)
class Cut:
    """A cut of the example film: its number, what it shows, and the folders of the boards it is painted from."""

    number: str
    title: str
    folder: Path
    boards: tuple[Path, ...]


def demo(
    film: Path,
    out: Path,
    *,
    cache: Path | None,
    progress: Progress | None,
    say: Callable[[str], None],
    warn: Callable[[str], None],
) -> Path:
    """Paint every cut of a film folder into `out`; returns the contact sheet's path. say: told of each picture."""
    cuts = read_cuts(film)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as why:
        raise OutputError(f"{out}: cannot be made ({(why.strerror or str(why)).lower()})") from None
    rows = []
    for cut in cuts:
        started = time.perf_counter()
        rough, done = out / f"{cut.number}_rough.png", out / f"{cut.number}.png"
        draft = Job(
            boards=tuple((board / "painting.png", board / "materials.png") for board in cut.boards),
            layout_map=cut.folder / "materials.png",
            layout_lines=cut.folder / "layout.png",
            palette=film / "materials.gpl",
            stage="rough",
            out=rough,
            cache=cache,
        )
        full = replace(draft, stage="paint", rough=rough, out=done, report=out / f"{cut.number}.json")
        for job in (draft, full):
            synth(job, progress=progress, warn=warn)
        say(f"{done}  {cut.title}  ({time.perf_counter() - started:.1f} s)")
        boards = [painting(read_picture(path)) for path, _ in draft.boards]
        shown = np.hstack([board[: min(map(len, boards))] for board in boards])
        names = "board " + " and ".join(folder.name for folder in cut.boards)
        pictures = [(names, shown), ("layout", pencil(read_picture(cut.folder / "layout.png")))]
        pictures += [(name, painting(read_picture(path))) for name, path in (("rough", rough), ("painting", done))]
        rows.append((f"{cut.number}  {cut.title}", pictures))
    sheet = out / "contact-sheet.png"
    strip = [("", rows[0][1][1:])]
    files = {out / "strip.png": png_bytes(contact_sheet(strip, width=640)), sheet: png_bytes(contact_sheet(rows))}
    write_together(files)
    return sheet


def read_cuts(film: Path) -> list[Cut]:
    """The cuts of a film folder, in order. Raises InputError, naming the file, where a record cannot be used."""
    records = sorted(film.glob("cuts/*/cut.toml"))
    if not records:
        raise InputError(f"{film}: no film with cuts here; run this in Underpaint's checkout, or name one with --film")
    return [_read_cut(film, record) for record in records]


def _read_cut(film: Path, record: Path) -> Cut:
    try:
        fields = tomllib.loads(record.read_text(encoding="utf-8"))
        boards = tuple(film / "boards" / str(name) for name in fields["boards"])
        title = ", ".join(str(fields[word]) for word in ("place", "time") if word in fields)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as why:
        raise InputError(f"{record}: cannot be read ({' '.join(str(why).split())})") from None
    except (KeyError, TypeError):
        raise InputError(f'{record}: names no boards; add a line such as boards = ["lake-noon"]') from None
    if not boards:
        raise InputError(f"{record}: the list of boards is empty; name at least one")
    return Cut(record.parent.name, title, record.parent, boards)
