"""cnncalc: every layer's output shape, parameters, memory, multiply-accumulates and receptive field, with the arithmetic shown.

    >>> import cnncalc
    >>> report = cnncalc.analyze("INPUT 227x227x3 CONV11-96/4p0 POOL3/2 FC-10")
    >>> str(report["conv1"].output), report["conv1"].params_formula
    ('55x55x96', '(11·11·3 + 1)·96 = 34,944')

A specification is notation, the path of a YAML document or of a file of notation, or the name of a bundled network. Shapes are
height x width x depth without a batch; counts are of one image; bytes are of float32.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from cnncalc.diagnostics import Diagnostic
    from cnncalc.engine.fit import Conflict
    from cnncalc.engine.report import Report
    from cnncalc.engine.solve import Hopeless, Solution
    from cnncalc.engine.verify import Verification
    from cnncalc.network import Network
    from cnncalc.spec import Changes

__version__ = "0.1.0"
__all__ = ["SpecError", "__version__", "analyze", "check", "load", "solve", "sweep", "verify"]


def __getattr__(name: str) -> Any:
    if name == "SpecError":
        from cnncalc.diagnostics import SpecError

        return SpecError
    raise AttributeError(f"module 'cnncalc' has no attribute {name!r}")


def load(
    spec: str | os.PathLike[str],
    *,
    input: str | None = None,
    framework: str | None = None,
    set: Mapping[str, object] | None = None,
    assume: Mapping[str, object] | None = None,
    bias: bool = True,
) -> Network:
    """The network that `spec` describes.

    `input` replaces the input's shape ("224x224x3"), `framework` the rounding ("exact", "pytorch", "caffe",
    "tensorflow"), `set` binds parameters or symbols ({"classes": 10}), `assume` puts forms in place of symbols ({"H": "32*n"}),
    `bias=False` switches the biases of convolutions and fully connected layers off.

    Raises `SpecError`, with every mistake as a `Diagnostic`, if the description is not a network; ValueError if it is a family of
    several (name one: "family.yaml#resnet50").
    """
    from cnncalc.diagnostics import SpecError
    from cnncalc.spec import load as load_all

    loaded = load_all(_text(spec), _changes(input, framework, set, assume, bias))
    errors = tuple(d for d in loaded.diagnostics if d.is_error)
    if errors or not loaded.networks:
        raise SpecError(errors or loaded.diagnostics)
    if len(loaded.networks) > 1:
        names = ", ".join(network.name for network in loaded.networks)
        raise ValueError(f"{spec} holds several networks ({names}): name one, as in {spec}#{loaded.networks[0].name}")
    return loaded.networks[0]


def analyze(
    spec: str | os.PathLike[str] | Network,
    *,
    input: str | None = None,
    framework: str | None = None,
    set: Mapping[str, object] | None = None,
    assume: Mapping[str, object] | None = None,
    bias: bool = True,
) -> Report:
    """The report of a network: rows, totals and diagnostics; arguments and errors as for `load`.

    `report.totals.params`, `.macs`, `.activations`; `report["conv1_1"].output`, `.params`, `.params_formula`; what does not
    fit is in `report.diagnostics`, never raised. As for `check`, warnings that a comment in the file ignores are left out; errors
    stay, for they say why a layer has no numbers.
    """
    from cnncalc.network import Network
    from cnncalc.rules import examine

    if not isinstance(spec, Network):
        spec = load(spec, input=input, framework=framework, set=set, assume=assume, bias=bias)
    elif input is not None or framework is not None or set or assume or not bias:
        raise TypeError("a loaded network is fixed: give input, framework, set, assume and bias to `load`")
    return examine(spec, sources=spec.sources)


def check(
    spec: str | os.PathLike[str],
    *,
    input: str | None = None,
    framework: str | None = None,
    set: Mapping[str, object] | None = None,
    assume: Mapping[str, object] | None = None,
    bias: bool = True,
    rules: str | None = None,
    notes: bool = False,
) -> list[Diagnostic]:
    """Everything that is wrong with a description, its language, shapes, expectations and budgets, as values; never raises for it.

    `rules` is "course" (any fraction is an error) or "framework" (only lost pixels are worth a warning); unless given, the
    document's framework chooses. `notes`: harmless facts about shapes too. What a comment in the file ignores is left out.
    """
    from cnncalc.rules.checking import Wishes
    from cnncalc.rules.checking import check as check_loaded
    from cnncalc.spec import load as load_all

    text = _text(spec)
    loaded = load_all(text, _changes(input, framework, set, assume, bias))
    return list(check_loaded(text, loaded, Wishes(rule_set=rules, notes=notes)).diagnostics)


def verify(
    spec: str | os.PathLike[str] | Network,
    *,
    input: str | None = None,
    framework: str | None = None,
    set: Mapping[str, object] | None = None,
    assume: Mapping[str, object] | None = None,
    bias: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> Verification:
    """Run the bundled NumPy forward pass on real arrays and compare it with the engine, layer by layer.

    `result.ok` is whether shapes, parameters, bytes and multiply-accumulates all agree. A network whose document names a smaller
    input for this (`verify: 64x64x3`) runs on that unless `input` is given; `result.instead` then says so. Arguments and errors as
    for `analyze`; `progress` is called with the layers done and their number.
    """
    from cnncalc.engine.verify import verify as verify_report

    return verify_report(analyze(spec, input=input, framework=framework, set=set, assume=assume, bias=bias), progress)


def solve(
    spec: str | os.PathLike[str] | Network,
    *,
    lossless: bool = False,
    output: tuple[int, int] | None = None,
    framework: str | None = None,
) -> Solution | Conflict | Hopeless:
    """The input sizes on which every layer fits without a remainder; with `lossless`, on which no layer is lossy.

    `result.height.sizes` and `.width.sizes` hold the congruence and answer `contains`, `below` and `above` for any
    extent in pixels. `output` is the height and width that the network must end in. A `Conflict` names the two layers that
    rule every size out, a `Hopeless` what no size mends. Raises `SpecError` as `load` does.
    """
    from cnncalc.engine.fit import EXACT, LOSSLESS
    from cnncalc.engine.solve import solve as solve_network
    from cnncalc.network import Network

    network = spec if isinstance(spec, Network) else load(spec, framework=framework)
    return solve_network(network, LOSSLESS if lossless else EXACT, output)


def sweep(
    *specs: str | os.PathLike[str],
    input: str | None = None,
    set: Mapping[str, Iterable[object] | str] | None = None,
    framework: str | None = None,
    bias: bool = True,
    columns: Sequence[str] = (),
    where: str | None = None,
    pareto: Sequence[str] = (),
    everything: bool = False,
    jobs: int = 1,
) -> Iterator[dict[str, Any]]:
    """A grid of variants, a mapping of names to values a point: every SPEC, every combination of `set`, every size of `input`.

        >>> [row["macs"] for row in sweep("vgg16", input="64:128:32")]
        [1282048000, 2858516480, 5065572352]
        >>> [row["params"] for row in sweep("INPUT 8x8x3 CONV3-K", set={"K": [4, 8]}, where="params < 200")]
        [112]

    `input` is as in `cnncalc sweep --input` ("64:1024:32", "64:256:32x64:256:32"), a value of `set` a list, or text such as "1:8".
    `columns` are names of figures, as in `expect` and `budget`; sizes are tuples, a receptive field is (height, width), None where
    unknown. `where` is a condition on them; `pareto` names what is to be small, or with a minus large. Points that do not fit are
    left out; with `everything` they are there, their figures None, and so are `fits` and `reason`. `jobs` is the most processes.

    Raises, before the first row, `SpecError` for mistakes in a description, a range or the condition; ValueError for names that are no
    figures, symbols without values and grids of more than 10^8 points.
    """
    from cnncalc.space.rows import rows

    texts = [_text(spec) for spec in specs]
    return rows(texts, input, set or {}, framework, bias, columns, where, pareto, everything, jobs)


def _text(spec: str | os.PathLike[str]) -> str:
    """The specification as text, also where it is a `pathlib.Path`."""
    from os import fspath

    return fspath(spec)


def _changes(
    input: str | None,
    framework: str | None,
    set: Mapping[str, object] | None,
    assume: Mapping[str, object] | None,
    bias: bool,
) -> Changes:
    from cnncalc.spec import Changes

    bindings, assumptions = ({name: str(value) for name, value in (given or {}).items()} for given in (set, assume))
    return Changes(input, bindings, framework, bias, assumptions)
