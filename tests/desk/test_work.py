"""The work file in a browser: taken home, painted over, looked at, and only then handed in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from playwright.sync_api import expect

from underpaint.farm.work_file import write_work_file
from underpaint.film.check import standing
from underpaint.formats.layered import read_stack
from underpaint.formats.ora import ora_bytes
from underpaint.formats.psd import psd_bytes
from underpaint.formats.stack import Stack

ARTIST = "Ken Sato"


def touched(stack: Stack) -> Stack:
    """The file as a paint program saves it after some strokes on the layer on top: 20 x 10 px of red at (30, 40)."""
    red = np.zeros((10, 20, 4), np.uint8)
    red[:] = (220, 30, 20, 255)
    merged = stack.merged.copy()
    merged[40:50, 30:50, :3] = (220, 30, 20)
    layers = (replace(stack.layers[0], pixels=red, left=30, top=40), *stack.layers[1:])
    return replace(stack, layers=layers, merged=merged)


@pytest.fixture
def work(page, opened):
    page.locator("#who").click()
    page.get_by_role("button", name=ARTIST).click()
    expect(page.locator("#who")).to_have_text(ARTIST)
    page.goto(opened.address.split("/enter")[0] + "/cut/C001/work")
    return page


def test_a_file_goes_out_comes_back_and_is_looked_at_before_it_is_a_take(work, opened, tmp_path):
    work.get_by_role("button", name="Write a PSD").click()
    expect(work.locator("#files b")).to_have_text("C001_T01.psd")
    expect(work.locator("#files code")).to_contain_text(str(opened.folder / "cuts" / "C001" / "work" / "C001_T01.psd"))
    with work.expect_download() as download:
        work.get_by_role("link", name="Download").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert path.name == "C001_T01.psd"
    assert path.read_bytes() == (opened.folder / "cuts" / "C001" / "work" / path.name).read_bytes()
    path.write_bytes(psd_bytes(touched(read_stack(path))))

    work.locator("#file").set_input_files(path)
    expect(work.locator("#share")).to_have_text("1.6 % of the picture")
    expect(work.locator("#layers")).to_contain_text("touch-up")
    expect(work.locator("#layers")).to_contain_text("painted  200 px")
    expect(work.locator("#viewer")).to_have_attribute("data-sharp", "yes")
    assert [take.number for take in opened.film.cuts["C001"].takes] == ["T01"]  # looked at, and nothing recorded

    work.locator("#minutes").fill("25")
    work.get_by_role("button", name="Hand it in").click()
    expect(work.locator("#handed-in")).to_have_text("Handed in as T02")
    take = opened.film.cuts["C001"].takes[-1]
    assert (take.number, take.kind, take.by, take.minutes) == ("T02", "hand-in", ARTIST, 25)
    assert round(take.hand_share * 128 * 96) == 200 and take.fields["changed_layers"] == ["touch-up"]
    work.get_by_role("link", name="See the cut").click()
    expect(work.locator("#first")).to_have_value("T02.final")
    expect(work.locator("#takes")).to_contain_text(f"{ARTIST}, 1.6 % by hand")


def test_what_is_wrong_with_a_file_is_said(work, opened, tmp_path):
    path = write_work_file(opened.film, "C001", ".ora", str)
    work.locator("#file").set_input_files(path)
    expect(work.locator("#error")).to_contain_text("C001_T01.ora: is as it was written")
    other = tmp_path / "other.ora"
    other.write_bytes(ora_bytes(touched(read_stack(path))))
    work.locator("#file").set_input_files(other)
    expect(work.locator("#unknown")).to_be_visible()
    work.get_by_role("button", name="Not yet").click()
    expect(work.locator("#found")).to_be_hidden()
    bad = tmp_path / "C001_T01.psd"
    bad.write_bytes(b"8BPS" + b"\0" * 40)
    work.locator("#file").set_input_files(bad)
    expect(work.locator("#error")).to_contain_text("C001_T01.psd")
    assert str(opened.folder) not in work.locator("#error").inner_text()
    assert len(opened.film.cuts["C001"].takes) == 1


def test_a_cut_without_a_painting_says_so(work, opened):
    work.goto(opened.address.split("/enter")[0] + "/cut/C002/work")
    expect(work.locator(".steps")).to_contain_text("no painting yet")


def test_two_hand_ins_of_one_cut_lose_nothing(served, tmp_path):
    path = write_work_file(served.film, "C001", ".ora", str)
    data = ora_bytes(touched(read_stack(path)))
    served.as_(ARTIST)
    tickets = [served.send("/api/cut/C001/bring?name=C001_T01.ora", data).json()["ticket"] for _ in range(2)]
    takes = [served.post("/api/cut/C001/hand-in", {"ticket": ticket}).json()["take"] for ticket in tickets]
    assert takes == ["T02", "T03"]
    assert [take.number for take in served.film.cuts["C001"].takes] == ["T01", "T02", "T03"]
    assert standing(served.film, served.film.cuts["C001"]).take == "T03"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "..",
        "C001_T01.exe",
        "../C001_T01.psd",
        "..%2fC001_T01.psd",
        "/etc/passwd",
        "C001_T01.psd/..",
        "a" * 100 + ".psd",
    ],
)
def test_a_file_of_another_name_is_refused_before_it_is_read(served, name):
    assert served.send(f"/api/cut/C001/bring?name={name}", b"8BPS").status_code == 400


def test_a_hand_in_needs_its_ticket_its_cut_and_somebody(served):
    path = write_work_file(served.film, "C001", ".ora", str)
    ticket = served.send("/api/cut/C001/bring?name=C001_T01.ora", ora_bytes(touched(read_stack(path)))).json()["ticket"]
    assert served.post("/api/cut/C001/hand-in", {"ticket": ticket}).status_code == 400  # nobody
    served.as_(ARTIST)
    assert served.post("/api/cut/C002/hand-in", {"ticket": ticket}).status_code == 404
    assert served.post("/api/cut/C001/hand-in", {"ticket": "f" * 32}).status_code == 404
    assert served.post("/api/cut/C001/hand-in", {"ticket": ticket, "minutes": -1}).status_code == 400
    assert served.post("/api/cut/C001/hand-in", {"ticket": ticket}).status_code == 200
    assert served.post("/api/cut/C001/hand-in", {"ticket": ticket}).status_code == 404  # once


def test_only_work_files_are_given_out(served):
    path = write_work_file(served.film, "C001", ".ora", str)
    answer = served.get(f"/file/C001/{path.name}")
    assert answer.content == path.read_bytes()
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    (path.parent / "notes.txt").write_text("mine")
    path.with_name("C001_T09.psd").write_bytes(b"8BPS")
    for name in ("notes.txt", "C001_T09.psd", "..", "%2e%2e%2fcut.toml", "../cut.toml", "cut.toml", "/etc/passwd"):
        assert served.get(f"/file/C001/{name}").status_code == 404
    path.unlink()
    path.symlink_to("/etc/passwd")
    assert served.get(f"/file/C001/{path.name}").status_code == 404
