"""Records, store and journal: what others wrote survives, newer ones are only read, and damage is named."""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from underpaint.errors import InputError
from underpaint.film.film import Film
from underpaint.film.journal import Journal
from underpaint.film.naming import board_name, cut_number
from underpaint.film.records import change_record, read_record, record_bytes
from underpaint.film.store import Store
from underpaint.film.verify import verify

CUT = """# the first shot
kind = "cut"
version = 1
place = "hill"  # the old one
words = [
  { material = "sky", x = 12, y = 7 },
]

[camera]
move = "PAN"
"""


def test_what_others_wrote_in_a_record_stays_as_it_is(tmp_path):
    path = tmp_path / "cut.toml"
    path.write_text(CUT)
    record = change_record(read_record(path, "cut"), {"place": "lake"})
    assert path.read_text() == CUT.replace('"hill"', '"lake"')
    assert record.text("place") == "lake" and record.table("camera")["move"] == "PAN"


names = st.text("abcdefgh_", min_size=1, max_size=8).filter(lambda name: name not in ("kind", "version", "place"))
values = st.one_of(st.integers(-(2**31), 2**31), st.text('aé山"\\ ', max_size=6), st.lists(st.booleans(), max_size=3))


@settings(max_examples=25)
@given(st.dictionaries(names, values, max_size=5))
def test_any_unknown_fields_survive(tmp_path_factory, fields):
    path = tmp_path_factory.mktemp("record") / "cut.toml"
    path.write_bytes(record_bytes("cut", fields))
    before = read_record(path, "cut").fields
    after = change_record(read_record(path, "cut"), {"place": "lake"}).fields
    assert after == {**before, "place": "lake"}


@pytest.mark.parametrize(
    "text, says",
    [
        ("kind = ", "cannot be read as a record"),
        ('kind = "board"', "no record of a cut"),
        ('kind = "cut"\nversion = "two"', "version is 'two'"),
        ('kind = "cut"\nversion = 0', "above zero"),
        ('kind = "cut"\nplace = 3', "place is '3'"),
        ('kind = "cut"\nboards = "noon"', "boards is 'noon'"),
        ('kind = "cut"\nboards = [1]', "boards lists something else"),
        ("", "empty file"),
    ],
)
def test_a_bad_record_costs_one_line_that_names_it(made, refused, text, says):
    (made / "cuts/C001/cut.toml").write_text(text)
    line = refused("check", "film")
    assert says in line and "cut.toml" in line


def test_a_newer_film_is_read_and_not_written(made, say, refused):
    record = made / "film.toml"
    record.write_text(record.read_text().replace("version = 1", "version = 2"))
    assert "C001" in say("check", "film")
    before = {path: path.read_bytes() for path in made.rglob("*") if path.is_file()}
    for command in (
        ["paint", "film"],
        ["cut", "add", "film", "7"],
        ["board", "add", "film", "dusk.png", "--map", "dusk-map.png"],
        ["consent", "withdraw", "film", "noon"],
        ["approve", "film", "C001", "--by", "Aiko Mori"],
    ):
        assert "written by a newer Underpaint" in refused(*command)
    assert {path: path.read_bytes() for path in made.rglob("*") if path.is_file()} == before


def test_a_newer_cut_is_not_painted_and_not_changed(made, refused):
    record = made / "cuts/C001/cut.toml"
    record.write_text(record.read_text().replace("version = 1", "version = 9"))
    assert "written by a newer Underpaint" in refused("cut", "add", "film", "C001", "--length", "1+00")
    assert "written by a newer Underpaint" in refused("paint", "film", "C001")


def test_a_record_that_somebody_changed_meanwhile_is_not_written_over(made):
    path = made / "cuts/C001/cut.toml"
    record = read_record(path, "cut")
    path.write_text(path.read_text() + 'light = "low"\n')
    with pytest.raises(InputError, match="changed by somebody else"):
        change_record(record, {"place": "lake"})


