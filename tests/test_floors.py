"""The rooms: a file imports from its own floor or a lower one."""

from __future__ import annotations

import ast
from pathlib import Path

import cnncalc

ROOT = Path(cnncalc.__file__).parent
FLOORS = {
    "symbolic": 0, "arithmetic": 0, "diagnostics": 0, "units": 0, "record": 0, "sums": 0, "pattern": 0, "formula": 0,
    "layers": 1, "network": 2, "spec": 3, "formats": 3, "engine": 3, "forward": 3,
    "rules": 4, "space": 5, "render": 5, "reporters": 5, "cli": 6, "__main__": 6, "__init__": 6,
}  # fmt: skip
EXCEPTIONS = {("spec/library.py", "engine")}
"""The command that writes the index of bundled networks needs their numbers."""


def room(module: str) -> str:
    return ([*module.split("."), "__init__"])[1]


def imports(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "cnncalc":
            yield from ([f"cnncalc.{name.name}" for name in node.names] if node.module == "cnncalc" else [node.module])
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name.split(".")[0] == "cnncalc")


def test_imports_point_downwards():
    wrong = []
    for path in sorted(ROOT.rglob("*.py")):
        relative = path.relative_to(ROOT).as_posix()
        own = relative.split("/")[0].removesuffix(".py")
        for module in imports(path):
            target = room(module)
            if target not in FLOORS:
                continue
            if FLOORS[target] > FLOORS[own] and (relative, target) not in EXCEPTIONS:
                wrong.append(f"{relative} (floor {FLOORS[own]}) imports {module} (floor {FLOORS[target]})")
    assert not wrong, "\n".join(wrong)


def test_every_room_has_a_floor():
    rooms = {
        p.name.removesuffix(".py")
        for p in ROOT.iterdir()
        if p.suffix == ".py" or (p.is_dir() and (p / "__init__.py").exists())
    }
    assert rooms <= set(FLOORS)


def test_the_forward_pass_knows_nothing_of_the_engine():
    """Independence: the NumPy pass reads hyper-parameters and the graph, no formula and no shape rule."""
    allowed = {"layers", "network", "forward", "record"}
    for path in sorted((ROOT / "forward").rglob("*.py")):
        assert {room(module) for module in imports(path)} <= allowed, path
