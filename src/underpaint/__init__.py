"""Underpaint: paint one board, get every cut. Background art for animation, from a film's own paintings."""

__version__ = "0.1.0"
