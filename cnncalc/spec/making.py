"""Items to layers: a layer is made once for the same item in the same frame, and equal layers are one object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnncalc.layers import is_kind, kind
from cnncalc.layers.base import FLAG
from cnncalc.spec.effort import LAYER
from cnncalc.spec.findings import Mistake, did_you_mean
from cnncalc.spec.options import bind, is_constant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cnncalc.layers.base import Layer
    from cnncalc.spec.frames import Frame
    from cnncalc.spec.options import Option
    from cnncalc.spec.syntax import LayerItem


class Layers:
    """The layers made so far under a document's defaults; `interned` holds those of the document's other networks too."""

    def __init__(self, defaults: Mapping[str, list[Option]], bias: bool, interned: dict[Layer, Layer]) -> None:
        self.defaults, self.bias, self.interned = defaults, bias, interned
        self.bias_changed = False
        """Whether a layer that had biases was made without, because `bias` is off."""
        self.joints: dict[str, Layer] = {}
        self.written: dict[str, Layer] = {}
        self.constant: dict[int, Layer] = {}
        """Layers that are the same wherever they stand: by their notation, else by their item."""

    def joining(self, joint: str) -> Layer:
        """The layer that joins paths: `concat`, `add`, `multiply`."""
        layer = self.joints.get(joint)
        if layer is None:
            layer = self.joints[joint] = self.once(kind(joint)())
        return layer

    def once(self, layer: Layer) -> Layer:
        """The one object for all layers that equal `layer`."""
        return self.interned.setdefault(layer, layer)

    def known(self, item: LayerItem, frame: Frame) -> Layer | None:
        """The layer of an item in a frame, if it has been made."""
        key = id(item)
        return self.written.get(item.written) or self.constant.get(key) or frame.layers.get(key)

    def make(self, item: LayerItem, frame: Frame) -> Layer:
        """The layer of an item in a frame, kept for the next time; raises `Mistake`."""
        effort = frame.effort
        before = effort.spent
        effort.spend(LAYER)
        cls = _kind_of(item, frame)
        defaults = self.defaults.get(cls.tokens[0], ())
        options = bind(item, cls, frame.evaluate, defaults)
        if not self.bias and "bias" in cls.fields and cls.fields["bias"].type == FLAG and cls.kind != "scale":
            self.bias_changed |= options.get("bias", cls.fields["bias"].default)
            options["bias"] = False
        layer = self.once(cls(**options))
        values = [
            item.first,
            item.second,
            *(value for _, value, _ in item.modifiers),
            *(value for _, value, _ in (*item.options, *defaults)),
        ]
        constant = isinstance(item.name, str) and all(map(is_constant, values))
        if constant and item.written:
            self.written[item.written] = layer
        else:
            (self.constant if constant else frame.layers)[id(item)] = layer
        effort.once += effort.spent - before
        return layer


def _kind_of(item: LayerItem, frame: Frame) -> type[Layer]:
    name, span = item.name, item.span
    if not isinstance(name, str):
        span = name.span
        word = frame.evaluate(name)
        if not isinstance(word, str) or not is_kind(word):
            help = (
                did_you_mean(word, kind_names())
                if isinstance(word, str)
                else "a number stands behind a name: `CONV$k-$c`"
            )
            raise Mistake("CNN201", f"there is no layer `{word}`", span, help=help)
        name = word
    cls = kind(name)
    if cls.joins or cls.kind == "input":
        help = (
            "write `{ a | b }` to join along depth, `{ a + b }` to add, `{ a x b }` to multiply"
            if cls.joins
            else "write `INPUT 224x224x3`"
        )
        raise Mistake("CNN102", f"{cls.tokens[0]} is no layer by itself", span, help=help)
    return cls


def kind_names() -> tuple[str, ...]:
    """The names of all kinds of layers."""
    from cnncalc.layers import CLASSES

    return tuple(CLASSES)
