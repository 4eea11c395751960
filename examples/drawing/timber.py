"""Things built of timber out of doors: jetties, posts, gates, fences, a rowing boat."""

from __future__ import annotations

import numpy as np

from .building import board, planking
from .curves import ring, spline
from .land import reflection
from .pencil import DETAIL, FAINT, FORM, INNER, OUTLINE, Pencil
from .perspective import Camera, Face, Frame
from .sheet import Sheet


def post(
    sheet: Sheet, camera: Camera, x: float, z: float, low: float, high: float, thick: float, material: str = "planks"
) -> None:
    """A round post from low to high, m, with its cut top and, where it stands in water, its reflection."""
    rng = sheet.rng
    foot, top = camera.page([(x, low, z), (x, high, z)])
    half = 0.5 * thick * camera.focal / z
    lean = rng.normal(0, 0.006) * (foot[1] - top[1])
    lid = ring(top[0] + lean, top[1], half, 0.3 * half, rng, 0.03)
    corners = np.array(
        [
            (foot[0] - half, foot[1]),
            (top[0] + lean - half, top[1]),
            (top[0] + lean + half, top[1]),
            (foot[0] + half, foot[1]),
        ]
    )
    if half >= 3.6:
        body = sheet.fill(np.vstack([corners[:2], lid[:37], corners[2:]]), material)
    else:
        body = sheet.mask(corners)
        sheet.erase(body)
    for a, b in ((0, 1), (2, 3)):
        sheet.straight(corners[[a, b]], OUTLINE)
    sheet.stroke(lid, FORM)
    under = spline([corners[0], (foot[0], foot[1] + 0.35 * half), corners[3]], 1.0)
    sheet.stroke(under, FORM)
    if half > 6:
        with sheet.within(body):
            for _ in range(int(half / 2)):
                px = foot[0] + half * rng.uniform(-0.2, 0.9)
                y = rng.uniform(top[1], foot[1])
                sheet.stroke([(px, y), (px + 1, y + 0.25 * (foot[1] - top[1]))], FAINT.times(rng.uniform(0.8, 1.5)))
    if sheet.material_at(foot[0], foot[1] + 0.5 * half + 3) == "water":
        reflection(sheet, foot[0], foot[1] + 0.4 * half, 0.6 * (foot[1] - top[1]), 1.9 * half)


def jetty(
    sheet: Sheet,
    camera: Camera,
    start,
    end,
    wide: float,
    deck: float,
    plank: float = 0.22,
    every: float = 2.6,
    high: float = 0.55,
    thick: float = 0.2,
) -> None:
    """A plank jetty over the water from start to end (x, z in m); deck: its height; posts every so many m."""
    rng = sheet.rng
    start, end = np.asarray(start, dtype=float), np.asarray(end, dtype=float)
    run = end - start
    length = float(np.hypot(*run))
    frame = Frame(camera, *start, 0.0, float(np.arctan2(run[1], run[0])))
    top = Face(frame, (0, -wide / 2, deck), (1, 0, 0), (0, 1, 0))
    at_posts = np.arange(0.5 * every, length + 0.01, every)
    far = wide / 2 if frame.world((0, 1, 0))[0, 2] > frame.world((0, -1, 0))[0, 2] else -wide / 2
    if abs(np.cos(frame.turn)) < 0.6:
        far = wide / 2 if start[0] < 0 else -wide / 2
    for side in (far, -far):
        if side == -far:
            _deck(sheet, frame, top, length, wide, deck, plank, side)
        for a in at_posts[::-1]:
            x, _, z = frame.world((a, side * 1.04, 0))[0]
            post(sheet, camera, x, z, -0.02, deck + high * rng.uniform(0.9, 1.15), thick, "beam")


def _deck(
    sheet: Sheet, frame: Frame, top: Face, length: float, wide: float, deck: float, plank: float, near: float
) -> None:
    """The deck: planks across with ragged ends, the beam under the edge towards us and the planks' ends."""
    rng = sheet.rng
    edges = np.arange(0, length + plank, plank)
    ragged = rng.uniform(-0.03, 0.025, (len(edges), 2))
    outline_low = [(a + d, -r[0]) for a, r in zip(edges, ragged, strict=True) for d in (0, plank)]
    outline_high = [(a + d, wide + r[1]) for a, r in zip(edges, ragged, strict=True) for d in (0, plank)]
    beam = 0.16
    side = Face(frame, (0, near, deck - beam), (1, 0, 0))
    board(sheet, side.box(0, 0, length, beam))
    ends = frame.at((0, -wide / 2, deck - 0.08), (0, -wide / 2, deck), (0, wide / 2, deck), (0, wide / 2, deck - 0.08))
    board(sheet, ends, FORM)
    low, high = top.at(*outline_low), top.at(*outline_high)
    mask = sheet.fill(np.vstack([low, high[::-1]]), "deck")
    for line in (low, high):
        inside = (np.abs(line) < 12000).all(axis=1)
        sheet.line(line[inside], OUTLINE)
    with sheet.within(mask):
        for a, b0, b1 in zip(edges, -ragged[:, 0], wide + ragged[:, 1], strict=True):
            size = np.hypot(*(top.at((a, 0))[0] - top.at((a + plank, 0))[0]))
            if size < 2.2 and rng.random() < 0.5:
                continue
            pencil = INNER.times(1.5) if size > 12 else DETAIL
            sheet.line(top.at((a, b0), (a + rng.normal(0, 0.006), b1)), pencil.times(rng.uniform(0.7, 1.1)))
            if size > 9 and rng.random() < 0.6:
                at, from_, to = a + plank * rng.uniform(0.2, 0.8), *np.sort(rng.uniform(0, wide, 2))
                sheet.stroke(top.at((at, from_), (at + 0.015, (from_ + to) / 2), (at, to)), FAINT.times(1.2))
            if size > 14:
                for b in (0.12, wide - 0.12):
                    x, y = top.at((a + 0.5 * plank, b))[0]
                    sheet.stroke(ring(x, y, 0.05 * size, 0.04 * size, rng, 0.05), DETAIL)
    sheet.line(top.at((0, 0), (0, wide)), OUTLINE)
    sheet.line(top.at((length, 0), (length, wide)), OUTLINE)


