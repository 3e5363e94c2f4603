"""The counting conventions of the tools people compare numbers with, as data.

What a tool prints is a list of charges: so many operations per multiply-accumulate, per output value, per parameter. Each was read in
the tool's own source, and those that PyPI has are held against the tool itself (`tests/oracle/test_conventions.py`). The tools for
PyTorch count modules as `torch.nn` runs them, so their conventions contain its habits; joins, slices, crops, zeros around and shuffles are
written with operators, as torchvision writes them. Why they differ is told in `docs/conventions.md`.
"""

from __future__ import annotations

from cnncalc.engine.charges import (
    BILINEAR,
    CONVOLUTIONS,
    DENSE,
    EACH_BIAS,
    EVERY_KIND,
    GROUPED_TWICE,
    INPUT,
    JOINS,
    MAC,
    MADE,
    MARGIN,
    MISPLACED_BIAS,
    NEIGHBOUR,
    OUTPUT,
    PARAMETER,
    POOLS,
    POSITION,
    SCALED,
    SLID_BIAS,
    SLID_WEIGHT,
    STORED_OUTPUT,
    STRIDE,
    TERMS,
    WEIGHTED,
    WEIGHTY,
    WINDOW,
    WRONG_DEPTH,
    Charge,
)
from cnncalc.record import NamedTuple

OPERATIONS, VALUES, MB, MIB = "operations", "values", "MB", "MiB"
"""What a printed number counts: operations, values, or bytes shown in units of 10^6 or of 2^20."""


class Printed(NamedTuple):
    """One number a tool prints: the word it prints, what it counts, and what it is made of."""

    word: str
    unit: str
    charges: tuple[Charge, ...]

    @property
    def doubled(self) -> bool:
        """Whether a multiply-accumulate counts as two operations."""
        return any(charge.per is MAC and charge.times == 2 for charge in self.charges)

    @property
    def has_macs(self) -> bool:
        """Whether multiply-accumulates are in it."""
        return any(charge.per is MAC for charge in self.charges)


class Convention(NamedTuple):
    """How one tool counts. `prints` holds its number of operations first, if it prints one; `batch` is whether the numbers are
    times the batch; `source` is the file and function that were read; `notes` what the charges do not say.
    """

    name: str
    version: str
    source: str
    prints: tuple[Printed, ...]
    batch: bool = True
    notes: str = ""

    @property
    def tool(self) -> str:
        """`torchinfo 1.8.0`."""
        return f"{self.name} {self.version}"

    @property
    def compute(self) -> Printed | None:
        """The number of operations, the first of several."""
        return next((printed for printed in self.prints if printed.unit == OPERATIONS), None)

    @property
    def memory(self) -> Printed | None:
        """What it prints of activations: bytes or values."""
        return next((printed for printed in self.prints if printed.unit != OPERATIONS), None)


MACS = (Charge(1, MAC, WEIGHTED),)
BIASES = (Charge(1, SLID_BIAS, WEIGHTED),)
BY_OUTPUT_POSITION = (Charge(1, MAC, (*CONVOLUTIONS, *DENSE)), Charge(1, SLID_WEIGHT, ("deconv",)))
"""A transposed convolution counted as if it slid over its output: stride² times too many."""

TORCH_LRN = (Charge(4, OUTPUT, ("lrn",)), Charge(1, MARGIN, ("lrn",)))
"""local_response_norm calls mul, avg_pool3d on padded channels, mul and add, which tools that patch those functions see."""

TORCH_NORMS = (
    Charge(1, OUTPUT, ("bn",)),
    Charge(4, OUTPUT, ("ln", "gn", "in")),
    Charge(1, SCALED, ("bn", "ln", "gn", "in")),
)
FVCORE_FLOPS = (
    *MACS,
    *TORCH_NORMS,
    Charge(1, INPUT, ("gap", "aap")),
    Charge(1, OUTPUT, ("up",)),
    Charge(3, BILINEAR, ("up",)),
)
FVCORE_ACTIVATIONS = (Charge(1, MADE, WEIGHTED),)
CALFLOPS_MACS = (Charge(1, MAC, (*CONVOLUTIONS, *DENSE)), Charge(1, GROUPED_TWICE, ("deconv",)))
ALL_BUT_INPUT = tuple(kind for kind in EVERY_KIND if kind != "input")
OPERATORS = (*JOINS, "slice", "crop", "pad", "shuffle")
"""What is written with operators and functions in `forward`, as torchvision writes it, and is no module."""
MODULES = tuple(kind for kind in ALL_BUT_INPUT if kind not in OPERATORS)
LEARNED = (*(kind for kind in TERMS["normalization"] if kind != "lrn"), "prelu")
"""Kinds that learn something and of which no multiply-accumulate is counted."""

