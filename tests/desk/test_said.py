"""What the library says, in the page's language: every line that a page can show has its wording."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import underpaint
from underpaint.desk.said import NAME, TABLES, in_language

DIRECTOR = "Aiko Mori"
SOURCE = Path(underpaint.__file__).parent
SAID = {english: japanese for table in TABLES for english, japanese in table.SAID.items()}
ERRORS = {"InputError", "OutputError", "Missing", "Replaced", "Waits", "Held", "UnknownOrigin"}
TELLING = {"warn", "_warn", "say", "meanwhile"}
LISTING = {
    "reasons_against",
    "rights_against",
    "models_against",
    "not_deliverable",
    "changed_files",
    "basis",
    "note",
    "_who",
    "_is_needed",
}
"""Calls whose words are shown, and functions that return or keep such words."""
NEVER_SHOWN = {
    "underpaint.desk.serve",  # said in the terminal, before there is a page
    # The desk sends nothing to a server: a place of what one painted is mended from the boards there.
    *(f"underpaint.{name}" for name in ("farm.by_server", "diffusion.comfyui", "diffusion.server_run", "diffusion.wire", "diffusion.workflow")),
}
COUNTED = re.compile(r"\((\d+) of (\d+)")  # what the wall counts by, and does not show


def test_every_line_that_a_page_can_show_has_its_wording():
    listed = {bare(english) for english in SAID}
    lacking = {line: where for line, where in shown().items() if bare(line) not in listed}
    assert not lacking, "\n".join(f"{where}: {line}" for line, where in lacking.items())


def test_no_wording_is_of_a_line_that_nobody_says():
    literals = {
        bare(text) for path in reachable().values() for text in texts(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert not [english for english in SAID if bare(english) not in literals]


def test_a_wording_names_each_value_once_and_the_japanese_uses_all_of_them():
    assert len(SAID) == sum(len(table.SAID) for table in TABLES)
    for english, japanese in SAID.items():
        names = NAME.findall(english)
        assert len(names) == len(set(names)), english
        assert sorted(names) == sorted(set(NAME.findall(japanese))), english


def test_each_line_is_said_by_its_own_wording_with_its_values():
    for english, japanese in SAID.items():
        line = NAME.sub(lambda name: f"‹{name[1]}›", english)
        wanted = NAME.sub(lambda name: f"‹{name[1]}›", japanese)
        assert in_language(line, "ja") == wanted, english


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("C012 is WIP, not WFA; hand it over first: underpaint check film C012", "C012 は「作業中」で、チェック待ちではありません。先にチェックに出してください（underpaint check film C012）"),
        ("C012 is Done, not WFA", "C012 は「完成」で、チェック待ちではありません"),
        (
            "C001 T02 cannot be Done: board noon names no owner; consent for board dusk was withdrawn",
            "C001 T02 はまだ OK にできません：ボード noon に権利者の記載がありません；ボード dusk の同意が撤回されています",
        ),
        (
            "C001 T02 cannot be Done: takes/T02/pass2.png: is gone (pass2 of C001 T02), so its origin is unknown",
            "C001 T02 はまだ OK にできません：takes/T02/pass2.png：ファイルがありません（C001 T02 の pass2）（出どころが不明です）",
        ),
        ("C007: has no material map yet", "C007：まだ材質マップがありません"),
        ("x.png: empty file\nC007: has no material map yet", "x.png：ファイルが空です\nC007：まだ材質マップがありません"),
        ("'Bo' is not among the film's people (nobody yet); add them to film.toml", "'Bo' はこの作品のスタッフに登録されていません（登録：まだ誰もいません）。film.toml に加えてください"),
        ("nobody has said this: ever", "nobody has said this: ever"),
    ],
)  # fmt: skip
def test_a_line_in_japanese(line, said):
    assert in_language(line, "ja") == said
    assert in_language(line, "en") == line


def test_a_japanese_film_answers_in_japanese_wherever_a_line_of_the_library_is_shown(served):
    settings = served.folder / "film.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("title =", 'language = "ja"\ntitle =', 1), encoding="utf-8"
    )
    assert served.post("/api/cut/C001/approve").json()["error"] == "先に、画面の右上で作業する人を選んでください"
    served.as_(DIRECTOR)
    assert (
        served.post("/api/cut/C001/approve")
        .json()["error"]
        .startswith("C001 は「作業中」で、チェック待ちではありません")
    )
    assert "この作品にカット" in served.get("/cut/C999").text
    against = {cut["number"]: cut["against"] for cut in served.get("/api/delivery").json()["cuts"]}
    assert against["C001"] == "「作業中」です。納品できるのは完成したカットだけです"
    told = [{**served.client.desk_app.state.desk.batch.state(), "wrong": ["C004: has no material map yet"]}]
    served.client.desk_app.state.desk.batch.state = lambda: told[0]
    assert "C004：まだ材質マップがありません" in served.get("/").text
    served.post("/api/language", {"language": "en"})
    assert "C004: has no material map yet" in served.get("/").text


def bare(template: str) -> str:
    return re.sub(r"\{[^{}]*\}", "{}", template)


@cache
def reachable() -> dict[str, Path]:
    """The modules that the desk can reach by imports, or by a name for its bench; the rest are the command line's alone."""
    found = {}
    modules = {name_of(path): path for path in SOURCE.rglob("*.py")}
    left = [name for name in modules if name.startswith("underpaint.desk")]
    while left:
        name = left.pop()
        if name in found or name in NEVER_SHOWN:
            continue
        found[name] = modules[name]
        for node in ast.walk(ast.parse(modules[name].read_text(encoding="utf-8"))):
            wanted = []
            if isinstance(node, ast.ImportFrom) and node.module:
                wanted = [node.module, *(f"{node.module}.{each.name}" for each in node.names)]
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                wanted = [node.value]
            left += [each for each in wanted if each in modules]
    return found


def name_of(path: Path) -> str:
    return ".".join(("underpaint", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")


@cache
def shown() -> dict[str, str]:
    """Line with {} for its values, to where it is said."""
    found: dict[str, str] = {}
    for module, path in reachable().items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            said = []
            if isinstance(node, ast.Call):
                called = getattr(node.func, "id", getattr(node.func, "attr", ""))
                said = node.args if called in ERRORS | TELLING else []
            elif isinstance(node, ast.FunctionDef) and node.name in LISTING:
                within = [each for statement in node.body[1:] for each in ast.walk(statement)]
                pieces = {id(piece) for each in within if isinstance(each, ast.JoinedStr) for piece in each.values}
                said = [each for each in within if id(each) not in pieces]
            for text in filter(None, map(text_of, said)):
                if is_sentence(text):
                    found.setdefault(text, f"{module}:{node.lineno}")
    return found


def is_sentence(text: str) -> bool:
    """Whether a text has words of its own: not a key, a joint, a path, or another line behind "C012: "."""
    return len(re.findall(r"[a-z]+", bare(text))) > 1 and " " in text and not COUNTED.search(text)


def texts(tree: ast.AST) -> list[str]:
    return [text for node in ast.walk(tree) if (text := text_of(node))]


def text_of(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None
