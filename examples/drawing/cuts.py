"""The cut list of the example film, from the lists of its places."""

from __future__ import annotations

from . import fir_wood_cuts, valley_cuts

CUTS = tuple(sorted((*valley_cuts.CUTS, *fir_wood_cuts.CUTS), key=lambda cut: cut.number))
