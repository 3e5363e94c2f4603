"""What every rule is made of: a code, a page, samples that become its tests, and a check over a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from cnncalc.diagnostics import ERROR, Diagnostic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cnncalc.engine.report import Report, Row

SEARCHED = 50
"""For so many findings of one kind in a report remedies are searched for, which takes a thousand times as long as to find them."""

Answer = TypeVar("Answer")


def affirmed(rows: Sequence[Row], question: Callable[[Row], Answer | None]) -> Iterator[tuple[Row, Answer]]:
    """The rows of which the answer is not empty, each with the answer; `question`, about a layer on its inputs, is asked once of all rows
    that have the same: such rows share their `Cost`."""
    from cnncalc.engine.report import by_cost

    answers = {key: answer for key, row in by_cost(rows).items() if (answer := question(row))}
    if answers:  # seldom
        yield from ((row, answers[key]) for row in rows if (key := id(row.cost)) in answers)


class Rule:
    """One code. Its docstring is its page; `fails` and `passes` are documents or notation that it flags and that it does not.

    `check` looks at a report under a rule set, COURSE or FRAMEWORK; what it finds harmless it yields as a note (INFO). A rule
    whose code the parser, a layer or the engine emits leaves it as it is.
    """

    code: ClassVar[str]
    severity: ClassVar[str] = ERROR
    fails: ClassVar[tuple[str, ...]] = ()
    passes: ClassVar[tuple[str, ...]] = ()

    def check(self, report: Report, rule_set: str) -> Iterator[Diagnostic]:
        return iter(())

    def at(
        self,
        row: Row,
        message: str,
        *,
        label: str = "",
        notes: tuple[str, ...] = (),
        help: str = "",
        severity: str = "",
    ) -> Diagnostic:
        """A finding at the place where `row`'s layer is written, with the block calls that led there."""
        calls = tuple(f"called from {span}" for span in row.node.calls)
        shapes = " and ".join(map(str, row.inputs))
        return Diagnostic(
            self.code, severity or self.severity, message, row.node.span, label or f"input here is {shapes}", (*notes, *calls), help, row.id
        )  # fmt: skip

    @classmethod
    def summary(cls) -> str:
        """The first sentence of the page, on one line."""
        first = cls.page().partition("\n\n")[0].replace("\n", " ")
        return first.partition(": ")[0].rstrip(".") + "."

    @classmethod
    def page(cls) -> str:
        """The whole page as text, without its indentation."""
        from inspect import cleandoc

        return cleandoc(cls.__doc__ or "")
