"""CNN310: paths that a join puts on top of each other, though their positions lie over different places of the image."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnncalc.diagnostics import INFO, WARNING
from cnncalc.layers.base import SCALING
from cnncalc.rules.base import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from cnncalc.diagnostics import Diagnostic
    from cnncalc.engine.field import Axis, Field
    from cnncalc.engine.report import Report, Row


class MisalignedPaths(Rule):
    """Paths are misaligned: a join takes together positions that lie over different places of the image.

    Why it matters: that shapes agree does not say that places do. Where the paths' strides differ, position 10 of one lies over pixel 10 and
    position 10 of the other over pixel 20: their sum or concatenation mixes what has nothing to do with each other, and a receptive field
    cannot be told any more.

    What to do: lead all paths through the same strides, and let each window of a path keep its middle: padding (F - 1)/2, odd kernels.

    When it is harmless: where equal strides start at different pixels. A 2x2 pooling beside a 3x3 convolution, both at stride 2, are half a
    pixel apart, as in ENet's first block; later layers learn to live with it. That is a note, shown with `--notes`.
    """

    code, severity = "CNN310", WARNING
    fails = (
        "INPUT 9x9x4 {CONV3-4/2 | CONV5-4p0}",
        "framework: pytorch\ninput: 16x16x4\nlayers: [{add: [CONV3-4/2, CONV9-4p0]}]\n",
    )
    passes = (
        "INPUT 9x9x4 {CONV3-4/2 | CONV1-4/2}",
        "INPUT 16x16x4 {CONV1-4 | CONV3-4 | CONV5-4 | POOL3/1p1}",
        "INPUT 16x16x4 {CONV3-4 POOL2 UP2 | ID}",
        "INPUT 8x8x4 {ID x GAP CONV1-4 SIGMOID}",
    )

    def check(self, report: Report, rule_set: str) -> Iterator[Diagnostic]:
        rows = report.rows
        if not any(len(row.inputs) > 1 for row in rows):
            return
        resampled: list[bool] = []
        for row in rows:
            sources = row.node.inputs
            resampled.append(row.node.layer.sees == SCALING or True in [resampled[source] for source in sources])
            # Behind up-sampling, neighbours share what they see: a field has no one middle there.
            if len(sources) < 2 or resampled[-1]:
                continue
            paths = [rows[source] for source in sources]
            if len({_places(path.field) for path in paths}) == 1:  # nearly always
                continue
            for number, name in enumerate(("height", "width")):
                axes = [(path.id, path.field[number]) for path in paths if path.field is not None]
                found = self._compared(row, axes, name)
                if found is not None:
                    yield found
                    break

    def _compared(self, row: Row, paths: Sequence[tuple[str, Axis]], name: str) -> Diagnostic | None:
        """What is wrong along one axis; what sees the whole image, or is unknown, lies over no place in particular."""
        somewhere = [path for path in paths if _is_somewhere(path[1])]
        if not somewhere:
            return None
        first = somewhere[0]
        others = [path for path in somewhere if path[1] != first[1]]
        for other in others:
            if other[1].stride != first[1].stride:
                return self.at(
                    row,
                    f"positions of {row.id} are of different places: along the {name} {_steps(*first)}, {_steps(*other)}",
                    help="the same strides on every path; where sizes are made equal by cutting edges off, nothing lies over its own any more",
                )
        for other in others:
            apart = other[1].centre - first[1].centre
            if apart:
                return self.at(
                    row,
                    f"positions of {row.id} are {_pixels(abs(apart))} apart along the {name}: {_middle(*first)}, {_middle(*other)}",
                    help="odd kernels with padding (F - 1)/2 keep the middle",
                    severity=INFO,
                )
        return None


def _places(field: Field | None) -> Any:
    """What is equal for two paths whose positions lie over the same places of the image."""
    if field is None:
        return None
    height, width = field
    down = height.step, height.parts, 2 * height.first + height.length
    return down, down if width is height else (width.step, width.parts, 2 * width.first + width.length)


def _is_somewhere(axis: Axis) -> bool:
    """Whether the field is a number of pixels at a number of pixels: symbols leave open where it lies."""
    return type(axis.first) is type(axis.length) is type(axis.step) is int and not axis.whole


def _steps(path: str, axis: Axis) -> str:
    return f"those of {path} are {_pixels(axis.stride)} of the image apart"


def _middle(path: str, axis: Axis) -> str:
    return f"the first of {path} lies over pixel {_decimal(axis.centre)}"


def _pixels(count: Fraction | int) -> str:
    return f"{_decimal(count)} pixel{'' if count == 1 else 's'}"


def _decimal(value: Fraction | int) -> str:
    """`0.5`, `2`."""
    return f"{float(value):g}"
