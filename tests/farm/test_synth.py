"""One picture from files: what the report says is so, and the files appear together."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256

import numpy as np
import pytest
from PIL import Image

from underpaint import paint
from underpaint.farm import synth as synth_room
from underpaint.farm.job import Inputs, Job, board_names, read_request
from underpaint.farm.synth import synth
from underpaint.formats.encode import png_bytes
from underpaint.formats.pictures import read_picture
from underpaint.formats.source_map import read_source_map
from underpaint.paint import guides


@pytest.fixture
def job(desk) -> Job:
    return Job(
        boards=((desk.path("board.png"), desk.path("board-map.png")),),
        layout_map=desk.path("layout-map.png"),
        layout_lines=desk.path("lines.png"),
        palette=desk.path("materials.gpl"),
        smooth=("sky",),
        seed=5,
        out=desk.path("out.png"),
        source_map=desk.path("sources.npz"),
        report=desk.path("report.json"),
        cache=desk.path("cache"),
    )


def no_warning(message: str) -> None:
    pytest.fail(message)


def test_the_report_is_true(job, desk):
    synth(job, warn=no_warning)
    report = json.loads(desk.path("report.json").read_text(encoding="utf-8"))
    assert report["kind"] == "underpaint.report" and report["version"] == 1
    assert report["engine"] == {"name": paint.ENGINE, "version": paint.ENGINE_VERSION}
    assert (report["seed"], report["size"], report["depth"], report["channels"]) == (5, [128, 96], 8, 3)
    assert len(report["inputs"]) == 5
    for read in [*report["inputs"].values(), report["output"]]:
        with open(read["file"], "rb") as file:
            assert read["sha256"] == sha256(file.read()).hexdigest()
    assert report["peak_memory_mb"] > 10
    assert all(seconds >= 0 for seconds in report["seconds"].values())
    assert report["energy"] and all(np.isfinite(value) for value in report["energy"].values())
    assert report["shares"].keys() == {"board"}
    assert sum(report["shares"].values()) == pytest.approx(1)


def test_the_files_and_the_library_give_the_same_picture(job, desk, scene):
    synth(job, warn=no_warning)
    request = paint.Request(
        boards=(paint.Board("board", scene.painting, scene.materials),),
        layout=paint.Layout(scene.layout, scene.lines),
        smooth=frozenset({(150, 200, 225)}),
        seed=5,
    )
    painted = paint.paint(request)
    np.testing.assert_array_equal(read_picture(desk.path("out.png")).array, painted.picture)
    record = read_source_map(desk.path("sources.npz"))
    np.testing.assert_array_equal(record.board, painted.sources.board)
    again = paint.repaint(request, paint.SourceMap(record.board, record.y, record.x))
    np.testing.assert_array_equal(again, painted.picture)
    assert record.boards == ("board",)
    assert record.paintings == (sha256(desk.path("board.png").read_bytes()).hexdigest(),)


def test_materials_are_tuned_by_name(job, desk, underpaint):
    synth(job, warn=no_warning)
    before = read_picture(desk.path("out.png")).array
    common = ["synth", "--board", "board.png", "--board-map", "board-map.png", "--layout-map", "layout-map.png", "--gpl",
              "materials.gpl", "--layout-lines", "lines.png", "--smooth", "sky", "--seed", "5", "--no-cache"]  # fmt: skip
    common = [str(desk.path(word)) if word.endswith((".png", ".gpl")) else word for word in common]
    tuned, report = str(desk.path("tuned.png")), str(desk.path("report.json"))
    done = underpaint([*common, "--tune", "sky:smooth=0,evenness=2", "--report", report, "-o", tuned])
    assert done.code == 0, done.err
    assert not np.array_equal(read_picture(desk.path("tuned.png")).array, before)
    assert json.loads(desk.path("report.json").read_text(encoding="utf-8"))["tuning"] == {"sky": {"evenness": 2, "smooth": 0}}
    for wrong, why in (
        ("sky", "is no tuning; write it like"), ("sky:smooth", "is no tuning"), ("sky:gloss=1", "no setting 'gloss'"),
        ("sky:smooth=2", "smooth is 2.0; it is a number from 0 to 1"), ("lava:smooth=1", "unknown material 'lava'"),
    ):  # fmt: skip
        done = underpaint([*common, "--tune", wrong, "-o", tuned])
        assert done.code == 2 and why in done.err


@pytest.mark.parametrize("ending", ["png", "tif"])
def test_sixteen_bits_alpha_and_profile_come_through(job, desk, scene, ending):
    from dataclasses import replace

    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    deep = scene.painting.astype(np.uint16) * 257 + 3
    alpha = np.full((*deep.shape[:2], 1), 65535, np.uint16)
    desk.path("board.png").write_bytes(png_bytes(np.concatenate([deep, alpha], axis=2), profile))
    out = desk.path(f"out.{ending}")
    synth(replace(job, out=out), warn=no_warning)
    picture = read_picture(out)
    assert picture.array.dtype == np.uint16 and picture.array.shape == (96, 128, 4)
    assert (picture.array[:, :, 3] == 65535).all()
    assert (picture.array[:, :, :3] % 257 == 3).any()  # the low byte is the board's own, not a copy of the high one
    assert picture.icc == profile


def test_a_rough_and_the_painting_from_it(job, desk):
    from dataclasses import replace

    rough = desk.path("rough.png")
    synth(replace(job, stage="rough", out=rough), warn=no_warning)
    height, width = read_picture(rough).array.shape[:2]
    assert height <= 96 and width <= 128
    synth(replace(job, stage="paint", rough=rough), warn=no_warning)
    assert read_picture(desk.path("out.png")).array.shape == (96, 128, 3)


def test_if_one_file_cannot_be_written_none_appears(job, desk, monkeypatch):
    from underpaint.errors import OutputError
    from underpaint.formats import writing

    before = desk.files()
    calls = 0
    real = writing._write_and_verify

    def failing(path, data):
        nonlocal calls
        calls += 1
        if path.parent == desk.folder and calls >= 3:
            raise OSError(28, "No space left on device")
        real(path, data)

    monkeypatch.setattr(writing, "_write_and_verify", failing)
    with pytest.raises(OutputError, match="no space left"):
        synth(job, warn=no_warning)
    assert {name for name in desk.files() if not name.startswith("cache")} == before


def test_a_damaged_index_is_made_again_and_changes_nothing(job, desk):
    synth(job, warn=no_warning)
    first = desk.path("out.png").read_bytes()
    (index,) = desk.path("cache").iterdir()
    kept = index.read_bytes()
    index.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
    said: list[str] = []
    synth(job, warn=said.append)
    assert len(said) == 1 and "made again" in said[0]
    assert desk.path("out.png").read_bytes() == first
    assert index.read_bytes() == kept


def test_an_index_of_another_version_is_left_alone(job, desk, monkeypatch):
    synth(job, warn=no_warning)
    first = desk.path("out.png").read_bytes()
    monkeypatch.setattr(synth_room.paint.BoardIndex, "VERSION", "another")
    synth(job, warn=no_warning)
    assert desk.path("out.png").read_bytes() == first
    assert len(list(desk.path("cache").iterdir())) == 2


def test_an_index_whose_arrays_make_no_sense_is_made_again(job, desk, monkeypatch):
    from underpaint.farm.index_cache import IndexCache

    synth(job, warn=no_warning)
    first = desk.path("out.png").read_bytes()
    monkeypatch.setattr(IndexCache, "load", lambda self, key, version: {"nonsense": np.zeros(3)})
    said: list[str] = []
    synth(job, warn=said.append)
    assert len(said) == 1 and "made again" in said[0]
    assert desk.path("out.png").read_bytes() == first


def test_boards_with_different_profiles_are_said(job, desk):
    from dataclasses import replace

    Image.open(desk.path("board.png")).save(desk.path("other.png"), icc_profile=b"some other profile")
    boards = (*job.boards, (desk.path("other.png"), desk.path("board-map.png")))
    said: list[str] = []
    synth(replace(job, boards=boards), warn=said.append)
    assert len(said) == 1 and "colour profiles" in said[0]


def test_boards_are_called_as_a_person_would(tmp_path):
    paths = ["meadow/painting.png", "meadow/painting.png", "day.png", "old/day.png", "creek/painting.tif"]
    pairs = tuple((tmp_path / path, tmp_path / "map.png") for path in paths)
    assert board_names(pairs) == ["meadow", "meadow (2)", "day", "day (2)", "creek"]


def test_light_blue_on_a_drawing_is_shadow_and_no_line(job, desk, scene):
    """The same drawing with an area of light blue: the picture is the library's for its pencil and that shadow."""
    drawing = np.repeat(scene.lines[:, :, None], 3, 2)
    shadow = np.zeros(scene.lines.shape, bool)
    shadow[60:90, 30:90] = True
    drawing[shadow & (scene.lines > 200)] = (165, 210, 255)
    Image.fromarray(drawing).save(desk.path("coloured.png"))
    synth(replace(job, layout_lines=desk.path("coloured.png")), warn=no_warning)
    request = read_request(replace(job, layout_lines=desk.path("coloured.png")), Inputs(), no_warning)
    assert (request.layout.shadow == shadow).mean() > 0.97
    ink = {name: guides.pencil(lines) for name, lines in (("before", scene.lines), ("now", request.layout.lines))}
    assert (ink["before"] == ink["now"]).mean() > 0.97
    assert not (ink["now"][shadow & (scene.lines > 200)]).any()
    np.testing.assert_array_equal(read_picture(desk.path("out.png")).array, paint.paint(request).picture)
    assert read_request(job, Inputs(), no_warning).layout.shadow is None
