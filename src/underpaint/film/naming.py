"""What folders of a film are called, and where a picture lies in one."""

from __future__ import annotations

import re
from pathlib import Path

from underpaint.errors import InputError

_NAME = re.compile(r"[^\W_][\w .,+-]{0,79}")
_CUT = re.compile(r"(?:[A-Za-z]{1,6}[-_]?)?\d{1,5}[A-Za-z]{0,2}")
_SUFFIXES = (".png", ".tif", ".tiff", ".jpg", ".jpeg", ".webp")


def board_name(text: str) -> str:
    """A name that can be a folder on any system. Raises InputError if it cannot."""
    name = text.strip()
    if not _NAME.fullmatch(name) or name.endswith("."):
        raise InputError(
            f"{text[:80]!r} cannot be a board's name; use letters, digits, spaces and - and begin with a letter"
        )
    return name


def cut_number(text: str) -> str:
    """A cut's number; 12 becomes C012. Raises InputError if it is none."""
    number = text.strip()
    if number.isascii() and number.isdigit() and len(number) <= 5:
        return f"C{int(number):03d}"
    if not _CUT.fullmatch(number):
        raise InputError(f"{text[:80]!r} is no cut number; write it like C012")
    return number


def picture_in(folder: Path, stem: str) -> Path | None:
    """The picture of this name, under whichever ending it has; None if there is none."""
    return next((path for suffix in _SUFFIXES if (path := folder / f"{stem}{suffix}").is_file()), None)
