"""What a renderer is told beside the report."""

from __future__ import annotations

from cnncalc.record import NamedTuple


class Options(NamedTuple):
    """How to render. `columns` by name, () for the default; `width` in characters, None for as wide as needed;
    `everything`: a line for each row, nothing folded; `ascii_only`: the console knows no other signs.

    `convention`: by whose the report was counted. `group_by`: "kind" or "scope", a line a group; `sort`: the name of a column, largest
    first; `top`: only so many lines.
    """

    columns: tuple[str, ...] = ()
    width: int | None = None
    everything: bool = False
    ascii_only: bool = False
    convention: str = "cnncalc"
    group_by: str = ""
    sort: str = ""
    top: int | None = None

    @property
    def arranges(self) -> bool:
        """Whether lines stand in another order, or for other things, than the network's layers."""
        return bool(self.group_by or self.sort or self.top)
