"""What goes out and comes in as bytes: every route enumerated, and uploads that end at their cap."""

from __future__ import annotations

import re
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from starlette.requests import Request

from underpaint.desk import tiles
from underpaint.desk.bodies import JSON_BYTES, save_file, told
from underpaint.desk.laid import Laid
from underpaint.errors import InputError
from underpaint.farm.small_picture import smaller
from underpaint.farm.work_file import write_work_file
from underpaint.film.labelling import add_step
from underpaint.film.store import hash_of
from underpaint.formats.encode import png_bytes

ARTIST = "Ken Sato"

KINDS = {
    "/static/{name}": {"text/css; charset=utf-8", "text/javascript; charset=utf-8", "image/svg+xml"},
    "/events": {"text/event-stream; charset=utf-8"},
    "/picture/{key}/{width:int}": {"image/jpeg"},
    "/picture/{key}/{level:int}/{x:int}/{y:int}": {"image/png"},
    "/picture/layout/{cut}": {"image/jpeg"},
    "/picture/rough/{cut}/{seed:int}": {"image/png"},
    "/file/{cut}/{name}": {"application/octet-stream"},
    "/picture/label/{cut}/places": {"image/png"},
    "/picture/label/{cut}/rough/{seed:int}": {"image/png"},
}
"""Every route that answers with something else than a page or JSON, and what that is. A new one belongs here, and into the
test that asks for it."""


def test_every_route_is_known(served):
    """Pages are HTML, /api/ is JSON, and whatever else there is stands in the table."""
    paths = {route.path for route in served.client.desk_app.routes}
    assert set(KINDS) <= paths
    for route in served.client.desk_app.routes:
        if route.path in KINDS:
            continue
        if route.path.startswith("/api/"):
            continue
        answer = served.get(_example(route.path))
        assert answer.headers["content-type"] == "text/html; charset=utf-8", route.path


def test_bytes_have_a_fixed_type_and_are_ours(served):
    film = served.film
    take = film.cuts["C001"].takes[-1]
    pictures = served.client.desk_app.state.desk.pictures
    keys = [pictures.show_take(take, role) for role in ("final", "pass1", "pass2", "boards")]
    add_step(film.cuts["C002"], "name", ARTIST, points=[(60, 10), (60, 90)], materials=["sky", "meadow"])
    asked = {
        "/static/{name}": ["/static/desk.js", "/static/desk.css", "/static/icon.svg"],
        "/picture/{key}/{width:int}": [f"/picture/{key}/320" for key in keys],
        "/picture/{key}/{level:int}/{x:int}/{y:int}": [f"/picture/{key}/0/0/0" for key in keys],
        "/picture/layout/{cut}": ["/picture/layout/C002"],
        "/picture/rough/{cut}/{seed:int}": ["/picture/rough/C002/3"],
        "/file/{cut}/{name}": [f"/file/C001/{write_work_file(film, 'C001', '.ora', str).name}"],
        "/picture/label/{cut}/places": ["/picture/label/C002/places"],
        "/picture/label/{cut}/rough/{seed:int}": ["/picture/label/C002/rough/3"],
    }
    assert set(asked) == set(KINDS) - {"/events"}
    for route, addresses in asked.items():
        for address in addresses:
            answer = served.get(address)
            assert answer.status_code == 200, (address, answer.text)
            assert answer.headers["content-type"] in KINDS[route]
            assert answer.headers["x-content-type-options"] == "nosniff"
            shown = route != "/file/{cut}/{name}"  # a file is saved, never shown
            assert answer.headers.get("content-disposition", "").startswith("attachment") is not shown


def test_what_hides_in_a_picture_does_not_come_through(served):
    path = served.film.cuts["C002"].folder / "layout.png"
    told = PngInfo()
    told.add_text("Comment", "<script>alert(1)</script>")
    with Image.open(path) as picture:
        picture.save(path, pnginfo=told)
    path.write_bytes(path.read_bytes() + b"<script>alert(2)</script>")
    pictures = served.client.desk_app.state.desk.pictures
    for address in ("/picture/layout/C002", f"/picture/{pictures.show_file(path)}/0/0/0"):
        assert served.get(address).status_code == 200 and b"script" not in served.get(address).content


def test_a_layout_that_is_no_picture_is_never_passed_on(served):
    path = served.film.cuts["C002"].folder / "layout.png"
    for bad in (
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"",
    ):
        path.write_bytes(bad)
        answer = served.get("/picture/layout/C002")
        assert answer.status_code == 400 and answer.headers["content-type"] == "application/json"
        assert b"script" not in answer.content and str(served.folder) not in answer.text
    path.unlink()
    path.symlink_to("/etc/hostname")
    assert served.get("/picture/layout/C002").status_code in (400, 404)


def test_a_picture_of_too_many_pixels_is_refused_from_its_header(served):
    path = served.film.cuts["C002"].folder / "layout.png"
    Image.new("1", (29_000, 29_000)).save(path)
    answer = served.get("/picture/layout/C002")
    assert answer.status_code == 400 and "too many pixels" in answer.json()["error"]


@pytest.mark.parametrize("query", ["0/5/0", "0/0/5", "17/0/0", "99/0/0"])
def test_there_are_no_tiles_outside_of_a_picture(served, query):
    key = served.client.desk_app.state.desk.pictures.show_take(served.film.cuts["C001"].takes[-1], "pass2")
    assert served.get(f"/picture/{key}/{query}").status_code == 400


