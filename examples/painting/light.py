"""An hour of the day: where the sun stands, what it does to every paint, and the air between."""

from dataclasses import dataclass, field

import numpy as np
from numba import njit

from .colour import linear_of_oklab, oklab_of_linear, paint

# Gouache tubes of the film, dark to light: cool in the shadow, warm in the light.
PAINTS = {
    "cloud": "#7e93b8 #a9b9d2 #cdd6e0 #eeebe2 #fffaf0",
    "far-hill": "#5f80a6 #7b9ab4 #9ab3bd #bac9bf #d5d8c4",
    "near-hill": "#1c3d3a #2d5748 #4a7653 #779961 #a9b878",
    "foliage": "#12241f #1f4029 #376331 #658c3c #9fb257 #d2d186",
    "dark-foliage": "#0e1f20 #17332f #27493d #44694c #6f8a5c",
    "trunk": "#231c1d #3f3430 #655243 #937b5f #c6ad89",
    "grass": "#183a30 #2e5b36 #56833d #86a54d #b3c067 #dcd990",
    "meadow": "#4b6634 #7d8a43 #aaa656 #cdbd72 #e8d99f",
    "path": "#6f5b52 #9a7d66 #c2a27c #dcc39a #f0dfbb",
    "rock": "#2f3641 #505964 #7c8085 #a9a699 #d6cfba",
    "water": "#173f5c #28607f #4a87a3 #86b2bf #c6dcdc",
    "reeds": "#2c3d28 #566535 #8c8f48 #bcb266 #e0d493",
    "wall": "#5c6079 #8d8a9b #bcb4b0 #e3d8c3 #f9f1de",
    "roof": "#3f2529 #6a3733 #9c543e #c17a55 #dca581 #efcbaa",
    "planks": "#2b2223 #4a3a33 #70573f #9c7f5b #c6a97f #e4cfa9",
    "glass": "#121b28 #213243 #3f586c #83a1ae #cfdfdf",
    "paving": "#4b4a5c #75717d #9f978f #c6bba6 #e9dfc6",
    "door": "#15303c #275260 #417783 #73a2a3 #b5cfc4",
    "cloth": "#5d2133 #8e3048 #b64a58 #cf6d6c #e6a08f",
    "canvas": "#8a7488 #b79fa2 #d8c3b6 #efe0cb #fbf4e4",
    "beam": "#241a1e #3d2b2b #5c4238 #86644c #b8946d",
    "lantern": "#7c3524 #bb5a30 #dd8f4a #efc27c #fae6b8",
    "lamp": "#a4562a #d98a3a #f2bd5c #fbe19a #fff5cf",
    "flowers": "#743a66 #b05986 #d98bab #f2bdc9 #fdeae4",
    "snow": "#6f86b4 #9db2d4 #c6d4e7 #e4eaf1 #fbf7f1",
    "fir": "#0c1c1f #16302f #26493f #3f6a4e #6f8f5c #a9b878",
    "fern": "#1a3524 #2f5a2e #548438 #86aa4a #b9cb6e #e2e39c",
    "moss": "#1a3029 #2f4c31 #55703a #849148 #b3b15f #ddd491",
    "deck": "#2c2626 #4d4038 #786453 #a48c6c #cbb48c #e8d8b2",
}

# The paints of the workshop: duller than those of the street.
INDOOR_PAINTS = {
    "floor": "#33241f #5a3f31 #8a6545 #b98f62 #dcb988 #f3e0bd",
    "beam": "#1e1717 #372a27 #594439 #836750 #b09373",
    "bench": "#301f18 #573824 #855836 #b08051 #d6ac7a #eed5ab",
    "lantern": "#6e4530 #a9744a #d6aa74 #efd5a6 #fcf2db",
    "paper": "#7a7073 #b0a598 #d8cdb8 #efe6d1 #fdf8ea",
    "door": "#1c2c33 #2f4a52 #4f7278 #7c9c9b #b4c6bd",
    "cloth": "#42202c #6e3440 #9a4f56 #bf7d76 #e3b8a5",
}
# Those of the fir wood.
WOOD_PAINTS = {"lantern": "#8a4a26 #cf7f35 #f0b456 #fbdc92 #fff3c8"}


@njit(cache=True)
def _blend(table, value, depth, haze, out):
    last = table.shape[0] - 1
    for i in range(value.size):
        at = min(max(value[i], 0.0), 1.0) * last
        low = min(int(at), last - 1)
        part = at - low
        far = depth[i]
        for k in range(3):
            out[i, k] = (table[low, k] * (1 - part) + table[low + 1, k] * part) * (1 - far) + haze[k] * far


