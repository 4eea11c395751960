"""Make the pictures of docs/ and the README from the example film and from a painted copy of it.

    cp -r examples/film painted; underpaint paint painted; python docs/make_pictures.py painted

It takes about a minute.
"""

import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from underpaint import paint
from underpaint.farm.contact_sheet import contact_sheet
from underpaint.film.film import Film
from underpaint.formats.palette import read_palette
from underpaint.layout import Word, label_layout
from underpaint.paint.canvas import Palette, PreparedBoard, prepare
from underpaint.paint.coat import coat, where
from underpaint.paint.index import detail
from underpaint.paint.sizes import SizedBoard
from underpaint.paint.studio import Studio

ROOT = Path(__file__).parents[1]
FILM = ROOT / "examples" / "film"
PICTURES = ROOT / "docs" / "pictures"
OPENING = "C006"  # the cut that the README opens with
SHOWN = ("C001", "C034", "C006", "C039", "C009", "C010", "C014", "C016", "C018", "C019", "C026", "C027")
ANSWERS = 25  # words that are added where a first labelling listed regions without one


def read(path: Path) -> np.ndarray:
    return np.asarray(Image.open(path))


def board(name: str) -> paint.Board:
    folder = FILM / "boards" / name
    return paint.Board(name, read(folder / "painting.png"), read(folder / "materials.png"))


def layout(cut: str) -> paint.Layout:
    folder = FILM / "cuts" / cut
    return paint.Layout(read(folder / "materials.png"), read(folder / "layout.png"))


def keep(name: str, sheet: np.ndarray) -> None:
    Image.fromarray(sheet).save(PICTURES / name, optimize=True, quality=88)
    print(f"{PICTURES / name}  {(PICTURES / name).stat().st_size // 1000} kB")


def painted_as(film: Film, cut: str, role: str) -> np.ndarray:
    """The rough ("pass1") or the painting ("pass2") of a cut's newest take."""
    return read(film.cut(cut).takes[-1].files[role][0])


def enlarged(picture: np.ndarray, top: int, left: int, rows: int, cols: int, times: int = 1) -> np.ndarray:
    part = picture[top : top + rows, left : left + cols]
    return np.ascontiguousarray(part.repeat(times, 0).repeat(times, 1))


def strip(painted: Film) -> None:
    """The README's first picture."""
    pictures = [
        ("layout", read(FILM / "cuts" / OPENING / "layout.png")),
        ("rough, first pass", painted_as(painted, OPENING, "pass1")),
        ("painting, second pass", painted_as(painted, OPENING, "pass2")),
    ]
    keep("strip.png", contact_sheet([("", pictures)], width=480))


def film(painted: Film) -> None:
    """The boards, a place in a row, and some of the cuts as drawn and as painted."""
    places: dict[str, list[tuple[str, np.ndarray]]] = {}
    for found in Film.open(FILM).boards.values():
        places.setdefault(found.place, []).append((found.name, read(found.painting)))
    keep("boards.jpg", contact_sheet([("", boards) for boards in places.values()], width=480))
    cuts = [painted.cut(number) for number in SHOWN]
    halves = [
        (
            f"{cut.number}, from {' and '.join(cut.boards)}",
            np.vstack([fitted(read(cut.layout)), fitted(painted_as(painted, cut.number, "pass2"))]),
        )
        for cut in cuts
    ]
    keep("cuts.jpg", contact_sheet([("", halves[row : row + 3]) for row in range(0, len(halves), 3)], width=420))


def fitted(picture: np.ndarray) -> np.ndarray:
    """(540, 960, 3): the middle of a picture at the height of a small frame."""
    shown = Image.fromarray(picture).convert("RGB")
    shown = shown.resize((round(540 * shown.width / shown.height), 540), Image.Resampling.LANCZOS)
    left = (shown.width - 960) // 2
    return np.asarray(shown.crop((left, 0, left + 960, 540)))


def studio_of(request: paint.Request, index: paint.BoardIndex) -> Studio:
    palette = Palette(np.unique(index.codes))
    return Studio(request, palette, [prepared_for(request, palette, index)], 2)