def test_tiles_make_up_the_picture_and_their_means(tmp_path, scene):
    large = np.tile(scene.painting, (6, 5, 1))
    Image.fromarray(large).save(tmp_path / "large.png")
    view = tiles.View(tmp_path / "large.png", hash_of(tmp_path / "large.png"))
    assert tiles.size(view) == (large.shape[1], large.shape[0])
    back = np.vstack(
        [np.hstack([np.asarray(Image.open(BytesIO(tiles.tile(view, 0, x, y)))) for x in range(2)]) for y in range(2)]
    )
    assert np.array_equal(back, large)
    small = np.asarray(Image.open(BytesIO(tiles.tile(view, 1, 0, 0)))).astype(int)
    mean = large.reshape(large.shape[0] // 2, 2, large.shape[1] // 2, 2, 3).mean((1, 3))
    off = small - mean[:512, :512]
    assert np.abs(off).mean() < 4 and np.abs(off.mean((0, 1))).max() < 0.5
    see_through = np.dstack([large, large[:, :, 0]])
    Image.fromarray(see_through).save(tmp_path / "layer.png")
    view = tiles.View(tmp_path / "layer.png", hash_of(tmp_path / "layer.png"))
    small = np.asarray(Image.open(BytesIO(tiles.tile(view, 1, 0, 0)))).astype(int)
    assert np.abs(small[:, :, 3] - mean[:512, :512, 0]).max() <= 1


@pytest.mark.parametrize("scale", [1, 2, 8, 512])
def test_a_picture_read_in_bands_is_made_smaller_as_in_one(scale):
    picture = np.random.default_rng(1).integers(0, 256, (301, 77, 3), np.uint8)
    laid = Laid(picture.shape, [picture[:100], picture[100:300], picture[300:]])
    assert np.array_equal(laid.rows(90, 400), picture[90:])
    assert np.array_equal(laid.smaller(scale), smaller(picture, scale))
    columns = slice(8 // scale * scale, 40)
    assert np.array_equal(laid.smaller(scale, slice(0, 512), columns), smaller(picture[:512, columns], scale))


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_a_picture_of_16_bits_is_shown_in_8(tmp_path, channels):
    picture = np.random.default_rng(2).integers(0, 256, (300, 40, channels), np.uint8)
    (tmp_path / "deep.png").write_bytes(png_bytes(picture.astype(np.uint16) * 257))
    view = tiles.View(tmp_path / "deep.png", hash_of(tmp_path / "deep.png"))
    shown = np.asarray(Image.open(BytesIO(tiles.tile(view, 0, 0, 0))))
    assert np.array_equal(shown, picture if channels > 1 else np.repeat(picture, 3, axis=2))
    assert Image.open(BytesIO(tiles.thumb(view, 320))).size == (32, 240)


def test_a_view_of_a_file_that_was_changed_is_refused(tmp_path, scene):
    path = tmp_path / "a.png"
    Image.fromarray(scene.painting).save(path)
    view = tiles.View(path, hash_of(path))
    Image.fromarray(scene.materials).save(path)
    with pytest.raises(InputError, match="was changed"):
        tiles.size(view)


def _request(kind: str, chunks: list[bytes], length: int | None = None) -> Request:
    headers = [(b"content-type", kind.encode())]
    if length is not None:
        headers.append((b"content-length", str(length).encode()))
    waiting = list(chunks)

    async def receive():
        body = waiting.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(waiting)}

    return Request({"type": "http", "method": "POST", "path": "/", "headers": headers, "query_string": b""}, receive)


@pytest.mark.parametrize(
    ("chunks", "length"),
    [
        ([b"x" * 600, b"x" * 600, b"never read"], None),  # no length said
        ([b"never read"], 1001),
        ([b"x" * 1001], 10),  # a length that is not true
        ([b""], None),
    ],
)
def test_an_upload_ends_at_its_cap_and_leaves_no_file(awaited, tmp_path, chunks, length):
    with pytest.raises(InputError):
        awaited(save_file(_request("application/octet-stream", chunks, length), tmp_path / "in.psd", limit=1000))
    assert not list(tmp_path.iterdir())


def test_an_upload_that_fits_is_kept(awaited, tmp_path):
    awaited(save_file(_request("application/octet-stream", [b"ab", b"cd"]), tmp_path / "in.psd", limit=4))
    assert (tmp_path / "in.psd").read_bytes() == b"abcd"


@pytest.mark.parametrize(
    "chunks",
    [
        [b"[1]"], [b"nonsense"], [b'{"a": NaN}'], [b'{"a": Infinity}'], [b"[" * 100_000], [b"\xff\xfe"], [b'"words"'],
        [b" " * (JSON_BYTES // 2), b" " * (JSON_BYTES // 2), b"  {}"],
    ],
)  # fmt: skip
def test_json_that_is_none(awaited, chunks):
    with pytest.raises(InputError):
        awaited(told(_request("application/json", chunks)))


def test_errors_name_no_paths(served):
    (served.folder / "cuts" / "C002" / "cut.toml").write_text("kind = 3", encoding="utf-8")
    answer = served.get("/api/cards")
    assert answer.status_code == 400
    assert str(served.folder) not in answer.text and "cuts/C002/cut.toml" in answer.json()["error"]
    page = served.get("/")
    assert page.status_code == 400 and str(served.folder) not in page.text and "cuts/C002/cut.toml" in page.text


def _example(path: str) -> str:
    values = {"cut": "C001", "name": "noon", "board": "noon"}
    return re.sub(r"\{(\w+)[^}]*\}", lambda found: values[found[1]], path)
