"""The house keeps its plan: which files lie where, how long they are, who may know whom."""

from __future__ import annotations

import ast
import re
import string
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HOUSES = ("store", "tui")
CATALOGUE = ROOT / "store" / "wording" / "en"
LONGEST_FILE = 500
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "misc", "common"}


def sources(*folders: str) -> list[Path]:
    """Every Python file in the folders of the checkout, in one order."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def trees(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    """Every Python file with what it says."""
    for path in sources(*folders):
        yield path.relative_to(ROOT), ast.parse(path.read_text("utf-8"), str(path))


def test_top_level_holds_what_the_plan_names() -> None:
    given = {"pyproject.toml", "README.md", "uv.lock", "LICENSE", "CHANGELOG.md"}
    folders = {"store", "tui", "tests", "screenshots"}
    passing = {"build", "dist", "__pycache__"}
    found = {
        path.name
        for path in ROOT.iterdir()
        if not path.name.startswith(".") and not path.name.endswith(".egg-info")
    }
    assert found - passing <= given | folders


def test_no_file_is_too_long_to_read() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources(*HOUSES, "tests")
        if (lines := len(path.read_text("utf-8").splitlines())) > LONGEST_FILE
    }
    assert not long, f"longer than {LONGEST_FILE} lines: {long}"


def test_names_say_what_a_room_is_for() -> None:
    vague = [path for path in sources(*HOUSES) if path.stem in VAGUE_NAMES]
    assert not vague


def test_every_folder_of_code_is_a_package() -> None:
    bare = {path.parent for path in sources(*HOUSES) if not (path.parent / "__init__.py").exists()}
    assert not bare, "without __init__.py a folder is left out when planreview is installed"


def test_every_file_says_what_it_is_for() -> None:
    silent = [
        str(path) for path, tree in trees(*HOUSES) if tree.body and not ast.get_docstring(tree)
    ]
    assert not silent


def test_public_things_have_a_docstring() -> None:
    silent = [
        f"{path}:{node.lineno} {node.name}"
        for path, tree in trees(*HOUSES)
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert not silent


# --- who may know whom (the layers themselves are import contracts in pyproject.toml) ---


def modules(folder: str) -> list[str]:
    """The dotted names of all modules in a folder of the checkout."""
    names = []
    for path in sources(folder):
        parts = path.relative_to(ROOT).with_suffix("").parts
        names.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return names


def loaded_by(names: list[str]) -> set[str]:
    """The first parts of every module that importing `names` loads, in a fresh interpreter."""
    program = (
        f"import importlib, sys\nfor name in {names!r}: importlib.import_module(name)\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_store_loads_neither_textual_nor_rich() -> None:
    assert not loaded_by(modules("store")) & {"textual", "rich", "tui"}


def test_line_commands_do_not_wait_for_textual() -> None:
    names = [name for name in modules("tui/command_line") if not name.endswith("__main__")]
    assert names
    assert not loaded_by(["tui.__main__", *names]) & {"textual", "rich"}


# --- the catalogue of sentences ---


def catalogue() -> dict[str, str]:
    """Every sentence by its key `room.name`."""
    return {
        f"{file.stem}.{name}": text
        for file in sorted(CATALOGUE.glob("*.toml"))
        for name, text in tomllib.loads(file.read_text("utf-8")).items()
    }


def places(text: str) -> set[str]:
    """The names of the places to fill in a sentence."""
    return {name.partition(".")[0] for _, name, _, _ in string.Formatter().parse(text) if name}


def spoken() -> Iterator[tuple[str, ast.Call]]:
    """Every call of say(), with where it stands."""
    for path, tree in trees(*HOUSES):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "say":
                yield f"{path}:{node.lineno}", node


def constant_keys(node: ast.expr) -> list[str]:
    """The keys an argument of say() can be, as far as it says them outright."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return constant_keys(node.body) + constant_keys(node.orelse)
    return []


def pattern_of(node: ast.JoinedStr) -> str:
    """The keys an f-string can become, as a regular expression."""
    return "".join(
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w.]+"
        for part in node.values
    )


def test_catalogue_files_are_flat() -> None:
    odd = [key for key, text in catalogue().items() if not isinstance(text, str)]
    assert not odd, f"a catalogue file holds only key = text: {odd}"


def test_every_spoken_key_exists_and_its_places_are_filled() -> None:
    texts = catalogue()
    wrong = []
    for where, call in spoken():
        keys = constant_keys(call.args[0]) if call.args else []
        named = {word.arg for word in call.keywords}
        for key in keys:
            if key not in texts:
                wrong.append(f"{where} {key}: not in the catalogue")
            elif None not in named and not places(texts[key]) <= named:
                wrong.append(f"{where} {key}: given {named}, the text has {places(texts[key])}")
        # One of two sentences may leave a place out, but not both.
        known = [places(texts[key]) for key in keys if key in texts]
        if known and None not in named and named - set().union(*known):
            wrong.append(f"{where} {keys}: {named - set().union(*known)} has no place in the text")
    assert not wrong, "\n".join(wrong)


def test_no_sentence_is_left_over() -> None:
    said: set[str] = set()
    patterns: set[str] = set()
    for _, tree in trees(*HOUSES):
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                said.add(node.value)
            elif isinstance(node, ast.BinOp) and isinstance(node.left, ast.Constant):
                patterns.add(rf"{re.escape(str(node.left.value))}[\w.]+")
            elif isinstance(node, ast.JoinedStr) and "." in (pattern := pattern_of(node)):
                patterns.add(pattern)
    rooms = {file.stem for file in CATALOGUE.glob("*.toml")}
    # Only an f-string that begins with a room's name stands for keys; "{a}.{b}" stands for none.
    keys = re.compile(
        "|".join(
            pattern
            for pattern in sorted(patterns)
            if any(pattern.startswith(re.escape(f"{room}.")) for room in rooms)
        )
        or r"\Z."
    )
    left = [key for key in catalogue() if key not in said and not keys.fullmatch(key)]
    assert not left, f"never said: {left}"


def test_sentences_have_no_markup_and_no_control_characters() -> None:
    odd = [
        key
        for key, text in catalogue().items()
        if any(ord(character) < 32 and character != "\n" for character in text)
    ]
    assert not odd


# --- what the README and the walls promise ---


@pytest.mark.parametrize("heading", ["Run", "Test"])
def test_readme_gives_one_line_for(heading: str) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    block = re.search(rf"^## {heading}\n.*?^```\w*\n(.*?)^```", readme, re.S | re.M)
    assert block is not None
    assert block[1].count("\n") == 1
