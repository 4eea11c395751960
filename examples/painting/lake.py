"""Place A: a boathouse on a lake among wooded hills, seen from under a big tree on the near bank."""

import numpy as np
from scipy.ndimage import gaussian_filter

from . import noise
from .boathouse import boathouse
from .easel import Easel
from .edges import lose
from .foliage import canopy, limb
from .forms import below, edge, polygon
from .ground import cast, grass, path, tufts
from .hills import far_hills, woods
from .lamps import halo, streaks
from .light import Hour
from .plants import flowers, reeds, specks
from .sky import clouds, cumulus, sky
from .solid import Camera, Face
from .stones import boulder
from .walls import boards
from .water import water

FAR = 548.0  # far shore, px
SHORE = [
    (-30, 748),
    (160, 756),
    (330, 774),
    (520, 796),
    (700, 824),
    (860, 862),
    (1010, 892),
    (1180, 896),
    (1360, 862),
    (1540, 822),
    (1740, 794),
    (1960, 782),
]
STONES = [
    (1178, 918, 112, 104),
    (1105, 905, 66, 62),
    (1252, 906, 58, 50),
    (985, 920, 44, 40),
    (1330, 900, 40, 34),
    (1060, 950, 40, 28),
    (1290, 956, 30, 20),
]
CAMERA = Camera(1500.0, 960.0, 505.0, 3.0)


def paint(hour: Hour, seed: int = 7) -> Easel:
    """Paint the lake at `hour`; returns the easel with canvas and labels."""
    easel = Easel((1080, 1920), hour, seed, CAMERA.level)
    x, y = easel.grid()
    easel.focus = np.clip(
        np.exp(-(((x - 620) / 420) ** 2 + ((y - 610) / 230) ** 2))
        + 0.6 * np.exp(-(((x - 1180) / 260) ** 2 + ((y - 860) / 110) ** 2)),
        0,
        1,
    ).astype(np.float32)
    _distance(easel)
    bank = below(edge(SHORE, 1920), easel.shape)
    lake = ((y > FAR) & (bank < 0.5)).astype(np.float32)
    reach = hour.reach
    shade = cast(easel, [(770 + 75 * reach, 772, 40 + 105 * reach, 24)], 8)
    under = CAMERA.see([(-11.0, 0.1, 18.7), (-10.2, 0.1, 20.4), (1.5, 0.1, 15.2), (1.2, 0.1, 13.2)])
    shade = np.maximum(shade, gaussian_filter(polygon(under, easel.shape), 3))
    stage = easel.canvas.copy()
    easel.canvas, plain = stage, easel.canvas
    built = boathouse(easel, CAMERA)
    easel.canvas = plain
    foot = np.interp(np.arange(1920), [60, 1150], [751, 838])
    far = np.full(1920, FAR)
    water(easel, lake, FAR, [(plain.lab, None, far), (stage.lab, built, foot)], shadow=shade)
    streaks(easel, 1072, 790, 850, 16, "lantern-image", lake)
    streaks(easel, 706, 690, 728, 20, "loft-image", lake)
    with easel.naming(trunk="beam"):
        boathouse(easel, CAMERA)
    shade = _bank(easel, bank)
    _tree(easel, shade)
    lose(easel)
    _lamplight(easel)
    return easel


def _distance(easel: Easel) -> None:
    """Sky, clouds, far range, wooded shores."""
    rng = easel.rng("heaps")
    x, y = easel.grid()
    low_sun = np.exp(-(((x - 60) / 900) ** 2 + ((y - 520) / 260) ** 2)) * easel.hour.lamps
    bare = sky(easel, 545, glow=(low_sun[..., None] * np.array([0.05, 0.02, 0.05])).astype(np.float32))
    clouds(
        easel,
        [(cumulus(960, 480, 700, 400, rng, 0.06, 34), 480), (cumulus(600, 480, 460, 190, rng, 0, 18), 480)],
        bare,
        "heap-far",
    )
    clouds(
        easel,
        [(cumulus(1280, 486, 520, 225, rng, -0.1, 24), 486), (cumulus(90, 440, 480, 215, rng, 0.12, 22), 440)],
        bare,
        "heap-near",
    )
    far_hills(
        easel,
        [
            (-20, 430),
            (200, 452),
            (430, 420),
            (620, 446),
            (800, 408),
            (960, 384),
            (1080, 420),
            (1260, 452),
            (1420, 428),
            (1700, 400),
            (1940, 420),
        ],
        0.34,
        "range",
        FAR,
    )
    far_hills(
        easel,
        [
            (-20, 500),
            (300, 470),
            (560, 486),
            (760, 470),
            (900, 492),
            (1060, 476),
            (1300, 452),
            (1480, 470),
            (1700, 440),
            (1940, 450),
        ],
        0.20,
        "range-near",
        FAR,
    )
    foot = [(-20, FAR), (960, FAR), (1940, FAR)]
    woods(
        easel,
        [(-20, 380), (180, 372), (340, 420), (520, 478), (690, 524), (800, 545), (820, 560), (1940, 560)],
        foot,
        0.24,
        "west",
        (9, 15),
        tone=0.04,
        mist=0.34,
    )
    woods(
        easel,
        [(-20, 560), (900, 560), (1000, 543), (1120, 526), (1290, 505), (1450, 458), (1620, 420), (1940, 390)],
        foot,
        0.28,
        "east",
        (8, 14),
        mist=0.28,
    )
    x, y = easel.grid()
    strip = (np.abs(y - FAR + 1 - 2 * noise.at(x[0], x[0] * 0, 60, 3, 2)[None, :]) < 3.5).astype(np.float32)
    target = easel.hour.mix("meadow", np.full(easel.shape, 0.62), 0.25).astype(np.float32)
    easel.canvas.lay(
        strip, target, easel.rng("strip"), width=1.8, ratio=7.0, coverage=1.2, alpha=0.8, dry=0.2, turn=0.02
    )


