"""GIMP palettes (.gpl): what a film calls its material colours. GIMP, Krita and Inkscape write them, each a little differently."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from underpaint.errors import InputError
from underpaint.formats.pictures import read_bytes

Colour = tuple[int, int, int]

_HEX = re.compile(r"#([0-9a-fA-F]{6})")
_ENTRY = re.compile(r"(-?\d{1,9})\s+(-?\d{1,9})\s+(-?\d{1,9})(?:\s+(.*))?")
_FIELD = re.compile(r"(Name|Columns|Channels|ColorSpace)\s*:", re.IGNORECASE)
_LIMIT = 2**20


@dataclass(frozen=True)
class Palette:
    """colours: material name to colour, in the file's order; sha256: of the file's bytes, hexadecimal."""

    colours: dict[str, Colour]
    sha256: str


def read_palette(path: str | Path) -> Palette:
    """Read a palette's named colours; entries without a name are left out.

    Raises InputError with the line number where a line is no colour, or one name or colour is given twice.
    """
    data = read_bytes(path, limit=_LIMIT)
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        lines = data.decode("latin-1").splitlines()
    if not lines or lines[0].strip().lower() != "gimp palette":
        raise InputError(f"{path}: not a GIMP palette (its first line must be 'GIMP Palette')")
    palette: dict[str, Colour] = {}
    named: dict[Colour, str] = {}
    for number, text in enumerate(map(str.strip, lines[1:]), start=2):
        if not text or text.startswith("#") or _FIELD.match(text):
            continue
        entry = _ENTRY.fullmatch(text)
        if entry is None:
            raise InputError(f"{path}, line {number}: expected 'red green blue name', got {text[:60]!r}")
        red, green, blue = (int(value) for value in entry.groups()[:3])
        if not all(0 <= value <= 255 for value in (red, green, blue)):
            raise InputError(f"{path}, line {number}: {red} {green} {blue} is no colour; each value is 0 to 255")
        name, colour = (entry[4] or "").strip(), (red, green, blue)
        if not name or name.lower() == "untitled":
            continue
        if palette.get(name, colour) != colour:
            raise InputError(f"{path}, line {number}: {name!r} has two colours; give every material one")
        if named.get(colour, name) != name:
            raise InputError(f"{path}, line {number}: {name!r} has the colour of {named[colour]!r}; give each its own")
        palette[name], named[colour] = colour, name
    return Palette(palette, sha256(data).hexdigest())


def material_colour(text: str, palette: dict[str, Colour]) -> Colour:
    """A colour from a palette name or from #rrggbb; InputError names the ones there are."""
    if text in palette:
        return palette[text]
    if spelled := _HEX.fullmatch(text):
        value = int(spelled[1], 16)
        return value >> 16, value >> 8 & 255, value & 255
    known = ", ".join(palette) if palette else "none, as no palette was given"
    raise InputError(f"unknown material {text!r}; known names: {known}; or write a colour as #rrggbb")
