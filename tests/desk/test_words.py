"""Every text in both languages, and no page or script asks for one that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import underpaint.desk
from underpaint.desk.words import _TABLES, WORDS

ROOT = Path(underpaint.desk.__file__).parent


def test_every_text_is_in_both_languages_with_the_same_names_in_it():
    for key, (english, japanese) in WORDS.items():
        assert english.strip() and japanese.strip(), key
        assert set(re.findall(r"\{\w+\}", english)) == set(re.findall(r"\{\w+\}", japanese)), key


def test_no_key_is_in_two_tables():
    assert len(WORDS) == sum(len(table.WORDS) for table in _TABLES)


def test_what_is_asked_for_is_there_and_what_is_there_is_asked_for():
    sources = [*ROOT.glob("templates/*.html"), *ROOT.glob("static/*.js"), *ROOT.glob("*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    asked = set(re.findall(r"""\bt\(\s*["']([\w.-]*\w)["']""", text)) | {key for key in WORDS if f'"{key}"' in text}
    starts = set(re.findall(r"""\bt\(\s*["`]([\w.-]+\.)(?:["] ~|\$\{)""", text))
    assert asked <= set(WORDS), asked - set(WORDS)
    for start in starts:
        assert any(key.startswith(start) for key in WORDS), start
    unused = {key for key in WORDS if key not in asked and not key.startswith(tuple(starts))}
    assert not unused
