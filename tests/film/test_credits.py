"""Credits: exact to the pixel, and nobody left out."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from underpaint.errors import InputError
from underpaint.film.credit_papers import csv_bytes, json_bytes, sections, text
from underpaint.film.credits import CutWork, credit, percents

PAINTERS = {"lake-noon": "Ito Hana", "lake-dusk": "Ito Hana", "hill": "山田 一郎"}
ENGINE = ("exemplar", "7")


def film(*more: CutWork):
    """Two cuts whose shares are known. C001: 100 px, 3 s: Ito 25 + 35, Yamada 30, Sato by hand 10. C002: a PAN of 300 px,
    1 s: Yamada 200, Mori by hand 100."""
    first = CutWork(
        "C001", 72, {"lake-noon": 25, "lake-dusk": 35, "hill": 30}, {"Sato Ken": 10}, ("Abe",), ("Kuro",), ENGINE
    )
    second = CutWork("C002", 24, {"hill": 200, "lake-noon": 0}, {"Mori": 100}, ("Abe", "Ueda"), ("Kuro",), ENGINE)
    return credit("Lake", [first, second, *more], PAINTERS)


def test_a_film_made_by_hand_comes_out_exactly():
    first, second = film().cuts
    assert first.shares.painters == {"Ito Hana": Fraction(60, 100), "山田 一郎": Fraction(30, 100)}
    assert first.shares.boards == {
        "lake-dusk": Fraction(35, 100),
        "hill": Fraction(30, 100),
        "lake-noon": Fraction(25, 100),
    }
    assert first.shares.touched == {"Sato Ken": Fraction(10, 100)} and first.shares.by_hand == Fraction(1, 10)
    assert second.shares.painters == {"山田 一郎": Fraction(2, 3)}

    time = film().by_screen_time
    assert time.painters == {
        "Ito Hana": Fraction(3, 4) * Fraction(60, 100),
        "山田 一郎": Fraction(3, 4) * Fraction(30, 100) + Fraction(1, 4) * Fraction(2, 3),
    }
    assert time.touched == {"Mori": Fraction(1, 12), "Sato Ken": Fraction(3, 40)}
    pixels = film().by_pixels
    assert pixels.painters == {"山田 一郎": Fraction(230, 400), "Ito Hana": Fraction(60, 400)}
    assert pixels.touched == {"Mori": Fraction(100, 400), "Sato Ken": Fraction(10, 400)}


def test_a_shared_background_is_seen_twice_and_painted_once():
    again = CutWork("C003", 96, {"hill": 200}, {"Mori": 100}, ("Abe",), ("Kuro",), ENGINE, background="C002")
    made = film(again)
    assert made.by_pixels == film().by_pixels and made.pixels == film().pixels == 400
    assert made.by_screen_time.touched["Mori"] == Fraction(24 + 96, 72 + 24 + 96) * Fraction(1, 3)
    alone = credit("Lake", [again], PAINTERS)
    assert alone.by_pixels == alone.by_screen_time and alone.pixels == 300


def test_the_largest_share_comes_first():
    assert list(film().by_pixels.painters) == ["山田 一郎", "Ito Hana"]
    assert list(film().layout.items()) == [("Abe", 2), ("Ueda", 1)]
    assert film().engines == {ENGINE: 2}


_names = st.sampled_from(["a", "b", "c", "d"])
_counts = st.dictionaries(_names, st.integers(0, 10**9), max_size=4)
_models = st.dictionaries(st.sampled_from([("Meadow", "1"), ("Meadow", "2")]), st.integers(0, 10**9), max_size=2)
_cuts = st.lists(st.tuples(st.integers(1, 5000), _counts, _counts, _models), min_size=1, max_size=8)


@given(_cuts, st.randoms(use_true_random=False))
def test_shares_always_add_up_to_one_whatever_the_order(cuts, random):
    works = [
        CutWork(f"C{number:03}", frames, boards, touched, models=models)
        for number, (frames, boards, touched, models) in enumerate(cuts)
        if sum(boards.values()) + sum(touched.values()) + sum(models.values())
    ]
    if not works:
        return
    painters = {"a": "one", "b": "one", "c": "two", "d": "three"}
    made = credit("film", works, painters)
    for shares in [made.by_screen_time, made.by_pixels, *(cut.shares for cut in made.cuts)]:
        by_model = sum(shares.models.values())
        assert sum(shares.painters.values()) + shares.by_hand + by_model == 1
        assert sum(shares.boards.values()) + shares.by_hand + by_model == 1
    random.shuffle(works)
    again = credit("film", works, painters)
    assert list(again.by_screen_time.painters.items()) == list(made.by_screen_time.painters.items())


def test_a_model_is_named_with_its_version_and_maker_and_is_nobody_s_paint():
    meadow, style = ("Meadow SD", "1.2"), ("Our style", "0.3")
    work = CutWork("C003", 72, {"hill": 25}, {"Mori": 5}, ("Abe",), (), ("diffusion", "1"), models={meadow: 70},
                   helped=(style,), shown=("lake-noon",))  # fmt: skip
    made = credit("Lake", [work], PAINTERS, makers={meadow: "Kawa Lab"})
    assert made.by_screen_time.models == {meadow: Fraction(7, 10)} and made.by_screen_time.painters == {"山田 一郎": Fraction(1, 4)}
    told = dict(sections(made))
    assert told["Painted by a trained model"] == [("Meadow SD 1.2 by Kawa Lab", "70.0 %")]
    assert told["Helped by a trained model"] == [("Our style 0.3", "1 cut")]
    assert told["Boards shown to a model, painted by"] == [("Ito Hana", "1 cut")]
    page = text(made)
    assert "70.0 %  trained model Meadow SD 1.2 by Kawa Lab" in page and "boards shown to the model: lake-noon by Ito Hana" in page
    record = json.loads(json_bytes(made))
    assert record["models"][0] == {"name": "Meadow SD", "version": "1.2", "maker": "Kawa Lab"}
    assert record["cuts"][0]["pixels_by_models"] == {"Meadow SD 1.2": 70}
    table = csv_bytes(made).decode("utf-8-sig")
    assert "C003,model,Meadow SD 1.2 by Kawa Lab,,,70,7/10,70.0," in table and "C003,model's help,Our style 0.3" in table
    assert "AI" not in [word.strip(",.;") for word in (page + table).split()]


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=30))
def test_printed_percents_add_up_to_a_hundred(counts):
    shown = percents({str(i): Fraction(count, sum(counts)) for i, count in enumerate(counts)})
    assert round(sum(float(value) for value in shown.values() if value != "<0.1"), 1) == 100.0
    for i, count in enumerate(counts):
        value = 0.0 if shown[str(i)] == "<0.1" else float(shown[str(i)])
        assert abs(value - 100 * count / sum(counts)) < 0.1 + 1e-9


@pytest.mark.parametrize(
    "work, says",
    [
        (CutWork("C003", 24, {"sea": 5}, {}), "board sea: no painter is named, and cut C003 holds its paint"),
        (CutWork("C003", 24, {"hill": 0}, {}), "cut C003: no painted picture"),
        (CutWork("C003", 0, {"hill": 5}, {}), "cut C003: a length of 0 frames"),
        (CutWork("C003", 24, {"hill": 5}, {" ": 5}), "cut C003: px changed by hand without a name"),
        (CutWork("C003", 24, {"hill": 5, "lake-noon": -1}, {}), "cut C003: no painted picture"),
        (CutWork("C001", 24, {"hill": 5}, {}), "cut C001 is given twice"),
    ],
)
def test_nobody_is_left_out_in_silence(work, says):
    with pytest.raises(InputError, match=says):
        film(work)
    with pytest.raises(InputError, match="no painted cut"):
        credit("Lake", [], PAINTERS)


def test_the_page_reads_as_it_was_made():
    assert (
        text(film())
        == """\
