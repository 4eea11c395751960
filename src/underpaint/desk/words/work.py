"""Texts of the page work."""

WORDS: dict[str, tuple[str, str]] = {}
