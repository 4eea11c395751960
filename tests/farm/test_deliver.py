"""Delivery from a film's folder: what is written of the cuts that are Done, and of no other."""

from __future__ import annotations

import errno
import io
import os
import shutil
from datetime import date
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from psd_tools import PSDImage

from underpaint.errors import InputError, OutputError
from underpaint.farm import deliver as deliver_module
from underpaint.farm import signing
from underpaint.farm.deliver import cut_delivery, deliver
from underpaint.film.consent import withdraw
from underpaint.film.film import Film
from underpaint.formats.claims import UsedLayout
from underpaint.formats.credentials import verify_picture

TODAY = date(2026, 11, 23)
UNSIGNED = {"C001_T02.psd", "C001_T02.png", "C001_T02_strip.png"}
OF_C001 = UNSIGNED | {"C001_T02.psd.c2pa"}
LOCAL = (
    "signed with your own local certificate, which nobody else trusts; give the studio's with --certificate and --key"
)
PAPERS = {"contact-sheet.png", "credits.txt", "credits.csv", "credits.json", "credits.png"}


def send(film: Film, *numbers: str, flat: str = ".png") -> tuple[set[str], list[str]]:
    """The names in the delivery folder, and the notes."""
    notes: list[str] = []
    deliver(Film.open(film.folder), numbers, flat=flat, today=TODAY, say=lambda line: None, warn=notes.append)
    return {path.name for path in (film.folder / "delivery").iterdir()}, notes


def test_the_layered_file_holds_layout_regions_and_the_hand(film):
    files, note = cut_delivery(film, film.cut("C001"), ".png")
    assert set(files) == UNSIGNED and note is None
    document = PSDImage.open(io.BytesIO(files["C001_T02.psd"]))
    assert [(layer.name, layer.visible) for layer in document] == [("BG", True), ("regions", False), ("layout", False)]
    assert [layer.name for layer in document[0]] == ["BG", "touch-up"]
    assert document[2].blend_mode.name == "MULTIPLY"
    assert document[0][0].topil().getpixel((0, 0))[:3] == (0, 255, 0), "the painting lies whole under the hand"
    seen = np.asarray(document.topil().convert("RGB"))
    assert tuple(seen[0, 0]) == (255, 0, 0) and tuple(seen[20, 20]) == (0, 255, 0)
    with Image.open(io.BytesIO(files["C001_T02.png"])) as flat:
        assert "icc_profile" in flat.info and flat.getpixel((0, 0)) == (255, 0, 0)
    assert cut_delivery(film, film.cut("C001"), ".png") == (files, note), "the same film delivers the same bytes"


def test_the_film_goes_out_with_its_papers_and_without_what_is_not_done(film):
    names, notes = send(film, flat=".exr")
    exr = {name.replace("02.png", "02.exr") for name in OF_C001} | {"C001_T02.exr.c2pa"}
    assert names == exr | {name.replace("C001", "C003") for name in exr} | PAPERS
    assert notes == [
        "not delivered: C002: WIP, and only what is Done goes out",
        "not delivered: C004: Todo, and only what is Done goes out",
        LOCAL,
    ]
    folder = film.folder / "delivery"
    written = {}
    for entry in Film.open(film.folder).journal.entries:
        written |= entry.fields["files"] if entry.event == "deliver" else {}
    assert written == {name: sha256((folder / name).read_bytes()).hexdigest() for name in names}
    assert "C002" not in (folder / "credits.txt").read_text(encoding="utf-8")


def test_a_delivery_is_listed_when_its_board_is_withdrawn(film):
    board = next(iter(Film.open(film.folder).cut("C001").takes[-1].shares))
    send(film, "C001")
    after = {held.cut: held.delivered for held in withdraw(Film.open(film.folder), board, "", None)}
    assert set(after["C001"]) == OF_C001
    assert not any(delivered for cut, delivered in after.items() if cut != "C001")


def test_a_delivered_file_that_somebody_changed_is_never_written_over(film):
    names, _ = send(film, "C001")
    assert names == OF_C001
    before = {name: (film.folder / "delivery" / name).read_bytes() for name in names}
    theirs = film.folder / "delivery" / "C001_T02.psd"
    theirs.write_bytes(b"a compositor's own")
    for _ in range(2):
        names, _ = send(film, "C001")
        assert names == OF_C001 | {"C001_T02_2.psd", "C001_T02_2.psd.c2pa"}
        assert theirs.read_bytes() == b"a compositor's own"
        assert (film.folder / "delivery" / "C001_T02_2.psd").read_bytes() == before["C001_T02.psd"]
        assert verify_picture(film.folder / "delivery" / "C001_T02_2.psd").origin == "local"


