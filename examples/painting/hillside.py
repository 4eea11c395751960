"""Place B: a village house above a dry-stone wall on a slope, firs and leaf trees about it, a valley to the right."""

import numpy as np
from scipy.ndimage import gaussian_filter

from . import noise
from .easel import Easel
from .edges import lose
from .foliage import canopy, fir, limb
from .forms import below, edge, polygon
from .ground import cast, grass, path, tufts
from .hills import far_hills, woods
from .light import Hour
from .palette import INDEX
from .plants import flowers, specks
from .sky import clouds, cumulus, sky
from .solid import Camera, Face
from .stones import boulder
from .village_house import house
from .walls import masonry

CAMERA = Camera(1500.0, 960.0, 560.0, 0.0)
BROW = [(-20, 486), (160, 548), (400, 606), (700, 628), (1060, 622), (1300, 652), (1560, 722), (1760, 786), (1960, 850)]


def paint(hour: Hour, seed: int = 23) -> Easel:
    """Paint the hillside at `hour`; returns the easel with canvas and labels."""
    easel = Easel((1080, 1920), hour, seed, 500.0)
    x, y = easel.grid()
    easel.focus = np.clip(
        np.exp(-(((x - 800) / 420) ** 2 + ((y - 540) / 240) ** 2))
        + 0.5 * np.exp(-(((x - 1130) / 150) ** 2 + ((y - 800) / 160) ** 2)),
        0,
        1,
    ).astype(np.float32)
    _distance(easel)
    hill = below(edge(BROW, 1920), easel.shape)
    shade = easel.shaded(_shadows(easel))
    for k, (fx, foot, tall) in enumerate([(338, 606, 250), (30, 545, 420), (250, 602, 330), (118, 566, 500)]):
        fir(easel, fx, foot, tall, f"fir-{k}", depth=0.10 if tall < 300 else 0.03)
    limb(easel, [(440, 640), (446, 520), (430, 420)], (15, 7), "birch", depth=0.05)
    canopy(
        easel,
        [(430, 400, 20, 74), (476, 458, 30, 62), (382, 462, 30, 58), (440, 340, 0, 46), (500, 390, 0, 48)],
        "birch-leaves",
        leaf=6.5,
        depth=0.08,
        holes=0.5,
        hues=0.03,
    )
    slope = np.where(x > 1150, 0.26, np.where(x < 300, 0.24, 0.02)).astype(np.float32)
    slope = gaussian_filter(slope, 120)
    grass(easel, hill, "slope", shadow=shade, lean=slope, dry_share=0.62)
    with easel.naming(trunk="beam", rock="masonry"):
        house(easel, CAMERA)
    way = _terrace(easel, shade)
    _trees(easel)
    _foreground(easel, hill, way, shade)
    lose(easel)
    return easel


def _shadows(easel: Easel) -> np.ndarray:
    """What trees, house and unseen things behind the viewer cast on the slope."""
    reach = 90 * easel.hour.reach
    spots = [
        (1400 + reach, 742, 210, 34),
        (1500 + reach, 770, 170, 26),
        (1330 + 0.6 * reach, 716, 90, 18),
        (300, 690, 230, 30),
        (1120 + 0.4 * reach, 628, 110, 13),
        (80, 1085, 560, 130),
        (760, 1110, 420, 80),
        (1820, 1090, 400, 120),
    ]
    return cast(easel, spots, 5, 0.5)


