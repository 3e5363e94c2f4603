"""CNN100: a specification cannot be read."""

from __future__ import annotations

from cnncalc.diagnostics import ERROR
from cnncalc.rules.base import Rule


class Unreadable(Rule):
    """A specification cannot be read: there is no such file, it is a folder, or it is not UTF-8 text.

    Why it matters: nothing in it was looked at, so `check` ends with status 2, not 1.

    What to do: check the path; save the file as UTF-8. A bundled network is named without an ending: `vgg16`.

    When it is harmless: never.
    """

    code, severity = "CNN100", ERROR
    fails = ("no-such-file.yaml",)
    passes = ("INPUT 8x8x3 RELU",)
