"""words.json: the words on a drawing, each a material's name and the point it stands at."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from math import isfinite
from pathlib import Path

from underpaint.errors import InputError
from underpaint.formats.pictures import read_bytes

_LIMIT = 2**22
_LONGEST = 200


@dataclass(frozen=True)
class WordList:
    """words: (material, x, y), px from the upper left. size: (width, height) of the picture they were read on, None for the
    drawing itself. sha256: of the file's bytes, hexadecimal."""

    words: tuple[tuple[str, float, float], ...]
    size: tuple[int, int] | None
    sha256: str


def read_words(path: str | Path) -> WordList:
    """Read {"words": [{"material": name, "x": px, "y": px}, ...], "size": [width, height]}; other fields are ignored.

    Raises InputError, naming the word, where one has no name or no point.
    """
    data = read_bytes(path, limit=_LIMIT)
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        raise InputError(f"{path}: not a JSON file; words are written as {_FORM}") from None
    listed = told.get("words") if isinstance(told, dict) else None
    if not isinstance(listed, list):
        raise InputError(f"{path}: has no list of words; they are written as {_FORM}")
    size = told.get("size")
    if size is not None and not (
        isinstance(size, list) and len(size) == 2 and all(type(side) is int and side > 0 for side in size)
    ):
        raise InputError(f"{path}: size is {str(size)[:60]}; give [width, height] in px, or leave it out")
    words = tuple(_word(path, number, entry) for number, entry in enumerate(listed, 1))
    return WordList(words, None if size is None else (size[0], size[1]), sha256(data).hexdigest())


_FORM = '{"words": [{"material": "lake", "x": 320, "y": 410}]}'


def _word(path: str | Path, number: int, entry: object) -> tuple[str, float, float]:
    if isinstance(entry, dict):
        material, x, y = entry.get("material"), entry.get("x"), entry.get("y")
        named = isinstance(material, str) and 0 < len(material) <= _LONGEST
        if named and all(type(value) in (int, float) and isfinite(value) for value in (x, y)):
            return material, float(x), float(y)
    raise InputError(f"{path}: word {number} is {str(entry)[:60]!r}; each needs a material and the numbers x and y")