def test_the_store_keeps_bytes_once_under_their_hash(tmp_path):
    store = Store(tmp_path)
    digest = store.put(b"paint")
    assert store.put(b"paint") == digest and store.path(digest).read_bytes() == b"paint"
    assert not os.stat(store.path(digest)).st_mode & 0o222
    assert list(store.damaged()) == []
    store.path(digest).chmod(0o644)
    store.path(digest).write_bytes(b"faint")
    assert list(store.damaged()) == [store.path(digest)]
    with pytest.raises(InputError, match="is damaged"):
        store.put(b"paint")


def test_a_torn_last_line_is_reported_and_the_journal_goes_on(made):
    film = Film.open(made)
    film.journal.add("pick", cut="C001", take="T01")
    film.journal.add("pick", cut="C002", take="T01")
    whole = film.journal.path.read_bytes()
    for cut_at in (1, 5, 40):
        film.journal.path.write_bytes(whole[:-cut_at])
        journal = Journal(film.journal.path)
        assert len(journal.entries) == (2 if cut_at == 1 else 1)
        assert journal.torn == ([] if cut_at == 1 else [2]) and journal.broken is None
        journal.add("pick", cut="C001", take="T02")
        again = Journal(film.journal.path)
        assert again.broken is None and again.entries[-1].take == "T02"
        assert film.journal.path.read_bytes().startswith(whole[:-cut_at])


@pytest.mark.parametrize("harm", ["change", "drop", "swap"])
def test_a_journal_that_was_changed_is_noticed_and_nothing_is_built_on_it(made, harm, refused):
    journal = Film.open(made).journal
    for number in range(4):
        journal.add("pick", cut="C001", take=f"T0{number}")
    lines = journal.path.read_bytes().splitlines(keepends=True)
    if harm == "change":
        lines[1] = lines[1].replace(b"T01", b"T03")
    elif harm == "drop":
        del lines[1]
    else:
        lines[1], lines[2] = lines[2], lines[1]
    journal.path.write_bytes(b"".join(lines))
    broken = Journal(journal.path).broken
    assert broken == (3 if harm == "change" else 2)
    assert f"line {broken}" in refused("paint", "film")
    assert any(f"line {broken} does not follow" in line for line in verify(Film.open(made)).wrong)


def test_verify_names_what_is_wrong(made, say, underpaint, fast_painter):
    say("paint", "film", "--at-once", "1")
    assert "2 takes, all as they were recorded" in say("verify", "film")
    good = made.with_name("good")
    shutil.copytree(made, good)
    kept = Film.open(made).cut("C001").takes[0].fields["inputs"]["layout map"]

    def changed(name: str) -> str:
        path = made / name
        path.chmod(0o644)
        path.write_bytes(path.read_bytes()[:-1] + b"?")
        return name

    def gone(name: str) -> str:
        shutil.rmtree(made / name) if (made / name).is_dir() else (made / name).unlink()
        return name

    for harm, name in (
        (changed, "cuts/C001/takes/T01/pass2.png"),
        (gone, "cuts/C001/takes/T01/source_map.npz"),
        (changed, "cuts/C002/takes/T01/take.json"),
        (gone, "cuts/C002/takes/T01"),
        (gone, "cuts/C002"),
        (gone, "boards/noon/painting.png"),
        (changed, f"store/{kept[:2]}/{kept}"),
        (gone, f"store/{kept[:2]}/{kept}"),
    ):
        harm(name)
        outcome = underpaint(["verify", "film"])
        assert outcome.code == 2 and "things are wrong" in outcome.err
        assert name.removesuffix("/painting.png") in outcome.out
        shutil.rmtree(made)
        shutil.copytree(good, made)
    assert say("verify", "film")


def test_names_that_cannot_be_folders_are_refused():
    assert board_name(" 夕方の湖 ") == "夕方の湖" and cut_number("12") == "C012" and cut_number("A-7b") == "A-7b"
    for name in ("", "..", "a/b", ".hidden", "a\\b", "a:b", "x" * 100, "end."):
        with pytest.raises(InputError):
            board_name(name)
    for number in ("", "..", "C1/2", "cut", "C 1", "-1"):
        with pytest.raises(InputError):
            cut_number(number)