def prepared_for(request: paint.Request, palette: Palette, index: paint.BoardIndex) -> PreparedBoard:
    board = SizedBoard(request.boards[0], 0, paint.AS_IS)
    return prepare(board, palette, index, drawn=request.layout.lines is not None, softness={}, sizes={}, threads=2)


def guides(studio: Studio, request: paint.Request) -> None:
    """What a pixel of the board and of the cut must agree on."""
    rows = []
    for name, pixels, materials in (
        ("board", studio.sources[0].pixels, request.boards[0].materials),
        ("cut", studio.cut[0].pixels, request.layout.materials),
    ):
        h, w = materials.shape[:2]
        shown = [(f"{name}: material", materials)]
        shown += [(what, pixels[:h, :w, c]) for what, c in (("height in its piece", 5), ("side", 6), ("line", 7))]
        rows.append(("", shown))
    keep("guides.png", contact_sheet(rows, width=280))


def levels(studio: Studio, request: paint.Request, index: paint.BoardIndex) -> None:
    """The first pass, level by level."""
    palette = Palette(np.unique(index.codes))
    boards = [prepared_for(request, palette, index)]
    pictures = []
    for level in range(len(studio.cut) - 1, studio.rough_level - 1, -1):
        so_far = studio_of(request, index)
        so_far.rough_level = level
        match = so_far.first_pass(lambda done: None)
        sources = where(match, boards, level)
        shown = coat(boards, so_far.cut[level].label, so_far.soft, sources, level, 2, true_borders=so_far.pencil)
        pictures.append((f"1/{1 << level} of the size", shown.repeat(1 << level, 0).repeat(1 << level, 1)))
    keep("levels.png", contact_sheet([("", pictures)], width=300))


def soft_paint() -> None:
    """A sky as a base and the detail on it; the base laid anew over the cut."""
    request = paint.Request((board("lake-dusk"),), layout("C003"))
    whole = paint.paint(request, threads=2)
    (index,) = whole.indexes
    studio = studio_of(request, index)
    palette = Palette(np.unique(index.codes))
    prepared = prepared_for(request, palette, index)

    def base(label: np.ndarray, soft) -> np.ndarray:
        grey = np.full((*label.shape, 3), 128, np.uint8)
        laid = 128 + soft.middle[label].astype(int) - detail(grey, label, soft, 2)
        return np.where(soft.is_soft[label][..., None] > 0, laid, 40).clip(0, 255).astype(np.uint8)

    def only_soft(picture: np.ndarray, label: np.ndarray) -> np.ndarray:
        return np.where(prepared.soft.is_soft[label][..., None] > 0, picture, 40).astype(np.uint8)

    painting, label = request.boards[0].painting, prepared.label
    of_board = detail(painting, label, prepared.soft, 2)
    cut = studio.cut[0].label
    pictures = [
        ("soft paint of the board", only_soft(painting, label)),
        ("its base", base(label, prepared.soft)),
        ("its detail", only_soft(of_board, label)),
        ("the base over the cut", base(cut, studio.soft)),
        ("the cut's own detail on it", only_soft(whole.picture, cut)),
    ]
    half = [(name, picture[:600]) for name, picture in pictures]
    keep("soft-paint.png", contact_sheet([("", half)], width=270))


def last_coat(studio: Studio, painted: np.ndarray) -> None:
    """What the search paints for itself, and the last coat, three times enlarged."""
    place = (80, 180, 120, 180, 3)
    pictures = [
        ("mean of the patches, while searching", enlarged(studio.target.paint, *place)),
        ("the last coat", enlarged(painted, *place)),
    ]
    keep("last-coat.png", contact_sheet([("", pictures)], width=540))


def pencil_lines(request: paint.Request, index: paint.BoardIndex, painted: np.ndarray) -> None:
    """The same place of a cut, painted without and with its drawing."""
    bare = replace(request, layout=replace(request.layout, lines=None))
    without = paint.paint(bare, indexes=[index], threads=2).picture
    place = (80, 700, 480, 760)
    pictures = [
        ("the drawing", enlarged(request.layout.lines, *place)),
        ("painted from the map alone", enlarged(without, *place)),
        ("painted from map and drawing", enlarged(painted, *place)),
    ]
    keep("pencil-lines.png", contact_sheet([("", pictures)], width=330))


