"""A film is begun, and boards, cuts and cut lists come in: from folders and one by one."""

from __future__ import annotations

from datetime import date

import pytest

from underpaint.errors import InputError
from underpaint.film.boards import change_board
from underpaint.film.film import Film, Person

EDL = """TITLE: REEL 1
FCM: NON-DROP FRAME

001  AX       V     C        00:00:00:00 00:00:05:00 01:00:00:00 01:00:05:00
* FROM CLIP NAME: C001_layout_v2
002  AX       V     C        00:00:00:00 00:00:03:12 01:00:05:00 01:00:08:12
* FROM CLIP NAME: C009
003  AX       V     C        00:00:00:00 00:00:01:00 01:00:08:12 01:00:09:12
* FROM CLIP NAME: Title
"""


def test_a_film_is_begun_with_what_was_said(made):
    film = Film.open(made)
    assert film.title == "film" and film.fps == 24 and film.palette is not None
    assert film.people == (Person("Aiko Mori", "art director"), Person("Ken Sato", "background artist"))
    board, cut = film.boards["noon"], film.cuts["C002"]
    assert (board.painter, board.place, board.rights.owner) == ("Ken Sato", "hill", "the studio")
    assert cut.boards == ("noon",) and cut.layout.name == "layout.png"


def test_what_is_there_is_not_written_over(made, refused, desk_of_film):
    before = {path: path.read_bytes() for path in made.rglob("*") if path.is_file()}
    assert "is not empty" in refused("new", "film")
    assert "there is a board of this name" in refused("board", "add", "film", "noon.png", "--map", "noon-map.png")
    line = refused("cut", "add", "film", "C001", "--layout", "C002/layout.png")
    assert "is there already" in line
    assert {path: path.read_bytes() for path in made.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    "command, says",
    [
        (["new", "other", "--frame", "big"], "is no frame"),
        (["new", "other", "--gpl", "noon.png"], "not a GIMP palette"),
        (["board", "add", "film", "dusk.png", "--map", "small.png"], "they must be of one size"),
        (["board", "add", "film", "dusk.png", "--map", "dusk-map.png", "--valid-until", "soon"], "write a day like"),
        (["board", "add", "film", "C001"], "no board here"),
        (["cut", "add", "film", "7", "--board", "dawn"], "no board 'dawn'; its boards: noon"),
        (["cut", "add", "film", "7", "--length", "5+24"], "write seconds+frames"),
        (["cut", "add", "film", "7", "--background", "7"], "cannot be itself"),
        (["cut", "add", "film", "7", "--background", "8"], "no cut"),
        (["cut", "add", "film", "seven"], "is no cut number"),
        (["paint", "nowhere"], "no film here"),
        (["paint", "film", "C077"], "no cut C077; its cuts: C001, C002"),
        (["paint", "film", "--variants", "2"], "--variants goes with --pass rough"),
    ],
)
def test_what_does_not_fit_costs_one_line(made, refused, command, says):
    assert says in refused(*command)
    assert Film.open(made).boards.keys() == {"noon"} and Film.open(made).cuts.keys() == {"C001", "C002"}


def test_folders_of_boards_and_cuts_come_in_with_their_records(made, say, desk_of_film):
    """The film's own folders go into another film: everything is there, to the byte."""
    say("new", "second", "--gpl", "materials.gpl")
    assert "board noon" in say("board", "add", "second", "film/boards")
    record = made / "cuts/C001/cut.toml"
    record.write_text(record.read_text() + 'words = [{ material = "sky", x = 3, y = 4 }]  # as drawn\n')
    assert say("cut", "add", "second", "film/cuts").count("new") == 2
    for name in ("boards/noon", "cuts/C001", "cuts/C002"):
        assert {path.name: path.read_bytes() for path in (made / name).iterdir()} == {
            path.name: path.read_bytes() for path in (desk_of_film / "second" / name).iterdir()
        }
    say(
        "board",
        "add",
        "second",
        "film/boards/noon",
        "--name",
        "noon 2",
        "--time",
        "noon",
        "--valid-until",
        "2030-01-31",
    )
    board = Film.open("second").boards["noon 2"]
    assert board.time == "noon" and board.rights.valid_until.isoformat() == "2030-01-31" and board.rights.owner


def test_a_board_may_come_without_a_map_and_says_so_until_it_has_one(made, say, underpaint):
    assert "dusk, without a material map yet" in say("board", "add", "film", "dusk.png")
    assert "has no material map yet" in underpaint(["verify", "film"]).err
    board = Film.open(made).board("dusk")
    with pytest.raises(InputError, match="board dusk has no material map yet"):
        board.materials  # noqa: B018
    (board.folder / "materials.png").write_bytes((made.parent / "dusk-map.png").read_bytes())
    assert Film.open(made).board("dusk").materials.name == "materials.png"


