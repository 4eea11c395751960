"""A small film that was really painted, the desk that serves it, and a browser to look at it."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from starlette.testclient import TestClient

from underpaint.desk.app import desk_app
from underpaint.desk.guard import Guard
from underpaint.farm.paint_film import paint_film
from underpaint.film.boards import add_board
from underpaint.film.cuts import add_cut
from underpaint.film.film import Film, new_film

TOKEN = "t0ken" * 8
HOST = "127.0.0.1:8000"
HOSTS = frozenset({HOST, "localhost:8000", "[::1]:8000"})
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run")  # fmt: skip
DIRECTOR, ARTIST = "Aiko Mori", "Ken Sato"


@pytest.fixture(scope="session")
def painted_film(scene, tmp_path_factory) -> Path:
    """C001, painted, WIP; C002 with its layout and map; C003 shares C001's background; C004 with a map alone."""
    folder = tmp_path_factory.mktemp("desk")
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    files = {"board": scene.painting, "board-map": scene.materials, "map": scene.layout, "layout": scene.lines}
    for name, array in files.items():
        Image.fromarray(array).save(folder / f"{name}.png")
    entries = "".join(f"{red} {green} {blue}\t{name}\n" for (red, green, blue), name in scene.names.items())
    (folder / "materials.gpl").write_text(f"GIMP Palette\n{entries}", encoding="utf-8")
    film = new_film(folder / "film", "Lantern Lake", frame="640x360", fps=24, dpi=144, palette=folder / "materials.gpl",
                    people=[(DIRECTOR, "art director"), (ARTIST, "background artist")])  # fmt: skip
    rights = {"owner": "the studio", "consent": "for this film"}
    fields = {"painter": "Yui Abe", "place": "hill", "time": "noon", "rights": rights}
    add_board(film.boards_folder, "noon", folder / "board.png", folder / "board-map.png", fields)
    for number, told in (
        ("C001", {"place": "hill", "time": "noon", "layout_by": ARTIST}),
        ("C002", {"place": "meadow", "time": "dusk"}),
        ("C003", {"place": "hill", "background": "C001"}),
    ):
        add_cut(film.cuts_folder, number, 24, folder / "layout.png", folder / "map.png",
                {"boards": ["noon"], "length": "3+00", **told})  # fmt: skip
    add_cut(film.cuts_folder, "C004", 24, None, folder / "map.png", {"place": "cliff", "length": "2+00"})
    outcome = paint_film(Film.open(film.folder), ["C001"], at_once=1, cache=folder / "cache", say=str, warn=str)
    assert outcome.painted
    return film.folder


@pytest.fixture
def film_folder(painted_film, tmp_path, monkeypatch) -> Path:
    """A copy of the film for one test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    return shutil.copytree(painted_film, tmp_path / "film")


@dataclass
class Served:
    """The app as a browser with the token meets it. get and post as httpx has them; film: as it stands on the disk."""

    client: TestClient
    folder: Path

    @property
    def film(self) -> Film:
        return Film.open(self.folder)

    def get(self, address: str, **more):
        return self.client.get(address, **more)

    def post(self, address: str, told: dict | None = None, **more):
        return self.client.post(address, json=told or {}, headers={"origin": f"http://{HOST}"}, **more)

    def send(self, address: str, data: bytes):
        headers = {"origin": f"http://{HOST}", "content-type": "application/octet-stream"}
        return self.client.post(address, content=data, headers=headers)

    def as_(self, name: str) -> Served:
        assert self.post("/api/who", {"name": name}).status_code == 200
        return self


@pytest.fixture
def served(film_folder, tmp_path) -> Iterator[Served]:
    app = desk_app(film_folder, tmp_path / "cache")
    with TestClient(Guard(app, HOSTS, TOKEN), base_url=f"http://{HOST}", raise_server_exceptions=False) as client:
        client.cookies.set("underpaint-8000", TOKEN)
        client.desk_app = app
        yield Served(client, film_folder)


@dataclass
class Opened:
    """A desk in a process of its own."""

    address: str
    folder: Path
    process: subprocess.Popen

    @property
    def film(self) -> Film:
        return Film.open(self.folder)


def open_desk(folder: Path) -> Opened:
    code = "import sys; from underpaint.cli import main; main(sys.argv[1:])"
    command = [sys.executable, "-u", "-c", code, "desk", str(folder), "--no-browser"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    line = process.stdout.readline()
    assert "http://" in line, line + process.stdout.read()
    return Opened(line.split()[-1], folder, process)


@pytest.fixture
def opened(film_folder) -> Iterator[Opened]:
    """The desk as the command opens it."""
    desk = open_desk(film_folder)
    yield desk
    if desk.process.poll() is not None:  # the test ended it
        desk.process.stdout.close()
        return
    desk.process.send_signal(signal.SIGINT)
    said, _ = desk.process.communicate(timeout=30)
    assert "Traceback" not in said, said


@pytest.fixture
def awaited():
    """awaited(coroutine) -> its result; in a thread, as the browser's own loop runs in this one."""

    def call(coroutine):
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(asyncio.run, coroutine).result()

    return call


@pytest.fixture(scope="session")
def browser():
    """The system's Chromium. Skips, saying so, where there is none."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("no chromium on this machine; the desk is not looked at in a browser")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)  # a machine may be busy; nothing here asserts how fast something is
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield launched
        launched.close()


@pytest.fixture
def page(browser, opened):
    """A page of a new, empty profile on the wall. The test fails where a script did, or another host was asked."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "console",
        lambda said: wrong.append(said.text) if said.type == "error" and "status of 4" not in said.text else None,
    )
    home = opened.address.split("/enter")[0]
    page.on("request", lambda asked: wrong.append(asked.url) if not asked.url.startswith((home, "blob:")) else None)
    page.goto(opened.address)
    yield page
    context.close()
    assert not wrong