def _distance(easel: Easel) -> None:
    """Sky, clouds, the range and the woods of the valley."""
    rng = easel.rng("heaps")
    turned = 0.42 if easel.hour.season == "autumn" else 0.0
    bare = sky(easel, 590, 0.75)
    clouds(easel, [(cumulus(1500, 470, 860, 270, rng, -0.12, 34), 470)], bare, "heap-far")
    clouds(
        easel,
        [(cumulus(300, 380, 520, 190, rng, 0.1, 22), 380), (cumulus(1880, 500, 420, 180, rng, 0, 18), 500)],
        bare,
        "heap-near",
    )
    far_hills(
        easel,
        [
            (-20, 520),
            (600, 500),
            (1000, 470),
            (1180, 440),
            (1360, 404),
            (1500, 432),
            (1660, 416),
            (1800, 452),
            (1940, 430),
        ],
        0.42,
        "range",
        640,
    )
    far_hills(
        easel,
        [(-20, 560), (900, 560), (1100, 530), (1300, 500), (1480, 520), (1700, 484), (1940, 508)],
        0.24,
        "range-near",
        700,
    )
    woods(
        easel,
        [(-20, 700), (1000, 640), (1180, 596), (1340, 560), (1500, 572), (1700, 540), (1940, 560)],
        [(-20, 700), (1000, 690), (1940, 760)],
        0.30,
        "valley",
        (8, 13),
        firs=0.5,
        turned=turned,
    )
    woods(
        easel,
        [(-20, 900), (1180, 700), (1330, 664), (1500, 640), (1640, 618), (1800, 640), (1940, 622)],
        [(-20, 900), (1180, 860), (1940, 900)],
        0.14,
        "valley-near",
        (13, 21),
        firs=0.7,
        turned=turned,
    )
    woods(
        easel,
        [(-20, 400), (180, 440), (420, 510), (640, 566), (820, 600), (900, 640), (1940, 900)],
        [(-20, 640), (900, 660), (1940, 910)],
        0.16,
        "crest",
        (12, 18),
        firs=0.9,
    )


def _terrace(easel: Easel, shade) -> np.ndarray:
    """Path, walls, steps, ivy and flower beds; returns the mask of the path."""
    x, y = easel.grid()
    bed = polygon([(560, 640), (700, 652), (1040, 634), (1050, 648), (700, 668), (540, 664)], easel.shape)
    bed = bed * (noise.over(easel.shape, (70, 30), 71, 2) > -0.6)
    way = path(
        easel,
        [(1010, 1120), (1030, 1010), (1130, 910), (1176, 838), (1134, 782), (1118, 744)],
        (130, 92, 62, 46, 38, 36),
        "path",
        shadow=shade,
    )
    canopy(
        easel,
        [(260, 650, 0, 34), (318, 652, 0, 28), (214, 648, 0, 28)],
        "hedge",
        leaf=5,
        material="dark-foliage",
        tone=0.15,
    )
    ivy = [
        (1100, 604, 0, 25),
        (1093, 566, 0, 22),
        (1101, 530, 0, 17),
        (1094, 498, 0, 15),
        (1074, 472, 0, 15),
        (1112, 570, 0, 14),
        (1050, 462, 0, 10),
    ]
    canopy(easel, ivy, "ivy", leaf=4.6, tone=-0.06, hues=0.03, holes=0.2)
    light = 0.44 + 0.30 * max(easel.hour.sun[2], 0.0)
    with easel.naming(rock="masonry"):
        _dry_wall(easel, "wall-west", (-6.9, 13.5), (0.88, 13.2), light)
        _dry_wall(easel, "wall-east", (1.9, 13.2), (4.9, 15.2), light - 0.08)
        _steps(easel, shade)
    flowers(easel, bed, "bed", shadow=0.4 * shade, size=26.0, dense=1.8)
    foot = ((np.abs(y - 748 + 0.010 * (x - 196)) < 5) & (x > 190) & (x < 1450) & ((x < 1050) | (x > 1180))).astype(
        np.float32
    )
    tufts(easel, foot, "wall-foot", count=90, length=34, shadow=shade)
    top = ((np.abs(y - 664 + 0.018 * (x - 196)) < 4) & (x > 190) & (x < 1056)).astype(np.float32)
    tufts(easel, top, "wall-top", count=110, length=34, shadow=shade, wind=0.1)
    low = polygon([(420, 752), (1030, 744), (1000, 772), (640, 790), (470, 778)], easel.shape) * (
        noise.over(easel.shape, (120, 40), 72, 2) > -0.2
    )
    flowers(easel, low, "low-bed", shadow=0.5 * shade, size=24.0, dense=1.8)
    return way