def _bank(easel: Easel, bank) -> np.ndarray:
    """Turf, path, stones and plants of the near bank; returns the shadow on it."""
    hour = easel.hour
    x, y = easel.grid()
    shore = edge(SHORE, 1920)
    slope = np.arctan(np.gradient(gaussian_filter(shore, 40)))[None, :] * np.clip(
        1.1 - (y - shore[None, :]) / 220, 0, 1
    )
    reach = hour.reach
    spots = [
        (1625 + 110 * reach, 975, 270 + 90 * reach, 70),
        (1740 + 150 * reach, 925, 120 + 150 * reach, 50),
        (1420 + 70 * reach, 1010, 190, 26),
        (120, 1085, 620, 128),
        (1260, 1105, 640, 104),
    ]
    shade = easel.shaded(cast(easel, spots, 5, 0.55))
    grass(easel, bank, "bank", shadow=shade, lean=slope.astype(np.float32), dry_share=0.30)
    lip = np.clip(1 - np.abs(y - shore[None, :] - 5) / 6, 0, 1) * bank
    earth = hour.mix("path", np.full(easel.shape, 0.26)).astype(np.float32)
    easel.canvas.lay(
        lip,
        earth,
        easel.rng("lip"),
        width=3.0,
        ratio=3.0,
        coverage=1.0,
        alpha=0.7,
        dry=0.3,
        angle=slope.astype(np.float32),
    )
    way = path(
        easel,
        [(890, 1120), (820, 1030), (690, 952), (540, 890), (420, 838), (352, 790)],
        (125, 92, 64, 44, 32, 24),
        "path",
        shadow=shade,
        inside=bank,
    )
    step = Face(CAMERA, np.array([-7.75, 0.05, 17.0]), np.array([1.0, 0, 0]), np.array([0.0, 0.28, 0.96]), (1.3, 1.2))
    with easel.naming(planks="deck"):
        boards(easel, step, "gangway", lambda u, v: 0.66 + 0 * u, wide=0.2, upright=False)
    off = (gaussian_filter(way, 6) < 0.25).astype(np.float32)
    band = y - shore[None, :]
    reed_left = ((band > -8) & (band < 14) & ((x < 190) | ((x > 560) & (x < 760)))).astype(np.float32)
    reed_right = ((band > -10) & (band < 12) & (x > 1370) & (x < 1530)).astype(np.float32)
    reeds(easel, reed_left, "reeds-left", shadow=shade, length=66, count=110)
    reeds(easel, reed_right, "reeds-right", shadow=shade, length=70, count=90)
    verge = bank * (gaussian_filter(way, 9) > 0.12) * (way < 0.3)
    tufts(easel, verge, "verge", count=150, length=20, shadow=shade)
    rim = ((band > 6) & (band < 40)).astype(np.float32) * off * bank
    tufts(easel, rim, "rim-tufts", count=150, length=22, shadow=shade)
    drift = bank * off * (noise.over(easel.shape, (330, 120), 61, 3) > 0.16) * (y > 850)
    tufts(easel, drift, "drift-tufts", count=120, length=27, shadow=shade)
    dry = bank * off * (noise.over(easel.shape, (400, 120), 68, 3) > 0.20) * (y > 830)
    tufts(easel, dry, "dry-tufts", count=260, length=30, shadow=shade, material="meadow", tone=0.1)
    for k, (bx, by, rx, ry) in enumerate(STONES):
        boulder(easel, bx, by, rx, ry, f"stone-{k}", moss=0.35)
    skirt = sum(((np.abs(x - bx) < 0.8 * rx) & (np.abs(y - by - 0.16 * ry) < 5)) for bx, by, rx, ry in STONES) > 0
    tufts(easel, skirt * bank, "stone-tufts", count=90, length=20, shadow=shade)
    specks(easel, bank * off * (band > 30), "specks", size=5.0, dense=3.0, shadow=shade)
    bed = (
        bank
        * off
        * (((x - 215) / 300) ** 2 + ((y - 1005) / 82) ** 2 + 0.5 * noise.over(easel.shape, (120, 60), 62, 3) < 0.9)
    )
    bed = np.maximum(
        bed,
        bank
        * (((x - 1500) / 120) ** 2 + ((y - 1015) / 36) ** 2 + 0.4 * noise.over(easel.shape, (90, 40), 63, 3) < 0.9),
    )
    flowers(easel, bed, "flowers", shadow=0.6 * shade, size=15.0)
    return shade


