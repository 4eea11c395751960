"""The cut list of the example film, from the lists of its places."""

from __future__ import annotations

from . import street_cuts, valley_cuts, workshop_cuts

CUTS = tuple(sorted((*valley_cuts.CUTS, *street_cuts.CUTS, *workshop_cuts.CUTS), key=lambda cut: cut.number))
