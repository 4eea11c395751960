"""The end of a production: listed, written down, signed; nothing of a person's goes, and nothing is painted after it."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from underpaint.errors import UnderpaintError
from underpaint.farm.wrap import wrap
from underpaint.film.cuts import hold
from underpaint.film.film import Film
from underpaint.film.verify import verify
from underpaint.formats.certificates import local_signer
from underpaint.formats.user_folders import cache_folder


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def painted(made, say) -> Path:
    """C001 approved, C002 painted; an index in the cache, and what a killed run leaves."""
    say("paint", "film")
    say("check", "film", "C001")
    say("approve", "film", "C001", "--by", "Aiko Mori")
    (made / "cuts/C002/takes/.part-aa").mkdir()
    (made / "cuts/C002/takes/.part-aa/pass1.png").write_bytes(b"half")
    (made / "store/.underpaint-bb.part").write_bytes(b"half")
    seen = cache_folder() / "desk/aa/aabb"
    seen.mkdir(parents=True)
    (seen / "320.jpg").write_bytes(b"a small picture")
    return made


def test_it_is_only_listed_until_yes_is_said(painted, say):
    (index,) = cache_folder().glob("*.index")
    before = files_of(painted)
    told = say("wrap", "film")
    for what in ("2 cuts, 2 takes, 1 boards", str(index), ".part-aa/pass1.png", "desk  pictures", "C002 WIP", "nothing is done yet"):
        assert what in told
    assert files_of(painted) == before and index.is_file()


def test_a_wrap_writes_down_deletes_and_signs(painted, say, refused, underpaint):
    before = files_of(painted)
    (index,) = cache_folder().glob("*.index")
    told = say("wrap", "film", "--yes")
    assert str(Path("film/wrap/receipt.json")) in told
    after = files_of(painted)
    gone = {"cuts/C002/takes/.part-aa/pass1.png", "store/.underpaint-bb.part"}
    kept = {name: data for name, data in before.items() if name not in gone and name != "journal.jsonl"}
    assert kept.items() <= after.items() and not gone & after.keys() and not index.exists()
    assert list(cache_folder().iterdir()) == []
    assert after["journal.jsonl"].startswith(before["journal.jsonl"])
    learned = json.loads((painted / "wrap/learned.json").read_text(encoding="utf-8"))
    take = Film.open(painted).cut("C001").takes[0]
    assert learned["boards"][0]["painter"] == "Ken Sato" and learned["takes"][0]["state"] == "Done"
    assert learned["takes"][0]["boards"] == {"noon": {"share": 1.0, "painting": take.boards["noon"]}}
    rows = list(csv.DictReader((painted / "wrap/learned.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["cut"], row["board"], row["share"]) for row in rows] == [("C001", "noon", "1.0"), ("C002", "noon", "1.0")]
    trash = json.loads((painted / "wrap/trash.json").read_text(encoding="utf-8"))
    assert {Path(each["file"]).name for each in trash["files"]} == {
        index.name, "pass1.png", ".underpaint-bb.part", "desk"}  # fmt: skip
    assert "local certificate" in say("wrap", "film", "--check", "film/wrap/receipt.json")
    assert "the production was wrapped on" in refused("paint", "film")
    assert "the production was wrapped on" in refused("wrap", "film", "--yes")
    assert verify(Film.open(painted)).wrong == []
    assert "C001" in say("check", "film")


def test_a_receipt_is_read_back_and_says_what_is_no_longer_so(painted, say, refused, underpaint):
    say("wrap", "film", "--yes")
    receipt = painted / "wrap/receipt.json"
    good = files_of(painted)

    def checked() -> str:
        outcome = underpaint(["wrap", "film", "--check", str(receipt)])
        assert outcome.code == 1, outcome.out
        for name, data in good.items():
            if name.startswith(("wrap/", "journal")):
                (painted / name).write_bytes(data)
        return outcome.out

    receipt.write_bytes(receipt.read_bytes().replace(b'"takes": 2', b'"takes": 1'))
    assert "tampered" in checked()
    (painted / "wrap/learned.csv").write_text("all by hand")
    assert "learned.csv was changed since" in checked()
    (painted / "wrap/trash.json").unlink()
    assert "trash.json is gone" in checked()
    journal = painted / "journal.jsonl"
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-1]))
    assert "has no line of this receipt" in checked()
    own = painted.parent / "home-settings/underpaint/local-certificate.pem"
    shutil.copy(own, "theirs.pem")
    shutil.rmtree(painted.parent / "home-settings")
    assert "foreign: signed by" in checked()
    assert "whose certificate you trust" in say("wrap", "film", "--check", str(receipt), "--trust", "theirs.pem")
    local_signer()
    assert underpaint(["wrap", "film", "--check", str(receipt), "--trust", str(own)]).code == 1
    receipt.write_text("{}")
    assert "no receipt of a wrap" in refused("wrap", "film", "--check", str(receipt))
    assert "no such file" in refused("wrap", "film", "--check", "none.json")
    receipt.write_bytes(good["wrap/receipt.json"])
    receipt.with_name("receipt.json.sig").write_text("{}")
    assert "no signature" in refused("wrap", "film", "--check", str(receipt))


def test_a_film_that_is_being_painted_is_not_wrapped(painted, refused):
    with hold(Film.open(painted).cut("C002")):
        assert "C002: " in refused("wrap", "film", "--yes")
    assert not (painted / "wrap").exists()


@pytest.mark.parametrize("kill", [False, True], ids=["the disk is full", "killed"])
def test_a_wrap_that_fails_at_any_call_leaves_a_sound_film_and_can_be_run_again(painted, failing, kill):
    signer = local_signer()
    cache = painted.parent / "cache"
    before = painted.with_name("before")
    shutil.copytree(painted, before)
    persons = {name: data for name, data in files_of(painted).items() if ".part" not in name and name != "journal.jsonl"}
    failed, at = 0, 0
    while True:
        at += 1
        shutil.rmtree(painted)
        shutil.rmtree(cache, ignore_errors=True)
        shutil.copytree(before, painted)
        shutil.copytree(cache_folder(), cache)
        film = Film.open(painted)
        with failing.disk(at, kill=kill) as calls:
            try:
                wrap(film, cache, signer, lambda line: None)
            except (UnderpaintError, failing.Killed):
                failed += 1
        film = Film.open(painted)
        assert verify(film).wrong == [], calls
        assert persons.items() <= files_of(painted).items(), calls
        wrapped = any(entry.event == "wrap" for entry in film.journal.entries)
        if not wrapped:
            wrap(film, cache, signer, lambda line: None)
        assert persons.items() <= files_of(painted).items() and verify(Film.open(painted)).wrong == []
        assert list(cache.iterdir()) == [] and (painted / "wrap/receipt.json.sig").is_file()
        trash = json.loads((painted / "wrap/trash.json").read_text(encoding="utf-8"))
        assert {"pass1.png", ".underpaint-bb.part"} < {Path(each["file"]).name for each in trash["files"]}, calls
        assert any(each["file"].endswith(".index") for each in trash["files"]), calls
        if len(calls) < at:
            break
    assert failed > 20