def test_without_the_extra_packages_it_goes_out_unsigned_and_says_so(film, monkeypatch):
    monkeypatch.setattr(signing, "find_spec", lambda name: None)
    journal = film.journal.path.read_bytes()
    names, notes = send(film, "C001")
    assert names == UNSIGNED and "without Content Credentials" in notes[0]
    film.journal.path.write_bytes(journal)  # as if it had stopped before its line in the journal
    assert send(film, "C001")[0] == UNSIGNED


def test_a_full_disk_at_any_call_leaves_no_half_delivery(film, monkeypatch):
    files = {f"C001_T02{ending}": ending.encode() * 99 for ending in (".psd", ".png", "_strip.png")}
    monkeypatch.setattr(deliver_module, "cut_delivery", lambda *_: (files, None))
    monkeypatch.setattr(signing, "find_spec", lambda name: None)
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    folder, at, full = film.folder / "delivery", 0, False
    while not full:
        at += 1
        calls = 0

        def limited(real, at=at):
            def call(*arguments, **named):
                nonlocal calls
                calls += 1
                if calls == at:
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                return real(*arguments, **named)

            return call

        with monkeypatch.context() as patch:
            for name in ("open", "fsync", "replace", "mkdir"):
                patch.setattr(os, name, limited(getattr(os, name)))
            try:
                deliver(Film.open(film.folder), ["C001"], flat=".png", today=TODAY, say=str, warn=str)
            except OutputError:
                pass
            full = calls < at
        there = {path.name: path.read_bytes() for path in folder.iterdir()} if folder.exists() else {}
        assert there in ({}, files), f"call {at}"
        assert Film.open(film.folder).journal.broken is None
        assert send(film, "C001")[0] == set(files), f"after call {at}"
        shutil.rmtree(folder)
    assert at > 10


def test_what_is_delivered_says_where_it_comes_from(film):
    send(film, "C001", flat=".tif")
    for name in ("C001_T02.psd", "C001_T02.tif", "C001_T02_strip.png"):
        found = verify_picture(film.folder / "delivery" / name)
        assert found.origin == "local", found.sentence
        assert [(board.name, board.painter, round(board.share * 1200)) for board in found.claim.boards] == [
            ("noon", "Ito", 860),
            ("dusk", "Yamada", 300),
        ]
        assert [(step.kind, step.by) for step in found.claim.steps] == [
            ("pass 1", None),
            ("pass 2", None),
            ("touch-up", "Sato"),
            ("approved", "Kuro"),
        ]
        assert found.claim.layout == UsedLayout("Abe", "ab" * 32) and not found.claim.trained
    with pytest.raises(InputError, match="go together"):
        deliver(film, ["C001"], flat=".png", today=TODAY, certificate=Path("c.pem"), say=print, warn=print)


@pytest.mark.parametrize("number, state", [("C002", "WIP"), ("C004", "Todo")])
def test_only_what_is_done_is_delivered(film, number, state):
    with pytest.raises(InputError, match=f"{number} cannot be delivered: {state}"):
        send(film, number)
    with pytest.raises(InputError, match="not as '.gif'"):
        send(film, "C001", flat=".gif")


def test_nothing_with_withdrawn_paint_goes_out(film):
    withdraw(film, "dusk", "", None)
    with pytest.raises(InputError, match="C001 cannot be delivered: Retake"):
        send(film, "C001")
    with pytest.raises(InputError, match="no cut can be delivered yet"):
        send(film)
    assert not (film.folder / "delivery").exists()


def test_withdrawn_consent_lists_every_delivery_once_of_shared_backgrounds_too(film):
    send(film)
    send(film, flat=".tif")
    held = {each.cut: each for each in withdraw(Film.open(film.folder), "dusk", "", None)}
    for number in ("C001", "C003"):
        expected = sorted({name.replace("C001", number) for name in (*OF_C001, "C001_T02.tif")})
        assert held[number].was_done and sorted(held[number].delivered) == expected


def test_rights_that_ended_since_the_approval_stop_a_delivery(film):
    path = film.board("dusk").record.path
    path.write_text(path.read_text(encoding="utf-8") + "valid_until = 2026-11-22\n", encoding="utf-8")
    with pytest.raises(InputError, match="C001 cannot be delivered: the rights of board dusk ended on 2026-11-22"):
        send(film, "C001")
