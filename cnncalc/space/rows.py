"""A sweep as Python has it: a mapping a point."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.diagnostics import SpecError
from cnncalc.space import ranges
from cnncalc.space.closed import FITTING
from cnncalc.space.figures import FIGURES, FITS, NETWORK, NUMBERS, PARTS, REASON, needed
from cnncalc.space.keep import Keeper, Key, Wishes
from cnncalc.space.plan import Refused, plan
from cnncalc.space.run import Sweep
from cnncalc.space.where import Where
from cnncalc.spec.findings import Findings, Mistake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from cnncalc.space.work import Block

DEFAULT = ("input", "params", "macs", "memory", "output")
"""The figures that are shown unless others are asked for."""


def rows(
    specs: Sequence[str],
    input: str | None,
    values: Mapping[str, Iterable[object] | str],
    framework: str | None,
    bias: bool,
    columns: Sequence[str],
    where: str | None,
    pareto: Sequence[str],
    everything: bool,
    jobs: int,
) -> Iterator[dict[str, Any]]:
    """What `cnncalc.sweep` documents; raises before the first row."""
    sizes = _read(lambda: None if input is None else ranges.sizes(input))
    listed = {
        name: _read(lambda: ranges.values(name, each)) if isinstance(each, str) else [str(value) for value in each]  # noqa: B023
        for name, each in values.items()
    }
    try:
        space, broken = plan(specs, sizes, listed, framework, bias)
    except Refused as problem:
        raise ValueError(str(problem)) from None
    if broken:
        raise SpecError(tuple(diagnostic for loaded in broken for diagnostic in loaded.diagnostics))
    names = tuple(columns) or DEFAULT
    keys = tuple(Key(name.removeprefix("-"), name.startswith("-")) for name in pareto)
    for name in (*names, *(key.name for key in keys)):
        if name not in (*space.names, NETWORK, *FIGURES, *NUMBERS):
            raise ValueError(f"there is no figure {name!r}; there are {', '.join((*FIGURES, *NUMBERS))}")
    condition = _read(lambda: None if where is None else Where(where, space.names))
    keeper = Keeper(Wishes(condition, keys, everything=everything))
    numbers = tuple(
        dict.fromkeys((*needed(name for name in names if name not in space.names), *keeper.wishes.numbers(space.names)))
    )
    shown = tuple(dict.fromkeys((NETWORK, *space.names, *names, *((FITS, REASON) if everything else ()))))
    return _made(Sweep(space, numbers, jobs), keeper, shown)


def _made(sweep: Sweep, keeper: Keeper, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    swept = sweep.space.names
    for block in sweep:
        yield from _mappings(_read(lambda: keeper.add(block)), names, swept)  # noqa: B023  # used at once
    for block in keeper.rest():
        yield from _mappings(block, names, swept)


def _mappings(block: Block, names: Sequence[str], swept: Sequence[str]) -> Iterator[dict[str, Any]]:
    columns = [values(block, name, swept) for name in names]
    for row in zip(*columns, strict=True):
        yield dict(zip(names, row, strict=True))


def values(block: Block, name: str, swept: Sequence[str]) -> list[Any]:
    """A column's values: None where a point does not fit, sizes as tuples."""
    if name == FITS and name not in swept:
        return list((block.failed == FITTING).tolist())
    if name == REASON and name not in swept:
        return [None if number == FITTING else block.reasons[number] for number in block.failed.tolist()]
    if name in PARTS and name not in swept:
        found: list[Any] = list(zip(*(block.columns[part].tolist() for part in PARTS[name]), strict=True))
    else:
        found = list(block.columns[name].tolist())
    if name in swept or name == NETWORK or name in ("input", *PARTS["input"]) or not block.reasons:
        return found
    misfit = (block.failed != FITTING).tolist()
    return [None if out else value for value, out in zip(found, misfit, strict=True)] if any(misfit) else found


def _read(read: Callable[[], Any]) -> Any:
    """What is read, its mistakes as those of a description."""
    try:
        return read()
    except Mistake as mistake:
        findings = Findings()
        findings.report(mistake)
        raise SpecError(tuple(findings.diagnostics)) from None
