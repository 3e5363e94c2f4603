"""`cnncalc explain`: derivations, each held against the numbers; reference pages, made from what they describe."""

from __future__ import annotations

import importlib.util
import re
from itertools import product
from pathlib import Path

import pytest

from cnncalc.engine import analyze
from cnncalc.engine.explain import Chain, derivation
from cnncalc.engine.letters import of_kind
from cnncalc.layers import ALIASES, CLASSES, kind
from cnncalc.render.kind_page import example_layer
from cnncalc.rules import RULES, rule
from cnncalc.spec.library import names
from tests.cli.calling import call
from tests.formula_text import evaluate
from tests.nets import network_of

ROOT = Path(__file__).resolve().parents[2]


# ---------------------------------------------------------------------------------------------------- derivations


def test_alexnets_conv1_as_the_lecture_writes_it():
    """N22: (227 - 11)/4 + 1 = 55, 34,944 parameters, 105,415,200 multiply-accumulates."""
    text = call("explain", "alexnet", "conv1").stdout
    for line in (
        "conv1: CONV11-96/4p0  layer 1 of AlexNet, exact rounding",
        "  height, width  (W - F + 2P)/S + 1 = (227 - 11 + 2·0)/4 + 1 = 55",
        "  depth          K = 96, one map a filter",
        "  (F·F·D + 1)·K = (11·11·3 + 1)·96 = 34,944",
        "  held as weight 96x3x11x11 (34,848) and bias 96",
        "  H'·W'·(F·F·D)·K = 55·55·(11·11·3)·96 = 105,415,200",
        "  H'·W'·K = 55·55·96 = 290,400 values",
        "  4·290,400 = 1,161,600 bytes (1.2 MB) as float32, for one image",
        "  sees      r + (F - 1)·j = 1 + (11 - 1)·1 = 11 pixels",
        "  steps by  j·S = 1·4 = 4",
        "  exact: no remainder is left, the last window ends at the border",
    ):
        assert line in text.splitlines()


def test_n23_the_fraction_and_what_becomes_of_it():
    text = call("explain", "alexnet", "conv1", "--input", "224x224x3").stdout
    assert "(W - F + 2P)/S + 1 = (224 - 11 + 2·0)/4 + 1 = 54.25\n" in text
    assert "lossy: 1 row and 1 column at the bottom and the right are never seen" in text
    assert "error[CNN301]" in text


def test_steps_that_are_no_decimals_are_told_exactly():
    """Behind a factor of 3, positions lie a third of a pixel apart."""
    text = call("explain", "INPUT 8x8x4 CONV3-4 UNPOOL2x3 CONV3-5", "conv2").stdout
    assert "  width sees       r + (F - 1)·j = 3 + (3 - 1)·1/3 = 11/3 pixels\n" in text
    assert "  width steps by   j·S = 1/3·1 = 1/3\n" in text
    assert "in steps of 0.5 by 1/3: " in call("explain", "INPUT 8x8x4 CONV3-4 UNPOOL2x3 CONV3-5", "unpool1").stdout


VERDICTS = {
    "exact": ("INPUT 7x7x1 CONV3-1/2p0", "exact"),
    "padding-only": ("INPUT 224x224x3 CONV7-64/2p3", "pytorch"),
    "skipped": ("INPUT 56x56x64 CONV1-128/2p0", "pytorch"),
    "lossy": ("INPUT 224x224x3 CONV11-96/4p0", "pytorch"),
    "overhang": ("INPUT 112x112x64 POOL3/2", "caffe"),
}


@pytest.mark.parametrize("word", VERDICTS)
def test_every_verdict_has_its_words(word):
    text, framework = VERDICTS[word]
    name = "pool1" if "POOL" in text else "conv1"
    assert f"\n  {word}: " in call("explain", text, name, "--framework", framework).stdout


