"""The mutants of a module: its text with one thing changed, as cosmic-ray's operators change it."""

from __future__ import annotations

import ast
import difflib
import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OPERATORS = (
    "NumberReplacer", "AddNot", "ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceAndWithOr", "ReplaceOrWithAnd",
    "ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "ZeroIterationForLoop", "ExceptionReplacer",
    "ReplaceUnaryOperator_Delete_USub", "ReplaceUnaryOperator_Delete_Not",
    *(f"ReplaceBinaryOperator_{pair}" for pair in (
        "Add_Sub", "Sub_Add", "Mul_FloorDiv", "FloorDiv_Mul", "Div_Mul", "Mod_FloorDiv", "Pow_Mul", "BitOr_BitAnd", "BitAnd_BitOr",
        "LShift_RShift", "RShift_LShift",
    )),
    *(f"ReplaceComparisonOperator_{pair}" for pair in (
        "Eq_NotEq", "NotEq_Eq", "Lt_LtE", "Lt_GtE", "LtE_Lt", "LtE_Gt", "Gt_GtE", "Gt_LtE", "GtE_Gt", "GtE_Lt", "Is_IsNot", "IsNot_Is",
    )),
)  # fmt: skip
"""Of cosmic-ray's operators those whose mutants differ in kind: each operator has one opposite, each bound is moved once and turned once."""


class Mutant(NamedTuple):
    """A module's whole text with one change, and the lines that changed, for people."""

    text: str
    line: int
    before: str
    after: str


class LeftOut:
    """A statement for its effect left out: a call, a `yield`, `x += …`, `raise`. cosmic-ray has no operator for it."""

    def mutation_positions(self, node: Any) -> Iterator[tuple[Any, Any]]:
        """Where a statement stands that can be left out."""
        if node.parent is not None and node.parent.type == "simple_stmt" and _for_effect(node):
            yield node.start_pos, node.end_pos

    def mutate(self, node: Any, _index: int) -> Any:
        """`pass`, in the statement's place."""
        import parso

        return parso.python.tree.Keyword("pass", node.start_pos, prefix=node.get_first_leaf().prefix)


def _for_effect(node: Any) -> bool:
    if node.type != "expr_stmt":
        return node.type in ("atom_expr", "yield_expr", "raise_stmt")
    sign = getattr(node.children[1], "value", "=")
    return sign != "=" and sign.endswith("=")


def places(path: Path) -> list[tuple[Any, int]]:
    """Every operator with every place, counted in the order of the tree, at which it changes the module."""
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.plugins import get_operator

    nodes = list(ast_nodes(get_ast(path.read_text(encoding="utf-8"))))
    found: list[tuple[Any, int]] = []
    for operator in (*(get_operator(f"core/{name}")() for name in OPERATORS), LeftOut()):
        count = sum(1 for node in nodes for _ in operator.mutation_positions(node))
        found += [(operator, occurrence) for occurrence in range(count)]
    return found


def mutant(path: Path, operator: Any, occurrence: int) -> Mutant | None:
    """The module with one change; None if that is no Python, or concerns what changes no answer: annotations, sizes of caches."""
    from cosmic_ray.mutating import mutate_code

    original = path.read_text(encoding="utf-8")
    try:
        text = mutate_code(original, operator, occurrence)
        if text is None or _meaning(text) == _meaning(original):
            return None
    except SyntaxError:  # the sign between positional and named arguments was taken for a multiplication
        return None
    except AttributeError:  # cosmic-ray takes no exception away that has a dot in its name
        return None
    lines, changed = original.splitlines(), text.splitlines()
    opcodes = difflib.SequenceMatcher(None, lines, changed, autojunk=False).get_opcodes()
    _, start, end, low, high = next(opcode for opcode in opcodes if opcode[0] != "equal")
    return Mutant(text, start + 1, _joined(lines[start:end]), _joined(changed[low:high]))


def _joined(lines: list[str]) -> str:
    """The lines as one, without the blank that cosmic-ray puts before a number."""
    return re.sub(r"([\[(]|\w=) ", r"\1", " ".join(line.strip() for line in lines))


def _meaning(text: str) -> str:
    """The text's tree without annotations, without `lru_cache` and without what stands below `if TYPE_CHECKING`."""
    return ast.dump(_Bare().visit(ast.parse(text)))


class _Bare(ast.NodeTransformer):
    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        node.decorator_list = [one for one in node.decorator_list if "lru_cache" not in ast.unparse(one)]
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.annotation = ast.Constant(None)
        return self.generic_visit(node)

    def visit_If(self, node: ast.If) -> ast.AST | None:
        return None if "TYPE_CHECKING" in ast.unparse(node.test) else self.generic_visit(node)
