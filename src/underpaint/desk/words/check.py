"""Texts of the page check."""

WORDS: dict[str, tuple[str, str]] = {}
