"""A drawing becomes regions, regions become materials: arrays in, arrays out, no files."""

from underpaint.layout.drawing import Drawing, read_drawing
from underpaint.layout.labelling import LabelledLayout, label_layout
from underpaint.layout.naming import Guess, Named, Shared, Unnamed, Word, name_regions
from underpaint.layout.regions import Regions, regions_of

__all__ = [
    "Drawing",
    "Guess",
    "LabelledLayout",
    "Named",
    "Regions",
    "Shared",
    "Unnamed",
    "Word",
    "label_layout",
    "name_regions",
    "read_drawing",
    "regions_of",
]
