"""Place C: the fir wood above the lake. A path crosses a brook by a plank footbridge, past a shrine with a lantern."""

import numpy as np
from scipy.ndimage import gaussian_filter

from . import noise
from .bark import roots, trunk
from .brooks import brook, ice, snow_cap, stones
from .conifers import backdrop, boughs
from .easel import Easel
from .edges import lose
from .ferns import ferns
from .forms import below, edge, polygon
from .ground import cast, grass, path, tufts
from .lamps import halo
from .light import Hour
from .palette import INDEX
from .shafts import shafts
from .solid import Camera
from .stones import boulder
from .wayside import footbridge, shrine

CAMERA = Camera(1500.0, 960.0, 430.0, 1.7)
FLOOR = [(-20, 560), (300, 540), (620, 518), (860, 508), (1100, 516), (1400, 540), (1700, 562), (1940, 580)]
BROOK = [(1150, 552), (1110, 586), (1030, 645), (950, 715), (830, 800), (640, 905), (440, 1010), (300, 1120)]
WIDE = (9, 18, 44, 82, 116, 158, 205, 250)
POOLS = [
    (800, 545, 300, 22),
    (640, 600, 150, 22),
    (700, 660, 110, 16),
    (1330, 778, 240, 40),
    (1190, 690, 120, 18),
    (1250, 880, 120, 26),
    (1480, 930, 190, 30),
    (420, 790, 140, 26),
    (330, 700, 120, 16),
    (1060, 600, 90, 10),
    (1580, 640, 120, 12),
]


def paint(hour: Hour, seed: int = 41) -> Easel:
    """Paint the wood at `hour`; returns the easel with canvas and labels."""
    easel = Easel((1080, 1920), hour, seed, CAMERA.level)
    x, y = easel.grid()
    easel.focus = np.clip(
        np.exp(-(((x - 1330) / 300) ** 2 + ((y - 620) / 260) ** 2))
        + 0.7 * np.exp(-(((x - 960) / 260) ** 2 + ((y - 740) / 120) ** 2)),
        0,
        1,
    ).astype(np.float32)
    glow = np.exp(-(((x - 800) / 470) ** 2 + ((y - 330) / 330) ** 2)).astype(np.float32)
    backdrop(easel, glow, (815, 120, 140, 320), 520.0)
    _middle_wood(easel, glow)
    floor = below(edge(FLOOR, 1920) + 5 * noise.at(np.arange(1920), 0, 70, 3, 3), easel.shape)
    pools = cast(easel, POOLS, 4, 0.30, 12)
    shade = easel.shaded(0.92 * (1 - pools) * np.clip((y - 500) / 60, 0, 1)).astype(np.float32)
    lift = (0.02 + 0.22 * pools if hour.season == "summer" else 0.08 + 0.06 * pools).astype(np.float32)
    grass(easel, floor, "floor", shadow=shade, material="moss", second=None, tone=lift, depth=0.85)
    sunlit = (cast(easel, POOLS, 4, 0.0, 12) > 0.45) & (floor > 0.5)
    easel.canvas.labels[sunlit] = INDEX["grass"]  # light and shade are painted from each their own
    _needles(easel, floor, shade)
    stream = brook(easel, BROOK, WIDE, "brook", shadow=shade, far=552.0, mirror_at=430.0)
    ice(easel, stream, "ice", shade)
    _ways(easel, stream, shade)
    _banks(easel, stream, shade)
    _trunks(easel, [(1190, 566, 15, 0.30), (600, 590, 20, 0.26)])
    sunny = 1.0 if hour.season == "summer" else 0.5
    shafts(
        easel,
        (60, -560),
        [(700, 640, 80, 0.9), (930, 660, 48, 0.7), (1130, 620, 60, 0.8), (1400, 800, 100, 1.0), (1660, 690, 60, 0.6)],
        0.85 * sunny,
    )
    _bridge_shadow(easel)
    footbridge(easel, CAMERA, (0.66, 6.95), (-1.15, 10.3), 0.62)
    _trunks(easel, [(1545, 632, 30, 0.14), (455, 660, 36, 0.10), (1650, 700, 42, 0.05)])
    _boulders(easel)
    shrine(easel, CAMERA, (2.5, 7.95), -0.34, 0.66)
    _undergrowth(easel, shade)
    shafts(easel, (60, -560), [(1330, 850, 52, 0.8), (520, 780, 46, 0.7), (360, 830, 30, 0.5)], 0.34 * sunny, 57)
    _frame(easel)
    lose(easel)
    halo(easel, 1428, 640, 90, 90, 0.5)
    halo(easel, 1390, 710, 330, 230, 0.30)
    halo(easel, 1390, 800, 240, 50, 0.45)
    return easel