SHAPES = (
    "INPUT 32x64x8 CONV3x5-16g2/2p1x2 BN DWCONV3m2 CONV3-4d2p2 DECONV4-8/2p1 UP2 {CONV1-4 | CONV3-4} LRN GAP MAXOUT2-10",
    "INPUT 16x16x4 {CONV3-4 PRELU + ID} {ID x GAP FC-4 SIGMOID} UP2bilinear CONV4-8p(1,2,0,1) FLATTEN FC-10nobias SOFTMAX",
    "INPUT 31x28x3 CONV5-8/3same POOL3/2ceil DECONV3-4/2same AVGPOOL2 DROPOUT",
    "INPUT 32x25x4 CROP1 CROP2x3 CROP(margin=(1,0,2,1)) UNPOOL2 REORG2 REORG1x7 SHUFFLE2 SLICE4 L2NORM",
    "INPUT 8x8x4 CONV3-4 UNPOOL2x3 CONV3-5 UP7x1 CONV3x5-2",
)


@pytest.mark.parametrize(("spec", "framework"), [*product(SHAPES, ("pytorch", "caffe", "tensorflow"))])
def test_every_derivation_is_true(spec, framework):
    """Each chain's numbers evaluate to its result, for every layer; in letters it is the same formula, letter by letter."""
    try:
        report = analyze(network_of(spec, framework))
    except AssertionError:  # the framework refuses the notation
        return
    derivations_hold(report)


@pytest.mark.parametrize("name", names())
def test_every_derivation_of_the_bundled_networks_is_true(name):
    derivations_hold(analyze(network_of(name, "pytorch")))


def derivations_hold(report):
    checked = set()
    for index, row in enumerate(report.rows):
        # In a network of a thousand layers every field is another; of equal layers on equal inputs one is enough there.
        key = (row.node.layer, row.inputs, row.field if len(report.rows) < 300 else None)
        if key not in checked:
            checked.add(key)
            sections = derivation(report, index)
            values = stated(report, row, sections)
            for section in sections:
                for line in section.lines:
                    if isinstance(line, Chain):
                        holds(line, values)


def stated(report, row, sections):
    """What every letter stands for: what the derivation says is given, what comes out, and what the input's positions see."""
    given = " ".join(sections[0].lines) if sections[0].title == "Given" else ""
    values = {
        letter: int(number.replace(",", "")) for letter, number in re.findall(r"\b([A-Za-z]\w*) = (\d[\d,]*)", given)
    }
    values |= {"H'": row.output.height, "W'": row.output.width, "D'": row.output.depth}
    if not row.inputs:
        values |= {"H": row.output.height, "W": row.output.width, "D": row.output.depth}
    for axis, window in zip("hw", row.cost.windows or (), strict=False):
        values |= {"E": window.extent, f"E{axis}": window.extent}
    before = report.rows[row.node.inputs[0]].field if row.inputs else None
    for number, axis in enumerate(("height", "width")):
        if before is not None:
            values |= {f"{axis} r": before[number].size, f"{axis} j": before[number].stride}
    return values


def holds(line, values):
    """Letters with their values put in, numbers, result: one value."""
    letters, *numbers = line.parts
    axis = "height" if line.label.startswith("height sees") or line.label.startswith("height steps") else "width"
    values = {**values, "r": values.get(f"{axis} r"), "j": values.get(f"{axis} j")}
    found = {evaluate(part if "min" in part or "max" in part else part.replace(",", "")) for part in numbers}
    if not re.search(r"[A-Za-z]", re.sub(r"min\(|max\(|trunc\(", "", letters)):
        found.add(evaluate(letters.replace(",", "")))
    elif not line.label.startswith("E"):  # D is the dilation there, and nowhere else
        source = re.sub(r"(\d)([A-Z])", r"\1·\2", letters)
        for letter in sorted((letter for letter in values if " " not in letter), key=len, reverse=True):
            source = re.sub(rf"(?<![\w']){letter}(?![\w'])", f"({values[letter]})", source)
        found.add(evaluate(source.replace("mod", "%")))
    assert len(found) <= 1, (line, values, found)


