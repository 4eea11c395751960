"""Where a cut stands, who may say so, and what cannot be Done."""

from __future__ import annotations

import json
import shutil
from datetime import date

import pytest

from underpaint.errors import InputError
from underpaint.film.check import approve
from underpaint.film.film import Film

DIRECTOR, ARTIST = "Aiko Mori", "Ken Sato"


@pytest.fixture
def waiting(made, say, fast_painter):
    """The film with C001 waiting for approval."""
    say("paint", "film", "--at-once", "1")
    say("check", "film", "C001")
    return made


def board_toml(waiting, rights: str) -> None:
    (waiting / "boards/noon/board.toml").write_text(f'kind = "board"\nversion = 1\n[rights]\n{rights}\n')


def test_a_cut_goes_round_until_it_is_done(waiting, say, states, refused):
    assert states() == {"C001": "WFA", "C002": "WIP"}
    assert "T01 Retake R1" in say("retake", "film", "C001", "--note", "the sky is too dark", "--by", DIRECTOR)
    listed = say("check", "film")
    assert "Retake R1" in listed and "the sky is too dark" in listed and "s machine" in listed
    assert "is Retake, not WFA" in refused("approve", "film", "C001", "--by", DIRECTOR)
    say("check", "film", "C001")
    assert "R2" in say("retake", "film", "C001", "--note", "still")
    say("check", "film", "C001")
    assert "WFA already" in refused("check", "film", "C001")
    say("approve", "film", "C001", "--by", DIRECTOR)
    assert states() == {"C001": "Done", "C002": "WIP"}
    last = json.loads((waiting / "journal.jsonl").read_text().splitlines()[-1])
    assert last["event"] == "approve" and last["by"] == DIRECTOR and last["cut"] == "C001" and last["when"]
    assert last["sha256"] == Film.open(waiting).cut("C001").take("T01").sha256
    assert "Done" in refused("approve", "film", "C001", "--by", DIRECTOR)


def test_only_the_person_with_the_role_approves(waiting, say, refused, states):
    assert f"only the art director approves ({DIRECTOR})" in refused("approve", "film", "C001", "--by", ARTIST)
    assert "not among the film's people" in refused("approve", "film", "C001", "--by", "Somebody")
    assert "only a cut that is WFA" in refused("retake", "film", "C002", "--note", "x")
    record = waiting / "film.toml"
    record.write_text('approves = ["background artist"]\n' + record.read_text())
    assert "only the background artist approves" in refused("approve", "film", "C001", "--by", DIRECTOR)
    say("approve", "film", "C001", "--by", ARTIST)
    assert states()["C001"] == "Done"


@pytest.mark.parametrize(
    "rights, says",
    [
        ('owner = "the studio"', "has no consent of its painter"),
        ('consent = "yes"', "names no owner"),
        ('owner = "a"\nconsent = "b"\nvalid_until = 2026-10-31', "the rights of board noon ended on 2026-10-31"),
    ],
)
def test_a_board_whose_rights_do_not_allow_it_keeps_its_cuts_from_done(waiting, rights, says):
    board_toml(waiting, rights)
    with pytest.raises(InputError, match=says):
        approve(Film.open(waiting), "C001", DIRECTOR, date(2026, 11, 1))
    board_toml(waiting, 'owner = "a"\nconsent = "b"\nvalid_until = 2026-11-01')
    assert approve(Film.open(waiting), "C001", DIRECTOR, date(2026, 11, 1)).number == "T01"


def test_a_board_that_is_gone_keeps_its_cuts_from_done(waiting, refused):
    shutil.rmtree(waiting / "boards/noon")
    assert "no longer in the film" in refused("approve", "film", "C001", "--by", DIRECTOR)


def test_a_picture_put_in_by_hand_is_of_unknown_origin(waiting, refused, say, underpaint):
    take = Film.open(waiting).cut("C001").takes[0]
    take.picture.chmod(0o644)
    take.picture.write_bytes((waiting.parent / "noon.png").read_bytes())
    assert "its origin is unknown" in refused("approve", "film", "C001", "--by", DIRECTOR)
    foreign = waiting / "cuts/C002/takes/T07"
    foreign.mkdir()
    shutil.copy(waiting.parent / "noon.png", foreign / "pass2.png")
    assert "no take 'T07'" in refused("pick", "film", "C002", "T07")
    verified = underpaint(["verify", "film"])
    assert "T07" in verified.err and "origin unknown" in verified.err


def test_withdrawn_consent_takes_exactly_the_cuts_with_that_paint_off_done(made, say, states, refused, fast_painter):
    say("board", "add", "film", "dusk.png", "--map", "dusk-map.png", "--owner", "o", "--consent", "yes")
    (made / "cuts/C002/cut.toml").write_text('kind = "cut"\nversion = 1\nboards = ["dusk"]\n')
    say("paint", "film", "--at-once", "1")
    for number in ("C001", "C002"):
        say("check", "film", number)
        say("approve", "film", number, "--by", DIRECTOR)
    assert states() == {"C001": "Done", "C002": "Done"}
    out = say("consent", "withdraw", "film", "noon", "--by", ARTIST, "--note", "by letter")
    assert "C001  T01 100.0%  is no longer Done" in out and "C002" not in out and "1 cut needs" in out
    assert states() == {"C001": "Retake", "C002": "Done"}
    assert "consent for board noon was withdrawn" in say("check", "film")
    say("check", "film", "C001")
    assert "consent for board noon was withdrawn" in refused("approve", "film", "C001", "--by", DIRECTOR)
    lines = (made / "journal.jsonl").read_bytes()
    assert "C001" in say("consent", "withdraw", "film", "noon")
    assert (made / "journal.jsonl").read_bytes() == lines
    assert "no board 'dawn'" in refused("consent", "withdraw", "film", "dawn")


def test_shared_backgrounds_are_checked_where_they_are_painted(waiting, say, refused, states):
    say("cut", "add", "film", "3", "--background", "C001")
    assert states()["C003"] == "WFA"
    assert "say it of that cut" in refused("approve", "film", "C003", "--by", DIRECTOR)
    record = waiting / "cuts/C001/cut.toml"
    record.write_text(record.read_text() + 'background = "C003"\n')
    assert "in a ring" in refused("check", "film")
