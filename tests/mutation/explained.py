"""Mutants that no test can kill, and why: what they change makes no difference to what the program does."""

from __future__ import annotations

BOTH_NEAREST = "an input of a class is its own nearest, below and above"
FROM_ONE = "no size is 0 or less: extents begin with 1"
ONE_AT_MOST = "the list has one element, or its elements have this in common"
SHORTCUT = "a shortcut: the longer way gives the same"
SHIFTED_BACK = "a set that a shift leaves as it is is left by the shift back too"
MEMORY_ONLY = "how much is kept for later, which changes no answer"
ANYWHERE = "where on a straight line it is looked at makes no difference"


EXPLAINED: dict[str, dict[tuple[str, str], str]] = {
    "cnncalc/engine/sizes.py": {
        (
            "return any(c.nearest(extent)[0] == extent for c in self.classes)",
            "return any(c.nearest(extent)[1] == extent for c in self.classes)",
        ): BOTH_NEAREST,
        (
            "return any(c.nearest(extent)[0] == extent for c in self.classes)",
            "return any(c.nearest(extent)[-1] == extent for c in self.classes)",
        ): BOTH_NEAREST,
        (
            "def all(self, start: int = 1) -> Iterator[int]:",
            "def all(self, start: int = 0) -> Iterator[int]:",
        ): FROM_ONE,
        (
            'words += [f"{first} to {last[0]}"] if last and last[0] > first + 1 else [str(first), *map(str, last)]',
            'words += [f"{first} to {last[-1]}"] if last and last[0] > first + 1 else [str(first), *map(str, last)]',
        ): ONE_AT_MOST,
        (
            'words += [f"{first} to {last[0]}"] if last and last[0] > first + 1 else [str(first), *map(str, last)]',
            'words += [f"{first} to {last[0]}"] if last and last[-1] > first + 1 else [str(first), *map(str, last)]',
        ): ONE_AT_MOST,
        (
            "modulus, remainders = _period(endless[0].modulus, {c.remainder % c.modulus for c in endless})",
            "modulus, remainders = _period(endless[-1].modulus, {c.remainder % c.modulus for c in endless})",
        ): ONE_AT_MOST,
        (
            "return Sizes(step, (found[0] % step,), found[0], found[-1], classes, excepted)",
            "return Sizes(step, (found[-1] % step,), found[0], found[-1], classes, excepted)",
        ): ONE_AT_MOST,
        (
            "if {(r + shorter) % modulus for r in remainders} == remainders:",
            "if {(r - shorter) % modulus for r in remainders} == remainders:",
        ): SHIFTED_BACK,
        ("if number > 1:", "if number > 0:"): "1 as a prime divides a modulus into itself",
        ("if number > 1:", "if number >= 1:"): "1 as a prime divides a modulus into itself",
    },
    "cnncalc/engine/classes.py": {
        ("if parts == 1:", "if parts == 0:"): SHORTCUT,
        (
            "line = extent.finer(parts, part) if parts > 1 else extent",
            "line = extent.finer(parts, part) if parts > 0 else extent",
        ): SHORTCUT,
        (
            "line = extent.finer(parts, part) if parts > 1 else extent",
            "line = extent.finer(parts, part) if parts >= 1 else extent",
        ): SHORTCUT,
        (
            "return self if low <= self.low else self._replace(low=low)",
            "return self if low < self.low else self._replace(low=low)",
        ): SHORTCUT,
        ("SAME: 1,", "SAME: 0,"): FROM_ONE,
        ("TRANSPOSED_SAME: 1,", "TRANSPOSED_SAME: 0,"): FROM_ONE,
        ("return max(1, least[rule.rounding])", "return max(0, least[rule.rounding])"): FROM_ONE,
        ("TRANSPOSED_SAME: 1,", "TRANSPOSED_SAME: 2,"): ANYWHERE,
        (
            "TRANSPOSED: window.before + window.after + 1,",
            "TRANSPOSED: window.before + window.after + 2,",
        ): ANYWHERE,
    },
    "cnncalc/engine/costs.py": {
        **{
            ("@lru_cache(maxsize=1 << 16)", f"@lru_cache(maxsize={size})"): MEMORY_ONLY
            for size in ("2 << 16", "0 << 16", "1 << 17", "1 << 15", "1 >> 16")
        },
        (
            "height, width = axes(layer, inputs[0], framework)",
            "height, width = axes(layer, inputs[-1], framework)",
        ): ONE_AT_MOST,
        (
            "problems.append(_vanished(layer, inputs[0], windows, height.count is None))",
            "problems.append(_vanished(layer, inputs[-1], windows, height.count is None))",
        ): ONE_AT_MOST,
        (
            "problems.append(_never(layer, inputs[0], windows, axis is height))",
            "problems.append(_never(layer, inputs[-1], windows, axis is height))",
        ): ONE_AT_MOST,
    },
}
"""For each module, the line before and after, as the run prints them, and the reason."""
