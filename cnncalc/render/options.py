"""What a renderer is told beside the report."""

from __future__ import annotations

from typing import NamedTuple


class Options(NamedTuple):
    """How to render. `columns` by name, () for the default; `width` in characters, None for as wide as needed;
    `everything`: a line for each row, nothing folded; `ascii_only`: the console knows no other signs.
    """

    columns: tuple[str, ...] = ()
    width: int | None = None
    everything: bool = False
    ascii_only: bool = False
