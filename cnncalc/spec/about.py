"""What a document says about its network beside the layers: the year, the family, and an input that is quick to verify."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cnncalc.layers.base import Shape
from cnncalc.spec.events import Scalar
from cnncalc.spec.findings import Mistake
from cnncalc.spec.options import extents
from cnncalc.spec.reader import SIZE_HELP
from cnncalc.spec.values import read_size, text_of, value_of

if TYPE_CHECKING:
    from cnncalc.spec.events import Tree
    from cnncalc.spec.frames import Frame
    from cnncalc.spec.syntax import Value

YEARS = range(1900, 2200)
FAMILY = r"[^\W_][\w.-]*"
"""A word, as in `mobilenet`; the schema has the same pattern."""


def year_of(tree: Tree) -> int:
    """The year of the publication, with four digits; raises `Mistake`."""
    year = tree.value if isinstance(tree, Scalar) else None
    if isinstance(year, bool) or not isinstance(year, int) or year not in YEARS:
        raise Mistake("CNN203", "`year` is a year", tree.span, help="write it with four digits, as in `year: 2015`")
    return year


def family_of(tree: Tree) -> str:
    """The word under which networks are listed together; raises `Mistake`."""
    word = text_of(tree, "`family`")
    if re.fullmatch(FAMILY, word) is None:
        raise Mistake("CNN203", "`family` is one word", tree.span, help="as in `family: mobilenet`")
    return word


def verify_of(tree: Tree) -> Value:
    """The size under `verify`, height x width or with the depth too; raises `Mistake`."""
    symbols: set[str] = set()
    if isinstance(tree, Scalar) and isinstance(tree.value, str):
        size = read_size(tree.text, "`verify`", symbols, (2, 3))
    else:
        size = value_of(tree, "`verify`", symbols)
        if not isinstance(size.content, tuple) or len(size.content) not in (2, 3):
            raise Mistake("CNN203", "`verify` is a size", size.span, help=SIZE_HELP)
    if symbols:
        raise Mistake("CNN203", "`verify` is a size in numbers", size.span, help="as in `verify: 64x64x3`")
    return size


def verify_at(size: Value, frame: Frame, image: Shape) -> Shape | None:
    """The size under `verify` as a shape with the depth of `image`, the network's input; raises `Mistake`.

    None where it is that input: a family may name what is one member's own.
    """
    height, width, *depth = extents(frame.evaluate(size), size.span)
    if depth and depth[0] != image.depth:
        said = f"`verify` is {height}x{width}x{depth[0]}, but the input has depth {image.depth}"
        help = "only the height and the width may differ; without a depth it has the input's"
        raise Mistake("CNN203", said, size.span, help=help)
    found = Shape(height, width, image.depth)
    return None if found == image else found
