"""What a request may name, and what nobody reaches by naming it."""

from __future__ import annotations

import pytest

from underpaint.desk.ids import Missing, board_in, cut_in, inside, layered_name, take_in
from underpaint.errors import InputError

WAYS_OUT = [
    "..", "../film.toml", "../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e", "%2e%2e%2ffilm.toml", "/etc/passwd",
    "//etc/passwd", "\\\\server\\share", "//server/share", "C:\\Windows", "c:/windows", "..\\..\\film.toml", ".", "", " ",
    "C001/../../film.toml", "C001\x00", "T01\x00", "\u2024\u2024/film.toml", "noon/../noon", "~root", "nul", "T01/../T01",
    "x" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("text", WAYS_OUT)
def test_no_id_leads_out_of_the_film(served, text):
    film = served.film
    for look in (lambda: cut_in(film, text), lambda: board_in(film, text), lambda: take_in(film.cuts["C001"], text)):
        with pytest.raises(Missing):
            look()
    with pytest.raises(InputError):
        layered_name(text)


@pytest.mark.parametrize("text", WAYS_OUT)
@pytest.mark.parametrize(
    "address", ["/static/{}", "/picture/{}/320", "/picture/{}/0/0/0", "/picture/layout/{}", "/events?cut={}", "/{}"]
)
def test_no_address_leads_out_of_the_film(served, address, text):
    if not text.strip() and address in ("/{}", "/events?cut={}"):
        return
    answer = served.get(address.format(text.replace("\x00", "%00")))
    body = answer.text
    assert answer.status_code in (400, 404) or body.startswith("<!doctype html>"), answer.status_code
    assert "root:" not in body and "kind = " not in body and str(served.folder.parent) not in body


def test_inside(tmp_path):
    root, beside = tmp_path / "film", tmp_path / "film-2"
    (root / "cuts").mkdir(parents=True)
    beside.mkdir()
    (beside / "secret.png").write_bytes(b"x")
    (root / "link.png").symlink_to(beside / "secret.png")
    (root / "folder").symlink_to(beside, target_is_directory=True)
    (root / "fine.png").symlink_to(root / "cuts")
    assert inside(root, root / "cuts" / "a.png") == (root / "cuts" / "a.png").resolve()
    assert inside(root, root / "fine.png") == (root / "cuts").resolve()
    for out in (
        root / ".." / "film-2" / "secret.png",
        root / "cuts" / ".." / ".." / "film-2",
        beside / "secret.png",  # a sibling whose name begins with the root's
        root / "link.png",
        root / "folder" / "secret.png",
        root / "/etc/passwd",
        root / "../..",
    ):
        with pytest.raises(Missing):
            inside(root, out)