def _dry_wall(easel: Easel, name: str, start, end, light: float) -> None:
    """A dry-stone wall between two places (X, Z) m, with a row of capstones that catch the sun."""
    rng = easel.rng(name + "-cap")
    foot, way = np.array([start[0], -1.74, start[1]]), np.array([end[0] - start[0], 0, end[1] - start[1]])
    run = float(np.linalg.norm(way))

    def lean(u, v):
        return 0.05 * v * np.sin(1.3 * u) + 0.03 * v * np.sin(3.1 * u)

    face = Face(CAMERA, foot, way / run, np.array([0, 1.0, 0]), (run, 0.92), lean)
    masonry(easel, face, name, lambda u, v: light - 0.10 * (1 - v / 0.92), row=0.23)
    n = int(run * 3.2)
    u, v = (np.arange(n) + 0.5) * run / n, np.full(n, 0.93)
    tone = light + 0.16 + rng.normal(0, 0.05, n)
    face.strokes(easel, u, v, 0.19, 0.0, 0.055, "rock", tone, rng, alpha=0.95, dry=0.1, streak=0.04)


def _steps(easel: Easel, shade) -> None:
    """Seven worn slabs up through the wall."""
    rng = easel.rng("steps")
    back = polygon([(1062, 652), (1166, 652), (1190, 748), (1046, 748)], easel.shape, 1.5, 9)
    easel.canvas.fill(back, easel.hour.mix("rock", 0.26 + 0 * shade).astype(np.float32), INDEX["rock"])
    for k in range(7):
        t = k / 6
        y, half = 655 + 92 * t**1.1, 42 + 24 * t
        x = 1113 + 5 * t + rng.normal(0, 3.5)
        high, tilt = 5.5 + 3.5 * t, rng.normal(0, 1.6)
        tread = [
            (x - half + 5, y - high - tilt),
            (x + half - 5, y - high + tilt),
            (x + half, y + tilt),
            (x - half, y - tilt),
        ]
        front = [
            (x - half, y - tilt),
            (x + half, y + tilt),
            (x + half - 1, y + 0.9 * high),
            (x - half + 1, y + 0.9 * high),
        ]
        for points, name, value in ((front, "rock", 0.34), (tread, "path", 0.56 + rng.normal(0, 0.05))):
            mask = polygon(points, easel.shape, 1.6, 30 * k + len(name))
            field = easel.hour.mix(name, value - 0.3 * shade + 0.12 * noise.over(easel.shape, 26, 80 + k, 2)).astype(
                np.float32
            )
            easel.canvas.fill(mask, field, INDEX[name])
            body = (mask > 0.5).astype(np.float32)
            easel.canvas.lay(
                body,
                field,
                rng,
                width=2.8,
                ratio=3.0,
                coverage=1.6,
                alpha=0.8,
                dry=0.4,
                angle=0.03,
                clip=mask,
                label=INDEX[name],
                jitter=0.02,
            )


def _trees(easel: Easel) -> None:
    """The big tree by the wall, a young one and firs down the slope."""

    def shadow(px, py):
        return np.clip((470 - py) / 80, 0, 1) * 0.8 + 0.5 * (noise.at(px, py, 40, 8, 2) > 0.3)

    masses = [
        (1400, 70, 0, 104),
        (1510, 60, 0, 96),
        (1300, 150, 10, 92),
        (1215, 220, 10, 58),
        (1420, 190, 30, 104),
        (1560, 170, 10, 100),
        (1660, 250, 0, 76),
        (1330, 270, 40, 84),
        (1250, 330, 40, 56),
        (1520, 290, 50, 92),
        (1620, 350, 50, 74),
        (1710, 330, 20, 46),
        (1420, 350, 70, 56),
        (1580, 420, 60, 44),
    ]
    canopy(easel, [(m[0] + 8, m[1] + 18, -50, 0.84 * m[3]) for m in masses], "tree-back", tone=-0.3, leaf=10, holes=0.9)
    for k, (points, radius) in enumerate(
        [
            ([(1400, 560), (1320, 450), (1240, 360), (1200, 260)], (18, 5)),
            ([(1408, 540), (1500, 450), (1600, 370), (1650, 280)], (20, 5)),
            ([(1404, 500), (1380, 380), (1330, 250)], (18, 6)),
            ([(1350, 712), (1376, 690), (1392, 640)], (8, 22)),
            ([(1452, 716), (1424, 690), (1412, 640)], (7, 22)),
            ([(1396, 712), (1402, 620), (1404, 540), (1424, 380), (1440, 200)], (38, 14)),
        ]
    ):
        limb(easel, points, radius, f"limb-{k}", shade=shadow)
    canopy(easel, masses, "tree", leaf=8, holes=0.8, hues=0.03)
    limb(easel, [(1716, 800), (1722, 720), (1716, 660)], (13, 6), "young")
    canopy(
        easel,
        [(1716, 610, 0, 54), (1680, 650, 10, 44), (1756, 652, 10, 46), (1722, 560, -10, 36), (1716, 680, 20, 36)],
        "young-leaves",
        leaf=7,
        holes=0.6,
        hues=0.03,
    )
    for k, (fx, foot, tall) in enumerate([(1858, 838, 300), (1920, 866, 390), (1796, 812, 200)]):
        fir(easel, fx, foot, tall, f"east-fir-{k}")


