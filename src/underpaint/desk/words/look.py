"""Texts of the page look."""

WORDS: dict[str, tuple[str, str]] = {}
