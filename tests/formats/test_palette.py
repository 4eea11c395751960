"""Palettes as GIMP, Krita and Inkscape write them, and the lines that are wrong."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from underpaint.errors import InputError
from underpaint.formats.palette import material_colour, read_palette


@pytest.mark.parametrize(
    "text",
    [
        "GIMP Palette\nName: film\nColumns: 4\n#\n150 200 225\tsky\n 60  95  60\tdark forest\n",  # GIMP
        "GIMP Palette\r\nName: film\r\n#\r\n150 200 225 sky\r\n60 95 60 dark forest\r\n0 0 0 Untitled\r\n",  # Krita
        "GIMP Palette\nName: film\n# by Inkscape\n\n150 200 225   sky  \n60 95 60   dark forest\n1 2 3\n",
        "\ufeffGIMP Palette\n150 200 225 sky\n60 95 60 dark forest",
    ],
)
def test_each_programs_palette_is_read(tmp_path, text):
    path = tmp_path / "film.gpl"
    path.write_bytes(text.encode())
    assert read_palette(path).colours == {"sky": (150, 200, 225), "dark forest": (60, 95, 60)}


def test_names_in_any_script_and_old_encodings(tmp_path):
    path = tmp_path / "film.gpl"
    path.write_bytes("GIMP Palette\n1 2 3 空\n".encode())
    assert read_palette(path).colours == {"空": (1, 2, 3)}
    path.write_bytes("GIMP Palette\n1 2 3 forêt\n".encode("latin-1"))
    assert read_palette(path).colours == {"forêt": (1, 2, 3)}


@pytest.mark.parametrize(
    "text, says",
    [
        ("", "empty file"),
        ("JASC-PAL\n0100\n", "first line"),
        ("GIMP Palette\n1 2\n", "line 2: expected 'red green blue name', got '1 2'"),
        ("GIMP Palette\n#\n1 2 256 sky\n", "line 3: 1 2 256 is no colour"),
        ("GIMP Palette\n1 2 -3 sky\n", "line 2"),
        ("GIMP Palette\n" + "9" * 5000 + " 2 3 sky\n", "line 2"),
        ("GIMP Palette\n1 2 3 sky\n4 5 6 sky\n", "line 3: 'sky' has two colours"),
        ("GIMP Palette\n1 2 3 sky\n1 2 3 sea\n", "line 3: 'sea' has the colour of 'sky'"),
    ],
)
def test_a_wrong_line_is_named(tmp_path, text, says):
    path = tmp_path / "film.gpl"
    path.write_text(text)
    with pytest.raises(InputError, match=says) as error:
        read_palette(path)
    assert "\n" not in str(error.value)


def test_materials_go_by_name_or_by_colour():
    palette = {"sky": (150, 200, 225)}
    assert material_colour("sky", palette) == (150, 200, 225)
    assert material_colour("#0aFF10", {}) == (10, 255, 16)
    with pytest.raises(InputError, match="unknown material 'sea'; known names: sky"):
        material_colour("sea", palette)
    with pytest.raises(InputError, match="no palette was given"):
        material_colour("sea", {})


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200), whole=st.booleans())
def test_any_bytes_give_a_palette_or_the_one_error(tmp_path, content, whole):
    path = tmp_path / "any.gpl"
    path.write_bytes(b"GIMP Palette\n" + content if whole else content)
    try:
        colours = read_palette(path).colours
    except InputError as why:
        assert "\n" not in str(why)
    else:
        assert all(0 <= value <= 255 for colour in colours.values() for value in colour)