@dataclass(frozen=True)
class Hour:
    """`sun`: direction towards it (x right, y down, z to the viewer); `shade` and `lit`: linear RGB factors on the
    dark and the light end of each paint; `haze`: colour of the air; `stops`: sky from zenith to horizon. `tubes`: paints of
    the place instead of the film's, which the hour turns as it does those; `paints`: those of the hour, as they are."""

    sun: tuple[float, float, float]
    stops: tuple[str, ...]
    haze: str
    shade: tuple[float, float, float] = (1.0, 1.0, 1.0)
    lit: tuple[float, float, float] = (1.0, 1.0, 1.0)
    tubes: dict = field(default_factory=dict)
    paints: dict = field(default_factory=dict)
    lamps: float = 0.0
    season: str = "summer"

    def mix(self, name: str, value, depth=0.0) -> np.ndarray:
        """OKLab (..., 3) of material `name` at `value` 0..1 (dark to light), `depth` 0..1 into the haze."""
        value, depth = np.broadcast_arrays(np.asarray(value, np.float32), np.asarray(depth, np.float32))
        out = np.empty((value.size, 3), np.float32)
        _blend(self._table(name), value.ravel(), depth.ravel(), paint(self.haze), out)
        return out.reshape(*value.shape, 3)

    @property
    def level(self) -> float:
        """Share 0..1 of the sun that reaches level ground."""
        return float(np.clip(-self.sun[1] / 0.56, 0, 1))

    @property
    def reach(self) -> float:
        """Length of a cast shadow along the picture, in heights of what casts it (to the right when positive)."""
        return float(-self.sun[0] / max(0.2, -self.sun[1]))

    def _table(self, name: str) -> np.ndarray:
        if name in self.paints:
            return np.array([paint(c) for c in self.paints[name].split()])
        tubes = np.array([paint(c) for c in self.tubes.get(name, PAINTS.get(name)).split()])
        if self.shade == self.lit == (1.0, 1.0, 1.0):
            return tubes
        t = np.linspace(0, 1, len(tubes))[:, None] ** 1.2
        return oklab_of_linear(linear_of_oklab(tubes) * (np.array(self.shade) * (1 - t) + np.array(self.lit) * t))

    def sky(self, height) -> np.ndarray:
        """OKLab of the bare sky at `height` 0 (zenith) .. 1 (horizon)."""
        stops = np.array([paint(c) for c in self.stops])
        at = np.clip(np.asarray(height, float), 0, 1)
        where = np.linspace(0, 1, len(stops))
        return np.stack([np.interp(at, where, stops[:, k]) for k in range(3)], -1)


NOON = Hour(sun=(-0.56, -0.70, 0.44), stops=("#3d7cbb", "#5795ce", "#82b4dc", "#b3d2e3", "#e0e8e1"), haze="#bcd0dc")

DUSK = Hour(
    sun=(-0.90, -0.34, 0.16),
    stops=("#3b4a7d", "#5f659a", "#9a86ab", "#dba398", "#f7cf9c"),
    haze="#a890ae",
    shade=(0.47, 0.48, 0.74),
    lit=(1.06, 0.70, 0.55),
    paints={
        "cloud": "#59608f #7f78a2 #b58da6 #eab093 #ffdfae",
        "far-hill": "#4d5485 #665f90 #86709a #b58c9f #e6b79c",
        "lamp": PAINTS["lamp"],
        "lantern": "#8f3f24 #cf6a2c #efa347 #fbd384 #fff3cc",
    },
    lamps=1.0,
)
AUTUMN = Hour(
    season="autumn",
    sun=(-0.68, -0.58, 0.45),
    stops=("#5b8fc0", "#7fa9cf", "#a6c4da", "#cfdcdd", "#efe6d2"),
    haze="#c9cfd2",
    lit=(1.03, 0.99, 0.92),
    paints={
        "foliage": "#2e1c1c #613020 #955029 #c07f3a #d9ad5f #eed79d",
        "grass": "#1f322c #3f512f #6a7138 #979048 #c0b264 #e3d695",
        "meadow": "#5f4b2f #94763d #c09b54 #dcbf78 #f0deaa",
        "near-hill": "#20373a #36503f #5b6e48 #8d8f56 #bdb37a",
        "flowers": "#5a355a #87557f #ae7f9f #d2afbd #efe0da",
        "reeds": "#3c3327 #6f5a35 #9f8147 #cba866 #ecd9a0",
    },
)

