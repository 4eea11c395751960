"""Lines that the library and the desk say of a film, in the page's language. The library itself speaks English alone.

A line is found by its English wording with {names} for what changes in it, and its values go into the Japanese as they are,
but for three names: {why} is another such line, or several with "; " between them; {known} is a list of values or a line
that says there is none; {state} is where a cut stands. What has no wording here stays English.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from underpaint.desk.said import by_desk, by_farm, by_film, by_formats, by_layout, by_model, by_paint
from underpaint.desk.words import WORDS

TABLES = (by_desk, by_farm, by_film, by_formats, by_layout, by_model, by_paint)
"""Modules, each with its SAID: English wording to Japanese."""

NAME = re.compile(r"\{(\w+)\}")
_SEPARATOR = "; "
_VALUE = "(.*?(?<!:))"  # "C012: has no layout" is no "{cut} has no layout"


def in_language(line: str, language: str) -> str:
    """A line of the library as the page says it."""
    return line if language != "ja" else "\n".join(map(_lines, line.split("\n")))


@lru_cache(maxsize=512)
def _line(line: str) -> str | None:
    """In Japanese; None where there is no wording for it. What stands before a colon may be a file or a cut."""
    for words, literal, pattern, japanese in _wordings():
        found = pattern.fullmatch(line) if literal in line else None
        if found:
            values = {name: _value(name, value) for name, value in zip(words, found.groups(), strict=True)}
            return japanese.format(**values)
    about, colon, rest = line.partition(": ")
    said = _line(rest) if colon else None
    return None if said is None else f"{about}：{said}"


def _value(name: str, value: str) -> str:
    if name == "state":
        return WORDS[f"state.{value}"][1] if f"state.{value}" in WORDS else value
    if name == "known":
        return _line(value) or value
    return _lines(value) if name == "why" else value


def _lines(text: str) -> str:
    """Lines with "; " between them, each of which may have one in it itself: the longest that is known is one."""
    parts, said, known = text.split(_SEPARATOR), [], False
    while parts:
        taken, told = 1, parts[0]
        for count in range(len(parts), 0, -1):
            if whole := _line(_SEPARATOR.join(parts[:count])):
                taken, told, known = count, whole, True
                break
        parts = parts[taken:]
        said.append(told)
    return "；".join(said) if known else text


@cache
def _wordings() -> list[tuple[list[str], str, re.Pattern[str], str]]:
    """Names, the longest piece that must be there, the pattern and the Japanese; those that say most themselves come first."""
    listed = sorted(
        ((english, japanese) for table in TABLES for english, japanese in table.SAID.items()),
        key=lambda each: -len(NAME.sub("", each[0])),
    )
    found = []
    for english, japanese in listed:
        pieces = NAME.split(english)
        pattern = "".join(_VALUE if at % 2 else re.escape(piece) for at, piece in enumerate(pieces))
        found.append((pieces[1::2], max(pieces[::2], key=len), re.compile(pattern, re.DOTALL), japanese))
    return found