def _foreground(easel: Easel, hill, way, shade) -> None:
    """Long grass in drifts, boulders, a bench, flowers."""
    x, y = easel.grid()
    off = (gaussian_filter(way, 7) < 0.2).astype(np.float32)
    field = hill * off * (y > 790)
    verge = hill * (gaussian_filter(way, 9) > 0.12) * (way < 0.3)
    tufts(easel, verge, "verge", count=120, length=22, shadow=shade)
    tufts(easel, verge, "verge-dry", count=70, length=30, shadow=shade, material="meadow")
    drift = field * (noise.over(easel.shape, (420, 130), 73, 3) > 0.02)
    tufts(easel, drift, "drift", count=260, length=40, shadow=shade, material="meadow", tone=0.08, wind=0.3)
    green = field * (noise.over(easel.shape, (380, 120), 74, 3) > 0.22)
    tufts(easel, green, "green", count=110, length=32, shadow=shade)
    for k, (rise, half) in enumerate(((0, 5), (9, 4), (-22, 4))):
        limb(
            easel,
            [(1494, 752 + rise), (1550, 761 + rise), (1608, 771 + rise)],
            (half, half),
            f"bench-{k}",
            material="planks",
        )
    for px, py in ((1508, 734), (1592, 748)):
        limb(easel, [(px, py), (px, py + 26), (px - 1, py + 52)], (4, 4), f"bench-{px}", material="planks")
    for k, (bx, by, rx, ry) in enumerate(
        [
            (236, 905, 150, 150),
            (110, 940, 120, 110),
            (352, 938, 74, 60),
            (1300, 880, 52, 40),
            (905, 830, 36, 26),
            (1640, 985, 92, 70),
        ]
    ):
        boulder(easel, bx, by, rx, ry, f"boulder-{k}", moss=0.4)
    skirt = (
        ((np.abs(x - 240) < 230) & (np.abs(y - 945) < 10))
        | ((np.abs(x - 1640) < 80) & (np.abs(y - 998) < 5))
        | ((np.abs(x - 1300) < 44) & (np.abs(y - 888) < 4))
    ).astype(np.float32)
    tufts(easel, skirt, "skirt", count=120, length=40, shadow=shade)
    specks(easel, field, "specks", size=6.0, dense=3.0, shadow=shade)
    rim = (y > 1020) * off * (noise.over(easel.shape, (300, 160), 75, 2) > -0.2)
    tufts(easel, rim, "front", count=70, length=62, shadow=shade, material="meadow", tone=-0.1)
    tufts(easel, rim * (x < 700), "front-dark", count=34, length=60, shadow=0.5 + 0.4 * shade, tone=-0.04)
    patchy = noise.over(easel.shape, (110, 46), 76, 3)
    asters = field * (((x - 1640) / 290) ** 2 + ((y - 1000) / 66) ** 2 + 0.5 * patchy < 1.0) * (patchy < -0.04)
    flowers(easel, asters, "asters", shadow=0.6 * shade, size=13.0)