def test_letters_and_numbers_are_one_formula():
    """`(F·F·D + 1)·K` with the numbers put in is the number, for grouped, rectangular and dilated layers too."""
    report = analyze(network_of(SHAPES[0], "pytorch"))
    expected = {
        "conv1": ("(Fh·Fw·D/g + 1)·K", {"Fh": 3, "Fw": 5, "D": 8, "g": 2, "K": 16}),
        "dwconv1": ("(F·F + 1)·m·D", {"F": 3, "m": 2, "D": 16}),
        "deconv1": ("(F·F·D + 1)·K", {"F": 4, "D": 4, "K": 8}),
        "maxout1": ("k·(D + 1)·K", {"k": 2, "D": 8, "K": 10}),
        "bn1": ("2D", {"D": 16}),
    }
    for name, (formula, values) in expected.items():
        row = report[name]
        index = [one.id for one in report.rows].index(name)
        (section,) = [s for s in derivation(report, index) if s.title == "Parameters"]
        chain = section.lines[0]
        assert chain.parts[0] == formula
        source = re.sub(r"(\d)([A-Z])", r"\1·\2", formula)
        for letter in sorted(values, key=len, reverse=True):
            source = re.sub(rf"\b{letter}\b", str(values[letter]), source)
        assert evaluate(source) == row.params


def test_symbols_are_derived_too():
    text = call("explain", "INPUT HxWxC CONV3-K/2p1", "conv1").stdout
    assert "(H - F + 2P)/S + 1 = (H - 3 + 2·1)/2 + 1 = ⌊(H + 1)/2⌋\n" in text
    assert "(F·F·D + 1)·K = (3·3·C + 1)·K = 9·C·K + K\n" in text
    assert "it fits if 2 divides H + 1\n" in text


def test_every_layer_in_brief():
    text = call("explain", "lenet5").stdout
    assert (
        "C1: CONV5-6p0  32x32x1 → 28x28x6\n  output      (32 - 5 + 2·0)/1 + 1 = 28\n  parameters  (5·5·1 + 1)·6 = 156\n"
        in text
    )
    assert "  then tanh1 (TANH)\n" in text


def test_markdown():
    text = call("explain", "alexnet", "conv1", "--format", "markdown").stdout
    assert text.startswith("# conv1: CONV11-96/4p0\n\nlayer 1 of AlexNet, exact rounding\n")
    assert "- height, width: `(W - F + 2P)/S + 1 = (227 - 11 + 2·0)/4 + 1 = 55`\n" in text


def test_layers_without_output():
    """N12: the layer at which nothing is left, and one behind it."""
    for layer in ("conv8", "conv9"):
        result = call("explain", "INPUT 32x32x3 (CONV5-6p0)*9", layer)
        assert result.exit_code == 1
        assert "CNN302" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("alexnet", "conv9"), "did you mean conv5"),
        (("resnet50", "conv1x"), "no layer is called 'conv1x'"),
        (("torchvision/resnet18", "bottleneck1"), "no layer"),
        (("INPUT 8x8x3 RELU", "pool"), "there are input, relu1"),
    ],
)
def test_layers_that_are_not_there(arguments, message):
    result = call("explain", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("CNN31", "there is no rule CNN31; did you mean `CNN311` or `CNN310` or `CNN301`?"),
        ("cnn777777", "there is no rule CNN777777; `cnncalc explain` lists them"),
    ],
)
def test_rules_that_are_not_there(word, message, tmp_path, monkeypatch):
    result = call("explain", word)
    assert result.exit_code == 2
    assert message in result.stderr
    monkeypatch.chdir(tmp_path)
    Path(word).write_text("INPUT 8x8x3 CONV3-4", encoding="utf-8")
    assert "conv1" in call("explain", word).stdout, "a file of that name is meant"


@pytest.mark.parametrize("word", ["CNN", "cnnx", "CNN3x"])
def test_other_words_are_no_codes(word):
    assert "is neither a file, nor a bundled network, nor a layer" in call("explain", word).stderr


# ---------------------------------------------------------------------------------------------------------- pages


@pytest.mark.parametrize("token", CLASSES)
def test_every_kind_has_a_page(token):
    """Fields with defaults and names elsewhere, examples with sources: all of them, from the kind."""
    page = call("explain", token.lower(), "--format", "markdown").stdout
    found = kind(token)
    assert page.startswith(f"# {token}\n")
    for name, field in found.fields.items():
        assert f"| `{name}` |" in page
        for alias in field.aliases:
            assert f"`{alias if isinstance(alias, str) else alias[0]}`" in page
    for example in found.examples:
        assert example.output in page
    assert call("explain", token).exit_code == 0