def test_what_is_said_of_a_board_changes_and_the_rest_of_its_record_stays(made, say):
    board = next(iter(Film.open(made).boards.values()))
    path = board.folder / "board.toml"
    path.write_text(path.read_text() + "\n# painted on paper\n[scan]\ndpi = 300\n")
    board = Film.open(made).board(board.name)
    changed = change_board(board, {"painter": " Yui Abe "}, {"consent": "for this film", "valid_until": "2027-03-31"})
    assert changed.painter == "Yui Abe" and changed.rights.valid_until == date(2027, 3, 31)
    assert changed.rights.consent == "for this film" and changed.rights.owner == board.rights.owner
    assert "# painted on paper" in path.read_text() and changed.record.fields["scan"] == {"dpi": 300}
    assert change_board(changed, {}, {"valid_until": ""}).rights.valid_until is None
    with pytest.raises(InputError, match="changed by somebody else"):
        change_board(board, {"painter": "me"}, {})
    with pytest.raises(InputError, match="write a day like"):
        change_board(Film.open(made).board(board.name), {}, {"valid_until": "soon"})


def test_a_cut_gets_what_it_lacks(made, say):
    say("cut", "add", "film", "C003", "--length", "2+00")
    assert "was there" in say(
        "cut", "add", "film", "3", "--layout", "C001/layout.png", "--map", "C001/materials.png", "--board", "noon"
    )
    cut = Film.open(made).cuts["C003"]
    assert cut.length == "2+00" and cut.materials is not None and cut.boards == ("noon",)


def test_a_table_of_cuts(made, say, underpaint):
    table = 'Cut;Place;Length;Boards;Layout by\nC001;hill;5+12;noon;Yui\n12;lake;2+00;"noon;dusk";\n;;;;\n'
    (made.parent / "cuts.csv").write_bytes(b"\xef\xbb\xbf" + table.encode())
    outcome = underpaint(["cut", "import", "film", "cuts.csv"])
    assert "1 new: C012; 1 were there" in outcome.out and "board 'dusk' is not in the film yet" in outcome.err
    cuts = Film.open(made).cuts
    assert (cuts["C001"].length, cuts["C001"].place, cuts["C001"].layout_by) == ("5+12", "hill", "Yui")
    assert (cuts["C012"].boards, cuts["C012"].place) == (("noon", "dusk"), "lake")


@pytest.mark.parametrize(
    "table, says",
    [
        ("number,length\nC001,5\n", "row 2: '5' is no length"),
        ("number,colour\nC001,red\n", "names the columns number, colour"),
        ("length\n5+00\n", "there must be number"),
        ("number,length\nC001\n", "row 2: has 1 columns"),
        ("number,length\n,5+00\n", "row 2: has no cut number"),
        ("number\n", "lists no cut"),
    ],
)
def test_a_bad_table_names_its_row_and_adds_nothing(made, refused, table, says):
    (made.parent / "cuts.csv").write_text(table)
    assert says in refused("cut", "import", "film", "cuts.csv")
    assert Film.open(made).cuts.keys() == {"C001", "C002"}


def test_cut_lists_of_editorial(made, underpaint):
    otio = pytest.importorskip("opentimelineio", reason="the extra `editorial` is not installed")
    (made.parent / "reel.edl").write_text(EDL)
    outcome = underpaint(["cut", "import", "film", "reel.edl"])
    assert "1 new: C009; 1 were there" in outcome.out, outcome.err
    assert "'Title' begins with no cut number" in outcome.err
    assert (Film.open(made).cuts["C001"].length, Film.open(made).cuts["C009"].length) == ("5+00", "3+12")

    timeline, track = otio.schema.Timeline("reel"), otio.schema.Track("V1")
    timeline.tracks.append(track)
    for name, frames in (("C002", 100), ("C010", 30)):
        span = otio.opentime.TimeRange(otio.opentime.RationalTime(0, 30), otio.opentime.RationalTime(frames, 30))
        track.append(otio.schema.Clip(name, source_range=span))
    (made.parent / "reel.otio").write_text(otio.adapters.write_to_string(timeline, "otio_json"))
    assert underpaint(["cut", "import", "film", "reel.otio"]).code == 0
    assert (Film.open(made).cuts["C002"].length, Film.open(made).cuts["C010"].length) == ("3+08", "1+00")
    (made.parent / "reel.otio").write_text('{"half": ')
    broken = underpaint(["cut", "import", "film", "reel.otio"])
    assert broken.code == 2 and "cannot be read as a cut list" in broken.err
