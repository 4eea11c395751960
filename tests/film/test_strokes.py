"""Strokes of another size in a film: painted, mended, followed by a sibling, credited, and still known pixel by pixel."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image

from underpaint import paint
from underpaint.farm.film_papers import write_credits
from underpaint.farm.job import Inputs, Job, read_request
from underpaint.farm.rough import rough_png
from underpaint.farm.source_view import place_behind
from underpaint.film.film import Film
from underpaint.film.verify import verify
from underpaint.formats.pictures import read_picture
from underpaint.formats.source_map import SourceRecord, read_source_map


def take(film, number: str, cut: str = "C001"):
    return Film.open(film).cut(cut).take(number)


def sources(film, number: str, cut: str = "C001") -> SourceRecord:
    return read_source_map(take(film, number, cut).files["source_map"][0])


@pytest.fixture
def larger(made, say):
    """C001 painted with a sky in larger strokes: T01."""
    say("cut", "tune", "film", "C001", "sky", "--strokes", "1.5")
    say("paint", "film", "C001")
    return made


def test_the_take_says_whose_paint_it_is_and_how_large(larger):
    made = sources(larger, "T01")
    colours = read_picture(larger / "cuts/C001/materials.png").array[:, :, :3]
    assert np.array_equal(made.size == 6, (colours == (150, 200, 225)).all(2)) and (made.board == 0).all()
    assert take(larger, "T01").request["tuning"] == {"sky": {"strokes": 1.5}}
    assert take(larger, "T01").shares == {"noon": 1.0}
    seen = place_behind(made, None, 30, 10)
    assert (seen.board, seen.strokes) == ("noon", 1.5)
    assert seen.x == (4 * (2 * int(made.x[10, 30]) + 1)) // 12 and 0 <= seen.y < 20, "on the board itself, in its sky"
    assert place_behind(made, None, 30, 45).strokes == 1


def test_from_its_files_alone_it_is_painted_again_to_the_byte(larger):
    film = Film.open(larger)
    cut, made = film.cut("C001"), sources(larger, "T01")
    job = Job(boards=((film.board("noon").painting, film.board("noon").materials),), layout_map=cut.materials,
              layout_lines=cut.lines, palette=film.palette, out=larger / "x.png",
              tuning={"sky": paint.Tuning(strokes=1.5)})  # fmt: skip
    request = read_request(job, Inputs(), pytest.fail)
    again = paint.repaint(request, paint.SourceMap(made.board, made.y, made.x, made.size))
    assert np.array_equal(again, read_picture(take(larger, "T01").files["pass2"][0]).array)


@pytest.mark.parametrize("role", ["source_map", "pass2"])
def test_a_changed_byte_is_found(larger, role):
    assert verify(Film.open(larger)).wrong == []
    path = take(larger, "T01").files[role][0]
    path.chmod(0o644)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    (wrong,) = verify(Film.open(larger)).wrong
    assert path.name in wrong


def test_a_place_painted_anew_keeps_the_size_of_what_is_around_it(larger, say):
    say("cut", "tune", "film", "C001", "sky", "--strokes", "0.5")
    mask = np.zeros((48, 64), np.uint8)
    mask[4:20, 10:40] = 255
    Image.fromarray(mask).save(larger.parent / "mask.png")
    say("repaint", "film", "C001", "--mask", "mask.png", "--seed", "7")
    old, new, inside = sources(larger, "T01"), sources(larger, "T02"), mask > 0
    assert (new.size[inside] == 2).all() and (new.size[~inside] == old.size[~inside]).all()
    assert ((old.y == new.y) & (old.x == new.x))[~inside].all()
    say("cut", "tune", "film", "C001", "sky", "--as-found")
    say("repaint", "film", "C001", "--mask", "mask.png", "--seed", "7")
    assert (sources(larger, "T03").size[inside] == 4).all()
    (cut,) = json.loads(credits_of(larger)[1])["cuts"]
    assert cut["strokes_of_boards"] == {"noon": [1.5]}, "what was painted over is in nothing any more"


def test_credits_name_the_board_and_what_was_made_of_it(larger):
    page, record = credits_of(larger)
    assert "100.0 %  Ken Sato, board noon, strokes made 1.5 times as large" in page
    (cut,) = json.loads(record)["cuts"]
    assert cut["pixels_of_boards"] == {"noon": 48 * 64} and cut["strokes_of_boards"] == {"noon": [1.5]}


def test_a_sibling_follows_stroke_for_stroke(larger, say):
    say("check", "film", "C001")
    say("approve", "film", "C001", "--by", "Aiko Mori")
    say("board", "add", "film", "dusk.png", "--map", "dusk-map.png", "--owner", "o", "--consent", "yes")
    layout = ["--layout", "C001/layout.png", "--map", "C001/materials.png"]
    say("cut", "add", "film", "3", *layout, "--board", "dusk", "--geometry", "C001")
    say("paint", "film", "C003")
    model, own = sources(larger, "T01"), sources(larger, "T01", "C003")
    assert own.boards == ("dusk",) and all(np.array_equal(getattr(own, n), getattr(model, n)) for n in ("y", "x", "size"))


def test_the_index_of_a_copy_is_kept_beside_the_boards(larger, say, tmp_path):
    cache = tmp_path / "cache"
    for told, kept in ((1, 1), (1.5, 2), (1.5, 2), (0.5, 3)):
        rough_png(larger, "C001", 1, {"sky": {"strokes": told}}, cache)
        assert len(list(cache.glob("*.index"))) == kept


def credits_of(film) -> tuple[str, str]:
    path = film / "cuts" / "C001" / "cut.toml"
    if "length" not in path.read_text(encoding="utf-8"):
        path.write_text(f'length = "3+00"\n{path.read_text(encoding="utf-8")}', encoding="utf-8")
    record = film.parent / "credits.json"
    page, _ = write_credits(Film.open(film), ["C001"], warn=lambda line: None, record=record)
    return page, record.read_text(encoding="utf-8")