def source_map(request: paint.Request, painted: paint.Painted) -> None:
    """Where the paint came from: each place of the board has a colour, and every pixel shows its own place's."""
    h, w = request.boards[0].painting.shape[:2]
    y, x = np.mgrid[:h, :w]
    places = np.stack([255 * x // w, 255 * y // h, 255 - (255 * x // w + 255 * y // h) // 2], -1).astype(np.uint8)
    shown = places[painted.sources.y, painted.sources.x]
    pictures = [("the board", request.boards[0].painting), ("its places", places)]
    pictures += [("the painting", painted.picture), ("its source map", shown)]
    keep("source-map.png", contact_sheet([("", pictures)], width=300))


def roughs(name: str, cut: str) -> None:
    """Three seeds."""
    request = paint.Request((board(name),), layout(cut), stage="rough")
    pictures, indexes = [], None
    for seed in (0, 1, 2):
        drafted = paint.paint(replace(request, seed=seed), indexes=indexes, threads=2)
        pictures.append((f"rough, seed {seed}", drafted.picture))
        indexes = drafted.indexes
    keep("roughs.png", contact_sheet([("", pictures)], width=330))


def repainted(name: str, cut: str, painted: Film) -> None:
    """A place of a finished cut, before and after."""
    before = painted_as(painted, cut, "pass2")
    y, x = np.ogrid[: before.shape[0], : before.shape[1]]
    mask = ((x - 560) / 260) ** 2 + ((y - 840) / 150) ** 2 < 1
    request = paint.Request((board(name),), layout(cut), repaint=paint.Repaint(before, mask), seed=5)
    after = paint.paint(request, threads=2).picture
    place = (600, 200, 480, 760)
    pictures = [
        ("before", enlarged(before, *place)),
        ("the mask", enlarged((mask * 255).astype(np.uint8), *place)),
        ("after: the mask's place has new paint", enlarged(after, *place)),
    ]
    keep("repaint.png", contact_sheet([("", pictures)], width=330))


def labelled(name: str, cut: str) -> None:
    """From a pencil drawing and its words to a painting: drawing, regions, rough, painting.

    As a person would, it answers the largest regions that are listed without a word, once; the answers are read off the map.
    """
    drawn, palette = read(FILM / "cuts" / cut / "layout.png"), read_palette(FILM / "materials.gpl").colours
    truth, names = layout(cut).materials, {colour: name for name, colour in palette.items()}
    words = [Word(**word) for word in tomllib.loads((FILM / "cuts" / cut / "cut.toml").read_text())["words"]]
    listed = label_layout(drawn, words, palette).named.unnamed[:ANSWERS]
    answers = [Word(names[tuple(truth[place.y, place.x].tolist())], place.x, place.y) for place in listed]
    got = label_layout(drawn, words + answers, palette)
    request = paint.Request((board(name),), paint.Layout(got.materials, got.drawing.picture))
    painted = paint.paint(request, threads=2)
    rough = paint.paint(replace(request, stage="rough"), indexes=painted.indexes, threads=2)
    pictures = [("layout", drawn), ("regions", got.materials), ("rough", rough.picture), ("painting", painted.picture)]
    keep("labelled.jpg", contact_sheet([("", pictures[:2]), ("", pictures[2:])], width=600))
    print(
        f"{len(words)} words and {len(answers)} answers; {(got.materials == truth).all(2).mean():.1%} as the cut's own map"
    )


def main(copy: Film) -> None:
    PICTURES.mkdir(exist_ok=True)
    strip(copy)
    film(copy)
    request = paint.Request((board("hillside-autumn"),), layout("C006"))
    painted = paint.paint(request, threads=2)
    (index,) = painted.indexes
    studio = studio_of(request, index)
    guides(studio, request)
    levels(studio, request, index)
    studio.second_pass(studio.first_pass(lambda done: None), lambda done: None)
    last_coat(studio, painted.picture)
    pencil_lines(request, index, painted.picture)
    source_map(request, painted)
    soft_paint()
    labelled("hillside-autumn", "C008")
    roughs("lake-noon", "C005")
    repainted("hillside-autumn", "C008", copy)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python docs/make_pictures.py FILM   (a copy of examples/film, painted by `underpaint paint FILM`)")
    main(Film.open(sys.argv[1]))
