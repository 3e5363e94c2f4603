"""Regular expressions that are compiled when they are first used.

`re.compile` takes a tenth to half a millisecond. With some forty expressions, most of which no single run asks for, that was a
sixth of what `cnncalc table vgg16 --format json` takes beyond its imports.

>>> word = pattern(r"[a-z]+")
>>> word.match("conv1")[0], word.match("1")
('conv', None)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from re import compile as pattern
else:

    class pattern:
        """Has the methods of `re.Pattern`; the first one that is asked for compiles."""

        def __init__(self, expression: str, flags: int = 0) -> None:
            self._written = expression, flags

        def __getattr__(self, name: str) -> Any:
            from re import compile

            found = self.__dict__[name] = getattr(compile(*self._written), name)
            return found


__all__ = ["pattern"]
