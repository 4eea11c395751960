"""Nothing in the program reads or writes Python's own objects, in which a program can hide; weights are safetensors alone."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import underpaint

SOURCE = Path(underpaint.__file__).parent
MODULES = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve"}


def found(code: str) -> list[str]:
    """What of a program's text reads or writes pickles. Libraries come as attributes here (libraries().torch), which the
    linter's own rules do not follow."""
    wrong = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            wrong += [each.name for each in node.names if each.name.split(".")[0] in MODULES]
        elif isinstance(node, ast.ImportFrom):
            wrong += [node.module] if (node.module or "").split(".")[0] in MODULES else []
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of = node.func.value
            if node.func.attr in ("load", "save") and "torch" in (getattr(of, "id", ""), getattr(of, "attr", "")):
                wrong.append(f"torch.{node.func.attr}")
            if node.func.attr == "from_pretrained":
                told = {each.arg: each.value for each in node.keywords}
                if "use_safetensors" not in told and None not in told:
                    wrong.append("from_pretrained without use_safetensors")
    return wrong


def test_no_program_of_ours_pickles():
    wrong = {str(path.relative_to(SOURCE)): found(path.read_text(encoding="utf-8")) for path in SOURCE.rglob("*.py")}
    assert not {name: what for name, what in wrong.items() if what}


@pytest.mark.parametrize("code", ["import pickle", "from joblib import load", "libraries().torch.load(p)", "torch.save(a, b)", "Model.from_pretrained(p)"])
def test_what_is_looked_for_is_found(code):
    assert found(code)
