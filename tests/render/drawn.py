"""Rendered text for tests, as it goes into a pipe."""

from __future__ import annotations

from cnncalc import render
from cnncalc.render.options import Options
from cnncalc.render.paint import paint


def drawn(report, form="text", **options):
    """A report in a format or a style, one string."""
    chosen = {**render.FORMATS, **render.STYLES}[form]
    wanted = Options(**options)
    lines = paint(render.render(chosen, report, wanted), width=wanted.width, ascii_only=wanted.ascii_only)
    return "".join(f"{line}\n" for line in lines)
