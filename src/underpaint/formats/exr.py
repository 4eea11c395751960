"""Flat pictures for compositing: scene-linear OpenEXR, half float, written through OpenImageIO.

OpenEXR: Academy Software Foundation, file layout version 2; sRGB's curve: IEC 61966-2-1.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

from underpaint.errors import InputError, OutputError

_BT709 = (0.64, 0.33, 0.30, 0.60, 0.15, 0.06, 0.3127, 0.3290)  # x, y of red, green, blue and white: sRGB's own
_UNDATED = "1980:01:01 00:00:00"
_NEAR = 3  # levels of 255 by which profiles that all mean sRGB differ


def exr_bytes(array: np.ndarray, icc: bytes | None = None) -> bytes:
    """An EXR of an (h, w, 3 or 4) uint8 or uint16 sRGB picture with straight alpha.

    Half float RGB or RGBA, linear, white at 1.0, Rec. 709 primaries, colours multiplied by alpha as EXR has them; ZIP
    compression, which loses nothing. icc: the picture's profile, which EXR cannot hold: InputError unless it means sRGB.
    """
    import OpenImageIO as oiio  # takes as long to load as a small picture to write

    if icc is not None and not means_srgb(icc):
        raise InputError(
            "the picture's colour profile is not sRGB, and an EXR would show it wrong; convert it to sRGB first"
        )
    height, width, channels = array.shape
    spec = oiio.ImageSpec(width, height, channels, oiio.HALF)
    spec.attribute("compression", "zip")
    spec.attribute("oiio:ColorSpace", "lin_rec709_scene")
    spec.attribute("chromaticities", oiio.TypeDesc("float[8]"), _BT709)
    spec.attribute("DateTime", _UNDATED)  # else the moment of writing, and the same picture would make another file
    with tempfile.TemporaryDirectory(prefix="underpaint-") as folder:
        path = Path(folder) / "picture.exr"
        writer = oiio.ImageOutput.create(str(path))
        if not (writer and writer.open(str(path), spec) and writer.write_image(linear(array)) and writer.close()):
            why = writer.geterror() if writer else oiio.geterror()
            raise OutputError(f"the EXR could not be made ({' '.join(why.split())})")
        return path.read_bytes()


def linear(array: np.ndarray) -> np.ndarray:
    """Half floats of the same shape: linear light, 0..1, multiplied by alpha where there is one."""
    steps = np.iinfo(array.dtype).max
    values = np.arange(steps + 1, dtype=np.float64) / steps
    curve = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4).astype(np.float32)
    light = curve[array[:, :, :3]]
    if array.shape[2] == 3:
        return light.astype(np.float16)
    alpha = array[:, :, 3:].astype(np.float32) / np.float32(steps)
    return np.dstack([light * alpha, alpha]).astype(np.float16)


def means_srgb(icc: bytes) -> bool:
    """Whether a profile's colours are sRGB's, by what it does to a spread of colours, whatever it calls itself."""
    import io

    from PIL import Image, ImageCms

    colours = np.array([[(red, green, blue) for red in range(0, 256, 51) for green in range(0, 256, 51)]
                        for blue in range(0, 256, 51)], np.uint8)  # fmt: skip
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        shown = ImageCms.profileToProfile(Image.fromarray(colours), profile, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError):
        return False
    return int(np.abs(np.asarray(shown).astype(int) - colours).max()) <= _NEAR
