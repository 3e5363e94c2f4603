"""Which tests should kill the mutants of which modules, quickest and nearest first."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

SYMBOLS = ("tests/symbolic",)
FIT = (
    "tests/engine/test_sizes.py",
    "tests/engine/test_conflict.py",
    "tests/engine/test_through.py",
    "tests/engine/test_fit.py",
    "tests/cli/test_solve.py",
)
SOLVE = ("tests/engine/test_single.py", "tests/engine/test_solve.py", "tests/cli/test_solve.py")
COSTS = (
    "tests/engine/test_costs.py",
    "tests/test_layers.py",
    "tests/test_landmarks.py",
    "tests/engine/test_pad.py",
    "tests/engine/test_conventions.py",
)

TOO_LONG = (
    "tests/engine/test_solve.py::test_every_bundled_network_has_an_answer_that_holds",
    "tests/rules/test_bundled_findings.py::test_other_findings_are_notes",
)
"""Left out: they take as long as all others together."""

TESTS: dict[str, tuple[str, ...]] = {
    "cnncalc/arithmetic.py": (
        "tests/test_arithmetic.py", "tests/test_roundings.py", "tests/engine/test_symbols.py", "tests/engine/test_conventions.py", "tests/forward/test_pool.py", "tests/forward/test_transposed.py",
    ),
    "cnncalc/engine/costs.py": COSTS,
    "cnncalc/symbolic/arrays.py": ("tests/space/test_arrays.py",),
    "cnncalc/symbolic/*.py": SYMBOLS,
    "cnncalc/engine/field.py": ("tests/engine/test_field.py", "tests/forward/test_influence.py"),
    "cnncalc/engine/seen.py": ("tests/engine/test_seen.py", "tests/engine/test_explain.py"),
    "cnncalc/engine/sizes.py": FIT[:1],
    "cnncalc/engine/classes.py": ("tests/engine/test_sizes.py", "tests/engine/test_fit.py"),
    **{f"cnncalc/engine/{name}.py": FIT for name in ("conflict", "fit", "through")},
    **{f"cnncalc/engine/{name}.py": SOLVE for name in ("single", "solve")},
    **{f"cnncalc/engine/{name}.py": ("tests/engine/test_letters.py", "tests/cli/test_explain.py") for name in ("given", "letters")},
    "cnncalc/engine/proof.py": ("tests/engine/test_proof.py",),
    "cnncalc/engine/compare.py": ("tests/cli/test_compare.py",),
    "cnncalc/engine/verify.py": ("tests/forward/test_verify.py", "tests/cli/test_verify.py"),
    "cnncalc/engine/explain.py": ("tests/engine/test_explain.py", "tests/cli/test_explain.py",),
    "cnncalc/engine/squares.py": ("tests/engine/test_squares.py",),
    "cnncalc/engine/trials.py": ("tests/engine/test_through.py", "tests/engine/test_conflict.py", "tests/cli/test_solve.py"),
    "cnncalc/engine/*memory.py": ("tests/engine/test_memory.py", "tests/cli/test_memory.py"),
    **{f"cnncalc/engine/{name}.py": ("tests/engine/test_storage.py", "tests/engine/test_memory.py") for name in ("storage", "lifetimes")},
    **{f"cnncalc/engine/{name}.py": ("tests/engine/test_conventions.py", "tests/engine/test_recounted.py") for name in ("conventions", "counting")},
    "cnncalc/engine/charges.py": ("tests/engine/test_charges.py", "tests/engine/test_conventions.py", "tests/engine/test_recounted.py"),
    "cnncalc/engine/conditions.py": ("tests/engine/test_conditions.py",),
    "cnncalc/engine/formulas.py": ("tests/engine/test_formulas.py", "tests/test_layers.py", "tests/engine/test_costs.py"),
    "cnncalc/engine/frameworks.py": ("tests/engine/test_frameworks.py", "tests/cli/test_compare.py",),
    "cnncalc/engine/reached.py": ("tests/engine/test_reached.py", "tests/forward/test_verify.py", "tests/engine/test_storage.py"),
    "cnncalc/engine/__init__.py": ("tests/engine/test_analyze.py", "tests/engine/test_storage.py", "tests/engine/test_costs.py"),
    "cnncalc/engine/report.py": ("tests/engine/test_report.py", "tests/engine/test_costs.py"),
    "cnncalc/engine/*.py": (*COSTS, "tests/render/test_goldens.py", "tests/cli/test_table.py"),
    "cnncalc/rules/*.py": ("tests/rules", "tests/cli/test_check.py", "tests/cli/test_check_config.py", "tests/test_landmarks.py", "tests/reporters"),
}  # fmt: skip
"""A module's tests are those of the first pattern that it matches."""


def modules() -> list[str]:
    """Every module that some pattern matches, in the order of the patterns."""
    found = {path.relative_to(ROOT).as_posix(): None for pattern in TESTS for path in sorted(ROOT.glob(pattern))}
    return list(found)


def tests_of(module: str) -> tuple[str, ...]:
    """The tests that are run against the mutants of `module`."""
    return next(tests for pattern, tests in TESTS.items() if fnmatch(module, pattern))
