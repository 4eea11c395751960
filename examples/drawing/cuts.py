"""The cut list of the example film, from the lists of its places."""

from __future__ import annotations

from . import valley_cuts

CUTS = tuple(sorted((*valley_cuts.CUTS,), key=lambda cut: cut.number))
