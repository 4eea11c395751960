"""Every text that the page shows, in English and Japanese; what the library says is in desk/said."""

from __future__ import annotations

from underpaint.desk.words import bar, board, check, delivery, layout, look, paint, wall, work

LANGUAGES = {"en": "English", "ja": "日本語"}

_TABLES = (bar, wall, look, layout, board, paint, check, work, delivery)
"""Modules, each with its WORDS: key to (English, Japanese)."""

WORDS: dict[str, tuple[str, str]] = {key: texts for table in _TABLES for key, texts in table.WORDS.items()}


def words_of(language: str) -> dict[str, str]:
    """All texts in a language, by key; English where it is none of ours."""
    column = list(LANGUAGES).index(language) if language in LANGUAGES else 0
    return {key: texts[column] for key, texts in WORDS.items()}