@pytest.mark.parametrize("alias", ALIASES)
def test_other_names_lead_to_the_same_page(alias):
    assert call("explain", alias).stdout == call("explain", ALIASES[alias]).stdout


def test_formulas_of_the_lecture():
    """CS231n, "Summary. To summarize, the Conv Layer": (W - F + 2P)/S + 1, F·F·D weights a filter, K biases; with groups and dilation."""
    assert of_kind(kind("CONV")) == {
        "height": "(H - E + 2P)/S + 1",
        "width": "(W - E + 2P)/S + 1",
        "depth": "K",
        "parameters": "(F·F·D/g + 1)·K",
        "without biases": "(F·F·D/g)·K",
        "multiply-accumulates": "H'·W'·(F·F·D/g)·K",
    }
    assert of_kind(kind("POOL"))["width"] == "(W - F + 2P)/S + 1"
    assert of_kind(kind("DECONV"))["width"] == "S·(W - 1) + E - 2P"
    assert of_kind(kind("FC"))["parameters"] == "(H·W·D + 1)·K"
    assert of_kind(kind("BN"))["parameters"] == "2D"
    assert of_kind(kind("CONCAT"))["depth"] == "D1 + D2"


@pytest.mark.parametrize("token", [t for t in CLASSES if kind(t).examples and not kind(t).joins and kind(t).fields])
def test_the_yaml_of_a_page_is_the_example(token, tmp_path):
    page = call("explain", token, "--format", "markdown").stdout
    (yaml,) = re.findall(r"```yaml\n(.*?)\n```", page, re.DOTALL)
    example = kind(token).examples[0]
    path = tmp_path / "page.yaml"
    path.write_text(f"input: {example.input}\nframework: {example.framework}\nlayers:\n  {yaml}\n", encoding="utf-8")
    assert network_of(str(path)).nodes[-1].layer == example_layer(example)


@pytest.mark.parametrize("code", RULES)
def test_every_rule_has_a_page(code):
    text = call("explain", code.lower()).stdout
    found = rule(code)
    assert text.startswith(f"{code}  ")
    assert f"({found.severity})" in text.splitlines()[0]
    for sample in (*found.fails, *found.passes):
        assert all(line.strip() in text for line in sample.splitlines() if line.isprintable())
    # What is said of a sample is what `check` says.
    assert text.count(f"[{code}]") >= len(found.fails)


def test_the_list_of_both():
    text = call("explain").stdout
    assert all(re.search(rf"^{token} ", text, re.MULTILINE) for token in CLASSES)
    assert all(re.search(rf"^{code} ", text, re.MULTILINE) for code in RULES)


def test_a_network_named_like_a_kind_wins(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert call("explain", "pool").stdout.startswith("POOL  also")
    (tmp_path / "pool").write_text("INPUT 8x8x3 POOL2", encoding="utf-8")
    assert "pool1: POOL2" in call("explain", "pool").stdout


@pytest.mark.parametrize("name", ["layers", "rules"])
def test_pages_in_the_documentation_hold_every_page(name):
    """`python docs/regenerate.py` makes them; tests/test_docs.py compares them word for word."""
    spec = importlib.util.spec_from_file_location("regenerate_pages", ROOT / "docs" / "regenerate.py")
    regenerate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(regenerate)
    page = ROOT / "docs" / f"{name}.md"
    assert page in regenerate.PAGES
    titles = re.findall(r"^## (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert titles == list(CLASSES if name == "layers" else RULES)


@pytest.mark.parametrize(
    "arguments", [("conv",), ("alexnet", "conv1"), ("alexnet",), ("INPUT HxWxC CONV3-K/2p1", "conv1"), ()]
)
def test_width(arguments):
    for line in call("explain", *arguments, "--width", "60").stdout.splitlines():
        assert len(line) <= 60 or line.startswith("    - "), line


def test_in_ascii():
    """A console that knows no other signs."""
    from tests.cli.calling import environment, process

    result = process("explain", "alexnet", "conv1", env=environment(PYTHONIOENCODING="ascii"))
    assert result.returncode == 0
    assert b"(11*11*3 + 1)*96 = 34,944" in result.stdout