def _middle_wood(easel: Easel, glow) -> None:
    """Young firs and slim trunks on the far floor."""
    air = (0.30 + 0.45 * glow).astype(np.float32)
    for k, (x, foot, tall) in enumerate(
        [
            (560, 548, 210),
            (1240, 560, 260),
            (1090, 534, 150),
            (350, 566, 330),
            (1640, 590, 380),
            (1500, 560, 240),
            (205, 570, 260),
        ]
    ):
        boughs(
            easel,
            x,
            foot - tall,
            foot - 4,
            0.30 * tall,
            f"young-{k}",
            gap=tall / 15,
            depth=air,
            tone=0.10,
            droop=0.55,
            mark="foliage",
        )


def _needles(easel: Easel, floor, shade) -> None:
    """Brown needles in drifts between the moss, where no snow lies."""
    if easel.hour.season == "winter":
        return
    near = np.maximum(easel.nearness(), 0.06)
    drift = noise.over(easel.shape, (420, 90), 31, 3)
    where = floor * (drift > 0.12) * (shade < 0.7)
    target = easel.hour.mix(
        "path",
        np.clip(0.46 - 0.42 * shade + 0.1 * noise.over(easel.shape, (120, 40), 32, 2), 0, 1),
        0.3 * (1 - near) ** 2,
    )
    easel.canvas.lay(
        where,
        target.astype(np.float32),
        easel.rng("needles"),
        width=2.0 + 9.0 * near,
        ratio=3.0,
        coverage=0.45,
        alpha=0.55,
        dry=0.45,
        angle=0.0,
    )


def _ways(easel: Easel, stream, shade) -> None:
    """The path on both sides of the bridge."""
    dry = 1 - gaussian_filter(stream, 2)
    path(
        easel,
        [(806, 694), (742, 662), (714, 630), (740, 596), (796, 566), (822, 540)],
        (38, 34, 27, 19, 12, 7),
        "path-far",
        shadow=shade,
        inside=dry,
    )
    path(
        easel,
        [(1470, 1130), (1400, 1010), (1290, 910), (1200, 850), (1130, 806)],
        (150, 116, 86, 66, 54),
        "path-near",
        shadow=shade,
        inside=dry,
    )


def _banks(easel: Easel, stream, shade) -> None:
    """Stones in the water and moss over its edges."""
    places = [
        (560, 985, 92, 74),
        (470, 1040, 60, 44),
        (668, 1000, 44, 34),
        (700, 862, 50, 40),
        (640, 880, 30, 24),
        (832, 842, 36, 26),
        (1000, 668, 24, 16),
        (1052, 640, 16, 12),
        (900, 700, 26, 18),
        (250, 1010, 84, 70),
        (360, 935, 42, 34),
        (880, 900, 64, 52),
        (955, 850, 38, 30),
        (790, 985, 50, 36),
    ]
    stones(easel, places, "stones", shadow=shade)
    rim = (
        (gaussian_filter(stream, 4) > 0.12) & (stream < 0.3) & (noise.over(easel.shape, (90, 40), 33, 2) > -0.1)
    ).astype(np.float32)
    tufts(easel, rim, "rim", count=150, length=22, shadow=shade, material="moss", tone=0.02, wind=0.05)


def _bridge_shadow(easel: Easel) -> None:
    """What the bridge keeps from the light below it. The map stays."""
    under = CAMERA.see([(0.9, 0.0, 6.8), (-1.1, 0.0, 10.1), (-1.35, 0.0, 9.6), (0.3, 0.0, 6.3)])
    dark = 0.45 * gaussian_filter(polygon(under, easel.shape), 5)
    easel.canvas.lab[..., 0] *= 1 - dark
    easel.canvas.lab[..., 1:] *= (1 - 0.4 * dark)[..., None]