def gate(sheet: Sheet, frame: Frame, wide: float, high: float, pickets: int = 7) -> None:
    """A field gate between two posts: boards in front of the gap, two rails and a brace."""
    for u in (-0.16, wide):
        box = Face(frame, (u, 0, 0), (1, 0, 0))
        mask = sheet.shape(box.box(0, 0, 0.16, high * 1.22), "planks", OUTLINE)
        planking(sheet, box, 0, 0, 0.16, high * 1.22, 0.06, mask=mask, share=0.5)
    face = Face(frame, (0, 0, 0.08), (1, 0, 0))
    mask = sheet.shape(face.box(0, 0, wide, high), "planks", OUTLINE)
    planking(sheet, face, 0, 0, wide, high, wide / pickets, mask=mask, share=1.0)
    for low in (0.14, 0.74):
        rail = face.box(0.03, low * high, wide - 0.03, (low + 0.13) * high)
        sheet.shape(rail, "planks", FORM)
    brace = np.vstack(
        [
            face.at((0.05, 0.27 * high)),
            face.at((0.2, 0.27 * high)),
            face.at((wide - 0.05, 0.74 * high)),
            face.at((wide - 0.2, 0.74 * high)),
        ]
    )
    sheet.shape(brace, "planks", FORM)


def fence(sheet: Sheet, camera: Camera, places, high: float, rails: int = 2, foot=None, pencil: Pencil = FORM) -> None:
    """Posts at the places (x, z in m) with rails nailed between them; foot: ground height at each place."""
    rng = sheet.rng
    foot = np.zeros(len(places)) if foot is None else foot
    heads = [(x, y + high * rng.uniform(0.9, 1.1), z) for (x, z), y in zip(places, foot, strict=True)]
    for k in range(len(places) - 1):
        for rail in range(rails):
            share = (rail + 0.8) / (rails + 0.3)
            a, b = (
                camera.page([(heads[j][0], foot[j] + share * high + rng.normal(0, 0.02), heads[j][2])])[0]
                for j in (k, k + 1)
            )
            thick = 0.09 * camera.focal / np.array([heads[k][2], heads[k + 1][2]])
            corners = np.array([a, b, b + (0, thick[1]), a + (0, thick[0])])
            board(sheet, corners, pencil)
    for (x, _, z), y in sorted(zip(heads, foot, strict=True), key=lambda head: -head[0][2]):
        post(sheet, camera, x, z, y, y + high * rng.uniform(1.0, 1.15), 0.13)


def boat(sheet: Sheet, frame: Frame, length: float, wide: float, deep: float = 0.42) -> None:
    """A rowing boat afloat: clinker hull, gunwale, thwarts and its inside."""
    t = np.linspace(0, 1, 40)
    half = wide / 2 * np.sin(np.pi * np.clip(t * 0.86 + 0.12, 0, 1)) ** 0.6
    half[-1] = 0
    rise = deep + 0.22 * (2 * t - 1) ** 2
    half *= np.where(t < 0.25, 0.62 + 1.52 * t, 1.0)
    near = frame.at(*np.column_stack([t * length, -half, rise]))
    far = frame.at(*np.column_stack([t * length, half, rise]))
    keel = frame.at(*np.column_stack([t * length * 0.94 + 0.03 * length, -half * 0.72, np.zeros(40)]))
    hull = sheet.fill(np.vstack([near, keel[::-1]]), "planks")
    for line in (near, keel):
        sheet.line(line, OUTLINE)
    with sheet.within(hull):
        for share in (0.3, 0.62):
            sheet.line(near + (keel - near) * share, DETAIL)
    corners = np.vstack([near[0], far[0], far[0] + 0.86 * (keel[0] - near[0]), keel[0]])
    sheet.shape(corners, "planks", OUTLINE, open_edges=(0,))
    bowl = sheet.fill(np.vstack([near, far[::-1]]), "planks")
    for line in (near, far):
        sheet.line(line, OUTLINE)
    sheet.straight(np.array([near[0], far[0]]), OUTLINE)
    with sheet.within(bowl):
        rim = near + (far - near) * 0.12
        sheet.line(rim[1:-3], DETAIL)
        sheet.line((near + (far - near) * 0.9)[1:-3], DETAIL)
        for share in (0.22, 0.5, 0.74):
            k = int(share * 39)
            for off in (0, 2):
                sheet.stroke(np.array([near[k + off], far[k + off]]) + (0, 2), INNER)
    bow = keel[-1]
    reflection(sheet, float(bow[0]), float(bow[1]), 26, 16)
    reflection(sheet, float(keel[6][0]), float(keel[6][1]), 22, 20)
