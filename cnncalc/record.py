"""Named tuples that cost little to define.

`typing.NamedTuple` compiles every annotation and evaluates a constructor, a seventh of a millisecond a class; with some sixty
classes that is a tenth of what `cnncalc table vgg16` takes. This one has the same fields, defaults, `_replace`, `_asdict`,
equality and representation, and for a type checker it is `typing.NamedTuple`.

>>> class Point(NamedTuple):
...     x: int
...     y: int = 0
>>> Point(1), Point(y=2, x=1)._replace(x=3), Point(1) == (1, 0)
(Point(x=1, y=0), Point(x=3, y=2), True)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from _collections import _tuplegetter

    MANY = 500
    """A class of which so many are made gets a constructor of its own: compiling it pays then, and halves the time of each."""

    def _constructor(fields: tuple[str, ...], defaults: tuple[Any, ...]) -> Any:
        """`__new__` of a record; `defaults` are of the last fields."""
        made = 0

        def __new__(cls: type, *values: Any, **named: Any) -> Any:
            nonlocal made
            made += 1
            if made == MANY:
                cls.__new__ = _compiled(fields, defaults)
            if named or len(values) != len(fields):
                values = _completed(cls, values, named)
            return tuple.__new__(cls, values)

        return __new__

    def _compiled(fields: tuple[str, ...], defaults: tuple[Any, ...]) -> Any:
        names = ", ".join(fields)
        found = eval(f"lambda _cls, {names}: _make(_cls, ({names},))", {"_make": tuple.__new__})
        found.__defaults__ = defaults
        return found

    def _completed(cls: type, values: tuple[Any, ...], named: dict[str, Any]) -> list[Any]:
        """The values of all fields, in order: as given, by name, or by default."""
        fields = cls._fields
        if len(values) > len(fields):
            raise TypeError(f"{cls.__name__} takes {len(fields)} values, not {len(values)}")
        found = list(values)
        for name in fields[len(values) :]:
            if name in named:
                found.append(named.pop(name))
            elif name in cls._field_defaults:
                found.append(cls._field_defaults[name])
            else:
                raise TypeError(f"{cls.__name__} needs a value for {name}")
        if named:
            raise TypeError(f"{cls.__name__} has no field {', '.join(named)} left to name")
        return found

    class _Record(tuple):
        """What all records share."""

        __slots__ = ()

        @classmethod
        def _make(cls, values: Any) -> Any:
            return cls(*values)

        def _replace(self, **named: Any) -> Any:
            values = [named.pop(name, value) for name, value in zip(self._fields, self, strict=True)]
            if named:
                raise ValueError(f"{type(self).__name__} has no field {', '.join(named)}")
            return tuple.__new__(type(self), values)

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self) -> str:
            shown = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({shown})"

        def __getnewargs__(self) -> tuple[Any, ...]:
            return tuple(self)

    class _Meta(type):
        """Makes a tuple subclass with a getter a field of a class that derives from `NamedTuple`."""

        def __new__(mcs, name: str, bases: tuple[Any, ...], body: dict[str, Any]) -> type:
            if not bases:
                return type.__new__(mcs, name, bases, body)
            fields = tuple(body.get("__annotations__", ()))
            body["_field_defaults"] = {field: body[field] for field in fields if field in body}
            for index, field in enumerate(fields):
                body[field] = _tuplegetter(index, None)
            body["_fields"] = body["__match_args__"] = fields
            body["__slots__"] = ()
            if "__new__" not in body:
                body["__new__"] = _constructor(fields, tuple(body["_field_defaults"].values()))
            return type(name, (_Record,), body)

    class NamedTuple(metaclass=_Meta):
        """The base of a record: annotated fields, with or without defaults."""
