"""Texts of the page delivery."""

WORDS: dict[str, tuple[str, str]] = {}