ALL = (
    Convention(
        "cnncalc", "0.1", "engine/costs.py, engine/storage.py",
        (Printed("MACs", OPERATIONS, MACS), Printed("memory", MB, (Charge(4, STORED_OUTPUT, EVERY_KIND),))),
        batch=False, notes="memory as the course counts it: the input, every output, activations in place, forward only",
    ),
    Convention(
        "torchinfo", "1.8.0", "layer_info.py: LayerInfo.calculate_macs; model_statistics.py",
        (Printed("Mult-Adds", OPERATIONS, (*BY_OUTPUT_POSITION, *BIASES, Charge(1, PARAMETER, LEARNED))),
         Printed("Forward/backward pass size", MB, (Charge(8, WEIGHTY, EVERY_KIND),))),
        notes="every parameter once per output position in a convolution, once elsewhere; in a transposed convolution too per output position",
    ),
    Convention(
        "fvcore", "0.1.5.post20221221", "nn/flop_count.py, nn/jit_handles.py, nn/activation_count.py",
        (Printed("flops", OPERATIONS, FVCORE_FLOPS), Printed("activations", VALUES, FVCORE_ACTIVATIONS)),
        notes="says flops, counts multiply-accumulates; mmengine counts alike; operators it does not know are listed and left out",
    ),
    Convention(
        "ptflops", "0.7.5", "pytorch_ops.py, pytorch_engine.py (backend pytorch)",
        (Printed("MACs", OPERATIONS, (
            *MACS, *BIASES, Charge(1, OUTPUT, ("bn", "ln", "gn", "in")), Charge(1, SCALED, ("bn", "gn", "in")), *TORCH_LRN,
            Charge(2, OUTPUT, ("relu", "prelu", "elu", "gelu")), Charge(1, OUTPUT, ("lrelu", "relu6", "silu")),
            Charge(2, INPUT, POOLS), Charge(1, OUTPUT, ("softmax",)), Charge(2, OUTPUT, ("up",)))),),
        batch=False,
        notes="counts a module, and again the torch.nn.functional call in it, hence 2 where one would expect 1; "
        "backend_specific_config={'count_functional': False} counts the module alone",
    ),
    Convention(
        "ptflops-aten", "0.7.5", "aten_ops.py, aten_engine.py (backend aten)", (Printed("MACs", OPERATIONS, (*MACS, *BIASES)),),
        batch=False, notes="what reaches PyTorch's core as a convolution or a matrix product",
    ),
    Convention(
        "thop", "0.1.1.post2209072238", "vision/basic_hooks.py, vision/calc_func.py",
        (Printed("MACs", OPERATIONS, (
            *BY_OUTPUT_POSITION, Charge(2, OUTPUT, ("bn", "ln", "in")), Charge(2, SCALED, ("bn", "ln", "in")), Charge(1, OUTPUT, ("prelu",)),
            Charge(1, OUTPUT, ("avgpool", "gap", "aap")), Charge(1, INPUT, ("gap", "aap")), Charge(3, OUTPUT, ("softmax",)),
            Charge(-1, POSITION, ("softmax",)), Charge(1, OUTPUT, ("up",)), Charge(10, BILINEAR, ("up",)))),),
        notes="transposed convolutions per output position",
    ),
    Convention(
        "calflops", "0.3.2", "pytorch_ops.py",
        (Printed("FLOPs", OPERATIONS, (
            *(charge._replace(times=2) for charge in CALFLOPS_MACS),
            Charge(1, SLID_BIAS, CONVOLUTIONS), Charge(1, MISPLACED_BIAS, ("deconv",)), *TORCH_NORMS, *TORCH_LRN,
            Charge(1, OUTPUT, ("relu", "lrelu", "prelu", "elu", "gelu", "silu", "softmax")), Charge(1, INPUT, (*POOLS, "up")))),
         Printed("MACs", OPERATIONS, CALFLOPS_MACS)),
        notes="leaves out the bias of fully connected layers, and misplaces that of transposed convolutions; DeepSpeed's profiler is its model",
    ),
    Convention(
        "torchvision", "0.28.0", "models: _ops in the metadata of every weight", (Printed("GFLOPS", OPERATIONS, MACS),), batch=False,
        notes="published in 10^9 to three decimals; says GFLOPS, counts multiply-accumulates",
    ),
    Convention(
        "pycls", "1a33062", "pycls/models/blocks.py: conv2d_cx, pool2d_cx, linear_cx",
        (Printed("flops", OPERATIONS, (*MACS, Charge(1, EACH_BIAS, WEIGHTED))),
         Printed("acts", VALUES, (Charge(1, MADE, (*WEIGHTED, "pool")),))),
        batch=False, notes="says flops, counts multiply-accumulates; a bias counts once a filter, not once an output",
    ),
    Convention(
        "timm", "066e490", "benchmark.py: profile_fvcore",
        (Printed("GMACs", OPERATIONS, FVCORE_FLOPS), Printed("Activations (M)", VALUES, FVCORE_ACTIVATIONS)), batch=False,
        notes="its published tables are fvcore's counts, or DeepSpeed's where that is installed",
    ),
    Convention(
        "netscope", "1f687cb", "dgschwend/netscope, src/analyzer.coffee",
        (Printed("macc", OPERATIONS, (*MACS, Charge(1, NEIGHBOUR, ("lrn",)), Charge(1, OUTPUT, ("scale", "multiply")))),
         Printed("comp", OPERATIONS, (
            Charge(1, WINDOW, ("pool",)), Charge(1, INPUT, ("gmp",)), Charge(1, OUTPUT, ("relu", "dropout")))),
         Printed("add", OPERATIONS, (
            Charge(1, WINDOW, ("avgpool",)), Charge(1, INPUT, ("gap",)), Charge(1, OUTPUT, ("bn", "lrn", "add", "softmax")))),
         Printed("div", OPERATIONS, (Charge(1, OUTPUT, ("bn", "softmax")), Charge(2, OUTPUT, ("lrn",)))),
         Printed("exp", OPERATIONS, (Charge(1, OUTPUT, ("lrn", "softmax")),)),
         Printed("activation", VALUES, (Charge(1, OUTPUT, ALL_BUT_INPUT),))),
        notes="times the batch that a preset states (10 in some); the file read does not divide by groups, which is not imitated",
    ),
    Convention(
        "convnet-burden", "42f03d3", "core/burden.m: computeFlops, computeMemory",
        (Printed("FLOPS", OPERATIONS, (
            Charge(1, MAC, (*CONVOLUTIONS, *DENSE)), Charge(1, WRONG_DEPTH, ("deconv",)), *BIASES, Charge(2, OUTPUT, ("relu",)),
            Charge(2, STRIDE, ("pool", "avgpool")), Charge(1, OUTPUT, ("add",)),
            Charge(3, OUTPUT, ("lrn",)), Charge(2, POSITION, ("lrn",)))),
         Printed("feature memory", MIB, (Charge(4, OUTPUT, tuple(kind for kind in ALL_BUT_INPUT if kind != "relu")),))),
        batch=False,
        notes="says FLOPS, counts multiply-accumulates; a pool costs its stride, not its window; ReLU works in place, nothing is freed",
    ),
    Convention(
        "darknet", "0078783", "src/convolutional_layer.c: bflops", (Printed("BF", OPERATIONS, (Charge(2, MAC, CONVOLUTIONS),)),),
        batch=False, notes="convolutions only, a line each, in 10^9; AlexeyAB's fork adds max pools, F·F an output",
    ),
    Convention(
        "torchsummary", "1.5.1", "torchsummary.py: summary_string",
        (Printed("Forward/backward pass size", MIB, (Charge(8, MADE, MODULES),)),),
        notes="the output of every module twice, for gradients, of those in place too; what is written with operators, joins, slices and zeros around, not at all",
    ),
)  # fmt: skip

CONVENTIONS = {convention.name: convention for convention in ALL}
"""Every convention by the name that `--convention` takes, cnncalc's own first."""