# Indoors: `stops` and the paints of hills and water are what the window shows; lamps decide between sun and lanterns.
INDOORS = Hour(
    sun=(-0.30, -0.64, -0.70),
    tubes=INDOOR_PAINTS,
    stops=("#8fb9dc", "#aecbe0", "#cddde2", "#e7ebe2", "#f6f3e2"),
    haze="#dfe6e2",
    shade=(0.80, 0.82, 0.98),
    lit=(1.03, 1.0, 0.93),
    paints={
        "far-hill": "#7e9cb4 #97b1bf #adc2c6 #c6d3cb #dde2d2",
        "near-hill": "#4f7270 #6a8c80 #8aa68e #adbf9f #cbd3b2",
        "wall": "#625f70 #918b90 #c0b6ab #e6dbc6 #f9f2e0",
        "rock": "#33343b #57555a #827c78 #aca495 #d8cfba",
        "water": "#6f9fb6 #8fb6c4 #b1ced2 #d6e4de #f7f6e8",
        "glass": PAINTS["glass"],
    },
)
LANTERNS = Hour(
    sun=INDOORS.sun,
    tubes=INDOOR_PAINTS,
    stops=("#101a3a", "#16234a", "#22335f", "#344a77", "#4d6489"),
    haze="#24325a",
    shade=(0.17, 0.22, 0.52),
    lit=(1.14, 0.80, 0.46),
    paints={
        "far-hill": "#141d40 #1a264c #22305a #2d3d68 #3b4c77",
        "near-hill": "#0b1230 #10193a #172244 #202e52 #2b3a60",
        "water": "#121d42 #1d2c58 #304675 #5c769c #a9bccb",
        "wall": "#2a2b4c #413e5b #5f5266 #8f7268 #d0a67c",
        "paper": "#2b2c4a #66566a #b58a6c #ecc58c #fbe6bd",
        "rock": "#12162a #262a40 #4a4450 #85694f #c79d69",
        "lantern": "#8a3f1e #c96f26 #f0a545 #fcd586 #fff4d2",
        "glass": "#0d1330 #141d40 #1f2c55 #33456f #5b7090",
    },
    lamps=1.0,
)

# In the wood, light comes down between the trunks.
WOOD_MORNING = Hour(
    tubes=WOOD_PAINTS,
    sun=(-0.74, -0.60, 0.30),
    stops=("#bfd6cb", "#d0dfcb", "#e2e8cb", "#f2eecb", "#fdf4d4"),
    haze="#dbe4c6",
    shade=(0.90, 0.98, 1.0),
    lit=(1.05, 1.0, 0.88),
    paints={
        "roof": "#30262a #583a39 #875742 #ae7d59 #cda77f #e8cea8",
        "rock": "#222a2a #434b46 #6e7365 #a4a386 #dfdab6",
        "water": "#0f2523 #1c3d38 #3f6b5f #8db097 #e9f0d2",
        "moss": "#16291f #28452c #4c6a34 #8a9a45 #c4c163 #f0e79a",
    },
)
WOOD_WINTER = Hour(
    tubes=WOOD_PAINTS,
    season="winter",
    sun=(-0.82, -0.44, 0.30),
    stops=("#8ea8cf", "#a9bddb", "#c5d1e4", "#dfdfe6", "#f4e4d6"),
    haze="#bccbe0",
    shade=(0.72, 0.82, 1.06),
    lit=(1.0, 0.94, 0.90),
    paints={
        "moss": "#4d6594 #7690bb #a3b9d8 #cbd8e8 #ecedee #fdf3e4",
        "grass": "#4d6594 #7690bb #a3b9d8 #cbd8e8 #ecedee #fdf3e4",
        "path": "#5a6c96 #8195ba #a9b9d3 #ccd5e2 #ece8e4",
        "snow": "#566e9f #8299c4 #adc1de #d5dfec #fbf3e8",
        "fern": "#2b2a35 #4d4448 #75665c #9d8a70 #c4b08c #e2d3b4",
        "fir": "#111d2b #1b3040 #2f4a55 #4d6c70 #7f9791 #b4c0b6",
        "dark-foliage": "#1b2c40 #2c445a #4a6478 #6f8899 #a3b4c0",
        "trunk": "#1d1c26 #352f38 #564b4d #81716a #b7a796",
        "water": "#14202f #26384c #476075 #7d95a8 #c3d2dc",
        "lamp": PAINTS["lamp"],
        "lantern": WOOD_PAINTS["lantern"],
    },
    lamps=0.9,
)