def _trunks(easel: Easel, places) -> None:
    """Firs of the middle distance, (x, foot, half-width, depth) each, with their feet on the floor."""

    def dapple(px, py):
        return 0.75 - 0.75 * (noise.at(px * 0.6, py, 170, 9, 2) > 0.18)

    for k, (x, foot, half, depth) in enumerate(places):
        lean = (-1) ** k * 0.01
        points = [(x, foot), (x + lean * 300, foot - 300), (x + lean * 700, -40)]
        roots(easel, x, foot, half, f"root-{x}", depth=depth, shade=dapple)
        trunk(
            easel,
            points,
            [half * k for k in (1.65, 1.2, 1.04, 1.0, 0.96, 0.92, 0.88, 0.84, 0.8)],
            f"mid-{x}",
            shade=dapple,
            depth=depth,
        )


def _boulders(easel: Easel) -> None:
    """Boulders on the floor and where the bridge rests."""
    white = easel.hour.season == "winter"
    for k, (x, y, rx, ry) in enumerate(
        [
            (1712, 762, 110, 84),
            (1610, 778, 50, 36),
            (250, 752, 84, 60),
            (330, 764, 40, 26),
            (1090, 940, 70, 50),
            (1120, 838, 58, 36),
            (1060, 820, 30, 20),
            (786, 716, 40, 22),
        ]
    ):
        boulder(easel, x, y, rx, ry, f"rock-{k}", shade=0.14, moss=0.95 if white else 0.75)
        if white:
            snow_cap(easel, f"rock-{k}-snow", x, y, rx, ry, 0.05)


def _undergrowth(easel: Easel, shade) -> None:
    """Moss about the feet of things; ferns by the shrine, along the path and the banks."""
    x, y = easel.grid()
    feet = np.zeros(easel.shape, bool)
    for cx, cy, half in (
        (600, 596, 40),
        (455, 668, 70),
        (1680, 712, 50),
        (1436, 772, 92),
        (1712, 778, 100),
        (250, 764, 80),
    ):
        feet |= (np.abs(x - cx) < half) & (np.abs(y - cy) < 5)
    tufts(
        easel,
        feet.astype(np.float32),
        "feet",
        count=170,
        length=30,
        shadow=shade,
        material="moss",
        wind=0.0,
        label=False,
    )
    ferns(
        easel,
        [
            (1540, 778, 66),
            (1495, 800, 52),
            (1276, 772, 36),
            (540, 716, 40),
            (590, 724, 34),
            (400, 730, 46),
            (1020, 890, 70),
            (1075, 905, 54),
            (1640, 830, 80),
            (1560, 860, 70),
            (200, 840, 84),
            (290, 860, 70),
            (1110, 1010, 96),
            (1020, 1050, 110),
            (1720, 930, 120),
            (1600, 980, 110),
        ],
        "fern",
        shadow=shade,
    )


def _frame(easel: Easel) -> None:
    """The dark firs at either side, near boughs overhead and ferns at the picture's foot."""

    def dusk(px, py):
        return 0.95 - 0.5 * (noise.at(px * 0.5, py, 240, 19, 2) > 0.30)

    for x, foot, half in ((84, 960, 98), (1806, 1010, 112)):
        points = [(x, foot), (x + 6, 700), (x - 4, 330), (x + 10, -60)]
        roots(easel, x, foot, half, f"near-root-{x}", shade=dusk, tone=-0.05)
        trunk(
            easel,
            points,
            [half * k for k in (1.5, 1.16, 1.02, 0.97, 0.94, 0.91, 0.88, 0.85, 0.82)],
            f"near-{x}",
            shade=dusk,
            tone=-0.05,
        )
    boughs(
        easel, 1850, -460, 60, 560, "near-bough-right", tip=0.75, gap=58, twig=0.062, droop=0.50, tone=-0.07, around=9
    )
    boughs(easel, 30, -460, 130, 540, "near-bough-left", tip=0.75, gap=58, twig=0.062, droop=0.50, tone=-0.07, around=9)
    ferns(
        easel,
        [(60, 1010, 150), (190, 1050, 130), (1900, 1040, 190), (1740, 1085, 170), (1590, 1110, 150)],
        "near-fern",
        tone=-0.16,
    )
