"""Runs inside Krita (kritarunner): opens each file, exports it as PNG, saves it again, then paints a stroke and saves that."""

from pathlib import Path

from krita import InfoObject, Krita


def paint(arguments):
    """arguments: the name of the layer to paint on, then the files; the stroke is 20 x 6 px of orange at (50, 30)."""
    name, *files = arguments
    krita = Krita.instance()
    krita.setBatchmode(True)
    for file in map(Path, files):
        document = krita.openDocument(str(file))
        document.setBatchmode(True)
        document.waitForDone()
        for target in (file.with_name(f"{file.name}.png"), file.with_stem(f"{file.stem}-again")):
            document.exportImage(str(target), InfoObject())
        deep = document.colorDepth() == "U16"
        pixel = b"".join(bytes((value,)) * (2 if deep else 1) for value in (30, 200, 250, 255))  # BGRA
        document.nodeByName(name).setPixelData(pixel * (20 * 6), 50, 30, 20, 6)
        document.refreshProjection()
        document.waitForDone()
        document.exportImage(str(file.with_stem(f"{file.stem}-stroke")), InfoObject())
        document.close()
