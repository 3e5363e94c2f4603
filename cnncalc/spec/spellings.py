"""The ways in which the name of a bundled network may be written.

`torchvision/mobilenet_v2` is meant by `Torchvision/MobileNet_V2`, by `torchvision/mobilenet-v2`, and, as no other network ends so, by
`mobilenet_v2` and `mobilenet-v2`. What could mean two networks means neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection


def alike(name: str) -> str:
    """What two spellings of a name have in common: neither case, nor whether words are joined by `_` or `-`, tells them apart."""
    return name.lower().replace("_", "-")


def short(name: str) -> str:
    """The part of a name behind its folders."""
    return name.rpartition("/")[2]


READINGS: tuple[Callable[[str], str], ...] = (
    str,
    str.lower,
    alike,
    short,
    lambda name: short(name).lower(),
    lambda name: alike(short(name)),
)
"""Ways to read a name, the strictest first."""


def meant(name: str, names: Collection[str]) -> str | None:
    """The one of `names` that `name` means: the first reading under which any is equal decides, None if several are.

    >>> names = ["resnet18", "torchvision/resnet18", "torchvision/mobilenet_v2"]
    >>> meant("ResNet18", names), meant("mobilenet-v2", names), meant("mobilenet", names)
    ('resnet18', 'torchvision/mobilenet_v2', None)
    """
    # A folder that is written is meant.
    for reading in READINGS[:3] if "/" in name else READINGS:
        wanted = reading(name)
        found = {one for one in names if reading(one) == wanted}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def spellings(names: Collection[str]) -> dict[str, str]:
    """Every name, and the short form of each whose short form means it, in that order.

    >>> list(spellings(["resnet18", "torchvision/resnet18", "torchvision/resnet200"]))
    ['resnet18', 'torchvision/resnet18', 'torchvision/resnet200', 'resnet200']
    """
    found = {name: name for name in names}
    counts: dict[str, int] = {}
    for name in names:
        counts[short(name)] = counts.get(short(name), 0) + 1
    found.update({short(name): name for name in names if counts[short(name)] == 1})
    return found
