"""A sweep for programs: comma-separated values, and JSON lines, a row a point, written while others are computed."""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING, Any

from cnncalc.render.csv import field as quoted
from cnncalc.render.sweep_values import field, number, size, texts
from cnncalc.space.figures import PARTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cnncalc.space.work import Block


def csv_head(names: Sequence[str]) -> str:
    """The line of names."""
    return ",".join(map(quoted, names)) + "\n"


def csv(block: Block, names: Sequence[str], swept: Sequence[str]) -> str:
    """A line a point; nothing stands where there is no figure."""

    def write(name: str, found: list[Any]) -> list[str]:
        if name in swept:
            return [quoted(_listed(value) if isinstance(value, tuple) else value) for value in found]
        if name in PARTS:
            told = field if name == "field" else size
            return ["" if value is None else told(value, number) for value in found]
        if set(map(type, found)) == {int}:
            return list(map(str, found))
        return [_yes_or_no(value) if isinstance(value, bool) else quoted(_plain(value)) for value in found]

    return "".join([",".join(row) + "\n" for row in texts(block, names, swept, write)])


def json_lines(block: Block, names: Sequence[str], swept: Sequence[str]) -> str:
    """An object a point: sizes are lists, what there is not is null."""

    def write(name: str, found: list[Any]) -> list[str]:
        key = f"{dumps(name)}: "
        if set(map(type, found)) == {int}:
            return [f"{key}{value}" for value in found]
        if name in PARTS and name not in swept:
            return [
                key + ("null" if value is None or None in value else f"[{', '.join(map(number, value))}]")
                for value in found
            ]
        return [key + dumps(_plain(value)) for value in found]

    return "".join(["{" + ", ".join(row) + "}\n" for row in texts(block, names, swept, write)])


def _plain(value: Any) -> Any:
    return float(value) if hasattr(value, "denominator") and not isinstance(value, int) else value


def _yes_or_no(value: bool) -> str:
    return "yes" if value else "no"


def _listed(value: tuple[Any, ...]) -> str:
    """A list as `--set` reads it."""
    return "[" + ",".join(_listed(one) if isinstance(one, tuple) else str(one) for one in value) + "]"
