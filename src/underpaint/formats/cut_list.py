"""Cut lists from editorial: OpenTimelineIO (.otio), EDL (CMX 3600) and tables (.csv)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from underpaint.errors import InputError
from underpaint.formats.pictures import read_bytes

COLUMNS = ("number", "place", "time", "weather", "light", "length", "boards", "layout_by", "background")
"""Of a table; `cut` is understood for `number`. Boards are separated by a semicolon."""

_LIMIT = 2**26
_ADAPTERS = {".otio": "otio_json", ".edl": "cmx_3600"}
_NUMBER = re.compile(r"((?:[A-Za-z]{1,6}[-_]?)?\d{1,5}[A-Za-z]{0,2})(?![A-Za-z0-9])")


@dataclass(frozen=True)
class Listed:
    """One cut of a list. where: in the file, for messages. name: as it is called there. frames: its length at the rate
    asked for, None where the list gives it in the field `length` or not at all. fields: of COLUMNS."""

    where: str
    name: str
    frames: int | None
    fields: Mapping[str, str]


def read_cut_list(path: str | Path, fps: int) -> list[Listed]:
    """The cuts of a list, in its order. Raises InputError, naming the line of a table, where it cannot be used."""
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in (".csv", *_ADAPTERS):
        raise InputError(f"{path}: cut lists are read from .otio, .edl and .csv files")
    data = read_bytes(path, limit=_LIMIT)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{path}: is not text in UTF-8; export it again with that encoding") from None
    return _table(path, text) if suffix == ".csv" else _timeline(path, text, _ADAPTERS[suffix], fps)


def number_in(name: str) -> str | None:
    """The cut number that a clip's name begins with, such as C012 of C012_layout_v2; None if it begins with none."""
    found = _NUMBER.match(name.strip())
    return found[1] if found else None


def _table(path: Path, text: str) -> list[Listed]:
    header = text.partition("\n")[0]
    delimiter = max("\t;,", key=lambda mark: (header.count(mark), mark == ","))
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as why:
        raise InputError(f"{path}: is no table ({why})") from None
    names = [name.strip().lower().replace(" ", "_") for name in rows[0]]
    names = ["number" if name == "cut" else name for name in names]
    unknown = [name for name in names if name not in COLUMNS]
    if "number" not in names or unknown or len(set(names)) < len(names):
        raise InputError(
            f"{path}: its first line names the columns {', '.join(names)[:200]}; there must be number, and there can be "
            f"{', '.join(COLUMNS[1:])}, each once"
        )
    listed = []
    for line, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(names):
            raise InputError(f"{path}, row {line}: has {len(row)} columns, the first line {len(names)}")
        fields = {name: cell.strip() for name, cell in zip(names, row, strict=True)}
        number = fields.pop("number")
        if not number:
            raise InputError(f"{path}, row {line}: has no cut number")
        listed.append(Listed(f"{path}, row {line}", number, None, fields))
    return listed


def _timeline(path: Path, text: str, adapter: str, fps: int) -> list[Listed]:
    try:
        import opentimelineio as otio
    except ImportError:
        raise InputError(
            f"{path}: needs OpenTimelineIO; install it with: pip install 'underpaint[editorial]'"
        ) from None
    # An EDL says nothing of its frame rate, so it is the film's.
    options = {"rate": fps} if adapter == "cmx_3600" else {}
    try:
        timeline = otio.adapters.read_from_string(text, adapter, **options)
        tracks = timeline.video_tracks()
        clips = [clip for track in tracks for clip in track.find_clips()]
        lengths = [round(clip.trimmed_range().duration.rescaled_to(fps).value) for clip in clips]
    except Exception as why:  # noqa: BLE001 - its readers raise whatever they meet
        raise InputError(f"{path}: cannot be read as a cut list ({' '.join(str(why).split())[:160]})") from None
    return [
        Listed(f"{path}, clip {place}", clip.name, frames, {})
        for place, (clip, frames) in enumerate(zip(clips, lengths, strict=True), 1)
    ]