Lake
Backgrounds

Boards painted by
  Ito Hana  45.0 %
  山田 一郎  39.2 %

Layouts drawn by
  Abe  2 cuts
  Ueda  1 cut

Touched up by hand by
  Mori  8.3 %
  Sato Ken  7.5 %

Approved by
  Kuro  2 cuts

Engine
  exemplar 7  2 cuts

Shares are of the screen time; a pixel changed by hand is the person's who changed it.

Cut by cut
C001  72 frames, 100 px
   35.0 %  Ito Hana, board lake-dusk
   30.0 %  山田 一郎, board hill
   25.0 %  Ito Hana, board lake-noon
   10.0 %  Sato Ken, by hand
  layout Abe
  approved by Kuro
C002  24 frames, 300 px
   66.7 %  山田 一郎, board hill
   33.3 %  Mori, by hand
  layout Abe, Ueda
  approved by Kuro
"""
    )


def test_a_cut_that_is_not_approved_says_so():
    page = text(credit("Lake", [CutWork("C001", 24, {"hill": 3}, {})], PAINTERS))
    assert "Not approved yet" in page and "  not approved yet" in page
    assert [heading for heading, _ in sections(film())] == [
        "Boards painted by",
        "Layouts drawn by",
        "Touched up by hand by",
        "Approved by",
        "Engine",
    ]


def test_the_table_holds_the_exact_fractions():
    data = csv_bytes(film())
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    for cut in ("all", "C001", "C002"):
        for role in ("painter", "board"):
            of_cut = [row for row in rows if row["cut"] == cut and row["role"] in (role, "touch-up")]
            assert sum(Fraction(row["share"]) for row in of_cut) == 1
    assert [row["pixels"] for row in rows if row["cut"] == "C001" and row["role"] == "painter"] == ["60", "30"]
    assert [row["name"] for row in rows if row["cut"] == "C002" and row["role"] == "layout"] == ["Abe", "Ueda"]


def test_a_name_is_never_a_formula_in_the_table():
    made = credit("Lake", [CutWork("C001", 24, {"hill": 3}, {"=1+1": 2})], PAINTERS)
    assert ",=1+1" not in csv_bytes(made).decode() and "'=1+1" in csv_bytes(made).decode()


def test_the_record_holds_the_exact_fractions():
    record = json.loads(json_bytes(film()))
    assert (record["kind"], record["version"], record["title"]) == ("underpaint.credits", 1, "Lake")
    assert record["by_screen_time"]["touched"] == {"Mori": "1/12", "Sato Ken": "3/40"}
    assert record["cuts"][0]["pixels_of_boards"] == {"lake-dusk": 35, "hill": 30, "lake-noon": 25}
    assert "山田 一郎" in json_bytes(film()).decode()