def _tree(easel: Easel, ground_shade) -> None:
    """The big tree, its branches through the leaves, and the grass in front of it."""
    masses = [
        (1260, 60, -10, 78),
        (1180, 92, 0, 58),
        (1340, 40, 0, 92),
        (1120, 110, 10, 34),
        (1330, 214, 40, 62),
        (1400, 190, 30, 84),
        (1272, 214, 40, 56),
        (1480, 215, 40, 78),
        (1480, 40, 0, 110),
        (1610, 30, 10, 130),
        (1560, 160, 30, 96),
        (1760, 20, 0, 150),
        (1890, 90, 0, 130),
        (1680, 160, 50, 110),
        (1800, 190, 40, 110),
        (1560, 318, 80, 74),
        (1640, 300, 90, 70),
        (1490, 340, 80, 44),
        (1740, 330, 80, 92),
        (1840, 350, 60, 100),
        (1920, 300, 40, 100),
        (1800, 450, 70, 62),
        (1890, 470, 60, 74),
        (1900, 200, 20, 110),
    ]
    canopy(
        easel,
        [(m[0] + 14, m[1] + 24, -60, 0.9 * m[3]) for m in masses[2:]],
        "canopy-back",
        tone=-0.34,
        leaf=12,
        holes=0.9,
    )

    def shade(px, py):
        return np.clip((560 - py) / 120, 0, 1) * 0.9 + 0.5 * (noise.at(px, py, 60, 8, 2) > 0.35) * (py < 760)

    limb(easel, [(1640, 560), (1740, 450), (1820, 330), (1870, 200)], (34, 14), "branch-right", shade=shade)
    limb(easel, [(1612, 600), (1540, 470), (1440, 370), (1380, 250)], (38, 12), "branch-left", shade=shade)
    limb(easel, [(1480, 405), (1400, 372), (1310, 300), (1270, 210)], (16, 6), "branch-twig", shade=shade)
    for k, (px, py, r) in enumerate([(1520, 948, 20), (1716, 950, 22), (1590, 972, 18), (1660, 978, 20)]):
        limb(
            easel,
            [(1618 + 0.15 * (px - 1618), 840), (0.45 * 1622 + 0.55 * px, 905), (px, py)],
            (46, r * 0.35),
            f"root-{k}",
        )
    limb(easel, [(1624, 945), (1600, 760), (1622, 560), (1668, 330), (1690, 150)], (66, 30), "trunk", shade=shade)
    canopy(easel, masses, "canopy", leaf=9, holes=0.7)
    x, y = easel.grid()
    foot = ((np.abs(x - 1620) < 150) & (y > 925) & (y < 985)).astype(np.float32)
    tufts(easel, foot, "foot-tufts", count=60, length=32, shadow=ground_shade)
    front = (
        (y > 1035).astype(np.float32) * (np.abs(x - 860) > 170) * (noise.over(easel.shape, (260, 200), 66, 2) > -0.1)
    )
    tufts(easel, front, "front-tufts", count=44, length=50, shadow=ground_shade, tone=-0.08)


def _lamplight(easel: Easel) -> None:
    """What windows and lantern do to the air and the boards near them."""
    for x, y, r in ((290, 600, 90), (500, 612, 90), (712, 452, 60)):
        halo(easel, x, y, 1.25 * r, 1.25 * r, 0.34)
    halo(easel, 1068, 622, 26, 26, 0.9)
    halo(easel, 1068, 630, 130, 120, 0.35)
    halo(easel, 410, 735, 300, 40, 0.55)
    halo(easel, 440, 800, 260, 40, 0.25)
    halo(easel, 1040, 765, 150, 30, 0.35)
