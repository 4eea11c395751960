"""The cut list of the example film, from the lists of its places."""

from __future__ import annotations

from . import fir_wood_cuts, street_cuts, valley_cuts, workshop_cuts

PLACES = (valley_cuts, street_cuts, fir_wood_cuts, workshop_cuts)
CUTS = tuple(sorted((cut for place in PLACES for cut in place.CUTS), key=lambda cut: cut.number))
