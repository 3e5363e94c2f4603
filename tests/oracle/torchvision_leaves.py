"""What a torchvision model does, leaf by leaf in the order of execution: its leaf modules and the functions it calls between them.

The model runs once on PyTorch's meta device, shapes without numbers. A hook on every leaf module writes a leaf down; inside one
nothing more is recorded. What a model calls without a module (`F.relu`, `torch.cat`, `+=`, `x.mean([2, 3])`) a `TorchFunctionMode`
sees, so that neither side leaves anything out. What only looks at numbers in another order (`flatten`, `permute`) is no leaf, nor
is a `torch.cat` of one tensor, with which every dense block of DenseNet begins.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import nn
from torch.overrides import TorchFunctionMode

from tests.oracle.leaves import Leaf, core, digits

MODULES = {
    "Conv2d": "conv", "Linear": "fc", "BatchNorm2d": "bn", "LayerNorm": "ln", "LayerNorm2d": "ln", "MaxPool2d": "pool", "AvgPool2d": "avgpool",
    "AdaptiveAvgPool2d": "gap", "ReLU": "relu", "ReLU6": "relu6", "Hardswish": "hswish", "Hardsigmoid": "hsigmoid", "Sigmoid": "sigmoid",
    "SiLU": "silu", "GELU": "gelu", "Dropout": "dropout", "StochasticDepth": "droppath",
}  # fmt: skip
FUNCTIONS = {
    "relu": "relu", "adaptive_avg_pool2d": "gap", "mean": "gap", "avg_pool2d": "avgpool", "max_pool2d": "pool", "cat": "concat",
    "add": "add", "add_": "add", "mul": "multiply", "chunk": "slice", "channel_shuffle": "shuffle",
}  # fmt: skip
VIEWS = {"flatten", "permute", "Flatten", "Permute", "Sequential"}  # an empty Sequential is an identity
CHANNELS_LAST, CHANNELS_FIRST = [0, 2, 3, 1], [0, 3, 1, 2]


def torchvision_models() -> Any:
    """`torchvision.models`. Where torchvision's compiled operators do not fit the PyTorch beside them, it wants two of them declared
    before it lets itself be imported; no classifier uses either.
    """
    try:
        from torchvision import models
    except RuntimeError:
        library = torch.library.Library("torchvision", "DEF")
        DECLARED.append(library)
        for name in ("nms", "qnms"):
            library.define(name + "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        from torchvision import models
    return models


DECLARED: list[Any] = []
"""What was declared is known for as long as its library lives."""


def built(models: Any, name: str, heads: bool = False) -> nn.Module:
    """torchvision's model on the meta device, with what it does for inference, and its auxiliary heads if asked for.

    Numbers are never drawn; RegNet derives its widths by tensor arithmetic, which needs real ones.
    """
    derive = models.regnet.BlockParams.from_init_params

    def on_the_cpu(*args: Any, **options: Any) -> Any:
        with torch.device("cpu"):
            return derive(*args, **options)

    options = {"aux_logits": heads, "init_weights": False} if name in ("googlenet", "inception_v3") else {}
    models.regnet.BlockParams.from_init_params = on_the_cpu
    try:
        with torch.device("meta"):
            model = models.get_model(name, **options).eval()
    finally:
        models.regnet.BlockParams.from_init_params = derive
    # Of the model alone: its own `forward` asks whether to run the heads, its layers stay as they are.
    model.training = heads
    return model


def leaves(models: Any, model: nn.Module, extent: int) -> list[Leaf]:
    """Every leaf that one image of extent x extent x 3 passes, in order."""
    image = torch.empty(1, 3, extent, extent, device="meta")
    recorder = Recorder(image)
    for path, module in model.named_modules():
        module.register_forward_pre_hook(recorder.enter(path))
        module.register_forward_hook(recorder.leave)
    shuffle = models.shufflenetv2.channel_shuffle
    models.shufflenetv2.channel_shuffle = recorder.whole(shuffle)
    try:
        with recorder:
            model(image)
    finally:
        models.shufflenetv2.channel_shuffle = shuffle
    return recorder.leaves


class Recorder(TorchFunctionMode):
    """Collects the leaves while a model runs.

    `written` tells which leaf a tensor comes from. A tensor that is written to in place comes from the last; all are kept, so
    that no other takes their identity.
    """

    def __init__(self, image: torch.Tensor) -> None:
        super().__init__()
        self.leaves: list[Leaf] = []
        self.written = {id(image): 0}
        self.kept = [image]
        self.paths: list[str] = []
        self.inside = False
        self.channels_last = False

    def enter(self, path: str) -> Any:
        """The hook before the module at `path`."""

        def hook(module: nn.Module, inputs: Any) -> None:
            self.paths.append(path)
            self.inside = not list(module.children())

        return hook

    def leave(self, module: nn.Module, inputs: Any, output: Any) -> None:
        """The hook after a module."""
        if self.inside:
            self.leaf(module, inputs, output)
            self.inside = False
        self.paths.pop()

    def leaf(self, module: nn.Module, inputs: Any, output: torch.Tensor) -> None:
        """A leaf module has run. A KeyError is news, something this file has to know; so it is with a function."""
        name = type(module).__name__
        if name in VIEWS:
            self.view(inputs[0], output, list(getattr(module, "dims", ())))
            return
        kind, options = MODULES[name], vars(module)
        if name == "Linear" and self.channels_last:  # the same weights at every position
            kind, options = "conv", {"kernel_size": 1, "stride": 1, "groups": 1}
        if name == "AdaptiveAvgPool2d" and module.output_size not in (1, (1, 1)):
            kind = "aap"
        self.add(
            kind,
            inputs,
            output,
            tuple(core(parameter.shape) for parameter in module.parameters()),
            sum(buffer.numel() for key, buffer in module.named_buffers() if key != "num_batches_tracked"),
            windows(**options) if "kernel_size" in options else None,
            next((options[key] for key in ("p", "eps", "groups") if key in options), None),
        )

    def whole(self, function: Any) -> Any:
        """`function` recorded as one leaf, channel shuffle: what it calls inside is arrangement."""

        def called(x: torch.Tensor, groups: int) -> torch.Tensor:
            self.inside = True
            output: torch.Tensor = function(x, groups)
            self.inside = False
            self.add("shuffle", (x,), output, setting=groups)
            return output

        return called

    def __torch_function__(self, function: Any, types: Any, args: Any = (), options: Any = None) -> Any:
        options = options or {}
        output = function(*args, **options)
        if self.inside or not isinstance(output, torch.Tensor | tuple) or isinstance(output, torch.Size):
            return output
        name = function.__name__
        if name == "fn":  # max pooling goes by a function that asks whether the places are wanted too
            name = "max_pool2d"
        if name in VIEWS:
            self.view(args[0], output, list(args[1:]))
            return output
        kind = FUNCTIONS[name]
        tensors: tuple[tuple[int, ...], ...] = ()
        if kind == "concat" and len(args[0]) == 1:
            self.view(args[0][0], output, [])
            return output
        if kind == "gap":
            wanted = args[1] if len(args) > 1 else options["output_size"]
            kind = "gap" if list(wanted) in ([1, 1], [2, 3]) else "aap"
        if kind == "multiply" and (learned := [arg for arg in args if isinstance(arg, nn.Parameter)]):
            kind, tensors = "layerscale", (core(learned[0].shape),)
        slides = windows(*args[1:4], **options) if kind in ("pool", "avgpool") else None
        inputs = args[0] if kind == "concat" else args
        for part in output if kind == "slice" else (output,):
            self.add(kind, inputs, part, tensors, windows=slides)
        return output

    def view(self, x: torch.Tensor, output: torch.Tensor, order: list[int]) -> None:
        """The same numbers once more; a permutation puts the channels last, or first again."""
        self.written[id(output)] = self.written[id(x)]
        self.kept.append(output)
        if order in (CHANNELS_LAST, CHANNELS_FIRST):
            self.channels_last = order == CHANNELS_LAST

    def add(
        self,
        kind: str,
        inputs: Any,
        output: torch.Tensor,
        tensors: tuple[tuple[int, ...], ...] = (),
        buffers: int = 0,
        windows: tuple[tuple[int, ...], ...] | None = None,
        setting: float | None = None,
    ) -> None:
        shape = tuple(output.shape[1:])
        if len(shape) == 1:
            height, width, depth = 1, 1, *shape
        elif self.channels_last:
            height, width, depth = shape
        else:
            depth, height, width = shape
        read = tuple(self.written[id(x)] for x in inputs if type(x) is torch.Tensor)
        size, place = (height, width, depth), self.paths[-1]
        self.leaves.append(Leaf(kind, size, read, tensors, buffers, windows, digits(setting), place))
        self.written[id(output)] = len(self.leaves)
        self.kept.append(output)


def windows(
    kernel_size: Any, stride: Any = None, padding: Any = 0, dilation: Any = 1, **_: Any
) -> tuple[tuple[int, ...], ...]:
    """What slides, along height and along width, from PyTorch's options."""
    kernel, step, pads, taps = map(pair, (kernel_size, kernel_size if stride is None else stride, padding, dilation))
    return tuple((kernel[axis], step[axis], pads[axis], pads[axis], taps[axis]) for axis in (0, 1))


def pair(value: Any) -> tuple[int, int]:
    return (value, value) if isinstance(value, int) else value
